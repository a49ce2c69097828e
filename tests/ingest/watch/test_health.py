"""Well or not: what each fact does to the answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from config.campaign import Campaign
from config.settings import Settings
from ingest.watch.health import duration, gigabytes, health
from ingest.watch.limits import Limits, limits_of
from ingest.watch.vitals import Disk, DriveHealth, Job, Pulse, Vitals
from tests.ingest.assessments import CAMPAIGN

NOW = datetime(2024, 11, 19, 0, 30, tzinfo=UTC)
LIMITS = Limits()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WELL = Vitals(
    started_at=NOW - 3 * DAY,
    now=NOW,
    jobs={"poll": Job(NOW - MINUTE, NOW - MINUTE)},
    last_mail_at=NOW - DAY,
    disk=Disk(100 << 30, 200 << 30),
    heartbeat=timedelta(seconds=1),
    drive=DriveHealth("ok"),
    digest_due=NOW - HOUR,
    digest_made=NOW - HOUR,
)
DOWN = DriveHealth("unreachable", "503 backendError", NOW - HOUR)
POLLED_LONG_AGO = {"poll": Job(NOW - 2 * DAY, NOW, "…")}
JUST_STARTED = NOW - 5 * MINUTE


def _poll(ago: timedelta) -> Mapping[str, Job]:
    return {"poll": Job(NOW - ago, NOW - ago)}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        # the mailbox: three polls long
        ({"jobs": _poll(15 * MINUTE)}, []),
        ({"jobs": _poll(15 * MINUTE + timedelta(seconds=1))}, ["mailbox"]),
        ({"jobs": {"poll": Job(NOW - MINUTE, NOW, "Không đọc được hộp thư.")}}, []),  # one bad try is no outage
        ({"jobs": POLLED_LONG_AGO}, ["mailbox"]),
        ({"jobs": POLLED_LONG_AGO, "started_at": JUST_STARTED}, []),  # what was before the start is not its fault
        ({"jobs": {}, "started_at": JUST_STARTED}, []),
        ({"jobs": {}, "last_mail_at": None}, ["mailbox"]),
        ({"jobs": POLLED_LONG_AGO, "last_mail_at": NOW - MINUTE}, []),  # a long pass that takes mail in is alive
        # Drive: only where links wait for it
        ({"drive": DOWN}, []),
        ({"drive": DOWN, "rows_waiting": {"due": 1}}, ["drive"]),
        ({"drive": DOWN, "rows_waiting": {"unanswered": 1}}, ["drive"]),
        ({"drive": DOWN, "rows_waiting": {"unread": 9, "due": 0}}, []),
        ({"drive": replace(DOWN, since=NOW - MINUTE), "rows_waiting": {"due": 1}}, []),
        ({"drive": replace(DOWN, since=None), "rows_waiting": {"due": 1}}, ["drive"]),
        ({"drive": DriveHealth("refused", "401", NOW), "rows_waiting": {"due": 1}}, ["drive_refused"]),
        ({"drive": DriveHealth("refused", "401", NOW)}, []),
        # the digest: half an hour
        ({"digest_due": NOW - 29 * MINUTE, "digest_made": NOW - DAY}, []),
        ({"digest_due": NOW - 31 * MINUTE, "digest_made": NOW - DAY}, ["digest"]),
        ({"digest_due": NOW - HOUR, "digest_made": NOW - DAY, "started_at": JUST_STARTED}, []),  # is made up
        ({"digest_due": NOW - HOUR, "digest_made": NOW - DAY, "started_at": NOW - 40 * MINUTE}, ["digest"]),
        ({"digest_due": NOW - 4 * DAY, "digest_made": None}, []),  # older than the installation
        ({"digest_due": NOW - 2 * HOUR, "digest_made": None}, ["digest"]),
        ({"digest_due": None, "digest_made": None}, []),
        # the machine
        ({"disk": Disk((1 << 30) - 1, 200 << 30)}, ["disk_full"]),
        ({"disk": Disk(1 << 30, 200 << 30)}, []),
        ({"disk": Disk(100 << 30, 200 << 30, writable=False)}, ["disk_read_only"]),
        ({"disk": None}, []),
        ({"heartbeat": timedelta(seconds=60)}, []),
        ({"heartbeat": timedelta(seconds=61)}, ["foreman"]),
        ({"heartbeat": None}, []),
        ({"engine_error": "OperationalError"}, ["engine"]),
        # without the database nothing else is known
        ({"database_error": "…", "jobs": {}, "digest_made": None}, ["database"]),
        ({"database_error": "…", "heartbeat": HOUR, "engine_error": "x"}, ["database", "foreman", "engine"]),
        ({"jobs": POLLED_LONG_AGO, "disk": Disk(0, 1)}, ["disk_full", "mailbox"]),
    ],
)
def test_each_fact_has_its_reason(changes: dict[str, object], codes: list[str]) -> None:
    state = health(replace(WELL, **changes), LIMITS)  # type: ignore[arg-type]
    assert [reason.code for reason in state.reasons] == codes
    assert state.ok == (not codes)
    assert all(reason.text.endswith(".") for reason in state.reasons)


def test_a_clock_that_went_back_makes_nothing_late() -> None:
    ahead = replace(WELL, jobs={"poll": Job(NOW + DAY, NOW + DAY)}, started_at=NOW + DAY, digest_due=NOW + HOUR)
    assert health(ahead, LIMITS).ok


@pytest.mark.parametrize(("every", "silence"), [("5m", 15 * MINUTE), ("1h", 3 * HOUR), ("1s", timedelta(seconds=10))])
def test_patience_is_three_polls(every: str, silence: timedelta) -> None:
    settings = Settings.model_validate({"mailbox": {"poll_every": every}})
    assert limits_of(settings, CAMPAIGN).poll_silence == silence


def test_the_zone_is_the_campaigns() -> None:
    abroad: Campaign = CAMPAIGN.model_copy(update={"timezone": "Asia/Tokyo"})
    assert limits_of(Settings(), abroad).zone.key == "Asia/Tokyo"


def test_a_pulse_ages_until_it_beats() -> None:
    pulse = Pulse()
    pulse.beat()
    first = pulse.age()
    assert timedelta(0) <= first < timedelta(seconds=5)
    assert pulse.age() >= first
    pulse.beat()
    assert pulse.age() < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=30), "30 giây"),
        (45 * MINUTE, "45 phút"),
        (80 * MINUTE, "01 giờ 20 phút"),
        (2 * HOUR, "02 giờ"),
        (51 * HOUR, "02 ngày 03 giờ"),
        (2 * DAY, "02 ngày"),
        (-HOUR, "01 giờ"),
    ],
)
def test_spans_are_told_as_people_say_them(span: timedelta, words: str) -> None:
    assert duration(span) == words


@pytest.mark.parametrize(
    ("size", "words"), [(int(3.1 * (1 << 30)), "3,1 GB"), (10 << 30, "10 GB"), (512 << 20, "512 MB"), (0, "0 MB")]
)
def test_sizes_are_told_as_people_write_them(size: int, words: str) -> None:
    assert gigabytes(size) == words
