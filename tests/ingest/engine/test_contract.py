"""What both engines promise alike."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.engine.direct import DirectEngine
from ingest.engine.durable import DurableEngine
from ingest.engine.interface import LIVE, Engine, Step, Task
from tests.ingest.engine.work import QUEUES, Work, eventually, task

ENGINES = ("direct", "durable")


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "work")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path, work: Work) -> Iterator[Engine]:
    with _engine(request.param, tmp_path, work) as opened:
        yield opened


def _engine(kind: str, folder: Path, step: Step) -> DirectEngine | DurableEngine:
    if kind == "direct":
        return DirectEngine(QUEUES, step, now=lambda: datetime.now(UTC))
    return DurableEngine(folder / "jobs.sqlite", QUEUES, step)


def _ended(engine: Engine, *ids: str) -> None:
    def all_ended() -> bool:
        return all((state := engine.status(each)) is not None and state.state not in LIVE for each in ids)

    eventually(all_ended)


def test_it_runs_a_task_and_remembers_it(engine: Engine, work: Work) -> None:
    assert engine.enqueue(task("quick", "m1"))
    _ended(engine, "quick-m1")
    state = engine.status("quick-m1")
    assert state is not None
    assert (state.kind, state.subject, state.state, state.steps, state.error) == ("quick", "m1", "done", 1, "")
    assert state.enqueued_at.utcoffset() is not None
    assert engine.list() == []
    assert engine.list(live=False) == [state]
    assert work.journal() == ["quick/m1"]


def test_it_does_long_work_piece_by_piece(engine: Engine, work: Work) -> None:
    engine.enqueue(task("pieces:4", "folder"))
    _ended(engine, "pieces:4-folder")
    state = engine.status("pieces:4-folder")
    assert state is not None
    assert (state.state, state.steps) == ("done", 4)
    assert work.begun("pieces:4", "folder") == 4


def test_it_runs_the_same_id_once_also_after_it_ended(engine: Engine, work: Work) -> None:
    assert engine.enqueue(task("gate", "m1"))
    assert not engine.enqueue(task("gate", "m1"))
    work.open("m1")
    _ended(engine, "gate-m1")
    assert not engine.enqueue(task("gate", "m1"))
    assert not engine.enqueue(Task("gate-m1", "quick", "other", "one", 1))
    engine.enqueue(task("quick", "last", queue="one"))
    _ended(engine, "quick-last")
    assert sorted(work.journal()) == ["gate/m1", "quick/last"]


@pytest.mark.parametrize(("kind", "error"), [("fail", "ValueError"), ("leave", "SystemExit")])
def test_a_task_that_raises_fails_alone_and_tells_no_text(engine: Engine, kind: str, error: str) -> None:
    engine.enqueue(task(kind, "bad", queue="one", priority=1))
    engine.enqueue(task("quick", "good", queue="one", priority=2))
    _ended(engine, f"{kind}-bad", "quick-good")
    bad, good = engine.status(f"{kind}-bad"), engine.status("quick-good")
    assert bad is not None
    assert good is not None
    assert (bad.state, bad.error, bad.steps) == ("failed", error, 0)
    assert good.state == "done"


def test_the_most_urgent_runs_first_and_the_oldest_among_equals(engine: Engine, work: Work) -> None:
    engine.enqueue(task("gate", "first", queue="one", priority=9))
    work.await_begun("gate", "first")
    for subject, priority in (("e", 9), ("c", 5), ("a", 1), ("d", 5), ("b", 1)):
        engine.enqueue(task("quick", subject, queue="one", priority=priority))
    assert [state.subject for state in engine.list()] == ["first", "e", "c", "a", "d", "b"]
    work.open("first")
    _ended(engine, *(f"quick-{subject}" for subject in "abcde"))
    assert work.journal() == ["gate/first", *(f"quick/{subject}" for subject in "abcde")]


def test_a_queue_runs_as_many_as_it_may_and_another_one_beside_it(engine: Engine, work: Work) -> None:
    for subject in ("a", "b", "c"):
        engine.enqueue(task("gate", subject, queue="two"))
    engine.enqueue(task("gate", "d", queue="one"))
    for subject in ("a", "b", "d"):
        work.await_begun("gate", subject)
    states = {state.subject: state.state for state in engine.list()}
    assert states == {"a": "running", "b": "running", "c": "waiting", "d": "running"}
    work.open("a")
    work.await_begun("gate", "c")
    for subject in ("b", "c", "d"):
        work.open(subject)
    _ended(engine, *(f"gate-{subject}" for subject in "abcd"))


def test_cancelling_takes_effect_between_two_pieces(engine: Engine, work: Work) -> None:
    engine.enqueue(task("third-gate", "folder", queue="one"))
    work.await_begun("third-gate", "folder", 3)
    state = engine.status("third-gate-folder")
    assert state is not None
    assert (state.state, state.steps) == ("running", 2)
    assert engine.cancel("third-gate-folder")
    assert not engine.cancel("third-gate-folder")
    work.open("folder")
    engine.enqueue(task("quick", "next", queue="one"))
    _ended(engine, "quick-next")
    state = engine.status("third-gate-folder")
    assert state is not None
    assert state.state == "cancelled"
    assert work.begun("third-gate", "folder") == 3
    assert not engine.enqueue(task("third-gate", "folder", queue="one"))


def test_a_cancelled_task_that_waits_never_runs(engine: Engine, work: Work) -> None:
    engine.enqueue(task("gate", "first", queue="one"))
    work.await_begun("gate", "first")
    engine.enqueue(task("quick", "unwanted", queue="one"))
    engine.enqueue(task("quick", "wanted", queue="one"))
    assert engine.cancel("quick-unwanted")
    work.open("first")
    _ended(engine, "gate-first", "quick-wanted", "quick-unwanted")
    assert work.journal() == ["gate/first", "quick/wanted"]


def test_what_is_unknown_or_over_cannot_be_cancelled(engine: Engine) -> None:
    assert engine.status("nobody") is None
    assert not engine.cancel("nobody")
    engine.enqueue(task("quick", "m1"))
    _ended(engine, "quick-m1")
    assert not engine.cancel("quick-m1")
    state = engine.status("quick-m1")
    assert state is not None
    assert state.state == "done"


@pytest.mark.parametrize("kind", ENGINES)
def test_a_step_may_enqueue_and_cancel(kind: str, tmp_path: Path) -> None:
    seen = threading.Event()
    opened: list[Engine] = []

    def step(kind: str, subject: str) -> bool:
        if kind == "parent":
            assert opened[0].enqueue(task("child", subject, queue="one"))
            assert opened[0].cancel("hopeless-x")
        if kind == "child":
            seen.set()
        if kind == "hopeless":
            seen.wait(60)
            return True
        return False

    with _engine(kind, tmp_path, step) as engine:
        opened.append(engine)
        engine.enqueue(task("hopeless", "x"))
        eventually(lambda: engine.list()[0].state == "running")
        engine.enqueue(task("parent", "m1"))
        _ended(engine, "parent-m1", "child-m1", "hopeless-x")
        states = {state.kind: (state.state, state.error) for state in engine.list(live=False)}
    assert states == {"parent": ("done", ""), "child": ("done", ""), "hopeless": ("cancelled", "")}


def test_it_can_be_asked_from_many_threads_at_once(engine: Engine, work: Work) -> None:
    taken: list[bool] = []

    def enqueue() -> None:
        taken.extend([engine.enqueue(task("quick", str(number))) for number in range(10)])

    threads = [threading.Thread(target=enqueue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _ended(engine, *(f"quick-{number}" for number in range(10)))
    assert sum(taken) == 10
    assert sorted(work.journal()) == sorted(f"quick/{number}" for number in range(10))
