"""What looks like the name of a person, with and without accents."""

import pytest

from parsers.readers.levels import without_accents
from parsers.readers.persons import looks_like_person


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Văn Thắng",
        "Trần Thị Nam",
        "Nguyễn Việt Nam",
        "Đặng Văn Hùng",
        "Tô Thị Bích",
        "Vũ Đức Bộ",
        "Đoàn Thanh Sơn",
        "Trương Quang Viện",
        "Ban Văn Lò",
        "H’Yam Êban",
        "Giàng A Páo",
    ],
)
def test_a_name_is_one_with_and_without_accents(name: str) -> None:
    assert looks_like_person(name)
    assert looks_like_person(without_accents(name))


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Tư Pháp",
        "Đoàn Thanh Niên",
        "Ban Thanh Tra",
        "Đảng Cộng Sản Việt Nam",
        "Tổ Hòa Giải",
        "Ngày Tháng Năm",
        "Trưởng Phòng",
        "Nơi Nhận",
        "nguyễn văn an",
        "Nguyễn",
    ],
)
def test_other_words_are_no_name(text: str) -> None:
    assert not looks_like_person(text)
