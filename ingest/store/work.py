"""The state of the work itself: jobs of the clock, tries that did not end well, requests of commands, editions made."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new

# ── jobs of the clock ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class JobRun:
    """One job of the clock: its last success and its last try; `error` is "" where the last try succeeded."""

    job: str
    succeeded_at: datetime | None
    tried_at: datetime | None
    error: str


def job_runs(connection: Connection, campaign: str) -> dict[str, JobRun]:
    """All jobs that were ever tried, by name."""
    j = t.job_runs.c
    rows = connection.execute(sa.select(t.job_runs).where(j.campaign == campaign).order_by(j.job))
    return {row.job: JobRun(row.job, row.succeeded_at, row.tried_at, row.error) for row in rows}


def job_success(connection: Connection, campaign: str, job: str) -> datetime | None:
    """When a job of the clock last succeeded."""
    j = t.job_runs.c
    return connection.scalar(sa.select(j.succeeded_at).where(j.campaign == campaign, j.job == job))


def set_job_success(connection: Connection, campaign: str, job: str, at: datetime) -> None:
    """A job of the clock succeeded."""
    _set_job(connection, campaign, job, {"succeeded_at": at, "tried_at": at, "error": ""})


def set_job_failure(connection: Connection, campaign: str, job: str, at: datetime, error: str) -> None:
    """A job of the clock failed; `error` is one line for people."""
    _set_job(connection, campaign, job, {"tried_at": at, "error": error})


def _set_job(connection: Connection, campaign: str, job: str, values: dict[str, Any]) -> None:
    j = t.job_runs.c
    insert_new(connection, t.job_runs, {"campaign": campaign, "job": job, **values})
    connection.execute(t.job_runs.update().where(j.campaign == campaign, j.job == job).values(**values))


# ── tries that did not end well ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attempt:
    """A row whose work did not end well so far. `begun` counts tries that never said how they ended: deaths."""

    kind: str
    subject: str
    version: str
    begun: int
    failures: int
    cause: str
    reason: str
    due_at: datetime
    aside: bool
    at: datetime


def attempts(connection: Connection, campaign: str) -> dict[tuple[str, str], Attempt]:
    """All of them, by (kind, subject)."""
    a = t.attempts.c
    rows = connection.execute(sa.select(t.attempts).where(a.campaign == campaign).order_by(a.kind, a.subject))
    return {(row.kind, row.subject): _row(row) for row in rows}


def attempt_of(connection: Connection, campaign: str, kind: str, subject: str) -> Attempt | None:
    """One of them."""
    row = connection.execute(sa.select(t.attempts).where(_attempt(campaign, kind, subject))).first()
    return _row(row) if row else None


def _row(r: sa.Row[Any]) -> Attempt:
    return Attempt(r.kind, r.subject, r.version, r.begun, r.failures, r.cause, r.reason, r.due_at, r.aside, r.at)


def begin_attempt(
    connection: Connection,
    campaign: str,
    kind: str,
    subject: str,
    version: str,
    now: datetime,
    *,
    counts: bool = True,
) -> Attempt | None:
    """Note that a try begins; what the row said before. What another version of the code met with is forgotten.

    `counts` is False where the try before it was this process's own, and only its end could not be written.
    """
    where = _attempt(campaign, kind, subject)
    before = attempt_of(connection, campaign, kind, subject)
    if before is None or before.version != version:
        connection.execute(t.attempts.delete().where(where))
        connection.execute(
            t.attempts.insert().values(
                campaign=campaign,
                kind=kind,
                subject=subject,
                version=version,
                begun=1,
                failures=0,
                cause="",
                reason="",
                due_at=now,
                aside=False,
                at=now,
            )
        )
        return None
    connection.execute(t.attempts.update().where(where).values(begun=before.begun + counts, at=now))
    return before


def progressed(connection: Connection, campaign: str, kind: str, subject: str) -> None:
    """A try got something done: whatever ended the tries before it, this row's work is not without end."""
    a = t.attempts.c
    connection.execute(
        t.attempts.update().where(_attempt(campaign, kind, subject), a.begun > 1).values(begun=1, failures=0)
    )


def end_attempt(connection: Connection, campaign: str, kind: str, subject: str, *, keep_aside: bool = False) -> None:
    """A try ended well, or a person wants the row tried anew; `keep_aside` leaves alone what was set aside."""
    gone = t.attempts.delete().where(_attempt(campaign, kind, subject))
    connection.execute(gone.where(t.attempts.c.aside.is_(False)) if keep_aside else gone)


def fail_attempt(
    connection: Connection,
    campaign: str,
    kind: str,
    subject: str,
    *,
    cause: str,
    reason: str,
    due_at: datetime,
    aside: bool,
    now: datetime,
) -> None:
    """A try ended badly, and said so. Where a person has stopped the row meanwhile, it stays as they left it."""
    a = t.attempts.c
    connection.execute(
        t.attempts.update()
        .where(_attempt(campaign, kind, subject), a.aside.is_(False))
        .values(cause=cause, reason=reason, aside=aside)
    )
    connection.execute(
        t.attempts.update()
        .where(_attempt(campaign, kind, subject))
        .values(begun=0, failures=a.failures + 1, due_at=due_at, at=now)
    )


