"""One IMAP session: connect, log in, ask, stream literals to disk; every failure is one line that says what to mend.

Built on imapclient, with what was measured to matter: no debug copies of literals, no Nagle delay, a deadline for each
command (a socket timeout alone lets a trickle go on for ever), large literals written to the spool in chunks, each
message of a reply parsed by itself so that a broken one does not take the others along.
"""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from imapclient import IMAPClient, imap4, imap_utf7, tls
from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_fetch_response, parse_response

from ingest.errors import MailboxUnreachable, UsageError
from ingest.mailbox.taking import LARGEST, Spooled, spool_chunks
from parsers.artifact import CHUNK
from parsers.vietnamese.folding import nfc

Tls = Literal["implicit", "starttls", "none"]
Auth = Literal["password", "oauth"]

SPOOL_FROM = 256 << 10  # smaller literals stay in memory until they are delivered
_SLOWEST = 20_000  # bytes a second, below which a download is given up
_COMMAND_LINE = 7000  # bytes of a UID set; servers take 8 KB for a line

_STORAGE = re.compile(rb"(?:^|\s)STORAGE (\d{1,15}) (\d{1,15})(?=[\s)])", re.IGNORECASE)

DEAD = (imaplib.IMAP4.abort, OSError)  # after these the session is of no more use


