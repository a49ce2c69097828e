"""Captions that a document, a sheet, a mail or a small text lists, and the media that each is about.

Entries come from tables with usual headings (or with file names in a column), from pictures with a line or cell beside
them, and from lines such as "Ảnh 1: …". Letters and nomination lists give none. What one caption says is read by
`caption_phrases`; its names are offered here as well.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from parsers.quoting import has_own_words
from parsers.readers.body_captions import ids_in, link_captions, numbered_captions
from parsers.readers.caption_phrases import (
    KIND,
    LABEL,
    caption_from_file_name,
    caption_from_folder_name,
    is_reference,
    locate_rest,
    parse_caption,
    strip_prefix,
    tidy_content,
    time_from_folder_name,
)
from parsers.readers.file_names import MEDIA_NAME, file_key, numbers_in, same_file, stem
from parsers.readers.values import Caption, CaptionEntry
from parsers.reading import Reading
from parsers.records import Cell, Link, Mail, Picture, Record, Row, Table, Text
from parsers.vietnamese.dates import locate_time
from parsers.vietnamese.encodings import legacy_to_unicode
from parsers.vietnamese.folding import clean, plain
from parsers.vietnamese.places import CUT, tidy_place
from parsers.vietnamese.shadow import shadow

__all__ = [
    "caption_from_file_name",
    "caption_from_folder_name",
    "file_key",
    "numbers_in",
    "parse_caption",
    "read_caption_list",
    "read_sidecar",
    "same_file",
    "time_from_folder_name",
    "whole_caption",
]

_DITTO = frozenset(
    {"nt", "n t", "nhu tren", "nhu anh tren", "nhu hinh tren", "nhu noi dung tren", "tuong tu", "tuong tu tren"}
)
# --- lists of captions --------------------------------------------------------------------------------
_Column = Literal["file", "number", "content", "time", "place", "caption", "both", "picture", "unit", "link"]

_HEADER_WORDS: tuple[tuple[_Column, str], ...] = (
    ("both", r"^(?:thoi gian|ngay)\b.{0,20}\b(?:dia diem|noi)\b.{0,20}$|^dia diem\b.{0,20}\bthoi gian\b.{0,20}$"),
    (
        "file",
        r"^(?:ten )?(?:tep|file|tap tin)(?: tin)?(?: anh| hinh anh| hinh| video| media)*(?: video)?(?: dinh kem|"
        r" kem theo)?$|^ten (?:anh|hinh|hinh anh|video|hinh anh video|anh video|clip|tu lieu)(?: video| clip)?$|"
        r"^ma (?:anh|so anh)$|^(?:duong dan|file name|filename|name)$|^ten (?:file|tep) (?:anh|hinh anh|video).*$",
    ),
    (
        "number",
        r"^(?:stt|tt|so tt|so thu tu|no)$|^(?:anh|hinh|video|hinh anh) so$|^so (?:anh|hinh|hieu anh|hieu)$|"
        r"^(?:so )?thu tu(?: anh)?$",
    ),
    (
        "time",
        r"^(?:thoi gian|thoi diem|ngay|ngay thang|ngay thang nam|ngay chup|ngay to chuc|thoi gian chup|ngay gio|"
        r"nam|thang nam|ngay dien ra|time)(?: (?:chup|to chuc|dien ra|thuc hien|cu the|hoat dong|su kien|"
        r"dd mm yyyy|nam))*$",
    ),
    (
        "place",
        r"^(?:dia diem|noi chup|noi|noi to chuc|noi dien ra|dia danh|vi tri|location)(?: (?:chup|to chuc|dien ra|"
        r"thuc hien|cu the|hoat dong|su kien))*$",
    ),
    (
        "caption",
        r"^(?:noi dung|chu thich|mo ta|dien giai)\b.*\b(?:thoi gian|dia diem)\b.*$|^(?:chu thich|caption|"
        r"loi chu thich|thuyet minh|ghi chu anh)(?: (?:anh|hinh anh|video|hinh|hinh anh video|cho anh))*$",
    ),
    (
        "content",
        r"^(?:noi dung|mo ta|dien giai|ten hoat dong|hoat dong|su kien|ten su kien|chu de|tieu de|"
        r"noi dung hoat dong|description)(?: (?:anh|hinh anh|video|hinh|hinh anh video|chu thich|hoat dong|su kien|"
        r"buc anh|chinh|tom tat|cua anh))*$",
    ),
    (
        "picture",
        r"^(?:anh|hinh|hinh anh|hinh anh video|anh minh hoa|video|anh video|hinh minh hoa|anh chup)$",
    ),
    (
        "link",
        r"^(?:link|duong link|lien ket|dia chi)"
        r"(?: (?:anh|hinh anh|video|anh video|tu lieu|google|drive|google drive|tai|chia se|kem theo))*$|"
        r"^duong dan (?:anh|hinh anh|video|tu lieu|google|drive|google drive|link|tai|kem theo).*$|^google drive$",
    ),
    (
        "unit",
        r"^(?:don vi|co quan|don vi gui|don vi thuc hien)$",
    ),
)  # fmt: skip
_HEADERS = tuple((kind, re.compile(pattern)) for kind, pattern in _HEADER_WORDS)
# Headings in words of their own ("Diễn giải nội dung", "Nội dung chính của bức ảnh"), unless they are of other tables.
_LOOSE_HEADERS: tuple[tuple[_Column, re.Pattern[str]], ...] = (
    ("place", re.compile(r"\bdia diem\b|^noi (?:chup|to chuc|dien ra)\b")),
    ("time", re.compile(r"\bthoi gian\b|\bngay (?:chup|to chuc|thang)\b")),
    ("caption", re.compile(r"\bchu thich\b|\bthuyet minh\b")),
    ("content", re.compile(r"\bnoi dung\b|\bdien giai\b|\bmo ta\b|\bten (?:hoat dong|su kien)\b")),
)
_OF_OTHER_TABLES = re.compile(
    r"\b(?:cong viec|nhiem vu|ke hoach|chi tieu|kien nghi|de nghi|khen thuong|thanh tich|bao cao|cong tac|giu chuc|"
    r"hoan thanh|vao dang|sinh|dang ky|van ban|sang kien)\b"
)
_NOT_A_CAPTION_LIST = re.compile(
    r"^(?:ho va ten|ho ten|ho va ten.*|ten ca nhan.*|ten tap the.*|chuc vu.*|chuc danh.*|ngay sinh|nam sinh|"
    r"ngay thang nam sinh|"
    r"gioi tinh|dan toc|thanh tich.*|danh hieu.*|don vi cong tac|hinh thuc khen thuong.*|so luong|kinh phi.*|"
    r"nguoi thuc hien|"
    r"don vi chu tri.*|san pham.*|tien do.*)$"
)
_LINE = re.compile(
    rf"^\s*(?:[-+*•–·]\s*|\d{{1,3}}[.)]\s*)?(?P<label>(?:tu\s+)?(?:cac\s+)?{KIND}\s*(?:so|thu)?\s*(?:tu\s+)?\.?\s*"
    r"\d{1,3}(?:\s*(?:-|den|,|va|&|;)\s*(?:(?:anh|hinh|video)\s*(?:so\s*)?)?\d{1,3})*)\s*(?:\([^)]{0,25}\))?\s*[:.\-)_|]+\s*(?P<text>\S.*)$"
)
_LINE_FILE = re.compile(
    rf"^\s*(?:[-+*•–·]\s*|\d{{1,3}}[.)]\s+)?(?P<files>{MEDIA_NAME.pattern}(?:\s*[,;&]\s*{MEDIA_NAME.pattern})*)\s*(?:[:|\-–—=>]+|\t)\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_LINE_CAMERA = re.compile(
    r"^\s*(?:[-+*•–·]\s*|\d{1,3}[.)]\s+)?(?P<files>(?:IMG|DSC|DSCN?|MVI|VID|P|PXL|_DSC|"
    r"DJI)[_\- ]?\d{3,}[\w-]*)\s*(?:[:|=>]+|\s[-–—]\s)\s*(?P<text>\S.*)$"
)
# "p1: …", "1a: …": a file called by its stem, where what follows says when or where
_LINE_STEM = re.compile(
    r"^\s*(?:[-+*•–·]\s*)?(?P<files>(?!(?:bai|muc|phan|dot|dieu|khoan|quy|so|ngay|thang|nam|nhom|lan|cap|ap|thon|xa|quan|phuong|"
    r"khu|to|tang|ky|buoi|vong|noi dung|cau|ban|lop|khoa|tuan|giai|hang)\b)[a-z]{1,8}[_\- ]?\d{1,5}[a-z]?|\d{1,3}[a-z])"
    r"\s*(?::|=|->|=>)\s*(?P<text>\D\S*\s.*)$",
    re.IGNORECASE,
)


def read_caption_list(reading: Reading, *, sent: date | None = None) -> tuple[CaptionEntry, ...]:
    """The captions that a document, sheet or mail body lists; nothing for letters and nomination lists."""
    records = _unwrapped(reading.records)
    behind = _behind(records)
    entries = [entry for record in records if isinstance(record, Table) for entry in _table(record, sent, behind)]
    entries += _pictures(records, sent, taken={entry.picture for entry in entries if entry.picture})
    entries += _lines(records, sent)
    entries += link_captions(_lines_with_addresses(records), "line", sent)
    for record in records:
        if isinstance(record, Mail):
            entries += _body(record, sent)
    if not entries:
        entries += _numbered(records, sent)
    return tuple(replace(entry, ordinal=number) for number, entry in enumerate(entries, start=1))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column says what, and the row in which that is written (-1: there is no header)."""

    columns: tuple[tuple[int, _Column], ...]
    row: int

    def at(self, kind: _Column) -> list[int]:
        return [index for index, column in self.columns if column == kind]


