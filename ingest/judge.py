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
from validators.assessment import Assessment, DecisionRecord, FindingRecord, Operations
from validators.context import Context
from validators.findings import Finding
from validators.rules import CODES_OF
from validators.validate import RuleFailure, validate

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
    now, campaign = as_of or work.now, work.campaign.id
    inputs = load_inputs(work, now, fresh)
    submissions, unplaced = assemble(inputs)
    context = Context(campaign=work.campaign, now=now, units={unit.code: unit for unit in work.register})
    with work.database.read() as connection:
        standing = history.records(connection, campaign, now)
        decisions = facts.decisions(connection, campaign, now)
        on_server, received, held, polled_at = facts.ledger_counts(connection, campaign)
    findings: list[Finding] = []
    alerts: list[str] = []
    for submission in (*submissions, unplaced):
        verdict = validate(submission, context)
        findings += verdict.findings
        for failure in verdict.failures:
            log.error("rule failed", rule=failure.rule, unit=failure.unit)
            findings += _left_standing(standing.values(), failure)
            alerts.append(f"Quy tắc kiểm tra “{failure.rule}” gặp trục trặc; đề nghị báo người phụ trách kỹ thuật.")
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


def _left_standing(standing: Iterable[FindingRecord], failure: RuleFailure) -> list[Finding]:
    """What a rule found before it began to fail stays as it is: our fault must not look like the unit's mend."""
    return [
        Finding(record.unit, record.code, record.subject, record.severity, record.detail)
        for record in standing
        if record.open and record.unit == failure.unit and record.code in CODES_OF[failure.rule]
    ]
