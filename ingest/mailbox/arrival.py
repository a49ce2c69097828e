"""When a message arrived: the mailbox's own stamp, or what its own server wrote on top where that is earlier.

A sender controls the `Date` header and every `Received` below the first server that is ours, so those decide nothing.
Where a message was moved, copied or imported, the stamp tells when that was done, and the topmost `Received` of our
own server tells when it came.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

from ingest.mailbox.interface import ArrivalSource
from parsers.vietnamese.folding import plain

Kind = Literal["imap", "maildir", "mbox", "eml"]

_STAMPED: dict[Kind, ArrivalSource] = {"imap": "internaldate", "maildir": "mtime", "mbox": "from_line"}
_MOVED = timedelta(hours=1)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_MONTHS = {name: number for names in (_ENGLISH, _WORDS) for number, name in enumerate(names, start=1)}
_LOCAL_HANDOVER = re.compile(r"\bwith\s+(?:imap|pop|lmtp)", re.IGNORECASE)
_GOOGLE = frozenset({"google.com", "gmail.com", "googlemail.com"})
_GOOGLE_INTERNAL = re.compile(r"2002:[0-9a-f:]+", re.IGNORECASE)
_SECOND_LEVEL = frozenset(
    {"com", "net", "org", "gov", "edu", "ac", "co", "info", "name", "health", "int", "biz", "mil"}
)
_FROM_LINE = re.compile(
    rb"From (?P<who>.*?)[ \t]*\b(?:mon|tue|wed|thu|fri|sat|sun),?[ \t]+(?P<month>[a-z]{3})[ \t]+(?P<day>\d{1,2})[ \t]+"
    rb"(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?P<zones>(?:[ \t]+(?:[a-z]{1,5}|[+-]\d{4}))*)[ \t]+(?P<year>\d{4})"
    rb"(?P<zone>[ \t]+[+-]\d{4})?",
    re.IGNORECASE,
)
# "Thứ Tư, 20 thg 11 2024 09:05:00 +0700", "T4, 20 Tháng Mười Một, 2024 …", "Thứ Tư, 20 Nov 2024 …", without accents.
_VIETNAMESE = re.compile(
    r"\b(?P<day>\d{1,2}) "
    r"(?:(?:thg|thang|th|t) ?(?P<number>\d{1,2}|muoi hai|muoi mot|[a-z]{2,4})|(?P<month>[a-z]{3})[a-z]*) "
    r"(?:nam )?(?P<year>\d{4}) (?P<hour>\d{1,2}) (?P<minute>\d{2})(?: (?P<second>\d{2}))?\b"
)
_YEAR_ZERO = re.compile(r"(?<![\d+-])0{3,4}(?!\d)")
_OFFSET = re.compile(r"[+-]\d{4}(?!\d)")


def arrival(
    header: bytes, *, kind: Kind, stamp: datetime | None, authserv_id: str, host: str = ""
) -> tuple[datetime | None, ArrivalSource]:
    """The instant of arrival in UTC with whole seconds, and what tells it.

    `stamp` is INTERNALDATE, the modification time or the time of the `From ` line; a file alone (`eml`) has none.
    """
    if kind == "eml":
        return _of_a_file(header)
    stamped = _usable(stamp)
    own = _own_received(header, frozenset(filter(None, map(registrable, (authserv_id, host)))))
    if own is not None and (stamped is None or stamped - own > _MOVED):
        return own, "received"
    return (stamped, _STAMPED[kind]) if stamped is not None else (None, "none")


def header_date(text: str) -> datetime | None:
    """The instant that a `Date` or `Received` header tells, None where it is unusable. Without a zone it is UTC."""
    try:
        parts = parsedate_tz(text)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):  # the parser itself dies on some
        parts = None
    if parts is None:
        return _vietnamese_date(text)
    if _YEAR_ZERO.search(text):  # which the parser takes for 2000
        return None
    return _instant(parts[0], parts[1], parts[2], (parts[3], parts[4], parts[5]), parts[9] or 0)


def is_from_line(line: bytes) -> bool:
    """Whether a line has the form of an mbox `From ` line, with a time."""
    return _FROM_LINE.match(line) is not None


def from_line_date(line: bytes) -> datetime | None:
    """The instant that the `From ` line of an mbox tells, None where it has none. Without a zone it is UTC."""
    match = _FROM_LINE.match(line)
    if match is None:
        return None
    clock = [int(number) for number in match["time"].split(b":")]
    zone = _OFFSET.search(((match["zone"] or b"") + match["zones"]).decode("ascii"))
    return _instant(
        int(match["year"]),
        _MONTHS.get(match["month"].decode("ascii").lower(), 0),
        int(match["day"]),
        (clock[0], clock[1], clock[2] if len(clock) > 2 else 0),
        _seconds(zone.group()) if zone else 0,
    )


def fields(header: bytes, name: str) -> Iterator[str]:
    """The unfolded values of a header, topmost first; bytes that are no UTF-8 are replaced."""
    wanted = name.lower().encode("ascii")
    value: bytes | None = None
    for line in header.splitlines():
        if line[:1] in (b" ", b"\t"):
            if value is not None:
                value += b" " + line.strip()
            continue
        if value is not None:
            yield value.decode("utf-8", "replace")
        key, colon, rest = line.partition(b":")
        value = rest.strip() if colon and key.strip().lower() == wanted else None
        if not line:
            return
    if value is not None:
        yield value.decode("utf-8", "replace")


def registrable(host: str) -> str:
    """The domain that somebody registered: `mx.google.com` is `google.com`, `mail.langson.gov.vn` `langson.gov.vn`."""
    name = host.strip().strip(".").lower()
    if not name or _address(name):
        return ""
    labels = name.split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    count = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:]) if len(labels) >= count else ""


def _of_a_file(header: bytes) -> tuple[datetime | None, ArrivalSource]:
    for received in fields(header, "Received"):
        at = _received_date(received)
        if at is not None:
            return at, "received"
        break  # those below were written by strangers
    for date in fields(header, "Date"):
        at = header_date(date)
        if at is not None:
            return at, "date"
        break
    return None, "none"


def _own_received(header: bytes, own: frozenset[str]) -> datetime | None:
    """The time in the topmost `Received` of our own server.

    Lines of a program that fetched the mail or handed it over on the same machine may stand above it. A line of any
    other server means that what follows was written before the mail came to us, and may be forged.
    """
    for received in fields(header, "Received"):
        bare = _without_comments(received)
        by = _by_host(bare)
        if registrable(by) in own or (_GOOGLE_INTERNAL.fullmatch(by) and not own.isdisjoint(_GOOGLE)):
            return _received_date(received)
        if not (_local(by) or _LOCAL_HANDOVER.search(bare)):
            return None
    return None


def _received_date(received: str) -> datetime | None:
    _, semicolon, date = _without_comments(received).rpartition(";")
    return header_date(date) if semicolon else None


def _by_host(bare: str) -> str:
    """The server that wrote the line: the word after `by`. The word after `from` is the stranger's own, even "by"."""
    words = bare.split()
    start = 2 if words and words[0].lower() == "from" else 0
    for position in range(start, len(words) - 1):
        if words[position].lower() == "by":
            return words[position + 1].strip("[];,").lower()
    return ""