def header_kind(text: str) -> _Column | None:
    """What a column with this heading holds."""
    folded = re.sub(r"\s+", " ", plain(re.sub(r"\([^)]*\)", " ", text))).strip() or plain(text)
    if len(folded) >= 90:
        return None
    strict = next((kind for kind, pattern in _HEADERS if pattern.match(folded)), None)
    if strict is not None or len(folded.split()) > 8 or _OF_OTHER_TABLES.search(folded):
        return strict
    return next((kind for kind, pattern in _LOOSE_HEADERS if pattern.search(folded)), None)


def _behind(records: tuple[Record, ...]) -> dict[str, list[str]]:
    """The addresses behind words, by where they stand."""
    behind: dict[str, list[str]] = {}
    for record in records:
        if isinstance(record, Link):
            behind.setdefault(record.locator, []).append(record.url)
    return behind


def _table(table: Table, sent: date | None, behind: dict[str, list[str]]) -> Iterator[CaptionEntry]:
    layout = _layout(table)
    if layout is None:
        yield from _picture_cells(table, sent)
        return
    previous: dict[str, str] = {}
    for position, row in enumerate(table.rows):
        if position <= layout.row or _is_header_again(row, layout):
            continue
        if sum(1 for cell in row.cells if cell.text.strip() or cell.pictures) == 0:
            continue
        links = ids_in([*(cell.text for cell in row.cells), *behind.get(f"{table.locator} row {row.number}", ())])
        entry = _row(row, layout, previous, table.locator, sent, links)
        if entry:
            yield entry


