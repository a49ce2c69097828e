"""Workbooks: what people see in the cells, where links and pictures are, and cells that lie absurdly far apart."""

import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from parsers.budget import Limits
from tests.parsers.opening import cells, jpeg, links, read, tables, zipped


def _workbook(fill: Callable[[Any, Any], None]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book, book.add_worksheet("Danh sách"))
    book.close()
    return buffer.getvalue()


def test_it_shows_what_people_see(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        def look(code: str) -> Any:
            return book.add_format({"num_format": code})

        sheet.write_row(2, 1, [1, 2.5, "Hà Nhì", True])
        sheet.write_datetime(3, 1, datetime(2023, 5, 12), look("dd/mm/yyyy"))
        sheet.write_datetime(3, 2, datetime(2023, 5, 12, 14, 30), look("dd/mm/yyyy hh:mm"))
        sheet.write_datetime(3, 3, datetime(2023, 5, 1), look("mm/yyyy"))
        sheet.write_number(3, 4, 912345678, look("0000000000"))
        sheet.write_number(4, 1, 0.95, look("0%"))
        sheet.write_number(4, 2, 2024)
        sheet.write_number(4, 3, 912345678, look('"0"#########'))
        sheet.write_number(4, 4, 1250000, look("#,##0"))

    table = tables(read(tmp_path, _workbook(fill)))[0]
    assert (table.locator, table.name) == ("sheet Danh sách", "Danh sách")
    assert [row.number for row in table.rows] == [3, 4, 5]
    assert cells(table) == [
        ["", "1", "2.5", "Hà Nhì", "TRUE"],
        ["", "12/05/2023", "12/05/2023 14:30", "05/2023", "0912345678"],
        ["", "95%", "2024", "0912345678", "1250000"],
    ]


def test_it_reads_hidden_sheets_and_merged_ranges(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "I. TẬP THỂ")
        sheet.merge_range(1, 0, 2, 0, "1")
        sheet.write(1, 1, "Chi cục X")
        sheet.write(2, 2, "tỉnh")
        hidden = book.add_worksheet("Phụ lục")
        hidden.write(0, 0, "ẩn")
        hidden.hide()

    first, second = tables(read(tmp_path, _workbook(fill)))
    assert cells(first) == [["I. TẬP THỂ", "<", "<"], ["1", "Chi cục X", ""], ["^", "", "tỉnh"]]
    assert (second.locator, cells(second)) == ("sheet Phụ lục", [["ẩn"]])


def test_it_finds_links_of_cells_and_of_formulas(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_url(0, 0, "https://drive.google.com/drive/folders/1AbC", string="Thư mục ảnh")
        sheet.write_formula(4, 1, '=HYPERLINK("https://drive.google.com/file/d/1Xy","Video")', value="Video")

    found = [(link.locator, link.url, link.text) for link in links(read(tmp_path, _workbook(fill)))]
    assert sorted(found) == [
        ("sheet Danh sách row 1", "https://drive.google.com/drive/folders/1AbC", "Thư mục ảnh"),
        ("sheet Danh sách row 5", "https://drive.google.com/file/d/1Xy", "Video"),
    ]


def test_it_puts_pictures_into_the_row_that_they_stand_in(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(4, 0, "Hội nghị")
        sheet.insert_image(4, 1, "anh.jpg", {"image_data": BytesIO(jpeg())})
        sheet.insert_image(9, 1, "anh2.jpg", {"image_data": BytesIO(jpeg("blue"))})

    reading = read(tmp_path, _workbook(fill))
    rows = {row.number: row for row in tables(reading)[0].rows}
    assert rows[5].cells[1].pictures == (reading.children[0].name,)
    assert rows[10].cells[1].pictures == (reading.children[1].name,)
    assert len({child.sha256 for child in reading.children}) == 2


def test_cells_in_opposite_corners_cost_nothing(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "đầu")
        sheet.write(1048575, 16383, "cuối")

    began = time.monotonic()
    reading = read(tmp_path, _workbook(fill))
    assert time.monotonic() - began < 5
    assert reading.status == "read"
    rows = tables(reading)[0].rows
    assert [(row.number, row.cells[-1].text) for row in rows][1] == (1048576, "cuối")


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(50):
            sheet.write(row, 0, "x")

    assert read(tmp_path, _workbook(fill), limits=Limits(rows=40)).status == "refused"
    assert read(tmp_path, _workbook(fill), limits=Limits(cells=40)).status == "refused"
    assert read(tmp_path, _workbook(fill), limits=Limits(rows=50)).status == "read"


def test_a_merge_over_the_whole_sheet_is_clipped_to_what_is_there(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        _raw(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
    )
    assert cells(tables(reading)[0]) == [["1", "<"], ["^", "^"]]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_unreadable(tmp_path: Path, share: float) -> None:
    data = _workbook(lambda book, sheet: sheet.write(0, 0, "x" * 5000))
    reading = read(tmp_path, data[: int(len(data) * share)], "danh sach.xlsx")
    assert (reading.status, reading.format) == ("unreadable", "xlsx")


def test_old_fonts_in_cells_become_unicode(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "NguyÔn V¨n An", book.add_format({"font_name": ".VnTime"}))
        sheet.write(1, 0, "Nguyễn Văn An", book.add_format({"font_name": "Times New Roman"}))

    assert cells(tables(read(tmp_path, _workbook(fill)))[0]) == [["Nguyễn Văn An"], ["Nguyễn Văn An"]]


def test_cells_without_references_follow_each_other(tmp_path: Path) -> None:
    sheet = (
        '<sheetData><row><c t="inlineStr"><is><t>a</t></is></c><c><v>74503400274123456</v></c></row>'
        '<row><c/><c t="str"><v>b_x000D_</v></c></row></sheetData>'
    )
    assert cells(tables(read(tmp_path, _raw(sheet)))[0]) == [["a", "74503400274123456"], ["", "b"]]


def _raw(sheet: str) -> bytes:
    """A workbook whose only sheet has this XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": "<Types>spreadsheetml.sheet.main</Types>",
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{relation}/officeDocument" '
            'Target="/xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="s" '
            f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        }
    )
