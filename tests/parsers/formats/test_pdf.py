"""PDF letters and lists: columns, ruled tables, cut numbers, stamps, scans, and files that are no PDF any more."""

import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib import colors, pagesizes, pdfencrypt
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as DrawnTable

from parsers.budget import Limits
from parsers.records import Page, Text
from tests.parsers.opening import cells, jpeg, links, read, tables, texts

_FONT_FILE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
assert _FONT_FILE.exists(), "a font with Vietnamese letters is needed: apt-get install fonts-dejavu-core"
pdfmetrics.registerFont(TTFont("Serif", str(_FONT_FILE)))

_BODY = ParagraphStyle("body", fontName="Serif", fontSize=12, leading=15)
_SMALL = ParagraphStyle("small", fontName="Serif", fontSize=9, leading=11)
_CENTRED = ParagraphStyle("centred", parent=_SMALL, alignment=1)
_JUSTIFIED = ParagraphStyle("justified", parent=_BODY, alignment=4)
_RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


def _document(*story: Any) -> bytes:
    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=pagesizes.A4).build(list(story))
    return buffer.getvalue()


def _small(text: str) -> Any:
    return Paragraph(text, _SMALL)


def _ruled(rows: list[list[Any]], widths: list[float], *styles: Any) -> Any:
    return DrawnTable(
        rows, colWidths=widths, repeatRows=1, style=[*_RULED, ("FONT", (0, 0), (-1, -1), "Serif", 9), *styles]
    )


def test_it_reads_letterhead_and_signature_column_by_column(tmp_path: Path) -> None:
    head = DrawnTable(
        [
            [
                Paragraph(
                    "UBND TỈNH LÀO CAI<br/>SỞ TƯ PHÁP<br/>Số: 125/STP-VP<br/>V/v đề cử điển hình<br/>tiên tiến",
                    _CENTRED,
                ),
                Paragraph(
                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc<br/><br/>"
                    "Lào Cai, ngày 12 tháng 11 năm 2024",
                    _CENTRED,
                ),
            ]
        ],
        colWidths=[190, 280],
    )
    foot = DrawnTable(
        [
            [
                _small("Nơi nhận:<br/>- Như trên;<br/>- Lưu: VT."),
                Paragraph("KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC<br/><br/><br/>Trần Văn Mẫu", _CENTRED),
            ]
        ],
        colWidths=[190, 280],
    )
    body = (
        "Thực hiện Công văn của Bộ Tư pháp, Sở Tư pháp trân trọng giới thiệu các tập thể, cá nhân sau đây để xem xét."
    )
    reading = read(tmp_path, _document(head, Spacer(1, 20), Paragraph(body, _JUSTIFIED), Spacer(1, 20), foot))
    assert [text for text in texts(reading) if text not in body] == [
        "UBND TỈNH LÀO CAI",
        "SỞ TƯ PHÁP",
        "Số: 125/STP-VP",
        "V/v đề cử điển hình",
        "tiên tiến",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lào Cai, ngày 12 tháng 11 năm 2024",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Trần Văn Mẫu",
    ]
    assert " ".join(text for text in texts(reading) if text in body) == body


