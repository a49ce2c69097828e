"""The daemon: the clock wakes it, one pass at a time; a signal ends it cleanly.

APScheduler is the clock alone. Its jobs run one after the other in one thread; slots that were missed while the machine
was off are made up once, at the start, by comparing with the last success that the store knows.
"""

import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.campaign import Campaign
from config.settings import Settings
from ingest.clock import instant
from ingest.digest.issue import issue
from ingest.errors import TiepnhanError, UsageError
from ingest.lock import instance_lock
from ingest.logs import configure
from ingest.options import Options
from ingest.pipeline import run_pass
from ingest.session import configured
from ingest.store import derived
from ingest.wiring import open_workplace
from ingest.workplace import Workplace

log = structlog.get_logger()
_GRACE = 8.0  # seconds that a running pass may still take after SIGTERM; every step may be cut anywhere


def serve(options: Options) -> None:
    """Run until SIGTERM or SIGINT."""
    if options.now is not None:
        raise UsageError("run không dùng được --now: chương trình thường trực theo đồng hồ thật.")
    configure(verbose=options.verbose, daemon=True)
    settings, campaign = configured(options)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with instance_lock(Path(settings.data_dir), "run"):
        _serve(settings, campaign, stop)


def _serve(settings: Settings, campaign: Campaign, stop: threading.Event) -> None:
    zone = ZoneInfo(campaign.timezone)
    busy = threading.Lock()
    scheduler = BackgroundScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    def job(name: str, work: Callable[[Workplace], object]) -> Callable[[], None]:
        def run() -> None:
            with busy:
                _run_job(settings, campaign, name, work)

        return run

    poll, digest = job("poll", run_pass), job("digest", lambda work: issue(work, None, None))
    recheck = job("recheck", lambda work: run_pass(work, receive_mail=False))
    now = datetime.now(zone)
    scheduler.add_job(
        poll, IntervalTrigger(seconds=int(settings.mailbox.poll_every.total_seconds())), next_run_time=now
    )
    scheduler.add_job(recheck, IntervalTrigger(seconds=int(settings.drive.recheck_every.total_seconds())))
    for at in settings.digest.at:
        scheduler.add_job(digest, CronTrigger(hour=at.hour, minute=at.minute, timezone=zone))
    if _digest_missed(settings, campaign, now):
        scheduler.add_job(digest, next_run_time=now + timedelta(seconds=1))
    scheduler.start()
    log.info("daemon started", campaign=campaign.id)
    stop.wait()
    scheduler.pause()
    scheduler.shutdown(wait=False)
    if not busy.acquire(timeout=_GRACE):
        log.warning("a pass was cut; the next start takes it up")
        os._exit(0)  # the rows in the store are the work: nothing is lost, and nothing waits for a slow server


def _run_job(settings: Settings, campaign: Campaign, name: str, step: Callable[[Workplace], object]) -> None:
    """One job with the clock's instant; what the world does not allow is left to the next slot."""
    now = instant(None)
    try:
        with open_workplace(settings, campaign, now, writing=True) as work:
            step(work)
            with work.database.begin() as connection:
                derived.set_job_success(connection, campaign.id, name, now)
        log.info("job done", job=name)
    except TiepnhanError as error:
        log.error("job failed", job=name, error=str(error))
    except Exception:  # the border of one job: the daemon outlives a fault of ours, and says so
        log.exception("job failed", job=name)


def _digest_missed(settings: Settings, campaign: Campaign, now: datetime) -> bool:
    """Whether the newest digest hour before now has passed without a digest, after one had ever been made."""
    slots = [
        datetime.combine(now.date() - timedelta(days=days), at, now.tzinfo)
        for days in (0, 1)
        for at in settings.digest.at
    ]
    last_slot = max(slot for slot in slots if slot <= now)
    with (
        open_workplace(settings, campaign, now.astimezone(UTC), writing=True) as work,
        work.database.read() as connection,
    ):
        made = derived.job_success(connection, campaign.id, "digest")
    return made is not None and made < last_slot
