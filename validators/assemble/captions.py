"""Which caption belongs to which photo or video: by file name, by place in a document, by number, by order, by name.

The nearest source that says anything gives the caption; a weaker one of the same file (its Drive description, its own
name, its folder) may add the time or the place that the nearest leaves out (contract §3, Caption).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from parsers.readers.captions import (
    caption_from_file_name,
    caption_from_folder_name,
    parse_caption,
)
from parsers.readers.file_names import file_key, numbers_in, same_file
from parsers.readers.values import Caption, CaptionEntry, TimeSpan
from validators.assemble.tree import Node
from validators.submission import CaptionSource, Orphan, When


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its full path and the thing it came with: a message, or a linked root."""

    node: Node
    path: str
    home: str  # MESSAGE-ID, or drive/ID
    home_name: str = ""  # of the linked folder, the outermost folder name
    sent: date | None = None  # when it was sent: a day without a year is read as the latest such day before

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class CaptionList:
    """The caption entries of one document or mail body. `homes` are the message and the roots that it speaks about."""

    path: str
    homes: frozenset[str]
    entries: tuple[CaptionEntry, ...]
    sent: date | None = None


@dataclass(frozen=True, slots=True)
class Captioned:
    """What was found for one photo or video."""

    content: str | None
    time: When | None
    place: str | None
    source: CaptionSource


@dataclass(slots=True)
class _Matches:
    by_path: dict[str, tuple[Caption, CaptionSource]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)


def match(
    media: Sequence[Placed], lists: Sequence[CaptionList], sidecars: Sequence[tuple[Placed, Caption]]
) -> dict[str, Captioned]:
    """path -> caption, for every photo and video that any source says something about."""
    matches = _Matches()
    for captions in lists:
        _by_name(media, captions, matches)
        _by_picture(media, captions, matches)
    for captions in lists:
        _by_number(media, captions, matches)
    for captions in lists:
        _by_order(media, captions, matches)
    found = {}
    for item in media:
        sources = list(_sources(item, matches, sidecars))
        if sources:
            found[item.path] = _combined(sources)
    return found


def orphans(lists: Sequence[CaptionList], present: Sequence[Placed]) -> tuple[Orphan, ...]:
    """Captions that name files of which none came."""
    found = []
    for captions in lists:
        for entry in captions.entries:
            if entry.files and not any(same_file(name, item.node.name) for name in entry.files for item in present):
                content = entry.caption.content or entry.caption.raw
                found.append(Orphan(", ".join(entry.files), captions.path, entry.locator, content))
    return tuple(found)


def _by_name(media: Sequence[Placed], captions: CaptionList, matches: _Matches) -> None:
    near = [item for item in media if item.home in captions.homes]
    for entry in captions.entries:
        for written in entry.files:
            hits = [item for item in near if same_file(written, item.node.name)]
            for item in hits or [item for item in media if same_file(written, item.node.name)]:
                _take(item, captions, entry, matches)


def _by_picture(media: Sequence[Placed], captions: CaptionList, matches: _Matches) -> None:
    inside = {item.node.name: item for item in media if item.path.startswith(f"{captions.path}/")}
    for entry in captions.entries:
        if entry.picture and entry.picture in inside:
            _take(inside[entry.picture], captions, entry, matches)


def _by_number(media: Sequence[Placed], captions: CaptionList, matches: _Matches) -> None:
    """By picture number, within what the list speaks about, where a number names one file only."""
    numbered: dict[int, list[Placed]] = defaultdict(list)
    for item in media:
        numbers = numbers_in(item.node.name)
        if item.home in captions.homes and item.node.origin != "embedded" and len(numbers) == 1:
            numbered[numbers[0]].append(item)
    for entry in captions.entries:
        if entry.files or entry.picture:
            continue
        for number in entry.numbers:
            if len(numbered.get(number, ())) == 1:
                _take(numbered[number][0], captions, entry, matches)


def _by_order(media: Sequence[Placed], captions: CaptionList, matches: _Matches) -> None:
    """By order, only where no entry names a file and the counts agree."""
    free = [item for item in media if item.home in captions.homes and item.node.origin != "embedded"]
    loose = [entry for entry in captions.entries if not entry.files and not entry.picture]
    untouched = not any(item.path in matches.by_path for item in free)
    if untouched and loose and len(loose) == len(captions.entries) == len(free):
        for item, entry in zip(sorted(free, key=_natural), loose, strict=True):
            _take(item, captions, entry, matches)


def _natural(item: Placed) -> tuple[str, tuple[int, ...], str]:
    return (item.folder, tuple(numbers_in(item.node.name)), item.node.name)


def _take(item: Placed, captions: CaptionList, entry: CaptionEntry, matches: _Matches) -> None:
    source: CaptionSource = "picture_line" if entry.source == "picture_line" else "row"
    if entry.source == "mail_body":
        source = "mail_body"
    if item.path not in matches.by_path and not entry.caption.empty:
        matches.by_path[item.path] = (_dated(entry.caption, captions.sent), source)


def _dated(caption: Caption, sent: date | None) -> Caption:
    """A list is read without knowing when it was sent; a day without a year is understood now."""
    if caption.time is not None or sent is None:
        return caption
    return replace(caption, time=parse_caption(caption.raw, sent=sent).time)


def _sources(
    item: Placed, matches: _Matches, sidecars: Iterable[tuple[Placed, Caption]]
) -> Iterator[tuple[Caption, CaptionSource]]:
    """What speaks about a file, nearest first."""
    own = matches.by_path.get(item.path)
    if own and own[1] != "mail_body":
        yield own
    for sidecar, caption in sidecars:
        if sidecar.folder == item.folder and file_key(sidecar.node.name) == file_key(item.node.name):
            yield caption, "caption_file"
    if item.node.description:
        yield from _filled(parse_caption(item.node.description, sent=item.sent), "drive_description")
    image = item.node.facts.image if item.node.facts else None
    if image and image.description:
        yield from _filled(parse_caption(image.description, sent=item.sent), "metadata")
    if item.node.origin != "embedded":
        yield from _filled(caption_from_file_name(item.node.name, sent=item.sent), "file_name")
    for folder in reversed(_folders(item)):
        yield from _filled(caption_from_folder_name(folder, sent=item.sent), "folder_name")
    if own and own[1] == "mail_body":
        yield own


def _folders(item: Placed) -> list[str]:
    """The folders above a file, outermost first; an archive counts as a folder of its name."""
    below = item.path.removeprefix(f"{item.home}/").split("/")[:-1]
    named = [item.home_name, *below] if item.home_name and item.home_name != item.node.name else below
    return [name.removesuffix(".zip").removesuffix(".rar") for name in named]


def _filled(caption: Caption | None, source: CaptionSource) -> Iterator[tuple[Caption, CaptionSource]]:
    if caption is not None and not caption.empty:
        yield caption, source


def _combined(sources: Sequence[tuple[Caption, CaptionSource]]) -> Captioned:
    caption, source = sources[0]
    content, time, place = caption.content, caption.time, caption.place
    for weaker, _ in sources[1:]:
        content = content or weaker.content
        time = time or weaker.time
        place = place or weaker.place
    return Captioned(content, _when(time), place, source)


def _when(span: TimeSpan | None) -> When | None:
    return When(span.text, span.start, span.end, span.inferred) if span else None
