"""Header fields of mail as the world writes them: folded, raw 8-bit, encoded words, split and broken parameters.

Everything works on bytes and is linear in them: a header is decoded only after its block was capped.
"""

import base64
import binascii
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from parsers.records import Address
from parsers.vietnamese.encodings import decode
from parsers.vietnamese.folding import nfc

_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_STARTS_HEADER = re.compile(rb"(?:From |>From |[!-9;-~]+[ \t]*:)")
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_BLANK = re.compile(rb"\n\r?\n")
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PIECE = 8 << 10


@dataclass(slots=True)
class Headers:
    """The fields of one part in their order, values unfolded but not decoded."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """The first value of a field, b"" where there is none."""
        return next((value for key, value in self.fields if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key == name]

    def text(self, name: str) -> str:
        """The first value, decoded."""
        return decode_header(self.raw(name))

    def token(self, name: str) -> str:
        """The first value up to its parameters, lower case: `text/plain`, `base64`, `attachment`."""
        value = re.sub(rb"\([^()]*\)", b"", self.raw(name).partition(b";")[0])
        return value.strip(b" \t\"'").decode("ascii", errors="replace").lower()


def read_headers(file: BinaryIO, position: int, cap: int, *, top: bool = False) -> tuple[Headers, int]:
    """The header block that begins at `position`, and where its body begins. Never holds more than `cap` bytes of it.

    As everywhere, a line that is no header field ends the block, blank or not; `top` forgives what stands before the
    first field of a whole message: a byte order mark, blank lines, the `From ` line of an mbox.
    """
    headers = Headers()
    file.seek(position)
    if top:
        position += _before_first_field(file)
        file.seek(position)
    block = b""
    end, body = 0, None
    while body is None:
        piece = file.read(min(_PIECE, cap - len(block)))
        block += piece
        end, body = _block_end(block, end, final=not piece)
        if body is None and not piece:
            end = body = len(block)
    if len(block) >= cap and body >= len(block):
        headers.defects.append(f"header block over {cap} bytes")
        body = _skip_block(file, position + len(block)) - position
    elif block[end:body].strip(b"\r\n") or (end == body and body < len(block)):
        headers.defects.append("no blank line after the header")
    headers.fields = list(_fields(block[:end]))
    if not headers.fields and top:
        headers.defects.append("no header")
    return headers, position + body


def _before_first_field(file: BinaryIO) -> int:
    head = file.read(1024)
    skipped = len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n"))
    return skipped if _STARTS_HEADER.match(head, skipped) else 0


def _block_end(block: bytes, position: int, *, final: bool) -> tuple[int, int | None]:
    """(end of the fields, start of the body) in what was read so far; the body is None where more must be read."""
    while position < len(block):
        newline = block.find(b"\n", position)
        if newline < 0 and not final:
            return position, None
        stop = len(block) if newline < 0 else newline + 1
        line = block[position:stop].rstrip(b"\r\n")
        if not line:
            return position, stop
        if line[:1] not in b" \t" and not _STARTS_HEADER.match(line):
            return position, position
        if position == 0 and line[:1] in b" \t":
            return 0, 0
        position = stop
    return position, None


def _skip_block(file: BinaryIO, position: int) -> int:
    """Where the body begins behind a header block that is too long to be kept."""
    start = max(position - 3, 0)
    held = b""
    file.seek(start)
    while chunk := file.read(256 << 10):
        data = held + chunk
        if match := _BLANK.search(data):
            return start + match.end()
        held = data[-3:]
        start += len(data) - len(held)
    return file.tell()


def _fields(block: bytes) -> Iterator[tuple[str, bytes]]:
    name, value = "", [b""]
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t") and name:
            value.append(b"\n" + line)
            continue
        if name:
            yield name, _unfold(b"".join(value))
        match = _NAME.match(line)
        name = match[1].decode("ascii").lower() if match else ""
        value = [line[match.end() :]] if match else []
    if name:
        yield name, _unfold(b"".join(value))


def _unfold(value: bytes) -> bytes:
    return _FOLD.sub(b" ", value.strip(b" \t\r\n")).replace(b"\0", b"")


# --- text ------------------------------


def decode_header(raw: bytes) -> str:
    """A header value as people read it, NFC: encoded words (adjacent ones joined as bytes), raw UTF-8 or cp1258."""
    return _CONTROL.sub(" ", nfc("".join(_decoded(raw)))).strip()


def _decoded(raw: bytes) -> Iterator[str]:
    position = 0
    charset, pending = "", b""
    for match in _WORD.finditer(raw):
        between = raw[position : match.start()]
        word_charset = match[1].partition(b"*")[0].decode("ascii", errors="replace").lower()
        adjacent = position > 0 and not between.strip(b" \t\r\n")
        if not (adjacent and word_charset == charset):
            if pending:
                yield _text(pending, charset)
            pending = b""
            if not adjacent:
                yield _text(between)
        charset = word_charset
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    if pending:
        yield _text(pending, charset)
    yield _text(raw[position:])


def _text(raw: bytes, charset: str = "") -> str:
    return decode(raw, charset) if raw else ""


def _word_bytes(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(payload.replace(b" ", b"_"), header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    usable = letters[:-1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(usable + b"=" * (-len(usable) % 4))


# --- parameters ------------------------------

_PARAMETER = re.compile(rb"[ \t]*([^\s=;\"]{1,80})[ \t]*=[ \t]*")
_QUOTED = re.compile(rb'"((?:\\.|[^\\"]|"(?![ \t]{0,9}(?:;|$)))*)"?', re.DOTALL)
_ESCAPED = re.compile(rb'\\(["\\])')
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?$")
_LOST = re.compile(r"\ufffd|\?")


def parameters(raw: bytes) -> dict[str, str]:
    """The parameters of Content-Type or Content-Disposition, names lower case, values decoded in every usual way."""
    whole: dict[str, str] = {}
    extended: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    for key, value in _pairs(raw):
        match = _SECTION.fullmatch(key)
        name, number, star = match.groups() if match else (key, None, None)
        if number is not None:
            sections.setdefault(name, []).append((int(number), star is not None, value))
        elif star is not None:
            extended.setdefault(name, _extended(value))
        else:
            whole.setdefault(name, _plain_value(value))
    for name, pieces in sections.items():
        extended.setdefault(name, _joined(sorted(pieces, key=lambda piece: piece[0])))
    for name, text in extended.items():
        if name not in whole or not _LOST.search(text):
            whole[name] = text
    return whole


def raw_parameter(raw: bytes, name: str) -> bytes:
    """One parameter as it stands, not decoded: a boundary is compared byte for byte."""
    return next((value for key, value in _pairs(raw) if key == name), b"")


def _pairs(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Attribute and raw value; unquoted values may hold blanks, and semicolons where no attribute follows."""
    position = raw.find(b";") + 1
    if not position:
        return
    while position < len(raw):
        match = _PARAMETER.match(raw, position)
        if match is None:
            stop = raw.find(b";", position)
            position = len(raw) if stop < 0 else stop + 1
            continue
        key = match[1].decode("ascii", errors="replace").lower()
        if raw[match.end() : match.end() + 1] == b'"':
            quoted = _QUOTED.match(raw, match.end())
            value = _ESCAPED.sub(rb"\1", quoted[1]) if quoted else b""
            stop = raw.find(b";", quoted.end() if quoted else match.end())
        else:
            stop = match.end() - 1
            while (stop := raw.find(b";", stop + 1)) >= 0 and _goes_on(raw, stop):
                pass
            value = raw[match.end() : len(raw) if stop < 0 else stop].strip()
        yield key, value
        position = len(raw) if stop < 0 else stop + 1


