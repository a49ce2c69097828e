"""The clock, the instant that `--now` puts in its place, and how an instant is written."""

from datetime import UTC, datetime

from ingest.errors import UsageError


def utc(moment: datetime) -> str:
    """An instant as the documents of commands give it: 2024-11-18T00:30:00Z."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def instant(text: str | None) -> datetime:
    """The instant that a command works at: now, or what `--now` says (ISO 8601 with offset)."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--now {text}: không phải thời điểm ISO 8601, ví dụ 2024-11-18T07:30+07:00.") from error
    if moment.tzinfo is None:
        raise UsageError(f"--now {text}: thiếu múi giờ, ví dụ 2024-11-18T07:30+07:00.")
    return moment.astimezone(UTC)
