"""The durable engine: each trap of DBOS that we know, processes killed with SIGKILL, files lost and broken."""

import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import IO

import pytest

from ingest.engine.durable import DurableEngine, open_client
from ingest.engine.interface import LIVE, Queue, State, TaskState
from ingest.errors import Busy, StoreUnavailable
from tests.ingest.engine.work import QUEUES, Work, eventually, task
from tests.servers.postgres import Postgres

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jobs.sqlite"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "work")


@pytest.fixture
def engine(file: Path, work: Work) -> Iterator[DurableEngine]:
    with DurableEngine(file, QUEUES, work) as opened:
        yield opened


class Worker:
    """The other process; each of its lives is a child that a signal may end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def await_start(self) -> None:
        eventually((self._folder / "started").exists)

    @property
    def pid(self) -> int:
        eventually((self._folder / "pid").exists)
        return int((self._folder / "pid").read_text(encoding="ascii"))

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        eventually((self._folder / "over").exists)

    def leave(self) -> tuple[bool, str]:
        """Whether all its pieces ended, and what it told on its outputs."""
        (self._folder / "leave").touch()
        eventually((self._folder / "over").exists)
        stopped = (self._folder / "stopped").read_text(encoding="ascii")
        return stopped == "True", (self._folder / "told").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def nursery() -> Iterator[IO[str]]:
    """The parent of the workers: what it has imported once its children need not."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.ingest.engine.worker"], cwd=ROOT, stdin=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdin is not None
        yield process.stdin
        process.stdin.close()
        assert process.wait(120) == 0


@pytest.fixture
def begin(nursery: IO[str], file: Path, work: Work) -> Iterator[Callable[..., Worker]]:
    """Begin a worker with so many lives; it ends with the test."""
    begun: list[Worker] = []

    def begin(*, lives: int = 1) -> Worker:
        nursery.write(f"{file}\t{work.folder}\t{lives}\n")
        nursery.flush()
        begun.append(Worker(work.folder))
        return begun[-1]

    yield begin
    (work.folder / "leave").touch()
    if begun:
        eventually((work.folder / "over").exists, 120)


def _fill(file: Path, work: Work, *tasks: tuple[str, str]) -> None:
    """Have tasks wait in a file: an engine takes them up, and is stopped before any ends."""
    with DurableEngine(file, QUEUES, work) as engine:
        engine.enqueue(task("gate", "blocker", queue="one", priority=1))
        work.await_begun("gate", "blocker")
        for number, (kind, subject) in enumerate(tasks):
            engine.enqueue(task(kind, subject, queue="one", priority=2 + number))
        assert not engine.stop(0)
    work.open("blocker")


def _await(engine: DurableEngine, task_id: str, state: State) -> TaskState:
    eventually(lambda: (found := engine.status(task_id)) is not None and found.state not in LIVE)
    found = engine.status(task_id)
    assert found is not None
    assert found.state == state
    return found


