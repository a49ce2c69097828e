"""One issue of the digest: which instant it is about, since when things are new, and where its files go."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.digest.news import news_since
from ingest.digest.write import write_digest
from ingest.errors import UsageError
from ingest.judge import judge
from ingest.schedule import is_over
from ingest.store import work as rows
from ingest.workplace import Workplace
from validators.assessment import Assessment


def issue(work: Workplace, day: str | None, out: Path | None) -> tuple[Path, ...]:
    """Write the digest of a day (default: of this instant) and give its files.

    A past day's digest is made as of its hour on that day; what is new is new since a day before. That is not what the
    daemon's edition says, which tells what is new since the one before it: the daemon's files stay.
    """
    at = _instant(work, day)
    assessment = judge(work, store=False, as_of=at).assessment
    folder, name = (out, "") if out else (Path(work.settings.data_dir) / "digests", _beside(work, at))
    files = write_digest(assessment, at - timedelta(days=1), folder, public_url=work.settings.public_url, name=name)
    return (files.html, files.text, files.xlsx)


def edition(work: Workplace, slot: datetime) -> bool:
    """Make the edition of a slot of the clock, once; False where it is there already.

    It tells what stands now, and what is new since the edition before it. After the last deadline a day without change
    has none (the slot is noted all the same).
    """
    campaign = work.campaign
    with work.database.read() as connection:
        before = rows.last_edition(connection, campaign.id, work.now)
    if before is not None and before[0] >= slot:
        return False
    assessment = judge(work, store=False).assessment
    since = before[1] if before else work.now - timedelta(days=1)
    by_sight = before is not None  # in the first edition all mail of the past weeks would be new
    sha256 = ""
    if not is_over(campaign, work.now) or _changed(assessment, since, by_sight=by_sight):
        folder = Path(work.settings.data_dir) / "digests"
        public_url, name = work.settings.public_url, _name(work, slot)
        files = write_digest(assessment, since, folder, public_url=public_url, name=name, by_sight=by_sight)
        sha256 = hashlib.sha256(files.html.read_bytes()).hexdigest()
    with work.database.begin() as connection:
        return rows.add_edition(connection, campaign.id, slot, work.now, sha256)


def _changed(assessment: Assessment, since: datetime, *, by_sight: bool) -> bool:
    return not news_since(assessment, since, by_sight=by_sight).quiet


def _name(work: Workplace, slot: datetime) -> str:
    """The first edition of a day bears the day, the others their hour as well."""
    local = slot.astimezone(ZoneInfo(work.campaign.timezone))
    day = f"ban-tin-{local.date().isoformat()}"
    return day if local.time() == min(work.settings.digest.at) else f"{day}-{local.hour:02d}h{local.minute:02d}"


def _beside(work: Workplace, at: datetime) -> str:
    """The name of what a command makes: the day's, where the daemon has made no edition on it; else with the hour."""
    local = at.astimezone(ZoneInfo(work.campaign.timezone))
    midnight = datetime.combine(local.date(), time(0), local.tzinfo)
    with work.database.read() as connection:
        made = rows.editions(
            connection, work.campaign.id, midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
        )
    if not made:
        return ""
    name = f"ban-tin-{local.date().isoformat()}-{local.hour:02d}h{local.minute:02d}"
    return f"{name}-xem" if name in {_name(work, slot) for slot in made} else name


def _instant(work: Workplace, day: str | None) -> datetime:
    if day is None:
        return work.now
    zone = ZoneInfo(work.campaign.timezone)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"--date {day}: không phải ngày dạng YYYY-MM-DD.") from error
    if wanted == work.now.astimezone(zone).date():
        return work.now
    at = datetime.combine(wanted, work.settings.digest.at[0], zone).astimezone(UTC)
    if at > work.now:
        raise UsageError(f"--date {day}: ngày này chưa đến.")
    return at
