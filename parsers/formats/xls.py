"""Older and rarer spreadsheets: xls, xlsb and ods, through calamine, behind a guard on how far their cells reach."""

import struct
import unicodedata
import zipfile
from collections.abc import Iterator

import olefile
import python_calamine

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Encrypted, Refused
from parsers.ooxml import open_package
from parsers.records import Record
from parsers.sheets import Grid, show

_FILEPASS = 0x2F
_DENSE_CELLS = 40_000_000  # what calamine may lay out as a full grid: 32 bytes each
_BINARY_CELLS = range(1, 12)  # xlsb records that hold a cell


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record]:
    """One table for each sheet that holds something, hidden ones too."""
    _guard(artifact, budget)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(artifact.path)
    except python_calamine.PasswordError as error:
        raise Encrypted("spreadsheet protected by a password") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise Damaged(f"spreadsheet cannot be opened: {error}") from error
    with workbook:
        for name in workbook.sheet_names:
            table = _sheet(workbook, name, budget)
            if table is not None:
                yield table


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str, budget: Budget) -> Record | None:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return None  # a chart
    except python_calamine.CalamineError as error:
        raise Damaged(f"sheet cannot be read: {error}") from error
    label = unicodedata.normalize("NFC", name).strip()
    grid = Grid()
    if sheet.start is None:
        return None
    first_row, first_column = sheet.start
    if sheet.height * sheet.width > _DENSE_CELLS:
        raise Refused("cells lie too far apart")
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), first_row + 1):
        for column, value in enumerate(values, first_column + 1):
            grid.put(row, column, show(value), budget)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        grid.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return grid.table(f"sheet {label}", label, budget)


def _guard(artifact: Artifact, budget: Budget) -> None:
    """Refuse before calamine is asked: it lays sheets out in full, and aborts the process when memory runs out."""
    head = artifact.head(8)
    if head == olefile.MAGIC:
        _guard_xls(artifact)
    elif head[:2] == b"PK":
        _guard_zip(artifact, budget)


def _guard_xls(artifact: Artifact) -> None:
    """An encrypted stream says so in one of its first records."""
    try:
        with olefile.OleFileIO(str(artifact.path)) as storage:
            name = "Workbook" if storage.exists("Workbook") else "Book"
            head = storage.openstream(name).read(4096)
    except Exception as error:  # border: olefile raises what it likes on damaged storages
        raise Damaged(f"OLE storage is damaged: {type(error).__name__}") from error
    at = 0
    while at + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, at)
        if kind == _FILEPASS:
            raise Encrypted("spreadsheet protected by a password")
        at += 4 + length


def _guard_zip(artifact: Artifact, budget: Budget) -> None:
    with open_package(artifact, budget) as package:
        for name in package.names():
            lower = name.lower()
            if lower.startswith("xl/worksheets/") and lower.endswith(".bin"):
                with package.open(name) as file:
                    _guard_binary_sheet(b"".join(iter(file.read, b"")))
            elif lower in {"content.xml", "xl/sharedstrings.bin"}:
                with package.open(name) as file:
                    while file.read():
                        pass
    if artifact.suffix == ".ods" or not any(name.startswith("xl/") for name in _names(artifact)):
        _guard_manifest(artifact)


def _names(artifact: Artifact) -> list[str]:
    with zipfile.ZipFile(artifact.path) as archive:
        return archive.namelist()


def _guard_manifest(artifact: Artifact) -> None:
    with zipfile.ZipFile(artifact.path) as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as file:
                if b"encryption-data" in file.read(1 << 20):
                    raise Encrypted("spreadsheet protected by a password")


def _guard_binary_sheet(data: bytes) -> None:
    """Walk the records of an xlsb sheet: row headers and cells tell how large the full grid would be."""
    at, row = 0, 0
    rows: list[int] = []
    first, last = 1 << 20, 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        length, at = _variable(data, at, 4)
        if kind == 0 and length >= 4 and at + 4 <= len(data):
            row = struct.unpack_from("<I", data, at)[0]
        elif kind in _BINARY_CELLS and length >= 4 and at + 4 <= len(data):
            column = struct.unpack_from("<I", data, at)[0]
            first, last = min(first, column), max(last, column)
            rows = [min(rows[0], row), max(rows[1], row)] if rows else [row, row]
        at += length
    if rows and (rows[1] - rows[0] + 1) * (last - first + 1) > _DENSE_CELLS:
        raise Refused("cells lie too far apart")


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return value, at
