"""The workbook that goes with the digest: safe to open, ready to filter and to print, the same bytes each time."""

import re
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ingest.digest.tables import tables
from ingest.digest.words import instant
from validators.assessment import Assessment

_MAX_TEXT = 32_000  # a cell holds 32,767 characters; the writer drops longer ones without a word
_LINE = 16.5  # points of one line of 12 point type
_HIGHEST = 400.0  # a row holds 409 points
_FILLED = 1.0  # a line ends before the word that does not fit, which uses up what narrow type saves
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_WIDTHS = {
    "STT": 6,
    "Đơn vị": 30,
    "Khối": 18,
    "Tình trạng": 16,
    "Ngày giờ nhận đầu": 17,
    "Công văn số, ngày": 24,
    "Tập thể": 9,
    "Cá nhân": 9,
    "Ảnh": 8,
    "Video": 8,
    "Còn thiếu": 60,
    "Mức độ": 15,
    "Vướng mắc": 28,
    "Đối tượng": 40,
    "Nội dung": 50,
    "Từ ngày": 17,
    "Ghi chú": 24,
    "Trục trặc": 70,
    "Cách khắc phục": 50,
    "Loại": 8,
    "Tệp": 40,
    "Thời gian": 18,
    "Địa điểm": 30,
    "Chú thích": 24,
    "Trùng với": 26,
    "Ngày giờ nhận": 17,
    "Loại thư": 16,
    "Thời hạn": 15,
    "Tiêu đề": 50,
    "Người gửi": 34,
    "Số tệp": 8,
    "Số đường dẫn": 10,
}


def write_xlsx(assessment: Assessment, path: Path, since: datetime | None = None) -> None:
    """Write the workbook of the assessment to `path`; what our own software changed after `since` is marked."""
    now = assessment.as_of.astimezone(ZoneInfo(assessment.campaign.timezone))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": assessment.campaign.title, "created": now.replace(tzinfo=None)})
        style = _Style(book)
        for name, frame in tables(assessment, since).items():
            sheet = book.add_worksheet(name)
            _fill(sheet, frame, style)
            _set_up(sheet, frame, f"{name} – số liệu tính đến {instant(now)}")


class _Style:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {
            "font_name": "Times New Roman",
            "font_size": 12,
            "valign": "top",
            "border": 1,
            "border_color": "#999999",
        }
        self.head: Format = book.add_format(
            {**base, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"}
        )
        self.text: Format = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        self.number: Format = book.add_format({**base, "align": "center"})
        self.instant: Format = book.add_format({**base, "align": "center", "num_format": "hh:mm dd/mm/yyyy"})


def _fill(sheet: Worksheet, frame: pd.DataFrame, style: _Style) -> None:
    """Each cell by its own type: text stays text, whatever it begins with."""
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, title, style.head)
    widths = [_WIDTHS[name] for name in frame.columns]
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        sheet.set_row(number, _height(row, widths))
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value, style.instant)
            elif isinstance(value, int):
                sheet.write_number(number, column, value, style.number)
            elif value:
                sheet.write_string(number, column, _safe(value), style.text)
            else:
                sheet.write_blank(number, column, None, style.text)


def _height(row: Sequence[object], widths: Sequence[int]) -> float:
    """The height in points that shows wrapped text whole: programs do not agree on doing this by themselves."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(max(1, ceil(len(part) / (width * _FILLED))) for part in value.split("\n")))
    return min(lines * _LINE, _HIGHEST)


def _safe(value: str) -> str:
    """Text that a sheet can hold: no control characters, no half surrogates, not too long."""
    whole = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    text = _CONTROL.sub(" ", whole)
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"


def _set_up(sheet: Worksheet, frame: pd.DataFrame, title: str) -> None:
    """Frozen header, filter, widths, and a page that prints: A4 landscape, one page wide, header on each page."""
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    for column, name in enumerate(frame.columns):
        sheet.set_column(column, column, _WIDTHS[name])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f'&C&"Times New Roman,Bold"&13{title.replace("&", "&&")}')
    sheet.set_footer('&R&"Times New Roman,Regular"Trang &P/&N')
