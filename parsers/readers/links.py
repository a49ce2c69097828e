"""Links to files: found in words, cells and behind texts, unwrapped, and told apart by the service and its id.

Nothing is fetched. An address of neither Google nor a file service is no link (the unit's site, a profile, a map).
"""

import html
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote

from parsers.quoting import has_own_words
from parsers.readers.values import FoundLink, LinkService
from parsers.reading import Reading
from parsers.records import Link, Mail, Record, Table, Text

Kind = Literal["file", "folder", "document", "other"]

_ID = r"[A-Za-z0-9_-]"  # never \w: its letters are Vietnamese, too, and `và` glued to a link is not part of it
_WRAPPERS_AT_MOST = 4
_LINKS_AT_MOST = 2_000

# --- services ------------------------------

_DRIVE_HOSTS = frozenset(
    {"drive.google.com", "docs.google.com", "drive.usercontent.google.com", "spreadsheets.google.com"}
)
_PICTURE_HOST = re.compile(r"lh\d{1,2}\.googleusercontent\.com")
# Services of Google that hold no files which we could read; by host, or host and the beginning of the path.
_GOOGLE_OTHER = (
    *("forms.gle", "photos.app.goo.gl", "photos.google.com", "drive.app.goo.gl", "goo.gl/photos", "sites.google.com"),
    *("youtu.be/", "youtube.com/watch", "youtube.com/shorts", "youtube.com/live", "youtube.com/playlist"),
    *("m.youtube.com/watch", "goo.gl/forms"),
)
# File services by registered domain; their subdomains count.
_FILE_SERVICES = (
    *("1drv.ms", "1drv.com", "onedrive.live.com", "onedrive.com", "sharepoint.com", "dropbox.com", "db.tt"),
    *("dropboxusercontent.com", "zalo.me", "zdn.vn", "zadn.vn", "dlfl.vn", "dlfl.me", "dlmd.me", "zaloapp.com"),
    *("wetransfer.com", "we.tl", "mega.nz", "mega.co.nz", "mega.io", "fshare.vn", "mediafire.com", "4share.vn"),
    *("icloud.com", "box.com", "terabox.com", "1024terabox.com", "teraboxapp.com", "transfernow.net", "sendspace.com"),
    *("swisstransfer.com", "fromsmash.com", "filemail.com", "gofile.io", "pcloud.com", "pcloud.link", "yadi.sk"),
    *("send-anywhere.com", "sendgb.com", "pan.baidu.com", "disk.yandex.com", "disk.yandex.ru", "tenlua.vn"),
    *("drive.proton.me", "cloud.mail.ru", "workupload.com", "anonfiles.com", "storage.googleapis.com", "files.fm"),
    # What hides behind a short address cannot be known without following it, which we do not.
    *("bit.ly", "tinyurl.com", "shorturl.at", "cutt.ly", "rb.gy", "s.id", "t.ly", "by.com.vn"),
)
_OWN_CLOUD = re.compile(r"/(?:index\.php/)?s/[A-Za-z0-9]{10,}")  # Nextcloud and ownCloud of a province
_OWN_CLOUD_HOST = re.compile(r"(?:drive|cloud|nextcloud|owncloud|file|files|luutru|share)\d?\.")
_ZALO_NO_FILE = re.compile(r"/?(?:$|\+?\d[\d.\s-]*/?$|g/|pc\b|s/|qr/|app/|download|oa/)")
_NO_FILE_HOSTS = frozenset({"oa.zalo.me", "chat.zalo.me", "developers.zalo.me", "stc-sp.zadn.vn", "page.photo.zdn.vn"})

# --- addresses ------------------------------