def _layout(table: Table) -> _Layout | None:
    for position, row in enumerate(table.rows[:15]):
        kinds = [(index, header_kind(cell.text)) for index, cell in enumerate(row.cells) if cell.text.strip()]
        if any(_NOT_A_CAPTION_LIST.match(plain(cell.text)) for cell in row.cells):
            return None
        known = tuple((index, kind) for index, kind in kinds if kind is not None)
        have = {kind for _, kind in known}
        says = have & {"content", "caption"}
        where_when = have & {"time", "place", "both"}
        sure = "caption" in have and have & {"file", "number", "picture"}
        if says and (
            sure
            or have & {"file", "picture", "link"}
            or (where_when and (len(where_when) > 1 or _about_media(table, position)))
        ):
            return _with_second_row(table, position, known)
        if "file" in have and have & {"time", "place", "both"}:
            return _Layout(known, position)
    return _headless(table)


def _about_media(table: Table, position: int) -> bool:
    """Whether the title or the headings speak of pictures: "Nội dung | Thời gian" alone may be a plan of work."""
    said = " ".join(cell.text for row in table.rows[: position + 1] for cell in row.cells)
    return bool(re.search(r"\b(?:anh|hinh|video|clip|chu thich|tu lieu)\b", plain(f"{table.name} {said}")))


def _with_second_row(table: Table, position: int, known: tuple[tuple[int, _Column], ...]) -> _Layout:
    """Headings in two rows: "Chú thích" over "Nội dung", "Thời gian" and "Địa điểm"."""
    if position + 1 < len(table.rows):
        below = tuple(
            (index, kind)
            for index, cell in enumerate(table.rows[position + 1].cells)
            if (kind := header_kind(cell.text)) in {"content", "time", "place", "both", "caption"} and kind is not None
        )
        if len(below) > 1:
            return _Layout(tuple((dict(known) | dict(below)).items()), position + 1)
    return _Layout(known, position)


