"""What changed since the last edition: who wrote, and which discrepancies went, came or came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ingest.digest.issues import ELSEWHERE, appeared, cause_of
from ingest.digest.words import alphabetical, unit_name
from validators.assessment import Assessment, FindingRecord, UnitAssessment
from validators.submission import Message, Submission

_NOT_MATTERS = ELSEWHERE - {"unit_unidentified"}


@dataclass(frozen=True, slots=True)
class News:
    """Changes after `since`. A discrepancy is one cause of one unit, however many pictures it concerns."""

    first: tuple[str, ...]  # units of the denominator that wrote for the first time
    first_outside: tuple[str, ...]  # the same, units outside the denominator
    supplements: tuple[str, ...]
    resolved: int
    opened: int
    came_back: int
    came_back_units: tuple[str, ...]
    mails: int  # campaign mail of any kind
    updated: tuple[str, ...] = ()  # units whose findings changed because of our software: nothing that they did
    updated_gone: int = 0  # discrepancies that only our software made go
    updated_seen: int = 0  # discrepancies that only our software sees now
    updated_lost: bool = False  # the same for mail that nobody can place

    @property
    def quiet(self) -> bool:
        people = self.first or self.first_outside or self.supplements or self.mails
        return not (people or self.resolved or self.opened or self.came_back or self.by_update)

    @property
    def by_update(self) -> bool:
        """Whether an update of our software changed what officers see."""
        return bool(self.updated or self.updated_gone or self.updated_seen or self.updated_lost)


def sent(unit: UnitAssessment) -> bool:
    """Whether the unit has written, or a document of it was recorded that came outside the mailbox."""
    parts = unit.submission.parts
    return unit.submission.written or any(part.stands and part.duty.owed != "excused" for part in parts)


def first_arrival(submission: Submission) -> datetime | None:
    """When the first content of the unit came, by mail or as recorded."""
    return min(_arrivals(submission), default=None)


def last_arrival(submission: Submission) -> datetime | None:
    """When the last content of the unit came."""
    return max(_arrivals(submission), default=None)


def _arrivals(submission: Submission) -> list[datetime]:
    mails = [message.received_at for message in submission.messages if message.content_bearing]
    return [moment for moment in (*mails, *(part.first_arrival for part in submission.parts)) if moment]


def news_since(assessment: Assessment, since: datetime, *, by_sight: bool = False) -> News:
    """Compare the assessment with what stood at `since`, by the instants that it bears.

    `by_sight`: an edition was made at `since`; new is what we did not have then, though it may have arrived before.
    """
    first: list[str] = []
    outside: list[str] = []
    supplements: list[str] = []
    for unit in assessment.units:
        arrived = first_arrival(unit.submission)
        if unit.submission.unit is None or not sent(unit) or arrived is None:
            continue
        name = unit_name(unit.submission.unit)
        if arrived > since or (by_sight and _first_seen(unit.submission, since)):
            (first if unit.submission.counts else outside).append(name)
        elif any(_new(one, since, by_sight) and one.content_bearing for one in unit.submission.messages):
            supplements.append(name)
    names = {unit.submission.code: unit_name(unit.submission.unit) for unit in assessment.units if unit.submission.unit}
    moved = _movements(assessment.findings, since)
    touched = {finding.unit for finding in assessment.findings if _told_of_update(finding, since)}
    submissions = [unit.submission for unit in assessment.units] + [assessment.unplaced]
    mails = {
        message.id
        for submission in submissions
        for message in submission.messages
        if _new(message, since, by_sight) and message.role != "other"
    }
    return News(
        first=tuple(alphabetical(first)),
        first_outside=tuple(alphabetical(outside)),
        supplements=tuple(alphabetical(supplements)),
        resolved=moved.resolved,
        opened=moved.opened,
        came_back=len(moved.returned),
        came_back_units=tuple(alphabetical(names[code] for code in moved.returned if code in names)),
        mails=len(mails),
        updated=tuple(alphabetical(names[code] for code in touched if code in names)),
        updated_gone=moved.gone_by_update,
        updated_seen=moved.seen_by_update,
        updated_lost=None in touched,
    )


def _new(message: Message, since: datetime, by_sight: bool) -> bool:
    moments = (message.received_at, message.seen_at if by_sight else None)
    return any(moment is not None and moment > since for moment in moments)


def _first_seen(submission: Submission, since: datetime) -> bool:
    """Whether all that the unit has sent came to us after `since`."""
    sent_by_mail = [message for message in submission.messages if message.content_bearing]
    return bool(sent_by_mail) and all(_new(message, since, by_sight=True) for message in sent_by_mail)


def _told_of_update(finding: FindingRecord, since: datetime) -> bool:
    """Whether our software changed, after `since`, something about a finding that officers see.

    Information is not shown; what is information now may have been graded lower, which is. Silence is graded as
    information, but stands in the figures.
    """
    own = {moment for moment in finding.updates if moment > since}
    if finding.severity == "info" and finding.code != "not_submitted":
        own -= {finding.opened_at, finding.came_back_at, finding.resolved_at}
    return bool(own) and finding.waived is None


@dataclass(slots=True)
class _Movements:
    """Matters that moved, and who moved them: one unit's, or our software alone."""

    resolved: int = 0
    opened: int = 0
    returned: list[str | None] = field(default_factory=list)
    gone_by_update: int = 0
    seen_by_update: int = 0


def _movements(findings: Iterable[FindingRecord], since: datetime) -> _Movements:
    """Resolved, opened, come back: by unit and cause, so that forty captions are one matter."""
    matters: dict[tuple[str | None, str], list[FindingRecord]] = {}
    for finding in findings:
        if finding.severity == "info" or finding.waived is not None or finding.code in _NOT_MATTERS:
            continue
        alone = finding.subject if finding.unit is None else ""  # mails that nobody can place are a matter each
        matters.setdefault((finding.unit, cause_of(finding.code) + alone), []).append(finding)
    moved = _Movements()
    for (unit, _), rows in matters.items():
        before, now = any(_stood(row, since) for row in rows), any(row.open for row in rows)
        if before and not now:
            ours = all(row.resolved_at in row.updates for row in rows if _stood(row, since))
            moved.gone_by_update += ours
            moved.resolved += not ours
        elif now and not before:
            if all(appeared(row) in row.updates for row in rows if row.open):
                moved.seen_by_update += 1
            elif any(row.open and row.came_back_at and row.opened_at <= since for row in rows):
                moved.returned.append(unit)
            else:
                moved.opened += 1
    return moved


def _stood(finding: FindingRecord, since: datetime) -> bool:
    gone = finding.resolved_at is not None and finding.resolved_at <= since
    return appeared(finding) <= since and not gone
