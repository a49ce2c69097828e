"""The mailbox over IMAP: never miss a message, never take one twice, never touch anything.

A pass asks one cheap question (LIST with STATUS, else EXAMINE of each folder) and stops there when nothing moved. UIDs
are the cursor, UIDNEXT as seen at EXAMINE the checkpoint; a message that is named and does not come is asked for
alone, looked up, then held or, where it is gone, let go. Servers have left messages out of listings, so the last UIDs
are compared again each hour, all of them each day, and whenever the server counts more than we know.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from ingest.errors import MailboxUnreachable
from ingest.mailbox.imap_connection import (
    DEAD,
    TRANSIENT,
    Auth,
    Connection,
    Described,
    Listed,
    Refusal,
    Server,
    Status,
    Tls,
    told,
    uid_batches,
)
from ingest.mailbox.interface import Delivery, FolderState, Ledger, Quota
from ingest.mailbox.taking import LARGEST, Seen, Spooled, deliver, hold, is_drafts_name, is_junk_name, spool_chunks
from parsers.vietnamese.folding import nfc

_log = structlog.get_logger(__name__)

BATCH_COUNT = 50
BATCH_BYTES = 32 << 20
_DESCRIBE_COUNT = 500
_ASSUMED_SIZE = 1 << 20  # where the server does not tell
_SEARCH_SPAN = 100_000  # a longer list of UIDs does not fit the longest line that imaplib reads
_RECENT = 500
_HOUR, _DAY = 3600.0, 86400.0
_NO_SPOOL = Path("/dev/null")  # a session that asks for no message writes nothing; a server that sends one is refused
_MOST_RECONNECTS = 3
_FIRST_WAIT, _LONGEST_WAIT = 300.0, 6 * 3600.0


@dataclass(slots=True)
class _Sweep:
    """When a folder was last compared with what we know, on the monotonic clock."""

    recent: float
    whole: float
    settled: tuple[Status, int] | None = None  # a surplus that a full listing did not explain


class ImapMailbox:
    """A `Mailbox` at an IMAP server. One object serves one thread; each pass has a session of its own."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        username: str,
        tls: Tls = "implicit",
        auth: Auth = "password",
        password: str = "",
        token: Callable[[], str] | None = None,
        folders: Sequence[str] = ("\\All", "\\Junk"),
        authserv_id: str = "",
        ca_file: str = "",
        timeout: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = Server(
            host=host,
            port=port,
            tls=tls,
            username=username,
            auth=auth,
            password=password,
            token=token,
            ca_file=ca_file,
            timeout=timeout,
        )
        self.account = username if "@" in username else f"{username}@{host}"
        self._folders = tuple(folders)
        self._authserv_id = authserv_id
        self._clock = clock
        self._sweeps: dict[tuple[str, int], _Sweep] = {}
        self._waits: dict[tuple[str, int, int], tuple[float, float]] = {}  # held: (not before, last wait)

    def receive(self, ledger: Ledger, spool: Path) -> Iterator[Delivery | FolderState]:
        """Everything new, folder by folder; what was yielded stands, also where `MailboxUnreachable` ends the pass."""
        session = _Session(self._server, spool)
        try:
            with told(self._server):
                listed = session.connection.list_folders()
                folders, missing = choose_folders(listed, self._folders)
                for folder in folders:
                    yield from self._folder(session, folder, ledger, spool)
            session.connection.close()
        finally:
            session.connection.drop()
        if missing:
            raise MailboxUnreachable(
                f"Hộp thư {self._server} không có thư mục {', '.join(missing)}. Hãy sửa mailbox.folders; "
                "các thư mục khác đã được nhận."
            )

    def check(self) -> str:
        """Log in and name the folders that are read; one line for `doctor`."""
        session = _Session(self._server, _NO_SPOOL)
        try:
            with told(self._server):
                folders, missing = choose_folders(session.connection.list_folders(), self._folders)
            session.connection.close()
        finally:
            session.connection.drop()
        if missing:
            raise MailboxUnreachable(
                f"Hộp thư {self._server} không có thư mục {', '.join(missing)}. Hãy sửa mailbox.folders."
            )
        return f"đăng nhập được {self.account}; đọc thư mục {', '.join(folder.name for folder in folders)}"

    def quota(self) -> Quota | None:
        """How full the mailbox is, where the server offers QUOTA (RFC 2087); asked in a session of its own."""
        session = _Session(self._server, _NO_SPOOL)
        try:
            with told(self._server):
                folders, _ = choose_folders(session.connection.list_folders(), self._folders)
                answers = [session.connection.quota(folder) for folder in folders[:1]]
            session.connection.close()
        finally:
            session.connection.drop()
        return next((Quota(*answer) for answer in answers if answer is not None), None)

    def _folder(
        self, session: "_Session", folder: Listed, ledger: Ledger, spool: Path
    ) -> Iterator[Delivery | FolderState]:
        position = ledger.position(self.account, folder.name)
        status = folder.status if folder.status and folder.status.uidnext else session.open(folder)
        known: set[str] | None = None
        same_epoch = position is not None and position.uidvalidity == status.uidvalidity
        if position is not None and same_epoch and position.next_uid == status.uidnext:
            known = ledger.known(self.account, folder.name, status.uidvalidity)
            if not self._sweep_due(folder, status, len(known)):
                yield FolderState(folder.name, status.uidvalidity, status.uidnext, status.exists)
                return
        status = session.open(folder)
        # Another epoch, or a server that went back: all is compared.
        start = 1
        if position is not None and position.uidvalidity == status.uidvalidity:
            start = position.next_uid if position.next_uid <= status.uidnext or not status.uidnext else 1
        if known is None or not same_epoch:
            known = ledger.known(self.account, folder.name, status.uidvalidity)
        uids = self._new_uids(session, folder, status, start, known)
        held = yield from self._take(session, folder, status, uids, spool)
        next_uid = status.uidnext or max((*uids, start - 1)) + 1
        yield FolderState(folder.name, status.uidvalidity, min((next_uid, *held)), status.exists)

    def _new_uids(self, session: "_Session", folder: Listed, status: Status, start: int, known: set[str]) -> list[int]:
        """UIDs from `start` on that we do not have, and those that a sweep finds below it."""
        sweep = self._sweep(folder, status)
        now = self._clock()
        first = start
        if now - sweep.recent >= _HOUR:
            first, sweep.recent = min(first, max(1, status.uidnext - _RECENT)), now
        if now - sweep.whole >= _DAY:
            first, sweep.whole = 1, now
        uids = _unknown(session.search(status, first), known)
        surplus = status.exists - len(known) - len(uids)
        if surplus > 0 and first > 1 and sweep.settled != (status, len(known)):
            uids = _unknown(session.search(status, 1), known)
            sweep.settled = (status, len(known) + len(uids))
        return uids

    def _take(
        self, session: "_Session", folder: Listed, status: Status, uids: list[int], spool: Path
    ) -> Generator[Delivery, None, list[int]]:
        """Deliver messages in batches; returns the UIDs that are held."""
        held: list[int] = []
        for described in _described_batches(session, self._due(folder, status, uids, held)):
            for batch in byte_batches(described):
                for message, reason in session.bodies(batch):
                    seen = self._seen(folder, status, message)
                    key = (folder.name, status.uidvalidity, message.uid)
                    if message.body is not None:
                        self._waits.pop(key, None)
                        body = message.body
                        spooled = body if isinstance(body, Spooled) else spool_chunks([body], spool)
                        yield deliver(seen, spooled, authserv_id=self._authserv_id, host=self._server.host)
                    elif reason:
                        held.append(message.uid)
                        self._postpone(key)
                        _log.warning("message held", folder=folder.name, uid=message.uid, reason=reason)
                        yield hold(seen, reason, message.size or 0)
        return held

    def _due(self, folder: Listed, status: Status, uids: list[int], held: list[int]) -> list[int]:
        """Leave out held messages whose turn has not come: a broken one must not be downloaded at every poll."""
        now = self._clock()
        due: list[int] = []
        for uid in uids:
            not_before, _ = self._waits.get((folder.name, status.uidvalidity, uid), (now, 0.0))
            (due if not_before <= now else held).append(uid)
        return due

    def _postpone(self, key: tuple[str, int, int]) -> None:
        _, last = self._waits.get(key, (0.0, _FIRST_WAIT / 2))
        wait = min(2 * last, _LONGEST_WAIT)
        self._waits[key] = (self._clock() + wait, wait)

    def _sweep(self, folder: Listed, status: Status) -> _Sweep:
        now = self._clock()
        return self._sweeps.setdefault((folder.name, status.uidvalidity), _Sweep(now, now))

    def _sweep_due(self, folder: Listed, status: Status, known: int) -> bool:
        sweep = self._sweep(folder, status)
        surplus = status.exists > known and sweep.settled != (status, known)
        return surplus or self._clock() - sweep.recent >= _HOUR or self._clock() - sweep.whole >= _DAY

    def _seen(self, folder: Listed, status: Status, message: Described) -> Seen:
        return Seen(
            account=self.account,
            folder=folder.name,
            uidvalidity=status.uidvalidity,
            uid=str(message.uid),
            kind="imap",
            stamp=message.internaldate,
            junk=is_junk(folder),
            draft=message.draft or "\\drafts" in folder.attributes or is_drafts_name(folder.name),
        )


