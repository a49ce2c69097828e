"""Facts: what came, what Drive answered, what people decided. Rows are added and never changed.

Every function takes a connection of a transaction that the caller opened, so that what belongs together is committed
together. Adding the same fact again does nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from ingest.drive.interface import Fetched, Item, Observation
from ingest.mailbox.interface import Delivery, FolderState, Position
from ingest.store import tables as t

_OBSERVATION = TypeAdapter(Observation)
_ITEMS = TypeAdapter(tuple[Item, ...])
_AT_ONCE = 500  # values in one IN (…)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row of the ledger."""

    account: str
    folder: str
    uidvalidity: int
    uid: str
    canonical: str | None
    received_at: datetime | None
    arrival: str
    junk: bool
    draft: bool
    reason: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message whose bytes are in the archive, with every way in which it was seen up to some instant."""

    canonical: str
    sha256: str
    size: int
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class StoredFetch:
    """What became of fetching one revision of a Drive item."""

    item: str
    revision: str
    fetched_at: datetime
    cause: str
    reason: str
    sha256: str | None
    size: int | None
    media_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person. `value` is what was decided, by kind."""

    id: str
    kind: str
    unit: str | None
    subject: str
    value: dict[str, Any]
    by: str
    at: datetime
    reason: str


def insert_new(connection: Connection, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its key is there; True when it was new. The same statement shape in both databases."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing().returning(sa.literal(1))
    return connection.execute(statement).first() is not None


def add_delivery(connection: Connection, campaign: str, delivery: Delivery, seen_at: datetime) -> bool:
    """Put a delivery in the ledger, and its message once; True when the message is new.

    A message that was held (named without bytes) and now came replaces its held row.
    """
    where = _sighting_key(campaign, delivery)
    canonical = delivery.canonical or None
    if canonical:
        connection.execute(
            t.sightings.delete()
            .where(sa.and_(*(t.sightings.c[k] == v for k, v in where.items())))
            .where(t.sightings.c.canonical.is_(None))
        )
    insert_new(
        connection,
        t.sightings,
        {
            **where,
            "canonical": canonical,
            "received_at": delivery.received_at,
            "arrival": delivery.arrival,
            "junk": delivery.junk,
            "draft": delivery.draft,
            "reason": delivery.reason,
            "seen_at": seen_at,
        },
    )
    if not canonical:
        return False
    return insert_new(
        connection,
        t.messages,
        {
            "campaign": campaign,
            "canonical": canonical,
            "sha256": delivery.sha256,
            "size": delivery.size,
            "seen_at": seen_at,
            "version": None,
        },
    )


def _sighting_key(campaign: str, delivery: Delivery) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "account": delivery.account,
        "folder": delivery.folder,
        "uidvalidity": delivery.uidvalidity,
        "uid": delivery.uid,
    }


def set_position(connection: Connection, campaign: str, account: str, state: FolderState, asked_at: datetime) -> None:
    """Remember how far a folder has been received, and how many messages the server says it holds."""
    key = {"campaign": campaign, "account": account, "folder": state.folder}
    connection.execute(t.positions.delete().where(*(t.positions.c[name] == value for name, value in key.items())))
    connection.execute(
        t.positions.insert().values(
            **key,
            uidvalidity=state.uidvalidity,
            next_uid=state.next_uid,
            on_server=state.exists,
            asked_at=asked_at,
        )
    )


def position(connection: Connection, campaign: str, account: str, folder: str) -> Position | None:
    """The checkpoint of a folder."""
    p = t.positions.c
    row = connection.execute(
        sa.select(p.folder, p.uidvalidity, p.next_uid).where(
            p.campaign == campaign, p.account == account, p.folder == folder
        )
    ).first()
    return Position(row.folder, row.uidvalidity, row.next_uid) if row else None


def known_uids(connection: Connection, campaign: str, account: str, folder: str, uidvalidity: int) -> set[str]:
    """UIDs of a folder and epoch whose bytes we have."""
    s = t.sightings.c
    return set(
        connection.scalars(
            sa.select(s.uid).where(
                s.campaign == campaign,
                s.account == account,
                s.folder == folder,
                s.uidvalidity == uidvalidity,
                s.canonical.is_not(None),
            )
        )
    )


def messages(
    connection: Connection, campaign: str, until: datetime, canonical: str | None = None
) -> list[StoredMessage]:
    """Messages (or one of them) seen up to an instant, each with its sightings up to then; ordered by identity."""
    s, m = t.sightings.c, t.messages.c
    seen: dict[str, list[Sighting]] = {}
    rows = connection.execute(
        sa.select(t.sightings)
        .where(s.campaign == campaign, s.seen_at <= until)
        .where(s.canonical.is_not(None) if canonical is None else s.canonical == canonical)
        .order_by(s.account, s.folder, s.uidvalidity, s.uid)
    )
    for row in rows:
        values = dict(row._mapping)
        values.pop("campaign")
        seen.setdefault(row.canonical, []).append(Sighting(**values))
    stored = connection.execute(
        sa.select(m.canonical, m.sha256, m.size)
        .where(m.campaign == campaign, m.seen_at <= until)
        .where(sa.true() if canonical is None else m.canonical == canonical)
        .order_by(m.canonical)
    )
    return [
        StoredMessage(row.canonical, row.sha256, row.size, tuple(seen[row.canonical]))
        for row in stored
        if row.canonical in seen
    ]


