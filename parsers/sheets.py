"""What a spreadsheet cell shows to people, and the table that a sheet is: shared by all spreadsheet formats."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from parsers.budget import Budget
from parsers.errors import Refused
from parsers.records import Cell, Merge, Row, Table

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_PADDED = re.compile(r'(?:"(?P<quoted>\d+)"|\\(?P<escaped>\d))?(?P<digits>[0#?][0#?\s.\-]*)')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH_1900 = datetime(1899, 12, 30)  # so that day 60, which never was, costs nothing from 1 March 1900 on
_EPOCH_1904 = datetime(1904, 1, 1)
_BUILTIN_DATES = {
    **dict.fromkeys((14, 15, 16), "d/m/y"),
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    22: "d/m/y h:mm",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "d/m/y"),
}
_BUILTIN_NUMBERS = {9: "0%", 10: "0.00%"}

Position = tuple[int, int]  # row and column, 1-based


@dataclass(slots=True)
class Grid:
    """One sheet while it is read: only the cells that hold something, wherever they lie."""

    texts: dict[Position, str] = field(default_factory=dict)
    pictures: dict[Position, list[str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column, last row, column

    def put(self, row: int, column: int, text: str, budget: Budget) -> None:
        if text:
            self.texts[row, column] = text
            if len(self.texts) > budget.limits.cells:
                raise Refused(f"more than {budget.limits.cells} cells")

    def table(self, locator: str, name: str, budget: Budget) -> Table | None:
        """The rows that hold something, under their own numbers; None for an empty sheet."""
        rows: dict[int, int] = {}
        for row, column in (*self.texts, *self.pictures):
            rows[row] = max(rows.get(row, 0), column)
        if not rows:
            return None
        if len(rows) > budget.limits.rows:
            raise Refused(f"more than {budget.limits.rows} rows")
        marks = self._marks(rows, budget)
        width = _usual_width(rows)
        if sum(max(width, last) for last in rows.values()) > budget.limits.cells:
            raise Refused(f"more than {budget.limits.cells} cells")
        return Table(locator, tuple(self._row(row, max(width, rows[row]), marks) for row in sorted(rows)), name)

    def _row(self, row: int, width: int, marks: Mapping[Position, Merge]) -> Row:
        return Row(row, tuple(self._cell((row, column), marks) for column in range(1, width + 1)))

    def _cell(self, at: Position, marks: Mapping[Position, Merge]) -> Cell:
        merge = marks.get(at, "")
        return Cell("" if merge else self.texts.get(at, ""), merge, tuple(self.pictures.get(at, ())))

    def _marks(self, rows: dict[int, int], budget: Budget) -> dict[Position, Merge]:
        marks: dict[Position, Merge] = {}
        widest = max(rows.values())
        numbers = sorted(rows)
        for top, left, bottom, end in self.merges:
            right = min(end, max(widest, left))
            for row in _between(numbers, top, bottom):
                rows[row] = max(rows[row], right) if row == top else rows[row]
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        marks[row, column] = "left" if row == top else "above"
                if len(marks) > budget.limits.cells:
                    raise Refused(f"more than {budget.limits.cells} merged cells")
        return marks


def _between(numbers: list[int], first: int, last: int) -> Iterable[int]:
    if last - first > len(numbers):
        return (number for number in numbers if first <= number <= last)
    known = set(numbers) if last - first > 50 else numbers
    return (number for number in range(first, last + 1) if number in known)


def _usual_width(rows: dict[int, int]) -> int:
    """The width that all rows are given: the widest, unless stray cells far right would blow the table up."""
    widest = max(rows.values())
    if widest * len(rows) <= 20_000 or widest <= 64:
        return widest
    ordered = sorted(rows.values())
    return ordered[len(ordered) * 99 // 100]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell shows its number: as a date (`moments` are the letters y, m, d, h of its code) or padded."""

    moments: str = ""
    padded: int = 0
    prefix: str = ""
    percent: bool = False


def number_format(identity: int, code: str) -> NumberFormat:
    """Judge a format by its number (built in) or its code."""
    if not code and identity in _BUILTIN_DATES:
        return NumberFormat(moments=_moments(_BUILTIN_DATES[identity]))
    first = (code[:255] or _BUILTIN_NUMBERS.get(identity, "")).split(";")[0]
    bare = _QUOTED.sub("", first).lower()
    if "general" not in bare and re.search(r"[ydh]|mm?:s|\[m", bare):
        return NumberFormat(moments=_moments(bare))
    padded = _PADDED.fullmatch(re.sub(r"\[[^\]]*\]", "", first).strip())
    if padded:
        places = re.sub(r"[^0#?]", "", padded["digits"].split(".")[0])
        zero = places.find("0")
        prefix = padded["quoted"] or padded["escaped"] or ""
        width = len(places) - zero if zero >= 0 else 0
        return NumberFormat(padded=width, prefix=prefix)
    return NumberFormat(percent="%" in bare)


def _moments(code: str) -> str:
    """Which of year, month, day and hour a date format shows; `m` beside hours or seconds are minutes."""
    shown = "".join(letter for letter in "ydh" if letter in code)
    without_minutes = re.sub(r"h+\W*m+|m+\W*s+", "", code)
    return shown + ("m" if "m" in without_minutes else "")


def show_number(raw: str, form: NumberFormat, epoch_1904: bool = False) -> str:
    """The number in a cell as people see it: dates as officers write them, whole numbers without a point."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if form.moments:
        return show_moment(value, form.moments, epoch_1904) or _plain(raw, value)
    if form.percent:
        return f"{_plain('', round(value * 100, 6))}%"
    text = _plain(raw, value)
    return form.prefix + text.zfill(form.padded) if text.isdigit() else text


def _plain(raw: str, value: float) -> str:
    if raw.isascii() and raw.isdecimal() and len(raw) <= 20:
        return raw  # a long number keeps its digits: float would round them
    if value == int(value) if abs(value) < 1e18 else False:
        return str(int(value))
    return repr(round(value, 10))


def show_moment(value: float, moments: str, epoch_1904: bool = False) -> str:
    """A serial day as text, showing no more than its format shows; "" where it is no date."""
    if not 0 <= value < 2_958_466:
        return ""
    moment = (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(seconds=round(value * 86400))
    if value < 1 or not set(moments) & set("ymd"):
        return moment.strftime("%H:%M")
    if "d" not in moments and "h" not in moments:
        return f"{moment.month:02d}/{moment.year:04d}" if "m" in moments else f"{moment.year:04d}"
    return _written(moment, with_time="h" in moments and value != int(value))


def show(value: object) -> str:
    """A cell as a library gives it, as text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _plain("", float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, datetime):
        return _written(value, with_time=bool(value.hour or value.minute))
    if isinstance(value, date):
        return _written(datetime(value.year, value.month, value.day), with_time=False)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return clean_text(str(value))


def _written(moment: datetime, with_time: bool) -> str:
    day = f"{moment.day:02d}/{moment.month:02d}/{moment.year:04d}"
    return f"{day} {moment.hour:02d}:{moment.minute:02d}" if with_time else day


def clean_text(text: str) -> str:
    """NFC with plain line ends; `_x000D_` is how Excel writes characters that XML cannot."""
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u00a0\u200b")


def _unescaped(match: re.Match[str]) -> str:
    value = int(match.group(1), 16)
    return "" if value < 32 and value not in {9, 10, 13} or 0xD800 <= value < 0xE000 else chr(value)  # noqa: RUF021
