"""Which caption belongs to which photo or video: by file name, by place in a document, by number, by order, by name.

The nearest source that says anything gives the caption; a weaker one of the same file (its Drive description, its own
name, its folder) may add the time or the place that the nearest leaves out (contract §3, Caption).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from parsers.readers.captions import (
    caption_from_file_name,
    caption_from_folder_name,
    parse_caption,
    time_from_folder_name,
)
from parsers.readers.file_names import file_key, numbers_in, same_file, stem
from parsers.readers.values import Caption, CaptionEntry, TimeSpan
from parsers.vietnamese.folding import plain
from validators.assemble.tree import Node
from validators.submission import CaptionSource, Orphan, When

_NUMBERED = re.compile(
    r"(?:(?:anh|hinh anh|hinh|video clip|video|clip|phim|photo|picture|image|stt|so|a|h|v)(?: so)? )?"
    r"(\d{1,3})(?! ?\d)\b"
)
_FILM = re.compile(r"^\W*(?:video|clip|phim|phong su)\b")
_ARCHIVE = re.compile(r"\.(?:zip|rar|7z|tar|tgz|tar\.gz|gz)$", re.IGNORECASE)
_FOR_FOLDER = re.compile(
    r"(?:chu thich|chuthich|captions?|ghi chu|mo ta|noi dung|thuyet minh|thong tin|danh muc anh)\b"
)
_CAMERA = re.compile(
    r"\b(?:digital camera|sony dsc|samsung|minolta|kodak|nikon|canon|(?:created|made|processed|edited) (?:with|by)"
    r"|screenshot|dcim|adobe|default)\b"
)


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

    @property
    def is_film(self) -> bool:
        return self.node.facts is not None and self.node.facts.video is not None


@dataclass(frozen=True, slots=True)
class CaptionList:
    """The caption entries of one document or mail body. `homes` are the message and the roots that it speaks about."""

    path: str
    homes: frozenset[str]
    entries: tuple[CaptionEntry, ...]
    sent: date | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A text that is one caption as a whole: of the file of its name, or of the folder (or message) it lies in."""

    path: str
    homes: frozenset[str]
    caption: Caption
    source: CaptionSource = "caption_file"

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Captioned:
    """What was found for one photo or video."""

    content: str | None
    time: When | None
    place: str | None
    source: CaptionSource


class Names:
    """Files by the names under which a list may call them; answers as `same_file` does, without asking each file."""

    def __init__(self, files: Iterable[Placed]) -> None:
        self._by_key: dict[str, list[Placed]] = defaultdict(list)
        for item in files:
            for key in _keys(item.node.name):
                self._by_key[key].append(item)

    def called(self, written: str) -> list[Placed]:
        """The files that `written` names, in their order."""
        found = {item.path: item for key in _keys(written) for item in self._by_key.get(key, ())}
        return [item for item in found.values() if same_file(written, item.node.name)]


@dataclass(slots=True)
class _Matches:
    by_path: dict[str, tuple[Caption, CaptionSource]] = field(default_factory=dict)
    of_folder: dict[str, tuple[Caption, CaptionSource]] = field(default_factory=dict)  # beside the link to its folder


def match(media: Sequence[Placed], lists: Sequence[CaptionList], sidecars: Sequence[Sidecar]) -> dict[str, Captioned]:
    """path -> caption, for every photo and video that any source says something about."""
    matches, names = _Matches(), Names(media)
    by_home: dict[str, list[Placed]] = defaultdict(list)
    for item in media:
        by_home[item.home].append(item)
    for captions in lists:
        _by_name(names, captions, matches)
        _by_picture(by_home, captions, matches)
        _by_link(by_home, captions, matches)
    for captions in lists:
        _by_number(by_home, captions, matches)
    for captions in lists:
        _by_order(by_home, captions, matches)
    beside = _beside(media, by_home, sidecars)
    found = {}
    for item in media:
        sources = list(_sources(item, matches, beside.get(item.path, ())))
        if sources:
            found[item.path] = _combined(sources, _sorted_by_time(item))
    return found


def orphans(lists: Sequence[CaptionList], present: Sequence[Placed]) -> tuple[Orphan, ...]:
    """Captions that name files of which none came."""
    names = Names(present)
    found = []
    for captions in lists:
        for entry in captions.entries:
            if entry.files and not any(names.called(name) for name in entry.files):
                content = entry.caption.content or entry.caption.raw
                found.append(Orphan(", ".join(entry.files), captions.path, entry.locator, content))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _keys(name: str) -> frozenset[str]:
    """Under what a file is looked up: its letters and figures, its number, the figures at its end."""
    folded = file_key(name)
    keys = {folded.replace(" ", "")}
    number = re.search(r"(?:^|\s)(\d{1,3})$", folded)
    if number:
        keys.add(f"#{number[1]}")
    tail = re.search(r"\d{4,}$", stem(name))
    if tail:
        keys.add(f"~{tail[0]}")
    return frozenset(keys - {""})


