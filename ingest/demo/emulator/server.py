"""The emulated Drive's HTTP side: identities, endpoints, scripted faults, and a log of what was asked."""

import base64
import json
import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from ingest.demo.emulator import mask
from ingest.demo.emulator.bodies import JSON, Reply, classic, detailed, oauth, page
from ingest.demo.emulator.items import EmulatedItem, World

MAILBOX = "hopthu.tiepnhan@example.vn"
API_KEY = "emulated-api-key"
UNITS = {"get": 5, "about": 5, "list": 100, "media": 200, "export": 200, "link": 0, "token": 0}  # per call or page

_COMMON = {"alt", "fields", "key", "prettyPrint", "quotaUser"}
_PARAMETERS: Mapping[str, set[str]] = {
    "get": _COMMON | {"supportsAllDrives", "acknowledgeAbuse"},
    "media": _COMMON | {"supportsAllDrives", "acknowledgeAbuse"},
    "list": _COMMON | {"supportsAllDrives", "includeItemsFromAllDrives", "q", "pageSize", "pageToken"},
    "export": _COMMON | {"mimeType"},
    "link": {"type"},
    "about": _COMMON,
}
_QUERY = re.compile(r"'([A-Za-z0-9_-]+)' in parents(?: and trashed ?= ?(true|false))?")


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it was answered."""

    number: int
    what: str  # get, list, media, export, link, about, token
    id: str  # of the file; for a list the folder
    who: str  # account, stranger, wrong (a bad token or key), nobody
    status: int
    units: int
    range: str = ""
    thread_port: int = 0  # the client's port: one per connection


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and with which calls. Counted per fault, from 1; without numbers it is every call."""

    what: str = "*"
    id: str = "*"
    who: str = "*"
    calls: tuple[int, ...] = ()
    reply: Reply | None = None  # instead of the answer
    drop: bool = False  # the line is cut before the answer
    cut_after: int | None = None  # the line is cut after so many bytes of the body
    latency: float = 0.0
    ignore_range: bool = False
    page_size: int | None = None  # a page shorter than asked for
    incomplete: bool = False  # incompleteSearch
    empty: bool = False  # an empty listing of a folder that is not
    change: Mapping[str, Any] = field(default_factory=dict)  # the item is altered while it is being sent


class Unknown(Exception):
    """Something that the emulator does not emulate."""


