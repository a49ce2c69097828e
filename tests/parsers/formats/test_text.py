"""Plain text in the encodings of offices, a record for each line."""

import unicodedata
from pathlib import Path

import pytest

from parsers.records import Text
from tests.parsers.opening import read

WORDS = "Ảnh 1: Lễ ra quân tại xã Chi Lăng"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_vietnamese_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    reading = read(tmp_path, f"{WORDS}\r\n\r\nẢnh 2\r\n".encode(encoding), "chu thich.txt")
    lines = [record for record in reading.records if isinstance(record, Text)]
    assert [line.text for line in lines] == [WORDS, "Ảnh 2"]
    assert [line.locator for line in lines] == ["line 1", "line 3"]


def test_decomposed_letters_are_joined(tmp_path: Path) -> None:
    reading = read(tmp_path, unicodedata.normalize("NFD", WORDS).encode(), "a.txt")
    assert [record.text for record in reading.records if isinstance(record, Text)] == [WORDS]


def test_an_empty_file_is_told_as_such(tmp_path: Path) -> None:
    reading = read(tmp_path, b"", "a.txt")
    assert (reading.status, reading.reason) == ("unreadable", "empty file")