def _headless(table: Table) -> _Layout | None:
    """A table without headings is a caption list if one column is names of media files."""
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row.cells)]
    if len(rows) < 1:
        return None
    width = max(len(row.cells) for row in rows)
    for column in range(width):
        cells = [row.cells[column].text.strip() for row in rows if column < len(row.cells)]
        named = sum(bool(_files_of(cell)) for cell in cells)
        if named and named * 2 >= len(cells):
            others = [index for index in range(width) if index != column and _prose(rows, index)]
            if not others:
                return None
            kinds: list[tuple[int, _Column]] = [(column, "file")]
            kinds += [(index, _kind_by_values(rows, index)) for index in others]
            if not any(kind in {"caption", "content"} for _, kind in kinds):
                return None
            return _Layout(tuple(kinds), -1)
    return None


def _prose(rows: list[Row], index: int) -> bool:
    texts = [row.cells[index].text.strip() for row in rows if index < len(row.cells)]
    return any(len(text) > 3 and not text.isdigit() for text in texts)


def _kind_by_values(rows: list[Row], index: int) -> _Column:
    texts = [row.cells[index].text.strip() for row in rows if index < len(row.cells) and row.cells[index].text.strip()]
    times = sum(
        1 for text in texts if len(text) < 30 and (found := locate_time(text)) and not text[: found.start].strip()
    )
    if texts and times * 2 > len(texts):
        return "time"
    return "caption"


def _is_header_again(row: Row, layout: _Layout) -> bool:
    kinds = [
        header_kind(row.cells[index].text)
        for index, _ in layout.columns
        if index < len(row.cells) and row.cells[index].text.strip()
    ]
    wanted = dict(layout.columns)
    return len(kinds) >= 2 and sum(kind is not None for kind in kinds) >= max(2, len(kinds) - 1) and len(wanted) >= 2


_WORDED: tuple[_Column, ...] = ("content", "caption", "time", "place", "both")


def _row(
    row: Row, layout: _Layout, previous: dict[str, str], table: str, sent: date | None, links: tuple[str, ...]
) -> CaptionEntry | None:
    def text_of(kind: _Column) -> str:
        return " | ".join(text for index in layout.at(kind) if (text := _cell_text(row, index, kind, previous)))

    files = tuple(name for index in layout.at("file") for name in _file_names(_raw(row, index)))
    if not files and layout.at("picture"):
        files = tuple(name for index in layout.at("picture") for name in _files_of(_raw(row, index)))
    numbers = _numbers(row, layout)
    pictures = [name for cell in row.cells for name in cell.pictures]
    texts: dict[str, str] = {kind: text_of(kind) for kind in _WORDED}
    if not any(texts.values()):
        return None
    if not files and not numbers and not pictures and not links and _looks_like_section(row):
        return None
    caption = _of_columns(texts, sent)
    if caption.empty and not files and not pictures:
        return None
    picture = pictures[0] if pictures else ""
    return CaptionEntry(caption, f"{table} row {row.number}", 0, files, numbers, picture, "row", links)


def _parted(text: str, sent: date | None) -> dict[str, str]:
    """A cell for time and place as two: "10/01/2023, Hội trường UBND tỉnh"."""
    found = locate_time(unicodedata.normalize("NFC", text), sent)
    if found is None or found.keep:
        return {"time": text if found else "", "place": "" if found else text}
    rest = f"{text[: found.start]} {text[found.end :]}"
    return {"time": text[found.start : found.end], "place": rest.strip(" ,;:-–—|.()")}


def _raw(row: Row, index: int) -> str:
    return row.cells[index].text.strip() if index < len(row.cells) else ""


def _cell_text(row: Row, index: int, kind: str, previous: dict[str, str]) -> str:
    """The words of a cell; "nt", ditto marks and merged cells take those above."""
    if index >= len(row.cells):
        return ""
    cell: Cell = row.cells[index]
    slot = f"{kind}{index}"
    text = clean(cell.text)
    folded = plain(text)
    ditto = bool(text) and (folded in _DITTO or (not folded and any(mark in text for mark in "\"″〃“”''")))
    if ditto or (cell.merge == "above" and not text):
        return previous.get(slot, "")
    if cell.merge == "left":
        return ""
    previous[slot] = text
    return text


def _looks_like_section(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.text.strip()]
    return len(filled) == 1 and bool(
        re.match(r"^\s*(?:[IVX]+|[A-Z])\s*[.)]\s*\S|^\s*(?:tổng|cộng)", filled[0].text, re.IGNORECASE)
    )