def _goes_on(raw: bytes, semicolon: int) -> bool:
    """Whether a semicolon belongs to an unquoted value: something other than a parameter comes next."""
    rest = raw[semicolon + 1 : semicolon + 200]
    return bool(rest.strip()) and _PARAMETER.match(rest) is None


def _plain_value(value: bytes) -> str:
    text = decode_header(value)
    if "%" in text and text.isascii():  # percent signs without the star that would announce them
        unquoted = unquote_to_bytes(text)
        if not unquoted.isascii():
            try:
                return nfc(unquoted.decode("utf-8"))
            except UnicodeDecodeError:
                return text
    return text


def _extended(value: bytes) -> str:
    charset, first, rest = value.partition(b"'")
    _, second, encoded = rest.partition(b"'")
    if not (first and second) or len(charset) > 40:
        charset, encoded = b"", value
    return _percent(encoded, charset)


def _joined(pieces: list[tuple[int, bool, bytes]]) -> str:
    """Sections of RFC 2231 in their order. Bytes are joined before they are decoded: a cut may fall inside a letter."""
    charset = b""
    joined = b""
    for index, (_, star, value) in enumerate(pieces):
        piece = value
        if star and index == 0 and value.count(b"'") >= 2:
            charset, _, rest = value.partition(b"'")
            piece = rest.partition(b"'")[2]
        joined += unquote_to_bytes(piece) if star else piece
    if not any(star for _, star, _ in pieces):
        return _plain_value(joined)
    return _label(_text(joined, charset.decode("ascii", errors="replace")))