def ledger_counts(connection: Connection, campaign: str) -> tuple[int, int, int, datetime | None]:
    """(on the server, received, held, last asked): the two sides of the conservation law."""
    p, s = t.positions.c, t.sightings.c
    on_server, asked = connection.execute(
        sa.select(sa.func.coalesce(sa.func.sum(p.on_server), 0), sa.func.max(p.asked_at)).where(p.campaign == campaign)
    ).one()
    received = connection.scalar(sa.select(sa.func.count()).where(s.campaign == campaign, s.canonical.is_not(None)))
    held = connection.scalar(sa.select(sa.func.count()).where(s.campaign == campaign, s.canonical.is_(None)))
    return int(on_server), int(received or 0), int(held or 0), asked


def add_observation(connection: Connection, campaign: str, observation: Observation) -> None:
    """Keep what Drive answered; equal listings are stored once, under their SHA-256."""
    body = dump_items(observation.items)
    listing = hashlib.sha256(body).hexdigest()
    insert_new(
        connection,
        t.listings,
        {"campaign": campaign, "sha256": listing, "body": body.decode()},
    )
    insert_new(
        connection,
        t.observations,
        {
            "campaign": campaign,
            "drive_id": observation.drive_id,
            "asked_at": observation.asked_at,
            "body": _OBSERVATION.dump_json(replace(observation, items=())).decode(),
            "listing": listing,
        },
    )


def dump_items(items: Iterable[Item]) -> bytes:
    """Items as canonical JSON: equal listings give equal bytes."""
    return json.dumps([asdict(item) for item in items], ensure_ascii=False, sort_keys=True).encode()


def observations(
    connection: Connection, campaign: str, until: datetime, drive_id: str | None = None
) -> dict[str, list[Observation]]:
    """Observations up to an instant by link (or of one link), oldest first.

    Only the newest and the newest good one bear items. Older ones keep their answers (for "it worked on …"), which is
    all that anybody asks of them.
    """
    o = t.observations.c
    rows = connection.execute(
        sa.select(o.drive_id, o.body, o.listing)
        .where(o.campaign == campaign, o.asked_at <= until)
        .where(sa.true() if drive_id is None else o.drive_id == drive_id)
        .order_by(o.drive_id, o.asked_at)
    ).all()
    bare = [_OBSERVATION.validate_json(row.body) for row in rows]
    newest: dict[tuple[str, bool], int] = {}
    for index, observation in enumerate(bare):
        newest[observation.drive_id, False] = index
        if _answered(observation):
            newest[observation.drive_id, True] = index
    keep = set(newest.values())
    listings = _listings(connection, campaign, {rows[index].listing for index in keep})
    found: dict[str, list[Observation]] = {}
    for index, observation in enumerate(bare):
        items = listings.get(rows[index].listing, ()) if index in keep else ()
        found.setdefault(observation.drive_id, []).append(replace(observation, items=items))
    return found


def _answered(observation: Observation) -> bool:
    return any(answer is not None and answer.ok for answer in (observation.account, observation.stranger))


def _listings(connection: Connection, campaign: str, wanted: set[str]) -> dict[str, tuple[Item, ...]]:
    c = t.listings.c
    rows = connection.execute(sa.select(c.sha256, c.body).where(c.campaign == campaign, c.sha256.in_(sorted(wanted))))
    return {row.sha256: _ITEMS.validate_json(row.body) for row in rows}


def add_fetch(connection: Connection, campaign: str, item: Item, fetched: Fetched, fetched_at: datetime) -> None:
    """Keep what became of fetching an item's revision."""
    insert_new(
        connection,
        t.fetches,
        {
            "campaign": campaign,
            "item": item.id,
            "revision": item.revision,
            "fetched_at": fetched_at,
            "cause": fetched.cause,
            "reason": fetched.reason,
            "sha256": fetched.sha256,
            "size": fetched.size,
            "media_type": fetched.media_type,
            "extension": fetched.extension,
        },
    )


def fetches(
    connection: Connection, campaign: str, until: datetime, items: Sequence[str] | None = None
) -> dict[tuple[str, str], StoredFetch]:
    """By (item, revision): the good fetch, else the newest one, up to an instant; of some items alone where given."""
    f = t.fetches.c
    query = sa.select(t.fetches).where(f.campaign == campaign, f.fetched_at <= until).order_by(f.fetched_at)
    if items is None:
        return _best(connection.execute(query))
    found: dict[tuple[str, str], StoredFetch] = {}
    for start in range(0, len(items), _AT_ONCE):
        found.update(_best(connection.execute(query.where(f.item.in_(items[start : start + _AT_ONCE])))))
    return found


def _best(rows: Iterable[sa.Row[Any]]) -> dict[tuple[str, str], StoredFetch]:
    found: dict[tuple[str, str], StoredFetch] = {}
    for row in rows:
        values = dict(row._mapping)
        values.pop("campaign")
        fetch = StoredFetch(**values)
        before = found.get((fetch.item, fetch.revision))
        if before is None or before.cause != "ok":
            found[fetch.item, fetch.revision] = fetch
    return found


def add_decision(connection: Connection, campaign: str, decision: Decision) -> None:
    """Keep a decision."""
    insert_new(
        connection,
        t.decisions,
        {
            "campaign": campaign,
            "id": decision.id,
            "kind": decision.kind,
            "unit": decision.unit,
            "subject": decision.subject,
            "value": json.dumps(decision.value, ensure_ascii=False, sort_keys=True),
            "decided_by": decision.by,
            "decided_at": decision.at,
            "reason": decision.reason,
        },
    )


def decisions(connection: Connection, campaign: str, until: datetime) -> list[Decision]:
    """Decisions up to an instant, oldest first."""
    d = t.decisions.c
    rows = connection.execute(
        sa.select(t.decisions).where(d.campaign == campaign, d.decided_at <= until).order_by(d.decided_at, d.id)
    )
    return [
        Decision(r.id, r.kind, r.unit, r.subject, json.loads(r.value), r.decided_by, r.decided_at, r.reason)
        for r in rows
    ]
