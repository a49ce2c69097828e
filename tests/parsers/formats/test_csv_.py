"""Comma separated lists as offices save them: any separator, any encoding."""

from pathlib import Path

import pytest

from tests.parsers.opening import cells, read, tables

ROWS = [["STT", "Họ và tên", "Chức vụ"], ["1", "Trần Văn Thử", "Chuyên viên"], ["2", "Lê Thị Nghiệm", "Kế toán"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_the_rows_whatever_separates_them(tmp_path: Path, separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    reading = read(tmp_path, text.encode(encoding), "danh sach.csv")
    assert (reading.format, reading.status) == ("csv", "read")
    assert cells(tables(reading)[0]) == ROWS


def test_a_separator_inside_quotes_separates_nothing(tmp_path: Path) -> None:
    reading = read(tmp_path, 'a,b\n"Cục Hộ tịch, quốc tịch, chứng thực",1\n'.encode(), "x.csv")
    assert cells(tables(reading)[0])[1] == ["Cục Hộ tịch, quốc tịch, chứng thực", "1"]


def test_an_unclosed_quote_loses_no_words(tmp_path: Path) -> None:
    reading = read(tmp_path, 'a,b\n"Trần Văn Thử,1\nLê Thị Nghiệm,2\n'.encode(), "x.csv")
    said = " ".join(text for row in cells(tables(reading)[0]) for text in row)
    assert "Trần Văn Thử" in said
    assert "Lê Thị Nghiệm" in said
