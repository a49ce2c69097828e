"""One issue of the digest: which instant it is about, since when things are new, and where its files go."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.digest.write import write_digest
from ingest.errors import UsageError
from ingest.judge import judge
from ingest.workplace import Workplace


def issue(work: Workplace, day: str | None, out: Path | None) -> tuple[Path, ...]:
    """Write the digest of a day (default: of this instant) and give its files.

    A past day's digest is made as of its hour on that day; what is new is new since a day before.
    """
    at = _instant(work, day)
    assessment = judge(work, store=False, as_of=at).assessment
    folder = out or Path(work.settings.data_dir) / "digests"
    files = write_digest(assessment, at - timedelta(days=1), folder)
    return (files.html, files.text, files.xlsx)


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
