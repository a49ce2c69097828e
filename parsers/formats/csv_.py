"""Comma-separated lists as offices export them: any charset, any of four delimiters, told by which one fits."""

import csv
import io
from collections.abc import Iterator

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Refused
from parsers.records import Cell, Row, Table
from parsers.sheets import clean_text
from parsers.vietnamese.encodings import decode, legacy_to_unicode

_DELIMITERS = ";,\t|"
_SAMPLE = 64 << 10


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Table]:
    """One table; its rows are numbered as in the file."""
    data = artifact.head(budget.limits.text_bytes + 1)
    if len(data) > budget.limits.text_bytes:
        raise Refused(f"more than {budget.limits.text_bytes} bytes of text")
    text = legacy_to_unicode(decode(data))
    text, delimiter = _declared(text)
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text[:_SAMPLE]))
    try:
        for number, values in enumerate(reader, 1):
            shown = tuple(Cell(clean_text(value)) for value in values)
            cells += len(shown)
            if len(rows) >= budget.limits.rows or cells > budget.limits.cells:
                raise Refused("more rows or cells than a list may have")
            if any(cell.text for cell in shown):
                rows.append(Row(number, shown))
    except csv.Error as error:
        raise Damaged(f"not a list of values: {error}") from error
    if rows:
        yield Table("table 1", tuple(rows))


def _declared(text: str) -> tuple[str, str]:
    """Excel may say its delimiter in a first line of its own: sep=;"""
    first, _, rest = text.partition("\n")
    mark = first.strip("\r\n \ufeff")
    return (rest, mark[4]) if mark.lower().startswith("sep=") and len(mark) == 5 else (text, "")


def _delimiter(sample: str) -> str:
    """The delimiter that gives most rows the same number of columns, more than one."""
    return max(_DELIMITERS, key=lambda candidate: _fit(sample, candidate))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        counts = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    wide = [count for count in counts if count > 1]
    if not wide:
        return 0, 0
    usual = max(set(wide), key=wide.count)
    return wide.count(usual), usual