_CHARACTERS = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|\\]"
_SCHEME = r"h(?:tt|xx|xt|tx|t)ps?\s?[:;]\s?[/\\]{1,2}\s?"
_BARE_HOSTS = "|".join(
    re.escape(host)
    for host in sorted(
        {*_DRIVE_HOSTS, *(entry.partition("/")[0] for entry in _GOOGLE_OTHER), *_FILE_SERVICES}, key=len, reverse=True
    )
)
_URL = re.compile(
    rf"{_SCHEME}{_CHARACTERS}+|(?<![A-Za-z0-9@./_-])(?:www\.)?(?:{_BARE_HOSTS})/{_CHARACTERS}+", re.IGNORECASE
)
_GLUED = re.compile(r"(?<![=/:?])h(?:tt|xx)ps?://", re.IGNORECASE)
_TRAILING = ".,;:)]>\"'”’!*|}\\…"
_PARTS = re.compile(r"([a-z]+)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)

_FILE_PATH = re.compile(rf"/file/(?:u/\d+/)?d/({_ID}{{5,}})")
_FOLDER_PATH = re.compile(rf"/folders?/(?:u/\d+/)?(?:d/)?({_ID}{{5,}}(?:/{_ID}{{15,}})*)")
_PRESENT_PATH = re.compile(
    r"(?:/a/[^/]+)?(?:/u/\d+)?/(document|spreadsheets|presentation|drawings|videos|forms|vids)(?:/u/\d+)?/d/(e/)?"
    rf"({_ID}{{5,}})"
)
_PICTURE_PATH = re.compile(rf"/d/({_ID}{{15,}})")
_KEY = re.compile(rf"{_ID}+")
_FOLDER_VIEWS = ("/folderview", "/embeddedfolderview")
_NO_LINK_PATHS = ("/drive/blockuser", "/drive/report", "/settings", "/support", "/about", "/accounts")
_WRAPPING = {  # host (or its ending), path: the parameters that hold the address
    r"(?:www\.)?google\.[a-z.]{2,6}/url": ("q", "url"),
    r".*\.safelinks\.protection\.outlook\.com/.*": ("url",),
    r"accounts\.google\.com/.*": ("continue", "followup"),
    r"(?:l|lm)\.facebook\.com/l\.php": ("u",),
    r"docs\.google\.com/(?:gview|viewer|viewerng/viewer)": ("url",),
    r"urldefense\.com/v\d/.*": ("u",),
}
_WRAPPERS = tuple((re.compile(pattern), names) for pattern, names in _WRAPPING.items())


def find_links(reading: Reading) -> tuple[FoundLink, ...]:
    """The links of one file or mail in their order, each thing once; of a mail what the sender wrote.

    Of a mail that only forwards, the forwarded text counts, since that is what was sent.
    """
    found: dict[str, FoundLink] = {}
    elided: set[str] = set()
    for locator, url in _addresses(reading.records):
        link = normalise(url, locator)
        if link is None or len(found) >= _LINKS_AT_MOST:
            continue
        if url.endswith("…"):
            elided.add(link.url)
        key = link.drive_id or link.url.rstrip("/")
        first = found.setdefault(key, link)
        if first.resource_key is None and link.resource_key is not None:
            found[key] = replace(first, resource_key=link.resource_key)
    return tuple(_without_shadows(list(found.values()), elided))


def normalise(url: str, locator: str) -> FoundLink | None:
    """What an address leads to; None where it is one of neither Google's file services nor of another."""
    parts = _unwrapped(_cleaned(url))
    if parts is None:
        return None
    if parts.host in _DRIVE_HOSTS or _PICTURE_HOST.fullmatch(parts.host):
        return _of_drive(parts, locator)
    service = _service(parts)
    return None if service is None else FoundLink(parts.url, "other", service, None, None, locator)


def addresses_in(line: str) -> list[tuple[int, int, FoundLink | None]]:
    """Where addresses stand in one line, and what they lead to; None for what is no file link."""
    out = []
    for match in _URL.finditer(line):
        end = match.start() + len(match.group().rstrip(_TRAILING))
        out.append((match.start(), end, normalise(match.group(), "")))
    return out


# --- finding ------------------------------


def _addresses(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """(locator, address as it stands), in the order of the file. Lines that follow each other may share an address."""
    lines: list[tuple[str, str]] = []
    for record in records:
        if isinstance(record, Text):
            lines += [(record.locator, line) for line in record.text.split("\n")]
            continue
        yield from _in_lines(lines)
        lines = []
        if isinstance(record, Mail):
            words = record.body if has_own_words(record.body) else f"{record.body}\n{record.quoted}"
            yield from _in_lines([("(body)", line) for line in words.split("\n")])
        elif isinstance(record, Table):
            for row in record.rows:
                place = f"{record.locator} row {row.number}"
                for cell in row.cells:
                    yield from _in_lines([(place, line) for line in cell.text.split("\n")])
        elif isinstance(record, Link):
            yield record.locator, record.url
            yield from _in_lines([(record.locator, record.text)])
    yield from _in_lines(lines)


def _in_lines(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for index, (locator, line) in enumerate(lines):
        if "." not in line and "/" not in line:
            continue
        for match in _URL.finditer(line):
            url = match.group()
            glued = [hit.start() for hit in _GLUED.finditer(url) if hit.start()]
            for start, stop in zip([0, *glued], [*glued, len(url)], strict=True):
                piece = url[start:stop]
                if stop == len(url) and not line[match.end() :].strip():
                    bracketed = line[: match.start()].endswith("<")
                    piece = _completed(piece, [text for _, text in lines[index + 1 : index + 4]], bracketed=bracketed)
                elided = stop == len(url) and (piece.endswith("..") or line.startswith("…", match.end()))
                yield locator, f"{piece}…" if elided else piece


def _completed(url: str, following: Iterable[str], *, bracketed: bool) -> str:
    """The address with what the next lines hold of it, where they complete it to an id of a usual length."""
    for line in following:
        text = line.strip()
        if bracketed and (rest := re.match(r"([^\s<>]+)>", text)):
            return url + rest[1]
        match = re.match(rf"({_CHARACTERS}+)(?=\s|$|>)", text)
        if match is None or _URL.match(text):
            return url
        link = normalise(url + match[1], "")
        if not _is_cut(url) or link is None or link.drive_id is None:
            return url
        if _is_usual(link.drive_id):
            return url + match[1]
        if match.end() != len(text):
            return url
        url += match[1]  # cut twice
    return url


def _is_cut(url: str) -> bool:
    """Whether an address of Drive ends inside or before its id."""
    link = normalise(url, "")
    if link is None or link.service != "drive":
        return False
    if link.drive_id is None:
        return url.endswith(("/", "=", "-", "_", "/d", "/file", "/folders", "/drive", "open?id"))
    return url.endswith(link.drive_id) and not _is_usual(link.drive_id)


def _is_usual(drive_id: str) -> bool:
    """The lengths that ids have: a hint of damage, never a rule."""
    if drive_id.startswith("0A"):
        return len(drive_id) == 19
    return len(drive_id) in {33, 44} or (len(drive_id) == 28 and drive_id.startswith("0B"))


def _without_shadows(links: list[FoundLink], elided: set[str]) -> list[FoundLink]:
    """Without broken copies of a link that is whole elsewhere: cut at a line end, glued to the next word, or bare."""
    ids = sorted(link.drive_id for link in links if link.drive_id)
    whole = {one for one in ids if _is_usual(one)}
    urls = sorted({link.url for link in links})

    def is_shadow(link: FoundLink) -> bool:
        if _is_shortened(link, urls, elided):
            return True
        if link.drive_id is None:
            parts = _split(link.url)
            return link.service == "drive" and bool(ids) and parts is not None and parts.path in {"", "/"}
        if link.drive_id in whole:
            return False
        return any(
            (len(link.drive_id) >= 8 and one.startswith(link.drive_id))
            or (link.drive_id.startswith(one) and len(link.drive_id) <= len(one) + 12)
            for one in whole
        )

    return [link for link in links if not is_shadow(link)]


def _is_shortened(link: FoundLink, urls: list[str], elided: set[str]) -> bool:
    """Whether it is a longer address that is there, too, as programs show it: `https://drive.google.com/drive/fol...`."""
    at = bisect(urls, link.url)
    if at == len(urls) or not urls[at].startswith(link.url) or (link.drive_id and _is_usual(link.drive_id)):
        return False
    return link.service == "drive" or link.url in elided


# --- understanding ------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    url: str
    host: str
    path: str
    query: dict[str, str]
    fragment: str


def _cleaned(url: str) -> str:
    """An address without what surrounds it in text. `-` and `_` belong to ids and stay."""
    text = html.unescape(url) if "&" in url else url
    text = "".join(text.split()).lstrip("<([{\"'“‘*")[:4000]
    match = re.match(_SCHEME, text, re.IGNORECASE)
    rest = text[match.end() :] if match else text
    secure = match is None or "s" in match.group().lower()
    rest = rest.replace("[.]", ".").replace("(.)", ".").replace("\\", "/").rstrip(_TRAILING)
    return f"{'https' if secure else 'http'}://{rest}"


def _split(url: str) -> _Parts | None:
    match = _PARTS.fullmatch(url)
    if match is None:
        return None
    host = match[2].rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    return _Parts(url, host, unquote(match[3]), _query(match[4] or ""), match[5] or "")


def _query(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in text.split("&")[:100]:
        name, _, value = pair.partition("=")
        values.setdefault(name.lower().removeprefix("amp;"), unquote(value))
    return values


def _unwrapped(url: str) -> _Parts | None:
    """The parts of the address inside redirects that mail programs and Google put around it."""
    parts = _split(url)
    for _ in range(_WRAPPERS_AT_MOST):
        if parts is None:
            return None
        inner = _inner(parts)
        if inner is None:
            return parts
        parts = _split(_cleaned(inner))
    return parts


def _inner(parts: _Parts) -> str | None:
    place = f"{parts.host}{parts.path}"
    for pattern, names in _WRAPPERS:
        if pattern.fullmatch(place):
            return next((parts.query[name] for name in names if "." in parts.query.get(name, "")), None)
    return None


def _of_drive(parts: _Parts, locator: str) -> FoundLink | None:
    path = parts.path
    if path.startswith(_NO_LINK_PATHS):
        return None
    if _PICTURE_HOST.fullmatch(parts.host):
        match = _PICTURE_PATH.match(path)
        return _drive(parts, "file", match[1], locator) if match else None
    if match := _PRESENT_PATH.match(path):
        if match[1] == "forms" or match[2]:
            return FoundLink(parts.url, "other", "google_other", None, None, locator)
        return _drive(parts, "file" if match[1] in {"videos", "vids"} else "document", match[3], locator)
    if path.startswith("/forms"):
        return FoundLink(parts.url, "other", "google_other", None, None, locator)
    if match := _FILE_PATH.search(path):
        return _drive(parts, "file", match[1], locator)
    if match := _FOLDER_PATH.search(path) or _FOLDER_PATH.search(f"/{parts.fragment}"):
        return _drive(parts, "folder", match[1].rpartition("/")[2], locator)
    for name in ("id", "srcid", "docid", "key"):
        if match := _KEY.match(parts.query.get(name, "")):
            kind: Kind = "folder" if path.endswith(_FOLDER_VIEWS) else "document" if name == "key" else "file"
            return _drive(parts, kind, match.group(), locator)
    return _drive(parts, "other", None, locator)


def _drive(parts: _Parts, kind: Kind, drive_id: str | None, locator: str) -> FoundLink:
    key = _KEY.match(parts.query.get("resourcekey", ""))
    return FoundLink(parts.url, kind, "drive", drive_id, key.group() if key else None, locator)


def _service(parts: _Parts) -> LinkService | None:
    host = parts.host.removeprefix("www.")
    if f"{host}{parts.path}/".startswith(tuple(f"{entry.rstrip('/')}/" for entry in _GOOGLE_OTHER)):
        return "google_other"
    if host in _NO_FILE_HOSTS or (host == "zalo.me" and _ZALO_NO_FILE.match(parts.path.removeprefix("/"))):
        return None
    for service in _FILE_SERVICES:
        if host == service or host.endswith(f".{service}"):
            return "other" if len(parts.path) > 1 or parts.query or parts.fragment else None
    if _OWN_CLOUD.match(parts.path) and ("index.php" in parts.path or _OWN_CLOUD_HOST.match(host)):
        return "other"
    return None
