"""Formats are told from content; names only where content cannot tell."""

import io
import zipfile
from pathlib import Path

import pytest

from parsers import detect as detect_module
from parsers.artifact import Artifact
from parsers.detect import Detected, detect, is_furniture
from parsers.formats import FORMATS
from parsers.parse import NOT_READ
from tests.parsers.opening import docx, jpeg, paragraph, zipped

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _stored(name: str, content: bytes) -> bytes:
    """A zip that only stores its member, so that the member's own first bytes stand near the start."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, content)
    return kept.getvalue()


def _detect(folder: Path, data: bytes, name: str = "", media_type: str = "") -> Detected:
    path = folder / "artifact"
    path.write_bytes(data)
    return detect(Artifact(path, name, media_type))


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (jpeg(), "anh.exe", "image"),
        (b"MZ\x90\x00" + b"\0" * 200, "bao cao.docx", "executable"),
        (b"\x7fELF" + b"\0" * 200, "anh.jpg", "executable"),
        (docx(paragraph("x")), "danh sach.xlsx", "docx"),
        (zipped({"Ảnh/1.jpg": jpeg()}), "anh.docx", "zip"),
        (zipped({"META-INF/MANIFEST.MF": "x"}), "x.jar", "executable"),
        (_stored("HS/Danh sach.pdf", b"%PDF-1.4\n%%EOF"), "HS.zip", "zip"),
        (b"junk before\n%PDF-1.7\n", "", "pdf"),
        (b"{\\rtf1\\ansi}", "bao cao.doc", "rtf"),
        (b"\0\0\0\x18ftypmp42", "a", "video"),
        (b"\0\0\0\x18ftypheic", "a.jpg", "heic"),
        (b"\0\0\0\x14ftypqt  ", "a", "video"),
        (b"\x47" + b"\0" * 187 + (b"\x47" + b"\0" * 187) * 4, "", "video"),
        (b"".join(b"\0\0\0\0\x47" + b"\0" * 187 for _ in range(5)), "00001.mts", "video"),
        (b"RIFF\0\0\0\0AVI LIST", "", "video"),
        (b"7z\xbc\xaf\x27\x1c\0\0", "", "7z"),
        (b"Rar!\x1a\x07\x01\0", "anh.zip", "rar"),
        (_OLE + b"\0" * 600, "cu.doc", "doc"),
        (b"\x78\x9f\x3e\x22\0\0", "winmail.dat", "tnef"),
        (b"BEGIN:VCALENDAR\r\n", "a.txt", "calendar"),
        (b"Received: from a\r\nFrom: a@b\r\nTo: c@d\r\nSubject: x\r\n\r\ny", "", "mail"),
        (b"Subject: x\r\n\r\ny", "thu.eml", "mail"),
        ("Kính gửi: Vụ\nTừ: Sở".encode(), "a.txt", "text"),
        (b"From: the unit\nwe send a list", "a.txt", "text"),
        ("Họ tên;Chức vụ\nA;B".encode(), "ds.csv", "csv"),
        ("\ufeff<html><body>x".encode(), "", "html"),
        ("﻿Xin chào".encode("utf-16"), "a.txt", "text"),
        (b"<!DOCTYPE html><p>x", "trang.doc", "html"),
        ("Së T­ ph¸p".encode("latin-1"), "a.txt", "text"),
        (b"@echo off\r\ndel *", "chay.bat", "executable"),
        (b"[InternetShortcut]\r\nURL=https://drive.google.com/x", "thu muc.url", "text"),
        (b"\x01\x02\x03\x00\x05" * 50, "la.bin", "unknown"),
    ],
)
def test_it_names_the_format(tmp_path: Path, data: bytes, name: str, expected: str) -> None:
    assert _detect(tmp_path, data, name).format == expected


def test_every_name_it_gives_has_an_answer() -> None:
    known = set(FORMATS) | set(NOT_READ)
    media_only = {"docm", "xlsm"}
    assert set(detect_module._MEDIA_TYPES) - media_only <= known


def test_macros_are_told_by_the_media_type(tmp_path: Path) -> None:
    data = docx(paragraph("x"))
    plain = b"wordprocessingml.document.main"
    assert _detect(tmp_path, data).media_type.endswith("wordprocessingml.document")
    with_macros = zipped(
        {"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": b"<x/>"}
    )
    assert plain not in with_macros
    found = _detect(tmp_path, with_macros, "a.docm")
    assert (found.format, found.media_type) == ("docx", "application/vnd.ms-word.document.macroenabled.12")


def test_a_directory_of_too_many_entries_is_not_listed(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + b"\0" * 4 + b"\xff\xff\xff\xff" + (50_000_000).to_bytes(4, "little") + b"\0" * 6
    assert _detect(tmp_path, b"PK\x03\x04" + b"\0" * 100 + end, "bao cao.docx").format == "zip"


@pytest.mark.parametrize(
    ("name", "size", "ignored"),
    [
        ("Thumbs.db", 9000, True),
        ("Ảnh/desktop.ini", 100, True),
        ("__MACOSX/Ảnh/._1.jpg", 200, True),
        ("~$bao cao.docx", 162, True),
        (".DS_Store", 6148, True),
        ("smime.p7s", 4000, True),
        ("invite.ics", 900, True),
        ("ATT00001.txt", 120, True),
        ("ATT00001.htm", 300, True),
        ("ATT00001.jpg", 300, False),
        ("ATT00002.txt", 9000, False),
        ("winmail.dat", 0, True),
        ("winmail.dat", 9000, False),
        ("danh sach.docx", 0, False),
        ("Ảnh/1.jpg", 10, False),
    ],
)
def test_it_knows_what_programs_leave_behind(name: str, size: int, ignored: bool) -> None:
    assert bool(is_furniture(name, size)) is ignored


def test_an_office_file_whose_list_of_types_does_not_inflate_goes_by_its_members(tmp_path: Path) -> None:
    name = b"[Content_Types].xml"
    whole = bytearray(docx(paragraph("Đề cử")))
    start = whole.index(name) + len(name)
    whole[start : start + 5] = bytes(5)  # a stored block whose two lengths disagree
    assert _detect(tmp_path, bytes(whole), "a.docx").format == "docx"