@dataclass(frozen=True, slots=True)
class Server:
    """Where the mailbox is and how to log in."""

    host: str
    port: int
    tls: Tls
    username: str
    auth: Auth = "password"
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)  # gives a valid access token, for XOAUTH2
    ca_file: str = ""
    timeout: float = 60.0  # seconds without a byte, and for a command that brings no message

    def __post_init__(self) -> None:
        if self.tls == "none" and not _loopback(self.host):
            raise UsageError(
                f'mailbox.tls = "none" chỉ dùng được với máy chủ trên chính máy này, không dùng với {self.host}. '
                'Hãy đặt mailbox.tls = "implicit" hoặc "starttls".'
            )
        if any(letter in self.username + self.password for letter in "\r\n\0"):
            raise UsageError("mailbox.username hoặc mailbox.password có ký tự xuống dòng. Hãy sửa lại cấu hình.")
        if self.auth == "oauth" and self.token is None:
            raise UsageError(
                'mailbox.auth = "oauth" cần mã truy cập của Google; hãy dùng auth = "password" với mật khẩu ứng dụng.'
            )

    def __str__(self) -> str:
        return f"{self.username} tại {self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder as LIST names it, with its STATUS where the server gave one along."""

    name: str
    raw: bytes  # as the server writes it
    attributes: frozenset[str]  # lower case, "\\all"
    status: "Status | None" = None


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a folder at one instant."""

    uidvalidity: int
    uidnext: int  # 0 where the server does not tell
    exists: int


@dataclass(frozen=True, slots=True)
class Described:
    """What a FETCH reply says of one message; what it does not say is None."""

    uid: int
    size: int | None = None
    internaldate: datetime | None = None
    draft: bool = False
    body: bytes | Spooled | None = None


class Refusal(Exception):
    """The server answered NO or BAD; the session goes on."""


class Connection:
    """A logged-in session. Opening it raises `MailboxUnreachable`; later failures are the exceptions in `DEAD`."""

    def __init__(self, server: Server, spool: Path) -> None:
        self._server = server
        self._spool = spool
        with told(server):
            self._client = _Client(server)
            self._imap: Any = self._client._imap
            try:
                self._log_in()
            except BaseException:
                self.drop()
                raise
        self._imap.spool = spool

    @property
    def capabilities(self) -> frozenset[str]:
        return frozenset(name.decode("ascii", "replace").upper() for name in self._client.capabilities())

    def list_folders(self) -> list[Listed]:
        """All folders; with their state, where the server tells it in the same breath (LIST-STATUS)."""
        wanted = {"SPECIAL-USE": "SPECIAL-USE", "LIST-STATUS": "STATUS (UIDVALIDITY UIDNEXT MESSAGES)"}
        returned = [option for capability, option in wanted.items() if capability in self.capabilities]
        options = [f"RETURN ({' '.join(returned)})"] if returned else []
        self._imap.untagged_responses.pop("STATUS", None)
        try:
            lines = self._simple("LIST", '""', '"*"', *options)
        except Refusal:
            lines = self._simple("LIST", '""', '"*"')
        states = dict(_states(_grouped(self._imap.untagged_responses.pop("STATUS", []))))
        return [folder for group in _grouped(lines) if (folder := _listed(group, states)) is not None]

    def examine(self, folder: Listed) -> Status:
        """Open a folder read-only and say what it holds now."""
        for key in ("EXISTS", "UIDNEXT", "UIDVALIDITY", "FETCH", "EXPUNGE", "RECENT"):
            self._imap.untagged_responses.pop(key, None)
        self._imap.is_readonly = True
        with self._within(self._server.timeout):
            tag = self._imap._command("EXAMINE", _quoted(folder.raw))
            self._complete("EXAMINE", tag)
        self._imap.state = "SELECTED"
        return Status(self._number("UIDVALIDITY"), self._number("UIDNEXT"), self._number("EXISTS"))

    def quota(self, folder: Listed) -> tuple[int, int] | None:
        """(used, limit) in bytes of the fullest storage quota that holds for a folder; None where there is none."""
        if "QUOTA" not in self.capabilities:
            return None
        self._imap.untagged_responses.pop("QUOTA", None)
        try:
            with self._within(self._server.timeout):
                tag = self._imap._command("GETQUOTAROOT", _quoted(folder.raw))
                self._complete("GETQUOTAROOT", tag)
        except Refusal:
            return None
        return fullest(self._imap.untagged_responses.pop("QUOTA", []))

    def search(self, criteria: str) -> list[int]:
        """UIDs of the open folder, ascending."""
        lines = self._simple_uid("SEARCH", criteria)
        found: set[int] = set()
        for line in lines:
            if isinstance(line, bytes):
                found.update(int(number) for number in line.partition(b"(")[0].split() if number.isdigit())
        return sorted(found)

    def fetch(self, uids: Iterable[int], items: str, expected: int = 0) -> Iterator[Described]:
        """What the server says of messages, each parsed by itself; those that it leaves out are not yielded.

        A NO or BAD after some replies is a `Refusal` raised when these have been yielded.
        """
        seconds = max(self._server.timeout, expected / _SLOWEST)
        with self._within(seconds):
            tag = self._imap._command("UID", "FETCH", uid_set(uids), f"({items})")
            refusal: Refusal | None = None
            try:
                self._complete("FETCH", tag)
            except Refusal as error:
                refusal = error
        for group in _grouped(self._imap.untagged_responses.pop("FETCH", [])):
            message = described(group)
            if message is not None:
                yield message
        if refusal is not None:
            raise refusal

    def close(self) -> None:
        """Log out as is proper; whatever the server makes of it, the socket is closed."""
        try:
            with self._within(min(self._server.timeout, 10.0)):
                self._imap.logout()
        except (imaplib.IMAP4.error, OSError):
            self.drop()

    def drop(self) -> None:
        """Close the socket of a session that is dead, and forget what came of an unfinished answer."""
        with suppress(OSError):
            self._imap.shutdown()
        _discard(self._imap.untagged_responses.pop("FETCH", []))

    def _log_in(self) -> None:
        server = self._server
        if server.tls == "starttls":
            if "STARTTLS" not in self.capabilities:
                raise MailboxUnreachable(
                    f"Máy chủ thư {server.host}:{server.port} không hỗ trợ STARTTLS, mật khẩu không được gửi đi. "
                    'Hãy đặt mailbox.tls = "implicit" với cổng 993.'
                )
            with self._within(server.timeout):
                self._client.starttls(tls_context(server.ca_file))
        if "LOGINDISABLED" in self.capabilities:
            raise MailboxUnreachable(
                f"Máy chủ thư {server.host}:{server.port} không cho đăng nhập trên kết nối này (LOGINDISABLED). "
                'Hãy đặt mailbox.tls = "implicit" (cổng 993) hoặc "starttls".'
            )
        with self._within(server.timeout):
            if server.auth == "oauth" and server.token is not None:
                proof = f"user={server.username}\1auth=Bearer {server.token()}\1\1".encode()
                self._authenticate("XOAUTH2", proof)
            elif "AUTH=PLAIN" in self.capabilities:
                self._authenticate("PLAIN", f"\0{server.username}\0{server.password}".encode())
            else:
                tag = self._imap._command("LOGIN", _quoted(server.username.encode()), _quoted(server.password.encode()))
                self._complete("LOGIN", tag)
                self._imap.state = "AUTH"

    def _authenticate(self, mechanism: str, proof: bytes) -> None:
        challenges = 0

        def answer(_challenge: bytes) -> bytes | None:
            # The second challenge of XOAUTH2 is the reason of a refusal: it is answered by an empty line, not by the
            # token again.
            nonlocal challenges
            challenges += 1
            return proof if challenges == 1 else b""

        self._imap.authenticate(mechanism, answer)

    def _simple(self, command: str, *arguments: str) -> list[Any]:
        with self._within(self._server.timeout):
            tag = self._imap._command(command, *arguments)
            self._complete(command, tag)
        return list(self._imap.untagged_responses.pop(command, []))

    def _simple_uid(self, command: str, arguments: str) -> list[Any]:
        with self._within(self._server.timeout):
            tag = self._imap._command("UID", command, arguments)
            self._complete(command, tag)
        return list(self._imap.untagged_responses.pop(command, []))

    def _complete(self, command: str, tag: bytes) -> None:
        try:
            kind, data = self._imap._command_complete(command, tag)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if "command error: BAD" in str(error):
                raise Refusal(str(error)) from error
            # E.g. a line that is too long: the stream is out of step, nothing more can be read from it.
            raise imaplib.IMAP4.abort(str(error)) from error
        if kind != "OK":
            raise Refusal(_text(data))

    def _number(self, key: str) -> int:
        values = self._imap.untagged_responses.get(key) or [b""]
        last = values[-1]
        return int(last) if isinstance(last, bytes) and last.isdigit() else 0

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Cut the connection when a command takes longer, however steadily its bytes trickle."""
        expired = threading.Event()

        def cut() -> None:
            expired.set()
            with suppress(OSError):
                socket.socket.shutdown(self._imap.sock, socket.SHUT_RDWR)

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except DEAD as error:
            if expired.is_set():
                raise TimeoutError(f"no complete answer in {seconds:.0f} s") from error
            raise
        finally:
            timer.cancel()