def _of_columns(texts: dict[str, str], sent: date | None) -> Caption:
    """One caption of columns: what a column for time or place says wins over what the content says."""
    if texts["both"]:
        texts = texts | _parted(texts["both"], sent)
    words = " ¦ ".join(text for text in (texts["caption"], texts["content"]) if text)
    raw = " ¦ ".join(text for text in (words, texts["time"], texts["place"]) if text)
    time_text = clean(legacy_to_unicode(texts["time"]))
    stated = locate_time(time_text if not re.fullmatch(r"(?:19|20)\d\d", time_text) else f"năm {time_text}", sent)
    time = stated.span if stated else None
    if time is not None and time.text.startswith("năm ") and not time_text.startswith("năm"):
        time = replace(time, text=time_text)
    place_text = clean(legacy_to_unicode(texts["place"]))
    place = tidy_place(place_text) if place_text else None
    inner = parse_caption(words, sent=sent) if words else Caption(None, None, None, "")
    content = inner.content
    if time and place and words:  # columns for everything: the content is complete as written
        content = tidy_content(strip_prefix(clean(legacy_to_unicode(words)))) if not is_reference(words) else None
    if (not texts["time"].strip() and time is None) or (
        time is None and inner.time and inner.time.precision in {"day", "span"} and stated is None
    ):
        time = inner.time
    if place is None:
        place = inner.place
        if place is None and stated and stated.span and texts["time"]:
            place = locate_rest(time_text[: stated.start] + CUT + time_text[stated.end :])
    return Caption(content, time, place, raw)


def _files_of(text: str) -> list[str]:
    return [match.group().strip() for match in MEDIA_NAME.finditer(text.replace("\n", ", "))]


_ADDRESS = re.compile(r"(?:https?://|drive\.google|docs\.google)\S+", re.IGNORECASE)
_ONLY_A_LINK = frozenset({"tai day", "link", "xem tai day", "o day", "day", "bam vao day", "xem", "duong dan"})


def _file_names(text: str) -> list[str]:
    """The names in a cell for file names: with extensions, as stems, or as numbers and ranges of numbers."""
    text = clean(_ADDRESS.sub(" ", text).replace("\n", " ; "))
    if not text or plain(text) in _DITTO or plain(text) in _ONLY_A_LINK:
        return []
    found = _files_of(text)
    if found:
        return found
    if _range_of(text):
        return []
    return [part.strip() for part in re.split(r"\s*[;,]\s*", text) if part.strip()]


def _range_of(text: str) -> tuple[int, ...]:
    """1..5 of "01-05", "Ảnh 1 đến 5", "1, 2 và 3"; empty if the text says anything else."""
    shade = re.sub(rf"\b(?:cac|{KIND}|so|tu|thu)\b\.?", " ", shadow(text))
    shade = re.sub(r"(?<=[a-z])(?=\d)", " ", shade) if re.fullmatch(r"\s*[ah]\d+\s*", shade) else shade
    shade = re.sub(r"^\s*[ah]\s+(?=\d)", "", shade)
    parts = re.split(r"\s*(?:,|;|&|\bva\b)\s*", shade.strip(" .:"))
    out: list[int] = []
    for part in parts:
        span = re.fullmatch(r"(\d{1,3})\s*(?:-|den|->|~)\s*(\d{1,3})", part.strip())
        if span and 0 < int(span[2]) - int(span[1]) < 300:
            out += range(int(span[1]), int(span[2]) + 1)
        elif re.fullmatch(r"\d{1,3}", part.strip()):
            out.append(int(part))
        else:
            return ()
    return tuple(dict.fromkeys(out))


def _numbers(row: Row, layout: _Layout) -> tuple[int, ...]:
    kinds: tuple[_Column, ...] = ("number", "file", "picture")
    for kind in kinds:
        for index in layout.at(kind):
            text = re.sub(r"\.0$", "", _raw(row, index))
            if text and (numbers := _range_of(text)):
                return numbers
    return ()


