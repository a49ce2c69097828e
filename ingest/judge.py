"""The judge step: assemble, apply the rules, reconcile with what stood, and assess. Stored only where asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from ingest.load import load_inputs
from ingest.store import facts, history
from ingest.store.history import Changes
from ingest.workplace import Workplace
from validators.assemble.assemble import assemble
from validators.assess import assess
from validators.assessment import Assessment, DecisionRecord, Operations
from validators.context import Context
from validators.findings import Finding
from validators.validate import validate

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment, and what it changed against the judgement before it."""

    assessment: Assessment
    changes: Changes


def judge(
    work: Workplace, *, store: bool, as_of: datetime | None = None, fresh: Iterable[tuple[str, str, str]] = ()
) -> Judged:
    """Judge all units at an instant (default: now). With `store`, the findings' history is written."""
    now = as_of or work.now
    inputs = load_inputs(work, now, fresh)
    submissions, unplaced = assemble(inputs)
    context = Context(campaign=work.campaign, now=now, units={unit.code: unit for unit in work.register})
    findings: list[Finding] = []
    alerts: list[str] = []
    for submission in (*submissions, unplaced):
        verdict = validate(submission, context)
        findings += verdict.findings
        for failure in verdict.failures:
            log.error("rule failed", rule=failure.rule, unit=failure.unit)
            alerts.append(f"Quy tắc kiểm tra “{failure.rule}” gặp trục trặc; đề nghị báo người phụ trách kỹ thuật.")
    campaign = work.campaign.id
    with work.database.read() as connection:
        standing = history.records(connection, campaign, now)
        decisions = facts.decisions(connection, campaign, now)
        on_server, received, held, polled_at = facts.ledger_counts(connection, campaign)
    records, changes = history.reconcile(campaign, standing, findings, now)
    if store:
        with work.database.begin() as connection:
            history.store(connection, campaign, changes, now)
    assessment = assess(
        work.campaign,
        now,
        submissions,
        unplaced,
        records.values(),
        tuple(DecisionRecord(d.id, d.kind, d.unit, d.subject, d.by, d.at, d.reason) for d in decisions),
        Operations(polled_at, on_server, received, held, tuple(dict.fromkeys(alerts))),
    )
    return Judged(assessment, changes)
