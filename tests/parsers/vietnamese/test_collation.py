"""Lists are in the order of the Vietnamese alphabet."""

import random

import pytest

from parsers.vietnamese.collation import sort_key

ORDERED = [
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bình Dương", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Dĩ An", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Gia Lai", "Hà Nội", "Khánh Hòa", "Lạng Sơn", "Lâm Đồng", "Nghệ An",
    "Ninh Bình", "Phú Thọ", "Thanh Hóa", "Tuyên Quang",
]  # fmt: skip


def test_it_sorts_provinces_as_people_do() -> None:
    shuffled = random.Random(7).sample(ORDERED, len(ORDERED))
    assert sorted(shuffled, key=sort_key) == ORDERED


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă"],
        ["Cụm 2", "Cụm 10"],
        ["dạ", "dân", "đa"],
        ["", "1", "a"],
        ["o", "ô", "ơ"],
    ],
)
def test_letters_come_before_tones_and_numbers_count(ordered: list[str]) -> None:
    assert sorted(random.Random(3).sample(ordered, len(ordered)), key=sort_key) == ordered
