"""Photos and videos of one unit, with their captions, their copies and their duplicates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from parsers.readers.letters import number_from_name
from parsers.vietnamese.folding import plain
from validators.assemble.captions import Captioned, CaptionList, Placed, match, orphans
from validators.assemble.messages import Judgement, is_photo_or_video
from validators.assemble.tree import Node
from validators.submission import Media, Orphan

BODY = "(body)"
_PAPERS = ("cong van", "to trinh", "danh sach", "bao cao thanh tich", "scan", "quyet dinh so", "van ban")


def unit_media(
    unit: str, bearing: Sequence[Judgement], furniture: frozenset[str]
) -> tuple[tuple[Media, ...], tuple[Orphan, ...]]:
    """(photos and videos, captions without a file) of a unit's content-bearing messages, in order of arrival."""
    arrivals: dict[str, datetime | None] = {}
    placed: list[Placed] = []
    for item in bearing:
        for one in _placed(item):
            placed.append(one)
            arrivals[one.path] = item.message.received_at
    lists = [captions for item in bearing for captions in _lists(item)]
    pictured = {f"{captions.path}/{entry.picture}" for captions in lists for entry in captions.entries if entry.picture}
    with_pictures = {path.rpartition("/")[0] for path in pictured}
    media = [one for one in placed if _is_media(one, furniture, with_pictures)]
    sidecars = [
        (one, one.node.facts.whole_caption)
        for one in placed
        if one.node.facts and one.node.facts.whole_caption and not one.node.facts.captions
    ]
    captions = match(media, lists, sidecars)
    rows = [_media(unit, one, captions.get(one.path), arrivals[one.path]) for one in media]
    joined = _joined(rows, {one.path: one.node for one in media})
    return tuple(joined), orphans(lists, placed)


def _placed(item: Judgement) -> Iterator[Placed]:
    sent = item.message.received_at.date() if item.message.received_at else None
    for node in item.source.nodes:
        yield Placed(node, f"{item.message.id}/{node.path}", item.message.id, sent=sent)
    for root in item.owned:
        for node in root.nodes:
            yield Placed(node, node.path, f"drive/{root.drive_id}", root.name, sent)


def _lists(item: Judgement) -> Iterator[CaptionList]:
    """Caption lists of a message; each speaks about the message and everything linked from it."""
    homes = frozenset({item.message.id, *(f"drive/{root.drive_id}" for root in item.roots)})
    sent = item.message.received_at.date() if item.message.received_at else None
    for one in _placed(item):
        if one.node.facts and one.node.facts.captions:
            yield CaptionList(one.path, homes, one.node.facts.captions, sent)
    if item.source.facts.captions:
        yield CaptionList(f"{item.message.id}/{BODY}", homes, item.source.facts.captions, sent)


def _is_media(one: Placed, furniture: frozenset[str], with_pictures: set[str]) -> bool:
    """Whether a picture is material: no logo, no photographed paper, and inside documents only beside captions."""
    node = one.node
    if not is_photo_or_video(node) or node.sha256 in furniture:
        return False
    if node.origin == "embedded":
        return one.folder in with_pictures
    return not _paper(node)


def _paper(node: Node) -> bool:
    if not (node.facts and node.facts.image):
        return False
    return bool(number_from_name(node.name)) or plain(node.name).startswith(_PAPERS)


def _media(unit: str, one: Placed, caption: Captioned | None, arrived_at: datetime | None) -> Media:
    video = one.node.facts is not None and one.node.facts.video is not None
    return Media(
        path=one.path,
        unit=unit,
        kind="video" if video else "image",
        content=caption.content if caption else None,
        time=caption.time if caption else None,
        place=caption.place if caption else None,
        caption_source=caption.source if caption else None,
        arrived_at=arrived_at,
    )


def _joined(rows: Iterable[Media], nodes: dict[str, Node]) -> Iterator[Media]:
    """Equal pictures: a copy inside a document is the same item; a second original is its duplicate."""
    groups: dict[str, list[Media]] = defaultdict(list)
    for row in rows:
        groups[nodes[row.path].sha256 or row.path].append(row)
    for group in groups.values():
        originals = [row for row in group if nodes[row.path].origin != "embedded"] or group[:1]
        first = min(originals, key=lambda row: not row.captioned)  # stable: the earlier of equals
        best = next((row for row in group if row.captioned), first)
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
