"""The last hours before a deadline at once: how fast a heap of mail is drained, and what can be seen meanwhile."""

import contextlib
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.drill.figures import quantile
from tests.drill.gauges import Looker
from tests.drill.place import Answer, Place, Ran, opened_place
from tests.drill.traffic import Traffic

_LOOK = 0.5
_UNREAD = "select count(*) from messages where version is null"


@dataclass
class Burst:
    """What was seen. Times in seconds since the mails lay in the mailbox."""

    mails: int
    drained: float = 0.0  # everything read and judged
    received: float = 0.0  # everything in the ledger
    busy: float = 0.0  # of the CPU that others left to us, the part that we used
    ours: float = 0.0  # CPU seconds of the daemon, its workers and the mail server, by mail
    judging: float = 0.0  # part of the time in which a judgement was being made
    judgements: int = 0  # before everything was read
    read_by: list[tuple[float, int]] = field(default_factory=list)
    shown: list[tuple[float, int]] = field(default_factory=list)  # mails that `status` beside the daemon counts
    health: list[Answer] = field(default_factory=list)
    commands: list[Ran] = field(default_factory=list)
    new: int = 0
    again: int = 0  # mails that were to be read again when new mail came
    passed: int = 0  # of those: read between the enqueueing of the new mail and its being read
    still: int = 0  # of all: still to be read when the last new mail had been read
    errors: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people."""
        took = [answer.seconds for answer in self.health]
        bad = sum(answer.status != 200 for answer in self.health)
        half = next((at for at, count in self.read_by if count >= self.mails / 2), 0.0)
        return [
            f"{self.mails} mails; received after {self.received / self.drained:.0%} of the time, half of them read "
            f"after {half / self.drained:.0%}, all read and judged after {self.drained:.0f} s on this machine",
            f"cores: {self.busy:.0%} of what others left us was used; {self.ours:.3f} CPU s a mail",
            f"judging: {self.judgements} judgements meanwhile, {self.judging:.0%} of the time",
            f"status beside it counted {', '.join(str(count) for _, count in self.shown)} mails",
            f"health: {len(self.health)} asked, {bad} not 200, p95 {quantile(took, 0.95):.2f} s, "
            f"longest {max(took):.2f} s"
            + "".join(f"\n    {answer.body[:300]}" for answer in self.health if answer.status != 200),
            f"new mail among {self.again} re-reads: {self.still} of them were still to be done when it was read "
            f"({self.passed} were done between its enqueueing and its reading)",
            f"errors in the log: {len(self.errors)}" + "".join(f"\n    {line[:300]}" for line in self.errors[:3]),
        ]


def burst(folder: Path, mails: int, *, new: int = 5, traffic: Traffic | None = None) -> Burst:
    """Drain so many mails; then have all of them read again, with new mail in the middle of that."""
    with opened_place(folder, "5s", "6h") as place:
        sender = traffic or Traffic(None)
        raw = [sender.next_mail(datetime.now(UTC)) for _ in range(mails + new)]
        place.start()
        found = Burst(mails, new=new)
        wait(lambda: place.number("select count(*) from judgements") > 0, 60)
        with _asking(place, found):
            _drain(place, found, raw[:mails])
            _among_rereads(place, found, raw[mails:])
        found.errors = place.told("error", "critical")
        place.stop()
        return found


def _drain(place: Place, found: Burst, raw: list[bytes]) -> None:
    server = Looker(_master(place))
    for number, mail in enumerate(raw):
        place.mailbox.add(mail, datetime.now(UTC) - timedelta(seconds=len(raw) - number))
    ours, idle, begun, instant = place.looker.cpu() + server.cpu(), _idle(), time.monotonic(), datetime.now(UTC)
    read_at = 0.0
    over = threading.Event()
    viewer = threading.Thread(target=_view, args=(place, found, begun, over), daemon=True)
    viewer.start()

    def drained() -> bool:
        nonlocal read_at
        now = time.monotonic() - begun
        total = place.number("select count(*) from messages")
        count = total - place.number(_UNREAD)
        found.read_by.append((now, count))
        if total == len(raw):
            found.received = found.received or now
        if count < len(raw):
            return False
        read_at = read_at or time.time()
        return place.judged() >= read_at - _LOOK

    wait(drained, 900)
    found.drained = time.monotonic() - begun
    used = place.looker.cpu() + server.cpu() - ours
    found.busy = used / (used + _idle() - idle)
    found.ours = used / len(raw)
    over.set()
    viewer.join()
    found.judging, found.judgements = _judging(place, instant, found.drained)


def _among_rereads(place: Place, found: Burst, raw: list[bytes]) -> None:
    """As after an update: everything is to be read again. New mail comes while the readers are held still."""
    found.again = place.number("select count(*) from messages")
    with contextlib.closing(sqlite3.connect(place.data / "tiepnhan.db", timeout=30)) as store:
        store.execute("update messages set version = '0'")
        store.execute("update readings set version = '0'")
        store.commit()
    again = "select count(*) from messages where version = '0'"
    wait(lambda: place.number(again) < found.again, 60, pause=0.02)
    readers = place.looker.readers()
    _signal(readers, signal.SIGSTOP)
    try:
        for mail in raw:
            place.mailbox.add(mail, datetime.now(UTC))
        wait(lambda: place.number(_UNREAD) == len(raw), 60, pause=0.1)
        with contextlib.suppress(TimeoutError):  # among very many tasks there may be no room before one of them ends
            wait(lambda: _waiting_new(place) == len(raw), 3, pause=0.1)
    finally:
        _signal(readers, signal.SIGCONT)
    before = place.number(again)
    wait(lambda: not place.number(_UNREAD), 300, pause=0.02)
    found.still = place.number(again)
    found.passed = before - found.still
    wait(lambda: not place.number(again), 900)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _waiting_new(place: Place) -> int:
    """Tasks that are to read new mail and have not begun."""
    with contextlib.closing(sqlite3.connect(f"file:{place.data}/jobs.sqlite?mode=ro", uri=True, timeout=30)) as jobs:
        count: int = jobs.execute(
            "select count(*) from workflow_status where workflow_uuid like 'read:%' and status = 'ENQUEUED'"
            " and priority < 20"
        ).fetchone()[0]
        return count


@contextlib.contextmanager
def _asking(place: Place, found: Burst) -> Iterator[None]:
    """Ask for health once a second, as an impatient monitor does."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(1.0):
            found.health.append(place.ask("healthz"))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _view(place: Place, found: Burst, begun: float, over: threading.Event) -> None:
    """Look at the state as an officer does, again and again."""
    while not over.is_set() and not any(count for _, count in found.read_by):
        time.sleep(_LOOK)
    while not over.is_set():
        ran = place.run("export", "json")
        found.commands.append(ran)
        if ran.code == 0:
            found.shown.append(
                (time.monotonic() - begun, ran.out.count('"content_bearing":') or ran.out.count('"from":'))
            )
        over.wait(max(2.0, 3 * ran.seconds))


def _judging(place: Place, since: datetime, seconds: float) -> tuple[float, int]:
    """(part of the time, number) of the judgements, as the engine's file tells."""
    epoch = since.timestamp() * 1000
    with contextlib.closing(sqlite3.connect(f"file:{place.data}/jobs.sqlite?mode=ro", uri=True, timeout=30)) as jobs:
        rows = jobs.execute(
            "select started_at_epoch_ms, completed_at_epoch_ms from operation_outputs"
            " where workflow_uuid like 'judge:%' and started_at_epoch_ms >= ?",
            (epoch,),
        ).fetchall()
    return sum(end - start for start, end in rows) / 1000 / seconds, len(rows)


def _master(place: Place) -> int:
    return int((place.mailbox.server.folder / "run" / "master.pid").read_text())


def _idle() -> float:
    """Seconds that the cores have idled since the start of the machine."""
    return float(Path("/proc/uptime").read_text().split()[1])


def wait(holds: Callable[[], bool], seconds: float, pause: float = _LOOK) -> None:
    """Until something holds; a `TimeoutError` where it does not come to that."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {seconds} seconds")
        time.sleep(pause)