class _Session:
    """A connection that can be made anew, with the folder that is open in it."""

    def __init__(self, server: Server, spool: Path) -> None:
        self._server = server
        self._spool = spool
        self._open: tuple[Listed, Status] | None = None
        self._reconnects = 0
        self.connection = Connection(server, spool)

    def open(self, folder: Listed) -> Status:
        status = self.connection.examine(folder)
        self._open = (folder, status)
        return status

    def search(self, status: Status, first: int) -> list[int]:
        """UIDs of the open folder from `first` on, in steps where the list would be too long for a line."""
        if not status.exists:
            return []
        if status.exists <= _SEARCH_SPAN or not status.uidnext:
            # `n:*` names the last message even where its UID is smaller.
            return [uid for uid in self.connection.search(f"UID {first}:*") if uid >= first]
        found: list[int] = []
        for low in range(first, status.uidnext, _SEARCH_SPAN):
            found += self.connection.search(f"UID {low}:{min(low + _SEARCH_SPAN, status.uidnext) - 1}")
        return found

    def describe(self, uids: list[int]) -> list[Described]:
        """Size, time and flags of messages, in order; one that the server leaves out has the bare UID."""
        items = "UID RFC822.SIZE INTERNALDATE FLAGS"
        if "X-GM-EXT-1" in self.connection.capabilities:
            items += " X-GM-LABELS"
        found: dict[int, Described] = {}
        _, refused = self._collect(uids, items, 0, found)
        for uid in [uid for uid in uids if uid not in found]:
            if not refused:
                break
            self._collect([uid], items, 0, found)
        return [found.get(uid) or Described(uid) for uid in uids]

    def bodies(self, batch: list[Described]) -> Iterator[tuple[Described, str]]:
        """Each message of a batch with its bytes, or with the reason why it is held, or with neither: it is gone."""
        wanted = [message for message in batch if (message.size or 0) <= LARGEST]
        for message in batch:
            if (message.size or 0) > LARGEST:
                yield message, f"{message.size} bytes are over the limit of {LARGEST}"
        if not wanted:
            return
        found: dict[int, Described] = {}
        try:
            self._bodies([message.uid for message in wanted], sum(message.size or 0 for message in wanted), found)
        except DEAD as error:
            self._reconnect(error)
        for message in wanted:
            came = found.pop(message.uid, None)
            if came is not None and came.body is not None:
                yield _joined(message, came), ""
                continue
            yield self._alone(message)

    def _alone(self, message: Described) -> tuple[Described, str]:
        """Ask once more for one message, then look whether it is still there."""
        found: dict[int, Described] = {}
        reason = "the server names the message and gives no bytes"
        try:
            reason = self._bodies([message.uid], message.size or 0, found) or reason
        except DEAD as error:
            self._reconnect(error)
            return message, f"the connection broke at this message: {error}"
        if (came := found.get(message.uid)) and came.body is not None:
            return _joined(message, came), ""
        if message.uid not in self.connection.search(f"UID {message.uid}"):
            return message, ""
        return message, reason

    def _bodies(self, uids: list[int], size: int, found: dict[int, Described]) -> str:
        refusal, _ = self._collect(uids, "UID INTERNALDATE FLAGS BODY.PEEK[]", size, found)
        return refusal

    def _collect(self, uids: list[int], items: str, size: int, found: dict[int, Described]) -> tuple[str, bool]:
        """Gather replies; bytes that came are not lost to a later empty reply on the same message."""
        try:
            for described in self.connection.fetch(uids, items, size):
                before = found.get(described.uid)
                found[described.uid] = _joined(before, described) if before else described
        except Refusal as refusal:
            text = str(refusal)
            if any(code in text.upper() for code in TRANSIENT):
                raise
            return text, True
        return "", False

    def _reconnect(self, error: Exception) -> None:
        """A message may break the session at every attempt; the others must not wait for it for ever."""
        self.connection.drop()
        self._reconnects += 1
        if self._reconnects > _MOST_RECONNECTS or self._open is None:
            raise error
        _log.warning("connection lost, once more", error=str(error))
        self.connection = Connection(self._server, self._spool)
        folder, status = self._open
        if self.connection.examine(folder).uidvalidity != status.uidvalidity:
            raise error


