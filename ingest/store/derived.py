"""Derived rows: caches of what was read, and the rows that are the work. All of it can be deleted and comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new


@dataclass(frozen=True, slots=True)
class LinkWork:
    """One linked root and when it is due."""

    drive_id: str
    resource_key: str | None
    depth: int
    due_at: datetime
    attempts: int
    pending: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A message to be read; `again` where an earlier version of the code has read it."""

    canonical: str
    sha256: str
    again: bool


def reading(connection: Connection, campaign: str, sha256: str, options: str, version: str) -> str | None:
    """What a file says, as JSON, where this version of the code has read it."""
    r = t.readings.c
    return connection.scalar(
        sa.select(r.body).where(r.campaign == campaign, r.sha256 == sha256, r.options == options, r.version == version)
    )


def readings(connection: Connection, campaign: str, version: str) -> dict[tuple[str, str], str]:
    """Everything that this version of the code has read: (sha256, options) -> JSON."""
    r = t.readings.c
    rows = connection.execute(
        sa.select(r.sha256, r.options, r.body).where(r.campaign == campaign, r.version == version)
    )
    return {(row.sha256, row.options): row.body for row in rows}


def put_reading(connection: Connection, campaign: str, sha256: str, options: str, version: str, body: str) -> None:
    """Cache a reading; the same key always gives the same body, so the first one stays."""
    insert_new(
        connection,
        t.readings,
        {"campaign": campaign, "sha256": sha256, "options": options, "version": version, "body": body},
    )


def replace_readings(connection: Connection, campaign: str, version: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Swap cached readings (sha256, options, body) for freshly made ones."""
    r = t.readings.c
    for sha256, options, body in rows:
        connection.execute(t.readings.delete().where(r.campaign == campaign, r.sha256 == sha256, r.options == options))
        put_reading(connection, campaign, sha256, options, version, body)


def unread(connection: Connection, campaign: str, version: str, until: datetime) -> list[Unread]:
    """Arrived messages that this version of the code has not read: what is new first, oldest first."""
    m, s = t.messages.c, t.sightings.c
    other = sa.and_(m.campaign == campaign, sa.or_(m.version.is_(None), m.version != version))
    if connection.execute(sa.select(m.canonical).where(other).limit(1)).first() is None:
        return []  # the usual answer, without a look at the ledger
    arrived = (
        sa.select(s.canonical, sa.func.min(s.received_at).label("received_at"))
        .where(s.campaign == campaign, s.canonical.is_not(None), s.seen_at <= until)
        .where(sa.or_(s.received_at.is_(None), s.received_at <= until))
        .group_by(s.canonical)
        .subquery()
    )
    rows = connection.execute(
        sa.select(m.canonical, m.sha256, m.version)
        .join(arrived, arrived.c.canonical == m.canonical)
        .where(other)
        .order_by(m.version.is_not(None), arrived.c.received_at, m.canonical)
    )
    return [Unread(row.canonical, row.sha256, again=row.version is not None) for row in rows]


def mark_read(connection: Connection, campaign: str, canonical: str, version: str | None) -> None:
    """A message and all that is in it has been read by this version of the code (None: is to be read again)."""
    m = t.messages.c
    connection.execute(
        t.messages.update().where(m.campaign == campaign, m.canonical == canonical).values(version=version)
    )


def add_link_work(
    connection: Connection, campaign: str, drive_id: str, resource_key: str | None, depth: int, due_at: datetime
) -> bool:
    """A link was found; True when it is new. A resource key that comes later is kept, and a new one makes it due."""
    w = t.link_work.c
    new = insert_new(
        connection,
        t.link_work,
        {
            "campaign": campaign,
            "drive_id": drive_id,
            "resource_key": resource_key,
            "depth": depth,
            "due_at": due_at,
            "attempts": 0,
            "pending": False,
        },
    )
    if not new and resource_key:
        connection.execute(
            t.link_work.update()
            .where(w.campaign == campaign, w.drive_id == drive_id, w.resource_key.is_(None))
            .values(resource_key=resource_key, due_at=due_at)
        )
    return new


def link_work(connection: Connection, campaign: str) -> list[LinkWork]:
    """All links that are followed, in order of their ids."""
    w = t.link_work.c
    rows = connection.execute(sa.select(t.link_work).where(w.campaign == campaign).order_by(w.drive_id))
    return [_link(row) for row in rows]


def link(connection: Connection, campaign: str, drive_id: str) -> LinkWork | None:
    """One link."""
    w = t.link_work.c
    row = connection.execute(sa.select(t.link_work).where(w.campaign == campaign, w.drive_id == drive_id)).first()
    return _link(row) if row else None


def _link(row: sa.Row[Any]) -> LinkWork:
    return LinkWork(row.drive_id, row.resource_key, row.depth, row.due_at, row.attempts, row.pending)


def schedule_link(
    connection: Connection, campaign: str, drive_id: str, *, due_at: datetime, attempts: int, pending: bool
) -> None:
    """When a link is looked at again, and whether items under it are still to be fetched or read."""
    w = t.link_work.c
    connection.execute(
        t.link_work.update()
        .where(w.campaign == campaign, w.drive_id == drive_id)
        .values(due_at=due_at, attempts=attempts, pending=pending)
    )
