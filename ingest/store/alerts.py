"""The operator's alerts as rows: opened, revised, closed; what stood open at any instant can be asked again.

A row is one wording of one trouble for as long as it held; only its end is ever written into it. Rows of the same
trouble that follow each other closely are one trouble, which began with the first: something that comes and goes within
minutes is told once, with the time when it began.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ingest.store import tables as t
from ingest.store.facts import insert_new
from ingest.watch.alerts import Alert, urgency
from validators.assessment import Trouble

FLAPPING = timedelta(minutes=30)  # a trouble that comes back sooner never went
REVISED = timedelta(hours=1)  # a new wording of an open trouble is written no more often


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A trouble that is open, and since when it has been."""

    alert: Alert
    since: datetime


@dataclass(frozen=True, slots=True)
class AlertChanges:
    """What a look changed: troubles that are new and those that are gone, for the log."""

    opened: tuple[Alert, ...] = ()
    closed: tuple[Alert, ...] = ()


def reconcile_alerts(connection: Connection, campaign: str, alerts: Iterable[Alert], now: datetime) -> AlertChanges:
    """Make the rows say what holds now. Saying the same again does nothing."""
    current = {(alert.kind, alert.subject): alert for alert in alerts}
    standing = {(row.kind, row.subject): row for row in _open_rows(connection, campaign)}
    opened, closed = [], []
    for key, row in standing.items():
        alert = current.get(key)
        if alert is None:
            _close(connection, campaign, row, now)
            closed.append(_alert(row))
        elif alert != _alert(row) and now - row.since >= REVISED:
            _close(connection, campaign, row, now)
            _open(connection, campaign, alert, now)
    for key, alert in current.items():
        if key not in standing:
            _open(connection, campaign, alert, now)
            opened.append(alert)
    return AlertChanges(tuple(opened), tuple(closed))


def open_alerts(connection: Connection, campaign: str, until: datetime) -> list[OpenAlert]:
    """The troubles that were open at an instant, the oldest first, then the most urgent."""
    a = t.alerts.c
    rows = connection.execute(
        sa.select(t.alerts).where(a.campaign == campaign, a.since <= until).order_by(a.kind, a.subject, a.since)
    ).all()
    found: list[OpenAlert] = []
    history: list[sa.Row[Any]] = []
    for row in rows:
        if history and (history[-1].kind, history[-1].subject) != (row.kind, row.subject):
            history = []
        history.append(row)
        if row.gone_at is None or row.gone_at > until:
            found.append(OpenAlert(_alert(row), _began(history)))
    return sorted(found, key=lambda one: (one.since, urgency(one.alert.kind), one.alert.kind, one.alert.subject))


def open_troubles(connection: Connection, campaign: str, until: datetime) -> tuple[Trouble, ...]:
    """The same for the digest. Rules that break are told by the judgement itself, which has just tried them."""
    return tuple(
        Trouble(one.alert.kind, one.alert.detail, one.alert.mend, one.since)
        for one in open_alerts(connection, campaign, until)
        if one.alert.kind != "rule"
    )


def _began(history: Sequence[sa.Row[Any]]) -> datetime:
    """When the trouble of the last row began: rows that follow each other closely are one trouble."""
    began: datetime = history[-1].since
    for row in reversed(history[:-1]):
        if row.gone_at is None or began - row.gone_at > FLAPPING:
            break
        began = row.since
    return began


def _open_rows(connection: Connection, campaign: str) -> Sequence[sa.Row[Any]]:
    a = t.alerts.c
    return connection.execute(
        sa.select(t.alerts).where(a.campaign == campaign, a.gone_at.is_(None)).order_by(a.kind, a.subject, a.since)
    ).all()


def _open(connection: Connection, campaign: str, alert: Alert, now: datetime) -> None:
    values = {"campaign": campaign, "kind": alert.kind, "subject": alert.subject, "since": now}
    if not insert_new(connection, t.alerts, {**values, "detail": alert.detail, "mend": alert.mend, "gone_at": None}):
        # It was closed at this very instant: it never went.
        a = t.alerts.c
        connection.execute(
            t.alerts.update()
            .where(a.campaign == campaign, a.kind == alert.kind, a.subject == alert.subject, a.since == now)
            .values(detail=alert.detail, mend=alert.mend, gone_at=None)
        )


def _close(connection: Connection, campaign: str, row: sa.Row[Any], now: datetime) -> None:
    """The end of a row; never before its beginning, whatever the machine's clock did."""
    a = t.alerts.c
    connection.execute(
        t.alerts.update()
        .where(a.campaign == campaign, a.kind == row.kind, a.subject == row.subject, a.since == row.since)
        .values(gone_at=max(now, row.since))
    )


def _alert(row: sa.Row[Any]) -> Alert:
    return Alert(row.kind, row.subject, row.detail, row.mend)