def choose_folders(listed: list[Listed], wanted: Iterable[str]) -> tuple[list[Listed], list[str]]:
    """The folders to receive, each once, and the configured names that do not exist.

    `\\All` is INBOX where the server has none; the junk folder is known by its usual names where it is not marked.
    """
    chosen: dict[bytes, Listed] = {}
    missing: list[str] = []
    usable = [folder for folder in listed if not folder.attributes & {"\\noselect", "\\nonexistent"}]
    for name in wanted:
        attribute = name.lower() if name.startswith("\\") else ""
        found = [folder for folder in usable if (attribute in folder.attributes if attribute else _named(folder, name))]
        if not found and attribute == "\\all":
            found = [folder for folder in usable if _named(folder, "INBOX")]
        if not found and attribute == "\\junk":
            found = [folder for folder in usable if is_junk_name(folder.name)]
        if not found and attribute != "\\junk":
            missing.append(name)
        chosen.update((folder.raw, folder) for folder in found)
    return list(chosen.values()), missing


def is_junk(folder: Listed) -> bool:
    return "\\junk" in folder.attributes or is_junk_name(folder.name)


def byte_batches(messages: Iterable[Described]) -> Iterator[list[Described]]:
    """Messages in lists bounded by count and by bytes, so that neither round trips nor memory grow."""
    batch: list[Described] = []
    size = 0
    for message in messages:
        expected = message.size if message.size is not None else _ASSUMED_SIZE
        if batch and (len(batch) >= BATCH_COUNT or size + expected > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += expected
    if batch:
        yield batch


def _described_batches(session: _Session, uids: list[int]) -> Iterator[list[Described]]:
    for uids_ in uid_batches(uids, _DESCRIBE_COUNT):
        yield session.describe(uids_)


def _joined(first: Described, second: Described) -> Described:
    return Described(
        uid=first.uid,
        size=first.size if first.size is not None else second.size,
        internaldate=first.internaldate or second.internaldate,
        draft=first.draft or second.draft,
        body=first.body if first.body is not None else second.body,
    )


def _named(folder: Listed, name: str) -> bool:
    if name.upper() == "INBOX":
        return folder.name.upper() == "INBOX"
    return folder.name == nfc(name)


def _unknown(uids: Iterable[int], known: set[str]) -> list[int]:
    return [uid for uid in uids if str(uid) not in known]