class _Sink:
    """A mixin before an imaplib class: large literals go to the spool, and none beyond the limit is taken at all."""

    spool: Path | None = None
    file: Any

    def read(self, size: int) -> Any:
        if size > LARGEST:
            raise imaplib.IMAP4.abort(f"literal of {size} bytes refused")
        if self.spool is None or size < SPOOL_FROM:
            return b"".join(self._chunks(size))
        return spool_chunks(self._chunks(size), self.spool)

    def _chunks(self, left: int) -> Iterator[bytes]:
        while left:
            chunk: bytes = super().read(min(left, CHUNK))  # type: ignore[misc]
            if not chunk:
                raise imaplib.IMAP4.abort("connection closed inside a message")
            left -= len(chunk)
            yield chunk


class _Plain(_Sink, imap4.IMAP4WithTimeout):  # type: ignore[misc]
    pass


class _Tls(_Sink, tls.IMAP4_TLS):  # type: ignore[misc]
    pass


class _Client(IMAPClient):  # type: ignore[misc]
    """imapclient with our sink, without its debug copies of everything that is read."""

    def __init__(self, server: Server) -> None:
        implicit = server.tls == "implicit"
        context = tls_context(server.ca_file) if implicit else None
        super().__init__(server.host, server.port, ssl=implicit, ssl_context=context, timeout=server.timeout)
        self._imap.debug = 0
        self.normalise_times = False
        self.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _create_IMAP4(self) -> Any:  # noqa: N802
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, self._timeout.connect)
        return _Plain(self.host, self.port, self._timeout.connect)


def tls_context(ca_file: str) -> ssl.SSLContext:
    """Certificates are always checked, against those of the system and the configured file."""
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(f"Không đọc được chứng thư network.ca_file = {ca_file}: {error}.") from error
    return context


