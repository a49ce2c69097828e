"""One life of a real daemon: started, looked at from outside, killed or ended; and whether it left anything behind."""

import atexit
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.engine.durable import open_client
from ingest.engine.interface import LIVE, TaskState
from ingest.errors import StoreUnavailable
from parsers.facts import READING_VERSION
from tests.acceptance.office import ROOT, Office

PATIENCE = 240.0  # seconds that a life may take to come to rest; the machine may be busy
GRACE = 10.0  # seconds that a daemon may take to end
_ORPHANS = 5.0  # seconds after which nothing that a killed daemon started may be left
_LOOK = 0.02


class Failed(AssertionError):
    """The daemon did not do what it promises; the text says what."""


@dataclass
class Life:
    """A running daemon. `log` collects what all lives of an office said."""

    office: Office
    now: str
    command: Sequence[str] = (sys.executable, "-m", "ingest", "run")
    born: float = field(default_factory=time.time)
    inherited: frozenset[str] = frozenset()  # tasks that the life before has left
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.inherited = frozenset(task.id for task in tasks_of(self.office) if task.state in LIVE)
        temporary_folder(self.office).mkdir(exist_ok=True)
        with log_of(self.office).open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--config", str(self.office.config), "--now", self.now],
                cwd=ROOT,
                env={**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": _short(temporary_folder(self.office))},
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that its group can be killed, and ours lives on
            )

    # Looking

    def wait(self, until: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Whether it came so far in time; a daemon that ends by itself is a failure."""
        deadline = time.monotonic() + seconds
        while not until():
            if self.process.poll() is not None:
                raise Failed(f"the daemon ended by itself with {self.process.returncode}: {tail(self.office)}")
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK)
        return True

    def at_rest(self, slot: str) -> bool:
        """Whether, as far as rows can tell, nothing is left to do at this instant: the edition is made, too."""
        tasks = tasks_of(self.office)
        mine = [task for task in tasks if task.enqueued_at.timestamp() >= self.born or task.id in self.inherited]
        done = {task.kind for task in mine if task.state == "done"}
        if not {"receive", "judge"} <= done or any(task.state in LIVE for task in tasks):
            return False
        return rest(self.office, slot)

    def quiet(self, slot: str) -> None:
        """Wait until it is at rest and stays so."""
        seen = [0.0]

        def still() -> bool:
            if not self.at_rest(slot):
                seen[0] = 0.0
                return False
            seen[0] = seen[0] or time.monotonic()
            return time.monotonic() - seen[0] > 1.5  # the foreman has looked at least once meanwhile

        if not self.wait(still):
            raise Failed(f"it did not come to rest: {standing(self.office)}\n{tail(self.office)}")

    # Ending

    def stop(self) -> float:
        """SIGTERM; how long it took to end. It must end well."""
        begun = time.monotonic()
        children = descendants(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(GRACE + 20)
        except subprocess.TimeoutExpired:
            self.kill(group=True)
            raise Failed(f"SIGTERM did not end it: {tail(self.office)}") from None
        took = time.monotonic() - begun
        if code != 0 or took > GRACE:
            raise Failed(f"SIGTERM: exit {code} after {took:.1f} s; {tail(self.office)}")
        _gone(children)
        return took

    def freeze(self) -> None:
        """Have every thread stand still, so that what is running can be looked at; the kill follows."""
        self.process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + 5
        while _state(self.process.pid) not in {"T", "Z", ""} and time.monotonic() < until:
            time.sleep(0.001)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self, *, group: bool) -> None:
        """kill -9 of the daemon, or of all that it started as well; nothing of it may be left."""
        children = descendants(self.process.pid)
        if group:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        _gone(children)


def running(office: Office) -> set[str]:
    """The kinds of tasks in work, as the engine's file says; a download is told from the question that led to it."""
    kinds = {task.kind for task in tasks_of(office) if task.state == "running"}
    with suppress(OSError):
        if "follow" in kinds and any((office.folder / "var" / "spool").glob("drive-*.part")):
            kinds.add("fetch")
    return kinds


def tasks_of(office: Office) -> list[TaskState]:
    """What the engine's file remembers."""
    try:
        return open_client(office.folder / "var" / "jobs.sqlite").list(live=False)
    except StoreUnavailable:  # it is being made, or deleted, at this moment
        return []


def ask(office: Office, query: str, *arguments: object) -> list[tuple[Any, ...]]:
    """What the store says; [] while there is none."""
    file = office.folder / "var" / "tiepnhan.db"
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(query, arguments).fetchall()
    except sqlite3.OperationalError:
        return []


def rest(office: Office, slot: str) -> bool:
    """Whether the rows say that all is done."""
    return (
        ask(office, "select count(*) from digests where slot = ?", slot) == [(1,)]
        and ask(office, "select count(*) from messages where version is not ?", READING_VERSION) == [(0,)]
        and ask(office, "select count(*) from link_work where pending or due_at <= ?", slot) == [(0,)]
        and ask(office, "select count(*) from attempts where aside = 0") == [(0,)]
    )


def deaths(office: Office) -> int:
    """How often the unluckiest row was in work when the program died, the present try included."""
    return int((ask(office, "select max(begun) from attempts where aside = 0") or [(0,)])[0][0] or 0)


def standing(office: Office) -> str:
    """For a person: what the rows and the engine say now."""
    lines = [f"{kind}: {count}" for kind, count in ask(office, "select kind, count(*) from attempts group by 1")]
    lines += [
        f"attempt {row}" for row in ask(office, "select kind, subject, begun, cause, reason, aside from attempts")
    ]
    lines += [f"digest {row}" for row in ask(office, "select slot from digests")]
    unread = ask(office, "select count(*) from messages where version is not ?", READING_VERSION)
    pending = ask(office, "select drive_id, due_at, pending from link_work order by due_at limit 3")
    live = [(task.kind, task.subject, task.state) for task in tasks_of(office) if task.state in LIVE]
    return "\n".join([*lines, f"unread {unread}", f"links {pending}", f"live {live}"])


def delete_engine(office: Office) -> int:
    """Delete the engine's database, the lock excepted; how many files that were."""
    files = [file for file in (office.folder / "var").glob("jobs.sqlite*") if not file.name.endswith(".lock")]
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def log_of(office: Office) -> Path:
    return office.folder / "daemon.log"


def temporary_folder(office: Office) -> Path:
    """Where the office's programs put their temporary files."""
    return office.folder / "tmp"


def _short(folder: Path) -> str:
    """Another name of a folder, below the system's temporary one: what is named to a socket has at most 107 bytes."""
    link = Path(tempfile.gettempdir()) / f"tn-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if not link.is_symlink():
        link.symlink_to(folder)
        atexit.register(link.unlink, missing_ok=True)
    return str(link)


def tail(office: Office, lines: int = 30) -> str:
    """The newest lines of the log."""
    return "\n".join(log_of(office).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


# Processes


def descendants(pid: int) -> dict[int, str]:
    """All processes below one, with the instant of their start, which tells them from later ones of the same number."""
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        for child in _children(waiting.pop()):
            if child not in found:
                found[child] = _born(child)
                waiting.append(child)
    return found


def _children(pid: int) -> Iterable[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, task.read_text().split())


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _state(pid: int) -> str:
    return next(iter(_fields(pid)), "")


def _born(pid: int) -> str:
    fields = _fields(pid)
    return fields[19] if fields else ""


def _gone(children: dict[int, str]) -> None:
    until = time.monotonic() + _ORPHANS
    while left := [pid for pid, born in children.items() if _born(pid) == born != "" and _state(pid) not in {"Z", "X"}]:
        if time.monotonic() > until:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            raise Failed(f"{len(left)} processes outlived their daemon by {_ORPHANS} s")
        time.sleep(0.01)
