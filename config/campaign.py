"""A campaign as a value: who owes what, until when, and by which words its mail is known.

The file format is fixed by the contract (one TOML file per campaign); unknown keys are refused. `config.load` reads it.
"""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from config.durations import Duration
from config.settings import Clock, Interval

Part = Literal["letter", "nominations", "media", "registrations", "summary"]
Owed = Literal["required", "expected", "optional", "excused"]
OwedRule = Literal["required", "expected", "optional", "with nominations"]
Severity = Literal["error", "warning", "info"]

PARTS: tuple[Part, ...] = ("letter", "nominations", "media", "registrations", "summary")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CampaignLetter(_Frozen):
    """The letter that opened the campaign: number, date, and the numbers that it cites (never a unit's own)."""

    number: str
    date: date
    cites: tuple[str, ...] = ()


class Period(_Frozen):
    """The days that a photo or video must show; an open end lasts until the file's arrival."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class RegisterRef(_Frozen):
    """Which register of units holds, and on which day."""

    file: str
    on: date


class Timing(_Frozen):
    """When a part is due. `deadline` is the first instant that is too late; until `grace_until` an officer decides."""

    deadline: AwareDatetime | None = None
    grace_until: AwareDatetime | None = None
    warn_before: Duration | None = None


class DeadlineDays(_Frozen):
    """How the office works around a deadline: from `before` it until the grace ends, days of the campaign's zone."""

    before: Interval = timedelta(days=1)
    digest_at: tuple[Clock, ...] = ()  # in place of the hours of the settings
    poll_every: Interval | None = None  # in place of that of the settings, where it is shorter


class Group(_Frozen):
    """Units that owe the same. `kinds` are kinds of the register, `units` are codes; a code wins over a kind."""

    id: str
    title: str = ""  # as officers call the group, for the digest
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    counts: bool = False  # in the denominator ("156 đơn vị")
    owes: dict[Part, OwedRule] = {}
    timing: dict[Part, Timing] = {}


class RequiredFields(_Frozen):
    """Fields that a nomination must have; `a|b` means that one of them is enough."""

    individual: tuple[str, ...] = ()
    collective: tuple[str, ...] = ()


class OtherAddress(_Frozen):
    """An address to which some material belongs in place of the campaign's mailbox."""

    address: str
    for_: str = Field(alias="for")


class Duty(_Frozen):
    """What one unit owes of one part, with its instants; `letter` "with nominations" is already resolved."""

    part: Part
    owed: Owed
    deadline: datetime | None = None
    grace_until: datetime | None = None
    warn_before: Duration | None = None


class Campaign(_Frozen):
    """One campaign; instants are aware, days are days of `timezone`."""

    id: str
    title: str
    letter: CampaignLetter | None = None
    deadline_words: str = ""
    opening: AwareDatetime | None = None
    period: Period = Period()
    register_: RegisterRef = Field(alias="register")
    receiver: str = ""
    mailbox: str = ""  # the address that the letter names
    evidence: tuple[str, ...] = ()
    rolling_updates: bool = False
    contact: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    defaults: Timing = Timing()
    deadline_days: DeadlineDays | None = None
    group: tuple[Group, ...] = ()
    required_fields: RequiredFields = RequiredFields()
    other_address: tuple[OtherAddress, ...] = ()
    severity: dict[str, Severity] = {}
    balance: dict[str, Any] = {}
    retention: dict[str, Any] = {}

    def group_of(self, code: str, kind: str) -> Group | None:
        """The group of a unit: the one that names its code, else the first that names its kind."""
        named = next((group for group in self.group if code in group.units), None)
        return named or next((group for group in self.group if kind in group.kinds), None)

    def deadlines(self) -> tuple[tuple[datetime, datetime], ...]:
        """Every distinct (deadline, end of the grace) of any part of any group, earliest first."""
        timings = (self.defaults, *(timing for group in self.group for timing in group.timing.values()))
        pairs = (
            (timing.deadline or self.defaults.deadline, timing.grace_until or self.defaults.grace_until)
            for timing in timings
        )
        return tuple(sorted({(due, max(due, grace or due)) for due, grace in pairs if due is not None}))

    def duty(self, group: Group | None, part: Part, *, nominations_stand: bool = False) -> Duty | None:
        """What a unit of `group` owes of `part`; None where the part is no business of the group.

        A letter "with nominations" is owed as nominations are, and required once a nomination stands (contract §3).
        """
        if group is None or part not in group.owes:
            return None
        rule = group.owes[part]
        owed: Owed
        if rule == "with nominations":
            nominations = group.owes.get("nominations", "optional")
            owed = "required" if nominations_stand or nominations == "with nominations" else nominations
        else:
            owed = rule
        own = group.timing.get(part, Timing())
        return Duty(
            part=part,
            owed=owed,
            deadline=own.deadline or self.defaults.deadline,
            grace_until=own.grace_until or self.defaults.grace_until,
            warn_before=own.warn_before or self.defaults.warn_before,
        )
