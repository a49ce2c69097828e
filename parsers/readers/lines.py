"""A reading as lines as a person reads them: two-column letterheads and signature blocks column by column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.reading import Reading
from parsers.records import Mail, Table, Text
from parsers.vietnamese.folding import clean, nfc, plain


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its place. `grid`: it is a row of a data table, its cells joined by ` | `."""

    text: str
    locator: str
    grid: bool = False


_LONGEST = 10_000  # characters of one line; more is no line that a person wrote

# A wide gap parts two columns that extraction put on one line; not the blank of "Số:      /STP-VP", "ngày    tháng".
_GAP = re.compile(r"\t+| {3,}")
_BLANK_BEFORE = re.compile(r"(?:^|\W)(?:s[ốôo6]|ngày|tháng|năm|ngay|thang|nam)\s*[:.…_]*\s*$", re.IGNORECASE)
_LAYOUT_CUES = re.compile(
    r"cong hoa xa hoi|doc lap tu do|noi nhan|dang cong san viet nam|\bngay\b.*\bthang\b.*\bnam\b|kinh gui"
)


def lines_of(reading: Reading) -> list[Line]:
    """All lines of a document; blank lines are kept as empty text, since they part blocks."""
    found: list[Line] = []
    for record in reading.records:
        if isinstance(record, Text):
            found.extend(_text_lines(record.text, record.locator))
        elif isinstance(record, Mail):
            found.extend(_text_lines(record.body, "(body)"))
        elif isinstance(record, Table):
            found.extend(_layout_lines(record) if is_layout(record) else _grid_lines(record))
    return found


def is_layout(table: Table) -> bool:
    """Whether a table only holds a letterhead or a signature block side by side, and no data."""
    width = max((len(row.cells) for row in table.rows), default=0)
    if width == 0 or width > 4 or len(table.rows) > 8:
        return False
    folded = plain(" ".join(cell.text for row in table.rows for cell in row.cells))
    if re.search(r"\bstt\b|ho (?:va )?ten\b|\btt\b", folded):
        return False
    return _LAYOUT_CUES.search(folded) is not None


def pieces(text: str) -> Iterator[str]:
    """The columns of one extracted line."""
    start = 0
    for gap in _GAP.finditer(text):
        if _BLANK_BEFORE.search(text[start : gap.start()]):
            continue
        yield text[start : gap.start()]
        start = gap.end()
    yield text[start:]


def _text_lines(text: str, locator: str) -> Iterator[Line]:
    for line in nfc(text).replace("**", "").split("\n"):
        for piece in pieces(line.replace("\u00a0", " ").replace("\r", "").strip()):
            yield Line(clean(piece[:_LONGEST]), locator)


def _layout_lines(table: Table) -> Iterator[Line]:
    width = max(len(row.cells) for row in table.rows)
    for column in range(width):
        for row in table.rows:
            if column < len(row.cells) and row.cells[column].text:
                yield from _text_lines(row.cells[column].text, f"{table.locator} row {row.number}")
        yield Line("", table.locator)


def _grid_lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        text = " | ".join(clean(cell.text) for cell in row.cells if cell.text.strip())
        yield Line(text, f"{table.locator} row {row.number}", grid=True)