def _without_comments(text: str) -> str:
    depth = 0
    kept: list[str] = []
    for letter in text:
        if letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def _local(by: str) -> bool:
    address = _address(by)
    if address is not None:
        return address.is_loopback or address.is_private
    return "." not in by or by.endswith((".local", ".localdomain", ".internal", ".lan"))


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _vietnamese_date(text: str) -> datetime | None:
    match = _VIETNAMESE.search(plain(text[:200]))
    if match is None:
        return None
    month = match["number"] or match["month"]
    zone = _OFFSET.search(text)
    return _instant(
        int(match["year"]),
        int(month) if month.isdigit() else _MONTHS.get(month, 0),
        int(match["day"]),
        (int(match["hour"]), int(match["minute"]), int(match["second"] or 0)),
        _seconds(zone.group()) if zone else 0,
    )


def _seconds(offset: str) -> int:
    sign = -1 if offset.startswith("-") else 1
    return sign * (int(offset[1:3]) * 3600 + int(offset[3:5]) * 60)


def _instant(year: int, month: int, day: int, clock: tuple[int, int, int], offset: int) -> datetime | None:
    if abs(offset) > 15 * 3600:
        return None
    try:
        local = datetime(year, month, day, clock[0], clock[1], min(clock[2], 59), tzinfo=UTC)
        return _usable(local - timedelta(seconds=offset))
    except (ValueError, OverflowError):
        return None


def _usable(at: datetime | None) -> datetime | None:
    if at is None or at.tzinfo is None:
        return None
    try:
        utc = at.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return utc if _EARLIEST <= utc < _LATEST else None
