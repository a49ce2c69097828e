"""Where a day stands to the campaign's deadline, and the words for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from config.campaign import Campaign, Part, Timing
from ingest.digest.words import PARTS, clock, day, instant, last_moment, two

Phase = Literal["none", "before", "last_day", "grace", "after"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The campaign's deadline seen from one instant, all in the campaign's time zone."""

    phase: Phase
    limit: datetime | None = None  # the first instant that is too late
    grace_until: datetime | None = None
    days: int = 0  # before: days left, today among them; after: days overdue
    parts: tuple[Part, ...] = ()  # where only some parts have a date

    @property
    def passed(self) -> bool:
        return self.phase in ("grace", "after")

    @property
    def for_all(self) -> bool:
        """Whether the date binds the whole dossier, so that who has not written is overdue."""
        return self.limit is not None and not self.parts

    def near(self, days: int) -> bool:
        return self.phase in ("last_day", "grace") or (self.phase == "before" and self.days <= days)


def deadline_of(campaign: Campaign, as_of: datetime) -> Deadline:
    """The deadline of the campaign's defaults, else the earliest that any group has."""
    zone = ZoneInfo(campaign.timezone)
    timing, parts = _timing(campaign)
    if timing is None or timing.deadline is None:
        return Deadline("none")
    limit = timing.deadline.astimezone(zone)
    grace = timing.grace_until.astimezone(zone) if timing.grace_until else None
    now = as_of.astimezone(zone)
    last_day = last_moment(limit)[1]
    between = (last_day - now.date()).days
    if now < limit:
        phase: Phase = "last_day" if between == 0 else "before"
        return Deadline(phase, limit, grace, between + 1, parts)
    phase = "grace" if grace is not None and now < grace else "after"
    return Deadline(phase, limit, grace, max(-between, 1), parts)


def _timing(campaign: Campaign) -> tuple[Timing | None, tuple[Part, ...]]:
    if campaign.defaults.deadline is not None:
        return campaign.defaults, ()
    dated = sorted(_dated(campaign), key=lambda pair: pair[1].deadline.timestamp() if pair[1].deadline else 0)
    if not dated:
        return None, ()
    first = dated[0][1]
    parts = {part for part, timing in dated if timing.deadline == first.deadline}
    return first, tuple(part for part in PARTS if part in parts)


def _dated(campaign: Campaign) -> Iterator[tuple[Part, Timing]]:
    for group in campaign.group:
        for part, timing in group.timing.items():
            if timing.deadline is not None:
                yield part, timing


def remaining(deadline: Deadline) -> str:
    """What is left, for the second line: `còn đến 24h00 hôm nay`; "" without a deadline."""
    if deadline.limit is None:
        return ""
    hour, last_day = last_moment(deadline.limit)
    until = f"{hour} ngày {day(last_day)}"
    if deadline.phase == "before":
        return f"còn {two(deadline.days)} ngày kể cả hôm nay (đến {until})"
    if deadline.phase == "last_day":
        return f"còn đến {hour} hôm nay"
    if deadline.phase == "grace":
        return f"đã qua hạn lúc {until}; hồ sơ nhận {grace_words(deadline)} chờ quyết định"
    return f"đã quá hạn {two(deadline.days)} ngày (hạn đến {until})"


def remaining_short(deadline: Deadline) -> str:
    """The same for the subject: `ngày cuối`, `còn 02 ngày`; "" without a deadline."""
    return {
        "none": "",
        "before": f"còn {two(deadline.days)} ngày",
        "last_day": "ngày cuối",
        "grace": "đã qua hạn",
        "after": f"quá hạn {two(deadline.days)} ngày",
    }[deadline.phase]


def grace_words(deadline: Deadline) -> str:
    """The time in which the wording of the letter leaves room: `trong ngày 20/11/2024`."""
    if deadline.limit is None or deadline.grace_until is None:
        return ""
    hour, last_day = last_moment(deadline.grace_until)
    if (hour, last_day) == ("24h00", deadline.limit.date()):
        return f"trong ngày {day(last_day)}"
    return f"từ {instant(deadline.limit)} đến trước {instant(deadline.grace_until)}"


def deadline_line(campaign: Campaign, deadline: Deadline) -> str:
    """`Hạn: "chậm nhất trước ngày 20/11/2024", còn đến 24h00 hôm nay.`"""
    if deadline.limit is None:
        return "Không quy định thời hạn chung."
    what = f" {', '.join(PARTS[part] for part in deadline.parts)}" if deadline.parts else ""
    said = f'"{campaign.deadline_words}", ' if campaign.deadline_words else ""
    return f"Hạn{what}: {said}{remaining(deadline)}."


def until_words(limit: datetime, today: date) -> str:
    """Until when a unit has time: `đến hết ngày 24/11`, `đến 17h00 ngày 24/11`."""
    hour, last_day = last_moment(limit)
    said = day(last_day, year=last_day.year != today.year)
    return f"đến hết ngày {said}" if hour == "24h00" else f"đến {clock(limit)} ngày {said}"
