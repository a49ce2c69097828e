"""The operator's alerts as rows, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest.store.alerts import AlertChanges, OpenAlert, open_alerts, open_troubles, reconcile_alerts
from ingest.store.database import Database
from ingest.store.tables import alerts as table
from ingest.watch.alerts import Alert
from tests.servers.postgres import Postgres
from validators.assessment import Trouble

C = "congress-2024"
NOON = datetime(2024, 11, 18, 5, 0, tzinfo=UTC)
SECONDS, MINUTE, HOUR = timedelta(seconds=15), timedelta(minutes=1), timedelta(hours=1)
DISK = Alert("disk", "", "Ổ đĩa còn trống 4 GB.", "Giải phóng ổ đĩa.")
FULLER = Alert("disk", "", "Ổ đĩa còn trống 3 GB.", "Giải phóng ổ đĩa.")
RULE = Alert("rule", "captions", "Quy tắc hỏng.", "Báo.")
OTHER_RULE = Alert("rule", "links", "Quy tắc hỏng.", "Báo.")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store on either database."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.database()
    else:
        url = f"sqlite:///{tmp_path}/tiepnhan.db"
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


def _look(database: Database, at: datetime, *alerts: Alert) -> AlertChanges:
    with database.begin() as connection:
        return reconcile_alerts(connection, C, alerts, at)


def _open(database: Database, at: datetime) -> list[OpenAlert]:
    with database.read() as connection:
        return open_alerts(connection, C, at)


def _rows(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]


def test_a_trouble_opens_stays_and_goes(database: Database) -> None:
    assert _look(database, NOON, DISK) == AlertChanges(opened=(DISK,))
    assert _look(database, NOON + SECONDS, DISK) == AlertChanges()
    assert _open(database, NOON + HOUR) == [OpenAlert(DISK, NOON)]
    assert _look(database, NOON + 2 * HOUR) == AlertChanges(closed=(DISK,))
    assert _open(database, NOON + 2 * HOUR) == []


def test_saying_it_again_changes_nothing(database: Database) -> None:
    _look(database, NOON, DISK, RULE, OTHER_RULE)
    before = _rows(database)
    for step in range(10):
        assert _look(database, NOON + step * SECONDS, OTHER_RULE, DISK, RULE) == AlertChanges()
    assert _rows(database) == before
    _look(database, NOON + HOUR)
    gone = _rows(database)
    assert _look(database, NOON + HOUR) == AlertChanges()
    assert _rows(database) == gone


def test_any_past_instant_can_be_asked(database: Database) -> None:
    _look(database, NOON, DISK)
    _look(database, NOON + HOUR, DISK, RULE)
    _look(database, NOON + 2 * HOUR, RULE)
    at = {hours: [one.alert.kind for one in _open(database, NOON + hours * HOUR)] for hours in (-1, 0, 1, 2, 3)}
    assert at == {-1: [], 0: ["disk"], 1: ["disk", "rule"], 2: ["rule"], 3: ["rule"]}


def test_one_that_comes_and_goes_within_minutes_is_one_trouble(database: Database) -> None:
    for minute in range(0, 60, 10):
        _look(database, NOON + minute * MINUTE, DISK)
        _look(database, NOON + (minute + 5) * MINUTE)
    _look(database, NOON + 60 * MINUTE, DISK)
    assert _open(database, NOON + 60 * MINUTE) == [OpenAlert(DISK, NOON)]
    _look(database, NOON + 61 * MINUTE)
    _look(database, NOON + 3 * HOUR, DISK)  # much later: a new one
    assert _open(database, NOON + 3 * HOUR) == [OpenAlert(DISK, NOON + 3 * HOUR)]


def test_new_words_keep_the_beginning_and_are_written_seldom(database: Database) -> None:
    _look(database, NOON, DISK)
    for step in range(1, 20):
        assert _look(database, NOON + step * SECONDS, FULLER if step % 2 else DISK) == AlertChanges()
    assert len(_rows(database)) == 1
    assert _look(database, NOON + HOUR, FULLER) == AlertChanges()  # the same trouble: nothing for the log
    assert _open(database, NOON + HOUR) == [OpenAlert(FULLER, NOON)]
    assert _open(database, NOON + HOUR - SECONDS) == [OpenAlert(DISK, NOON)]  # as it was told then


def test_what_went_and_came_at_the_same_instant_never_went(database: Database) -> None:
    _look(database, NOON, DISK)
    _look(database, NOON)
    assert _look(database, NOON, FULLER) == AlertChanges(opened=(FULLER,))
    assert _open(database, NOON) == [OpenAlert(FULLER, NOON)]


def test_a_clock_that_goes_back_closes_nothing_before_it_began(database: Database) -> None:
    _look(database, NOON, DISK)
    assert _look(database, NOON - HOUR) == AlertChanges(closed=(DISK,))
    assert _open(database, NOON - HOUR) == _open(database, NOON) == _open(database, NOON + HOUR) == []


def test_campaigns_do_not_mix(database: Database) -> None:
    _look(database, NOON, DISK)
    with database.begin() as connection:
        assert reconcile_alerts(connection, "another", [], NOON) == AlertChanges()
        assert open_alerts(connection, "another", NOON) == []
    assert _open(database, NOON) == [OpenAlert(DISK, NOON)]


def test_the_digest_takes_all_but_broken_rules_which_it_sees_itself(database: Database) -> None:
    _look(database, NOON, RULE, DISK)
    with database.read() as connection:
        assert open_troubles(connection, C, NOON) == (Trouble("disk", DISK.detail, DISK.mend, NOON),)


def test_of_troubles_of_one_age_the_most_urgent_is_told_first(database: Database) -> None:
    kinds = ("backup", "aside", "disk", "clock", "token", "mailbox", "drive")
    _look(database, NOON - HOUR, Alert("queue", "", "Có việc chờ.", "Xem."))
    _look(database, NOON, Alert("queue", "", "Có việc chờ.", "Xem."), *(Alert(kind, "", ".", ".") for kind in kinds))
    told = [one.alert.kind for one in _open(database, NOON)]
    assert told == ["queue", "mailbox", "token", "disk", "clock", "drive", "aside", "backup"]
