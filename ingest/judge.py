"""The judge step: assemble, apply the rules, reconcile with what stood, and assess. Stored only where asked.

After an upgrade it is told apart what our software changed and what facts did: the campaign is judged again as it stood
at the last judgement (with the new rules), and once more with what the old readers had seen. Only then; on all other
days there is nothing to compare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from ingest.load import load_inputs
from ingest.store import derived, facts, history
from ingest.store.alerts import open_troubles
from ingest.store.derived import Readings
from ingest.store.history import Changes, Judgement
from ingest.version import software_version
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION
from validators.assemble.assemble import assemble
from validators.assess import assess
from validators.assessment import Assessment, DecisionRecord, FindingRecord, Operations
from validators.context import Context
from validators.findings import Finding
from validators.rules import CODES_OF
from validators.submission import Submission
from validators.validate import RuleFailure, validate

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment, and what it changed against the judgement before it."""

    assessment: Assessment
    changes: Changes
    broken: tuple[str, ...] = ()  # rules that failed: our fault, told to the operator


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules find in all submissions at one instant."""

    submissions: tuple[Submission, ...]
    unplaced: Submission
    findings: tuple[Finding, ...]
    broken: tuple[str, ...]  # rules

    def by_id(self, campaign: str) -> dict[str, Finding]:
        return {finding.fingerprint(campaign): finding for finding in self.findings}


def judge(work: Workplace, *, store: bool, as_of: datetime | None = None) -> Judged:
    """Judge all units at an instant (default: now). With `store`, the findings' history is written: one at a time.

    Nothing is stored before what was judged already: work that took long is judged at the newest instant.
    """
    now = as_of or work.now
    if not store:
        return _judge(work, now, store=False)
    with work.flights.turn("judge"):
        with work.database.read() as connection:
            last = history.last_judgement(connection, work.campaign.id)
        return _judge(work, max(now, last or now), store=True)


def _judge(work: Workplace, now: datetime, *, store: bool) -> Judged:
    campaign = work.campaign.id
    with work.database.read() as connection:
        readings = derived.readings(connection, campaign, READING_VERSION)
        standing = history.records(connection, campaign, now)
        last = history.judgement_before(connection, campaign, now)
        ours = history.ours_at(connection, campaign, now)
        decisions = facts.decisions(connection, campaign, now)
        on_server, received, held, polled_at = facts.ledger_counts(connection, campaign)
        troubles = open_troubles(connection, campaign, now)
    found = _find(work, now, readings, standing)
    ours |= _ours(work, now, readings, standing, last, found)
    records, changes = history.reconcile(campaign, standing, found.findings, now, ours)
    if store:
        with work.database.begin() as connection:
            history.store(connection, campaign, changes, now, software_version())
            derived.drop_readings(connection, campaign, readings.superseded)  # they have been weighed
    assessment = assess(
        work.campaign,
        now,
        found.submissions,
        found.unplaced,
        records.values(),
        tuple(DecisionRecord(d.id, d.kind, d.unit, d.subject, d.by, d.at, d.reason) for d in decisions),
        Operations(polled_at, on_server, received, held, tuple(map(_told, found.broken)), troubles),
    )
    return Judged(assessment, changes, found.broken)


def _told(rule: str) -> str:
    return f"Quy tắc kiểm tra “{rule}” gặp trục trặc; đề nghị báo người phụ trách kỹ thuật."


def _find(
    work: Workplace,
    at: datetime,
    readings: Readings,
    standing: Mapping[str, FindingRecord],
    *,
    stood: bool = False,
) -> _Found:
    """Assemble and apply the rules; with `stood`, to what the files said when they were last judged."""
    submissions, unplaced = assemble(load_inputs(work, at, readings, stood=stood))
    context = Context(campaign=work.campaign, now=at, units={unit.code: unit for unit in work.register})
    findings: list[Finding] = []
    broken: list[str] = []
    for submission in (*submissions, unplaced):
        verdict = validate(submission, context)
        findings += verdict.findings
        for failure in verdict.failures:
            log.error("rule failed", rule=failure.rule, unit=failure.unit)
            findings += _left_standing(standing.values(), failure)
            broken.append(failure.rule)
    return _Found(tuple(submissions), unplaced, tuple(findings), tuple(dict.fromkeys(broken)))


def _ours(
    work: Workplace,
    now: datetime,
    readings: Readings,
    standing: Mapping[str, FindingRecord],
    last: Judgement | None,
    current: _Found,
) -> frozenset[str]:
    """Findings that change because of our software: its rules, or what its readers see in files that are not new."""
    other_code = last is not None and last.version != software_version()
    if not other_code and not readings.differ:
        return frozenset()
    campaign = work.campaign.id
    stood = {
        key: Finding(record.unit, record.code, record.subject, record.severity, record.detail)
        for key, record in standing.items()
        if record.open
    }
    then = stood
    if last is not None and other_code:
        then = _find(work, last.at, readings, standing, stood=True).by_id(campaign)
    after = _find(work, now, readings, standing, stood=True) if readings.differ else current
    return history.not_by_facts(stood, then, after.by_id(campaign), current.by_id(campaign))


def _left_standing(standing: Iterable[FindingRecord], failure: RuleFailure) -> list[Finding]:
    """What a rule found before it began to fail stays as it is: our fault must not look like the unit's mend."""
    return [
        Finding(record.unit, record.code, record.subject, record.severity, record.detail)
        for record in standing
        if record.open and record.unit == failure.unit and record.code in CODES_OF[failure.rule]
    ]