def _rows(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


# The traps, in the order in which we met them


def test_trap_1_the_file_is_in_wal_mode(engine: DurableEngine, file: Path) -> None:
    assert engine.healthy() == ""
    assert _rows(file, "PRAGMA journal_mode") == [("wal",)]


def test_trap_2_other_code_takes_up_the_work_and_only_our_number_says_otherwise(file: Path, work: Work) -> None:
    _fill(file, work, ("quick", "m1"))

    def rewritten(kind: str, subject: str) -> bool:
        return work(kind, subject)

    with DurableEngine(file, QUEUES, rewritten) as engine:
        _await(engine, "quick-m1", "done")
        engine.enqueue(task("gate", "held", queue="one"))
        work.await_begun("gate", "held")
        engine.enqueue(task("quick", "m2", queue="one"))
        assert not engine.stop(0)
    work.open("held")
    with DurableEngine(file, QUEUES, work, schema_version="2") as engine:
        assert engine.list() == []  # forgotten, not stuck: whoever reads the rows of the store enqueues them again
        assert engine.enqueue(task("quick", "m2", queue="one"))
        _await(engine, "quick-m2", "done")


def test_trap_3_a_second_engine_does_not_touch_live_work(begin: Callable[..., Worker], file: Path, work: Work) -> None:
    _fill(file, work, ("third-gate", "folder"))
    worker = begin()
    work.await_begun("third-gate", "folder", 3)
    with pytest.raises(Busy, match=re.escape(str(file))):
        DurableEngine(file, QUEUES, work).start()
    assert [(state.subject, state.state) for state in open_client(file).list()] == [("folder", "running")]
    work.open("folder")
    work.await_begun("third-gate", "folder", 5)
    work.open("folder-end")
    eventually(lambda: open_client(file).list() == [])
    worker.leave()
    assert (state := open_client(file).status("third-gate-folder")) is not None
    assert (state.state, state.steps) == ("done", work.begun("third-gate", "folder"))


def test_trap_4_a_killed_process_goes_on_at_the_piece_where_it_was(
    begin: Callable[..., Worker], file: Path, work: Work
) -> None:
    _fill(file, work, ("third-gate", "folder"), ("quick", "waiting"))
    worker = begin()
    work.await_begun("third-gate", "folder", 3)
    worker.kill()
    states = {state.subject: (state.state, state.steps) for state in open_client(file).list()}
    assert states == {"folder": ("running", 2), "waiting": ("waiting", 0)}
    work.open("folder")
    work.open("folder-end")
    with DurableEngine(file, QUEUES, work) as engine:
        assert _await(engine, "third-gate-folder", "done").steps == 3
        _await(engine, "quick-waiting", "done")
    assert work.begun("third-gate", "folder") == 4  # the third piece twice, the two before it once
    assert work.begun("quick", "waiting") == 1


def test_trap_5_ids_alone_are_stored_as_json_and_never_what_an_error_says(engine: DurableEngine, file: Path) -> None:
    engine.enqueue(task("fail", "m1"))
    engine.enqueue(task("pieces:2", "m2"))
    _await(engine, "fail-m1", "failed")
    _await(engine, "pieces:2-m2", "done")
    inputs = [json.loads(str(row[0])) for row in _rows(file, "SELECT inputs FROM workflow_input ORDER BY 1")]
    assert [given["positionalArgs"] for given in inputs] == [["fail", "m1", "two"], ["pieces:2", "m2", "two"]]
    assert _rows(file, "SELECT DISTINCT serialization FROM workflow_status") == [("portable_json",)]
    stored = b"".join(part.read_bytes() for part in file.parent.iterdir())
    assert "Bí Mật".encode() not in stored
    assert b"ValueError" in stored


def test_trap_6_the_young_engine_is_pinned_and_known_to_one_module() -> None:
    assert version("dbos").startswith("3.4.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "dbos>=3.4,<3.5" in project["dependencies"]
    knowing = [
        path.relative_to(ROOT)
        for package in ("ingest", "parsers", "validators", "config")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^\s*(import|from) dbos\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert knowing == [Path("ingest/engine/durable.py")]


def test_trap_7_what_a_finished_piece_said_is_not_asked_again(file: Path, work: Work) -> None:
    asked: list[str] = []

    def fickle(kind: str, subject: str) -> bool:
        """Says at each run something else, as what looks at a clock does."""
        asked.append(subject)
        if len(asked) == 3:
            work("gate", subject)
        return len(asked) < 4

    with DurableEngine(file, QUEUES, fickle) as engine:
        engine.enqueue(task("any", "m1"))
        work.await_begun("gate", "m1")
        assert not engine.stop(0)
    work.open("m1")

    def otherwise(_kind: str, _subject: str) -> bool:
        asked.append("again")
        return False

    with DurableEngine(file, QUEUES, otherwise) as engine:
        assert _await(engine, "any-m1", "done").steps == 3
    assert asked.count("again") == 1


def test_trap_8_a_task_that_ends_its_process_is_tried_three_times_and_the_others_go_on(
    begin: Callable[..., Worker], file: Path, work: Work
) -> None:
    _fill(file, work, ("die", "poison"), ("quick", "after"))
    worker = begin(lives=4)
    eventually(lambda: work.begun("quick", "after") == 1)
    worker.leave()
    assert work.begun("die", "poison") == 3
    with DurableEngine(file, QUEUES, work) as engine:
        assert engine.list() == []
        _await(engine, "quick-after", "done")
        state = _await(engine, "die-poison", "set_aside")
        assert (state.kind, state.subject) == ("die", "poison")
        assert not engine.enqueue(task("die", "poison"))
        assert not engine.cancel("die-poison")


# Attempts


def test_deaths_count_only_where_the_work_does_not_move(begin: Callable[..., Worker], file: Path, work: Work) -> None:
    _fill(file, work, ("dying-pieces:9", "folder"))
    worker = begin(lives=6)
    eventually(lambda: work.begun("dying-pieces:9", "folder") >= 9)
    worker.leave()
    with DurableEngine(file, QUEUES, work) as engine:
        _await(engine, "dying-pieces:9-folder", "done")


def test_a_stop_is_no_death(file: Path, work: Work) -> None:
    for life in range(1, 5):
        with DurableEngine(file, QUEUES, work) as engine:
            engine.enqueue(task("gate", "slow"))
            work.await_begun("gate", "slow", life)
            assert not engine.stop(0)
    work.open("slow")
    with DurableEngine(file, QUEUES, work) as engine:
        _await(engine, "gate-slow", "done")
    assert work.begun("gate", "slow") == 5


# Stop


def test_a_stop_lets_the_piece_end_and_leaves_the_rest_for_the_next_start(file: Path, work: Work) -> None:
    with DurableEngine(file, QUEUES, work) as engine:
        engine.enqueue(task("third-gate", "folder"))
        engine.enqueue(task("quick", "short"))
        _await(engine, "quick-short", "done")
        work.await_begun("third-gate", "folder", 3)
        work.open("folder")
        assert engine.stop(30)
        assert engine.stop(0)  # a second time nothing is left to stop
        with pytest.raises(StoreUnavailable):
            engine.enqueue(task("quick", "late"))
    begun = work.begun("third-gate", "folder")
    work.open("folder-end")
    with DurableEngine(file, QUEUES, work) as engine:
        state = _await(engine, "third-gate-folder", "done")
    assert state.steps == begun + 1 == work.begun("third-gate", "folder")


def test_the_same_object_starts_again_after_its_stop(engine: DurableEngine, work: Work) -> None:
    engine.enqueue(task("quick", "m1"))
    _await(engine, "quick-m1", "done")
    assert engine.stop(30)
    assert engine.healthy() != ""
    engine.start()
    with pytest.raises(RuntimeError):
        engine.start()
    assert engine.healthy() == ""
    assert not engine.enqueue(task("quick", "m1"))
    engine.enqueue(task("quick", "m2"))
    _await(engine, "quick-m2", "done")


def test_tasks_of_a_queue_that_is_gone_are_forgotten(file: Path, work: Work) -> None:
    _fill(file, work, ("quick", "m1"))
    with DurableEngine(file, [Queue("two", 2)], work) as engine:
        assert engine.list() == []
        assert engine.enqueue(task("quick", "m1", queue="two"))
        _await(engine, "quick-m1", "done")


# The file


def test_a_missing_file_and_folder_are_made(file: Path, work: Work) -> None:
    assert not file.parent.exists()
    with DurableEngine(file, QUEUES, work) as engine:
        assert engine.healthy() == ""
        assert file.exists()


def _overwrite_with_noise(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)


def _tear_a_page(file: Path) -> None:
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xff" * (file.stat().st_size - 8192))


def _drop_a_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE workflow_status")
        connection.commit()


@pytest.mark.parametrize("damage", [_overwrite_with_noise, _tear_a_page, _drop_a_table])
def test_a_broken_file_is_set_aside_and_the_engine_starts_afresh(
    file: Path, work: Work, damage: object, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(file, work, ("quick", "m1"))
    assert callable(damage)
    damage(file)
    content = file.read_bytes()
    with DurableEngine(file, QUEUES, work) as engine:
        assert engine.list(live=False) == []
        assert engine.enqueue(task("quick", "m1"))
        _await(engine, "quick-m1", "done")
        assert engine.healthy() == ""
    aside = [path for path in file.parent.iterdir() if ".broken-" in path.name and path.suffix not in {"-wal", "-shm"}]
    assert content in [path.read_bytes() for path in aside]
    assert "engine_file_set_aside" in capsys.readouterr().out


def test_an_unreachable_file_is_an_error_of_ours_and_stays_where_it_is(tmp_path: Path, work: Work) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")
    engine = DurableEngine(tmp_path / "data" / "jobs.sqlite", QUEUES, work)
    with pytest.raises(StoreUnavailable, match=r"jobs\.sqlite"):
        engine.start()
    assert (tmp_path / "data").read_text(encoding="utf-8") == "a file where a folder should be"


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_deleted_at_run_time_is_noticed_and_a_restart_mends_it(
    engine: DurableEngine, file: Path, work: Work, *, replaced: bool
) -> None:
    engine.enqueue(task("quick", "m1"))
    _await(engine, "quick-m1", "done")
    for part in file.parent.glob("jobs.sqlite*"):
        part.unlink()
    if replaced:
        sqlite3.connect(file).close()
        file.touch()
    assert str(file) in engine.healthy()
    assert engine.stop(30)
    engine.start()
    assert engine.healthy() == ""
    assert engine.list(live=False) == []
    engine.enqueue(task("quick", "m1"))
    _await(engine, "quick-m1", "done")
    assert work.begun("quick", "m1") == 2


def test_it_forgets_what_ended_long_ago(engine: DurableEngine, file: Path, work: Work) -> None:
    for subject in ("a", "b"):
        engine.enqueue(task("quick", subject))
    engine.enqueue(task("fail", "c"))
    engine.enqueue(task("gate", "live"))
    for ended in ("quick-a", "quick-b", "fail-c"):
        _await(engine, ended, "failed" if ended == "fail-c" else "done")
    assert engine.tidy(timedelta(hours=1)) == 0
    assert engine.tidy(timedelta(seconds=-5)) == 3
    assert [state.subject for state in engine.list(live=False)] == ["live"]
    assert _rows(file, "SELECT count(*) FROM workflow_input") == [(1,)]
    work.open("live")
    _await(engine, "gate-live", "done")


def test_a_full_disk_is_an_error_of_ours_and_a_restart_takes_up_what_it_swallowed(
    engine: DurableEngine, file: Path, work: Work
) -> None:
    engine.enqueue(task("gate", "held"))
    work.await_begun("gate", "held")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file grows beyond the size of this one: SQLite takes it for a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(f"{file}-wal").stat().st_size, before[1]))
    try:
        with pytest.raises(StoreUnavailable, match=r"jobs\.sqlite"):
            _enqueue_without_end(engine)
        work.open("held")
        eventually(lambda: engine.running() == 0)
        state = engine.status("gate-held")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert state is not None
    assert state.state in {"running", "done"}  # whether or not its end could be written, it is no failure
    assert engine.stop(30)
    engine.start()
    assert engine.wait(60)
    _await(engine, "gate-held", "done")


def test_a_task_whose_end_cannot_be_written_is_noticed_and_a_restart_mends_it(file: Path, work: Work) -> None:
    with DurableEngine(file, QUEUES, work, patience=0.2) as engine:
        engine.enqueue(task("gate", "m1"))
        work.await_begun("gate", "m1")
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON operation_outputs BEGIN SELECT RAISE(FAIL, 'no room'); END"
            )
            connection.commit()
        assert engine.healthy() == ""
        work.open("m1")
        eventually(lambda: "không ghi được" in engine.healthy())
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DROP TRIGGER refuse")
            connection.commit()
        assert engine.stop(30)
        engine.start()
        _await(engine, "gate-m1", "done")
        assert engine.healthy() == ""
    assert work.begun("gate", "m1") == 2


def _enqueue_without_end(engine: DurableEngine) -> None:
    for number in range(10_000):
        engine.enqueue(task("quick", str(number)))


# PostgreSQL


@pytest.mark.xdist_group("postgres")
def test_it_runs_on_postgresql_as_well(postgres: Postgres, work: Work) -> None:
    url = postgres.database()
    with DurableEngine(url, QUEUES, work) as engine:
        engine.enqueue(task("fail", "m1", queue="one", priority=1))
        engine.enqueue(task("third-gate", "folder", queue="one", priority=2))
        engine.enqueue(task("third-gate", "unwanted", queue="one", priority=3))
        work.await_begun("third-gate", "folder", 3)
        assert engine.healthy() == ""
        assert [(state.subject, state.state) for state in open_client(url).list()] == [
            ("folder", "running"),
            ("unwanted", "waiting"),
        ]
        assert open_client(url).cancel("third-gate-unwanted")
        assert not engine.stop(0)
    work.open("folder")
    work.open("folder-end")
    with DurableEngine(url, QUEUES, work) as engine:
        assert _await(engine, "third-gate-folder", "done").steps == 3
        assert _await(engine, "fail-m1", "failed").error == "ValueError"
        assert engine.tidy(timedelta(seconds=-5)) == 3
        assert engine.list(live=False) == []


# Throughput, quiet, ports


def test_a_queue_of_short_tasks_does_not_wait_for_a_poll(engine: DurableEngine) -> None:
    """A poll starts one task here: without the bell a hundred would take minutes."""
    for number in range(100):
        engine.enqueue(task("quick", str(number), queue="one"))
    assert engine.wait(60)
    assert all(state.state == "done" for state in engine.list(live=False))


def test_it_prints_nothing_and_opens_no_port(begin: Callable[..., Worker], file: Path, work: Work) -> None:
    _fill(file, work, ("fail", "m1"), ("third-gate", "folder"))
    worker = begin()
    work.await_begun("third-gate", "folder", 3)
    assert _internet_sockets(worker.pid) == set()
    assert open_client(file).cancel("third-gate-folder")
    work.open("folder")
    assert worker.leave() == (True, "")


def _internet_sockets(pid: int) -> set[str]:
    opened = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    assert any(name.endswith("jobs.sqlite") for name in opened)
    listed = [
        line.split()[9]
        for table in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
    ]
    return opened & {f"socket:[{inode}]" for inode in listed}


# The other process


def test_another_process_sees_and_cancels_tasks(begin: Callable[..., Worker], file: Path, work: Work) -> None:
    _fill(file, work, ("third-gate", "folder"), ("quick", "unwanted"), ("quick", "wanted"))
    client = open_client(file)
    assert [(state.subject, state.state) for state in client.list()] == [
        ("blocker", "waiting"),
        ("folder", "waiting"),
        ("unwanted", "waiting"),
        ("wanted", "waiting"),
    ]
    assert client.cancel("quick-unwanted")  # no process works on them: a cancelled task stays so
    worker = begin()
    work.await_begun("third-gate", "folder", 3)
    state = client.status("third-gate-folder")
    assert state is not None
    assert (state.state, state.steps) == ("running", 2)
    assert client.cancel("third-gate-folder")
    assert not client.cancel("third-gate-folder")
    work.open("folder")
    work.await_begun("quick", "wanted")
    worker.leave()
    assert work.begun("third-gate", "folder") == 3
    assert work.begun("quick", "unwanted") == 0
    assert client.list() == []
    assert len(client.list(live=False)) == 4


def test_looking_at_a_missing_file_makes_none(file: Path) -> None:
    client = open_client(file)
    assert client.list() == client.list(live=False) == []
    assert client.status("m1") is None
    assert not client.cancel("m1")
    assert not file.parent.exists()


def test_looking_at_a_broken_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "jobs.sqlite"
    _overwrite_with_noise(file)
    with pytest.raises(StoreUnavailable, match=r"jobs\.sqlite"):
        open_client(file).list()
