"""Numbers, days and units as offices write them."""

from datetime import date, datetime

import pytest

from ingest.digest.words import (
    alphabetical,
    block,
    block_order,
    clock,
    day,
    instant,
    last_moment,
    listed,
    place_name,
    two,
    unit_name,
    weekday,
)
from tests.ingest.assessments import CAMPAIGN, HANOI, so, thads, unit, vu


def test_counts_below_ten_have_two_digits() -> None:
    assert [two(0), two(4), two(10), two(156)] == ["00", "04", "10", "156"]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(2024, 11, 19), "19/11/2024"),
        (date(2021, 3, 15), "15/3/2021"),
        (date(2024, 2, 5), "05/02/2024"),
        (date(2024, 9, 5), "05/9/2024"),
    ],
)
def test_days_are_written_as_in_letters(moment: date, written: str) -> None:
    assert day(moment) == written


def test_hours_have_no_zero_in_front() -> None:
    moment = datetime(2024, 11, 19, 7, 5, tzinfo=HANOI)
    assert clock(moment) == "7h05"
    assert instant(moment) == "7h05 ngày 19/11/2024"


def test_midnight_as_a_limit_is_the_end_of_the_day_before() -> None:
    assert last_moment(datetime(2024, 11, 20, tzinfo=HANOI)) == ("24h00", date(2024, 11, 19))
    assert last_moment(datetime(2024, 11, 20, 17, tzinfo=HANOI)) == ("17h00", date(2024, 11, 20))


def test_days_of_the_week() -> None:
    assert weekday(date(2024, 11, 19)) == "Thứ Ba"
    assert weekday(date(2024, 11, 24)) == "Chủ Nhật"


def test_units_are_named_as_officers_name_them() -> None:
    assert unit_name(so("a", "Bích Mai")) == "Sở Tư pháp Bích Mai"
    assert unit_name(unit("stp-b", "Sở Tư pháp thành phố Hồng Đào")) == "Sở Tư pháp Hồng Đào"
    assert unit_name(thads("a", "Bích Mai")) == "Cục THADS Bích Mai"
    assert unit_name(vu("vu-x", "Cục Hộ khẩu")) == "Cục Hộ khẩu"


def test_the_city_with_a_persons_name_keeps_its_title_and_its_letter() -> None:
    city = unit("stp-hcm", "Sở Tư pháp Thành phố Hồ Chí Minh", province="Hồ Chí Minh")
    assert unit_name(city) == "Sở Tư pháp TP. Hồ Chí Minh"
    assert place_name(city) == "TP. Hồ Chí Minh"
    assert alphabetical(["Thạch Lâm", "TP. Hồ Chí Minh", "Hồng Đào"]) == ["TP. Hồ Chí Minh", "Hồng Đào", "Thạch Lâm"]


def test_ministry_units_are_one_block_and_unknown_kinds_go_by_their_group() -> None:
    assert block(vu("a", "Cục A"), CAMPAIGN) == block(vu("b", "Viện B", "don_vi_thuoc_bo_khac"), CAMPAIGN)
    assert block(unit("x", "Hội X", "to_chuc_dang_doan_the"), CAMPAIGN) == "Đảng, đoàn thể"
    assert block(unit("y", "Đội Y", "doi"), CAMPAIGN) == "Đơn vị khác"
    titles = ["Cục THADS", "Đảng, đoàn thể", "Sở Tư pháp", "Đơn vị thuộc Bộ"]
    assert sorted(titles, key=block_order) == ["Đơn vị thuộc Bộ", "Sở Tư pháp", "Cục THADS", "Đảng, đoàn thể"]


def test_long_lists_end_in_a_count_and_follow_the_alphabet() -> None:
    assert listed(["Đồng Mai", "Dương Mai", "An Mai"]) == "An Mai, Dương Mai, Đồng Mai"
    assert listed([f"Đơn vị {n}" for n in range(1, 9)], 5).endswith("Đơn vị 5… và 03 đơn vị khác")
    assert "khác" not in listed([f"Đơn vị {n}" for n in range(1, 7)], 5)
