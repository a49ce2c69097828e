"""What a picture or film is: material for the album, or a logo, a photographed paper, a portrait for a form."""

import re
from collections import Counter
from collections.abc import Iterable

from parsers.readers.letters import number_from_name
from parsers.vietnamese.folding import plain
from validators.assemble.tree import Node

SMALLEST = 200  # pixels of the long side
_LOGO = 1000  # what comes with every mail of a sender and is no longer than this is no photo
_OPENED = frozenset({"stored", "read", "not_fetched"})  # not fetched: its bytes are not copied, Drive told what it is
_MUCH_TEXT = 400  # characters that OCR finds on a page and not in a photo
_PAPERS = re.compile(
    r"^(?:\d+ )?(?:cong van|to trinh|danh sach|bao cao thanh tich|scan|camscanner|adobe scan|quyet dinh|van ban|phu luc"
    r"|ke hoach|giay moi|giay khen|bang khen|giay chung nhan|so yeu ly lich|cv \d|ds \d|trang \d)"
    r"|\b(?:anh the|anh 3x4|3x4|4x6|3 x 4)\b"
)


def is_photo_or_video(node: Node) -> bool:
    """Whether a file shows something and is no logo."""
    facts = node.facts
    if facts is None or node.status not in _OPENED or signature_picture(node):
        return False
    return facts.video is not None or (facts.image is not None and facts.characters < _MUCH_TEXT)


def is_photo_that_came(node: Node) -> bool:
    """A photo or video of its own. One inside a document is a matter of its caption."""
    return is_photo_or_video(node) and node.origin != "embedded" and not _is_paper(node)


def is_captioned_album(node: Node) -> bool:
    """A document with pictures that have captions."""
    return node.facts is not None and any(entry.picture for entry in node.facts.captions)


def signature_picture(node: Node) -> bool:
    """A picture that is too small to be a photo, or that a mail program shows as a flat strip: a logo."""
    image = node.facts.image if node.facts else None
    if image is None or not image.width or not image.height:  # Drive does not always tell the size
        return False
    long, short = max(image.width, image.height), min(image.width, image.height)
    return long < SMALLEST or (bool(node.content_id) and (short < 120 or long > 4 * short))


def is_portrait(node: Node) -> bool:
    """A 3x4 or 4x6 picture for a form, by its shape and size."""
    image = node.facts.image if node.facts else None
    if image is None or not image.width:
        return False
    return 1.2 <= image.height / image.width <= 1.6 and image.height <= _LOGO


def repeated_pictures(nodes_by_message: Iterable[Iterable[Node]]) -> frozenset[str]:
    """SHA-256 of smaller pictures that mail programs show inside more than one message: signatures and logos."""
    seen: Counter[str] = Counter()
    for nodes in nodes_by_message:
        seen.update({node.sha256 for node in nodes if node.sha256 and node.origin == "inline" and not _is_large(node)})
    return frozenset(sha256 for sha256, count in seen.items() if count > 1)


def is_furniture(node: Node, repeated: frozenset[str]) -> bool:
    """A signature's logo: never media, never asked after."""
    return signature_picture(node) or (node.sha256 in repeated and node.origin in {"inline", "attachment"})


def _is_large(node: Node) -> bool:
    image = node.facts.image if node.facts else None
    return image is None or max(image.width, image.height) > _LOGO


def _is_paper(node: Node) -> bool:
    """A photographed letter, a scanned certificate, a portrait for a form, as its name or its text tells."""
    if not (node.facts and node.facts.image):
        return False
    folded = plain(node.name)
    return bool(node.facts.letter or number_from_name(node.name) or _PAPERS.search(folded))
