"""Measuring: reads the vitals of one campaign out of store, disk and engine. Cheap enough for every few seconds."""

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from config.campaign import Campaign
from config.settings import Settings
from ingest.engine.interface import TaskState
from ingest.errors import StoreUnavailable
from ingest.mailbox.interface import Quota
from ingest.schedule import newest_slot
from ingest.store import tables as t
from ingest.store import work
from ingest.store.database import Database
from ingest.watch.vitals import ClockJump, Disk, DriveHealth, Job, Ledger, Vitals
from parsers.facts import READING_VERSION

_WEEK = timedelta(days=7)
_OUTAGE = 3  # links in a row without an answer
_LOOKED_AT = 300  # newest questions, when none of them was answered
_PLAIN = re.compile(r"[^\w .,:-]")


@dataclass(frozen=True, slots=True)
class Daemon:
    """What only the running process knows of itself."""

    started_at: datetime
    heartbeat: timedelta | None = None
    engine_error: str = ""
    quota: Quota | None = None
    clock_jump: ClockJump | None = None
    digest_due: datetime | None = None  # the slot that waits for its edition; None: the timetable's newest
    rule_failures: tuple[str, ...] = ()


def gather(
    database: Database,
    settings: Settings,
    campaign: Campaign,
    engine_states: Iterable[TaskState],
    now: datetime,
    daemon: Daemon,
) -> Vitals:
    """All vitals at an instant. A database that does not answer is one of the facts, and no exception."""
    known = {
        "started_at": daemon.started_at,
        "now": now,
        "disk": _disk(Path(settings.data_dir)),
        "heartbeat": daemon.heartbeat,
        "engine_error": daemon.engine_error,
        "quota": daemon.quota,
        "clock_jump": daemon.clock_jump,
        "digest_due": daemon.digest_due or newest_slot(settings, campaign, now),
        "rule_failures": daemon.rule_failures,
        **_tasks(engine_states),
    }
    try:
        with database.read() as connection:
            return Vitals(**known, **_stored(connection, campaign.id, now))
    except StoreUnavailable as error:
        return Vitals(**known, database_error=str(error))


