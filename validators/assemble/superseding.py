"""What no longer stands of a unit's messages: replaced by a later message, or come again readable (contract §3)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parsers.readers.file_names import file_key
from parsers.records import Mail
from validators.assemble.messages import Judgement
from validators.assemble.pictures import is_photo_or_video
from validators.assemble.roles import replaces_all
from validators.assemble.tree import Node
from validators.unread import UNREAD_STATUS

BODY = "(body)"
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Superseded:
    """Full paths of files that no longer stand, and the later messages that took the place of a message's list."""

    paths: frozenset[str] = frozenset()
    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def superseded(unit: str, bearing: Sequence[Judgement], authserv_id: str) -> Superseded:
    """Of a unit's content-bearing messages, in order of arrival."""
    paths: set[str] = set()
    by: dict[str, tuple[str, ...]] = {}
    before: dict[str, list[tuple[str, Node]]] = defaultdict(list)  # the files so far, by name
    for at, later in enumerate(bearing):
        effective = later.message.role == "replacement" and is_verified(later.source.mail, authserv_id)
        came = [(path, node) for path, node in later.files(unit) if node.origin != "embedded"]
        for _, node in came:
            paths.update(path for path, old in before[_name(node)] if _replaces(node, old, effective=effective))
        if effective and _replaces_lists(later):
            for earlier in bearing[:at]:
                lists = set(_lists(earlier, unit))
                paths |= lists
                if lists:
                    by[earlier.message.id] = (*by.get(earlier.message.id, ()), later.message.id)
        for path, node in came:
            if not (_opens(node) and is_photo_or_video(node)):  # these stand in any case
                before[_name(node)].append((path, node))
    return Superseded(frozenset(paths), by)


def _replaces(node: Node, old: Node, *, effective: bool) -> bool:
    """A file comes again: readable where it was not, or sent anew. Photos share names such as 1.jpg by accident."""
    return _opens(node) and (effective or not _opens(old))


def _replaces_lists(item: Judgement) -> bool:
    return "nominations" in item.message.carries and item.source.mail is not None and replaces_all(item.source.mail)


def _name(node: Node) -> str:
    return f"{file_key(node.name)}.{node.name.rpartition('.')[2].lower()}"


def _opens(node: Node) -> bool:
    return node.status not in UNREAD_STATUS


def _lists(item: Judgement, unit: str) -> Iterator[str]:
    """The files (and the body) of a message that list nominees."""
    if item.source.facts.nominations:
        yield f"{item.message.id}/{BODY}"
    for path, node in item.files(unit):
        if node.facts and node.facts.nominations:
            yield path


def is_verified(mail: Mail | None, authserv_id: str) -> bool:
    """Whether the mailbox's own server found nothing wrong with the sender: DMARC, or one of SPF and DKIM.

    Only the topmost Authentication-Results, and only of our own server (RFC 8601 §5), are believed: a sender can write
    any number of them below.
    """
    topmost = mail.authentication_results[0].lower() if mail and mail.authentication_results else ""
    server, _, results = topmost.partition(";")
    if server.split()[:1] != [authserv_id.lower()]:
        return True
    found = dict(reversed(_RESULT.findall(results)))
    return found.get("dmarc") != "fail" and not (found.get("spf") == "fail" and found.get("dkim") == "fail")
