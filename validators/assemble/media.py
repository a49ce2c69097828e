"""Photos and videos of one unit, with their captions, their copies and their duplicates."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from parsers.readers.body_captions import caption_for_all
from parsers.readers.captions import parse_caption
from parsers.readers.values import Caption
from parsers.vietnamese.folding import plain
from validators.assemble.captions import Captioned, CaptionList, Placed, Sidecar, match, orphans
from validators.assemble.messages import Judgement
from validators.assemble.pictures import is_furniture, is_photo_or_video, is_photo_that_came, is_portrait
from validators.assemble.tree import Node
from validators.submission import Media, Message, Orphan

BODY = "(body)"
_END = re.compile(r"^\W*(?:tran trong|kinh thu|thanks|tks|em cam on|xin cam on|sent from|--)")
_SENT = re.compile(r"\bgui\b.*\b(?:anh|hinh|hinh anh|video|clip|tu lieu)\b")
_EVENT = re.compile(
    r"\b(?:hoi nghi|hoi thi|hoi thao|tap huan|tuyen truyen|le|ra quan|phien toa|kiem tra|to chuc|trao|tham"
    r"|tang|gap mat|toa dam|dien dan|cuong che|tu van|tro giup|khai mac|ky ket|huong ung|pho bien|pbgdpl"
    r"|tgpl|hoa giai)\b"
)
_NO_CAPTION = re.compile(
    r"\b(?:cong van|danh sach|drive|http|link|duong dan|de nghi|thuc hien|can cu|dia chi|dien thoai|sdt|han|"
    r"dinh kem|kem theo|kinh gui)\b"
)


def unit_media(
    unit: str, bearing: Sequence[Judgement], repeated: frozenset[str], superseded: Collection[str]
) -> tuple[tuple[Media, ...], tuple[Orphan, ...]]:
    """(photos and videos, captions without a file) of a unit's content-bearing messages, in order of arrival."""
    arrivals: dict[str, Message] = {}
    placed: list[Placed] = []
    lists: list[CaptionList] = []
    sidecars: list[Sidecar] = []
    for item in bearing:
        came = [one for one in _placed(item, unit) if one.path not in superseded]
        placed += came
        arrivals |= {one.path: item.message for one in came}
        lists += _lists(item, came)
        sidecars += _sidecars(item, came)
    pictured = {f"{captions.path}/{entry.picture}" for captions in lists for entry in captions.entries if entry.picture}
    albums = {path.rpartition("/")[0] for path in pictured}
    media = [one for one in placed if _is_media(one, repeated, pictured, albums)]
    captions = match(media, lists, sidecars)
    rows = [_media(unit, one, captions.get(one.path), arrivals[one.path]) for one in media]
    return tuple(_joined(rows, {one.path: one.node for one in media})), orphans(lists, placed)


def _placed(item: Judgement, unit: str) -> Iterator[Placed]:
    sent = _sent(item)
    names = {f"drive/{root.drive_id}": root.name for root in item.brought.get(unit, ())}
    for path, node in item.files(unit):
        home = "/".join(path.split("/")[:2]) if node.path == path else item.message.id
        yield Placed(node, path, home, names.get(home, ""), sent)


def _sent(item: Judgement) -> date | None:
    return item.message.received_at.date() if item.message.received_at else None


def _homes(item: Judgement) -> frozenset[str]:
    """What a list in a message speaks about: the message and everything linked from it."""
    return frozenset({item.message.id, *(f"drive/{root.drive_id}" for root in item.roots)})


def _lists(item: Judgement, came: Iterable[Placed]) -> Iterator[CaptionList]:
    homes, sent = _homes(item), _sent(item)
    for one in came:
        if one.node.facts and one.node.facts.captions:
            yield CaptionList(one.path, homes, one.node.facts.captions, sent)
    if item.source.facts.captions:
        yield CaptionList(f"{item.message.id}/{BODY}", homes, item.source.facts.captions, sent)


def _sidecars(item: Judgement, came: Iterable[Placed]) -> Iterator[Sidecar]:
    homes = _homes(item)
    for one in came:
        facts = one.node.facts
        if facts and facts.whole_caption and not facts.captions:
            yield Sidecar(one.path, homes, facts.whole_caption)
    spoken = None if item.source.facts.captions else _caption_in_body(item)
    if spoken:
        yield Sidecar(f"{item.message.id}/{BODY}", homes, spoken, "mail_body")


def _caption_in_body(item: Judgement) -> Caption | None:
    """What the sender says of all the pictures that he sends: "E gửi c 05 ảnh PBGDPL tại trường …, chụp hôm 9/11"."""
    mail = item.source.mail
    said = caption_for_all(mail.body, _sent(item)) if mail else None
    if said:
        return said
    found: list[Caption] = []
    for line in mail.body.splitlines() if mail else ():
        folded = plain(line)
        if _END.match(folded):
            break
        if (_SENT.search(folded) or _EVENT.search(folded)) and not _NO_CAPTION.search(folded):
            caption = parse_caption(line, sent=_sent(item))
            if caption.content and (caption.time or caption.place):
                found.append(caption)
    return found[0] if len(found) == 1 else None  # of several, nobody knows which picture each is about


def _is_media(one: Placed, repeated: frozenset[str], pictured: Collection[str], albums: Collection[str]) -> bool:
    """Whether a picture is material: no logo, no photographed paper, and inside documents only beside captions."""
    if one.node.origin == "embedded":
        beside = one.path in pictured or (one.folder in albums and not is_portrait(one.node))
        return beside and is_photo_or_video(one.node)
    return is_photo_that_came(one.node) and not is_furniture(one.node, repeated)


def _media(unit: str, one: Placed, caption: Captioned | None, message: Message) -> Media:
    return Media(
        path=one.path,
        unit=unit,
        kind="video" if one.is_film else "image",
        content=caption.content if caption else None,
        time=caption.time if caption else None,
        place=caption.place if caption else None,
        caption_source=caption.source if caption else None,
        arrived_at=message.received_at,
    )


def _joined(rows: Iterable[Media], nodes: dict[str, Node]) -> Iterator[Media]:
    """Equal pictures: a copy inside a document is the same item; a second original is its duplicate."""
    groups: dict[str, list[Media]] = defaultdict(list)
    for row in rows:
        groups[nodes[row.path].sha256 or row.path].append(row)
    for group in groups.values():
        originals = [row for row in group if nodes[row.path].origin != "embedded"] or group[:1]
        first = min(originals, key=lambda row: not row.captioned)  # stable: the earlier of equals
        best = first if first.captioned else next((row for row in group if row.captioned), first)
        copies = tuple(sorted(row.path for row in group if row not in originals))
        yield replace(
            first,
            content=best.content,
            time=best.time,
            place=best.place,
            caption_source=best.caption_source,
            also_in=copies,
        )
        for row in originals:
            if row is not first:
                yield replace(row, duplicate_of=first.path)
