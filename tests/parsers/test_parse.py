"""One file in, one reading out, whatever is in the file."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import olefile
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.budget import Limits
from parsers.reading import STATUSES, Reading
from tests.parsers.opening import docx, jpeg, links, paragraph, read, tables, texts


def _xlsx() -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("A")
    sheet.merge_range(0, 0, 0, 2, "I. Tập thể")
    sheet.write_url(1, 0, "https://drive.google.com/x", string="x")
    sheet.insert_image(2, 1, "a.jpg", {"image_data": BytesIO(jpeg())})
    book.close()
    return buffer.getvalue()


def _word() -> bytes:
    picture = '<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="r1"/></wp:inline></w:drawing></w:r></w:p>'
    return docx(paragraph("Đề cử") + picture, {"r1": ("image", "media/image1")}, media__image1=jpeg())


_MAKERS: dict[str, Callable[[], bytes]] = {
    "a.docx": _word,
    "a.xlsx": _xlsx,
    "a.html": lambda: b"<html><body>x<table><tr><td>1<td>2<tr><td>3<td>4</table><a href='http://a'>b</a></body></html>",
    "a.csv": "Họ tên;Năm sinh\nLò A;1980\n".encode,
    "a.txt": "Kính gửi\nVụ".encode,
}


@cache
def _file(name: str) -> bytes:
    """The file of a name, the same bytes at each call: a zip bears the time at which it was made."""
    return _MAKERS[name]()


@pytest.mark.parametrize("name", sorted(_MAKERS))
def test_a_reading_survives_its_way_through_json(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, _file(name), name)
    assert reading.status == "read"
    assert reading.records
    assert Reading.from_json(reading.to_json()) == reading


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_becomes_a_status_and_never_an_exception(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    whole = bytearray(_file(name))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    reading = read(tmp_path, bytes(whole[:cut]), name)
    assert reading.status in STATUSES
    assert reading.status in {"read", "stored"} or reading.reason
    assert Reading.from_json(reading.to_json()) == reading


def test_an_empty_file_is_unreadable_and_furniture_is_ignored(tmp_path: Path) -> None:
    empty = read(tmp_path, b"", "danh sach.docx")
    assert (empty.status, empty.reason) == ("unreadable", "empty file")
    assert read(tmp_path, b"", "winmail.dat").status == "ignored"
    assert read(tmp_path, b"x", "Thumbs.db").status == "ignored"


def test_an_executable_under_a_harmless_name_is_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, b"MZ\x90\0" + b"\0" * 100, "bao cao.docx")
    assert (reading.status, reading.reason) == ("refused", "executable file or script")


def test_what_was_found_before_the_limit_is_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, b"a\nb\nc\nd\n", "a.txt", limits=Limits(records=3))
    assert (reading.status, texts(reading)) == ("refused", ["a", "b", "c"])


def test_an_outlook_container_without_files_is_ignored(tmp_path: Path) -> None:
    assert read(tmp_path, b"\x78\x9f\x3e\x22" + b"\x01" * 50, "winmail.dat").status == "ignored"
    with_file = b"\x78\x9f\x3e\x22" + b"\x01" * 50 + b"\x02\x0f\x80\x06\x00" + b"\x01" * 50
    assert read(tmp_path, with_file, "winmail.dat").status == "unsupported"


def test_a_password_on_an_office_file_is_told_from_damage(tmp_path: Path) -> None:
    assert olefile.isOleFile(_storage("EncryptedPackage"))
    assert read(tmp_path, _storage("EncryptedPackage"), "danh sach.xlsx").status == "encrypted"
    assert read(tmp_path, _storage("WordDocument"), "cong van.docx").format == "doc"


def test_text_and_lists_in_old_charsets_are_read(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "Së T­ ph¸p tØnh Hµ Giang\nKÝnh göi".encode("latin-1"), "a.txt")) == [
        "Sở Tư pháp tỉnh Hà Giang",
        "Kính gửi",
    ]
    wide = read(tmp_path, "STT\tHọ tên\n1\tLý A\n".encode("utf-16"), "a.csv")
    assert [[c.text for c in row.cells] for row in tables(wide)[0].rows] == [["STT", "Họ tên"], ["1", "Lý A"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_list_is_parted_by_the_delimiter_that_fits(tmp_path: Path, delimiter: str) -> None:
    lines = ["STT|Họ tên|Chức vụ", "1|Lò A|Phó Giám đốc", "", "2|Vàng B|Chuyên viên"]
    data = "\r\n".join(lines).replace("|", delimiter).encode("utf-8-sig")
    table = tables(read(tmp_path, data, "ds.csv"))[0]
    assert [(row.number, row.cells[1].text) for row in table.rows] == [(1, "Họ tên"), (2, "Lò A"), (4, "Vàng B")]


def test_a_page_gives_its_links_and_its_declared_charset_is_believed(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="windows-1258"></head><body>Sở <a href="http://a/?x=1&amp;y=2">đây</a></body></html>'
    )
    reading = read(tmp_path, page.encode("utf-8"), "a.html")
    assert texts(reading) == ["Sở đây"]
    assert links(reading)[0].url == "http://a/?x=1&y=2"


def _storage(stream: str) -> bytes:
    """The smallest OLE storage with one (empty) stream of this name."""
    free, end, fat_sector = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff09000600") + b"\0" * 6
    header += (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0" * 4
    header += (4096).to_bytes(4, "little") + end + b"\0" * 4 + end + b"\0" * 4
    header += (0).to_bytes(4, "little") + free * 108
    fat = fat_sector + end + free * 126

    def entry(name: str, kind: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        body = raw.ljust(64, b"\0") + (len(raw) + 2 if name else 0).to_bytes(2, "little") + bytes((kind, 1))
        body += free + free + (free if child < 0 else child.to_bytes(4, "little"))
        return body + b"\0" * 36 + end + b"\0" * 8

    directory = entry("Root Entry", 5, 1) + entry(stream, 2, -1) + entry("", 0, -1) * 2
    return header + fat + directory