# --- pictures in a document ----------------------------------------------------------------------------
def _picture_cells(table: Table, sent: date | None) -> Iterator[CaptionEntry]:
    """Pictures in a table without headings: the caption stands in the cell below, or beside, or in the same cell."""
    rows = table.rows
    used: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if not cell.pictures:
                continue
            spot = _caption_spot(rows, at, column)
            text = "" if spot is None else rows[spot[0]].cells[spot[1]].text
            caption = parse_caption(text, sent=sent) if text else None
            if spot is None or caption is None or caption.empty:
                continue
            used.add(spot)
            for name in cell.pictures:
                yield CaptionEntry(
                    caption, f"{table.locator} row {row.number}", 0, (), _label_numbers(text), name, "picture_line"
                )


def _caption_spot(rows: tuple[Row, ...], at: int, column: int) -> tuple[int, int] | None:
    own = rows[at].cells[column].text.strip()
    if own:
        return (at, column)
    below = rows[at + 1].cells if at + 1 < len(rows) else ()
    if column < len(below) and below[column].text.strip() and not below[column].pictures:
        return (at + 1, column)
    if below and column < len(below) and below[column].merge == "left" and not any(cell.pictures for cell in below):
        for left in range(column, -1, -1):
            if below[left].text.strip():
                return (at + 1, left)
    beside = [
        index
        for index, cell in enumerate(rows[at].cells)
        if cell.text.strip() and not cell.pictures and len(cell.text.strip()) > 3
    ]
    if beside:
        return (at, min(beside, key=lambda index: abs(index - column)))
    return None


def _pictures(records: tuple[Record, ...], sent: date | None, taken: set[str]) -> list[CaptionEntry]:
    """Pictures between paragraphs: the caption is the line below; one line serves pictures that stand together."""
    out: list[CaptionEntry] = []
    flow = [record for record in records if isinstance(record, Picture | Text | Table)]
    above_style = _captions_stand_above(flow)
    at = 0
    while at < len(flow):
        if not isinstance(flow[at], Picture):
            at += 1
            continue
        group: list[Picture] = []
        stop = at
        while stop < len(flow):
            record = flow[stop]
            if isinstance(record, Picture):
                group.append(record)
            elif not (isinstance(record, Text) and not record.text.strip()):
                break
            stop += 1
        line = _labels_joined(flow, stop) if stop < len(flow) else None
        if above_style:
            line = _line_above(flow, at)
        if isinstance(line, Text):
            out += _of_line(group, line, sent, taken, sure=_LABELLED_LINE.match(shadow(line.text)) is not None)
        at = max(stop, at + 1)
    return out


_LABELLED_LINE = re.compile(
    rf"^\s*[(\[]?\s*(?:{KIND}\s*(?:so\s*)?\d{{1,3}}\s*[:.\-)_]|(?:anh|hinh|hinh anh|chu thich)\s*:)"
)
_LETTER_LINE = re.compile(
    r"^\s*(?:kinh gui|noi nhan|cong hoa|doc lap|so\s*:|v/v|luu\s*:|tm\.|kt\.|tl\.|giam doc|cuc truong|nguoi (?:ky|lap)|"
    r"thu truong|pho giam doc|[ivx]+\.\s|phan\s+[ivx]+|"
    r"(?:\d{1,2}[.)]\s*|[-+*•]\s*)?(?:ho va ten|ho, ten|ho ten|ten goi khac|sinh ngay|ngay sinh|sinh nam|nam sinh|"
    r"que quan|chuc vu|don vi cong tac|trinh do|dan toc|gioi tinh)\b[^:]{0,30}:)"
)


def _captions_stand_above(flow: list[Picture | Text | Table]) -> bool:
    """Whether captions stand before their pictures: the document ends with a picture, and above the very first stands
    a labelled line ("Ảnh 1: …") or one that says when or where, which a title does not.
    """
    seen = [
        record for record in flow if isinstance(record, Picture) or (isinstance(record, Text) and record.text.strip())
    ]
    if not seen or not isinstance(seen[-1], Picture):
        return False
    first = next(at for at, record in enumerate(seen) if isinstance(record, Picture))
    line = seen[first - 1] if first else None
    if not isinstance(line, Text) or len(line.text) > 300 or _LETTER_LINE.match(shadow(line.text)):
        return False
    if _LABELLED_LINE.match(shadow(line.text)):
        return True
    caption = parse_caption(line.text)
    return caption.content is not None and (caption.time is not None or caption.place is not None)


def _labels_joined(flow: list[Picture | Text | Table], at: int) -> Picture | Text | Table:
    """A line, with those below that go on with another label: "Nội dung: …", "Thời gian: …", "Địa điểm: …"."""
    line = flow[at]
    if not isinstance(line, Text) or not LABEL.match(line.text.strip()):
        return line
    labels, texts = {_label_of(line.text)}, [line.text.strip()]
    for record in flow[at + 1 : at + 5]:
        if not isinstance(record, Text) or _label_of(record.text) in {"", *labels}:
            break
        labels.add(_label_of(record.text))
        texts.append(record.text.strip())
    return replace(line, text=" | ".join(texts))


