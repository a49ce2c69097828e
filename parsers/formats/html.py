"""Web pages: the lines, tables and links that a reader sees."""

import re
from collections.abc import Iterator

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Refused
from parsers.markup import html_to_records
from parsers.records import Picture, Record
from parsers.vietnamese.encodings import decode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record]:
    """Pictures of a page alone lie elsewhere and are left out."""
    data = artifact.head(budget.limits.text_bytes + 1)
    if len(data) > budget.limits.text_bytes:
        raise Refused(f"more than {budget.limits.text_bytes} bytes of text")
    for record in html_to_records(decode(data, _declared(data))):
        if not isinstance(record, Picture):
            yield record


def _declared(data: bytes) -> str:
    """The charset that the page declares in its first bytes."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else ""
