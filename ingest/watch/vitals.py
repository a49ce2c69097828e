"""What is measured of the machine at one instant: plain values, from which health, metrics and alerts follow purely."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from ingest.mailbox.interface import Quota

DriveState = Literal[
    "unknown",  # nothing has been asked so far
    "ok",
    "unreachable",  # the newest questions got no answer, or only faults of Google's
    "refused",  # Google does not take our token or key: somebody must mend it
]


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the clock: its last success, its last try and what went wrong then ("" where that succeeded)."""

    succeeded_at: datetime | None = None
    tried_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that holds the data folder, in bytes."""

    free: int
    total: int
    writable: bool = True


@dataclass(frozen=True, slots=True)
class DriveHealth:
    """How Google Drive answered of late. `since`: the last good answer before it began to fail."""

    state: DriveState = "unknown"
    reason: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sides of the conservation law. `missing`: on the server, neither received nor held, folder by folder."""

    on_server: int = 0
    received: int = 0
    held: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The clock of the machine moved by itself: when it was seen, and by how much (forward is positive)."""

    at: datetime
    by: timedelta


@dataclass(frozen=True, slots=True)
class Vitals:
    """The measured facts. What could not be measured is None or empty, never guessed."""

    started_at: datetime
    now: datetime
    jobs: Mapping[str, Job] = field(default_factory=dict)
    tasks: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (kind, state) -> how many
    oldest_waiting: datetime | None = None  # of the live tasks
    rows_waiting: Mapping[str, int] = field(
        default_factory=dict
    )  # "unread" messages; links "due", "pending", "unanswered"
    aside: Mapping[str, int] = field(default_factory=dict)  # rows set aside, by kind of task
    aside_since: datetime | None = None
    ledger: Ledger = Ledger()
    last_mail_at: datetime | None = None  # when a message was last taken in
    disk: Disk | None = None
    growth: int | None = None  # bytes a day that the originals grow by, over the last week
    database_error: str = ""
    engine_error: str = ""
    heartbeat: timedelta | None = None  # how long ago the foreman last gave a sign; None where there is none to ask
    quota: Quota | None = None
    drive: DriveHealth = DriveHealth()
    digest_due: datetime | None = None  # the newest slot that has come
    digest_made: datetime | None = None  # the newest slot whose edition was made
    clock_jump: ClockJump | None = None
    rule_failures: tuple[str, ...] = ()  # a sentence for each rule that broke at the last judgement

    def job(self, name: str) -> Job:
        """A job's state; one that never ran has an empty one."""
        return self.jobs.get(name, Job())

    @property
    def links_waiting(self) -> bool:
        """Whether Drive is needed now."""
        return any(self.rows_waiting.get(kind) for kind in ("due", "pending", "unanswered"))


class Pulse:
    """A sign of life between threads: one side beats, the other asks how long ago. Immune to changes of the clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = time.monotonic()

    def beat(self) -> None:
        """Still there."""
        with self._lock:
            self._last = time.monotonic()

    def age(self) -> timedelta:
        """How long ago the last beat was."""
        with self._lock:
            return timedelta(seconds=time.monotonic() - self._last)