def _nearest(items: Sequence[Placed], captions: CaptionList) -> list[Placed]:
    """Of several files, those that lie by the list (its folder and below), else with what the list came with."""
    folder = captions.path.rpartition("/")[0]
    inside = [item for item in items if item.path.startswith(f"{folder}/")]
    return inside or [item for item in items if item.home in captions.homes] or list(items)


def _by_name(names: Names, captions: CaptionList, matches: _Matches) -> None:
    for entry in captions.entries:
        for written in entry.files:
            for item in _nearest(names.called(written), captions):
                _take(item, captions, entry, matches)


def _by_picture(by_home: dict[str, list[Placed]], captions: CaptionList, matches: _Matches) -> None:
    if not any(entry.picture for entry in captions.entries):
        return
    inside = {
        item.node.name: item
        for home in captions.homes
        for item in by_home.get(home, ())
        if item.path.startswith(f"{captions.path}/")
    }
    inside |= {f"cid:{item.node.content_id}": item for home in captions.homes for item in by_home.get(home, ())}
    for entry in captions.entries:
        if entry.picture and entry.picture in inside:
            _take(inside[entry.picture], captions, entry, matches)


def _by_link(by_home: dict[str, list[Placed]], captions: CaptionList, matches: _Matches) -> None:
    """Beside a link: of a single file its own row, else one caption for all that lies behind it.

    The words around a link in a mail are covering words as often as a caption: what a file says of itself is nearer.
    """
    for entry in captions.entries:
        for item in (one for drive_id in entry.links for one in by_home.get(f"drive/{drive_id}", ())):
            if entry.source != "mail_body" and item.home_name in {"", item.node.name}:
                _take(item, captions, entry, matches)
            elif item.node.origin != "embedded" and not entry.caption.empty:
                source: CaptionSource = "mail_body" if entry.source == "mail_body" else "row"
                matches.of_folder.setdefault(item.path, (_dated(entry.caption, captions.sent), source))


def _spoken_of(by_home: dict[str, list[Placed]], captions: CaptionList) -> list[Placed]:
    """The loose files that a list without names speaks about."""
    items = [item for home in sorted(captions.homes) for item in by_home.get(home, ())]
    return _nearest([item for item in items if item.node.origin != "embedded"], captions)


def _by_number(by_home: dict[str, list[Placed]], captions: CaptionList, matches: _Matches) -> None:
    """By picture number, within what the list speaks about, where a number names one file only."""
    if not any(entry.numbers and not entry.files for entry in captions.entries):
        return
    numbered: dict[tuple[bool, int], list[Placed]] = defaultdict(list)
    for item in _spoken_of(by_home, captions):
        label = _NUMBERED.match(file_key(item.node.name))
        if label:
            numbered[item.is_film, int(label[1])].append(item)
    for entry in captions.entries:
        film = _FILM.match(plain(entry.caption.raw)) is not None
        for number in () if entry.files or entry.links else entry.numbers:
            hits = numbered.get((film, number)) or ([] if film else numbered.get((True, number), []))
            if len(hits) == 1:
                _take(hits[0], captions, entry, matches)


def _by_order(by_home: dict[str, list[Placed]], captions: CaptionList, matches: _Matches) -> None:
    """By order, only where no entry names a file and the counts agree."""
    if not captions.entries or any(entry.files or entry.picture or entry.links for entry in captions.entries):
        return
    free = _spoken_of(by_home, captions)
    rows = [entry for entry in captions.entries for _ in entry.numbers or (0,)]
    if len(rows) == len(free) and not any(item.path in matches.by_path for item in free):
        for item, entry in zip(_in_order(free), rows, strict=True):
            _take(item, captions, entry, matches)


def _in_order(items: list[Placed]) -> list[Placed]:
    """By the numbers in their names where all have one; else as they came: that is how the sender chose them."""
    if all(numbers_in(item.node.name) for item in items):
        return sorted(items, key=lambda item: (item.folder, numbers_in(item.node.name), item.node.name))
    return items


