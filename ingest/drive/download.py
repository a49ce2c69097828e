"""The bytes of one item: streamed, resumed after a cut, checked against size and checksum, under a limit.

Google's own downloader is not used: a Range answered with the whole file makes it grow without end, and it does not
survive a cut line. Names from Drive never reach the disk.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, urlencode, urljoin, urlsplit

import requests
import urllib3

from ingest.drive.answers import network_failure, read_answer, retry_after
from ingest.drive.credentials import Account, TokenRefused
from ingest.drive.interface import Answer, Fetched, Identity, Item
from ingest.drive.listed import EXPORTS, is_id, is_native
from ingest.drive.network import Network, is_safe
from ingest.drive.pool import Pool
from ingest.errors import StoreUnavailable, said
from ingest.retry import GiveUp, Policy, decide

CHUNK = 64 << 10  # what a cut line loses at most; larger ones are not faster
ERROR_BODY = 64 << 10
ROUNDS = 2  # a file that is replaced while we read it is read once more
MAX_RESUMES = 500
MAX_HOPS = 5

TOO_LARGE = "too_large"
ENCRYPTED = "encrypted"
UNSUPPORTED = "unsupported_native"
VIEW_ONLY = "cannotDownloadFile"
EXPORT_TOO_LARGE = "exportSizeLimitExceeded"
CHECKSUM = "checksumMismatch"

# Where the export links of an API reply may lead. The token goes to the first group only.
TOKEN_HOSTS = ("docs.google.com", "drive.google.com")
TOKEN_DOMAINS = (".googleapis.com",)
CONTENT_DOMAINS = (".googleusercontent.com",)


class Sink:
    """A file that is being written, with its checksums."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.restart()

    def restart(self) -> None:
        """Throw away what was written."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0
        self.md5 = hashlib.md5(usedforsecurity=False)
        self.sha256 = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        """Add bytes. A full disk is a trouble of ours, not of Drive."""
        try:
            self._file.write(chunk)
        except OSError as error:
            raise StoreUnavailable(
                f"Không ghi được tệp tải về ({said(error)}); đề nghị kiểm tra dung lượng đĩa của data_dir."
            ) from error
        self.md5.update(chunk)
        self.sha256.update(chunk)
        self.size += len(chunk)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where bytes come from. Exports are made anew each time: they have no ranges."""

    url: str
    resumable: bool
    resource_key: str = ""  # "id/key"
    linked: bool = False  # an address that Drive gave us, not one that we made
    media_type: str = ""  # what must come, for links: a login page is no document


@dataclass(frozen=True, slots=True)
class _Outcome:
    answer: Answer
    retry_after: float | None = None
    location: str = ""


