"""The foreman: once in a while looks at the rows, decides what to do next (`ingest.plan`) and has the engine do it."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from ingest.attempts import acquit, bury, standing
from ingest.engine.interface import Engine, Task
from ingest.errors import TiepnhanError
from ingest.plan import BACKUP, DIGEST, FOLLOW, JUDGE, READ, RECEIVE, REREAD, View, plan
from ingest.schedule import slots, timetable
from ingest.shift import Shift
from ingest.store import derived
from ingest.store import work as rows
from ingest.tasks import run_step
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION

log = structlog.get_logger()

_JUDGE_SHARE = 10  # while work goes on, judging takes a tenth of the time at most
_MARK_EVERY = 300.0  # seconds between two notes that no link is due


class Foreman:
    """One per daemon. `run_step` is what the engine calls; `round` is what the daemon's own thread calls."""

    def __init__(self, work: Workplace, clock: Callable[[], datetime], shift: Shift, *, frozen: bool = False) -> None:
        self._work = work
        self._frozen = frozen
        self._began = time.monotonic()
        self._clock = clock
        self._shift = shift
        self._life = f"{time.time_ns():x}"
        self._rounds = itertools.count()
        self._stale = True  # whether files are to be read again; once there are none, there are none in this life
        self._marked = 0.0

    def run_step(self, kind: str, subject: str) -> bool:
        """One piece of a task, at the clock's instant."""
        work = replace(self._work, now=self._clock(), clock=self._clock if kind == RECEIVE else None)
        return run_step(self._shift, work, kind, subject)

    def start(self) -> None:
        """Before anything else is done: what ended the program too often is set aside; missed slots are taken up."""
        work, now = self._work, self._clock()
        campaign = work.campaign.id
        with work.database.read() as connection:
            tried = rows.attempts(connection, campaign)
            open_rows = {
                *((READ, row.canonical) for row in derived.unread(connection, campaign, READING_VERSION, now)),
                *((FOLLOW, link.drive_id) for link in derived.link_work(connection, campaign) if link.is_open(now)),
                *((REREAD, row.sha256) for row in derived.stale(connection, campaign, READING_VERSION)),
            }
        acquit(work, tried, open_rows)
        bury(work, {key: one for key, one in tried.items() if key in open_rows})
        with work.database.begin() as connection:
            rows.forget_requests(connection, campaign, datetime.now(UTC) - timedelta(days=1))
            if rows.job_success(connection, campaign, "daemon") is None:
                rows.set_job_success(connection, campaign, "daemon", now)
        self._shift.due.add(RECEIVE)
        self.catch_up()

    def catch_up(self) -> None:
        """Take up the slots that came while nobody was awake: each job once, whatever it missed."""
        work, now = self._work, self._clock()
        self._shift.changed()  # a deadline may have passed
        campaign = work.campaign.id
        with work.database.read() as connection:
            first = rows.job_success(connection, campaign, "daemon")
            edition = rows.last_edition(connection, campaign, now)
            backed_up = rows.job_success(connection, campaign, BACKUP)
        since = (first or now) - timedelta(microseconds=1)  # a slot at the very instant of the first start counts
        table = timetable(work.settings, work.campaign)
        for slot in slots(table, DIGEST, max(since, edition[0]) if edition else since, now)[-1:]:
            self._shift.notice_slot(slot)
        if slots(table, BACKUP, max(since, backed_up) if backed_up else since, now):
            self._shift.due.add(BACKUP)

    def due(self, job: str, slot: datetime | None = None) -> None:
        """The clock says that a job's hour has come."""
        if job == DIGEST:
            self._shift.notice_slot(slot or self._clock())
        elif job == JUDGE:
            self._shift.changed()
        else:
            self._shift.due.add(job)
        self._shift.wake.set()

    def round(self, engine: Engine) -> int:
        """Look at the rows and enqueue what is due; how many tasks that were."""
        view = self._view()
        tasks = plan(view)
        self._shift.alone = next(
            (
                (task.kind, task.subject)
                for task in tasks
                if (before := view.tried.get((task.kind, task.subject))) is not None and before.begun
            ),
            self._shift.alone,
        )
        for task in tasks:
            self._enqueue(engine, task)
        return len(tasks)

    def _enqueue(self, engine: Engine, task: Task) -> None:
        self._shift.enqueued(task.kind, task.subject)  # before it can end
        was_due = task.kind in self._shift.due
        self._shift.due.discard(task.kind)
        try:
            engine.enqueue(task)
        except BaseException:
            self._shift.dropped([(task.kind, task.subject)])
            if was_due:
                self._shift.due.add(task.kind)
            raise

    def compare(self, engine: Engine, *, adopt: bool = False) -> None:
        """Forget tasks that the engine no longer has (cancelled ones); with `adopt`, know those that it took up."""
        before = self._shift.now_live()
        live = {(state.kind, state.subject) for state in engine.list()}
        self._shift.dropped(before - live)
        for key in live - before if adopt else ():
            self._shift.enqueued(*key)

    def _view(self) -> View:
        work, now, shift = self._work, self._clock(), self._shift
        campaign = work.campaign.id
        live = shift.now_live()
        with work.database.read() as connection:
            unread = derived.unread(connection, campaign, READING_VERSION, now)
            links = derived.link_work(connection, campaign)
            stale = derived.stale(connection, campaign, READING_VERSION) if self._stale else []
            tried = rows.attempts(connection, campaign)
            requests = [one.id for one in rows.open_requests(connection, campaign)]
        self._stale = bool(stale)
        current = {key: one for key in tried if (one := standing(tried, *key)) is not None}
        self._mark_rechecked(
            now, idle=not any(kind == FOLLOW for kind, _ in live) and not any(one.is_open(now) for one in links)
        )
        return View(
            now=now,
            tries_now=now + timedelta(seconds=time.monotonic() - self._began) if self._frozen else now,
            token=f"{self._life}.{next(self._rounds):x}",
            unread=unread,
            links=links,
            stale=sorted({one.sha256 for one in stale}),
            tried=current,
            live=live,
            requests=requests,
            poll_due=RECEIVE in shift.due,
            backup_due=BACKUP in shift.due,
            digest_slot=shift.digest_slot,
            digest_waited=shift.slot_waited(),
            polled_since_slot=shift.polled_since_slot,
            unjudged=shift.unjudged(),
            judge_rest=_JUDGE_SHARE * shift.judge_took,
            resting=shift.resting(),
            drive_down=shift.breaker.open,
        )

    def _mark_rechecked(self, now: datetime, *, idle: bool) -> None:
        """Note that every link that was due has been looked at; with none due, now and then."""
        if idle and time.monotonic() - self._marked > _MARK_EVERY:
            with self._work.database.begin() as connection:
                rows.set_job_success(connection, self._work.campaign.id, "recheck", now)
            self._marked = time.monotonic()


def guarded(what: str, step: Callable[[], object]) -> bool:
    """Do a piece of the daemon's own housekeeping; False where our code broke. The daemon outlives both, and says so.

    What the world refuses (a full disk, a locked database) no restart would mend: the daemon is sound, and tries again.
    """
    try:
        step()
    except TiepnhanError as error:
        log.error("housekeeping must wait", what=what, error=type(error).__name__)
    except Exception:  # the border of the daemon's own thread: a fault of ours must not end it
        log.exception("housekeeping failed", what=what)
        return False
    return True
