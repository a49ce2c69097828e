"""Reads tables of nominees: headings near the top, over one or two rows, sections, merged cells, further pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.readers.datelines import datelines_in
from parsers.readers.levels import Level, Words, starts_organisation, stated_level
from parsers.readers.nomination_columns import Column, column_of, two_level
from parsers.readers.nominees import Kind, Said, gender_of, nomination_of
from parsers.readers.persons import Gender, looks_like_person, strip_honorific
from parsers.readers.values import NominationReading
from parsers.records import Row, Table
from parsers.vietnamese.folding import clean, nfc, plain

_NAMING: frozenset[Column] = frozenset({"name", "collective", "either", "name_position", "family_name"})
_SUPPORTING: frozenset[Column] = frozenset(
    {
        "position",
        "organisation",
        "position_organisation",
        "achievements",
        "birth",
        "birth_male",
        "birth_female",
        "level",
        "field",
        "gender",
        "awards",
        "kind",
        "name_position",
    }
)


@dataclass(slots=True)
class State:
    """What headings above a row say of it; carried from table to table."""

    section: Kind | None = None
    level: Level | None = None
    field: str = ""
    group: str = ""  # an organisation that heads the rows below it


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by position, and how many rows the heading took."""

    columns: tuple[Column | None, ...]
    first: int
    last: int
    texts: tuple[str, ...] = ()

    def has(self, *columns: Column) -> bool:
        return any(column in self.columns for column in columns)


@dataclass(slots=True)
class Found:
    """The nominations of a table, and what its headings left standing for the next one."""

    nominations: list[NominationReading] = field(default_factory=list)
    state: State = field(default_factory=State)


def header_of(table: Table) -> Header | None:
    """The heading of a list of nominees; None where the table has none."""
    for index, row in enumerate(table.rows[:25]):
        texts = _spread(row)
        columns = tuple(column_of(text) if text else None for text in texts)
        known = {column for column in columns if column}
        if len(known) < 2 or any(text.strip().isdigit() for text in texts[:1]):
            continue
        last = index
        if index + 1 < len(table.rows):
            below = _below(table.rows[index + 1], texts)
            if below is not None and _is_subheading(table.rows[index + 1], columns, below):
                columns = tuple(
                    two_level(_top(texts, position), below[position]) for position in range(max(len(texts), len(below)))
                )
                texts = tuple(
                    f"{_top(texts, position)} {below[position]}".strip()
                    for position in range(max(len(texts), len(below)))
                )
                last = index + 1
        columns = _settle(columns, texts)
        if not any(column in _NAMING for column in columns):
            continue
        return Header(columns, index, last, texts)
    return None


def parts_of(table: Table) -> list[Table]:
    """A sheet may hold several lists below one another: a new heading with other columns opens a table of its own."""
    starts = [0]
    columns: tuple[Column | None, ...] | None = None
    for index, row in enumerate(table.rows):
        if not _repeats_header(row):
            continue
        own = tuple(column_of(text) if text else None for text in _spread(row))
        if columns is not None and own != columns:
            start = index
            while start > starts[-1] + 1 and _may_head(table.rows[start - 1]):
                start -= 1
            starts.append(start)
        columns = own
    if len(starts) == 1:
        return [table]
    ends = [*starts[1:], len(table.rows)]
    return [replace(table, rows=table.rows[start:end]) for start, end in zip(starts, ends, strict=True)]


def _may_head(row: Row) -> bool:
    """Whether a row over a list belongs to it: nothing, or a heading."""
    texts = [clean(cell.text) for cell in row.cells if cell.text.strip()]
    return not texts or heading_in(" ".join(texts)) is not None


def _spread(row: Row) -> tuple[str, ...]:
    """The texts of a row; a cell merged to the left repeats what it belongs to."""
    texts: list[str] = []
    for cell in row.cells:
        texts.append(texts[-1] if cell.merge == "left" and texts else clean(cell.text))
    return tuple(texts)


def _top(texts: Sequence[str], position: int) -> str:
    """The upper heading of a column; an empty one belongs to its left neighbour (merged cells of a PDF)."""
    if position < len(texts) and texts[position]:
        return texts[position]
    return next((texts[other] for other in range(min(position, len(texts)) - 1, -1, -1) if texts[other]), "")


def _below(row: Row, above: Sequence[str]) -> tuple[str, ...] | None:
    texts = _spread(row)
    width = max(len(texts), len(above))
    padded = texts + ("",) * (width - len(texts))
    return padded if any(padded) else None


