"""Mails of the demo as bytes, written part by part, since real mail programs break the rules that libraries keep."""

import base64
import hashlib
import quopri
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal

MAILBOX = "hopthu.tiepnhan@example.vn"
HANOI = timezone(timedelta(hours=7))
_PACIFIC = timezone(timedelta(hours=-8))
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "zip": "application/x-zip-compressed",
    "txt": "text/plain",
    "eml": "message/rfc822",
    "ics": "text/calendar",
}

NameForm = Literal["rfc2231", "rfc2047", "raw"]


@dataclass(frozen=True, slots=True)
class Attached:
    """One attached file; `name_form` is how the sending program writes its name."""

    name: str
    content: bytes
    name_form: NameForm = "rfc2047"
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One mail. `at` is the arrival as `DD HH:MM` of November 2024, in Hà Nội (or with the month: `10-30 09:00`)."""

    key: str
    at: str
    sender: str  # "Name <address>"
    subject: str
    text: str = ""
    html: str = ""
    files: Sequence[Attached] = ()
    folder: str = ""
    to: str = f"Phòng TĐKT - Vụ TCCB <{MAILBOX}>"
    cc: str = ""
    more: Sequence[str] = field(default=())  # further header lines
    raw_headers: bool = False  # subject and names as plain 8-bit UTF-8
    relay: str = ""  # the sending host
    charset: str = "utf-8"
    content_type: str = "mixed"
    authentication: str = "spf=pass smtp.mailfrom={domain}; dkim=pass header.i=@{domain}; dmarc=pass"


def instant(at: str) -> datetime:
    """The arrival of a mail."""
    month, day, hour, minute = (int(part) for part in re.split(r"[- :]", at if "-" in at else f"11-{at}"))
    return datetime(2024, month, day, hour, minute, 17, tzinfo=HANOI)


def eml(mail: Written) -> bytes:
    """The mail as it lies in the mailbox, with CRLF line ends."""
    arrived = instant(mail.at)
    address = re.sub(r".*<|>.*", "", mail.sender)
    domain = address.partition("@")[2]
    digest = hashlib.sha256(mail.key.encode()).hexdigest()
    passed = mail.authentication.format(domain=domain)
    relay = mail.relay or f"mail.{domain}"
    lines = [
        f"Delivered-To: {MAILBOX}",
        f"Received: by 2002:a05:7108:{digest[:4]}:b0:3ff:{digest[4:8]}:{digest[8:12]} with SMTP id {digest[:16]};",
        f"        {_pacific(arrived)}",
        f"Authentication-Results: mx.google.com; {passed}",
        f"Received: from {relay} ({relay}. [203.0.113.{int(digest[:2], 16) % 250 + 2}])",
        f"        by mx.google.com with ESMTPS id {digest[16:40]}",
        f"        for <{MAILBOX}>; {_pacific(arrived - timedelta(seconds=2))}",
        f"Message-ID: <{digest[:20]}@{domain}>",
        f"Date: {arrived - timedelta(seconds=21):%a, %d %b %Y %H:%M:%S +0700}",
        f"From: {_address(mail.sender, raw=mail.raw_headers)}",
        f"To: {_address(mail.to, raw=mail.raw_headers)}",
        *([f"Cc: {_address(mail.cc, raw=mail.raw_headers)}"] if mail.cc else []),
        f"Subject: {mail.subject if mail.raw_headers else _words(mail.subject)}",
        *mail.more,
        "MIME-Version: 1.0",
    ]
    return ("\r\n".join(lines) + "\r\n").encode() + _body(mail, digest)


def _pacific(moment: datetime) -> str:
    return f"{moment.astimezone(_PACIFIC):%a, %d %b %Y %H:%M:%S -0800} (PST)"


def _body(mail: Written, digest: str) -> bytes:
    texts = [_text(mail.text, "plain", mail.charset)] if mail.text or not mail.html else []
    if mail.html:
        texts.append(_text(mail.html, "html", mail.charset))
    words = texts[0] if len(texts) == 1 else _multipart("alternative", texts, f"000000000000{digest[:16]}")
    if not mail.files and mail.content_type == "mixed":
        return words
    parts = [words, *(_file(file) for file in mail.files)]
    return _multipart(mail.content_type, parts, f"----=_NextPart_{digest[:24]}")


def _text(text: str, kind: str, charset: str) -> bytes:
    content = text.replace("\n", "\r\n").encode(charset)
    head = f"Content-Type: text/{kind}; charset={charset}\r\n"
    if kind == "html":
        body = quopri.encodestring(text.encode(charset)).replace(b"\n", b"\r\n")
        return f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode() + body + b"\r\n"
    if charset == "utf-8" and len(content) % 2:
        return f"{head}Content-Transfer-Encoding: 8bit\r\n\r\n".encode() + content + b"\r\n"
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + _base64(content)


def _file(file: Attached) -> bytes:
    kind = _TYPES.get(file.name.rpartition(".")[2].lower(), "application/octet-stream")
    if kind == "message/rfc822":
        return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + file.content
    head = f"Content-Type: {kind}; {_parameter('name', file.name, file.name_form)}\r\n"
    if file.cid:
        head += f"Content-ID: <{file.cid}>\r\nContent-Disposition: inline; filename={file.name}\r\n"
    else:
        head += f"Content-Disposition: attachment;\r\n\t{_parameter('filename', file.name, file.name_form)}\r\n"
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + _base64(file.content)


def _parameter(name: str, value: str, form: NameForm) -> str:
    if value.isascii():
        return f'{name}="{value}"'
    if form == "raw":
        return f'{name}="{value}"'
    if form == "rfc2047":
        return f'{name}="{_words(value)}"'
    content = value.encode()
    cuts = [content[at : at + 20] for at in range(0, len(content), 20)]  # anywhere, also inside a letter
    pieces = [
        "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in cut) for cut in cuts
    ]
    pieces[0] = f"utf-8''{pieces[0]}"
    lines = [f"{name}*{number}*={piece}" for number, piece in enumerate(pieces)]
    return ";\r\n\t".join(lines)


def _multipart(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    between = f"--{boundary}\r\n".encode()
    return head + b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _base64(content: bytes) -> bytes:
    encoded = base64.b64encode(content)
    return b"\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)) + b"\r\n"


def _words(text: str) -> str:
    """RFC 2047, in words of 45 bytes that may cut a letter in two, as some programs do."""
    if text.isascii():
        return text
    content = text.encode()
    pieces = [content[at : at + 45] for at in range(0, len(content), 45)]
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def _address(text: str, *, raw: bool) -> str:
    name, _, rest = text.partition("<")
    if raw or not name.strip() or name.isascii():
        return text
    return f"{_words(name.strip())} <{rest}"
