"""The parts of a mail file, found by one pass over it, and the bytes of a part, decoded as a stream.

Only headers and offsets are held, so a mail costs no more than one chunk, whatever its attachments weigh.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from parsers.artifact import CHUNK
from parsers.budget import Limits
from parsers.errors import Refused
from parsers.mime import Headers, parameters, raw_parameter, read_headers

_KEPT = frozenset(
    {"content-type", "content-disposition", "content-transfer-encoding", "content-id", "content-location"}
)
_KEPT_BYTES = 8 << 20  # of part headers, in one message
_LONGEST_LINE = 2048  # of a delimiter with the blanks behind it
_GUESS = re.compile(rb"(?:\A|\n)--(\S[^\r\n]{0,200}?)[ \t]*\r?\n(?=Content-)", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """One MIME part: its place in the file and among the others. A multipart has `parts`, a leaf has none."""

    number: str  # as IMAP counts: "1.2"; "" for the message itself
    headers: Headers
    start: int  # first byte of the body
    end: int = -1
    default_type: str = "text/plain"
    boundary: bytes = b""
    parts: list["Part"] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        """Type and subtype, lower case; the default where the header has none that makes sense."""
        declared = self.headers.token("content-type").replace(" ", "")
        main, slash, sub = declared.partition("/")
        if not (main and slash and sub):
            return self.default_type if main in {"", "text"} else declared or self.default_type
        return declared


def split(file: BinaryIO, size: int, root: Part, limits: Limits) -> list[str]:
    """Fill in the parts below `root`, whose headers were read; returns what was wrong with the structure."""
    return _Splitter(file, size, limits).run(root)


class _Splitter:
    """One forward pass. `_open` are the multiparts around the current position, outermost first."""

    def __init__(self, file: BinaryIO, size: int, limits: Limits) -> None:
        self._file = file
        self._size = size
        self._limits = limits
        self._open: list[Part] = []
        self._count = 0
        self._kept = 0
        self._defects: list[str] = []
        self._window = b""
        self._base = 0

    def run(self, root: Part) -> list[str]:
        root.end = self._size
        if not self._enter(root):
            return self._defects
        current: Part | None = None
        ended = False
        position = root.start
        while hit := self._next_delimiter(position):
            level, closing, before, after = hit
            if current is not None:
                current.end = max(before, current.start)
            for inner in self._open[level + 1 :]:
                self._defects.append(f"part {inner.number} has no end")
                inner.end = max(before, inner.start)
            del self._open[level + 1 :]
            owner = self._open[level]
            current, position = None, after
            if not closing:
                current = self._part(owner, after)
                position = current.start
                if self._enter(current):
                    current = None
            else:
                owner.end = max(before, owner.start)
                ended = ended or owner is root
                if owner is not root:  # parts behind the end of the whole message are found all the same
                    self._open.pop()
        if root.parts and not ended:
            self._defects.append("the message has no end")
        for part in [*self._open[1:], current]:
            if part is not None:
                part.end = self._size
        return self._defects

    def _part(self, owner: Part, position: int) -> Part:
        self._count += 1
        if self._count > self._limits.parts:
            raise Refused(f"more than {self._limits.parts} MIME parts")
        headers, start = read_headers(self._file, position, self._limits.header_bytes)
        headers.fields = [(name, value) for name, value in headers.fields if name in _KEPT]
        self._kept += sum(len(value) for _, value in headers.fields)
        if self._kept > _KEPT_BYTES:
            raise Refused(f"more than {_KEPT_BYTES} bytes of part headers")
        number = f"{owner.number}.{len(owner.parts) + 1}".removeprefix(".")
        self._defects += [f"part {number}: {defect}" for defect in headers.defects]
        default = "message/rfc822" if owner.media_type == "multipart/digest" else "text/plain"
        part = Part(number, headers, start, start, default)
        owner.parts.append(part)
        return part

    def _enter(self, part: Part) -> bool:
        """Open a multipart; False for a leaf, and for a multipart in which no delimiter can be found."""
        if not part.media_type.startswith("multipart/"):
            return False
        boundary = _boundary(part.headers)
        self._file.seek(part.start)
        head = self._file.read(64 << 10)
        if not boundary or b"--" + boundary not in head:
            guess = _GUESS.search(head)
            if guess is not None and not any(guess[1].startswith(outer.boundary) for outer in self._open):
                self._defects.append(f"part {part.number or '(whole)'}: boundary guessed")
                boundary = guess[1]
        if not boundary or len(boundary) > _LONGEST_LINE // 2:
            self._defects.append(f"part {part.number or '(whole)'}: no boundary")
            return False
        if len(self._open) >= self._limits.mime_depth:
            raise Refused(f"MIME parts nested deeper than {self._limits.mime_depth}")
        part.boundary = boundary
        self._open.append(part)
        return True

    def _next_delimiter(self, position: int) -> tuple[int, bool, int, int] | None:
        """The next delimiter line of an open multipart: (level, closing, end of what precedes, start of what comes)."""
        marks = {b"--" + part.boundary + b"--": (level, True) for level, part in enumerate(self._open)}
        marks |= {b"--" + part.boundary: (level, False) for level, part in enumerate(self._open)}
        pattern = re.compile(
            rb"\n("
            + b"|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
            + rb")[ \t\r]{0,200}(?=\n|\Z)"
        )
        at = position - 1  # the line feed before
        while at < self._size:
            self._load(at)
            final = self._base + len(self._window) >= self._size
            for match in pattern.finditer(self._window, at - self._base):
                if match.end() == len(self._window) and not final:
                    break
                start = self._base + match.start()
                before = start - 1 if self._window[match.start() - 1 : match.start()] == b"\r" else start
                level, closing = marks[match[1]]
                return level, closing, before, min(self._base + match.end() + 1, self._size)
            if final:
                return None
            at = self._base + len(self._window) - _LONGEST_LINE
        return None

    def _load(self, at: int) -> None:
        """Have a chunk in the window in which `at` has a predecessor and a delimiter's length of followers."""
        behind = self._base + len(self._window) - at
        if at >= self._base + (self._base > 0) and (
            behind > _LONGEST_LINE or self._base + len(self._window) >= self._size
        ):
            return
        self._base = max(at - 1, 0)
        self._file.seek(self._base)
        self._window = self._file.read(CHUNK)