def _is_subheading(row: Row, columns: Sequence[Column | None], below: Sequence[str]) -> bool:
    name_at = next((index for index, column in enumerate(columns) if column in _NAMING), None)
    number_at = next((index for index, column in enumerate(columns) if column == "number"), None)
    if (
        number_at is not None
        and number_at < len(below)
        and below[number_at].strip()
        and row.cells[number_at].merge == ""
    ):
        return column_of(below[number_at]) == "number"
    filled = [text for text in below if text]
    known = [text for text in filled if column_of(text) is not None]
    if name_at is not None and name_at < len(below) and below[name_at] and row.cells[name_at].merge == "":
        return column_of(below[name_at]) in _NAMING | {"given_name", "gender_male", "gender_female"} and len(
            known
        ) == len(filled)
    return bool(known) and len(known) >= len(filled) - 1 and all(len(text) < 60 for text in filled)


def _settle(columns: tuple[Column | None, ...], texts: Sequence[str]) -> tuple[Column | None, ...]:
    """Meanings that depend on the neighbours: "Họ" beside "Tên"; two name columns; a second "Họ và tên"."""
    settled = list(columns)
    if "family_name" in settled:
        for index, column in enumerate(settled):
            if column in {"either", "name"} and plain(texts[index]).endswith("ten") and len(plain(texts[index])) <= 8:
                settled[index] = "given_name"
    elif "given_name" not in settled:
        # "Họ và tên" merged over two cells is the family name and the given name
        names = [index for index, column in enumerate(settled) if column == "name"]
        if len(names) == 2 and names[1] == names[0] + 1 and texts[names[0]] == texts[names[1]]:
            settled[names[0]], settled[names[1]] = "family_name", "given_name"
    eithers = [index for index, column in enumerate(settled) if column in {"either", "name"}]
    if len(eithers) > 1 and plain(texts[eithers[0]]) in {"tap the ca nhan", "ca nhan tap the", "tap the hoac ca nhan"}:
        settled[eithers[0]] = "kind"  # "Tập thể/cá nhân" beside "Tên"
    if not any(column in _NAMING for column in settled) and "organisation" in settled:
        # a list of collectives whose only name column is headed "Đơn vị" or "Tên đơn vị"
        at = settled.index("organisation")
        if plain(texts[at]).startswith("ten ") or any(
            column == "achievements" and "thanh tich" in plain(texts[index]) for index, column in enumerate(settled)
        ):
            settled[at] = "collective"
    if "position_organisation" in settled and "organisation" in settled:
        at = settled.index("organisation")
        if plain(texts[at]) in {"dia phuong", "dia ban", "dia chi"}:
            settled[at] = None  # a locality beside the organisation is none
    if "achievements" not in settled:
        for index, column in enumerate(settled):  # what somebody was awarded is what is said of achievements
            if (
                column == "awards"
                and _AWARDED.search(plain(texts[index]))
                and not _PROPOSED.search(plain(texts[index]))
            ):
                settled[index] = "achievements"
                break
    places = [
        index
        for index, column in enumerate(settled)
        if column == "organisation" and plain(texts[index]) in {"dia phuong", "dia ban", "dia chi"}
    ]
    if places and settled.count("organisation") > len(places):
        for index in places:
            settled[index] = None
    seen: set[Column] = set()
    for index, column in enumerate(settled):
        if column in {"name", "collective", "either", "number"}:
            if column in seen:
                settled[index] = None
            elif column is not None:
                seen.add(column)
    return tuple(settled)


