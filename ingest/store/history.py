"""Findings with their history: what stood at any instant, and the one function that changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new
from validators.assessment import FindingRecord
from validators.findings import Finding


@dataclass(frozen=True, slots=True)
class Changes:
    """What a judgement changed."""

    opened: tuple[FindingRecord, ...] = ()
    resolved: tuple[FindingRecord, ...] = ()
    came_back: tuple[FindingRecord, ...] = ()
    regraded: tuple[FindingRecord, ...] = ()


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
        found[row.finding] = _applied(found.get(row.finding), row.finding, finding, row.at, present=row.present)
    return found


def reconcile(
    campaign: str, standing: dict[str, FindingRecord], findings: Iterable[Finding], now: datetime
) -> tuple[dict[str, FindingRecord], Changes]:
    """What stood, against what is found now: opened, still open, resolved, come back. Pure."""
    current = {finding.fingerprint(campaign): finding for finding in findings}
    after = dict(standing)
    opened, resolved, came_back, regraded = [], [], [], []
    for key, finding in sorted(current.items()):
        before = standing.get(key)
        after[key] = _applied(before, key, finding, now, present=True)
        if before is None:
            opened.append(after[key])
        elif not before.open:
            came_back.append(after[key])
        elif before != after[key]:
            regraded.append(after[key])
    for key, before in sorted(standing.items()):
        if before.open and key not in current:
            after[key] = replace(before, resolved_at=now)
            resolved.append(after[key])
    return after, Changes(tuple(opened), tuple(resolved), tuple(came_back), tuple(regraded))


def store(connection: Connection, campaign: str, changes: Changes, now: datetime) -> None:
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
            },
        )
    insert_new(connection, t.judgements, {"campaign": campaign, "at": now})


def last_judgement(connection: Connection, campaign: str) -> datetime | None:
    """The instant of the newest stored judgement."""
    j = t.judgements.c
    at: datetime | None = connection.scalar(sa.select(sa.func.max(j.at)).where(j.campaign == campaign))
    return at


def _applied(before: FindingRecord | None, key: str, finding: Finding, at: datetime, *, present: bool) -> FindingRecord:
    opened_at = before.opened_at if before else at
    came_back_at = before.came_back_at if before else None
    if before is not None and not before.open and present:
        came_back_at = at
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
    )
