"""The hours of the digest, as the office keeps them around a deadline."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.campaign import Campaign
from config.load import load_campaign
from config.settings import Digest, Mailbox, Settings
from ingest.schedule import BACKUP, DIGEST, JUDGE, is_over, newest_slot, poll_every, slots, timetable, upcoming

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Office:
    """What the timetable is made from."""

    settings: Settings
    campaign: Campaign


@pytest.fixture(scope="module")
def office() -> Office:
    return Office(Settings(), load_campaign("congress-2024"))


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 11, day, hour, minute, tzinfo=HANOI)


def _local(found: list[datetime]) -> list[tuple[int, str]]:
    return [(one.astimezone(HANOI).day, f"{one.astimezone(HANOI):%H:%M}") for one in found]


def test_an_ordinary_day_has_one_edition(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    assert _local(slots(table, DIGEST, _at(11, 0), _at(13, 0))) == [(11, "07:30"), (12, "07:30")]


def test_the_days_around_the_deadline_have_three_and_one_at_each_instant(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    found = _local(slots(table, DIGEST, _at(18, 12), _at(20, 12)) + slots(table, DIGEST, _at(20, 12), _at(22, 12)))
    assert found == [
        (19, "07:30"),
        (19, "11:30"),
        (19, "16:30"),
        (20, "00:00"),
        (20, "07:30"),
        (20, "11:30"),
        (20, "16:30"),
        (21, "00:00"),
        (21, "07:30"),
        (22, "07:30"),
    ]


def test_weekends_have_editions_too_since_mail_comes_then(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    days = [day for day, _ in _local(slots(table, DIGEST, _at(15, 12), _at(17, 12)))]
    assert days == [16, 17]  # a Saturday and a Sunday


def test_slots_are_open_at_the_start_and_closed_at_the_end(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    at = _at(12, 7, 30)
    assert slots(table, DIGEST, at - timedelta(seconds=1), at) == [at.astimezone(UTC)]
    assert slots(table, DIGEST, at, at + timedelta(seconds=1)) == []


def test_slots_of_long_ago_are_nobodys_business(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    assert len(slots(table, DIGEST, _at(1, 0), _at(12, 8))) == 2


def test_the_backup_is_nightly_and_the_clock_judges_at_midnight_and_at_each_deadline(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    assert _local(slots(table, BACKUP, _at(11, 0), _at(12, 12))) == [(11, "02:00"), (12, "02:00")]
    assert _local(slots(table, JUDGE, _at(19, 12), _at(21, 12))) == [(20, "00:00"), (21, "00:00")]


def test_hours_are_the_campaigns_whatever_the_machines_zone(office: Office) -> None:
    now = _at(12, 8).astimezone(ZoneInfo("America/New_York"))
    assert newest_slot(office.settings, office.campaign, now) == _at(12, 7, 30)


def test_the_settings_hours_hold(office: Office) -> None:
    settings = Settings(digest=Digest(at=("06:00", "18:00")))  # type: ignore[arg-type]
    table = timetable(settings, office.campaign)
    assert _local(slots(table, DIGEST, _at(12, 0), _at(13, 0))) == [(12, "06:00"), (12, "18:00")]


def test_polls_are_denser_around_the_deadline_and_never_rarer(office: Office) -> None:
    usual = office.settings.mailbox.poll_every
    assert poll_every(office.settings, office.campaign, _at(18, 23, 59)) == usual
    assert poll_every(office.settings, office.campaign, _at(19, 0)) == timedelta(minutes=1)
    assert poll_every(office.settings, office.campaign, _at(20, 23, 59)) == timedelta(minutes=1)
    assert poll_every(office.settings, office.campaign, _at(21, 0)) == usual
    quick = Settings(mailbox=Mailbox(poll_every="10s"))  # type: ignore[arg-type]
    assert poll_every(quick, office.campaign, _at(19, 12)) == timedelta(seconds=10)


def test_it_is_over_after_the_grace(office: Office) -> None:
    assert not is_over(office.campaign, _at(21, 0))
    assert is_over(office.campaign, _at(21, 0, 1))


def test_a_campaign_without_a_deadline_keeps_ordinary_days(office: Office) -> None:
    endless = office.campaign.model_copy(
        update={"defaults": office.campaign.defaults.model_copy(update={"deadline": None, "grace_until": None})}
    )
    endless = endless.model_copy(update={"group": ()})
    assert endless.deadlines() == ()
    assert not is_over(endless, _at(30, 0))
    assert _local(slots(timetable(office.settings, endless), DIGEST, _at(19, 0), _at(20, 0))) == [(19, "07:30")]


def test_hours_of_single_days_that_are_over_never_fire_again(office: Office) -> None:
    table = timetable(office.settings, office.campaign)
    after = _at(22, 10)
    assert {timed.job for timed in table if upcoming(timed.trigger, after) is None} == {DIGEST, JUDGE}
    assert all((at := upcoming(timed.trigger, after)) is None or at > after for timed in table)
    assert min(at for timed in table if (at := upcoming(timed.trigger, _at(19, 12)))) == _at(19, 16, 30)
