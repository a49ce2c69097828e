"""The messages of an mbox file: where each begins and ends, when its `From ` line was written, its bytes unquoted.

The file is mapped, not read; a Takeout of some gigabytes is scanned in seconds and costs no memory of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from mmap import mmap
from zlib import crc32

from ingest.mailbox.arrival import from_line_date, is_from_line
from parsers.artifact import CHUNK

_LONGEST_FROM_LINE = 1000
_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>From ")
_HEADER_END = re.compile(rb"\n\r?\n")
_QUOTED = re.compile(rb"\n>(?=>{0,200}From )")


@dataclass(frozen=True, slots=True)
class MboxMessage:
    """One message: from the first byte of its header to its last, without the blank line that separates it."""

    offset: int  # of the `From ` line
    start: int
    end: int
    stamp: datetime | None

    def key(self, file: mmap) -> str:
        """What stays the same while the file grows, and changes when another message comes to lie there."""
        check = crc32(file[self.start : min(self.end, self.start + 4096)])
        return f"{self.offset}+{self.end - self.start}-{check:08x}"


def mbox_messages(file: mmap) -> Iterator[MboxMessage]:
    """All messages in order. A body line that begins with `From ` and was not quoted is no border."""
    offset = 0
    first = _from_line(file, 0)
    while offset < len(file):
        following = _next_border(file, offset + 1)
        line = _from_line(file, offset) if offset else first
        start = min(offset + len(line), following)
        yield MboxMessage(offset, start, _without_separator(file, start, following), from_line_date(line))
        offset = following


def message_chunks(file: mmap, message: MboxMessage) -> Iterator[bytes]:
    """The bytes of a message, with one `>` taken from each quoted `From ` line of its body."""
    header = _HEADER_END.search(file, message.start, message.end)
    done = message.start
    if header is not None:
        for quoted in _QUOTED.finditer(file, header.end() - 1, message.end):
            yield from _pieces(file, done, quoted.start() + 1)
            done = quoted.end()
    yield from _pieces(file, done, message.end)


def _next_border(file: mmap, position: int) -> int:
    while (found := file.find(b"\nFrom ", position - 1)) >= 0:
        line = _from_line(file, found + 1)
        after = found + 1 + len(line)
        if is_from_line(line) and _FIELD.match(file, after):
            return found + 1
        position = found + 2
    return len(file)


def _from_line(file: mmap, offset: int) -> bytes:
    end = file.find(b"\n", offset, offset + _LONGEST_FROM_LINE)
    return file[offset : end + 1] if end >= 0 else b""


def _without_separator(file: mmap, start: int, end: int) -> int:
    for separator in (b"\r\n", b"\n"):
        cut = end - len(separator)
        if cut > start and file[cut:end] == separator and file[cut - 1 : cut] == b"\n":
            return cut
    return end


def _pieces(file: mmap, start: int, end: int) -> Iterator[bytes]:
    for position in range(start, end, CHUNK):
        yield file[position : min(end, position + CHUNK)]
