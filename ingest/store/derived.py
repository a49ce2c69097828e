"""Derived rows: caches of what was read, and the rows that are the work. All of it can be deleted and comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new

_FARTHEST = timedelta(days=60)  # no link waits longer for its next look


@dataclass(frozen=True, slots=True)
class LinkWork:
    """One linked root and when it is due."""

    drive_id: str
    resource_key: str | None
    depth: int
    due_at: datetime
    attempts: int
    pending: bool

    def to_ask(self, now: datetime) -> bool:
        """Whether its hour has come. One beyond all waits was noted by a clock that stood wrong, and counts as come."""
        return not now < self.due_at <= now + _FARTHEST

    def is_open(self, now: datetime) -> bool:
        """Whether there is anything to do: to ask, or items to fetch or read."""
        return self.pending or self.to_ask(now)


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


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What one version of the code read in a file, as JSON."""

    version: str
    body: str


@dataclass(frozen=True, slots=True)
class Readings:
    """All readings by (sha256, options).

    The first of a file is what stands: this version's, else the newest other one. The last is what the newest
    judgement stood on, since a stored judgement drops those before the first.
    """

    rows: Mapping[tuple[str, str], tuple[StoredReading, ...]] = field(default_factory=dict)

    @property
    def differ(self) -> bool:
        """Whether another version of the code found something else in a file, and nobody has weighed that so far."""
        return any(one.body != found[0].body for found in self.rows.values() for one in found[1:])

    @property
    def superseded(self) -> list[tuple[str, str, str]]:
        """(sha256, options, version) of what does not stand any more."""
        return [(*key, one.version) for key, found in sorted(self.rows.items()) for one in found[1:]]


def readings(connection: Connection, campaign: str, version: str) -> Readings:
    """Everything that was read; `version` is this code's."""
    r = t.readings.c
    found: dict[tuple[str, str], list[StoredReading]] = {}
    for row in connection.execute(
        sa.select(r.sha256, r.options, r.version, r.body).where(r.campaign == campaign).order_by(r.sha256, r.options)
    ):
        found.setdefault((row.sha256, row.options), []).append(StoredReading(row.version, row.body))

    def place(one: StoredReading) -> tuple[bool, tuple[int, ...], str]:
        return (one.version == version, _numbers(one.version), one.version)

    return Readings({key: tuple(sorted(rows, key=place, reverse=True)) for key, rows in found.items()})


def _numbers(version: str) -> tuple[int, ...]:
    """1.10 after 1.9; what is no number comes first of all."""
    return tuple(int(part) if part.isdecimal() else -1 for part in version.split("."))


def drop_readings(connection: Connection, campaign: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Let go of readings (sha256, options, version), so that those of old versions do not pile up."""
    r = t.readings.c
    for sha256, options, version in rows:
        connection.execute(
            t.readings.delete().where(
                r.campaign == campaign, r.sha256 == sha256, r.options == options, r.version == version
            )
        )


@dataclass(frozen=True, slots=True)
class Stale:
    """A file from Drive that only an earlier version of the code has read; its bytes are in the archive."""

    sha256: str
    options: str
    media_type: str


def stale(connection: Connection, campaign: str, version: str) -> list[Stale]:
    """Fetched files to be read again: no link need be asked for it. What lies inside them is read with them."""
    r, f = t.readings.c, t.fetches.c
    present = t.readings.alias()
    rows = connection.execute(
        sa.select(r.sha256, r.options, f.media_type)
        .join(t.fetches, sa.and_(f.campaign == r.campaign, f.sha256 == r.sha256))
        .where(r.campaign == campaign, r.version != version)
        .where(
            ~sa.exists().where(
                present.c.campaign == r.campaign,
                present.c.sha256 == r.sha256,
                present.c.options == r.options,
                present.c.version == version,
            )
        )
        .distinct()
        .order_by(r.sha256, r.options, f.media_type)
    )
    found: dict[tuple[str, str], Stale] = {}
    for row in rows:  # without an ending the declared type is what decides: the one that the options were made of
        key = (row.sha256, row.options)
        if key not in found or row.media_type.startswith(row.options):
            found[key] = Stale(row.sha256, row.options, row.media_type)
    return list(found.values())


def put_reading(connection: Connection, campaign: str, sha256: str, options: str, version: str, body: str) -> None:
    """Keep a reading in place of the same version's, which says the same unless it was damaged."""
    drop_readings(connection, campaign, [(sha256, options, version)])
    insert_new(
        connection,
        t.readings,
        {"campaign": campaign, "sha256": sha256, "options": options, "version": version, "body": body},
    )


def replace_readings(connection: Connection, campaign: str, version: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Keep many readings (sha256, options, body) at once; those of other versions stay until the next judgement."""
    for sha256, options, body in rows:
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


def read_before(connection: Connection, campaign: str, canonical: str) -> bool:
    """Whether some version of the code has read a message."""
    m = t.messages.c
    return connection.scalar(sa.select(m.version).where(m.campaign == campaign, m.canonical == canonical)) is not None


def miss_readings(connection: Connection, campaign: str) -> int:
    """Make work of what has been read but is no longer known, since derived rows may be deleted; how many rows.

    Messages are read again, and links gone through again, with the bytes that we have: nobody is asked.
    """
    m, f, r, w = t.messages.c, t.fetches.c, t.readings.c, t.link_work.c
    known = sa.select(r.sha256).where(r.campaign == campaign)
    lost = connection.execute(
        t.messages.update()
        .where(m.campaign == campaign, m.version.is_not(None), m.sha256.not_in(known))
        .values(version=None)
    ).rowcount
    fetched = sa.select(f.item).where(f.campaign == campaign, f.sha256.is_not(None), f.sha256.not_in(known)).limit(1)
    if connection.execute(fetched).first() is not None:
        lost += connection.execute(
            t.link_work.update().where(w.campaign == campaign, w.pending.is_(False)).values(pending=True)
        ).rowcount
    return int(lost)


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