class Emulator:
    """A Drive on 127.0.0.1. Start it, or use it as a context; everything may be changed while it runs."""

    def __init__(
        self,
        items: Iterable[EmulatedItem] = (),
        *,
        mailbox: str = MAILBOX,
        api_key: str = API_KEY,
        port: int = 0,
        token_seconds: int = 3600,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.mailbox = mailbox
        self.api_key = api_key
        self.world = World(items)
        self.calls: list[Call] = []
        self.violations: list[str] = []  # what was asked that is not emulated: a test must find this empty
        self.refresh_token = f"emulated-refresh-{secrets.token_hex(8)}"
        self.revoked = False  # the consent was taken back
        self._token_seconds = token_seconds
        self._clock = clock
        self._tokens: dict[str, tuple[str, float]] = {}
        self._faults: list[tuple[Fault, list[int]]] = []
        self._lock = threading.RLock()
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen on a free port of the loopback interface."""
        self._server = _Server(self, self._port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="drive-emulator", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening and cut the lines that are open."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def root_url(self) -> str:
        """What goes into drive.api_endpoint."""
        if self._server is None:
            raise RuntimeError("the emulator is not running")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def write_credentials(self, path: Path) -> Path:
        """An authorized-user file of the mailbox account, readable by its owner only."""
        info = {
            "type": "authorized_user",
            "client_id": "emulated.apps.googleusercontent.com",
            "client_secret": "emulated-secret",
            "refresh_token": self.refresh_token,
            "token_uri": f"{self.root_url}/token",
            "scopes": ["https://www.googleapis.com/auth/drive.readonly"],
        }
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(info))
        return path

    def add(self, *items: EmulatedItem) -> None:
        """Put more items into the Drive."""
        with self._lock:
            for item in items:
                self.world.put(item)

    def change(self, drive_id: str, **changes: Any) -> None:
        """Alter an item: take its access away, trash it, replace its content."""
        with self._lock:
            self.world.change(drive_id, **changes)

    def fail(self, *faults: Fault) -> None:
        """Script what goes wrong from now on."""
        with self._lock:
            self._faults += [(fault, [0]) for fault in faults]

    def mend(self) -> None:
        """Forget all scripted faults."""
        with self._lock:
            self._faults.clear()

    def forget_tokens(self) -> None:
        """All access tokens end before their time."""
        with self._lock:
            self._tokens.clear()

    def count(self, what: str = "*", drive_id: str = "*", who: str = "*") -> int:
        """How many calls were made."""
        return len(
            [
                call
                for call in self.calls
                if what in {"*", call.what} and drive_id in {"*", call.id} and who in {"*", call.who}
            ]
        )

    @property
    def units(self) -> int:
        """What the calls have cost in Google's quota units."""
        return sum(call.units for call in self.calls)

    # What the handler asks

    def issue(self, form: Mapping[str, str]) -> Reply:
        """The token endpoint: a refresh token, or a service account's signed assertion (the signature is believed)."""
        grant = form.get("grant_type", "")
        if grant == "refresh_token":
            if self.revoked or form.get("refresh_token") != self.refresh_token:
                return oauth("invalid_grant", "Token has been expired or revoked.")
            address = self.mailbox
        elif grant == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            claims = form.get("assertion", "..").split(".")[1]
            address = str(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4))).get("iss", ""))
        else:
            return oauth("unsupported_grant_type")
        token = f"emulated-{secrets.token_hex(12)}"
        with self._lock:
            self._tokens[token] = (address, self._clock() + self._token_seconds)
        answer = {
            "access_token": token,
            "expires_in": self._token_seconds,
            "token_type": "Bearer",
            "scope": "https://mail.google.com/ https://www.googleapis.com/auth/drive.readonly",
        }
        return Reply(200, json.dumps(answer).encode())

    def identify(self, authorization: str, key: str | None) -> tuple[str, str, Reply | None]:
        """(who, address, refusal)."""
        if authorization:
            with self._lock:
                address, until = self._tokens.get(authorization.removeprefix("Bearer "), ("", 0.0))
            if not address or self._clock() >= until:
                return "wrong", "", classic("authError")
            return "account", address, None
        if key is None:
            return "nobody", "", classic("dailyLimitExceededUnreg")
        if key != self.api_key:
            text = "API key not valid. Please pass a valid API key."
            return "wrong", "", detailed("badRequest", "API_KEY_INVALID", "INVALID_ARGUMENT", message=text)
        return "stranger", "", None

    def faults(self, what: str, drive_id: str, who: str) -> list[Fault]:
        """The scripted faults that strike this call."""
        struck = []
        with self._lock:
            for fault, counter in self._faults:
                if fault.what in {"*", what} and fault.id in {"*", drive_id} and fault.who in {"*", who}:
                    counter[0] += 1
                    if not fault.calls or counter[0] in fault.calls:
                        struck.append(fault)
        return struck

    def record(self, what: str, drive_id: str, who: str, status: int, asked_range: str, port: int) -> None:
        """Keep a call in the log."""
        with self._lock:
            number = len(self.calls) + 1
            self.calls.append(Call(number, what, drive_id, who, status, UNITS.get(what, 0), asked_range, port))

    def violate(self, text: str) -> Reply:
        """Something was asked that is not emulated: told, and kept."""
        with self._lock:
            self.violations.append(text)
        return Reply(501, json.dumps({"error": {"code": 501, "message": f"not emulated: {text}"}}).encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, emulator: Emulator, port: int) -> None:
        self.emulator = emulator
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for line in list(self._open):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed meanwhile by the other side

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.emulator.violate(f"the emulator itself failed: {error!r}")


