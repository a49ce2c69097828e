"""Plain text: its charset found out, one text for each line."""

from collections.abc import Iterator

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Refused
from parsers.records import Text
from parsers.vietnamese.encodings import decode, legacy_to_unicode


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Text]:
    """Lines that hold something, under their numbers in the file."""
    data = artifact.head(budget.limits.text_bytes + 1)
    if len(data) > budget.limits.text_bytes:
        raise Refused(f"more than {budget.limits.text_bytes} bytes of text")
    for number, line in enumerate(legacy_to_unicode(decode(data)).splitlines(), 1):
        shown = line.strip(" \t\u00a0\u200b\x1a")
        if shown:
            yield Text(f"line {number}", shown)
