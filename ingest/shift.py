"""What one life of the daemon remembers beside the store: signs of progress, what is due, how the world answered.

Nothing here is needed to go on after a kill: the rows are the work. Durations come from a clock that nobody sets.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ingest.mailbox.interface import Quota
from ingest.pipeline import Breaker
from ingest.plan import BACKUP, DIGEST, FOLLOW, JUDGE, READ, RECEIVE, REQUEST, REREAD
from ingest.retry import after_failure

# A piece of work without any sign of progress for so long is taken for stuck: the watchdog is no longer fed.
PATIENCE = {
    RECEIVE: timedelta(minutes=30),
    READ: timedelta(minutes=30),
    REREAD: timedelta(minutes=30),
    FOLLOW: timedelta(hours=6),  # one file may be 20 GB
    JUDGE: timedelta(minutes=15),
    DIGEST: timedelta(minutes=15),
    REQUEST: timedelta(hours=6),
    BACKUP: timedelta(hours=6),
}


@dataclass(slots=True)
class Shift:
    """Shared by the foreman's thread and the tasks' threads; every method may be called from any of them."""

    started_at: datetime
    ticks: Callable[[], float] = time.monotonic  # seconds, of a clock that nobody sets
    breaker: Breaker = field(default_factory=Breaker)
    quota: Quota | None = None
    rule_failures: tuple[str, ...] = ()
    judge_took: timedelta = timedelta(0)
    wake: threading.Event = field(default_factory=threading.Event)
    due: set[str] = field(default_factory=set)  # jobs of the clock whose hour has come
    digest_slot: datetime | None = None
    alone: tuple[str, str] | None = None  # the row that is being tried alone
    live: set[tuple[str, str]] = field(default_factory=set)  # (kind, subject) of the tasks that wait or run
    _pieces: dict[tuple[str, str], float] = field(default_factory=dict)  # -> when it last gave a sign
    _unjudged: float | None = None
    _slot_noticed: float = 0.0
    _polled: float = 0.0
    _quota_asked: float | None = None
    _rests: dict[str, tuple[int, float]] = field(default_factory=dict)  # kind -> (failures in a row, rest until)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def beat(self, kind: str, subject: str) -> None:
        """Something was done of a piece of work."""
        with self._lock:
            if (kind, subject) in self._pieces:
                self._pieces[kind, subject] = self.ticks()

    def begin(self, kind: str, subject: str) -> None:
        """A piece of work begins."""
        with self._lock:
            self._pieces[kind, subject] = self.ticks()

    def end(self, kind: str, subject: str, *, more: bool) -> None:
        """A piece of work has ended, well or badly; without `more` its task has, too."""
        with self._lock:
            self._pieces.pop((kind, subject), None)
            if not more:
                self.live.discard((kind, subject))
        self.wake.set()

    def failed(self, kind: str, cause: str) -> None:
        """A task that is no row's failed: its kind rests, longer each time. Causes are those of `ingest.retry`."""
        with self._lock:
            failures = self._rests.get(kind, (0, 0.0))[0] + 1
            wait = after_failure(cause, failures, self.started_at).due_at - self.started_at
            self._rests[kind] = (failures, self.ticks() + wait.total_seconds())

    def succeeded(self, kind: str) -> None:
        """A task that is no row's succeeded."""
        with self._lock:
            self._rests.pop(kind, None)

    def resting(self) -> frozenset[str]:
        """The kinds that rest now."""
        now = self.ticks()
        with self._lock:
            return frozenset(kind for kind, (_, until) in self._rests.items() if now < until)

    def enqueued(self, kind: str, subject: str) -> None:
        """A task for this row is given to the engine."""
        with self._lock:
            self.live.add((kind, subject))

    def dropped(self, keys: Iterable[tuple[str, str]]) -> None:
        """Tasks that the engine does not have (any more)."""
        with self._lock:
            self.live.difference_update(keys)

    def now_live(self) -> frozenset[tuple[str, str]]:
        """What waits or runs."""
        with self._lock:
            return frozenset(self.live)

    def stuck(self) -> tuple[str, ...]:
        """The kinds of pieces that have given no sign of progress for too long."""
        now = self.ticks()
        with self._lock:
            pieces = dict(self._pieces)
        return tuple(
            sorted({kind for (kind, _), sign in pieces.items() if now - sign > PATIENCE[kind].total_seconds()})
        )

    def changed(self) -> None:
        """Facts or readings changed: a judgement is owed."""
        with self._lock:
            if self._unjudged is None:
                self._unjudged = self.ticks()

    def judging(self) -> None:
        """A judgement begins: it covers every change so far."""
        with self._lock:
            self._unjudged = None

    def unjudged(self) -> timedelta | None:
        """How long the oldest change has waited for a judgement; None where there is none."""
        with self._lock:
            return None if self._unjudged is None else timedelta(seconds=self.ticks() - self._unjudged)

    def notice_slot(self, slot: datetime) -> None:
        """The hour of a digest has come; the edition wants a poll first."""
        with self._lock:
            if self.digest_slot is None or slot > self.digest_slot:
                self.digest_slot = slot
                self._slot_noticed = self.ticks()
                self.due.add(RECEIVE)

    def slot_waited(self) -> timedelta:
        """How long the edition has been waited for."""
        return timedelta(seconds=self.ticks() - self._slot_noticed)

    def polled(self, begun: float) -> None:
        """The mailbox was asked; `begun` is of the clock that nobody sets."""
        self._polled = begun

    def digest_done(self, slot: datetime) -> None:
        """The edition of a slot is there."""
        with self._lock:
            if self.digest_slot == slot:
                self.digest_slot = None

    def quota_asked(self, quota: Quota | None) -> None:
        """What the server said of the mailbox's quota."""
        self.quota = quota
        self._quota_asked = self.ticks()

    def quota_age(self) -> timedelta:
        """How long ago the quota was asked for."""
        return timedelta.max if self._quota_asked is None else timedelta(seconds=self.ticks() - self._quota_asked)

    @property
    def polled_since_slot(self) -> bool:
        return self._polled >= self._slot_noticed
