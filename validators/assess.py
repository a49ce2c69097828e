"""From submissions and findings to the assessment of the campaign: states and figures, by the contract's words (§5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from config.campaign import Campaign
from validators.assessment import (
    Assessment,
    Counts,
    DecisionRecord,
    FindingRecord,
    Operations,
    State,
    UnitAssessment,
)
from validators.submission import Submission

_LATENESS = frozenset({"late_arrival", "arrival_borderline"})


def assess(
    campaign: Campaign,
    as_of: datetime,
    submissions: Sequence[Submission],
    unplaced: Submission,
    findings: Iterable[FindingRecord],
    decisions: tuple[DecisionRecord, ...],
    operations: Operations,
) -> Assessment:
    """The campaign at an instant."""
    ordered = tuple(sorted(findings, key=lambda one: (one.unit or "", one.code, one.subject, one.id)))
    by_unit: dict[str | None, list[FindingRecord]] = defaultdict(list)
    for finding in ordered:
        by_unit[finding.unit].append(finding)
    return Assessment(
        campaign=campaign,
        as_of=as_of,
        units=tuple(_unit(submission, by_unit[submission.code]) for submission in submissions),
        unplaced=unplaced,
        findings=ordered,
        decisions=decisions,
        operations=operations,
    )


def _unit(submission: Submission, findings: Sequence[FindingRecord]) -> UnitAssessment:
    originals = [item for item in submission.media if item.duplicate_of is None]
    return UnitAssessment(
        submission=submission,
        state=_state(submission, findings),
        checked=False,
        counts=Counts(
            messages=len(submission.messages),
            nominations=len(submission.nominations),
            media=len(originals),
            captioned=sum(item.captioned for item in originals),
            files=len(submission.files),
            findings=sum(finding.counts for finding in findings),
        ),
    )


def _state(submission: Submission, findings: Sequence[FindingRecord]) -> State:
    """Complete when every required part stands and no unwaived error is open, lateness aside."""
    if not submission.written:
        return "nothing"
    owing = any(status.duty.owed == "required" and not status.stands for status in submission.parts)
    errors = any(
        finding.counts and finding.severity == "error" and finding.code not in _LATENESS for finding in findings
    )
    return "incomplete" if owing or errors else "complete"
