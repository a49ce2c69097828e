"""The canonical bytes of a mail, by which copies that came by different ways are known to be one message.

IMAP gives CRLF and Gmail's own headers, a Maildir LF, an mbox `>From` for a body line that begins with `From `, Takeout
`X-Gmail-Labels`, mbsync `X-TUID`. None of these is part of what was sent.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from parsers.artifact import CHUNK

_FOREIGN = re.compile(rb"(?:x-gm-[^\s:]*|x-tuid|x-gmail-labels|status)[ \t]*:", re.IGNORECASE)
# All levels of `>` go: mboxo and mboxrd writers differ, and what was undone once must not change when undone again.
_MBOX_QUOTED = re.compile(rb"^>{1,200}(?=From )", re.MULTILINE)
_MAYBE_QUOTED = re.compile(rb">{1,200}(?:F(?:r(?:o(?:m)?)?)?)?")
_LINE = 64 << 10


def canonical_digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and length of the canonical bytes of the mail in a file; memory use is one chunk."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        for chunk in canonical_chunks(file):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def canonical_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The canonical bytes, piece by piece."""
    yield from _header(file)
    yield from _body(file)


def header_block(path: Path, cap: int) -> bytes:
    """The header with the blank line that ends it, as it lies in the file; never more than `cap` bytes."""
    block = bytearray()
    with path.open("rb") as file:
        while len(block) < cap:
            line = file.readline(cap - len(block))
            block += line
            if not line or line in (b"\n", b"\r\n"):
                break
    return bytes(block)


def _header(file: BinaryIO) -> Iterator[bytes]:
    """Header lines without the foreign ones and their continuations, up to and including the blank line."""
    keep = True
    start = True  # of a line: very long lines come in pieces
    while piece := file.readline(_LINE):
        whole = piece.endswith(b"\n")
        if start and piece in (b"\n", b"\r\n"):
            yield b"\n"
            return
        if start and piece[:1] not in b" \t":
            keep = _FOREIGN.match(piece) is None
        if not whole and piece.endswith(b"\r"):  # the pair was cut in two
            piece += file.read(1)
            whole = piece.endswith(b"\n")
        if keep:
            yield piece[:-2] + b"\n" if piece.endswith(b"\r\n") else piece
        start = whole


def _body(file: BinaryIO) -> Iterator[bytes]:
    """The body with LF line ends and without mbox quoting."""
    held = b""
    start = True  # `held` stands at the start of a line
    while chunk := file.read(CHUNK):
        data = held + chunk
        cut = len(data) - 1 if data.endswith(b"\r") else len(data)
        data, tail = data[:cut].replace(b"\r\n", b"\n"), data[cut:]
        last = data.rfind(b"\n") + 1
        if (last or start) and _MAYBE_QUOTED.fullmatch(data, last):
            data, tail = data[:last], data[last:] + tail
        yield _unquoted(data, start)
        start = data.endswith(b"\n") if data else start
        held = tail
    if held:
        yield held


def _unquoted(data: bytes, start: bool) -> bytes:
    if start:
        return _MBOX_QUOTED.sub(b"", data)
    first = data.find(b"\n") + 1
    return data[:first] + _MBOX_QUOTED.sub(b"", data[first:]) if first else data