def _boundary(headers: Headers) -> bytes:
    """The boundary as bytes. Content-Type may come twice; the first that has one counts."""
    for value in headers.all("content-type"):
        boundary = raw_parameter(value, "boundary") or parameters(value).get("boundary", "").encode()
        if boundary.strip():
            return boundary.rstrip()
    return b""


# --- transfer encodings ------------------------------

_B64_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BLANKS = b" \t\r\n"
_NOT_B64 = bytes(sorted(set(range(256)) - set(_B64_LETTERS + b"=" + _BLANKS)))
_B64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
# How the usual attachments begin, encoded: PDF, zip and Office, OLE, JPEG, PNG, RAR.
_B64_STARTS = (b"JVBERi0", b"UEsDB", b"0M8R4K", b"/9j/", b"iVBORw0KGgo", b"UmFyIRo")
_ENDLESS = 64 << 10  # a line longer than this is not waited for
_QP_TAIL = re.compile(rb"=[0-9A-Fa-f]?[ \t\r]*\Z")


def decoded(file: BinaryIO, part: Part, note: Callable[[str], None]) -> Iterator[bytes]:
    """The bytes of a leaf in chunks; `note` is told once what was wrong with their encoding."""
    return _DECODERS[_encoding(file, part, note)](_raw(file, part), note)


def _raw(file: BinaryIO, part: Part) -> Iterator[bytes]:
    position = part.start
    while position < part.end:
        file.seek(position)  # others read from the same file in between
        chunk = file.read(min(CHUNK, part.end - position))
        if not chunk:
            return
        position += len(chunk)
        yield chunk


def _encoding(file: BinaryIO, part: Part, note: Callable[[str], None]) -> str:
    """The encoding that the bytes are really in: the declared one unless it is plainly wrong."""
    declared = part.headers.token("content-transfer-encoding").strip("; ")
    file.seek(part.start)
    head = file.read(min(4096, part.end - part.start)).lstrip()
    if declared in {"base64", "b"}:
        letters = b"".join(head.split())
        if letters and len(letters.translate(None, _B64_LETTERS + b"=")) * 10 > len(letters):
            note("declared base64, but it is not")
            return "identity"
        return "base64"
    if declared in {"quoted-printable", "q"}:
        return "quoted-printable"
    if declared in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return "uuencode"
    first = head.partition(b"\n")[0].strip()
    if first.startswith(_B64_STARTS) and len(first) >= 60 and _B64_LINE.fullmatch(first):
        note("base64 without being declared")
        return "base64"
    if declared not in {"", "7bit", "8bit", "binary"}:
        note(f"unknown transfer encoding {declared[:40]!r}")
    return "identity"