_AWARDED = re.compile(r"\bda (?:duoc|dat|nhan)\b|\bdat duoc\b|\bda khen\b|\bso qd\b|\bso quyet dinh\b")
_PROPOSED = re.compile(r"\b(?:de nghi|dang ky|de xuat|du kien|trinh|de cu)\b")
_POSITIVE = re.compile(
    r"\b(?:de cu|gioi thieu|bieu duong|ton vinh|de xuat|cong nhan|binh chon)\b.*\b(?:dien hinh|guong"
    r"|tieu bieu|tap the|ca nhan|dhtt)\b|\bdien hinh tien tien\b|\bdhtt\b|\bguong (?:dien hinh"
    r"|nguoi tot|tieu bieu|sang|thanh nien)\b"
    r"|\b(?:tap the|ca nhan) (?:va ca nhan |tap the )?(?:dien hinh|tieu bieu|xuat sac)\b|\b(?:danh sach"
    r"|ds) (?:de cu|gioi thieu)\b|\b(?:de cu|gioi thieu)\b"
)
_STRONG = re.compile(r"\b(?:de cu|gioi thieu|de xuat|bieu duong|ton vinh|de nghi (?:cong nhan|bieu duong|ton vinh))\b")
_NEGATIVE = re.compile(
    r"\b(?:dang ky (?:thi dua|danh hieu|phong|tham|an|xe|giao uoc|khen)|tham du|tham gia|dai bieu"
    r"|du hoi nghi|thi sinh|phong nghi|an nghi|lien he|dau moi|can bo dau moi|phan cong|lich truc"
    r"|danh ba|luong|nang bac"
    r"|diem danh|ky nhan|chu thich|danh muc (?:anh|hinh|video)|hinh anh|thanh vien|ban (?:to chuc"
    r"|giam khao|chi dao)|hoi dong thi dua|to giup viec|nghi phep|tap huan|hoc vien lop|cong tac vien"
    r"|to bien tap|doan cong tac|lien lac|bo phieu|kiem phieu|du thi)\b"
)


def speaks_of_nomination(text: str) -> bool:
    """Whether a title or a sentence is about proposing exemplars."""
    return _POSITIVE.search(plain(text)) is not None


def accepts(header: Header, title: str, document: str) -> bool:
    """Whether a headed table is a list of nominees: by its columns, the title above it, what its document is about."""
    ticks = sum(column == "title_tick" for column in header.columns)
    if ticks >= 2 or header.has("foreign"):
        return False
    if header.has("time") and header.has("place"):
        return False
    if header.has("picture") and header.has("time", "place"):
        return False
    supporting = sum(1 for column in set(header.columns) if column in _SUPPORTING)
    if supporting == 0:
        return False
    near = plain(title)
    strong = _STRONG.search(near) is not None
    if ticks and not strong:
        return False
    if strong:
        return True
    if _NEGATIVE.search(near):
        return False
    if _POSITIVE.search(near) or header.has("achievements"):
        return True
    if header.has("contact"):
        return False
    about = plain(document)
    if _POSITIVE.search(about):
        return True
    if _NEGATIVE.search(about):
        return False
    # "Chức vụ, đơn vị công tác" is two facts in one column
    return supporting >= 2 or header.has("collective", "position_organisation", "name_position")


