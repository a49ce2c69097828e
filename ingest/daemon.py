"""The daemon: the clock wakes the foreman, the engine does the work, a signal ends it cleanly within ten seconds.

One process holds the lock, runs the tasks, answers `/healthz` and `/metrics`, and tells systemd that it makes progress.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import sdnotify
import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from fastapi import FastAPI

from config.campaign import Campaign
from config.settings import Settings
from ingest.clock import instant
from ingest.dashboard.app import create_app
from ingest.dashboard.serve import serving
from ingest.engine.durable import DurableEngine
from ingest.errors import NotNow, TiepnhanError
from ingest.foreman import Foreman, guarded
from ingest.lock import instance_lock
from ingest.logs import configure
from ingest.options import Options
from ingest.plan import QUEUES, RECEIVE
from ingest.schedule import newest_slot, poll_every, timetable, upcoming
from ingest.session import configured, refuse_the_past
from ingest.shift import Shift
from ingest.store import work as rows
from ingest.store.alerts import reconcile_alerts
from ingest.watch.alerts import alerts_of
from ingest.watch.gather import Daemon, gather
from ingest.watch.health import health
from ingest.watch.limits import limits_of
from ingest.watch.vitals import ClockJump, Pulse, Vitals
from ingest.wiring import open_workplace
from ingest.workplace import Workplace

log = structlog.get_logger()

_AT_LAST = 12  # seconds after which even a process that is stuck is ended by the kernel
_LOOKS = 3  # at the signal, in a pause
_TEN_SECONDS = 9.5  # after SIGTERM the process is gone
_GRACE = 6.0  # seconds that running pieces may still take after SIGTERM; every step may be cut anywhere
_PATIENCE = 3.0  # seconds that a start waits for the lock: whoever holds it may be ending
_BUSY, _IDLE = 0.4, 1.0  # seconds between two looks at the rows
_LOOK_ROUND = 15.0  # seconds between two looks at the machine and the clock
_JUMP = timedelta(seconds=60)  # a clock that moved by more did not just drift
_KEEP = timedelta(days=3)  # of tasks that ended, in the engine's file


def serve(options: Options) -> None:
    """Run until SIGTERM or SIGINT. With `--now` the clock of all that is written stands still at that instant."""
    configure(verbose=options.verbose, daemon=True)
    settings, campaign = configured(options)
    frozen = instant(options.now) if options.now else None
    clock: Callable[[], datetime] = (lambda: frozen) if frozen else partial(instant, None)
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    data_dir = Path(settings.data_dir)
    with (
        instance_lock(data_dir, "run", campaign.id, _PATIENCE),
        open_workplace(settings, campaign, clock(), writing=True) as opened,
    ):
        if frozen:
            refuse_the_past(opened)
        work = replace(opened, open_mailbox=cache(opened.open_mailbox))  # it remembers what it swept, and when
        shift = Shift(clock())
        foreman = Foreman(work, clock, shift, frozen=frozen is not None)
        engine = DurableEngine(data_dir / "jobs.sqlite", QUEUES, foreman.run_step)
        _House(work, clock, shift, foreman, engine, frozen=frozen is not None).live(stop)


@dataclass
class _House:
    """The parts of one running daemon."""

    work: Workplace
    clock: Callable[[], datetime]
    shift: Shift
    foreman: Foreman
    engine: DurableEngine
    frozen: bool
    pulse: Pulse = field(default_factory=Pulse)
    jump: ClockJump | None = None
    notifier: sdnotify.SystemdNotifier = field(default_factory=sdnotify.SystemdNotifier)

    @property
    def settings(self) -> Settings:
        return self.work.settings

    @property
    def campaign(self) -> Campaign:
        return self.work.campaign

    def live(self, stop: "_Stop") -> None:
        """Everything up, rounds until told to stop, everything down."""
        self.foreman.start()
        self.engine.start()
        self.foreman.compare(self.engine, adopt=True)
        scheduler = self._scheduler()
        self.foreman.catch_up()  # a slot that came while we started
        with ExitStack() as opened:
            try:
                opened.enter_context(serving(self.settings.dashboard.listen, self._app()))
            except NotNow as error:  # without its page the daemon still does its work
                log.error("the page is not served", reason=str(error))
            self.notifier.notify("READY=1")
            log.info("daemon started", campaign=self.campaign.id, frozen=self.frozen)
            try:
                self._rounds(stop, scheduler)
            finally:
                _end_by_force(_TEN_SECONDS)
                self.notifier.notify("STOPPING=1")
                scheduler.pause()
                scheduler.shutdown(wait=False)
                self._stop()
        log.info("daemon ended")

    def _stop(self) -> None:
        """End what runs, within the grace; what is cut is taken up by the next start, and is nobody's fault."""
        ended = self.engine.stop(_GRACE)
        guarded("release", self._release)
        if not ended:
            log.warning("pieces were cut; the next start takes them up")
            os._exit(0)  # the rows in the store are the work: nothing is lost, and nothing waits for a slow server

    def _release(self) -> None:
        with self.work.database.begin() as connection:
            rows.release_attempts(connection, self.campaign.id)

    # ── rounds ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _rounds(self, stop: "_Stop", scheduler: BackgroundScheduler) -> None:
        wake = self.shift.wake
        looked = 0.0
        drift = _drift()
        while not stop.asked:
            wake.clear()
            sound = guarded("round", lambda: self.foreman.round(self.engine))
            if sound:
                self.pulse.beat()
            if time.monotonic() - looked >= _LOOK_ROUND or not looked:
                drift = self._look_round(scheduler, drift)
                looked = time.monotonic()
            if sound and not self.shift.stuck():
                self.notifier.notify("WATCHDOG=1")
            _rest(stop, wake)

    def _look_round(self, scheduler: BackgroundScheduler, drift: timedelta) -> timedelta:
        """The seldom looks: clock, engine, density of polls, alerts. Gives the clock's drift as it is now."""
        seen = _drift()
        if abs(seen - drift) > _JUMP:
            log.warning("the clock jumped", seconds=(seen - drift).total_seconds())
            self.jump = ClockJump(self.clock(), seen - drift)
            scheduler.remove_all_jobs()
            self._schedule(scheduler)
            guarded("catch up", self.foreman.catch_up)
        every = poll_every(self.settings, self.campaign, self.clock())
        if scheduler.get_job(RECEIVE).trigger.interval != every:
            scheduler.reschedule_job(RECEIVE, trigger=IntervalTrigger(seconds=int(every.total_seconds())))
        trouble = self.engine.healthy()
        if trouble:
            log.error("the engine starts anew", trouble=trouble)
            guarded("engine", self._restart_engine)
        guarded("compare", lambda: self.foreman.compare(self.engine))
        guarded("alerts", self._tell)
        guarded("tidy", lambda: self.engine.tidy(_KEEP))
        return seen

    def _restart_engine(self) -> None:
        """Its file is gone or broken: the rows are the work, a new file is as good."""
        ended = self.engine.stop(_GRACE)
        guarded("release", self._release)
        if not ended:
            log.warning("pieces were cut; the next start takes them up")
            os._exit(1)
        self.engine.start()
        self.foreman.compare(self.engine, adopt=True)

    def _tell(self) -> None:
        vitals = self.vitals()
        with self.work.database.begin() as connection:
            reconcile_alerts(
                connection, self.campaign.id, alerts_of(vitals, limits_of(self.settings, self.campaign)), self.clock()
            )

    # ── clock ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=ZoneInfo(self.campaign.timezone),
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._schedule(scheduler)
        scheduler.start()
        return scheduler

    def _schedule(self, scheduler: BackgroundScheduler) -> None:
        """Jobs only tell the foreman. A clock that stands still has polls, and no hours."""
        every = poll_every(self.settings, self.campaign, self.clock())
        scheduler.add_job(
            self.foreman.due, IntervalTrigger(seconds=max(1, int(every.total_seconds()))), [RECEIVE], id=RECEIVE
        )
        if self.frozen:
            return
        now = datetime.now(UTC)
        for timed in timetable(self.settings, self.campaign):
            if upcoming(timed.trigger, now) is not None:  # what was missed is caught up by the foreman
                scheduler.add_job(self._hour, timed.trigger, [timed.job])

    def _hour(self, job: str) -> None:
        self.foreman.due(job, newest_slot(self.settings, self.campaign, self.clock()))

    # ── health ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def vitals(self) -> Vitals:
        """What is measured now."""
        error = ""
        try:
            states = self.engine.list()
        except TiepnhanError as trouble:
            states, error = [], str(trouble)
        stuck = self.shift.stuck()
        if stuck:
            error = f"không có tiến triển: {', '.join(stuck)}"
        return gather(
            self.work.database,
            self.settings,
            self.campaign,
            states,
            self.clock(),
            Daemon(
                started_at=self.shift.started_at,
                heartbeat=self.pulse.age(),
                engine_error=error or self.engine.healthy(),
                quota=self.shift.quota,
                clock_jump=self.jump,
                digest_due=self.shift.digest_slot,
                rule_failures=self.shift.rule_failures,
            ),
        )

    def _app(self) -> FastAPI:
        limits = limits_of(self.settings, self.campaign)
        return create_app(self.vitals, lambda vitals: health(vitals, limits), lambda vitals: alerts_of(vitals, limits))


def _end_by_force(seconds: float) -> None:
    """See to it that this process is gone in time, whatever still holds it: no row depends on a tidy end."""
    timer = threading.Timer(seconds, os._exit, [0])
    timer.daemon = True
    timer.start()


def _drift() -> timedelta:
    """The machine's clock against one that nobody sets."""
    return timedelta(seconds=time.time() - time.monotonic())


class _Stop:
    """Set by a signal's handler, which may come at any instruction of this thread: it touches no lock."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, *_: object) -> None:
        """End soon; and if nothing of this process answers any more, the kernel ends it."""
        self.asked = True
        signal.alarm(_AT_LAST)


def _rest(stop: _Stop, wake: threading.Event) -> None:
    """Until something ended, or a second has passed; never so short that the foreman does nothing but look."""
    time.sleep(_BUSY)
    for _ in range(_LOOKS):
        if stop.asked or wake.wait((_IDLE - _BUSY) / _LOOKS):
            return