@dataclass(slots=True)
class _Asked:
    """One request, taken apart."""

    what: str
    id: str
    query: dict[str, str]
    keys: Mapping[str, str]
    range: str
    who: str = "nobody"
    address: str = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 << 10
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """The log of calls takes the place of lines on standard error."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._answer(parts.path, parts.query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if urlsplit(self.path).path == "/token":
            self._token(body)
        elif self.headers.get("X-HTTP-Method-Override", "").upper() == "GET":
            self._answer(urlsplit(self.path).path, body)  # long queries come this way
        else:
            self._send(self.server.emulator.violate(f"POST {urlsplit(self.path).path}"))

    def _token(self, body: str) -> None:
        emulator = self.server.emulator
        reply = self._struck(emulator.faults("token", "", "nobody"))
        if reply is None:
            return
        if reply.status == 0:
            reply = emulator.issue(dict(parse_qsl(body)))
        emulator.record("token", "", "nobody", reply.status, "", self.client_address[1])
        self._send(reply)

    def _answer(self, path: str, query: str) -> None:
        emulator = self.server.emulator
        try:
            asked = self._take_apart(path, query)
        except Unknown as unknown:
            self._send(emulator.violate(str(unknown)))
            return
        asked.who, asked.address, refusal = emulator.identify(
            self.headers.get("Authorization", ""), asked.query.get("key")
        )
        faults = emulator.faults(asked.what, asked.id, asked.who)
        scripted = self._struck(faults)
        if scripted is None:
            emulator.record(asked.what, asked.id, asked.who, 0, asked.range, self.client_address[1])
            return
        if scripted.status:
            reply, body = scripted, iter((scripted.content,))
        elif refusal is not None:
            reply, body = refusal, iter((refusal.content,))
        else:
            try:
                reply, body = self._reply(asked, faults)
            except Unknown as unknown:
                reply = emulator.violate(str(unknown))
                body = iter((reply.content,))
        emulator.record(asked.what, asked.id, asked.who, reply.status, asked.range, self.client_address[1])
        cut = next((fault.cut_after for fault in faults if fault.cut_after is not None), None)
        self._send(reply, body, cut)

    def _struck(self, faults: list[Fault]) -> Reply | None:
        """The scripted answer; status 0 where there is none; None where the line was dropped."""
        for fault in faults:
            if fault.latency:
                time.sleep(fault.latency)
        if any(fault.drop for fault in faults):
            self.close_connection = True
            return None
        return next((fault.reply for fault in faults if fault.reply is not None), Reply(0))

    def _take_apart(self, path: str, query: str) -> _Asked:
        asked = dict(parse_qsl(query, keep_blank_values=True))
        what, drive_id = _route(path, asked)
        unknown = asked.keys() - _PARAMETERS[what]
        if unknown:
            raise Unknown(f"{what}: parameter {', '.join(sorted(unknown))}")
        header = self.headers.get("X-Goog-Drive-Resource-Keys", "")
        pairs = (pair.strip().partition("/") for pair in header.split(",") if pair.strip())
        keys = {item_id: key for item_id, _, key in pairs}
        return _Asked(what, drive_id, asked, keys, self.headers.get("Range", ""))

    def _reply(self, asked: _Asked, faults: list[Fault]) -> tuple[Reply, Iterator[bytes]]:
        if asked.what == "media":
            return self._media(asked, faults)
        if asked.what == "list":
            reply = self._list(asked, faults)
        elif asked.what == "about":
            reply = self._about(asked)
        elif asked.what == "get":
            reply = self._get(asked)
        else:
            reply = self._export(asked)
        return reply, iter((reply.content,))

    def _item(self, asked: _Asked, drive_id: str) -> EmulatedItem | None:
        world = self.server.emulator.world
        item = world.get(drive_id)
        if item is None or not world.may_see(item, asked.address, asked.keys):
            return None
        if item.drive and asked.what in {"get", "media", "list"} and asked.query.get("supportsAllDrives") != "true":
            return None
        return item

    def _get(self, asked: _Asked) -> Reply:
        item = self._item(asked, asked.id)
        if item is None:
            return classic("notFound", message=f"File not found: {asked.id}.")
        world, root_url = self.server.emulator.world, self.server.emulator.root_url
        data = world.describe(item, asked.address, asked.keys, root_url)
        return _selected(data, asked.query.get("fields", mask.FILE_DEFAULT), mask.FILE)

    def _about(self, asked: _Asked) -> Reply:
        if asked.who == "stranger":
            return classic("required")
        user = {"displayName": asked.address.partition("@")[0], "emailAddress": asked.address}
        return _selected({"user": user}, asked.query.get("fields", "user"), mask.ABOUT)

    def _list(self, asked: _Asked, faults: list[Fault]) -> Reply:
        emulator = self.server.emulator
        wanted = _QUERY.fullmatch(asked.query.get("q", ""))
        if wanted is None:
            raise Unknown(f"list: q = {asked.query.get('q', '')}")
        folder = self._item(asked, wanted[1])
        if folder is None or not emulator.world.may_open(folder, asked.address, asked.keys):
            return classic("notFound", message="File not found: .")
        shared_drives = asked.query.get("includeItemsFromAllDrives") == "true"
        children = [
            child
            for child in emulator.world.children(folder.id)
            if (shared_drives or not child.drive) and self._listed(child, asked)
        ]
        if wanted[2]:
            children = [c for c in children if emulator.world.is_trashed(c) == (wanted[2] == "true")]
        if any(fault.empty for fault in faults):
            children = []
        start = _offset(asked.query.get("pageToken"), folder.id)
        if start is None:
            return classic("invalid")
        size = min(int(asked.query.get("pageSize", "100")), 1000)
        size = next((fault.page_size for fault in faults if fault.page_size), size)
        shown = children[start : start + size]
        data: dict[str, Any] = {
            "kind": "drive#fileList",
            "incompleteSearch": any(fault.incomplete for fault in faults),
            "files": [
                emulator.world.describe(c, asked.address, _with_own_key(c, asked), emulator.root_url) for c in shown
            ],
        }
        if start + size < len(children):
            data["nextPageToken"] = _page_token(folder.id, start + size)
        return _selected(data, asked.query.get("fields", mask.LISTING_DEFAULT), mask.LISTING)

    def _listed(self, child: EmulatedItem, asked: _Asked) -> bool:
        return self.server.emulator.world.may_see(child, asked.address, _with_own_key(child, asked))

    def _media(self, asked: _Asked, faults: list[Fault]) -> tuple[Reply, Iterator[bytes]]:
        item = self._item(asked, asked.id)
        refusal = classic("notFound", message=f"File not found: {asked.id}.") if item is None else _no_media(item)
        if item is None or refusal is not None:
            reply = refusal or classic("notFound")
            return reply, iter((reply.content,))
        start, end, status = 0, item.size, 200
        if asked.range and not any(fault.ignore_range for fault in faults):
            span = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.range)
            if span is None:
                raise Unknown(f"media: Range {asked.range}")
            start = int(span[1])
            if start >= item.size:
                reply = classic("requestedRangeNotSatisfiable").with_headers(Content_Range=f"bytes */{item.size}")
                return reply, iter((reply.content,))
            end = min(int(span[2]) + 1, item.size) if span[2] else item.size
            status = 206
        headers = {"Content-Length": str(end - start), "Accept-Ranges": "bytes"}
        if status == 206:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{item.size}"
        body = item.read(start, end)
        for fault in faults:
            if fault.change:
                self.server.emulator.change(item.id, **fault.change)
        return Reply(status, b"", item.mime_type, headers), body

    def _export(self, asked: _Asked) -> Reply:
        item = self._item(asked, asked.id)
        kind = asked.query.get("mimeType") or asked.query.get("type", "")
        if item is None:
            return page(404, "this address does not exist") if asked.what == "link" else classic("notFound")
        if item.view_only:
            return classic("cannotDownloadFile")
        if asked.what == "export" and item.export_too_large:
            return classic("exportSizeLimitExceeded")
        if kind not in item.exports:
            return classic("badRequest", message="The requested conversion is not supported.")
        return Reply(200, item.exports[kind], kind)

    def _send(self, reply: Reply, body: Iterator[bytes] | None = None, cut: int | None = None) -> None:
        chunks = iter((reply.content,)) if body is None else body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        left = cut
        for chunk in chunks:
            if left is not None and len(chunk) > left:
                self.wfile.write(chunk[:left])
                self.close_connection = True
                return
            self.wfile.write(chunk)
            left = None if left is None else left - len(chunk)


def _route(path: str, query: Mapping[str, str]) -> tuple[str, str]:
    """(what, id) of a path."""
    if path == "/drive/v3/about":
        return "about", ""
    if path == "/drive/v3/files":
        found = re.search(r"'([A-Za-z0-9_-]+)' in parents", query.get("q", ""))
        return "list", found[1] if found else ""
    if found := re.fullmatch(r"/drive/v3/files/([A-Za-z0-9_-]+)", path):
        return "media" if query.get("alt") == "media" else "get", found[1]
    if found := re.fullmatch(r"/drive/v3/files/([A-Za-z0-9_-]+)/export", path):
        return "export", found[1]
    if found := re.fullmatch(r"/export/([A-Za-z0-9_-]+)", path):
        return "link", found[1]
    raise Unknown(f"path {path}")


def _with_own_key(child: EmulatedItem, asked: _Asked) -> Mapping[str, str]:
    """A listing bears the children's resource keys, so it does not ask for them."""
    return {**asked.keys, child.id: child.resource_key}


def _selected(data: Mapping[str, Any], fields: str, known: Mapping[str, Any]) -> Reply:
    try:
        chosen = mask.select(data, fields, known)
    except mask.UnknownField as unknown:
        raise Unknown(f"field {unknown}") from None
    return Reply(200, json.dumps(chosen, ensure_ascii=False).encode(), JSON)


def _no_media(item: EmulatedItem) -> Reply | None:
    if item.native:
        return classic("fileNotDownloadable")
    if item.view_only:
        return classic("cannotDownloadFile")
    if item.abusive:
        return classic("cannotDownloadAbusiveFile")
    return classic("downloadQuotaExceeded") if item.quota else None


def _page_token(folder_id: str, offset: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([folder_id, offset]).encode()).decode()


def _offset(token: str | None, folder_id: str) -> int | None:
    """Where a page begins; None for a token that is not ours."""
    if token is None:
        return 0
    try:
        known, offset = json.loads(base64.urlsafe_b64decode(token))
    except ValueError:
        return None
    return int(offset) if known == folder_id else None
