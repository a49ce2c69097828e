"""Which of the owed parts stand, since when, and whether they came in time."""

from collections.abc import Iterable
from datetime import datetime

from config.campaign import PARTS, Campaign, Duty, Group, Part
from validators.submission import Link, Message, PartStatus, Timeliness
from validators.unread import UNREAD_ACCESS


def timeliness(
    received_at: datetime | None, deadline: datetime | None, grace_until: datetime | None
) -> Timeliness | None:
    """In time before the deadline, borderline up to the end of grace, late from then on; None without an arrival."""
    if received_at is None:
        return None
    if deadline is None or received_at < deadline:
        return "in_time"
    return "borderline" if grace_until and received_at < grace_until else "late"


def part_statuses(
    campaign: Campaign, group: Group | None, messages: Iterable[Message], links: Iterable[Link], standing: set[Part]
) -> tuple[PartStatus, ...]:
    """One status for each part that the group owes. `messages` are the unit's, in order of arrival."""
    bearing = [message for message in messages if message.content_bearing]
    unread = {link.message for link in links if link.access in UNREAD_ACCESS}
    nil = any(message.nil for message in bearing)
    found = []
    for part in PARTS:
        duty = campaign.duty(group, part, nominations_stand="nominations" in standing)
        if duty is not None:
            found.append(_status(duty, bearing, unread, stands=part in standing, nil=nil))
    return tuple(found)


def _status(duty: Duty, bearing: list[Message], unread: set[str], *, stands: bool, nil: bool) -> PartStatus:
    answered = nil and duty.part == "nominations" and not stands
    first = next(
        (
            message
            for message in bearing
            if duty.part in message.carries
            or (duty.part == "media" and message.id in unread)
            or (answered and message.nil)
        ),
        None,
    )
    arrival = first.received_at if first else None
    return PartStatus(
        duty=duty,
        stands=stands or answered,
        nil=answered,
        first_arrival=arrival,
        first_message=first.id if first else None,
        timeliness=timeliness(arrival, duty.deadline, duty.grace_until) if first else None,
    )