def test_it_reads_ruled_tables_once_with_merges_and_whole_numbers(tmp_path: Path) -> None:
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Thành tích"],
        ["I. CÁ NHÂN", "", "", ""],
        ["1", _small("Nguyễn Thị Hồng Nhung"), _small("11/07/1975"), _small("Xử lý 1.250.000.000 đồng<br/>Bằng khen")],
        ["", "", "", _small("Giấy khen năm 2020<br/>2021")],
    ]
    table = _ruled(rows, [30, 80, 50, 80], ("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 2), (0, 3)))
    reading = read(tmp_path, _document(Paragraph("Trước bảng", _BODY), table, Paragraph("Sau bảng", _BODY)))
    assert texts(reading) == ["Trước bảng", "Sau bảng"]
    assert tables(reading)[0].locator == "page 1 table 1"
    assert cells(tables(reading)[0]) == [
        ["STT", "Họ và tên", "Ngày sinh", "Thành tích"],
        ["I. CÁ NHÂN", "<", "<", "<"],
        ["1", "Nguyễn Thị Hồng Nhung", "11/07/1975", "Xử lý 1.250.000.000 đồng\nBằng khen"],
        ["^", "", "", "Giấy khen năm 2020 2021"],
    ]


def test_a_date_cut_by_a_narrow_column_is_whole_again(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Serif", 10)
    canvas.grid([50, 108, 200], [700, 735, 750])
    canvas.drawString(53, 738, "Ngày sinh")
    canvas.drawString(53, 722, "11/07/197")
    canvas.drawString(53, 708, "4")
    canvas.drawString(112, 722, "Lò Thị Mai")
    canvas.save()
    assert cells(tables(read(tmp_path, buffer.getvalue()))[0])[1] == ["11/07/1974", "Lò Thị Mai"]


def test_blanks_of_a_draft_stay_blanks_and_a_list_without_rules_keeps_its_rows(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Serif", 11)
    for x, y, text in (
        (60, 800, "BỘ TƯ PHÁP"),
        (250, 800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (50, 760, "Số:        /TGPL-VP"),
        (290, 756, "Hà Nội, ngày       tháng 11 năm 2024"),
        (120, 700, "Kính gửi:"),
        (190, 700, "Vụ Tổ chức cán bộ"),
        (72, 660, "1."),
        (96, 660, "Nguyễn Văn A"),
        (230, 660, "Phó Cục trưởng"),
        (400, 660, "1975"),
    ):
        canvas.drawString(x, y, text)
    canvas.save()
    assert texts(read(tmp_path, buffer.getvalue())) == [
        "BỘ TƯ PHÁP",
        "Số:  /TGPL-VP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hà Nội, ngày  tháng 11 năm 2024",
        "Kính gửi: Vụ Tổ chức cán bộ",
        "1. Nguyễn Văn A\tPhó Cục trưởng\t1975",
    ]


def test_two_tables_side_by_side_stay_two(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Serif", 10)
    for left in (50, 300):
        canvas.grid([left, left + 60, left + 120], [700, 720, 740])
        canvas.drawString(left + 5, 725, f"A{left}")
        canvas.drawString(left + 65, 705, f"B{left}")
    canvas.save()
    found = tables(read(tmp_path, buffer.getvalue()))
    assert [cells(table) for table in found] == [[["A50", ""], ["", "B50"]], [["A300", ""], ["", "B300"]]]


def test_drawings_are_no_tables_and_do_no_harm(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Serif", 12)
    canvas.circle(300, 400, 60, fill=1)
    canvas.rect(40, 40, 515, 760, fill=0)
    canvas.line(100, 690, 200, 690)
    path = canvas.beginPath()
    path.moveTo(10, 10)
    canvas.drawPath(path, fill=1, stroke=0)
    canvas.drawString(72, 700, "SỞ TƯ PHÁP")
    canvas.save()
    reading = read(tmp_path, buffer.getvalue())
    assert (reading.status, texts(reading), tables(reading)) == ("read", ["SỞ TƯ PHÁP"], [])


def test_it_finds_links_with_their_words(tmp_path: Path) -> None:
    link = "Ảnh tại <a href='https://drive.google.com/drive/folders/1AbC'>thư mục này</a>."
    reading = read(tmp_path, _document(Paragraph(link, _BODY)))
    assert [(found.url, found.text) for found in links(reading)] == [
        ("https://drive.google.com/drive/folders/1AbC", "thư mục này")
    ]


def test_decomposed_letters_come_out_composed(tmp_path: Path) -> None:
    reading = read(tmp_path, _document(Paragraph(unicodedata.normalize("NFD", "Trường hợp tiêu biểu"), _BODY)))
    assert texts(reading) == ["Trường hợp tiêu biểu"]


def test_a_page_turned_on_its_side_reads_as_shown(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(842, 595))
    canvas.setFont("Serif", 12)
    canvas.setPageRotation(90)
    canvas.rotate(90)
    canvas.drawString(50, -100, "Dòng trên")
    canvas.drawString(50, -130, "Dòng dưới")
    canvas.save()
    assert texts(read(tmp_path, buffer.getvalue())) == ["Dòng trên", "Dòng dưới"]


def test_a_scan_is_unsupported_and_a_mixed_file_is_read(tmp_path: Path) -> None:
    def make(*, with_text: bool) -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=pagesizes.A4)
        canvas.drawImage(ImageReader(BytesIO(jpeg("white", 1240, 1754))), 0, 0, 595, 842)
        canvas.setFont("Serif", 8)
        canvas.drawString(400, 800, "Người ký: Sở Tư pháp")
        canvas.showPage()
        if with_text:
            canvas.setFont("Serif", 12)
            canvas.drawString(72, 700, "Danh sách kèm theo")
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    scan = read(tmp_path, make(with_text=False))
    assert (scan.status, scan.reason) == ("unsupported", "scanned pages without text")
    assert [(r.number, r.scanned) for r in scan.records if isinstance(r, Page)] == [(1, True)]
    assert texts(scan) == ["Người ký: Sở Tư pháp"]
    assert read(tmp_path, make(with_text=True)).status == "read"


def test_text_typed_over_a_page_as_an_annotation_is_read(tmp_path: Path) -> None:
    appearance = b"q BT /F1 12 Tf 2 4 Td (So: 215/STP-VP) Tj ET Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]/Resources<<>>>>",
        b"<</Type/Annot/Subtype/FreeText/Rect[72 700 272 720]/Contents(x)/DA(/F1 12 Tf)/F 4/AP<</N 5 0 R>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 6 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream" % (len(appearance), appearance),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    assert texts(read(tmp_path, _raw(objects))) == ["So: 215/STP-VP"]


def test_a_digital_signature_says_who_and_when(tmp_path: Path) -> None:
    def name(text: str) -> bytes:
        raw = text.encode()
        return b"\x06\x03\x55\x04\x03\x0c" + bytes((len(raw),)) + raw

    # Issuer and subject of the signer's and of the authority's certificate, then the issuer once more.
    names = ("CA Mẫu", "Sở Tư pháp tỉnh Mẫu", "CA Gốc", "CA Mẫu", "CA Gốc", "CA Gốc", "CA Mẫu")
    contents = b"\x30\x80" + b"".join(name(text) for text in names)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]/Resources<<>>>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/F 132/Rect[0 0 0 0]/P 3 0 R/V 5 0 R>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 10]"
        b"/M(D:20241118150211+07'00')/Contents<%s>>>" % contents.hex().encode(),
    ]
    reading = read(tmp_path, _raw(objects))
    assert [(r.locator, r.text) for r in reading.records if isinstance(r, Text)] == [
        ("signature 1", "Người ký: Sở Tư pháp tỉnh Mẫu"),
        ("signature 1", "Thời gian ký: 2024-11-18T15:02:11+07:00"),
    ]


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption("mat-khau", strength=128))
    canvas.drawString(72, 700, "x")
    canvas.save()
    assert read(tmp_path, buffer.getvalue(), "bao cao.pdf").status == "encrypted"
    good = _document(Paragraph("x", _BODY))
    assert read(tmp_path, good[: len(good) // 3], "bao cao.pdf").status == "unreadable"


def test_too_many_pages_and_a_giant_page_are_refused(tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    many = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", page]
    assert read(tmp_path, _raw(many)).status == "refused"
    giant = [many[0], b"<</Type/Pages/Kids[3 0 R]/Count 1>>", re.sub(rb"595 842", b"2000000 2000000", page)]
    assert read(tmp_path, _raw(giant)).status == "refused"
    three = _document(*(item for _ in range(3) for item in (Spacer(1, 600), Paragraph("x", _BODY))))
    assert read(tmp_path, three, limits=Limits(pages=2)).status == "refused"


def test_a_broken_page_leaves_the_others_readable(tmp_path: Path) -> None:
    text = b"BT /F1 12 Tf 72 700 Td (Trang hai) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[9 0 R 3 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    reading = read(tmp_path, _raw(objects))
    assert (reading.status, texts(reading)) == ("unreadable", ["Trang hai"])


def test_each_page_is_counted_and_lone_page_numbers_are_left_out(tmp_path: Path) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=pagesizes.A4)
    for number in (1, 2):
        canvas.setFont("Serif", 12)
        canvas.drawCentredString(297, 815, str(number))
        canvas.drawString(72, 600, f"Nội dung trang {number}")
        canvas.showPage()
    canvas.save()
    reading = read(tmp_path, buffer.getvalue())
    assert [(r.text, r.page, r.locator) for r in reading.records if isinstance(r, Text)] == [
        ("Nội dung trang 1", 1, "page 1"),
        ("Nội dung trang 2", 2, "page 2"),
    ]


def _raw(objects: list[bytes]) -> bytes:
    """A PDF from its objects, with a true table of their places."""
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(data),
    )
