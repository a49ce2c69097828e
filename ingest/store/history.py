"""Findings with their history: what stood at any instant, and the one function that changes it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new
from validators.assessment import FindingRecord
from validators.findings import Finding

UPDATE = "update"  # the cause of a change that came from our software


@dataclass(frozen=True, slots=True)
class Changes:
    """What a judgement changed. `ours` are the findings that changed because our software did.

    Other words alone ("Đến 9h00 ngày …, chưa nhận được …") happened to nobody: they make no event, and leave the words
    of the event before as they were, so that the history does not depend on how often was judged.
    """

    opened: tuple[FindingRecord, ...] = ()
    resolved: tuple[FindingRecord, ...] = ()
    came_back: tuple[FindingRecord, ...] = ()
    regraded: tuple[FindingRecord, ...] = ()
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stored judgement: its instant, and the version of the code (None: of a version that did not say)."""

    at: datetime
    version: str | None


def records(connection: Connection, campaign: str, before: datetime) -> dict[str, FindingRecord]:
    """Findings as they stood just before an instant, by id, with when they opened and resolved.

    Before, not at: a judgement is a function of the instant, and a second one at the same instant takes its place.
    """
    e = t.finding_events.c
    rows = connection.execute(
        sa.select(t.finding_events).where(e.campaign == campaign, e.at < before).order_by(e.at, e.finding)
    )
    found: dict[str, FindingRecord] = {}
    for row in rows:
        finding = Finding(row.unit, row.code, row.subject, row.severity, row.detail)
        found[row.finding] = _applied(
            found.get(row.finding), row.finding, finding, row.at, present=row.present, ours=row.cause == UPDATE
        )
    return found


def ours_at(connection: Connection, campaign: str, at: datetime) -> frozenset[str]:
    """Findings whose change at exactly this instant was said to be our software's.

    A second judgement of an instant has lost sight of the old readings that the first one weighed: it keeps its word.
    """
    e = t.finding_events.c
    return frozenset(
        connection.scalars(sa.select(e.finding).where(e.campaign == campaign, e.at == at, e.cause == UPDATE))
    )


def not_by_facts(
    stood: Mapping[str, Finding],
    then: Mapping[str, Finding],
    after: Mapping[str, Finding],
    current: Mapping[str, Finding],
) -> frozenset[str]:
    """Findings whose change, if there is one, is not the work of new facts nor of the clock. Pure; by id.

    From `stood` to `then` only the rules differ, from `then` to `after` only facts and the instant, from `after` to
    `current` only what our readers see in the same files. So a change is our software's where the middle step makes
    none: none in whether the finding is there, or, for one that stays, none in its severity and words.
    """
    found = set()
    for key in stood.keys() | current.keys():
        if (key in stood) != (key in current):
            moved = (key in then) != (key in after)
        else:
            moved = then.get(key) != after.get(key)
        if not moved:
            found.add(key)
    return frozenset(found)


def reconcile(
    campaign: str,
    standing: Mapping[str, FindingRecord],
    findings: Iterable[Finding],
    now: datetime,
    ours: Collection[str] = (),
) -> tuple[dict[str, FindingRecord], Changes]:
    """What stood, against what is found now: opened, still open, resolved, come back. Pure.

    A change of a finding in `ours` is put down to our software.
    """
    current = {finding.fingerprint(campaign): finding for finding in findings}
    after = dict(standing)
    opened, resolved, came_back, regraded = [], [], [], []
    for key, finding in sorted(current.items()):
        before = standing.get(key)
        after[key] = _applied(before, key, finding, now, present=True, ours=key in ours)
        if before is None:
            opened.append(after[key])
        elif not before.open:
            came_back.append(after[key])
        elif before.severity != finding.severity:
            regraded.append(after[key])
    for key, before in sorted(standing.items()):
        if before.open and key not in current:
            updates = (*before.updates, now) if key in ours else before.updates
            after[key] = replace(before, resolved_at=now, updates=updates)
            resolved.append(after[key])
    changed = {record.id for record in (*opened, *resolved, *came_back, *regraded)}
    own = frozenset(changed.intersection(ours))
    moved = (tuple(opened), tuple(resolved), tuple(came_back), tuple(regraded))
    return after, Changes(*moved, own)


def store(connection: Connection, campaign: str, changes: Changes, now: datetime, version: str | None = None) -> None:
    """Write the changes of one judgement in place of an earlier one of the same instant."""
    e = t.finding_events.c
    connection.execute(t.finding_events.delete().where(e.campaign == campaign, e.at == now))
    for record in (*changes.opened, *changes.resolved, *changes.came_back, *changes.regraded):
        insert_new(
            connection,
            t.finding_events,
            {
                "campaign": campaign,
                "finding": record.id,
                "at": now,
                "unit": record.unit,
                "code": record.code,
                "subject": record.subject,
                "severity": record.severity,
                "detail": record.detail,
                "present": record.open,
                "cause": UPDATE if record.id in changes.ours else "",
            },
        )
    j = t.judgements.c
    connection.execute(t.judgements.delete().where(j.campaign == campaign, j.at == now))
    insert_new(connection, t.judgements, {"campaign": campaign, "at": now, "version": version})


def judgement_before(connection: Connection, campaign: str, before: datetime) -> Judgement | None:
    """The newest stored judgement before an instant."""
    j = t.judgements.c
    row = connection.execute(
        sa.select(j.at, j.version).where(j.campaign == campaign, j.at < before).order_by(j.at.desc()).limit(1)
    ).first()
    return Judgement(row.at, row.version) if row else None


def last_judgement(connection: Connection, campaign: str) -> datetime | None:
    """The instant of the newest stored judgement."""
    j = t.judgements.c
    at: datetime | None = connection.scalar(sa.select(sa.func.max(j.at)).where(j.campaign == campaign))
    return at


def _applied(
    before: FindingRecord | None, key: str, finding: Finding, at: datetime, *, present: bool, ours: bool
) -> FindingRecord:
    opened_at = before.opened_at if before else at
    came_back_at = before.came_back_at if before else None
    if before is not None and not before.open and present:
        came_back_at = at
    updates = before.updates if before else ()
    if ours and (before is None or before.open != present or before.severity != finding.severity):
        updates = (*updates, at)
    return FindingRecord(
        id=key,
        unit=finding.unit,
        code=finding.code,
        severity=finding.severity,
        subject=finding.subject,
        detail=finding.detail,
        opened_at=opened_at,
        resolved_at=None if present else at,
        came_back_at=came_back_at,
        updates=updates,
    )