class Downloader:
    """Fetches items as the account (as a stranger where there is none). May be used by many threads."""

    def __init__(
        self,
        *,
        root: str,
        account: Account | None,
        api_key: str,
        network: Network,
        policy: Policy,
        metadata: Callable[[str, str | None, str], Answer],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._root = root
        self._account = account
        self._api_key = api_key
        self._timeout = (min(10.0, network.timeout), network.timeout)
        self._policy = policy
        self._metadata = metadata
        self._sleep = sleep
        self._sessions: Pool[requests.Session] = Pool(lambda: network.session(root))
        self._identity: Identity = "account" if account else "stranger"

    def close(self) -> None:
        """Close the connections."""
        self._sessions.close()

    def fetch(self, item: Item, folder: Path, limit: int) -> Fetched:
        """The item's bytes as a file in `folder`, or why there are none."""
        refused = _refused_beforehand(item, limit)
        if refused is not None:
            return refused
        with _temporary(folder) as (file, path):
            sink = Sink(file)
            fetched = self._export(item, sink, limit) if _exportable(item) else self._blob(item, sink, limit)
            if fetched.cause == "ok":
                file.flush()
                fetched = replace(fetched, path=path, sha256=sink.sha256.hexdigest(), size=sink.size)
        if fetched.cause != "ok":
            path.unlink(missing_ok=True)
        return fetched

    def _blob(self, item: Item, sink: Sink, limit: int) -> Fetched:
        key = _resource_key(item)
        source = _Source(self._address(item.id, "", {"alt": "media", "supportsAllDrives": "true"}), True, key)
        for _round in range(ROUNDS):
            sink.restart()
            answer = self._pull(source, sink, limit)
            if not answer.ok:
                return Fetched(answer.cause, answer.reason)
            if self._matches(item, sink):
                return Fetched("ok", media_type=item.mime_type)
        return Fetched("server", CHECKSUM)

    def _export(self, item: Item, sink: Sink, limit: int) -> Fetched:
        media_type, extension = EXPORTS[item.mime_type]
        done = Fetched("ok", media_type=media_type, extension=extension)
        key = _resource_key(item)
        answer = self._pull(
            _Source(self._address(item.id, "/export", {"mimeType": media_type}), False, key), sink, limit
        )
        if answer.ok:
            return done
        if answer.reason == EXPORT_TOO_LARGE or answer.status >= 500:  # too large is sometimes told as a 500
            sink.restart()
            linked = self._export_link(item, media_type, sink, limit)
            if linked.ok:
                return done
            if linked.reason == TOO_LARGE or (linked.transient and not answer.transient):
                answer = linked
        return Fetched(answer.cause, answer.reason)

    def _export_link(self, item: Item, media_type: str, sink: Sink, limit: int) -> Answer:
        """Large documents come by the links that their metadata name; these have no limit."""
        told = self._metadata(item.id, item.resource_key, "exportLinks")
        if not told.ok:
            return told
        links = (told.body or {}).get("exportLinks")
        url = links.get(media_type) if isinstance(links, dict) else None
        if not isinstance(url, str) or not self._may_visit(url):
            return Answer(self._identity, "forbidden", 0, EXPORT_TOO_LARGE, {})
        return self._pull(_Source(url, False, linked=True, media_type=media_type), sink, limit)

    def _matches(self, item: Item, sink: Sink) -> bool:
        """Whether the bytes are what Drive says the file is, asked after the download: it may have been replaced."""
        told = self._metadata(item.id, item.resource_key, "id,size,md5Checksum")
        body = (told.body or {}) if told.ok else {}
        size = body.get("size", item.size)
        md5 = body.get("md5Checksum", item.md5)
        return (size is None or str(size) == str(sink.size)) and (md5 is None or md5 == sink.md5.hexdigest())

    def _pull(self, source: _Source, sink: Sink, limit: int) -> Answer:
        """Stream a source to its end, over as many connections as it takes."""
        attempt, waited = 1, 0.0
        policy = self._policy
        if not source.resumable:  # what does not export at the third time is too large, whatever the status says
            policy = replace(policy, attempts=min(policy.attempts, 3))
        for _resume in range(MAX_RESUMES):
            before = sink.size
            outcome = self._follow(source, sink, limit)
            answer = outcome.answer
            if sink.size > before and source.resumable:
                attempt, waited = 1, 0.0  # a slow, broken line is patience well spent
            step = decide(answer.cause, attempt, outcome.retry_after, policy=policy, waited=waited)
            if isinstance(step, GiveUp):
                return answer
            if not source.resumable:
                sink.restart()
            self._sleep(step.seconds)
            waited += step.seconds
            attempt += 1
        return Answer(self._identity, "server", 0, "cutTooOften", {})

    def _follow(self, source: _Source, sink: Sink, limit: int) -> _Outcome:
        """One exchange. Only links that Drive gave us may be redirected, and only to Google."""
        for _hop in range(MAX_HOPS):
            outcome = self._authorised(source, sink, limit)
            if not outcome.location:
                return outcome
            target = urljoin(source.url, outcome.location)
            if source.linked and not self._may_visit(target):  # to a login page, say: the link does not serve us
                return _Outcome(Answer(self._identity, "forbidden", outcome.answer.status, EXPORT_TOO_LARGE, {}))
            if not source.linked:
                return outcome
            source = replace(source, url=target)
        return _Outcome(Answer(self._identity, "server", 0, "redirected", {}))

    def _authorised(self, source: _Source, sink: Sink, limit: int) -> _Outcome:
        if self._account is None or not self._may_have_token(source.url):
            return self._exchange(source, sink, limit, None)
        try:
            token = self._account.token()
            outcome = self._exchange(source, sink, limit, token)
            if outcome.answer.status == 401:
                outcome = self._exchange(source, sink, limit, self._account.token(rejected=token))
        except TokenRefused as refused:
            return _Outcome(refused.answer)
        return outcome

    def _exchange(self, source: _Source, sink: Sink, limit: int, token: str | None) -> _Outcome:
        headers = {"Accept-Encoding": "identity"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if source.resource_key:
            headers["X-Goog-Drive-Resource-Keys"] = source.resource_key
        if sink.size:
            headers["Range"] = f"bytes={sink.size}-"
        try:
            with (
                self._sessions.lend() as session,
                session.get(
                    source.url, headers=headers, stream=True, allow_redirects=False, timeout=self._timeout
                ) as response,
            ):
                return self._received(source, response, sink, limit)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            return _Outcome(network_failure(self._identity, error))

    def _received(self, source: _Source, response: requests.Response, sink: Sink, limit: int) -> _Outcome:
        status = response.status_code
        if status == 206:
            start, _, total = _content_range(response.headers.get("Content-Range", ""))
            if start != sink.size or (total is not None and total < sink.size):
                sink.restart()
                return _Outcome(Answer(self._identity, "server", status, "wrongRange", {}))
        elif status == 200:
            if sink.size:
                sink.restart()  # the Range was ignored: this is the whole file again
        elif status == 416 and sink.size:
            return _Outcome(Answer(self._identity, "ok", 200))  # nothing is left; size and checksum decide
        elif status in {301, 302, 303, 307, 308}:
            location = response.headers.get("Location", "")
            return _Outcome(Answer(self._identity, "server", status, "redirected", {}), location=location)
        else:
            content = response.raw.read(ERROR_BODY, decode_content=True)
            wish = retry_after(response.headers)
            return _Outcome(read_answer(self._identity, status if status >= 300 else 500, content), wish)
        told = response.headers.get("Content-Type", "")
        if source.media_type == "" or source.media_type in told or "octet-stream" in told:
            return self._poured(response, sink, limit)
        return _Outcome(Answer(self._identity, "forbidden", status, EXPORT_TOO_LARGE, {}))

    def _poured(self, response: requests.Response, sink: Sink, limit: int) -> _Outcome:
        for chunk in response.iter_content(CHUNK):
            if sink.size + len(chunk) > limit:
                return _Outcome(Answer(self._identity, "forbidden", response.status_code, TOO_LARGE, {}))
            sink.write(chunk)
        return _Outcome(Answer(self._identity, "ok", 200))

    def _address(self, drive_id: str, what: str, asked: dict[str, str]) -> str:
        if self._account is None:
            asked = {**asked, "key": self._api_key}
        return f"{self._root}/drive/v3/files/{quote(drive_id, safe='')}{what}?{urlencode(asked)}"

    def _may_have_token(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return self._own(url) or (is_safe(url) and (host in TOKEN_HOSTS or host.endswith(TOKEN_DOMAINS)))

    def _may_visit(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return self._may_have_token(url) or (urlsplit(url).scheme == "https" and host.endswith(CONTENT_DOMAINS))

    def _own(self, url: str) -> bool:
        return urlsplit(url)[:2] == urlsplit(self._root)[:2]


def _refused_beforehand(item: Item, limit: int) -> Fetched | None:
    """What needs no question: the listing has told already."""
    if not is_id(item.id):
        return Fetched("not_found", "invalidId")
    if item.unreadable:
        return Fetched("forbidden", item.unreadable)
    if item.encrypted:
        return Fetched("forbidden", ENCRYPTED)
    if is_native(item.mime_type) and item.md5 is None and not _exportable(item):
        return Fetched("forbidden", UNSUPPORTED)
    if not item.downloadable:
        return Fetched("forbidden", VIEW_ONLY)
    if item.size is not None and item.size > limit:
        return Fetched("forbidden", TOO_LARGE)
    return None


def _exportable(item: Item) -> bool:
    return item.md5 is None and item.mime_type in EXPORTS


def _resource_key(item: Item) -> str:
    return f"{item.id}/{item.resource_key}" if item.resource_key else ""


def _content_range(text: str) -> tuple[int | None, int | None, int | None]:
    """(start, end, total) of "bytes 10-19/20"."""
    unit, _, rest = text.partition(" ")
    span, _, total = rest.partition("/")
    start, _, end = span.partition("-")
    if unit != "bytes" or not start.isdigit() or not end.isdigit():
        return None, None, None
    return int(start), int(end), int(total) if total.isdigit() else None


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file of ours, gone again when something breaks."""
    handle, name = tempfile.mkstemp(dir=folder, prefix="drive-", suffix=".part")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