def _identity(chunks: Iterator[bytes], note: Callable[[str], None]) -> Iterator[bytes]:
    return chunks


def _base64(chunks: Iterator[bytes], note: Callable[[str], None]) -> Iterator[bytes]:
    """Decode what is decodable. Padding may come in the middle; a footer that a list added is not decoded."""
    held = b""  # letters that do not fill a quad yet
    padded = False
    for block in _whole_lines(chunks):
        if not padded and not block.translate(None, _B64_LETTERS + b"\r\n"):
            held, decodable = _split_quads(held + block.translate(None, _BLANKS))
            yield base64.b64decode(decodable)
            continue
        cut = 0
        if not padded:  # most parts are whole up to the line that ends them
            cut = block.rfind(b"\n", 0, max(block.find(b"="), 0)) + 1
            if block[:cut].translate(None, _B64_LETTERS + b"\r\n"):
                cut = 0
            held, decodable = _split_quads(held + block[:cut].translate(None, _BLANKS))
            yield base64.b64decode(decodable)
        for line in block[cut:].split(b"\n"):
            letters = _line_letters(line, note, whole=padded)
            while b"=" in letters:
                head, _, letters = letters.partition(b"=")
                letters = letters.lstrip(b"=")
                if head or held:
                    yield _quads(held + head, note)
                held, padded = b"", True
            held, decodable = _split_quads(held + letters)
            yield base64.b64decode(decodable)
    if held:
        note("base64 ends in the middle")
        yield _quads(held, note)


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for chunk in chunks:
        data = held + chunk
        cut = data.rfind(b"\n") + 1
        if not cut and len(data) > _ENDLESS:
            cut = len(data)
        if cut:
            yield data[:cut]
        held = data[cut:]
    if held:
        yield held


def _line_letters(line: bytes, note: Callable[[str], None], *, whole: bool) -> bytes:
    """The letters of a line; b"" for a line of words. With `whole`, behind an end, only complete quads count."""
    words = line.split()
    text = b"".join(words)
    letters = text.translate(None, _NOT_B64)
    strange = len(text) - len(letters)
    is_words = any(len(word) < 40 for word in words[:-1]) or strange * 10 > len(text)
    if is_words or (whole and len(letters) % 4 and letters.strip(b"=")):
        note("text among the base64")
        return b""
    if strange:
        note("letters that are no base64")
    return letters


def _split_quads(letters: bytes) -> tuple[bytes, bytes]:
    """(what does not fill a quad, what does)."""
    usable = len(letters) - len(letters) % 4
    return letters[usable:], letters[:usable]


def _quads(letters: bytes, note: Callable[[str], None]) -> bytes:
    if len(letters) % 4 == 1:
        note("base64 with a letter too many")
        letters = letters[:-1]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _quoted_printable(chunks: Iterator[bytes], note: Callable[[str], None]) -> Iterator[bytes]:
    held = b""
    for chunk in chunks:
        data = held + chunk
        cut = data.rfind(b"\n") + 1
        if not cut:  # one endless line
            tail = _QP_TAIL.search(data, max(len(data) - 200, 0))
            cut = tail.start() if tail else len(data)
        yield binascii.a2b_qp(data[:cut])
        held = data[cut:]
    if held:
        yield binascii.a2b_qp(held)


def _uuencode(chunks: Iterator[bytes], note: Callable[[str], None]) -> Iterator[bytes]:
    held = b""
    begun = False
    for chunk in chain(chunks, (b"\n",)):
        *lines, held = (held + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"begin ") and not begun:
                begun = True
            elif begun and line.strip() in {b"end", b"`", b""}:
                continue
            elif begun:
                yield _uu_line(line.rstrip(b"\r"), note)


def _uu_line(line: bytes, note: Callable[[str], None]) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        note("broken uuencode")
        count = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:count])
        except binascii.Error:
            return b""


_DECODERS: dict[str, Callable[[Iterator[bytes], Callable[[str], None]], Iterator[bytes]]] = {
    "identity": _identity,
    "base64": _base64,
    "quoted-printable": _quoted_printable,
    "uuencode": _uuencode,
}
