"""Letters, lists and caption sheets of the demo, as the offices' own programs would write them."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.demo_material.packed import fixed

rl_config.useA85 = 0  # streams as bytes: a fifth smaller

_PLACES = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
FONTS = next((place for place in _PLACES if (place / "LiberationSerif-Regular.ttf").is_file()), None)
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_MADE = datetime(2024, 11, 11, 8, 30)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a list under its own heading ("I. TẬP THỂ"), numbering anew."""

    heading: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: title lines, header cells, sections (the heading may be empty)."""

    title: Sequence[str]
    header: Sequence[str]
    sections: Sequence[Section]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the form of Nghị định 30 (or, with `party`, of the party and its youth)."""

    above: str
    office: str
    number: str  # "1532/STP-VP", "56-CV/ĐTN"
    place: str
    day: tuple[int, int]
    subject: str
    to: str
    body: Sequence[str]
    authority: Sequence[str]  # "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
    signer: str
    copies: Sequence[str] = field(default=("Như trên;", "Lưu: VT."))
    stamp: str = ""  # who signed digitally
    party: bool = False

    @property
    def dateline(self) -> str:
        """Place and day as the form wants them: a zero before days below 10 and the months 1 and 2."""
        day, month = self.day
        return f"{self.place}, ngày {day:02} tháng {month} năm 2024"


def letter_pdf(letter: Letter, sheet: Sheet | None = None, *, password: str = "") -> bytes:
    """The letter as a digital PDF with its two columns on top; an appended list on the next page."""
    if FONTS is None:
        raise FileNotFoundError("Liberation Serif is missing: install the package fonts-liberation")
    kept = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword=password, canPrint=0) if password else None
    canvas = Canvas(kept, pagesize=A4, invariant=1, encrypt=lock)
    for name, file in (("Times", "Regular"), ("TimesBold", "Bold")):
        registerFont(TTFont(name, str(FONTS / f"LiberationSerif-{file}.ttf")))
    _first_page(canvas, letter)
    if sheet is not None:
        canvas.showPage()
        _list_pages(canvas, sheet)
    canvas.save()
    return kept.getvalue()


def _first_page(canvas: Canvas, letter: Letter) -> None:
    wide, high = A4
    left, right, top = 165.0, 415.0, high - 62
    if letter.stamp:
        canvas.setFont("Times", 7)
        for step, line in enumerate(
            (f"Ký bởi: {letter.stamp}", f"Thời gian ký: {letter.day[0]:02}.{letter.day[1]}.2024 15:42:07 +07:00")
        ):
            canvas.drawString(415, high - 28 - step * 9, line)
    heads = [("TimesBold", 12, "ĐẢNG CỘNG SẢN VIỆT NAM")] if letter.party and "ĐẢNG" in letter.office else []
    if not letter.party:
        heads = [("TimesBold", 12, _NATION), ("TimesBold", 13, _MOTTO)]
    y = _column(
        canvas, left, top, [("Times", 12, letter.above)] + [("TimesBold", 12, one) for one in _wrapped(letter.office)]
    )
    _column(canvas, right, top, heads)
    canvas.setFont("Times", 13)
    canvas.drawCentredString(left, y - 10, f"Số {letter.number}" if letter.party else f"Số: {letter.number}")
    canvas.setFont("Times", 13)
    canvas.drawCentredString(right, y - 10, letter.dateline)
    canvas.setFont("Times", 12)
    y -= 26
    for line in simpleSplit(f"V/v {letter.subject}", "Times", 12, 215):
        canvas.drawCentredString(left, y, line)
        y -= 14
    y -= 22
    canvas.setFont("Times", 14)
    for line in simpleSplit(f"Kính gửi: {letter.to}", "Times", 14, 400):
        canvas.drawCentredString(wide / 2, y, line)
        y -= 18
    y -= 8
    for paragraph in letter.body:
        for number, line in enumerate(simpleSplit(paragraph, "Times", 14, 455)):
            canvas.drawString(85 + (20 if number == 0 else 0), y, line)
            y -= 18
        y -= 5
    _signature(canvas, letter, y - 12)


def _signature(canvas: Canvas, letter: Letter, y: float) -> None:
    canvas.setFont("Times", 12)
    canvas.drawString(85, y, "Nơi nhận:")
    canvas.setFont("Times", 11)
    for step, line in enumerate(letter.copies):
        canvas.drawString(85, y - 14 - step * 13, f"- {line}")
    canvas.setFont("TimesBold", 13)
    for step, line in enumerate(letter.authority):
        canvas.drawCentredString(415, y - step * 16, line)
    canvas.drawCentredString(415, y - 105, letter.signer)


def _column(canvas: Canvas, middle: float, top: float, lines: Sequence[tuple[str, int, str]]) -> float:
    y = top
    for font, size, line in lines:
        canvas.setFont(font, size)
        canvas.drawCentredString(middle, y, line)
        y -= 16
    canvas.line(middle - 45, y + 10, middle + 45, y + 10)
    return y


def _wrapped(office: str, width: float = 215) -> list[str]:
    return list(simpleSplit(office, "TimesBold", 12, width))


def _list_pages(canvas: Canvas, sheet: Sheet) -> None:
    wide, high = A4
    y = high - 70
    for number, line in enumerate(sheet.title):
        canvas.setFont("TimesBold" if number == 0 else "Times", 13)
        for part in simpleSplit(line, "TimesBold", 13, 480):
            canvas.drawCentredString(wide / 2, y, part)
            y -= 18
    widths = _widths(len(sheet.header), 490)
    y = _grid_row(canvas, y - 6, widths, sheet.header, bold=True)
    for section in sheet.sections:
        if section.heading:
            y = _grid_row(canvas, y, [490.0], [section.heading], bold=True)
        for row in section.rows:
            if y < 110:
                canvas.showPage()
                y = _grid_row(canvas, high - 60, widths, sheet.header, bold=True)
            y = _grid_row(canvas, y, widths, row)
    canvas.setFont("Times", 12)
    for line in simpleSplit(sheet.closing, "Times", 12, 480):
        y -= 18
        canvas.drawString(60, y, line)


