"""Judges one unit as a whole: every rule over its submission, the campaign's own severities, one finding a thing."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.campaign import Campaign, Severity
from validators.context import Context, Rule
from validators.findings import CODES, Finding
from validators.rules import RULES
from validators.submission import Submission

_RANK: tuple[Severity, ...] = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """A rule that broke on a unit: our fault, told to the operator. `error` names no content."""

    rule: str
    unit: str | None
    error: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with one unit's submission. Of a rule that failed nothing is known, neither fault nor mend."""

    findings: tuple[Finding, ...]
    failures: tuple[RuleFailure, ...] = ()


def validate(submission: Submission, context: Context, rules: Mapping[str, Rule] = RULES) -> Verdict:
    """All findings of a submission, ordered, the most severe of each (code, subject)."""
    found: dict[tuple[str, str], Finding] = {}
    failures: list[RuleFailure] = []
    for name, check in rules.items():
        try:
            findings = list(check(submission, context))
        except Exception as error:  # noqa: BLE001 - the border around a rule: one broken rule must not hide the others
            failures.append(RuleFailure(name, submission.code, _where(error)))
            continue
        for finding in findings:
            graded = finding.graded(_severity(finding, context.campaign))
            known = found.get((finding.code, finding.subject))
            if known is None or _RANK.index(graded.severity) > _RANK.index(known.severity):
                found[finding.code, finding.subject] = graded
    return Verdict(tuple(sorted(found.values(), key=lambda one: (one.code, one.subject))), tuple(failures))


def _severity(finding: Finding, campaign: Campaign) -> Severity:
    """The campaign's word on a code counts; what a rule lowered below the table stays at least as low."""
    own = campaign.severity.get(finding.code)
    if own is None:
        return finding.severity
    lowered = _RANK.index(finding.severity) < _RANK.index(CODES[finding.code].severity)
    return min(own, finding.severity, key=_RANK.index) if lowered else own


def _where(error: Exception) -> str:
    """The kind of error and the line; its message could hold a name."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
