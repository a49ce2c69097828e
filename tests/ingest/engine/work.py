"""Steps whose kind says what they do, and which leave a line for each piece: tests see what ran, and how often."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from ingest.engine.interface import Queue, Task

QUEUES = (Queue("one", 1), Queue("two", 2))


class Work:
    """A step over a folder: `journal` holds a line per piece begun, `go-<subject>` opens a gate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._journal = folder / "journal"

    def __call__(self, kind: str, subject: str) -> bool:
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(f"{kind}/{subject}\n")
        word, _, number = kind.partition(":")
        if word == "gate":
            self._pass(subject)
        if word == "fail":
            raise ValueError("Bà Nguyễn Thị Bí Mật")
        if word == "leave":
            raise SystemExit(3)
        if word == "die" and not self.is_open(subject):
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "pieces":
            return self.begun(kind, subject) < int(number)
        if word == "dying-pieces":  # each piece ends, and the process with the one after it
            if self.begun(kind, subject) % 2 == 0 and self.begun(kind, subject) < int(number):
                os.kill(os.getpid(), signal.SIGKILL)
            return self.begun(kind, subject) < int(number)
        if word == "third-gate":  # more pieces than anyone waits for; the third one stands at the gate
            if self.begun(kind, subject) >= 3:
                self._pass(subject)
            return not self.is_open(f"{subject}-end")
        return False

    def _pass(self, subject: str) -> None:
        eventually(lambda: self.is_open(subject), 60)

    def open(self, subject: str) -> None:
        (self.folder / f"go-{subject}").touch()

    def is_open(self, subject: str) -> bool:
        return (self.folder / f"go-{subject}").exists()

    def journal(self) -> list[str]:
        return self._journal.read_text(encoding="utf-8").splitlines() if self._journal.exists() else []

    def begun(self, kind: str, subject: str) -> int:
        return self.journal().count(f"{kind}/{subject}")

    def await_begun(self, kind: str, subject: str, times: int = 1) -> None:
        eventually(lambda: self.begun(kind, subject) >= times, 60)


def eventually(holds: Callable[[], bool], timeout: float = 60) -> None:
    """Wait until something holds; the deadline is generous since machines are busy."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.005)


def task(kind: str, subject: str, *, queue: str = "two", priority: int = 5) -> Task:
    return Task(f"{kind}-{subject}", kind, subject, queue, priority)
