"""Recognises and reads lists of nominees in any office's shape: tables, reports of achievements, prose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsers.quoting import is_forward
from parsers.readers.declared import declared_counts
from parsers.readers.lines import Line, is_layout, lines_of, pieces
from parsers.readers.nomination_prose import is_report, read_list, read_report, read_report_title
from parsers.readers.nomination_tables import (
    Header,
    State,
    accepts,
    apply_heading,
    header_of,
    heading_in,
    parts_of,
    read_rows,
)
from parsers.readers.values import NominationReading
from parsers.reading import Reading
from parsers.records import Cell, Mail, Record, Row, Table, Text
from parsers.vietnamese.folding import clean, key, plain

__all__ = ["declared_counts", "read_nominations"]


def read_nominations(reading: Reading, name: str = "") -> tuple[NominationReading, ...]:
    """The nominees that a file lists; empty for every other kind of list. `name` is the file's, one more hint."""
    return _read(reading, name) or _read(_forwarded(reading), name)


def _forwarded(reading: Reading) -> Reading:
    """What a mail passes on, where the sender's own words list nobody; nothing for everything else."""
    passed = tuple(
        replace(record, body=record.quoted)
        for record in reading.records
        if isinstance(record, Mail) and is_forward(record.subject, record.quoted)
    )
    return replace(reading, records=passed)


def _read(reading: Reading, name: str) -> tuple[NominationReading, ...]:
    if not reading.records:
        return ()
    lines = lines_of(reading)
    found = _from_tables(reading, name, lines)
    if found:
        return tuple(_distinct(found))
    if is_report(lines):
        reported = read_report(lines) or read_report_title(lines)
        if reported:
            return tuple(_distinct(reported))
    return tuple(_distinct(read_list(lines)))


def _from_tables(reading: Reading, name: str, lines: list[Line]) -> list[NominationReading]:
    document = _about(name, lines)
    found: list[NominationReading] = []
    between: list[str] = []
    state = State()
    standing: tuple[Header, bool] | None = None
    for record in _single_lists(_with_drawn_tables(reading.records)):
        if isinstance(record, Text):
            between.extend(clean(line) for line in record.text.split("\n"))
            continue
        if not isinstance(record, Table) or not record.rows or is_layout(record):
            if isinstance(record, Table):
                between.extend(clean(cell.text) for row in record.rows for cell in row.cells if cell.text.strip())
            continue
        header = header_of(record)
        if header is not None and standing is not None and header.columns != standing[0].columns:
            state = State()  # another kind of table: what headed the last one does not head this one
        _apply_between([*between, record.name], state)
        if header is not None:
            title = " ".join([*_nearest(between), *_rows_above(record, header), record.name])
            accepted = accepts(header, title, document) and not _is_example(record, header, between)
            for row in record.rows[: header.first]:
                _apply_between([clean(cell.text) for cell in row.cells if cell.text.strip()], state)
            standing = (header, accepted)
            rows = record.rows[header.last + 1 :]
        elif standing is not None and _continues(record, standing[0], between):
            header, accepted = standing
            rows = record.rows
        else:
            between = []
            continue
        if accepted:
            if header.has("collective") and not header.has("name", "either", "name_position", "family_name"):
                state.section = "collective"
            result = read_rows(record, header, rows, state)
            found.extend(result.nominations)
            state = result.state
        between = []
    return found


def _single_lists(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Table):
            yield from parts_of(record)
        else:
            yield record


def _about(name: str, lines: list[Line]) -> str:
    top = [line.text for line in lines if not line.grid][:80]
    return " ".join([re.sub(r"[_\-.]+", " ", name), *top])


def _nearest(between: list[str]) -> list[str]:
    """The title above a table: the last lines of text, back to the last blank stretch of body text."""
    return [text for text in between if text][-14:]


def _is_example(table: Table, header: Header, between: list[str]) -> bool:
    """A sheet or table that shows how to fill in the form."""
    if re.match(r"^(?:huong dan|vi du|mau vi du|cach ghi)\b", plain(table.name)):
        return True
    titles = [*_rows_above(table, header), *between[-2:]]
    return any(re.match(r"^(?:vi du|mau vi du)\b", plain(text)) for text in titles)


def _rows_above(table: Table, header: Header) -> Iterator[str]:
    for row in table.rows[: header.first]:
        yield from (clean(cell.text) for cell in row.cells if cell.text.strip())


def _apply_between(texts: list[str], state: State) -> None:
    for text in texts[-20:]:
        if not text or len(text) > 130:
            continue
        heading = heading_in(text)
        if heading is not None:
            apply_heading(state, heading)


def _continues(table: Table, header: Header, between: list[str]) -> bool:
    """A table without a heading goes on with the last one if it is as wide and no new title stands between."""
    width = max(len(row.cells) for row in table.rows)
    if width != len(header.columns):
        return False
    titles = [text for text in between if text and heading_in(text) is None]
    return not any(re.match(r"^(?:danh sach|phu luc|bieu|bang)\b", plain(text)) for text in titles)


def _with_drawn_tables(records: tuple[Record, ...]) -> Iterator[Record]:
    """Tables that people draw with tabs or bars in plain text become tables."""
    pending: list[tuple[str, list[str]]] = []
    for record in records:
        if isinstance(record, Text):
            for line in record.text.split("\n"):
                cells = _drawn_cells(line)
                if cells and (not pending or abs(len(cells) - len(pending[0][1])) <= 1 or len(pending) >= 1):
                    pending.append((record.locator, cells))
                    continue
                yield from _drawn(pending)
                pending = []
                yield Text(record.locator, line, record.page)
            continue
        yield from _drawn(pending)
        pending = []
        if isinstance(record, Mail):
            # a table of an HTML body comes as a Table, too: its lines in the text are then no table
            body = tuple(Text("(body)", line) for line in record.body.split("\n"))
            if not any(isinstance(other, Table) for other in records):
                yield from _with_drawn_tables(body)
            continue
        yield record
    yield from _drawn(pending)


def _drawn_cells(line: str) -> list[str]:
    if line.count("|") >= 2:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    elif line.count("\t") >= 2:
        cells = [cell.strip() for cell in line.split("\t")]
    else:
        cells = [piece.strip() for piece in pieces(line.strip())]
        if len(cells) < 4:
            return []
    return cells if len(cells) >= 3 else []


def _drawn(pending: list[tuple[str, list[str]]]) -> Iterator[Record]:
    if not pending:
        return
    if len(pending) == 1:
        yield Text(pending[0][0], "   ".join(pending[0][1]))
        return
    rows = tuple(
        Row(number, tuple(Cell(text) for text in cells))
        for number, (_, cells) in enumerate(pending, 1)
        if not all(set(text) <= set("-=: ") for text in cells)
    )
    yield Table(pending[0][0], rows)


def _distinct(found: list[NominationReading]) -> Iterator[NominationReading]:
    """The same row read twice (a table that a page break repeats) is one; the same name in two rows stays two."""
    seen: set[tuple[object, ...]] = set()
    for nomination in found:
        identity = replace(nomination, name=key(nomination.name))
        mark = (identity,)
        if mark in seen:
            continue
        seen.add(mark)
        yield nomination
