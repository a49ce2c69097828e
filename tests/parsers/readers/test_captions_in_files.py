"""Captions come out of real Word and Excel files as offices make them."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Cm
from PIL import Image

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.formats import docx as word
from parsers.formats import text as plain_text
from parsers.formats import xlsx as excel
from parsers.readers.captions import read_caption_list
from parsers.readers.values import CaptionEntry
from parsers.reading import Child, Reading
from parsers.records import Record

SENT = date(2024, 11, 18)
Parse = Callable[[Artifact, Budget, Spool], Iterator[Record | Child]]


def captions(path: Path, parse: Parse) -> tuple[CaptionEntry, ...]:
    spool = path.parent / "spool"
    spool.mkdir(exist_ok=True)
    items = list(parse(Artifact(path, path.name), Budget(), Spool(spool)))
    records = tuple(item for item in items if not isinstance(item, Child))
    return read_caption_list(Reading("x", "x/x", "read", records=records), sent=SENT)


def photo(colour: str) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return io.BytesIO(out.getvalue())


def said(entry: CaptionEntry) -> tuple[str | None, str, str | None]:
    time = entry.caption.time
    return entry.caption.content, time.start.isoformat() if time else "", entry.caption.place


def test_pictures_with_lines_below_in_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("MỘT SỐ HÌNH ẢNH TIÊU BIỂU")
    for colour, line in (
        ("red", "Ảnh 1: Trợ giúp pháp lý lưu động tại Nhà văn hóa xã Chi Lăng, ngày 15/3/2021"),
        ("blue", "Hội thi hòa giải viên giỏi (Nhà hát tỉnh, 20/8/2023)"),
    ):
        document.add_picture(photo(colour), width=Cm(8))
        document.add_paragraph(line)
    document.save(str(tmp_path / "anh.docx"))
    entries = captions(tmp_path / "anh.docx", word.parse)
    assert [said(entry) for entry in entries] == [
        ("Trợ giúp pháp lý lưu động", "2021-03-15", "Nhà văn hóa xã Chi Lăng"),
        ("Hội thi hòa giải viên giỏi", "2023-08-20", "Nhà hát tỉnh"),
    ]
    assert len({entry.picture for entry in entries}) == 2
    assert all(entry.picture for entry in entries)


def test_a_word_table_with_pictures_and_merged_places(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=4)
    for cell, text in zip(table.rows[0].cells, ("TT", "Ảnh", "Nội dung", "Thời gian, địa điểm"), strict=True):
        cell.text = text
    for row, colour, words in ((1, "green", "Lễ phát động thi đua"), (2, "white", "Ký giao ước thi đua")):
        table.cell(row, 0).text = str(row)
        table.cell(row, 1).paragraphs[0].add_run().add_picture(photo(colour), width=Cm(4))
        table.cell(row, 2).text = words
    table.cell(1, 3).merge(table.cell(2, 3)).text = "10/01/2023, Hội trường UBND tỉnh"
    document.save(str(tmp_path / "bang.docx"))
    entries = captions(tmp_path / "bang.docx", word.parse)
    assert [said(entry) for entry in entries] == [
        ("Lễ phát động thi đua", "2023-01-10", "Hội trường UBND tỉnh"),
        ("Ký giao ước thi đua", "2023-01-10", "Hội trường UBND tỉnh"),
    ]
    assert [entry.numbers for entry in entries] == [(1,), (2,)]
    assert all(entry.picture for entry in entries)


def test_a_workbook_with_real_dates_and_a_nomination_sheet_beside_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Chú thích"
    sheet.append(["DANH MỤC HÌNH ẢNH, VIDEO"])
    sheet.append([])
    sheet.append(["STT", "Tên file", "Nội dung", "Thời gian", "Địa điểm"])
    sheet.append([1, "IMG_0012", "Hội nghị tổng kết năm 2022", date(2023, 1, 12), "Hội trường Sở"])
    sheet.append([2, "IMG_0013; IMG_0014", "nt", "nt", "nt"])
    sheet.append([3, "video 1.mp4", "Phóng sự về hòa giải ở cơ sở", 2023, ""])
    people = book.create_sheet("Danh sách")
    people.append(["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Thành tích"])
    people.append([1, "Nguyễn Văn A", "Trưởng phòng", "Sở Tư pháp", "Bằng khen năm 2022"])
    book.save(tmp_path / "chu thich.xlsx")
    entries = captions(tmp_path / "chu thich.xlsx", excel.parse)
    assert [said(entry) for entry in entries] == [
        ("Hội nghị tổng kết năm 2022", "2023-01-12", "Hội trường Sở"),
        ("Hội nghị tổng kết năm 2022", "2023-01-12", "Hội trường Sở"),
        ("Phóng sự về hòa giải ở cơ sở", "2023-01-01", None),
    ]
    assert [entry.files for entry in entries] == [("IMG_0012",), ("IMG_0013", "IMG_0014"), ("video 1.mp4",)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_notepad_file(tmp_path: Path, encoding: str) -> None:
    text = "Chú thích ảnh\r\nẢnh 1: Lễ chào cờ đầu tuần, ngày 02/01/2024\r\nẢnh 2: Hiến máu tại Bệnh viện tỉnh\r\n"
    (tmp_path / "chu thich.txt").write_bytes(text.encode(encoding))
    entries = captions(tmp_path / "chu thich.txt", plain_text.parse)
    assert [(entry.numbers, said(entry)) for entry in entries] == [
        ((1,), ("Lễ chào cờ đầu tuần", "2024-01-02", None)),
        ((2,), ("Hiến máu", "", "Bệnh viện tỉnh")),
    ]