def _label_of(text: str) -> str:
    match = LABEL.match(text.strip())
    return (match.lastgroup or "") if match else ""


def _line_above(flow: list[Picture | Text | Table], at: int) -> Picture | Text | Table | None:
    for back in range(at - 1, -1, -1):
        record = flow[back]
        if not (isinstance(record, Text) and not record.text.strip()):
            return record
    return None


def _of_line(group: list[Picture], line: Text, sent: date | None, taken: set[str], *, sure: bool) -> list[CaptionEntry]:
    text = line.text.strip()
    if _LETTER_LINE.match(shadow(text)) or (len(text) > 400 and not sure):
        return []
    caption = parse_caption(text, sent=sent)
    if caption.empty:
        return []
    numbers = _label_numbers(text)
    return [
        CaptionEntry(caption, picture.locator, 0, tuple(_files_of(text)), numbers, picture.child, "picture_line")
        for picture in group
        if picture.child not in taken
    ]


def _label_numbers(text: str) -> tuple[int, ...]:
    match = _LINE.match(shadow(text))
    return _range_of(text[match.start("label") : match.end("label")]) if match else ()


# --- lines of text --------------------------------------------------------------------------------------
def _lines(records: tuple[Record, ...], sent: date | None) -> list[CaptionEntry]:
    """ "Ảnh 1: …", "1.jpg - …", "Ảnh 1-5: …" in texts and mail bodies, where no picture stands beside the line."""
    out: list[CaptionEntry] = []
    after_picture = False
    pictures = any(isinstance(record, Picture) for record in records)
    for record in records:
        if isinstance(record, Picture):
            after_picture = True
        elif isinstance(record, Text):
            if not (pictures and after_picture):
                out += _line_entries([(record.text, record.locator)], sent, "line")
            if record.text.strip():
                after_picture = False
        elif isinstance(record, Mail):
            lines = [(line, "(body)") for line in _unfolded(_said(record))]
            out += _line_entries(lines, sent, "mail_body")
    if pictures:  # lines above their pictures were taken as captions of those
        out = [entry for entry in out if entry.files]
    return out


def _lines_with_addresses(records: tuple[Record, ...]) -> list[tuple[str, str]]:
    """The lines of a document, with the addresses behind their words."""
    if any(isinstance(record, Mail) for record in records):
        return []
    behind = _behind(records)
    return [
        (record.locator, " ".join((record.text, *(f"<{url}>" for url in behind.pop(record.locator, ())))))
        for record in records
        if isinstance(record, Text)
    ]


def _numbered(records: tuple[Record, ...], sent: date | None) -> list[CaptionEntry]:
    """A list by bare numbers, in a mail or a document that is nothing else."""
    mail = next((record for record in records if isinstance(record, Mail)), None)
    if mail:
        return numbered_captions([("(body)", line) for line in _said(mail).splitlines()], "mail_body", sent)
    texts = [record for record in records if isinstance(record, Text) and record.text.strip()]
    listed = sum(record.text.lstrip(" (")[:1].isdigit() for record in texts)
    if any(isinstance(record, Table | Picture) for record in records) or len(texts) - listed > 4:
        return []
    if any(_LETTER_LINE.match(shadow(record.text)) for record in texts):
        return []
    return numbered_captions([(record.locator, record.text) for record in texts], "line", sent)


_SHOWN_PICTURE = re.compile(r"\s*\[(cid:[^\]\s]+)\]\s*")


def _body(mail: Mail, sent: date | None) -> list[CaptionEntry]:
    """What a mail says beside the pictures and links in its body; of a bare forward, in what it forwards."""
    shown = mail.shown or tuple(_said(mail).splitlines())
    flow: list[Picture | Text] = []
    for line in shown:
        found = _SHOWN_PICTURE.fullmatch(line)
        flow.append(Picture("(body)", found[1]) if found else Text("(body)", line))
    out: list[CaptionEntry] = []
    if any(isinstance(record, Picture) for record in flow):
        out += _pictures(tuple(flow), sent, taken=set())
    out += link_captions([("(body)", record.text) for record in flow if isinstance(record, Text)], "mail_body", sent)
    return out