@contextmanager
def told(server: Server) -> Iterator[None]:
    """Turn what the world does to us into `MailboxUnreachable`: what, where, how to mend it, in one line."""
    try:
        yield
    except MailboxUnreachable:
        raise
    except (imaplib.IMAP4.error, OSError, Refusal) as error:
        what, mend = _diagnosis(error, server)
        raise MailboxUnreachable(f"Không đọc được hộp thư {server}: {what}. {mend}") from error


def uid_set(uids: Iterable[int]) -> str:
    """UIDs as IMAP writes them, neighbours joined: `1:3,7`."""
    runs: list[list[int]] = []
    for uid in sorted(set(uids)):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if last > first else str(first) for first, last in runs)


def uid_batches(uids: Iterable[int], count: int) -> Iterator[list[int]]:
    """Lists of at most `count` UIDs whose sets fit a command line."""
    batch: list[int] = []
    for uid in sorted(set(uids)):
        batch.append(uid)
        if len(batch) >= count or len(batch) * 11 >= _COMMAND_LINE:
            yield batch
            batch = []
    if batch:
        yield batch


def _diagnosis(error: Exception, server: Server) -> tuple[str, str]:
    text = _clean(str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"chứng thư của máy chủ không được tin cậy ({error.verify_message})",
            "Hãy kiểm tra mailbox.host và network.ca_file.",
        )
    if isinstance(error, ssl.SSLError):
        return (
            f"không thiết lập được kết nối TLS ({text})",
            "Hãy kiểm tra mailbox.tls và mailbox.port (implicit: 993, starttls: 143).",
        )
    if isinstance(error, TimeoutError):
        return f"máy chủ không trả lời kịp ({text})", "Hãy kiểm tra đường mạng; lần nhận sau sẽ tiếp tục."
    if isinstance(error, ConnectionRefusedError):
        return "máy chủ từ chối kết nối", "Hãy kiểm tra mailbox.host, mailbox.port và tường lửa."
    if isinstance(error, socket.gaierror):
        return "không tìm thấy máy chủ theo tên", "Hãy kiểm tra mailbox.host và DNS."
    for code, diagnosis in _CODES.items():
        if code in text.upper():
            return f"{diagnosis[0]} ({text})", diagnosis[1]
    if isinstance(error, DEAD):
        return f"kết nối bị ngắt ({text})", "Lần nhận sau sẽ tiếp tục; nếu lặp lại, hãy kiểm tra đường mạng."
    if server.auth == "oauth":
        return f"máy chủ từ chối ({text})", "Hãy cấp quyền lại cho hộp thư."
    return f"máy chủ từ chối ({text})", "Hãy kiểm tra cấu hình [mailbox]."


_LOGIN_MEND = "Hãy kiểm tra mailbox.username và mailbox.password (Gmail: mật khẩu ứng dụng)."
_LATER = "Lần nhận sau sẽ thử lại."
_CODES: dict[str, tuple[str, str]] = {
    "AUTHENTICATIONFAILED": ("sai tên đăng nhập hoặc mật khẩu", _LOGIN_MEND),
    "INVALID CREDENTIALS": ("sai tên đăng nhập hoặc mật khẩu", _LOGIN_MEND),
    "AUTHENTICATION FAILED": ("sai tên đăng nhập hoặc mật khẩu", _LOGIN_MEND),
    "LOGIN FAILED": ("sai tên đăng nhập hoặc mật khẩu", _LOGIN_MEND),
    "AUTHORIZATIONFAILED": ("tài khoản không được phép dùng hộp thư này", _LOGIN_MEND),
    "[UNAVAILABLE]": ("máy chủ tạm thời không phục vụ", _LATER),
    "OVERQUOTA": ("đã vượt giới hạn dung lượng tải trong ngày", _LATER),
    "[LIMIT]": ("quá nhiều kết nối cùng lúc", _LATER),
    "TOO MANY SIMULTANEOUS": ("quá nhiều kết nối cùng lúc", _LATER),
    "THROTTLED": ("máy chủ đang hạn chế tốc độ", _LATER),
    "SYSTEM ERROR": ("máy chủ báo lỗi hệ thống", _LATER),
}
TRANSIENT = tuple(code for code, (_, mend) in _CODES.items() if mend is _LATER)


