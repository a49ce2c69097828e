"""Levels of nominees whose organisation is named as insiders name it."""

import pytest

from parsers.readers.levels import Level
from parsers.readers.nominees import Said, nomination_of
from tests.validators.assemble.builders import REGISTER
from validators.assemble.levels import level_within


@pytest.mark.parametrize(
    ("unit", "position", "organisation", "expected"),
    [
        ("thads-thai-binh", "Chuyên viên", "Văn phòng Cục", "province"),
        ("btp-cuc-con-nuoi", "Chuyên viên", "Văn phòng Cục", "central"),
        ("btp-bao-plvn", "Phóng viên", "Ban Bạn đọc", "central"),
        ("btp-hoc-vien-tu-phap", "Trưởng Khoa Đào tạo Luật sư", "", "central"),
        ("thads-thai-binh", "Chấp hành viên", "Chi cục THADS huyện Vũ Thư", "district"),
        ("btp-tcthads", "Cục trưởng", "Cục THADS tỉnh Hòa Bình", "province"),
        ("btp-cuc-bttp", "Công chứng viên", "Văn phòng công chứng Hoàng Gia", "society"),
        ("stp-lang-son", "Chuyên viên", "", None),
    ],
)
def test_it_knows_the_level_of_a_part_of_the_unit(
    unit: str, position: str, organisation: str, expected: Level | None
) -> None:
    reading = nomination_of(
        Said(name="Nguyễn Thị Mẫu", kind="individual", position=position, organisation=organisation)
    )
    sender = REGISTER.get(unit)
    assert reading is not None
    assert sender is not None
    assert level_within(sender, reading) == expected
