"""Mail and a Drive of a few invented units: in order, with faults, hostile, and nobody's."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache

import docx
from PIL import Image

from ingest.demo.emulator import ANYONE, FOLDER, MAILBOX, EmulatedItem, user

HANOI = timezone(timedelta(hours=7))
OPEN_FOLDER = "1OpenFolder_of_An_Invented_Unit_A1"[:33]
CLOSED_FOLDER = "1ClosedFolder_of_An_Invented_Unit"[:33]
PRIVATE_FILE = "1PrivateFile_of_An_Invented_Unit_"[:33]
SUBFOLDER = "1subfolder_of_the_open_folder_001"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Mail:
    """One message and when it arrived."""

    name: str
    raw: bytes
    at: datetime


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2024 in Hà Nội."""
    return datetime(2024, 11, day, hour, minute, tzinfo=HANOI)


def photo(color: str) -> bytes:
    """A flat picture, large enough not to be small."""
    out = io.BytesIO()
    Image.new("RGB", (1800, 1200), color).save(out, "JPEG", quality=10)
    return out.getvalue()


def table_document(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A Word file with a title and one table."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(1, len(header))
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(document)


def letter(parent: str, unit: str, number: str, place: str, day: int, signer: str) -> bytes:
    """A covering letter as Word file, signed."""
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = f"{parent}\n{unit}\n\nSố: {number}\nV/v giới thiệu điển hình tiên tiến"
    head.cell(
        0, 1
    ).text = f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n{place}, ngày {day} tháng 11 năm 2024"
    document.add_paragraph("Kính gửi: Vụ Tổ chức cán bộ, Bộ Tư pháp.")
    document.add_paragraph(
        "Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024 của Bộ Tư pháp, đơn vị giới thiệu các điển hình tiên tiến "
        "như danh sách gửi kèm."
    )
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = f"GIÁM ĐỐC\n(đã ký)\n{signer}"
    return _saved(document)


def _saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def message(
    name: str, sender: str, subject: str, body: str, when: datetime, files: Sequence[tuple[str, bytes]] = ()
) -> Mail:
    """A mail as our server received it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = "trang.tdkt.btp@gmail.com"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = f"<{name}@unit.example>"
    mail.set_content(body)
    for file_name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=file_name)
    received = f"Received: from mail.unit.example by mx.google.com with ESMTPS id x1; {format_datetime(when)}\r\n"
    return Mail(name, received.encode() + mail.as_bytes(), when)


ROSTER = ("STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Thành tích tiêu biểu")
CAPTIONS = ("Tên tệp", "Nội dung", "Thời gian", "Địa điểm")


_AUTOMATIC = (
    b"Received: from a by mx.google.com with SMTP id b; %s\r\nFrom: sotuphap@langson.gov.vn\r\n"
    b"Subject: =?utf-8?q?Tr=E1=BA=A3_l=E1=BB=9Di_t=E1=BB=B1_=C4=91=E1=BB=99ng?=\r\n"
    b"Auto-Submitted: auto-replied\r\nMessage-ID: <tu-dong@unit.example>\r\n\r\nOut of office\r\n"
)
# No sender, date, subject or Message-ID; an unknown charset; cut in the middle of its photo.
_CUT = (
    b"Received: from a by mx.google.com with SMTP id c; %s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: text/plain; charset=khong-co\r\n\r\n"
    + "Sở Tư pháp tỉnh Cà Mau gửi ảnh".encode()
    + b"\r\n--x\r\nContent-Disposition: attachment; filename=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"/9j/4AAQSkZJRgABA"
)


@cache
def mails() -> tuple[Mail, ...]:
    """The mailbox; the same bytes at every call, though Word files bear the time of their making."""
    lang_son = letter("UBND TỈNH LẠNG SƠN", "SỞ TƯ PHÁP", "1532/STP-VP", "Lạng Sơn", 14, "Hoàng Văn Mẫu")
    roster = table_document(
        "DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN",
        ROSTER,
        [
            ("1", "Nông Văn Thử", "Phó Trưởng phòng", "Phòng Phổ biến, giáo dục pháp luật", "Giải nhất hội thi"),
            ("2", "Lý Thị Nghiệm", "Công chức tư pháp - hộ tịch", "UBND xã Chi Lăng", "Hoàn thành xuất sắc"),
        ],
    )
    captions = table_document(
        "CHÚ THÍCH ẢNH",
        CAPTIONS,
        [
            ("anh1.jpg", "Trợ giúp pháp lý lưu động", "15/3/2021", "Nhà văn hóa xã Chi Lăng, huyện Chi Lăng"),
            ("anh2.jpg", "Hội nghị tổng kết công tác tư pháp năm 2022", "12/01/2023", "Hội trường Sở Tư pháp"),
        ],
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Ảnh/Lễ ra quân tháng thanh niên tại thị trấn Nghĩa Đàn ngày 02-3-2023.jpg", photo("navy"))
        archive.writestr("../../leo-ra-ngoai.jpg", photo("black"))
        archive.writestr("hong.docx", b"PK\x03\x04 khong phai docx")
    open_folder = f"https://drive.google.com/drive/folders/{OPEN_FOLDER}?usp=sharing"
    closed_folder = f"https://drive.google.com/drive/folders/{CLOSED_FOLDER}"
    return (
        message(
            "lang-son",
            "Văn phòng Sở Tư pháp <sotuphap@langson.gov.vn>",
            "V/v đề cử điển hình tiên tiến (CV 6286/BTP-TCCB) - STP Lạng Sơn",
            "Kính gửi Phòng TĐKT - Vụ TCCB!\nSở Tư pháp tỉnh Lạng Sơn gửi kèm Công văn số 1532/STP-VP và danh sách.\n",
            at(15, 9, 12),
            [
                ("CV 1532.docx", lang_son),
                ("Danh sách.docx", roster),
                ("anh1.jpg", photo("red")),
                ("anh2.jpg", photo("blue")),
                ("Chú thích.docx", captions),
            ],
        ),
        message(
            "nghe-an",
            "Cục THADS tỉnh Nghệ An <cucthadsnghean@gmail.com>",
            "Cục THADS Nghệ An gửi ảnh, video theo Công văn 6286",
            f"Cục Thi hành án dân sự tỉnh Nghệ An gửi tư liệu:\n{open_folder}\nTrân trọng./.",
            at(14, 16, 5),
        ),
        message(
            "nghe-an-2",
            "Cục THADS tỉnh Nghệ An <cucthadsnghean@gmail.com>",
            "Gửi bổ sung ảnh - Cục THADS Nghệ An",
            "Cục THADS tỉnh Nghệ An gửi bổ sung ảnh hoạt động.",
            at(16, 8, 0),
            [("Bo sung.zip", packed.getvalue())],
        ),
        message(
            "kon-tum",
            "So Tu phap Kon Tum <stpkontum@gmail.com>",
            "STP Kon Tum gui ho so dien hinh tien tien",
            f"So Tu phap tinh Kon Tum gui ho so: {closed_folder}",
            at(17, 21, 0),
        ),
        message(
            "btnn",
            "Cục Bồi thường nhà nước <btnn@moj.gov.vn>",
            "Cục Bồi thường nhà nước báo cáo điển hình tiên tiến",
            f"Xem tại https://docs.google.com/document/d/{PRIVATE_FILE}/edit và https://1drv.ms/f/s!abc",
            at(13, 10, 0),
        ),
        message(
            "vo-danh", "Ai đó <nguoigui123@yahoo.com.vn>", "bc", "", at(16, 11, 0), [("IMG_0001.jpg", photo("gray"))]
        ),
        Mail("tu-dong", _AUTOMATIC % format_datetime(at(15, 9, 13)).encode(), at(15, 9, 13)),
        Mail("cut", _CUT % format_datetime(at(12, 7, 0)).encode(), at(12, 7, 0)),
        Mail("rong", b"X-Khong-Co-Gi: 1\r\n\r\n", at(12, 8, 0)),
    )


@cache
def drive_items() -> tuple[EmulatedItem, ...]:
    """The Drive behind the links."""
    captions = table_document(
        "CHÚ THÍCH",
        CAPTIONS,
        [("cuong che.jpg", "Cưỡng chế giao nhà", "22/6/2022", "phường Hưng Bình, thành phố Vinh")],
    )
    return (
        EmulatedItem(OPEN_FOLDER, "Tư liệu Cục THADS Nghệ An", FOLDER, access=ANYONE),
        EmulatedItem(
            "1photo_in_the_open_folder_0000001", "cuong che.jpg", "image/jpeg", photo("green"), parent=OPEN_FOLDER
        ),
        EmulatedItem("1captions_in_the_open_folder_0001", "Chú thích.docx", DOCX, captions, parent=OPEN_FOLDER),
        EmulatedItem(SUBFOLDER, "Hội nghị tổng kết 2023", FOLDER, parent=OPEN_FOLDER),
        EmulatedItem(
            "1photo_in_the_subfolder_000000001",
            "IMG_20230712_091533.jpg",
            "image/jpeg",
            photo("pink"),
            parent=SUBFOLDER,
        ),
        EmulatedItem(CLOSED_FOLDER, "Kon Tum", FOLDER),
        EmulatedItem(PRIVATE_FILE, "Báo cáo.docx", DOCX, captions, access=user(MAILBOX)),
    )