_TITLE_NOISE = re.compile(r"^\W*(?:\(?\d+(?:\.\d+)*\)?|[IVX]{1,5}|[A-HĐa-hđ])\s*[.)/\-–:]\s*|^\W+")
_SECTION = Words(
    r"^(?:phần |mục |danh sách |ds |đề cử |giới thiệu |về |đối với |các |nhóm |khối |điển hình |gương "
    r"|điển hình tiên tiến |\d+ |là |của |đề nghị |biểu dương )*(?P<what>tập thể|cá nhân)"
    r"(?P<rest>(?: (?:điển hình|tiên tiến|tiêu biểu|xuất sắc|có|thành tích|gồm|được|đề|cử|nghị|giới"
    r"|thiệu|biểu|dương|tôn|vinh|là|\d+|người|đơn|vị|tập|thể|cá|nhân|trong|phong|trào|thi|đua|giai|đoạn"
    r"|năm|công|nhận|cấp|toàn|quốc|ngành|tư|pháp|gương|nổi|bật|cho|các|danh|sách|như|sau|dự|kiến|thuộc"
    r"|tỉnh|huyện|xã|lãnh|đạo|quản|lý|trực|tiếp|lao|động|người|và))*)$"
)
_LEVEL_HEADING = Words(
    r"^(?:ở |khối |các |nhóm |đối tượng )*(?:cấp|tuyến)(?: ở)? (?:trung ương|tw|bộ|tỉnh|huyện|quận|xã"
    r"|phường|cơ sở|thành phố|thị xã)\b(?:[\w ]{0,40})$|^(?:trung ương|ở trung ương"
    r"|ở địa phương cấp \w+)$"
)
_FIELD_HEADING = Words(r"^(?:về |trong |thuộc )?(?:lĩnh vực|mảng|công tác) (?P<field>.{3,100})$")
_TOTAL = Words(
    r"^(?:tổng(?: cộng| số)?|cộng|tổng hợp|tổng danh sách|ấn định|danh sách (?:này )?(?:gồm|có)"
    r"|(?:tổng cộng|tổng số|cộng) .*)\b"
)
_NUMBERING = re.compile(r"^\(?\s*(\d{1,2}|[a-zA-Z]|\d=\d.*)\s*\)?$")
# A row over the whole width below a nominee: "Thành tích: …".
_BELOW_NAME = re.compile(
    r"^\W*(?:tóm tắt\s+)?(?:thành tích|thanh tich)(?:\s+\w+){0,3}\s*:\s*(?P<said>\S.*)$", re.IGNORECASE | re.DOTALL
)
_ORDINAL = re.compile(r"^\W*(?:\d{1,4}|[IVXLivxl]{1,6}|[A-Za-zĐđ])(?:[.,]\d{1,3})*\W*$")
_EMPTY = frozenset({"", "n a", "na", "ref", "name", "value", "-", "0", "null", "x"})
# What stands below a list and is none of it, also where it is not in capitals.
_NOTE = Words(r"^(?:ghi chú|lưu ý|chú thích|nơi nhận|người lập|lập biểu|xác nhận)\b")
_NO_FACTS: frozenset[Column] = _NAMING | {"number", "given_name", "note"}
_DITTO = frozenset({"nt", "nhu tren", "n t", "như trên", '"', "''", "〃"})
_FOOT = Words(
    r"^(?:ghi chú|lưu ý|chú thích|người lập|nơi nhận|thủ trưởng|giám đốc|kt|tl|tm|q|xác nhận|lạng sơn"
    r"|ngày \d|lập biểu|người lập biểu|mẫu|\(\*\)|cục trưởng|phó)\b"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading between rows says."""

    section: Kind | None = None
    level: Level | None = None
    field: str = ""


def heading_in(text: str) -> Heading | None:
    """Reads "II. CÁ NHÂN", "* Tập thể: 02", "1. Cấp huyện", "Lĩnh vực thi hành án dân sự"; None for other text."""
    bare = clean(text)
    for _ in range(2):
        bare = _TITLE_NOISE.sub("", bare).strip(" .:*-–+()")
    if not bare or len(bare) > 130:
        return None
    bare = re.sub(r"\((?:[^)]*)\)", "", bare).strip(" .:;,") or bare
    bare = re.sub(r"[:,]\s*(?:có|gồm)?\s*\d+\s*(?:tập thể|cá nhân|người|đơn vị|đồng chí)?\s*$", "", bare).strip()
    match = _SECTION.search(bare)
    if match:
        rest = plain(match["rest"] or "")
        what = plain(match["what"])
        other = "ca nhan" if what == "tap the" else "tap the"
        if other not in rest and not re.search(rf"\b{other}\b.*\b{what}\b", plain(bare)):
            level = stated_level(bare) if re.search(r"\bcap\b", plain(bare)) else None
            return Heading(section="collective" if what == "tap the" else "individual", level=level)
        return None
    if _LEVEL_HEADING.search(bare):
        return Heading(level=stated_level(bare))
    match = _FIELD_HEADING.search(bare)
    if match:
        shown = re.sub(r"^(?:về |trong |thuộc )?(?:lĩnh vực|mảng)\s+", "", bare, flags=re.IGNORECASE)
        return Heading(field=shown[:1].upper() + shown[1:])
    return None


def apply_heading(state: State, heading: Heading) -> None:
    """A section ends levels and fields below the one before it; a level ends nothing."""
    if heading.section is not None:
        if heading.section != state.section:
            state.level, state.field, state.group = None, "", ""
        state.section = heading.section
    if heading.level is not None:
        state.level = heading.level
    if heading.field:
        state.field = heading.field


def read_rows(table: Table, header: Header, rows: Sequence[Row], state: State) -> Found:
    """The nominees below a heading."""
    reader = _Rows(table.locator, header, state)
    for row in rows:
        reader.take(row)
    reader.flush()
    return Found(reader.found, state)


class _Rows:
    """Goes down the rows of a list: headings set the state, a row may go on with the one above it."""

    def __init__(self, locator: str, header: Header, state: State) -> None:
        self.locator = locator
        self.header = header
        self.state = state
        self.found: list[NominationReading] = []
        self._above: dict[Column, str] = {}
        self._pending: Said | None = None
        self._ended = False  # a signature stands below the list; what has no number any more is no nominee

    def flush(self) -> None:
        """Close the nominee whose row is the last one read."""
        nomination = nomination_of(self._pending) if self._pending is not None else None
        if nomination is not None:
            self.found.append(nomination)
        self._pending = None

    def take(self, row: Row) -> None:
        """Read one row."""
        texts = list(dict.fromkeys(cell.text.strip() for cell in row.cells if _says_something(cell.text)))
        if (
            not texts
            or _repeats_header(row)
            or _is_numbering([text for text in (cell.text.strip() for cell in row.cells) if text])
        ):
            return
        values = _values(row, self.header.columns)
        number, name = values.get("number", "").strip(), _naming(values)
        if not _ORDINAL.match(number):
            number = ""  # "Người lập biểu" below the list, a heading over its whole width
        facts = [value for column, value in values.items() if column not in _NO_FACTS and plain(value) not in _EMPTY]
        if len(texts) == 1 and self._pending is not None and (match := _BELOW_NAME.match(nfc(texts[0]))):
            self._go_on({"achievements": match["said"]})
        elif self._is_total(name, texts[0]):
            self.flush()
        elif self._is_foot(texts, number, name):
            self.flush()
            self._ended = True
        elif not number and not name and facts and _level_row(row) and heading_in(texts[0]) is None:
            self._go_on(values)
        elif _is_heading_row(texts, number, name, facts) and self._heading(row, texts, number, name):
            self._above.clear()
        elif (name or (facts and (number or not self.header.has("number")))) and not (self._ended and not number):
            if self._pending is not None and not number and name and _wraps(self._pending, name, values, self.header):
                self._go_on(values)
                return
            self.flush()
            self._pending = _said(values, self.header, self.state, self._above, row, f"{self.locator} row {row.number}")
            self._above.update(
                {column: value for column, value in values.items() if value.strip() and plain(value) not in _DITTO}
            )

    def _is_total(self, name: str, first: str) -> bool:
        return bool(_TOTAL.search(name) or _TOTAL.search(first)) and not looks_like_person(name)

    def _is_foot(self, texts: list[str], number: str, name: str) -> bool:
        if number and len(texts) > 1:
            return False
        lines = [text.split("\n")[0].strip() for text in texts]
        if any(datelines_in(line) is not None for line in (lines[:1] if name else lines)):
            return True
        return any(
            _FOOT.search(line) and (line.isupper() or _NOTE.search(line) or self._ended)
            for line in (lines[:1] if name else lines)
        )

    def _go_on(self, values: dict[Column, str]) -> None:
        if self._pending is not None and not self._ended:
            self._pending = _continue(self._pending, values)

    def _heading(self, row: Row, texts: list[str], number: str, name: str) -> bool:
        """Take a row as a heading; False where it is none after all."""
        text = " ".join(text for text in texts if text != number or len(texts) == 1)
        heading = heading_in(text) or heading_in(name)
        if heading is not None:
            self.flush()
            apply_heading(self.state, heading)
            return True
        if _roman(number) or (len(texts) == 1 and not number and (row.cells[-1].merge == "left" or not name)):
            self.flush()
            self.state.group = clean(text) if starts_organisation(text) else ""
            return True
        return False


def _says_something(text: str) -> bool:
    return bool(plain(text)) and plain(text) not in _EMPTY and "#N/A" not in text and not set(text) <= set(". …_-")


def _level_row(row: Row) -> bool:
    """A row without cells merged over it."""
    return not any(cell.merge == "left" for cell in row.cells)


def _roman(number: str) -> bool:
    return re.fullmatch(r"(?:[IVX]{1,5}|[A-HĐ])\s*[.)]?", number.strip()) is not None


def _values(row: Row, columns: Sequence[Column | None]) -> dict[Column, str]:
    values: dict[Column, str] = {}
    for index, cell in enumerate(row.cells):
        column = columns[index] if index < len(columns) else None
        if column is None or not cell.text.strip():
            continue
        joint = ", " if column in {"position", "organisation"} else "\n"
        text = cell.text.strip()
        values[column] = f"{values[column]}{joint}{text}" if column in values else text
    return values


def _naming(values: dict[Column, str]) -> str:
    if values.get("family_name") or values.get("given_name"):
        return clean(f"{values.get('family_name', '')} {values.get('given_name', '')}")
    for column in ("name", "either", "name_position", "collective"):
        text = values.get(column, "")
        if plain(text) not in _EMPTY and "#N/A" not in text and not set(text) <= set(". …_-"):
            return str(text)
    return ""


def _is_heading_row(texts: list[str], number: str, name: str, others: list[str]) -> bool:
    if others and len(texts) != 1:
        # a heading may stand in the STT column with the name column beside it, never with facts beside it
        return _roman(number) and heading_in(name) is not None
    if len(texts) == 1:
        return True
    return heading_in(name) is not None or _roman(number) or _TOTAL.search(name) is not None


def _repeats_header(row: Row) -> bool:
    known = [column_of(cell.text) for cell in row.cells if cell.text.strip()]
    exact = [column for column in known if column]
    return (
        len(exact) >= 2
        and len(exact) >= 0.7 * len(known)
        and any(column in _NAMING for column in exact)
        and "number" in exact
    )


def _is_numbering(texts: list[str]) -> bool:
    return len(texts) >= 3 and all(_NUMBERING.match(text) for text in texts)


def _wraps(pending: Said, name: str, values: dict[Column, str], header: Header) -> bool:
    """A row without a number that goes on with the row above, split by the end of a page."""
    if not header.has("number") or not name:
        return False
    if values.get("birth") or values.get("position") or values.get("position_organisation"):
        return False
    bare = strip_honorific(name)[0]
    return not looks_like_person(bare) and bare[:1].islower()


def _continue(pending: Said, values: dict[Column, str]) -> Said:
    def more(old: str, new: str | None) -> str:
        return f"{old}\n{new}".strip() if new else old

    return replace(
        pending,
        name=more(pending.name, _naming(values) or None).replace("\n", " ") if _naming(values) else pending.name,
        position=more(pending.position, values.get("position")),
        organisation=more(pending.organisation, values.get("organisation")),
        position_organisation=more(pending.position_organisation, values.get("position_organisation")).replace(
            "\n", " "
        ),
        achievements=more(pending.achievements, values.get("achievements")),
        field=more(pending.field, values.get("field")),
    )


_INHERITED: tuple[Column, ...] = (
    "position",
    "organisation",
    "position_organisation",
    "level",
    "field",
    "achievements",
    "kind",
)


def _said(
    values: dict[Column, str], header: Header, state: State, above: dict[Column, str], row: Row, locator: str
) -> Said:
    merged = {
        header.columns[index]
        for index, cell in enumerate(row.cells)
        if cell.merge == "above" and index < len(header.columns)
    }
    told = dict(values)
    for column in _INHERITED:
        if (column in merged and not told.get(column)) or (plain(told.get(column, "")) in _DITTO and told.get(column)):
            told[column] = above.get(column, "")
    kind, sure = state.section, False
    stated = plain(told.get("kind", ""))
    if re.search(r"\btap the\b|^tt$", stated):
        kind, sure = "collective", True
    elif re.search(r"\bca nhan\b|^cn$", stated):
        kind, sure = "individual", True
    elif header.has("collective") and not header.has("name", "either", "name_position", "family_name"):
        kind = "collective"
    elif kind is None:
        kind = _kind_by_column(told, header)
    name = _naming(told)
    organisation = told.get("organisation", "")
    group = state.group
    if group and not organisation and not told.get("position_organisation") and starts_organisation(group):
        organisation = group
    birth, gender = _birth_and_gender(told)
    name_position = told.get("name_position", "")
    return Said(
        name=name_position or name,
        kind=kind,
        sure=sure,
        position=told.get("position", ""),
        organisation=organisation,
        position_organisation=told.get("position_organisation", ""),
        birth=birth,
        gender=gender,
        level=told.get("level", ""),
        section_level=state.level,
        field=told.get("field", "") or state.field,
        achievements=told.get("achievements", ""),
        locator=locator,
    )


def _kind_by_column(values: dict[Column, str], header: Header) -> Kind | None:
    if header.has("either", "name_position"):
        return None
    if values.get("name") or values.get("family_name") or not header.has("collective"):
        return "individual"
    return "collective" if values.get("collective") else None


def _birth_and_gender(values: dict[Column, str]) -> tuple[str, Gender | None]:
    if values.get("birth_male"):
        return values["birth_male"], "male"
    if values.get("birth_female"):
        return values["birth_female"], "female"
    gender = gender_of(values.get("gender", ""))
    if gender is None:
        if values.get("gender_male", "").strip():
            gender = "male"
        elif values.get("gender_female", "").strip():
            gender = "female"
    birth = values.get("birth", "")
    if not birth:  # the year itself may stand in the column "Nam" or "Nữ"
        birth = next(
            (
                values[column]
                for column in ("gender_male", "gender_female")
                if re.search(r"\d{4}", values.get(column, ""))
            ),
            "",
        )
    return birth, gender
