"""Photos and videos of other years."""

from datetime import UTC, date, datetime

import pytest

from config.campaign import Period
from tests.validators.builders import ARRIVED, at, campaign_with, context, media, submission, when
from validators.rules.media_out_of_period import check
from validators.submission import When


def _outside(time: When | None, arrived_at: datetime | None = ARRIVED, period: Period | None = None) -> bool:
    campaign = campaign_with(period=period) if period else campaign_with()
    of = submission(media=(media(time=time, arrived_at=arrived_at),))
    found = list(check(of, context(at(15), campaign)))
    assert all((f.code, f.severity, f.subject) == ("media_out_of_period", "warning", f.subject) for f in found)
    return bool(found)


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), True),
        (date(2019, 12, 31), date(2019, 12, 31), True),
        (date(2020, 1, 1), date(2020, 1, 1), False),
        (date(2019, 9, 1), date(2020, 5, 31), False),
        (date(2024, 11, 12), date(2024, 11, 12), False),
        (date(2024, 11, 13), date(2024, 11, 13), True),
        (date(2024, 1, 1), date(2024, 12, 31), False),
        (date(2025, 5, 13), date(2025, 5, 13), True),
    ],
)
def test_a_stated_time_must_overlap_the_period_up_to_the_arrival(start: date, end: date, outside: bool) -> None:
    assert _outside(when(start, end)) is outside


def test_the_day_of_arrival_is_that_of_the_campaign() -> None:
    late_evening_utc = datetime(2024, 11, 12, 18, 0, tzinfo=UTC)  # 1h00 of the 13th in Hà Nội
    assert not _outside(when(date(2024, 11, 13)), late_evening_utc)


def test_without_an_arrival_the_period_ends_now() -> None:
    assert not _outside(when(date(2024, 11, 15)), None)
    assert _outside(when(date(2024, 11, 16)), None)


def test_a_period_with_an_end_ends_there() -> None:
    closed = Period.model_validate({"from": date(2020, 1, 1), "to": date(2022, 12, 31)})
    assert _outside(when(date(2023, 5, 12)), period=closed)
    assert not _outside(when(date(2022, 12, 31)), period=closed)


def test_no_time_or_an_inferred_year_is_not_stated() -> None:
    assert not _outside(None)
    assert not _outside(when(date(2018, 11, 9), inferred=True))


def test_a_copy_is_judged_with_its_original() -> None:
    copy = media(time=when(date(2018, 5, 1)), duplicate_of="m1@example.vn/02.jpg")
    assert list(check(submission(media=(copy,)), context())) == []


def test_the_sentence_quotes_the_words_and_names_the_period() -> None:
    (finding,) = check(submission(media=(media(time=when(date(2018, 5, 1), text="năm 2018")),)), context())
    assert finding.detail == (
        "Ảnh “01.jpg” ghi thời gian “năm 2018”, ngoài giai đoạn yêu cầu (từ ngày 01/01/2020 đến ngày 12/11/2024); đề "
        "nghị Quý Sở rà soát thời gian hoặc thay tư liệu khác."
    )
