"""Files as exported, from the nodes of messages and linked roots."""

from datetime import UTC, datetime

from validators.assemble.tree import Node
from validators.submission import File


def file_of(node: Node, path: str, unit: str | None, message: str, *, furniture: bool, superseded: bool) -> File:
    """One file; `path` is the full one."""
    return File(
        path=path,
        unit=unit,
        message=message,
        origin=node.origin,
        name=node.name,
        sha256=node.sha256,
        size=node.size,
        media_type=node.media_type,
        status=node.status,
        reason=node.reason or None,
        created_at=_instant(node.created_at),
        modified_at=_instant(node.modified_at),
        superseded=superseded,
        furniture=furniture,
    )


def _instant(text: str) -> datetime | None:
    """An instant where the source gave a zone; times without one (archives) are nobody's evidence and are left out."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