def _percent(encoded: bytes, charset: bytes) -> str:
    if b"=?" in encoded:
        return _plain_value(encoded)
    return _label(_text(unquote_to_bytes(encoded), charset.decode("ascii", errors="replace")))


def _label(text: str) -> str:
    return _CONTROL.sub(" ", nfc(text)).strip()


def file_name(headers: Headers) -> str:
    """The name of an attachment: `filename` before `name`, but the other one where letters of the first are lost."""
    names = [
        parameters(headers.raw("content-disposition")).get("filename", ""),
        parameters(headers.raw("content-type")).get("name", ""),
    ]
    given = [_short(name) for name in names if name.strip(" .")]
    return next((name for name in given if not _LOST.search(name)), given[0] if given else "")


def _short(name: str) -> str:
    """A label of at most 240 letters that keeps its ending."""
    if len(name) <= 240:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:220]}{dot}{ending}" if dot and len(ending) <= 8 else name[:240]


# --- addresses, dates, ids ------------------------------

_ADDRESS_TOKEN = re.compile(
    rb'=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=|"(?:\\.|[^"\\])*"?|\([^()]*\)?|<[^<>]*>?|[,;:]|[^,;:"(<=]+|=', re.DOTALL
)
_SPEC = re.compile(r"[^\s<>()\[\],;:\"'@]{1,100}@[^\s<>()\[\],;:\"'@]{1,250}")


def addresses(raw: bytes) -> tuple[Address, ...]:
    """The mailboxes of From, To, Cc; a group is its members, a name without an address is kept."""
    found: list[Address] = []
    tokens: list[bytes] = []
    for match in _ADDRESS_TOKEN.finditer(raw):
        token = match.group()
        if token in (b",", b";"):
            found += _mailbox(tokens)
            tokens = []
        elif token == b":" and b";" in raw:  # what came before is the name of a group
            tokens = []
        else:
            tokens.append(token)
    return tuple(found + _mailbox(tokens))


def _mailbox(tokens: list[bytes]) -> list[Address]:
    address = ""
    phrase: list[bytes] = []
    comments: list[bytes] = []
    for token in tokens:
        if token.startswith(b"<"):
            spec = decode_header(token.strip(b"<> \t"))
            address = address or "".join(spec.split()).lower()
        elif token.startswith(b"("):
            comments.append(token.strip(b"()"))
        elif token.startswith(b'"'):
            phrase.append(_ESCAPED.sub(rb"\1", token[1:-1] if token.endswith(b'"') and len(token) > 1 else token[1:]))
        else:
            phrase.append(token)
    name = decode_header(b"".join(phrase))
    if not address and (match := _SPEC.search(name)):
        address = match.group().lower()
        name = (name[: match.start()] + name[match.end() :]).strip(" <>\"'()")
    name = name or decode_header(b" ".join(comments))
    name = " ".join(name.strip("'\" ").split())
    return [Address(name, address)] if name or address else []


def iso_date(raw: bytes) -> str:
    """A Date header as ISO 8601 with offset, "" where unusable."""
    text = raw.decode("ascii", errors="ignore")[:200]
    try:
        instant = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    if instant.tzinfo is None:  # "-0000": the zone is unknown, the time is UTC
        instant = instant.replace(tzinfo=UTC)
    try:
        instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return instant.isoformat()


def message_ids(raw: bytes) -> tuple[str, ...]:
    """The ids of Message-ID, In-Reply-To or References without <>, in their order, each once."""
    text = _CONTROL.sub("", nfc(_text(raw)))
    found = re.findall(r"<([^<>]*)>", text)
    ids = ["".join(one.split()) for one in found] if found else text.strip("<> \t").split()[:1]
    return tuple(dict.fromkeys(one for one in ids if one))
