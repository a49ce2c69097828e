"""The whole campaign as judged at one instant: what the digest, the export and the status line are made from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from config.campaign import Campaign, Severity
from validators.submission import Submission

State = Literal["complete", "incomplete", "nothing", "exempt"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A discrepancy that a person accepted."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding with its history: when it was first seen, whether it is gone, whether it had been gone before."""

    id: str
    unit: str | None
    code: str
    severity: Severity
    subject: str
    detail: str
    opened_at: datetime
    resolved_at: datetime | None = None
    waived: Waiver | None = None
    came_back_at: datetime | None = None  # when it was last seen again after having been resolved
    updates: tuple[datetime, ...] = ()  # when our software, not the unit, changed whether or how gravely it stands

    @property
    def open(self) -> bool:
        return self.resolved_at is None

    @property
    def counts(self) -> bool:
        """Open, unwaived, and a warning or an error: what `counts.findings` counts (contract §5)."""
        return self.open and self.waived is None and self.severity != "info"


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of one unit, as exported."""

    messages: int
    nominations: int
    media: int
    captioned: int
    files: int
    findings: int


@dataclass(frozen=True, slots=True)
class UnitAssessment:
    """One unit: its submission, its state and its figures."""

    submission: Submission
    state: State
    checked: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision of a person, as exported."""

    id: str
    kind: str
    unit: str | None
    subject: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble of ours or of the world's that is open: what, what to do, and since when it has been seen."""

    kind: str
    detail: str
    mend: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Operations:
    """How the machine is: shown small at the foot of the digest, and as alerts to the operator."""

    polled_at: datetime | None = None  # the last good poll
    on_server: int = 0  # messages that the mailbox says it holds in the polled folders
    received: int = 0
    held: int = 0  # named by the server, but without bytes so far
    alerts: tuple[str, ...] = ()  # what broke in this judgement; one Vietnamese sentence each, for the operator
    troubles: tuple[Trouble, ...] = ()  # the open alerts as of the instant, the oldest first


@dataclass(frozen=True, slots=True)
class Assessment:
    """A campaign judged at `as_of`. `units` are in register order; `unplaced` holds the mail without a unit."""

    campaign: Campaign
    as_of: datetime
    units: tuple[UnitAssessment, ...]
    unplaced: Submission
    findings: tuple[FindingRecord, ...]  # open and resolved, ordered by (unit, code, subject)
    decisions: tuple[DecisionRecord, ...] = ()
    operations: Operations = Operations()
