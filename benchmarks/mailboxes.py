"""Large invented mailboxes for measurements, written straight into a Dovecot Maildir."""

import io
import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import docx
from PIL import Image

from tests.servers.dovecot import Dovecot, TestMailbox

START = datetime(2024, 11, 1, 1, 0, tzinfo=UTC)
PROVINCES = ("Lạng Sơn", "Nghệ An", "Cà Mau", "Đồng Tháp", "Kon Tum", "Hà Giang", "Bến Tre", "Ninh Bình")


def small_mailbox(dovecot: Dovecot, count: int) -> TestMailbox:
    """Short texts, `count` of them."""
    mailbox = dovecot.mailbox("nho")
    for number in range(count):
        mailbox.add(_mail(number, []), START + timedelta(minutes=number))
    return mailbox


def mixed_mailbox(dovecot: Dovecot, count: int, large: int) -> TestMailbox:
    """60 % texts, 30 % with a Word list, 10 % with photos; one message of `large` bytes."""
    chance = random.Random(6286)
    photos = [photo(chance, 400_000), photo(chance, 900_000)]
    mailbox = dovecot.mailbox("lon")
    for number in range(count):
        kind = chance.random()
        files: list[tuple[str, bytes]] = []
        if number == count // 2:
            files = [(f"anh {n}.jpg", photo(chance, large // 40)) for n in range(30)]
        elif kind > 0.9:
            files = [(f"anh {n}.jpg", photos[n]) for n in range(2)]
        elif kind > 0.6:
            files = [(f"Danh sach {number}.docx", _list(number))]
        mailbox.add(_mail(number, files), START + timedelta(minutes=number))
    return mailbox


def _mail(number: int, files: list[tuple[str, bytes]]) -> bytes:
    message = EmailMessage(policy=SMTP)
    province = PROVINCES[number % len(PROVINCES)]
    message["From"] = f"Sở Tư pháp {province} <donvi{number}@example.vn>"
    message["To"] = "tiepnhan@example.vn"
    message["Subject"] = f"V/v giới thiệu điển hình tiên tiến ({number})"
    message["Message-ID"] = f"<{number}@benchmark.example>"
    message["Date"] = format_datetime(START + timedelta(minutes=number))
    message.set_content(f"Sở Tư pháp tỉnh {province} gửi hồ sơ theo Công văn số 6286/BTP-TCCB.\n" * 5)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _list(number: int) -> bytes:
    document = docx.Document()
    document.add_paragraph("DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN ĐỀ NGHỊ BIỂU DƯƠNG")
    table = document.add_table(1, 4)
    for cell, text in zip(table.rows[0].cells, ("STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"), strict=True):
        cell.text = text
    for row in range(12):
        values = (str(row + 1), f"Nguyễn Văn {'ABCDEGHIKLMN'[row]}", "Chuyên viên", f"Phòng Tư pháp huyện số {number}")
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def photo(chance: random.Random, size: int) -> bytes:
    """A JPEG of about `size` bytes: noise cannot be compressed."""
    side = max(64, int((size * 1.6) ** 0.5))
    image = Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75)
    return out.getvalue()
