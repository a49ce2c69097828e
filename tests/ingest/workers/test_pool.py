"""Many threads, few workers: what one file does to its reader, and what the others notice of it (nothing)."""

import json
import os
import pickle
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.errors import NotNow, StoreUnavailable
from ingest.workers import Allowance, ReaderFault, ReaderLost, Readers
from parsers.artifact import Artifact
from parsers.facts import FileFacts, from_json
from tests.ingest.workers.hostile import obey, order

# Less than a second of work; a clock long enough for a machine that does other things, too.
SMALL = Allowance(memory=400 << 20, cpu_seconds=0, grace_seconds=60)
MakePool = Callable[..., Readers]


@pytest.fixture
def pool() -> Iterator[MakePool]:
    made: list[Readers] = []

    def make(size: int = 1, allowance: Allowance = SMALL) -> Readers:
        made.append(Readers(frozenset(), size, allowance, obey))
        return made[-1]

    yield make
    for readers in made:
        readers.close()


def _alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _soon(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def _pid(readers: Readers, artifact: Artifact, spool: Path) -> int:
    pid: int = json.loads(readers.read(artifact, spool))["pid"]
    return pid


# --- one file ------------------------------


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        ("spin", "refused", "more than 0 seconds"),
        ("segfault", "unreadable", "SIGSEGV"),
        ("signal SIGABRT", "refused", "more than 400 MB"),
        ("leave 3", "unreadable", "exit 3"),
        ("leave 0", "unreadable", "exit 0"),
        ("babble", "unreadable", ""),
        ("hang-up", "unreadable", ""),
    ],
)
def test_a_file_that_ends_its_reader_costs_itself_and_two_processes(
    tmp_path: Path, pool: MakePool, words: str, status: str, reason: str
) -> None:
    readers = pool()
    facts = from_json(readers.read(order(tmp_path, words), tmp_path))
    assert (facts.status, facts.media_type) == (status, "text/plain")
    assert reason in facts.reason
    (state,) = readers.state()
    assert (state.lost, state.files_done, state.busy_since) == (2, 1, None)
    assert _pid(readers, order(tmp_path, "read"), tmp_path) > 0


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        ("allocate 800", "refused", "more than 400 MB"),
        ("recurse", "refused", "nested too deep"),
    ],
)
def test_a_file_that_wants_too_much_is_refused_and_the_reader_lives(
    tmp_path: Path, pool: MakePool, words: str, status: str, reason: str
) -> None:
    readers = pool()
    before = _pid(readers, order(tmp_path, "read"), tmp_path)
    made = readers.read(order(tmp_path, words), tmp_path)
    facts: FileFacts = from_json(made)
    assert facts.status == status
    assert reason in facts.reason
    assert _pid(readers, order(tmp_path, "read"), tmp_path) == before
    assert not list(tmp_path.glob("*.part"))


def test_each_file_has_its_own_seconds(tmp_path: Path, pool: MakePool) -> None:
    """The kernel counts from the start of the process: files of less than a second must not add up to a kill."""
    readers = pool(allowance=Allowance(cpu_seconds=1))
    assert len({_pid(readers, order(tmp_path, "spin 0.6"), tmp_path) for _ in range(4)}) == 1