def _grouped(records: Iterable[Any]) -> Iterator[list[Any]]:
    """The records of imaplib as one list for each untagged reply: literals belong to the text that follows them."""
    group: list[Any] = []
    for record in records:
        group.append(record)
        if not isinstance(record, tuple):
            yield group
            group = []


def described(group: list[Any]) -> Described | None:
    """One FETCH reply; None for one that bears no UID (unsolicited flags) or cannot be parsed."""
    try:
        (values,) = parse_fetch_response(group, normalise_times=False, uid_is_key=False).values()
    except (ProtocolError, ValueError, TypeError, AttributeError):  # a broken reply: the message is asked for alone
        _discard(group)
        return None
    uid = values.get(b"UID")
    if not isinstance(uid, int):
        _discard(group)
        return None
    size = values.get(b"RFC822.SIZE")
    date = values.get(b"INTERNALDATE")
    body = values.get(b"BODY[]")
    marks = [*_items(values.get(b"FLAGS")), *_items(values.get(b"X-GM-LABELS"))]
    return Described(
        uid=uid,
        size=size if isinstance(size, int) else None,
        internaldate=date if isinstance(date, datetime) else None,
        draft=any(isinstance(mark, bytes) and mark.lower() == b"\\draft" for mark in marks),
        body=body if isinstance(body, bytes | Spooled) and len(body) else None,
    )


def fullest(records: Iterable[Any]) -> tuple[int, int] | None:
    """(used, limit) in bytes of the fullest storage among QUOTA replies; they count in units of 1,024 bytes."""
    found = []
    for group in _grouped(records):
        # The name of a root may be a literal and may hold anything; its resources stand in the last parentheses.
        resources = group[-1] if isinstance(group[-1], bytes) else b""
        match = _STORAGE.search(resources.rpartition(b"(")[2])
        if match and int(match[2]):
            found.append((int(match[1]) << 10, int(match[2]) << 10))
    return max(found, key=lambda one: one[0] / one[1], default=None)


def _discard(records: Iterable[Any]) -> None:
    for record in records:
        if isinstance(record, tuple) and isinstance(record[1], Spooled):
            record[1].path.unlink(missing_ok=True)


def _items(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _listed(group: list[Any], states: dict[bytes, Status]) -> Listed | None:
    try:
        attributes, _, raw = parse_response(group)
    except (ProtocolError, ValueError, TypeError):  # one broken name must not hide the other folders
        return None
    name = raw if isinstance(raw, bytes) else str(raw).encode("ascii", "replace")
    return Listed(
        name=_folder_name(name),
        raw=name,
        attributes=frozenset(
            mark.decode("ascii", "replace").lower() for mark in _items(attributes) if isinstance(mark, bytes)
        ),
        status=states.get(name),
    )


def _states(groups: Iterator[list[Any]]) -> Iterator[tuple[bytes, Status]]:
    for group in groups:
        try:
            raw, values = parse_response(group)
            told_ = {values[i].upper(): values[i + 1] for i in range(0, len(values), 2)}
            status = Status(int(told_[b"UIDVALIDITY"]), int(told_[b"UIDNEXT"]), int(told_[b"MESSAGES"]))
        except (ProtocolError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            continue  # then EXAMINE tells
        yield (raw if isinstance(raw, bytes) else str(raw).encode("ascii", "replace")), status


def _folder_name(raw: bytes) -> str:
    """The name as people see it; broken modified UTF-7 is shown as it came."""
    try:
        return nfc(imap_utf7.decode(raw))
    except ValueError:
        return raw.decode("utf-8", "backslashreplace")


def _quoted(raw: bytes) -> bytes:
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _text(data: Any) -> str:
    return _clean(b" ".join(part for part in data if isinstance(part, bytes)).decode("utf-8", "replace"))


def _clean(text: str) -> str:
    return re.sub(r"[^\S ]+|[\x00-\x1f\x7f]", " ", text).strip()[:200]


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
