"""Which Drive items are fetched, and when a link is looked at again. Pure."""

from datetime import datetime, timedelta

from config.settings import Drive as DriveSettings
from ingest.drive.interface import Item
from validators.submission import Access

_FIRST_WAIT = timedelta(minutes=15)
_DEPTH = 3  # links in documents behind links in documents


def is_too_large(item: Item, settings: DriveSettings) -> bool:
    """Whether an item is over our limit: it is refused, which the unit must know; other bytes are only not copied."""
    return item.size is not None and item.size > settings.max_file_size


def skip_reason(item: Item, settings: DriveSettings) -> str:
    """Why an item's bytes are not copied although they could be; "" where they are."""
    if is_too_large(item, settings):
        return f"larger than {settings.max_file_size} bytes"
    if settings.copy_ == "metadata":
        return "bytes are not copied, as configured"
    if settings.copy_ == "documents" and item.mime_type.startswith("video/"):
        return "video bytes are not copied, as configured"
    return ""


def follows(depth: int) -> bool:
    """Whether links found in documents at this depth are followed."""
    return depth <= _DEPTH


def next_look(access: Access, attempts: int, now: datetime, recheck_every: timedelta) -> datetime:
    """When a link is due again: what could not be asked soon and then less and less often, all else on schedule."""
    if access == "unknown":
        waits: int = 4 ** min(attempts, 5)
        return now + min(_FIRST_WAIT * waits, recheck_every)
    return now + recheck_every