def _widths(count: int, whole: float) -> list[float]:
    return [34.0] + [(whole - 34) / (count - 1)] * (count - 1)


def _grid_row(
    canvas: Canvas, top: float, widths: Sequence[float], cells: Sequence[str], *, bold: bool = False
) -> float:
    font = "TimesBold" if bold else "Times"
    split = [simpleSplit(cell, font, 10, width - 8) for cell, width in zip(cells, widths, strict=True)]
    tall = 12 * max(len(lines) for lines in split) + 8
    x = 52.0
    for width, lines in zip(widths, split, strict=True):
        canvas.rect(x, top - tall, width, tall)
        canvas.setFont(font, 10)
        for number, line in enumerate(lines):
            canvas.drawString(x + 4, top - 13 - number * 12, line)
        x += width
    return top - tall


def letter_docx(letter: Letter, sheet: Sheet | None = None, *, marked: bool = False) -> bytes:
    """The letter as a Word file: letterhead and signature in borderless tables; `marked` adds "(Đã ký)"."""
    document = _document()
    head = document.add_table(rows=2, cols=2)
    lines = "" if letter.party else f"{_NATION}\n{_MOTTO}\n" + "-" * 24
    _cells(head.rows[0], [f"{letter.above}\n{letter.office}\n-------", lines], bold=True)
    number = f"Số {letter.number}" if letter.party else f"Số: {letter.number}"
    _cells(head.rows[1], [f"{number}\nV/v {letter.subject}", letter.dateline])
    document.add_paragraph()
    document.add_paragraph(f"Kính gửi: {letter.to}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in letter.body:
        line = document.add_paragraph(paragraph)
        line.paragraph_format.first_line_indent = Cm(1.27)
    foot = document.add_table(rows=1, cols=2)
    copies = "Nơi nhận:\n" + "\n".join(f"- {line}" for line in letter.copies)
    middle = "\n(Đã ký)\n" if marked else "\n\n\n\n"
    _cells(foot.rows[0], [copies, "\n".join(letter.authority) + middle + letter.signer])
    if sheet is not None:
        document.add_page_break()
        _add_list(document, sheet)
    return _saved(document)


def list_docx(sheet: Sheet) -> bytes:
    """A list as a Word table; headings of sections are rows merged over the whole width."""
    document = _document()
    _add_list(document, sheet)
    return _saved(document)


def list_xlsx(sheet: Sheet, name: str = "Danh sách") -> bytes:
    """A list as a workbook: title rows merged over the table, then the header, as Excel users lay it out."""
    book = Workbook()
    page = book.active
    page.title = name
    wide = len(sheet.header)
    for line in sheet.title:
        page.append([line])
        page.merge_cells(start_row=page.max_row, start_column=1, end_row=page.max_row, end_column=wide)
        page.cell(page.max_row, 1).alignment = Alignment(horizontal="center", wrap_text=True)
        page.cell(page.max_row, 1).font = Font(bold=True)
    page.append([""])
    page.append(list(sheet.header))
    for section in sheet.sections:
        if section.heading:
            page.append([section.heading])
        for row in section.rows:
            page.append([int(cell) if cell.isdigit() and len(cell) < 5 else cell for cell in row])
    if sheet.closing:
        page.append([sheet.closing])
    for column in "BCDEF":
        page.column_dimensions[column].width = 28
    book.properties.creator = "Văn phòng"
    book.properties.created = book.properties.modified = _MADE
    kept = io.BytesIO()
    book.save(kept)
    return fixed(_steady(kept.getvalue()))


def album_docx(title: str, pictures: Sequence[tuple[bytes, str]]) -> bytes:
    """A Word file of pictures, each with its caption in the line below."""
    document = _document()
    document.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for picture, caption in pictures:
        document.add_picture(io.BytesIO(picture), width=Cm(15))
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(caption).italic = True
    return _saved(document)


def text_docx(paragraphs: Sequence[str]) -> bytes:
    """A Word file of plain paragraphs."""
    document = _document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def _add_list(document: Any, sheet: Sheet) -> None:
    for number, line in enumerate(sheet.title):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = number == 0
    table = document.add_table(rows=1, cols=len(sheet.header))
    table.style = "Table Grid"
    _cells(table.rows[0], sheet.header, bold=True)
    for section in sheet.sections:
        if section.heading:
            row = table.add_row()
            row.cells[0].merge(row.cells[-1])
            row.cells[0].text = section.heading
        for cells in section.rows:
            _cells(table.add_row(), cells)
    if sheet.closing:
        document.add_paragraph(sheet.closing)


def _cells(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        first, *others = text.split("\n")
        cell.paragraphs[0].add_run(first).bold = bold
        for line in others:
            cell.add_paragraph().add_run(line).bold = bold


def _document() -> Any:
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    document.core_properties.author = "Văn phòng"
    document.core_properties.created = document.core_properties.modified = _MADE
    return document


def _saved(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return fixed(kept.getvalue())


def _steady(book: bytes) -> bytes:
    """openpyxl writes the instant of saving whatever it was told; the agreed one is put in its place."""

    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-11-11T08:30:00Z", content)
            new.writestr(name, content)
    return kept.getvalue()
