"""A saved page as attachment: its text, its tables, its links; nothing of it is fetched or run."""

from pathlib import Path

from parsers.records import Link, Text
from tests.parsers.opening import cells, read, tables

PAGE = (
    "<html><head><script>alert('x')</script><style>p {color: red}</style></head><body><p>DANH S&Aacute;CH</p>"
    "<table><tr><td>Họ và tên</td><td>Chức vụ</td></tr><tr><td>Trần Văn Thử</td><td>Kế toán</td></tr></table>"
    '<a href="https://drive.google.com/open?id=1&amp;usp=sharing">ảnh</a><img src="https://example.test/x.png"></body></html>'
)


def test_it_gives_text_tables_and_links(tmp_path: Path) -> None:
    reading = read(tmp_path, PAGE.encode(), "trang.html")
    assert (reading.format, reading.status) == ("html", "read")
    assert "DANH SÁCH" in [record.text for record in reading.records if isinstance(record, Text)]
    assert cells(tables(reading)[0])[1] == ["Trần Văn Thử", "Kế toán"]
    assert "https://drive.google.com/open?id=1&usp=sharing" in [r.url for r in reading.records if isinstance(r, Link)]


def test_scripts_and_styles_are_no_text(tmp_path: Path) -> None:
    said = " ".join(
        record.text for record in read(tmp_path, PAGE.encode(), "x.html").records if isinstance(record, Text)
    )
    assert "alert" not in said
    assert "color" not in said


def test_an_undeclared_encoding_is_read_as_vietnamese(tmp_path: Path) -> None:
    reading = read(tmp_path, "<html><body><p>Sở Tư pháp tỉnh Lạng Sơn</p></body></html>".encode(), "x.htm")
    assert [record.text for record in reading.records if isinstance(record, Text)] == ["Sở Tư pháp tỉnh Lạng Sơn"]
