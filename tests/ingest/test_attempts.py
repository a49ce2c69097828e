"""A row that stumbles is tried again with patience, and set aside when it is poison; the others go on."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Database, Mailbox, Settings
from ingest.attempts import acquit, attempt, bury, standing
from ingest.errors import DriveUnreachable, MailboxUnreachable, NotNow, StoreUnavailable
from ingest.pipeline import chosen
from ingest.retry import DEATHS, FAULTS
from ingest.store import work as rows
from ingest.store.work import Attempt
from ingest.wiring import choose_campaign, open_workplace
from ingest.workers import ReaderLost
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION

NOW = datetime(2024, 11, 18, tzinfo=UTC)
ROW = ("read", "a" * 64)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    """A real workplace with nothing in it."""
    settings = Settings(
        data_dir=str(tmp_path / "var"),
        database=Database(url=f"sqlite:///{tmp_path}/var/tiepnhan.db"),
        mailbox=Mailbox(source="folder", path=str(tmp_path / "mail")),
    )
    with open_workplace(settings, choose_campaign(settings, None), NOW, writing=True) as opened:
        yield opened


def _row(work: Workplace) -> Attempt | None:
    with work.database.read() as connection:
        return standing(rows.attempts(connection, work.campaign.id), *ROW)


def _raise(error: Exception) -> Callable[[], None]:
    def step() -> None:
        raise error

    return step


def _die(work: Workplace, version: str = "") -> None:
    """What a process leaves behind that is killed in the middle of a try."""
    with work.database.begin() as connection:
        rows.begin_attempt(connection, work.campaign.id, *ROW, version or READING_VERSION, NOW)


def test_what_ends_well_leaves_no_trace(work: Workplace) -> None:
    assert attempt(work, *ROW, lambda: None)
    assert _row(work) is None


def test_our_fault_is_noted_without_its_words_and_set_aside_in_the_end(work: Workplace) -> None:
    for number in range(1, FAULTS + 1):
        assert not attempt(work, *ROW, _raise(ValueError("Lò Thị A")))
        row = _row(work)
        assert row is not None
        assert (row.failures, row.begun, row.reason, row.aside) == (number, 0, "ValueError", number == FAULTS)
        assert row.due_at > NOW


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (StoreUnavailable("disk"), "store"),
        (MailboxUnreachable("imap"), "mailbox"),
        (DriveUnreachable("drive"), "drive"),
        (NotNow("other"), "world"),
        (OSError(errno.ENOSPC, "No space left on device"), "store"),
    ],
)
def test_what_the_world_refuses_is_noted_and_raised_and_never_final(
    work: Workplace, error: Exception, cause: str
) -> None:
    for _ in range(FAULTS + 1):
        with pytest.raises(type(error)):
            attempt(work, *ROW, _raise(error))
    row = _row(work)
    assert row is not None
    assert (row.cause, row.aside) == (cause, False)
    assert attempt(work, *ROW, lambda: None)
    assert _row(work) is None


def test_a_reader_that_was_ended_from_outside_stops_no_other_row(work: Workplace) -> None:
    for _ in range(FAULTS + 1):
        assert not attempt(work, *ROW, _raise(ReaderLost("lost")))
    row = _row(work)
    assert row is not None
    assert (row.cause, row.aside) == ("reader", False)


def test_a_row_that_ends_the_program_three_times_is_set_aside_and_no_longer_chosen(work: Workplace) -> None:
    for number in range(1, DEATHS + 1):
        _die(work)
        with work.database.read() as connection:
            tried = rows.attempts(connection, work.campaign.id)
        assert bury(work, tried) == (number == DEATHS)
        assert chosen([ROW[1]], "read", tried) == ([], [ROW[1]])  # alone, until it is set aside
    with work.database.read() as connection:
        tried = rows.attempts(connection, work.campaign.id)
    assert (tried[ROW].aside, tried[ROW].cause) == (True, "killed")
    assert chosen([ROW[1], "b"], "read", tried) == (["b"], [])
    assert bury(work, tried) == 0


def test_who_died_after_the_work_was_done_leaves_no_suspicion(work: Workplace) -> None:
    """The work and the note of its end are two transactions."""
    _die(work)
    with work.database.read() as connection:
        tried = rows.attempts(connection, work.campaign.id)
    assert acquit(work, tried, {ROW}) == 0
    assert _row(work) is not None
    assert acquit(work, tried, set()) == 1
    assert _row(work) is None


def test_progress_clears_a_row_of_suspicion(work: Workplace) -> None:
    for _ in range(DEATHS + 2):
        _die(work)
        with work.database.begin() as connection:
            rows.progressed(connection, work.campaign.id, *ROW)
            tried = rows.attempts(connection, work.campaign.id)
        assert bury(work, tried) == 0


def test_a_stop_of_our_own_will_is_nobodys_death(work: Workplace) -> None:
    for _ in range(DEATHS + 1):
        _die(work)
        with work.database.begin() as connection:
            rows.release_attempts(connection, work.campaign.id)
    assert _row(work) is None


def test_a_try_whose_end_could_not_be_written_is_nobodys_death(work: Workplace) -> None:
    with work.database.begin() as connection:
        connection.exec_driver_sql("create trigger full before delete on attempts begin select raise(abort, 'x'); end")
    for _ in range(DEATHS + 1):
        with pytest.raises(sa.exc.IntegrityError):
            attempt(work, *ROW, lambda: None)
    with work.database.begin() as connection:
        connection.exec_driver_sql("drop trigger full")
        tried = rows.attempts(connection, work.campaign.id)
    assert bury(work, tried) == 0
    row = _row(work)
    assert row is not None
    assert row.begun == 1
    assert attempt(work, *ROW, lambda: None)
    assert _row(work) is None


def test_another_version_of_the_code_starts_anew(work: Workplace) -> None:
    for _ in range(DEATHS):
        _die(work, version="0")
    assert _row(work) is None
    with work.database.read() as connection:
        assert chosen([ROW[1]], "read", rows.attempts(connection, work.campaign.id)) == ([ROW[1]], [])
    assert attempt(work, *ROW, lambda: None)


def test_what_a_person_stops_between_two_pieces_stays_aside(work: Workplace) -> None:
    def piece() -> bool:
        with work.database.begin() as connection:
            rows.leave_aside(connection, work.campaign.id, *ROW, READING_VERSION, "cancelled", NOW)
        return True

    assert attempt(work, *ROW, piece)
    row = _row(work)
    assert row is not None
    assert (row.aside, row.cause) == (True, "cancelled")


def test_each_campaign_has_its_own_rows(work: Workplace) -> None:
    other = replace(work, campaign=work.campaign.model_copy(update={"id": "other"}), now=NOW + timedelta(hours=1))
    assert not attempt(other, *ROW, _raise(ValueError()))
    assert _row(work) is None
    assert _row(other) is not None