def set_aside(connection: Connection, campaign: str, kind: str, subject: str, cause: str, reason: str) -> None:
    """Leave a row alone until a person asks for it, or until the code changes."""
    connection.execute(
        t.attempts.update()
        .where(_attempt(campaign, kind, subject))
        .values(begun=0, aside=True, cause=cause, reason=reason)
    )


def leave_aside(
    connection: Connection, campaign: str, kind: str, subject: str, version: str, cause: str, now: datetime
) -> None:
    """Set a row aside, whether or not it was ever tried."""
    begin_attempt(connection, campaign, kind, subject, version, now)
    set_aside(connection, campaign, kind, subject, cause, "")


def release_attempts(connection: Connection, campaign: str) -> None:
    """We stop of our own will: what is running now did not kill us."""
    a = t.attempts.c
    connection.execute(t.attempts.delete().where(a.campaign == campaign, a.failures == 0, a.aside.is_(False)))
    connection.execute(t.attempts.update().where(a.campaign == campaign).values(begun=0))


def _attempt(campaign: str, kind: str, subject: str) -> sa.ColumnElement[bool]:
    a = t.attempts.c
    return sa.and_(a.campaign == campaign, a.kind == kind, a.subject == subject)


# ── requests of commands ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Request:
    """What a command asks of the running daemon."""

    id: str
    command: str
    arguments: dict[str, Any]
    asked_at: datetime


def add_request(connection: Connection, campaign: str, request: Request) -> None:
    """Ask."""
    connection.execute(
        t.requests.insert().values(
            campaign=campaign,
            id=request.id,
            command=request.command,
            arguments=json.dumps(request.arguments, ensure_ascii=False),
            asked_at=request.asked_at,
        )
    )


def open_requests(connection: Connection, campaign: str) -> list[Request]:
    """What has not been answered, oldest first."""
    r = t.requests.c
    rows = connection.execute(
        sa.select(t.requests).where(r.campaign == campaign, r.done_at.is_(None)).order_by(r.asked_at, r.id)
    )
    return [Request(row.id, row.command, json.loads(row.arguments), row.asked_at) for row in rows]


def answer_request(
    connection: Connection, campaign: str, request_id: str, answer: dict[str, Any], at: datetime
) -> bool:
    """Answer; False where it was answered or withdrawn meanwhile."""
    r = t.requests.c
    done = connection.execute(
        t.requests.update()
        .where(r.campaign == campaign, r.id == request_id, r.done_at.is_(None))
        .values(done_at=at, answer=json.dumps(answer, ensure_ascii=False))
    )
    return done.rowcount > 0


def request_answer(connection: Connection, campaign: str, request_id: str) -> dict[str, Any] | None:
    """The answer, where there is one."""
    r = t.requests.c
    text = connection.scalar(
        sa.select(r.answer).where(r.campaign == campaign, r.id == request_id, r.done_at.is_not(None))
    )
    answer: dict[str, Any] | None = json.loads(text) if text else None
    return answer


def withdraw_request(connection: Connection, campaign: str, request_id: str) -> bool:
    """Take a request back that nobody has answered; False where there is none."""
    r = t.requests.c
    gone = connection.execute(
        t.requests.delete().where(r.campaign == campaign, r.id == request_id, r.done_at.is_(None))
    )
    return gone.rowcount > 0


def forget_requests(connection: Connection, campaign: str, before: datetime) -> None:
    """Drop requests that were asked long ago: whoever asked has gone."""
    r = t.requests.c
    connection.execute(t.requests.delete().where(r.campaign == campaign, r.asked_at < before))


# ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def last_edition(connection: Connection, campaign: str, until: datetime) -> tuple[datetime, datetime] | None:
    """(slot, when it was made) of the newest edition of the digest up to an instant."""
    d = t.digests.c
    row = connection.execute(
        sa.select(d.slot, d.made_at).where(d.campaign == campaign, d.slot <= until).order_by(d.slot.desc()).limit(1)
    ).first()
    return (row.slot, row.made_at) if row else None


def editions(connection: Connection, campaign: str, start: datetime, end: datetime) -> list[datetime]:
    """The slots from `start` until before `end` whose edition was written, the earliest first."""
    d = t.digests.c
    asked = sa.select(d.slot).where(d.campaign == campaign, d.slot >= start, d.slot < end, d.sha256 != "")
    return list(connection.scalars(asked.order_by(d.slot)))


def add_edition(connection: Connection, campaign: str, slot: datetime, made_at: datetime, sha256: str) -> bool:
    """The edition of a slot was made; False where it had been. `sha256` is "" where there was nothing to tell."""
    return insert_new(connection, t.digests, {"campaign": campaign, "slot": slot, "made_at": made_at, "sha256": sha256})
