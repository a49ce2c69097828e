"""Measuring a real store, disk and engine state."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from config.settings import Settings
from ingest.drive.interface import Answer, Cause, Fetched, Item, Observation
from ingest.engine.interface import State, TaskState
from ingest.mailbox.interface import Delivery, FolderState, Quota
from ingest.store import derived, facts, tables, work
from ingest.store.database import Database
from ingest.watch.gather import Daemon, gather
from ingest.watch.vitals import ClockJump, DriveHealth, Job, Ledger, Vitals
from parsers.facts import READING_VERSION
from tests.contracts.store import delivery
from tests.ingest.assessments import CAMPAIGN
from tests.servers.postgres import Postgres

C = CAMPAIGN.id
NOW = datetime(2024, 11, 19, 0, 45, tzinfo=UTC)  # 7h45 in Hanoi
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STARTED = Daemon(started_at=NOW - DAY)


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


def _settings(folder: Path) -> Settings:
    return Settings.model_validate({"data_dir": str(folder), "digest": {"at": ["07:30", "16:30"]}})


def _vitals(database: Database, folder: Path, daemon: Daemon = STARTED, states: tuple[TaskState, ...] = ()) -> Vitals:
    return gather(database, _settings(folder), CAMPAIGN, states, NOW, daemon)


def _answer(cause: Cause) -> Answer:
    status = {"ok": 200, "not_found": 404, "unauthorised": 401, "server": 0}[cause]
    return Answer("account", cause, status, "" if cause == "ok" else f"{cause}<b>", {})


def _asked(database: Database, link: str, at: datetime, cause: Cause) -> None:
    with database.begin() as connection:
        derived.add_link_work(connection, C, link, None, 0, at)
        facts.add_observation(connection, C, Observation(link, at, _answer(cause), None))


def test_an_empty_store_has_nothing_wrong(database: Database, tmp_path: Path) -> None:
    vitals = _vitals(database, tmp_path)
    assert (vitals.jobs, vitals.aside, vitals.ledger, vitals.drive) == ({}, {}, Ledger(), DriveHealth())
    assert vitals.rows_waiting == {"unread": 0, "due": 0, "pending": 0, "unanswered": 0}
    assert (vitals.growth, vitals.last_mail_at, vitals.digest_made, vitals.database_error) == (None, None, None, "")
    assert vitals.disk is not None
    assert 0 < vitals.disk.free < vitals.disk.total
    assert vitals.disk.writable


def test_what_the_process_knows_of_itself_is_passed_on(database: Database, tmp_path: Path) -> None:
    jump = ClockJump(NOW - HOUR, HOUR)
    daemon = Daemon(NOW - DAY, MINUTE, "OperationalError", Quota(1, 2), jump, NOW - 3 * HOUR, ("captions",))
    vitals = _vitals(database, tmp_path, daemon)
    assert (vitals.heartbeat, vitals.engine_error, vitals.quota) == (MINUTE, "OperationalError", Quota(1, 2))
    assert (vitals.clock_jump, vitals.digest_due) == (jump, NOW - 3 * HOUR)
    assert vitals.rule_failures == ("captions",)


def test_jobs_bear_their_success_and_their_failure(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        work.set_job_success(connection, C, "poll", NOW - HOUR)
        work.set_job_failure(connection, C, "poll", NOW - MINUTE, "Không đọc được hộp thư.")
        work.set_job_failure(connection, C, "backup", NOW, "Ổ đĩa đầy.")
        work.set_job_success(connection, "another", "judge", NOW)
    assert _vitals(database, tmp_path).jobs == {
        "poll": Job(NOW - HOUR, NOW - MINUTE, "Không đọc được hộp thư."),
        "backup": Job(None, NOW, "Ổ đĩa đầy."),
    }


def test_live_tasks_are_counted_and_the_oldest_is_known(database: Database, tmp_path: Path) -> None:
    def task(number: int, kind: str, state: State, ago: timedelta) -> TaskState:
        return TaskState(str(number), kind, "x", state, NOW - ago)

    states = (
        task(1, "read", "waiting", MINUTE),
        task(2, "read", "waiting", HOUR),
        task(3, "read", "running", 9 * HOUR),
        task(4, "follow", "waiting", MINUTE),
    )
    vitals = _vitals(database, tmp_path, states=states)
    assert vitals.tasks == {("read", "waiting"): 2, ("read", "running"): 1, ("follow", "waiting"): 1}
    assert vitals.oldest_waiting == NOW - HOUR


def test_rows_that_wait_are_counted(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        for number in range(4):
            facts.add_delivery(connection, C, delivery(str(number), f"{number:064d}"), NOW - HOUR)
        derived.mark_read(connection, C, f"{0:064d}", READING_VERSION)
        derived.mark_read(connection, C, f"{1:064d}", "0.old")
        for name in "abcd":
            derived.add_link_work(connection, C, name, None, 0, NOW - MINUTE)
        derived.schedule_link(connection, C, "b", due_at=NOW + HOUR, attempts=0, pending=True)
        derived.schedule_link(connection, C, "c", due_at=NOW + HOUR, attempts=2, pending=False)
        derived.schedule_link(connection, C, "d", due_at=NOW + HOUR, attempts=0, pending=False)
    vitals = _vitals(database, tmp_path)
    assert vitals.rows_waiting == {"unread": 3, "due": 1, "pending": 1, "unanswered": 1}
    assert vitals.links_waiting
    assert vitals.last_mail_at == NOW - HOUR


def test_rows_set_aside_are_counted_until_the_code_changes(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        for kind, subject, ago, version in (
            ("read", "a", HOUR, READING_VERSION),
            ("read", "b", DAY, READING_VERSION),
            ("follow", "c", MINUTE, READING_VERSION),
            ("read", "d", HOUR, "0.old"),
            ("read", "e", HOUR, READING_VERSION),
        ):
            work.begin_attempt(connection, C, kind, subject, version, NOW - ago)
            if subject != "e":
                work.set_aside(connection, C, kind, subject, "killed", "…")
    vitals = _vitals(database, tmp_path)
    assert vitals.aside == {"read": 2, "follow": 1}
    assert vitals.aside_since == NOW - DAY


def _sighted(uid: int, folder: str, **changes: object) -> Delivery:
    canonical = hashlib.sha256(f"{folder}{uid}".encode()).hexdigest()
    return delivery(str(uid), canonical, folder=folder, **changes)


def test_the_conservation_law_holds_folder_by_folder(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        for uid in (1, 2, 3):
            facts.add_delivery(connection, C, _sighted(uid, "INBOX"), NOW)
        held = replace(_sighted(4, "INBOX"), path=None, canonical="", sha256="", reason="NO")
        facts.add_delivery(connection, C, held, NOW)
        for uid in range(5):  # four of them were deleted on the server since
            facts.add_delivery(connection, C, _sighted(uid, "Spam"), NOW)
        for uid in range(2):  # of an earlier epoch
            facts.add_delivery(connection, C, _sighted(uid, "INBOX", uidvalidity=6), NOW)
        account = held.account
        facts.set_position(connection, C, account, FolderState("INBOX", 7, 9, 4), NOW)
        facts.set_position(connection, C, account, FolderState("Spam", 7, 9, 1), NOW)
    assert _vitals(database, tmp_path).ledger == Ledger(on_server=5, received=10, held=1, missing=0)
    with database.begin() as connection:
        facts.set_position(connection, C, account, FolderState("INBOX", 7, 9, 6), NOW)
    assert _vitals(database, tmp_path).ledger == Ledger(on_server=7, received=10, held=1, missing=2)


def test_growth_is_the_mean_of_the_last_week(database: Database, tmp_path: Path) -> None:
    item = Item("id-a", "a.jpg", "a.jpg", "image/jpeg", 10, "0" * 32, "r1", None, None)
    from_drive = Fetched("ok", "", None, "c" * 64, 7_000_000, "image/jpeg", "")
    with database.begin() as connection:
        facts.add_delivery(connection, C, delivery("1", "1" * 64, size=14_000_000), NOW - DAY)
        facts.add_delivery(connection, C, delivery("2", "2" * 64, size=900_000_000), NOW - 8 * DAY)
        facts.add_fetch(connection, C, item, from_drive, NOW - DAY)
    assert _vitals(database, tmp_path).growth == 3_000_000


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([("a", 5, "ok"), ("b", 4, "not_found")], DriveHealth("ok")),
        ([("a", 5, "ok"), ("a", 4, "server")], DriveHealth("unreachable", "mất kết nối serverb", NOW - 5 * MINUTE)),
        ([("a", 4, "server")], DriveHealth("unreachable", "mất kết nối serverb", None)),
        # one link at which Google stumbles is no outage
        ([("a", 9, "ok"), ("b", 8, "ok"), ("c", 7, "ok"), ("d", 6, "server"), ("d", 1, "server")], DriveHealth("ok")),
        (
            [("a", 9, "ok"), ("b", 8, "server"), ("c", 7, "server"), ("d", 6, "server")],
            DriveHealth("unreachable", "mất kết nối serverb", NOW - 9 * MINUTE),
        ),
        # what the account lacks no link can tell better than another
        (
            [("a", 9, "ok"), ("b", 8, "ok"), ("c", 7, "ok"), ("d", 6, "unauthorised")],
            DriveHealth("refused", "401 unauthorisedb", NOW - 7 * MINUTE),
        ),
        ([("a", 9, "unauthorised"), ("b", 8, "not_found")], DriveHealth("ok")),
    ],
)
def test_drive_is_known_by_its_newest_answers(
    database: Database, tmp_path: Path, asked: list[tuple[str, int, Cause]], expected: DriveHealth
) -> None:
    for link, minutes, cause in asked:
        _asked(database, link, NOW - minutes * MINUTE, cause)
    assert _vitals(database, tmp_path).drive == expected


def test_the_newest_edition_is_known(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        work.add_edition(connection, C, NOW - DAY, NOW - DAY, "")
        work.add_edition(connection, C, NOW - 2 * DAY, NOW, "")
    vitals = _vitals(database, tmp_path)
    assert vitals.digest_made == NOW - DAY
    assert vitals.digest_due == datetime(2024, 11, 19, 0, 30, tzinfo=UTC)


def test_a_database_that_is_gone_is_a_fact_among_others(tmp_path: Path) -> None:
    database = Database("postgresql+psycopg://ai:bi-mat@127.0.0.1:9/khong-co")
    vitals = _vitals(database, tmp_path, Daemon(NOW, heartbeat=MINUTE))
    assert "127.0.0.1" in vitals.database_error
    assert "bi-mat" not in vitals.database_error
    assert vitals.heartbeat == MINUTE
    assert vitals.disk is not None


def test_a_damaged_database_is_a_fact_among_others(tmp_path: Path) -> None:
    path = tmp_path / "tiepnhan.db"
    path.write_bytes(os.urandom(8192))
    assert _vitals(Database(f"sqlite:///{path}"), tmp_path).database_error


def test_a_folder_that_is_not_there_has_no_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/tiepnhan.db")
    database.migrate()
    assert _vitals(database, tmp_path / "gone").disk is None
    database.close()


def test_a_key_that_is_refused_is_told_though_the_account_is_heard(database: Database, tmp_path: Path) -> None:
    refused = Answer("stranger", "unauthorised", 400, "API_KEY_INVALID", {})
    with database.begin() as connection:
        facts.add_observation(connection, C, Observation("a", NOW, _answer("ok"), refused))
    assert _vitals(database, tmp_path).drive == DriveHealth("refused", "400 API_KEY_INVALID", None)


def test_measuring_a_full_campaign_is_cheap(tmp_path: Path) -> None:
    """10,000 messages, 2,000 links each asked five times and of late in vain: the worst case of the usual size."""
    database = Database(f"sqlite:///{tmp_path}/tiepnhan.db")
    database.migrate()
    one, seen = _sighted(1, "INBOX"), Observation("link", NOW, _answer("server"), None)
    with database.begin() as connection:
        facts.add_delivery(connection, C, one, NOW - HOUR)
        facts.add_observation(connection, C, seen)
        derived.add_link_work(connection, C, "link", None, 0, NOW)
        _multiply(connection, tables.sightings, "uid", 10_000)
        _multiply(connection, tables.messages, "canonical", 10_000)
        _multiply(connection, tables.link_work, "drive_id", 2_000)
        _multiply(connection, tables.observations, "drive_id", 10_000)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        vitals = _vitals(database, tmp_path)
        taken.append(time.perf_counter() - began)
    database.close()
    assert (vitals.drive.state, vitals.rows_waiting["unread"], vitals.ledger.received) == (
        "unreachable",
        10_001,
        10_001,
    )
    assert min(taken) < 0.5  # some 50 ms; a busy machine may take longer


def _multiply(connection: Connection, table: sa.Table, key: str, count: int) -> None:
    """The table's one row, so many times more."""
    row = dict(connection.execute(sa.select(table)).one()._mapping)
    connection.execute(table.insert(), [{**row, key: f"{number:064d}"} for number in range(count)])