def _said(mail: Mail) -> str:
    """What a mail says: the sender's own words, or of a bare forward what was forwarded."""
    return mail.body if has_own_words(mail.body) else mail.quoted


def _unfolded(body: str) -> list[str]:
    """Lines of a body, with those joined that a mail program has wrapped."""
    out: list[str] = []
    for line in body.splitlines():
        if out and _goes_on(out[-1], line):
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line)
    return out


def _unwrapped(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Records in which a caption that runs over two lines of a page or text file is one text again."""
    out: list[Record] = []
    for record in records:
        last = out[-1] if out else None
        by_line = isinstance(record, Text) and (record.page is not None or record.locator.startswith("line "))
        if isinstance(record, Text) and isinstance(last, Text) and by_line and _goes_on(last.text, record.text):
            out[-1] = replace(last, text=f"{last.text.rstrip()} {record.text.strip()}")
        else:
            out.append(record)
    return tuple(out)


_NEW_LINE = re.compile(r"\s*(?:[-+*•]|\d+[.)]|https?:|trân trọng|nơi nhận|người)", re.IGNORECASE)


def _goes_on(line: str, below: str) -> bool:
    """Whether a labelled caption is so long that it was wrapped, and the line below is its rest."""
    return (
        len(line) > 55
        and bool(below.strip())
        and not line.rstrip().endswith((".", "!", "?"))
        and not _NEW_LINE.match(below)
        and _entry_of(line) is not None
        and _entry_of(below) is None
    )


def _entry_of(line: str) -> tuple[tuple[str, ...], tuple[int, ...], str] | None:
    """Files, numbers and words of a caption line."""
    text = clean(line)
    for pattern in (_LINE_FILE, _LINE_CAMERA):
        match = pattern.match(text)
        if match:
            files = tuple(_files_of(match["files"])) or (match["files"].strip(),)
            return files, (), match["text"]
    shade = shadow(text)
    found = _LINE.match(shade)
    if found:
        label = text[found.start("label") : found.end("label")]
        numbers = _range_of(label)
        if numbers:
            return (), numbers, text[found.start("text") : found.end("text")]
    stem_line = _LINE_STEM.match(text)
    if stem_line and stem_line["files"].isascii():
        caption = parse_caption(stem_line["text"])
        if caption.content and (caption.time or caption.place):
            return (stem_line["files"],), (), stem_line["text"]
    return None


def _line_entries(
    lines: list[tuple[str, str]], sent: date | None, source: Literal["line", "mail_body"]
) -> list[CaptionEntry]:
    out = []
    for line, locator in lines:
        found = _entry_of(line)
        if found is None:
            continue
        files, numbers, words = found
        if re.match(r"https?://|drive\.google", words.strip(), re.IGNORECASE):
            continue
        caption = replace(parse_caption(words, sent=sent), raw=clean(line))
        if not caption.empty:
            out.append(CaptionEntry(caption, locator, 0, files, numbers, "", source))
    return out


# --- a file beside a file --------------------------------------------------------------------------------
_SIDECAR = re.compile(
    r"^(?:chu thich|chuthich|caption|captions|ghi chu|mo ta|noi dung|thuyet minh|danh muc anh|danh sach anh)\b"
)


def whole_caption(reading: Reading, *, sent: date | None = None) -> Caption | None:
    """The one caption that a small text is as a whole; None for lists, letters and longer texts."""
    texts = [record.text.strip() for record in reading.records if isinstance(record, Text) and record.text.strip()]
    if (
        not texts
        or len(texts) > 8
        or sum(map(len, texts)) > 600
        or any(isinstance(record, Table) for record in reading.records)
    ):
        return None
    if any(_LETTER_LINE.match(shadow(text)) for text in texts) or read_caption_list(reading, sent=sent):
        return None
    if not LABEL.match(texts[0]) and sum(locate_time(text, sent) is not None for text in texts) > 1:
        return None  # several captions, and nobody knows of what
    caption = parse_caption(" | ".join(texts) if len(texts) > 1 else texts[0], sent=sent)
    return None if caption.empty else caption


def read_sidecar(reading: Reading, name: str, media: str, *, sent: date | None = None) -> Caption | None:
    """The caption in the text file `name` for the media file `media` beside it: same stem, or called "chu thich"."""
    folded = plain(stem(name))
    if not (same_file(stem(name), stem(media)) or _SIDECAR.match(folded)):
        return None
    return whole_caption(reading, sent=sent)
