"""The formats that calamine reads: ods made by hand, and the guard before it."""

from pathlib import Path

from tests.parsers.opening import cells, read, tables, zipped

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = (
    f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
    f'xmlns:text="{_OFFICE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def _ods(rows: str, manifest: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": _MANIFEST.format(manifest),
            "content.xml": f'{_HEAD}<table:table table:name="Danh sách">{rows}</table:table>{_TAIL}',
        }
    )


def _cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_it_reads_an_ods_with_its_row_numbers(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    number = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2023-05-12"/>'
    rows = f"{empty}<table:table-row>{_cell('Hoàng Thị Mơ')}{number}{day}</table:table-row>"
    reading = read(tmp_path, _ods(rows), "danh sach.ods")
    assert (reading.format, reading.status) == ("ods", "read")
    assert cells(tables(reading)[0]) == [["Hoàng Thị Mơ", "7", "12/05/2023"]]
    assert tables(reading)[0].rows[0].number == 3
    assert tables(reading)[0].locator == "sheet Danh sách"


def test_an_encrypted_ods_says_so(tmp_path: Path) -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    assert read(tmp_path, _ods("", entry), "a.ods").status == "encrypted"


def test_a_damaged_storage_is_unreadable(tmp_path: Path) -> None:
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 3000
    assert read(tmp_path, data, "danh sach.xls").status == "unreadable"
