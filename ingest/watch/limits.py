"""How long and how much the operator is spared: the limits that health and alerts measure the vitals against."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from config.campaign import Campaign
from config.settings import Settings

_GB = 1 << 30
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_SHORTEST = timedelta(seconds=10)  # three polls of one second each are no measure on a busy machine


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults are those of an office machine; `limits_of` fits them to an installation."""

    poll_silence: timedelta = timedelta(minutes=15)  # without a good poll the mailbox counts as lost
    drive_silence: timedelta = timedelta(minutes=15)  # so with Drive, where links wait for it
    recheck_silence: timedelta = timedelta(hours=6, minutes=15)  # without any link that could be asked
    digest_late: timedelta = timedelta(minutes=30)
    heartbeat: timedelta = timedelta(seconds=60)
    backup_age: timedelta = timedelta(hours=36)  # nightly, and one night may fail
    queue_wait: timedelta = timedelta(hours=1)
    clock_told: timedelta = timedelta(days=1)  # how long a jump of the clock is shown
    disk_stop: int = _GB  # below it the daemon is not well
    disk_low: int = 5 * _GB  # below it the operator is told
    disk_days: int = 7  # and where the disk lasts no longer than that
    mailbox_full: float = 0.9
    zone: ZoneInfo = _ZONE


def limits_of(settings: Settings, campaign: Campaign) -> Limits:
    """The limits of an installation: three missed polls, and times as the campaign's people read them."""
    silence = max(3 * settings.mailbox.poll_every, _SHORTEST)
    return Limits(
        poll_silence=silence,
        drive_silence=silence,
        recheck_silence=settings.drive.recheck_every + silence,
        zone=ZoneInfo(campaign.timezone),
    )
