"""Mail (RFC 5322 and what passes for it): one Mail record, links and tables of its body, and every part as a child."""

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import unquote

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import BadContent
from parsers.markup import html_to_records, split_quoted
from parsers.mime import (
    Headers,
    addresses,
    decode_header,
    file_name,
    iso_date,
    message_ids,
    parameters,
    read_headers,
)
from parsers.mime_parts import Part, decoded, split
from parsers.quoting import first_quoted_line, has_own_words, split_quoted_text
from parsers.reading import Child, Origin
from parsers.records import Address, Cell, Link, Mail, Picture, Record, Row, Table, Text
from parsers.vietnamese.encodings import decode

_LOCATOR = "(body)"
_MAX_DEFECTS = 50
_MAX_LINKS = 2_000
_MAX_REFERENCES = 200
_NO_LINK = ("mailto:", "cid:", "tel:", "sms:", "javascript:", "data:", "file:", "#", "x-apple-data-detectors:")
_CID = re.compile(r"cid:([^\s\"'<>)]{1,300})", re.IGNORECASE)
_LOST = re.compile(r"\ufffd|(?<=\w)\?(?=\w)|(?<=\s)\?(?=\w)")
_UU = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[\x20-\x60]{1,62}\r?\n)+?)(?:`?\r?\n)?end[ \r]*$", re.MULTILINE
)
_BULK = frozenset({"bulk", "list", "junk"})


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Record | Child]:
    """Yield the Mail, then links and tables of its body, then the children in part order.

    Never raises but for a limit, and then only after what was found.
    """
    with artifact.path.open("rb") as file:
        yield from _Reader(file, artifact.size, budget, spool).read()


@dataclass(slots=True)
class _Slot:
    """One stretch of the body, as text, as HTML, or as both."""

    plain: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class _Words:
    """Text with the links and tables that stand in it."""

    own: str = ""
    quoted: str = ""
    own_records: list[Record] = field(default_factory=list)
    quoted_records: list[Record] = field(default_factory=list)


class _Reader:
    """Reads one mail; holds the text of the body and nothing of the attachments."""

    def __init__(self, file: BinaryIO, size: int, budget: Budget, spool: Spool) -> None:
        self._file = file
        self._size = size
        self._budget = budget
        self._spool = spool
        self._defects: list[str] = []
        self._slots: list[_Slot] = []
        self._leaves: list[tuple[Part, bool]] = []  # (what is no body text, whether in multipart/related)
        self._embedded: list[Child] = []  # files that stand uuencoded in the text
        self._text_left = budget.limits.text_bytes

    def read(self) -> Iterator[Record | Child]:
        headers, start = read_headers(self._file, 0, self._budget.limits.header_bytes, top=True)
        self._defects += headers.defects
        root = Part("", headers, start, self._size)
        words = _Words()
        children: list[Child] = []
        fault: BadContent | None = None
        try:
            self._defects += split(self._file, self._size, root, self._budget.limits)
            self._sort(root, _Place())
            words, shown = self._words()
            for part, related in self._leaves:
                children.append(self._child(part, related, shown))
        except BadContent as error:
            fault = error
        yield _mail(root, words, self._defects)
        names = {f"cid:{child.content_id}": child.name for child in children if child.content_id and child.name}
        if has_own_words(words.own):
            yield from _numbered(words.own_records, names)
        else:  # a bare forward: what was forwarded is what was sent
            yield from _numbered(words.own_records + words.quoted_records, names)
        yield from sorted([*self._embedded, *children], key=_part_order)
        if fault is not None:
            raise fault

    # --- structure ------------------------------

    def _sort(self, part: Part, place: "_Place") -> None:
        """Put every leaf where it belongs: into the body, or among the children."""
        if part.parts:
            slot = place.slot
            if part.media_type == "multipart/alternative" and slot is None:
                slot = _Slot()
                self._slots.append(slot)
            root = _related_root(part)
            for inner in part.parts:
                beside = root is not None and inner is not root
                self._sort(inner, _Place(slot, place.related or beside))
        elif _is_body(part, place):
            slot = place.slot
            if slot is None:
                slot = _Slot()
                self._slots.append(slot)
            (slot.html if part.media_type == "text/html" else slot.plain).append(part)
        else:
            self._leaves.append((part, place.related))

    # --- body ------------------------------

    def _words(self) -> tuple[_Words, set[str]]:
        """The text of the whole body, and the Content-IDs that its HTML shows."""
        whole = _Words()
        shown: set[str] = set()
        for slot in self._slots:
            html = "\n".join(self._text(part) for part in slot.html)
            plain = "\n".join(self._without_uuencoded(self._text(part), part) for part in slot.plain)
            shown.update(unquote(match) for match in _CID.findall(html))
            words = _slot_words(plain, html)
            if whole.quoted:  # a forwarded mail goes on behind the picture that stands in it
                whole.quoted = _join(whole.quoted, _join(words.own, words.quoted))
                whole.quoted_records += words.own_records + words.quoted_records
            else:
                whole.own = _join(whole.own, words.own)
                whole.quoted = words.quoted
                whole.own_records += words.own_records
                whole.quoted_records += words.quoted_records
        return whole, shown

    def _text(self, part: Part) -> str:
        data = bytearray()
        for chunk in decoded(self._file, part, self._noter(part)):
            data += chunk[: max(self._text_left, 0)]
            self._text_left -= len(chunk)
            if self._text_left < 0:
                self._note(part, f"more than {self._budget.limits.text_bytes} bytes of text")
                break
        given = parameters(part.headers.raw("content-type"))
        text = decode(bytes(data), given.get("charset", "")).replace("\r\n", "\n")
        if part.media_type != "text/html" and given.get("format", "").lower() == "flowed":
            return _unflowed(text, delete_space=given.get("delsp", "").lower() == "yes")
        return text

    def _without_uuencoded(self, text: str, part: Part) -> str:
        """The text without files that stand in it uuencoded, as old programs sent them; each becomes a child."""
        if "\nend" not in text or not _UU.search(text):
            return text

        def take(match: re.Match[str]) -> str:
            try:
                lines = [binascii.a2b_uu(line.rstrip()) for line in match[2].splitlines() if line.strip()]
            except (binascii.Error, ValueError):  # letters that are no uuencode: it is text after all
                return match.group()
            self._budget.member()
            sha256, size = self._spool.put(self._counted(lines))
            self._embedded.append(
                Child(decode_header(match[1].encode()), "attachment", sha256, size, part=part.number or "1")
            )
            return "\n"

        return _UU.sub(take, text)

    # --- children ------------------------------

    def _child(self, part: Part, related: bool, shown: set[str]) -> Child:
        self._budget.member()
        content_id = decode_header(part.headers.raw("content-id")).strip("<> ")
        sha256, size = self._spool.put(self._counted(decoded(self._file, part, self._noter(part))))
        disposition = parameters(part.headers.raw("content-disposition"))
        return Child(
            name=file_name(part.headers),
            origin=_origin(part, related=related, shown=content_id in shown),
            sha256=sha256,
            size=size,
            media_type=part.media_type,
            part=part.number or "1",
            content_id=content_id,
            modified_at=iso_date(disposition.get("modification-date", "").encode()),
        )

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._budget.unpacked(len(chunk))
            yield chunk

    def _noter(self, part: Part) -> Callable[[str], None]:
        return lambda defect: self._note(part, defect)

    def _note(self, part: Part, defect: str) -> None:
        line = f"part {part.number or '(whole)'}: {defect}"
        if line not in self._defects[-_MAX_DEFECTS:]:
            self._defects.append(line)


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around a part."""

    slot: _Slot | None = None  # of the multipart/alternative
    related: bool = False  # beside the root of a multipart/related: shown in the text


def _related_root(part: Part) -> Part | None:
    if part.media_type != "multipart/related":
        return None
    start = parameters(part.headers.raw("content-type")).get("start", "").strip("<> ")
    named = [inner for inner in part.parts if start and start in inner.headers.text("content-id")]
    texts = [inner for inner in part.parts if inner.parts or inner.media_type.startswith("text/")]
    return next(iter(named or texts or part.parts))


def _is_body(part: Part, place: _Place) -> bool:
    """Text that the mail itself says, not a text file that came with it."""
    is_text = part.media_type in {"text/plain", "text/html"} or part.media_type.startswith("multipart/")
    if not is_text or place.related or part.headers.token("content-disposition") == "attachment":
        return False
    return place.slot is not None or not part.number or not file_name(part.headers)


def _origin(part: Part, *, related: bool, shown: bool) -> Origin:
    """Pictures that stand in the text are inline; Apple's `Content-Disposition: inline` says nothing of a file."""
    disposition = part.headers.token("content-disposition")
    if shown or (related and part.media_type.startswith("image/") and disposition != "attachment"):
        return "inline"
    return "attachment"


def _part_order(child: Child) -> list[int]:
    return [int(number) for number in child.part.split(".")]


# --- words ------------------------------


def _slot_words(plain: str, html: str) -> _Words:
    """The words of one stretch: text from the plain part unless it is a poor copy, links and tables from the HTML."""
    own, quoted = split_quoted_text(plain)
    if not html.strip():
        return _Words(own, quoted)
    words = _html_words(html)
    if _is_poor_copy(_join(own, quoted), _join(words.own, words.quoted)) or (words.quoted and not quoted):
        return words
    return replace(words, own=own, quoted=quoted)


def _html_words(html: str) -> _Words:
    own_html, quoted_html = split_quoted(html)
    records = list(html_to_records(own_html))
    lines = [record.text if isinstance(record, Text) else "" for record in records]
    cut = first_quoted_line(lines)
    behind = [] if cut is None else records[cut:]
    own = records if cut is None else records[:cut]
    if quoted_html.strip():
        behind += html_to_records(quoted_html)
    return _Words(_text_of(own), _text_of(behind), own, behind)


def _text_of(records: list[Record]) -> str:
    lines: list[str] = []
    for record in records:
        if isinstance(record, Text):
            lines.append(record.text)
        elif isinstance(record, Table):
            lines += ["\t".join(cell.text for cell in row.cells).strip() for row in record.rows]
    return "\n".join(lines).strip()


def _is_poor_copy(plain: str, html: str) -> bool:
    """Whether the plain text is only a stub (`please use a HTML reader`) or has lost its accents to question marks."""
    letters = sum(map(str.isalnum, plain))
    if not letters:
        return bool(html)
    if len(_LOST.findall(plain)) > 2 + 2 * len(_LOST.findall(html)):
        return True
    return letters * 3 < sum(map(str.isalnum, html)) and len(html) > 200


def _numbered(records: list[Record], names: dict[str, str]) -> Iterator[Record]:
    """Links and tables of the body under its locator; pictures in their cells by the names of the children."""
    tables = 0
    urls: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record, Table):
            tables += 1
            rows = tuple(Row(row.number, tuple(_named(cell, names) for cell in row.cells)) for row in record.rows)
            yield replace(record, locator=f"{_LOCATOR} table {tables}", rows=rows)
        elif isinstance(record, Link) and len(urls) < _MAX_LINKS:
            url = record.url.strip()
            if url and not url.lower().startswith(_NO_LINK) and (url, record.text) not in urls:
                urls.add((url, record.text))
                yield replace(record, locator=_LOCATOR, url=url)


def _named(cell: Cell, names: dict[str, str]) -> Cell:
    return replace(cell, pictures=tuple(names.get(one, one) for one in cell.pictures)) if cell.pictures else cell


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Paragraphs of `format=flowed` (RFC 3676) made whole again; quoted lines stay as they are."""
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        body = line.removeprefix(" ") if not line.startswith(">") else line
        piece = body[:-1] if soft and delete_space else body
        if open_line and not line.startswith(">") and line != "-- ":
            lines[-1] += piece
        else:
            lines.append(piece)
        open_line = soft
    return "\n".join(line.rstrip(" ") if line != "-- " else line for line in lines)


def _join(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second


# --- headers ------------------------------


def _mail(root: Part, words: _Words, defects: list[str]) -> Mail:
    headers = root.headers
    senders = [one for value in headers.all("from") for one in addresses(value)]
    notes = list(defects)
    if len(headers.all("from")) != 1:
        notes.append(f"{len(headers.all('from'))} From fields")
    nobody = [one for name in ("sender", "return-path") for one in addresses(headers.raw(name))]
    return Mail(
        message_id=next(iter(message_ids(headers.raw("message-id"))), ""),
        subject=headers.text("subject"),
        sender=next(iter([one for one in senders if one.address] or senders or nobody), Address("", "")),
        to=_everybody(headers, "to"),
        cc=_everybody(headers, "cc"),
        reply_to=_everybody(headers, "reply-to"),
        date=iso_date(headers.raw("date")),
        in_reply_to=next(iter(message_ids(headers.raw("in-reply-to"))), ""),
        references=message_ids(headers.raw("references"))[-_MAX_REFERENCES:],
        body=words.own,
        quoted=words.quoted,
        auto_submitted=_auto_submitted(headers),
        list_id=_list_id(headers),
        content_type=headers.token("content-type") or "text/plain",
        authentication_results=tuple(decode_header(value) for value in headers.all("authentication-results")),
        labels=_labels(headers),
        defects=tuple(notes[:_MAX_DEFECTS]),
        shown=_shown(words.own_records),
    )


def _shown(records: list[Record]) -> tuple[str, ...]:
    """The lines of an HTML body with its pictures and links where they stand; nothing where it has neither."""
    lines: list[str] = []
    above, marked = "", False
    for record in records:
        if isinstance(record, Text):
            lines.append(record.text)
            above = record.locator
        elif isinstance(record, Picture):
            lines.append(f"[{record.child}]")
            above, marked = "", True
        elif isinstance(record, Link) and not record.url.lower().startswith(_NO_LINK):
            written = f"<{record.url}>"
            if lines and record.locator == above:
                lines[-1] = f"{lines[-1]} {written}"
            else:
                lines.append(written)
            marked = True
    return tuple(lines) if marked else ()


def _everybody(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(one for value in headers.all(name) for one in addresses(value))


def _auto_submitted(headers: Headers) -> str:
    """`auto-replied`, `auto-generated`, …; older relatives of the field all say `auto-replied`."""
    declared = headers.token("auto-submitted")
    if declared:
        return "" if declared == "no" else declared
    relatives = ("x-autoreply", "x-autorespond", "x-autoresponse")
    answered = any(headers.raw(name) and headers.token(name) not in {"no", "false"} for name in relatives)
    return "auto-replied" if answered or headers.token("precedence") == "auto_reply" else ""


def _list_id(headers: Headers) -> str:
    precedence = headers.token("precedence")
    named = headers.text("list-id") or headers.text("list-unsubscribe")
    return named[:500] or (precedence if precedence in _BULK else "")


def _labels(headers: Headers) -> tuple[str, ...]:
    labels = (label.strip(' "') for label in headers.text("x-gmail-labels").split(","))
    return tuple(label for label in labels if label)
