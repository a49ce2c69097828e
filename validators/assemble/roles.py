"""What a message is for: a submission, a supplement, a question, something else. Only the sender's own words count."""

import re
from dataclasses import dataclass

from config.campaign import Campaign, Part
from parsers.records import Mail
from parsers.vietnamese.folding import plain
from validators.assemble.inputs import MessageInput, RootInput
from validators.assemble.tree import Node
from validators.submission import Role

_SUPPLEMENT = re.compile(r"\b(gui|xin|gui kem|kem theo)?\s*(bo sung|gui them|gui tiep|tiep theo|phan tiep)\b|\bbs\b")
_SUPPLEMENT_PART = re.compile(r"\bphan [2-9]\b")
_NOT_SUPPLEMENT = re.compile(
    r"\b(de nghi|neu can|se|cho phep|neu thieu|neu co)( \w+){0,3} bo sung|(ke hoach|luat) bo sung"
)
_EXTENSION = re.compile(r"\b(xin )?(gia han|lui thoi han|gui cham|gui muon|xin (duoc )?gui (truoc|sau|vao) ngay)\b")
_QUESTION = re.compile(
    r"\b(xin hoi|cho (em|toi|minh|chung toi|don vi) hoi|hoi ve|hoi v v|xin y kien|(xin|de nghi) huong dan)\b"
)
_NIL = re.compile(
    r"\bkhong (co|de xuat|gioi thieu)( \w+){0,4} (truong hop|de xuat|de cu|dien hinh|ca nhan|tap the|noi dung)\b"
)
_OTHER_BUSINESS = re.compile(
    r"\b(gop y|du thao (nghi dinh|thong tu|luat|van ban)|giay moi|moi hop|lich cong tac|bao cao thong ke|quyet toan|"
    r"du toan|tuyen dung|hoa don|bao gia|khao sat)\b"
)
_NEWS = re.compile(r"\b(tin bai|bai viet|dang (tin|bai)|ban bien tap|chuyen trang)\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """The role of one message, and why where it is `other`."""

    role: Role
    reason: str | None
    carries: tuple[Part, ...]


def cites_campaign(message: MessageInput, roots: tuple[RootInput, ...], campaign: Campaign) -> bool:
    """Whether anything in a message cites the campaign's letter or uses the words by which its mail is known."""
    texts = [*_texts(message), *(node.facts.head for root in roots for node in root.nodes if node.facts)]
    folded = plain("\n".join(texts))
    phrases = [plain(phrase) for phrase in campaign.evidence]
    if campaign.letter:
        phrases.append(plain(campaign.letter.number))
        phrases += [
            f"{word} {campaign.letter.number.split('/')[0]}" for word in ("cv", "cong van", "cong van so", "cv so")
        ]
    return any(phrase and f" {phrase} " in f" {folded} " for phrase in phrases)


def judge_role(
    message: MessageInput,
    mail: Mail,
    roots: tuple[RootInput, ...],
    carries: tuple[Part, ...],
    *,
    cites: bool,
    from_unit: bool,
    earlier: bool,
) -> Judged:
    """The role of a message that its header does not rule out.

    `carries` are the parts found in it, `from_unit` says that it comes from or names a unit, `earlier` that the unit
    has sent content before.
    """
    nodes = [node for node in message.nodes if node.status != "ignored" and not signature_picture(node)]
    linked = any(link.service != "other" for link in message.facts.links) or bool(roots)
    has_content = bool(carries or nodes or message.facts.links)
    words = plain(f"{mail.subject}\n{mail.body}")
    if not has_content:
        asks = bool(_QUESTION.search(words)) or "?" in f"{mail.subject}{mail.body}"
        return _without_content(words, asks=asks, cites=cites or from_unit)
    if not cites and not carries and not linked and (not from_unit or _OTHER_BUSINESS.search(words)):
        return Judged("other", "no evidence of the campaign", ())
    if not cites and _NEWS.search(plain(mail.subject)) and "nominations" not in carries and "letter" not in carries:
        return Judged("other", "news for another address", ())
    if _is_supplement(words) or earlier:
        return Judged("supplement", None, carries)
    return Judged("submission", None, carries)


def _without_content(words: str, *, asks: bool, cites: bool) -> Judged:
    if cites and _EXTENSION.search(words):
        return Judged("extension_request", None, ())
    if cites and _NIL.search(words):
        return Judged("nil_return", None, ())
    if cites and asks:
        return Judged("question", None, ())
    return Judged("other", "carries nothing", ())


def _is_supplement(words: str) -> bool:
    return bool((_SUPPLEMENT.search(words) or _SUPPLEMENT_PART.search(words)) and not _NOT_SUPPLEMENT.search(words))


def signature_picture(node: Node) -> bool:
    """A picture that a mail program shows inside the text and that is too small or flat to be a photo: a logo."""
    image = node.facts.image if node.facts else None
    if image is None:
        return False
    long, short = max(image.width, image.height), min(image.width, image.height)
    return long < 200 or (bool(node.content_id) and (short < 120 or long > 4 * short))


def _texts(message: MessageInput) -> list[str]:
    mail = message.mail
    texts = [mail.subject, mail.body, mail.quoted] if mail else []
    texts += [node.name for node in message.nodes]
    texts += [node.facts.head for node in message.nodes if node.facts]
    texts += [cite for node in message.nodes if node.facts and node.facts.letter for cite in node.facts.letter.cites]
    return texts
