"""Before, on and after the deadline, in words."""

from datetime import datetime

import pytest

from config.campaign import Campaign
from ingest.digest.deadline import deadline_line, deadline_of, grace_words, remaining_short, until_words
from tests.ingest.assessments import CAMPAIGN, HANOI, at


@pytest.mark.parametrize(
    ("as_of", "short", "long"),
    [
        (at(10, 7, 30), "còn 10 ngày", "còn 10 ngày kể cả hôm nay (đến 24h00 ngày 19/11/2024)"),
        (at(18, 7, 30), "còn 02 ngày", "còn 02 ngày kể cả hôm nay (đến 24h00 ngày 19/11/2024)"),
        (at(19, 0, 0), "ngày cuối", "còn đến 24h00 hôm nay"),
        (at(19, 23, 59), "ngày cuối", "còn đến 24h00 hôm nay"),
        (
            at(20, 0, 0),
            "đã qua hạn",
            "đã qua hạn lúc 24h00 ngày 19/11/2024; hồ sơ nhận trong ngày 20/11/2024 chờ quyết định",
        ),
        (at(21, 0, 0), "quá hạn 02 ngày", "đã quá hạn 02 ngày (hạn đến 24h00 ngày 19/11/2024)"),
    ],
)
def test_it_says_what_is_left(as_of: datetime, short: str, long: str) -> None:
    deadline = deadline_of(CAMPAIGN, as_of)
    assert remaining_short(deadline) == short
    assert deadline_line(CAMPAIGN, deadline) == f'Hạn: "chậm nhất trước ngày 20/11/2024", {long}.'


def test_the_day_after_a_deadline_without_grace_is_overdue() -> None:
    campaign = CAMPAIGN.model_copy(update={"defaults": CAMPAIGN.defaults.model_copy(update={"grace_until": None})})
    deadline = deadline_of(campaign, at(20, 8))
    assert deadline.phase == "after"
    assert remaining_short(deadline) == "quá hạn 01 ngày"


def _summaries_only() -> Campaign:
    return Campaign.model_validate(
        {
            "id": "registration-2012",
            "title": "Đăng ký thi đua năm 2012",
            "register": {"file": "units_2012", "on": "2012-01-01"},
            "deadline_words": "chậm nhất là ngày 15/3/2012",
            "group": [
                {
                    "id": "so",
                    "kinds": ["so_tu_phap"],
                    "counts": True,
                    "owes": {"registrations": "required", "summary": "expected"},
                    "timing": {"summary": {"deadline": datetime(2012, 3, 16, tzinfo=HANOI)}},
                }
            ],
        }
    )


def test_a_date_for_one_part_only_is_said_of_that_part() -> None:
    campaign = _summaries_only()
    deadline = deadline_of(campaign, datetime(2012, 3, 1, 7, 30, tzinfo=HANOI))
    assert not deadline.for_all
    assert deadline_line(campaign, deadline).startswith(
        'Hạn báo cáo tổng hợp của cụm: "chậm nhất là ngày 15/3/2012", còn 15 ngày'
    )


def test_a_campaign_without_any_date_says_so() -> None:
    campaign = _summaries_only().model_copy(update={"group": ()})
    deadline = deadline_of(campaign, at(1))
    assert deadline.phase == "none"
    assert remaining_short(deadline) == ""
    assert deadline_line(campaign, deadline) == "Không quy định thời hạn chung."


def test_a_grace_longer_than_the_day_is_said_from_and_to() -> None:
    grace = datetime(2024, 11, 25, 17, tzinfo=HANOI)
    campaign = CAMPAIGN.model_copy(update={"defaults": CAMPAIGN.defaults.model_copy(update={"grace_until": grace})})
    said = grace_words(deadline_of(campaign, at(21)))
    assert said == "từ 0h00 ngày 20/11/2024 đến trước 17h00 ngày 25/11/2024"


def test_an_extension_is_said_with_its_last_day() -> None:
    today = at(19).date()
    assert until_words(datetime(2024, 11, 26, tzinfo=HANOI), today) == "đến hết ngày 25/11"
    assert until_words(datetime(2025, 1, 2, 17, tzinfo=HANOI), today) == "đến 17h00 ngày 02/01/2025"