def _take(item: Placed, captions: CaptionList, entry: CaptionEntry, matches: _Matches) -> None:
    """The first list that names a file is taken; a later one adds what it left out."""
    caption = _dated(entry.caption, captions.sent)
    if caption.empty:
        return
    source: CaptionSource = "picture_line" if entry.source == "picture_line" else "row"
    if entry.source == "mail_body":
        source = "mail_body"
    known = matches.by_path.get(item.path)
    if known is None or (known[1] == "mail_body" and source != "mail_body"):
        matches.by_path[item.path] = (caption, source)
    else:
        matches.by_path[item.path] = (_filled_from(known[0], caption), known[1])


def _filled_from(caption: Caption, other: Caption) -> Caption:
    return replace(
        caption,
        content=caption.content or other.content,
        time=caption.time or other.time,
        place=caption.place or other.place,
    )


def _dated(caption: Caption, sent: date | None) -> Caption:
    """A list is read without knowing when it was sent; a day without a year is understood now."""
    if caption.time is not None or sent is None:
        return caption
    return replace(caption, time=parse_caption(caption.raw, sent=sent).time)


def _beside(
    media: Sequence[Placed], by_home: dict[str, list[Placed]], sidecars: Sequence[Sidecar]
) -> dict[str, list[Sidecar]]:
    """path -> the texts that are its caption: of its name, or of all that lies in its folder."""
    by_name: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for item in media:
        by_name[item.folder, file_key(item.node.name)].append(item)
    found: dict[str, list[Sidecar]] = defaultdict(list)
    for sidecar in sidecars:
        name = sidecar.path.rpartition("/")[2]
        items = by_name.get((sidecar.folder, file_key(name)), [])
        if not items and (sidecar.source == "mail_body" or _FOR_FOLDER.match(plain(stem(name)))):
            loose = [one for home in sorted(sidecar.homes) for one in by_home.get(home, ())]
            loose = [one for one in loose if one.node.origin != "embedded"]
            items = [one for one in loose if one.path.startswith(f"{sidecar.folder}/")] or loose
        for item in items:
            found[item.path].append(sidecar)
    return found


def _sources(item: Placed, matches: _Matches, beside: Sequence[Sidecar]) -> Iterator[tuple[Caption, CaptionSource]]:
    """What speaks about a file, nearest first."""
    own = matches.by_path.get(item.path)
    if own:  # a line of its own, also where it stands in the mail
        yield own
    yield from ((one.caption, one.source) for one in beside if one.source == "caption_file")
    if item.node.description:
        yield from _telling(parse_caption(item.node.description, sent=item.sent), "drive_description")
    image = item.node.facts.image if item.node.facts else None
    if image and image.description and not _CAMERA.search(plain(image.description)):
        yield from _telling(parse_caption(image.description, sent=item.sent), "metadata")
    if item.node.origin != "embedded":
        yield from _telling(caption_from_file_name(item.node.name.replace("/", "_"), sent=item.sent), "file_name")
    for folder in reversed(_folders(item)):
        yield from _telling(_of_folder(folder, item.sent), "folder_name")
    if item.path in matches.of_folder:
        yield matches.of_folder[item.path]
    yield from ((one.caption, one.source) for one in beside if one.source == "mail_body")


@lru_cache(maxsize=4096)
def _of_folder(name: str, sent: date | None) -> Caption | None:
    return caption_from_folder_name(name, sent=sent)


def _folders(item: Placed) -> list[str]:
    """The folders above a file, outermost first; an archive is a folder of its name, a document or a mail is none."""
    below = item.path.removeprefix(f"{item.home}/").split("/")[:-1]
    if item.node.origin == "embedded":
        below = below[:-1]
    named = [item.home_name, *below] if item.home_name and item.home_name != item.node.name else below
    return [_ARCHIVE.sub("", name) for name in named if not name.lower().endswith((".eml", ".msg"))]


def _telling(caption: Caption | None, source: CaptionSource) -> Iterator[tuple[Caption, CaptionSource]]:
    if caption is not None and not caption.empty:
        yield caption, source


def _sorted_by_time(item: Placed) -> TimeSpan | None:
    """The year or month that a folder above is called by: it dates a caption and is none."""
    return next((span for folder in reversed(_folders(item)) if (span := _time_of_folder(folder))), None)


@lru_cache(maxsize=4096)
def _time_of_folder(name: str) -> TimeSpan | None:
    return time_from_folder_name(name)


def _combined(sources: Sequence[tuple[Caption, CaptionSource]], sorted_by: TimeSpan | None) -> Captioned:
    (caption, source), *weaker = sources
    for other, _ in weaker:
        caption = _filled_from(caption, other)
    return Captioned(caption.content, _when(caption.time or sorted_by), caption.place, source)


def _when(span: TimeSpan | None) -> When | None:
    return When(span.text, span.start, span.end, span.inferred) if span else None
