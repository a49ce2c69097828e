"""When the clock wakes the daemon: triggers of APScheduler, and which slots came while nobody was awake.

Numbers of weekdays mean other days to crontab than to APScheduler: days are always written by name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from config.campaign import Campaign
from config.settings import Settings

DIGEST, BACKUP, JUDGE = "digest", "backup", "judge"
_EVERY_DAY = "mon,tue,wed,thu,fri,sat,sun"
_BACKUP_AT = time(2, 0)
_MIDNIGHT = time(0, 0)
_LOOK_BACK = timedelta(days=2)  # slots that were missed longer ago are of no use to anybody


@dataclass(frozen=True, slots=True)
class Timed:
    """One job and one trigger of it."""

    job: str
    trigger: BaseTrigger


def timetable(settings: Settings, campaign: Campaign) -> tuple[Timed, ...]:
    """Every job that has hours: the digest (more often around a deadline), the backup, the judgement by the clock."""
    zone = ZoneInfo(campaign.timezone)
    instants = {moment for pair in campaign.deadlines() for moment in pair}
    return (
        *(Timed(DIGEST, _daily(at, zone)) for at in settings.digest.at),
        *(Timed(DIGEST, DateTrigger(at)) for at in sorted(instants | set(_deadline_hours(campaign)))),
        Timed(BACKUP, _daily(_BACKUP_AT, zone)),
        Timed(JUDGE, _daily(_MIDNIGHT, zone)),
        *(Timed(JUDGE, DateTrigger(at)) for at in sorted(instants)),
    )


def _daily(at: time, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger(day_of_week=_EVERY_DAY, hour=at.hour, minute=at.minute, timezone=zone)


def _deadline_hours(campaign: Campaign) -> Iterator[datetime]:
    """The hours of the digest on the days around each deadline."""
    if campaign.deadline_days is None:
        return
    zone = ZoneInfo(campaign.timezone)
    for start, end in _deadline_spans(campaign):
        day = start.astimezone(zone).date()
        while day <= end.astimezone(zone).date():
            for at in campaign.deadline_days.digest_at:
                moment = datetime.combine(day, at, zone)
                if start <= moment <= end:
                    yield moment
            day += timedelta(days=1)


def _deadline_spans(campaign: Campaign) -> list[tuple[datetime, datetime]]:
    days = campaign.deadline_days
    return [(due - days.before, grace) for due, grace in campaign.deadlines()] if days else []


def poll_every(settings: Settings, campaign: Campaign, now: datetime) -> timedelta:
    """How often the mailbox is asked at an instant: around a deadline as often as the campaign says."""
    usual, days = settings.mailbox.poll_every, campaign.deadline_days
    if days is None or days.poll_every is None:
        return usual
    near = any(start <= now < end for start, end in _deadline_spans(campaign))
    return min(usual, days.poll_every) if near else usual


def slots(table: tuple[Timed, ...], job: str, after: datetime, until: datetime) -> list[datetime]:
    """The instants (UTC) in (after, until] at which a job was to run, earliest first; no more than two days back."""
    start = max(after, until - _LOOK_BACK)
    found = {at for timed in table if timed.job == job for at in _firing(timed.trigger, start, until)}
    return sorted(at.astimezone(UTC) for at in found)


def _firing(trigger: BaseTrigger, after: datetime, until: datetime) -> Iterator[datetime]:
    now = after + timedelta(microseconds=1)
    fired: datetime | None = trigger.get_next_fire_time(None, now)
    while fired is not None and fired <= until:
        if fired > after:
            yield fired
        fired = trigger.get_next_fire_time(fired, fired + timedelta(microseconds=1))


def upcoming(trigger: BaseTrigger, now: datetime) -> datetime | None:
    """When a trigger fires next; None where it never will again. APScheduler's own dates fire also when long past."""
    fired: datetime | None = trigger.get_next_fire_time(None, now)
    return fired if fired is not None and fired >= now else None


def newest_slot(settings: Settings, campaign: Campaign, now: datetime) -> datetime | None:
    """The newest hour of the digest that has come, by the campaign's clock."""
    return max(slots(timetable(settings, campaign), DIGEST, now - _LOOK_BACK, now), default=None)


def is_over(campaign: Campaign, now: datetime) -> bool:
    """Whether the last deadline and its grace have passed: from then on only days with change are told."""
    ends = [grace for _, grace in campaign.deadlines()]
    return bool(ends) and now > max(ends)
