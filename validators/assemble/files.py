"""Files as exported, from the nodes of messages and linked roots."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from validators.assemble.tree import Node
from validators.submission import File


def file_of(node: Node, path: str, unit: str | None, message: str, *, furniture: bool) -> File:
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
        furniture=furniture,
    )


def repeated_pictures(nodes_by_message: Iterable[Iterable[Node]]) -> frozenset[str]:
    """SHA-256 of inline pictures that come with more than one message: signatures and logos."""
    seen: Counter[str] = Counter()
    for nodes in nodes_by_message:
        seen.update({node.sha256 for node in nodes if node.sha256 and node.origin == "inline"})
    return frozenset(sha256 for sha256, count in seen.items() if count > 1)


def _instant(text: str) -> datetime | None:
    """An instant where the source gave a zone; times without one (archives) are nobody's evidence and are left out."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
