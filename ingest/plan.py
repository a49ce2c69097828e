"""What to do next, as a pure function of the rows: decide here, do elsewhere.

New mail comes before rechecks, and both before reading again what an earlier version of the code has read. A row whose
work may have ended the program is done alone. What waits for its next try, or is set aside, is left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ingest.engine.interface import Queue, Task
from ingest.store.derived import LinkWork, Unread
from ingest.store.work import Attempt

RECEIVE, READ, FOLLOW, REREAD = "receive", "read", "follow", "reread"
JUDGE, DIGEST, REQUEST, BACKUP = "judge", "digest", "request", "backup"

QUEUES = (
    Queue("mail", 1),
    Queue("read", 8),  # threads that wait for the reader processes, of which there are as many as cores
    Queue("drive", 8),
    Queue("office", 1),
    Queue("requests", 2),
    Queue("upkeep", 1),
)
_QUEUE_OF = {
    RECEIVE: "mail",
    READ: "read",
    REREAD: "read",
    FOLLOW: "drive",
    JUDGE: "office",
    DIGEST: "office",
    REQUEST: "requests",
    BACKUP: "upkeep",
}

_ROWS = frozenset({READ, FOLLOW, REREAD})
_AT_ONCE = 200  # live tasks of one kind: enough to keep every core busy, few enough to look at
_NEW, _RECHECK, _AGAIN = 10, 20, 30  # priorities: 1 is first
_FIRST = 1

_LONGEST = timedelta(days=1)  # no row waits longer for its next try

JUDGE_AFTER = timedelta(seconds=2)  # changes gather so long before they are judged
DIGEST_PATIENCE = timedelta(minutes=15)  # an edition waits so long for work that is still being done


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the decision depends on. Durations are measured on a clock that nobody sets."""

    now: datetime
    tries_now: datetime  # goes on where the clock stands still: what failed is tried again
    token: str  # makes the ids of this round's tasks unlike those of any other
    unread: Sequence[Unread] = ()
    links: Sequence[LinkWork] = ()
    stale: Sequence[str] = ()  # fetched files that only an earlier version of the code has read
    tried: Mapping[tuple[str, str], Attempt] = field(default_factory=dict)
    live: frozenset[tuple[str, str]] = frozenset()  # (kind, subject) of what waits or runs
    requests: Sequence[str] = ()
    poll_due: bool = False
    backup_due: bool = False
    digest_slot: datetime | None = None
    digest_waited: timedelta = timedelta(0)  # since the slot was noticed
    polled_since_slot: bool = True
    unjudged: timedelta | None = None  # since the oldest change that is not judged; None: nothing to judge
    judge_rest: timedelta = timedelta(0)  # so long a judgement must wait after the last one while work goes on
    drive_down: bool = False
    resting: frozenset[str] = frozenset()  # kinds whose last task failed a moment ago


def plan(view: View) -> list[Task]:
    """The tasks to enqueue now, most urgent first."""
    return [
        task for task in _wanted(view) if (task.kind, task.subject) not in view.live and task.kind not in view.resting
    ]


def _wanted(view: View) -> Iterator[Task]:
    for request in view.requests:
        yield _task(view, REQUEST, request, _FIRST)
    if view.poll_due:
        yield _task(view, RECEIVE, "", _FIRST)
    rows = _rows(view)
    yield from rows
    if _judge_now(view, bool(rows)):
        yield _task(view, JUDGE, "", 2)
    if view.digest_slot is not None and _digest_now(view, bool(rows)):
        yield _task(view, DIGEST, view.digest_slot.isoformat(), _FIRST)
    if view.backup_due:
        yield _task(view, BACKUP, "", _FIRST)


def _rows(view: View) -> list[Task]:
    """Rows whose time has come; a suspect only where nothing else is being done."""
    ready, suspects = [], []
    room = {kind: _AT_ONCE - sum(live == kind for live, _ in view.live) for kind in _ROWS}
    for kind, subject, priority in _due(view):
        before = view.tried.get((kind, subject))
        if before is not None and (before.aside or _waits(before, view.tries_now)):
            continue
        running = (kind, subject) in view.live
        if before is not None and before.begun and not running:
            suspects.append((kind, subject, priority))
        elif running or room[kind] > 0:
            room[kind] -= not running
            ready.append((kind, subject, priority))
    if not ready and not any(kind in _ROWS for kind, _ in view.live):
        ready = suspects[:1]
    return [_task(view, *row) for row in ready]


def _due(view: View) -> Iterator[tuple[str, str, int]]:
    for row in view.unread:
        yield READ, row.canonical, _AGAIN if row.again else _NEW
    for link in () if view.drive_down or FOLLOW in view.resting else view.links:
        if link.is_open(view.now):
            yield FOLLOW, link.drive_id, _NEW if link.pending else _RECHECK
    for sha256 in view.stale:
        yield REREAD, sha256, _AGAIN


def _waits(before: Attempt, now: datetime) -> bool:
    """Whether its next try is still to come. An hour beyond all waits was noted by a clock that stood wrong."""
    return now < before.due_at <= now + _LONGEST


def _judge_now(view: View, busy: bool) -> bool:
    """Changes are judged when the work rests, and now and then while it goes on."""
    if view.unjudged is None:
        return False
    if busy or _anything_live(view):
        return view.unjudged >= max(JUDGE_AFTER, view.judge_rest)
    return True


def _digest_now(view: View, busy: bool) -> bool:
    """An edition waits for a poll, for the work that came of it and for its judgement, but not for ever."""
    quiet = view.polled_since_slot and not busy and not _anything_live(view) and view.unjudged is None
    return quiet or view.digest_waited >= DIGEST_PATIENCE


def _anything_live(view: View) -> bool:
    return any(kind in _ROWS or kind in {RECEIVE, REQUEST, JUDGE} for kind, _ in view.live)


def _task(view: View, kind: str, subject: str, priority: int) -> Task:
    return Task(f"{kind}:{subject}:{view.token}", kind, subject, _QUEUE_OF[kind], priority)
