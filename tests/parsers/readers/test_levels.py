"""The level of an organisation, where a province's or town's name holds the word for a hamlet."""

import pytest

from parsers.readers.levels import Level, level_of


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (("Trung tâm Trợ giúp pháp lý nhà nước tỉnh Sóc Trăng",), "province"),
        (("Chi cục THADS thành phố Buôn Ma Thuột",), "district"),
        (("UBND huyện Sóc Sơn",), "district"),
        (("buôn Ako Dhông, phường Tân Lợi",), "commune"),
        (("sóc Bưng Cóc",), "commune"),
        (("Ban Nghiên cứu pháp luật dân sự", "Viện Chiến lược và Khoa học pháp lý"), "central"),
        (("Ban Pháp chế HĐND tỉnh",), "province"),
    ],
)
def test_it_tells_the_level(phrases: tuple[str, ...], expected: Level) -> None:
    assert level_of(*phrases) == expected