def test_a_reader_that_hangs_is_stopped_by_the_clock(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(allowance=Allowance(grace_seconds=0.5, patience=0))
    facts = from_json(readers.read(order(tmp_path, "sleep"), tmp_path))
    assert (facts.status, facts.reason) == ("refused", "more than 120 seconds needed for reading")


@pytest.mark.parametrize("words", ["signal SIGSTOP", "half-a-frame"])
def test_a_stopped_reader_is_killed_and_its_file_not_blamed(tmp_path: Path, pool: MakePool, words: str) -> None:
    readers = pool(allowance=Allowance(grace_seconds=0.5, patience=0))
    with pytest.raises(ReaderLost, match="đọc lại sau"):
        readers.read(order(tmp_path, words), tmp_path)
    assert readers.state()[0].lost == 2


@pytest.mark.parametrize("words", ["signal SIGKILL", "signal SIGTERM"])
def test_a_reader_killed_from_outside_says_nothing_about_its_file(tmp_path: Path, pool: MakePool, words: str) -> None:
    """So does the kernel when the whole machine is out of memory."""
    readers = pool()
    with pytest.raises(ReaderLost, match="thiếu bộ nhớ"):
        readers.read(order(tmp_path, words), tmp_path)
    assert _pid(readers, order(tmp_path, "read"), tmp_path) > 0


def test_a_reader_killed_once_costs_a_second_try_only(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(allowance=Allowance())
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(readers.read, order(tmp_path, "sleep 1"), tmp_path)
        assert _soon(lambda: readers.state()[0].pid is not None)
        first = readers.state()[0].pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert json.loads(made.result(60))["pid"] != first
    assert (readers.state()[0].lost, readers.state()[0].started) == (1, 2)


@pytest.mark.parametrize("words", ["fill-disk", "swallow-full-disk"])
def test_a_full_disk_is_not_the_files_fault(tmp_path: Path, pool: MakePool, words: str) -> None:
    readers = pool()
    with pytest.raises(StoreUnavailable, match="ổ đĩa đầy"):
        readers.read(order(tmp_path, words), tmp_path)
    assert readers.state()[0].lost == 0


def test_an_original_that_has_gone_is_not_the_files_fault(tmp_path: Path, pool: MakePool) -> None:
    with pytest.raises(StoreUnavailable, match="không tìm thấy"):
        pool().read(Artifact(tmp_path / "gone", "a.txt"), tmp_path)


def test_a_fault_of_our_code_is_told_by_kind_and_line_without_a_word_of_the_file(
    tmp_path: Path, pool: MakePool
) -> None:
    with pytest.raises(ReaderFault) as told:
        pool().read(order(tmp_path, "stumble Nguyễn"), tmp_path)
    assert str(told.value).startswith("KeyError at hostile.py:")
    assert "Nguyễn" not in str(told.value)


def test_an_answer_of_twenty_megabytes_comes_whole(tmp_path: Path, pool: MakePool) -> None:
    assert len(pool().read(order(tmp_path, f"answer {20 << 20}"), tmp_path)) == 20 << 20


def test_an_answer_without_end_is_refused(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(allowance=Allowance(answer_bytes=1 << 20))
    facts = from_json(readers.read(order(tmp_path, f"answer {2 << 20}"), tmp_path))
    assert (facts.status, facts.reason) == ("refused", f"more than {1 << 20} bytes of facts")


def test_what_libraries_print_reaches_nobody_and_stops_nobody(
    tmp_path: Path, pool: MakePool, capfd: pytest.CaptureFixture[str]
) -> None:
    readers = pool()
    for _ in range(3):
        assert _pid(readers, order(tmp_path, "print Hỏng"), tmp_path) > 0
    assert capfd.readouterr() == ("", "")


# --- the worker's life ------------------------------


def test_a_worker_is_replaced_after_its_share_of_files(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(allowance=Allowance(files=3))
    pids = [_pid(readers, order(tmp_path, "read"), tmp_path) for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    assert not any(_alive(pid) for pid in pids[:6])
    assert (readers.state()[0].files_done, readers.state()[0].started) == (7, 3)


@pytest.mark.parametrize("words", ["keep 200", "leak 60"])
def test_a_worker_that_keeps_what_it_took_is_replaced(tmp_path: Path, pool: MakePool, words: str) -> None:
    readers = pool(allowance=Allowance(resident=200 << 20))
    before = _pid(readers, order(tmp_path, "read"), tmp_path)
    assert _pid(readers, order(tmp_path, words), tmp_path) == before
    assert _pid(readers, order(tmp_path, "read"), tmp_path) != before


def test_a_quiet_time_needs_one_process(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(4)
    assert len({_pid(readers, order(tmp_path, "read"), tmp_path) for _ in range(9)}) == 1
    assert [state.started for state in readers.state()] == [1, 0, 0, 0]


def test_a_machine_that_gives_us_no_process_is_not_the_files_fault(tmp_path: Path, pool: MakePool) -> None:
    readers = pool()
    artifact = order(tmp_path, "read")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) + 2, hard))
    try:
        with pytest.raises(NotNow, match="Chưa khởi động được") as told:
            readers.read(artifact, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not isinstance(told.value, ReaderLost)
    assert readers.state()[0].busy_since is None
    assert _pid(readers, artifact, tmp_path) > 0


def test_a_pool_that_can_start_no_worker_says_so_each_time(tmp_path: Path) -> None:
    """A place that was not given back would be waited for without end."""
    readers = Readers(frozenset(), 1, SMALL, lambda *_: "")
    for _ in range(2):
        with pytest.raises((AttributeError, pickle.PicklingError)):
            readers.read(order(tmp_path, "read"), tmp_path)
    assert readers.state()[0].busy_since is None
    readers.close()


def test_a_fork_server_that_was_killed_is_replaced(tmp_path: Path, pool: MakePool) -> None:
    readers = pool()
    before = _pid(readers, order(tmp_path, "read"), tmp_path)
    server = int(Path(f"/proc/{before}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    assert "forkserver" in Path(f"/proc/{server}/cmdline").read_text(encoding="utf-8")
    os.kill(server, signal.SIGKILL)
    left = _pid(readers, order(tmp_path, "read"), tmp_path)  # the same one, or its successor where its end was seen
    os.kill(left, signal.SIGKILL)
    assert _soon(lambda: not _alive(left))
    after = _pid(readers, order(tmp_path, "read"), tmp_path)
    assert after != left
    readers.close()
    assert not any(_alive(pid) for pid in (before, left, after))


def test_a_file_is_not_blamed_for_readers_that_were_killed_while_idle(tmp_path: Path, pool: MakePool) -> None:
    """As where a whole group is killed: the workers, and the fork server, which alone knows how they end."""
    readers = pool(2)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: readers.read(order(tmp_path, "sleep 1"), tmp_path), range(2)))
    workers = [state.pid for state in readers.state()]
    server = int(Path(f"/proc/{workers[0]}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    for pid in (server, *workers):
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    assert _soon(lambda: not any(_alive(pid or 0) for pid in workers))
    for _ in range(2):
        assert _pid(readers, order(tmp_path, "read"), tmp_path) not in workers


# --- many at once ------------------------------


def test_a_slow_file_delays_no_other(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(2, Allowance())
    with ThreadPoolExecutor(40) as threads:
        slow = threads.submit(readers.read, order(tmp_path, "sleep"), tmp_path)
        assert _soon(lambda: any(state.busy_since for state in readers.state()))
        quick = [threads.submit(_pid, readers, order(tmp_path, "read"), tmp_path) for _ in range(200)]
        pids = {made.result(60) for made in quick}
        assert len(pids) == 1
        assert not slow.done()
        busy = [state for state in readers.state() if state.busy_since is not None]
        assert [state.files_done for state in busy] == [0]
        assert sum(state.files_done for state in readers.state()) == 200
        readers.close()
        with pytest.raises(NotNow):
            slow.result(20)


def test_whoever_asks_first_is_served_first(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(1, Allowance())
    served: list[int] = []

    def ask(number: int, words: str) -> None:
        readers.read(order(tmp_path, words), tmp_path)
        served.append(number)

    first = threading.Thread(target=ask, args=(-1, "sleep 1.5"))
    first.start()
    assert _soon(lambda: readers.state()[0].busy_since is not None)
    threads = [threading.Thread(target=ask, args=(number, "read")) for number in range(20)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in (first, *threads):
        thread.join()
    assert served == [-1, *range(20)]


def test_close_ends_all_at_once_and_leaves_no_process(tmp_path: Path, pool: MakePool) -> None:
    readers = pool(2, Allowance())
    with ThreadPoolExecutor(12) as threads:
        waiting = [
            threads.submit(readers.read, order(tmp_path, words), tmp_path)
            for words in ("sleep", "spin", *["read"] * 10)
        ]
        assert _soon(lambda: all(state.pid and state.busy_since for state in readers.state()))
        pids = [state.pid for state in readers.state() if state.pid]
        started = time.monotonic()
        readers.close()
        assert time.monotonic() - started < 5
        for made in waiting:
            with pytest.raises(NotNow, match="đang dừng"):
                made.result(5)
    assert len(pids) == 2
    assert not any(_alive(pid) for pid in pids)
    assert [state.pid for state in readers.state()] == [None, None]
    with pytest.raises(NotNow):
        readers.read(order(tmp_path, "read"), tmp_path)
    readers.close()


def test_close_while_workers_are_being_started(tmp_path: Path, pool: MakePool) -> None:
    for pause in (0.0, 0.005, 0.02):
        readers = pool(2, Allowance())
        with ThreadPoolExecutor(2) as threads:
            asked = [threads.submit(readers.read, order(tmp_path, "sleep"), tmp_path) for _ in range(2)]
            time.sleep(pause)
            readers.close()
            for made in asked:
                with pytest.raises(NotNow):
                    made.result(20)
        assert [state.pid for state in readers.state()] == [None, None]


def test_many_threads_and_many_crashes_mix_nothing_up(tmp_path: Path, pool: MakePool) -> None:
    """Each file gets its own verdict, though workers end and start all the time."""
    readers = pool(2, Allowance())
    told = {
        "read": None,
        "segfault": "reading it crashes the reader (SIGSEGV)",
        "leave 7": "reading it crashes the reader (exit 7)",
        "signal SIGBUS": "reading it crashes the reader (SIGBUS)",
    }
    orders = list(told) * 4
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda words: readers.read(order(tmp_path, words), tmp_path), orders))
    assert [json.loads(answer).get("reason") for answer in answers] == [told[words] for words in orders]