def _disk(folder: Path) -> Disk | None:
    try:
        usage = shutil.disk_usage(folder)
        return Disk(usage.free, usage.total, not os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return None


def _tasks(states: Iterable[TaskState]) -> dict[str, Any]:
    live = list(states)
    waiting = [state.enqueued_at for state in live if state.state == "waiting"]
    return {
        "tasks": dict(Counter((state.kind, str(state.state)) for state in live)),
        "oldest_waiting": min(waiting, default=None),
    }


def _stored(connection: Connection, campaign: str, now: datetime) -> dict[str, Any]:
    d = t.digests.c
    s = t.sightings.c
    aside, aside_since = _aside(connection, campaign)
    return {
        "jobs": _jobs(connection, campaign),
        "rows_waiting": _rows_waiting(connection, campaign, now),
        "aside": aside,
        "aside_since": aside_since,
        "ledger": _ledger(connection, campaign),
        "last_mail_at": connection.scalar(sa.select(sa.func.max(s.seen_at)).where(s.campaign == campaign)),
        "growth": _growth(connection, campaign, now),
        "drive": _drive(connection, campaign),
        "digest_made": connection.scalar(sa.select(sa.func.max(d.slot)).where(d.campaign == campaign)),
    }


def _jobs(connection: Connection, campaign: str) -> Mapping[str, Job]:
    runs = work.job_runs(connection, campaign)
    return {name: Job(run.succeeded_at, run.tried_at, run.error) for name, run in runs.items()}


def _rows_waiting(connection: Connection, campaign: str, now: datetime) -> Mapping[str, int]:
    m, w = t.messages.c, t.link_work.c
    counts = {
        "unread": sa.select(sa.func.count()).where(
            m.campaign == campaign, sa.or_(m.version.is_(None), m.version != READING_VERSION)
        ),
        "due": sa.select(sa.func.count()).where(w.campaign == campaign, w.due_at <= now),
        "pending": sa.select(sa.func.count()).where(w.campaign == campaign, w.pending, w.due_at > now),
        "unanswered": sa.select(sa.func.count()).where(w.campaign == campaign, w.attempts > 0, w.due_at > now),
    }
    return {kind: connection.scalar(query) or 0 for kind, query in counts.items()}


def _aside(connection: Connection, campaign: str) -> tuple[Mapping[str, int], datetime | None]:
    a = t.attempts.c
    rows = connection.execute(
        sa.select(a.kind, sa.func.count().label("rows"), sa.func.min(a.at, type_=t.Instant()).label("since"))
        .where(a.campaign == campaign, a.aside, a.version == READING_VERSION)
        .group_by(a.kind)
        .order_by(a.kind)
    ).all()
    return {row.kind: row.rows for row in rows}, min((row.since for row in rows), default=None)


def _ledger(connection: Connection, campaign: str) -> Ledger:
    """Counted folder by folder: what one folder has too many must not hide what another lacks."""
    p, s = t.positions.c, t.sightings.c
    counted = {
        (row.account, row.folder, row.uidvalidity): (row.seen, row.received)
        for row in connection.execute(
            sa.select(
                s.account,
                s.folder,
                s.uidvalidity,
                sa.func.count().label("seen"),
                sa.func.count(s.canonical).label("received"),
            )
            .where(s.campaign == campaign)
            .group_by(s.account, s.folder, s.uidvalidity)
        )
    }
    positions = connection.execute(
        sa.select(p.account, p.folder, p.uidvalidity, p.on_server).where(p.campaign == campaign)
    ).all()
    missing = sum(
        max(0, row.on_server - counted.get((row.account, row.folder, row.uidvalidity), (0, 0))[0]) for row in positions
    )
    received = sum(count for _, count in counted.values())
    held = sum(seen - count for seen, count in counted.values())
    return Ledger(sum(row.on_server for row in positions), received, held, missing)


def _growth(connection: Connection, campaign: str, now: datetime) -> int | None:
    """Bytes of originals a day, over the last week; None where nothing came."""
    m, f = t.messages.c, t.fetches.c
    came = connection.scalar(sa.select(sa.func.sum(m.size)).where(m.campaign == campaign, m.seen_at > now - _WEEK))
    fetched = connection.scalar(
        sa.select(sa.func.sum(f.size)).where(f.campaign == campaign, f.fetched_at > now - _WEEK, f.cause == "ok")
    )
    return (int(came or 0) + int(fetched or 0)) // _WEEK.days or None


def _drive(connection: Connection, campaign: str) -> DriveHealth:
    """From the newest questions. One link at which Google stumbles is no outage: all links are, or three."""
    o, w = t.observations.c, t.link_work.c
    rows = connection.execute(
        sa.select(o.drive_id, o.asked_at, o.body)
        .where(o.campaign == campaign)
        .order_by(o.asked_at.desc(), o.drive_id)
        .limit(_LOOKED_AT)
    )
    failing: dict[str, tuple[str, str]] = {}
    good: datetime | None = None
    for row in rows:
        fault = _fault(row.body)
        if fault is None:
            good = row.asked_at
            break
        failing.setdefault(row.drive_id, fault)
    if not failing:
        return DriveHealth("unknown" if good is None else "ok")
    cause, reason = next(iter(failing.values()))
    if cause == "unauthorised":
        return DriveHealth("refused", reason, good)
    links = connection.scalar(sa.select(sa.func.count()).where(w.campaign == campaign)) or 0
    if len(failing) < min(_OUTAGE, links):
        return DriveHealth("ok")
    return DriveHealth("unreachable", reason, good)


def _fault(body: str) -> tuple[str, str] | None:
    """(cause, what was said) where a question met a fault of the way or of Google's; None where Drive answered it."""
    observation = json.loads(body)
    answers = [answer for who in ("account", "stranger") if (answer := observation.get(who))]
    refused = [answer for answer in answers if answer["cause"] == "unauthorised"]  # our token, or our key alone
    answer = next(iter(refused or answers), {"cause": "ok"})
    if answer["cause"] not in {"server", "throttled", "unauthorised"}:
        return None
    said = _PLAIN.sub("", str(answer.get("reason", "")))[:60]
    return answer["cause"], f"{answer.get('status') or 'mất kết nối'} {said}".strip()
