"""What becomes of the workers when their parent dies, or is interrupted at a terminal."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ingest.workers.hostile import order

ROOT = Path(__file__).resolve().parents[3]
# One thread reads each file named; Ctrl-C is counted, not obeyed.
_PARENT = """
import signal, sys, threading
from pathlib import Path
from ingest.workers import Readers
from parsers.artifact import Artifact
from tests.ingest.workers.hostile import obey

if __name__ == "__main__":
    signal.signal(signal.SIGINT, lambda *_: print("interrupted", flush=True))
    readers = Readers(frozenset(), 2, read=obey)
    def read(path):
        print(readers.read(Artifact(Path(path), "a.txt"), Path(path).parent), flush=True)
    threads = [threading.Thread(target=read, args=(path,)) for path in sys.argv[1:]]
    for thread in threads:
        thread.start()
    while len([s for s in readers.state() if s.started]) < min(2, len(threads)):
        threads[0].join(0.01)
    print("ready", *(s.pid for s in readers.state() if s.pid), flush=True)
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
    readers.close()
"""
Family = Callable[[], set[int]]


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    """The processes that descend from the parent of the test: all bear its mark. None outlives the test."""
    mark = f"MARK={tmp_path}".encode()

    def living() -> set[int]:
        found = set()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.add(int(entry.name))
            except OSError:
                continue
        return found

    yield living
    for pid in living():
        os.kill(pid, signal.SIGKILL)


def _start(tmp_path: Path, *orders: str, terminal: int | None = None) -> "subprocess.Popen[str]":
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), *(str(order(tmp_path, words).path) for words in orders)],
        cwd=ROOT,
        env={**os.environ, "MARK": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=None if terminal is None else _take_terminal,  # noqa: PLW1509 - this test starts no thread
    )


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _ready(parent: "subprocess.Popen[str]") -> list[int]:
    assert parent.stdout is not None
    word, *pids = parent.stdout.readline().split()
    assert word == "ready"
    return [int(pid) for pid in pids]


def _soon(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_nothing_outlives_a_parent_that_was_killed(tmp_path: Path, family: Family) -> None:
    """One worker computes and never looks at its socket, the other is stopped and looks at nothing."""
    parent = _start(tmp_path, "spin", "signal SIGSTOP")
    workers = _ready(parent)
    assert len(workers) == 2
    assert len(family()) >= 4  # with the parent and the fork server
    time.sleep(0.3)  # in the middle of their files
    parent.kill()
    parent.communicate()
    assert _soon(lambda: not family()), family()


def test_an_idle_worker_ends_with_its_parent(tmp_path: Path, family: Family) -> None:
    parent = _start(tmp_path, "read", "sleep")
    assert parent.stdout is not None
    while "pid" not in parent.stdout.readline():
        assert parent.poll() is None
    parent.kill()
    parent.communicate()
    assert _soon(lambda: not family()), family()


def test_nothing_remains_when_the_parent_ends_by_itself(tmp_path: Path, family: Family) -> None:
    parent = _start(tmp_path, "read", "segfault", "print Hỏng")
    out, err = parent.communicate(timeout=60)
    assert (parent.returncode, err.count("Hỏng"), out.count("Hỏng")) == (0, 0, 0), err
    assert "Traceback" not in err
    assert _soon(lambda: not family()), family()


def test_ctrl_c_at_the_terminal_is_for_the_parent_alone(tmp_path: Path, family: Family) -> None:
    ours, theirs = pty.openpty()
    try:
        parent = _start(tmp_path, "sleep 1.5", terminal=theirs)
        (worker,) = _ready(parent)
        os.write(ours, b"\x03")
        out, err = parent.communicate(timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "interrupted" in out
    assert f'"pid":{worker}' in out  # the first try went through
    assert "Traceback" not in err
    assert _soon(lambda: not family()), family()
