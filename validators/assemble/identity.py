"""MESSAGE-IDs as in paths: the header's, unless it is missing or another message with other content had it first."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from validators.assemble.inputs import MessageInput

_OURS = re.compile(r"sha256-|drive/")  # names that we give: no header may take one
_LAST = datetime.max.replace(tzinfo=UTC)


def arrival_order(message: MessageInput) -> tuple[datetime, str]:
    """By arrival, then by content: the same order whichever way and in whichever order messages were received."""
    return (message.received_at or _LAST, message.canonical)


def public_ids(messages: Iterable[MessageInput]) -> dict[str, str]:
    """canonical -> MESSAGE-ID as in paths (contract §3)."""
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for message in sorted(messages, key=arrival_order):
        header = message.mail.message_id if message.mail else ""
        if header and header not in taken and not _OURS.match(header):
            ids[message.canonical] = header
            taken.add(header)
        else:
            ids[message.canonical] = f"sha256-{message.canonical[:16]}"
    return ids
