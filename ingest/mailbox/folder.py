"""Mail that lies in files: a folder of `.eml`, Maildirs, mbox files (Google Takeout), in any mixture, recursively.

Nothing is read twice: a folder whose files have the names, sizes and times of the last pass is passed over, and in a
changed one only what the ledger does not know is opened. Symbolic links are never followed.
"""

import hashlib
import mmap
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

import structlog
from imapclient import imap_utf7

from ingest.errors import MailboxUnreachable, said
from ingest.mailbox.arrival import is_from_line
from ingest.mailbox.interface import Delivery, FolderState, Ledger, Quota
from ingest.mailbox.mbox import mbox_messages, message_chunks
from ingest.mailbox.taking import LARGEST, Seen, deliver, hold, is_drafts_name, is_junk_name, spool_chunks
from parsers.artifact import CHUNK
from parsers.vietnamese.folding import nfc

_log = structlog.get_logger(__name__)

_COUNT_BITS = 24  # of a checkpoint: how many messages; the other 39 are the fingerprint of the folder's files
_MAILDIR = ("cur", "new")
_FURNITURE = re.compile(
    r"\.|__MACOSX$|Thumbs\.db$|desktop\.ini$|dovecot[.-]|maildirfolder$|.*\.(msf|lock|part)$", re.IGNORECASE
)
_DELIVERED = re.compile(r"\d{6,}\.[^.]+\.(?!eml$).+", re.IGNORECASE)  # time.unique.host
_HEADER_START = re.compile(
    rb"(?:return-path|received|delivered-to|x-[\w-]{1,60}|from|to|subject|date|message-id|mime-version|content-type"
    rb"|dkim-signature|arc-seal|authentication-results|reply-to)[ \t]*:",
    re.IGNORECASE,
)


class _Changed(Exception):
    """A file went away or changed while we looked; the next pass will see it as it is then."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    label: str  # the path below the source, as text
    size: int
    modified: int  # nanoseconds
    kind: Literal["maildir", "other"]
    draft: bool = False
    fault: str = ""  # a folder that cannot be listed

    @property
    def uid(self) -> str:
        return f"{self.label}|{self.size}|{self.modified}"


class FolderMailbox:
    """A `Mailbox` over files below `path` (or one mbox or `.eml` file)."""

    account = "folder"

    def __init__(self, path: Path, *, authserv_id: str = "") -> None:
        self._root = path.resolve()  # the source itself may be a link, nothing below it
        self._authserv_id = authserv_id
        # Another path is another epoch: equal names in it are other messages.
        self._epoch = _number(os.fsencode(self._root), 62)

    def receive(self, ledger: Ledger, spool: Path) -> Iterator[Delivery | FolderState]:
        """Everything new, folder by folder in the order of their names."""
        for folder, files in sorted(self._folders().items()):
            fingerprint = _fingerprint(files)
            before = ledger.position(self.account, folder)
            if before and before.uidvalidity == self._epoch and before.next_uid >> _COUNT_BITS == fingerprint:
                exists = before.next_uid & ((1 << _COUNT_BITS) - 1)
                yield FolderState(folder, self._epoch, before.next_uid, exists)
                continue
            yield from self._folder(folder, files, fingerprint, ledger.known(self.account, folder, self._epoch), spool)

    def check(self) -> str:
        """Whether the source is there; one line for `doctor`."""
        count = sum(len(files) for files in self._folders().values())
        return f"thư mục {self._root}, {count} tệp"

    def quota(self) -> Quota | None:
        """A folder has no limit of its own; the disk is watched anyway."""
        return None

    def _folder(
        self, folder: str, files: list[_File], fingerprint: int, known: set[str], spool: Path
    ) -> Iterator[Delivery | FolderState]:
        exists = 0
        settled = True  # every message is known or delivered
        for file in files:
            try:
                for outcome in self._messages(folder, file, known, spool):
                    exists += 1
                    if outcome is not None:
                        settled = settled and outcome.path is not None
                        yield outcome
            except _Changed:
                settled = False
        checkpoint = (fingerprint << _COUNT_BITS | exists) if settled else 0
        yield FolderState(folder, self._epoch, checkpoint, exists)

    def _messages(self, folder: str, file: _File, known: set[str], spool: Path) -> Iterator[Delivery | None]:
        """The messages of one file: None for a known one."""
        if file.uid in known:
            yield None
            return
        try:
            with _opened(file) as stream:
                if file.kind == "maildir":
                    yield self._single(folder, file, stream, "maildir", spool)
                    return
                head = stream.read(1024)
                stream.seek(0)
                if file.path.suffix.lower() == ".eml" or _HEADER_START.match(head):
                    yield self._single(folder, file, stream, "eml", spool)
                elif is_from_line(head):
                    yield from self._mbox(folder, file, stream, known, spool)
                else:
                    _log.warning("not a mail file, passed over", file=file.label)
        except _Changed:
            raise
        except OSError as error:
            yield hold(self._seen(folder, file, "eml"), error.strerror or str(error), file.size)

    def _single(
        self, folder: str, file: _File, stream: BinaryIO, kind: Literal["maildir", "eml"], spool: Path
    ) -> Delivery:
        stamp = datetime.fromtimestamp(file.modified // 10**9, UTC) if kind == "maildir" else None
        seen = self._seen(folder, file, kind, stamp)
        if not file.size:
            return hold(seen, "empty file")
        if file.size > LARGEST:
            return hold(seen, f"{file.size} bytes are over the limit of {LARGEST}", file.size)
        if stream.read(5) != b"From " or not is_from_line(b"From " + stream.readline(1000)):
            stream.seek(0)  # else a line that some program left above the header
        spooled = spool_chunks(iter(lambda: stream.read(CHUNK), b""), spool)
        return deliver(seen, spooled, authserv_id=self._authserv_id)

    def _mbox(
        self, folder: str, file: _File, stream: BinaryIO, known: set[str], spool: Path
    ) -> Iterator[Delivery | None]:
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for message in mbox_messages(content):
                uid = f"{file.label}#{message.key(content)}"
                if uid in known:
                    yield None
                    continue
                size = message.end - message.start
                seen = self._seen(folder, file, "mbox", message.stamp, uid)
                if size > LARGEST:
                    yield hold(seen, f"{size} bytes are over the limit of {LARGEST}", size)
                    continue
                spooled = spool_chunks(message_chunks(content, message), spool)
                yield deliver(seen, spooled, authserv_id=self._authserv_id)

    def _seen(
        self,
        folder: str,
        file: _File,
        kind: Literal["maildir", "mbox", "eml"],
        stamp: datetime | None = None,
        uid: str = "",
    ) -> Seen:
        return Seen(
            account=self.account,
            folder=folder,
            uidvalidity=self._epoch,
            uid=uid or file.uid,
            kind=kind,
            stamp=stamp,
            junk=is_junk_name(folder),
            draft=file.draft or is_drafts_name(folder),
        )

    def _folders(self) -> dict[str, list[_File]]:
        """All files that may hold mail, by folder. Only names, sizes and times are looked at."""
        try:
            whole = self._root.stat()
            if not stat.S_ISDIR(whole.st_mode):
                return {"": [_file(self._root, _label(self._root, self._root.parent), whole, "other")]}
            with os.scandir(self._root):
                pass
        except OSError as error:
            raise MailboxUnreachable(
                f"Không đọc được nguồn thư {self._root}: {said(error)}. Hãy kiểm tra mailbox.path và quyền đọc."
            ) from error
        found: dict[str, list[_File]] = {}
        for each, folder in _walk(self._root):
            found.setdefault(folder, []).append(each)
        return {folder: sorted(files, key=lambda file: file.label) for folder, files in found.items()}


def _walk(root: Path) -> Iterator[tuple[_File, str]]:
    faults: list[OSError] = []
    for parent, folders, names in os.walk(root, onerror=faults.append):
        place = Path(parent)
        maildirs = [name for name in _MAILDIR if name in folders] if _is_maildir(place, folders) else []
        folder = _folder_name(place.relative_to(root), maildir=bool(maildirs))
        folders[:] = sorted(set(folders) - set(maildirs) - ({"tmp"} if maildirs else set()) - {"__MACOSX"})
        for maildir in maildirs:
            yield from ((file, folder) for file in _maildir(place / maildir, root, faults))
        for name in sorted(names):
            file = _regular(place / name, _label(place / name, root), "other")
            if file is not None:
                yield file, _own_folder(folder, name)
    for fault in faults:
        path = Path(os.fsdecode(fault.filename))
        label = f"{_label(path, root)}/"
        file = _File(path, label, 0, 0, "other", fault=fault.strerror or str(fault))
        yield file, _folder_name(path.relative_to(root), maildir=False)


def _is_maildir(place: Path, folders: list[str]) -> bool:
    """Copies lose empty folders: a `new` alone is a Maildir where its files are named like those of one."""
    if "cur" in folders or ("new" in folders and "tmp" in folders):
        return True
    try:
        return "new" in folders and any(_DELIVERED.match(entry.name) for entry in (place / "new").iterdir())
    except OSError:
        return False  # the walk itself will tell


def _maildir(place: Path, root: Path, faults: list[OSError]) -> Iterator[_File]:
    """The messages of one `cur` or `new`. Flags and `cur`/`new` change when mail is read and are no part of the uid."""
    try:
        names = sorted(entry.name for entry in place.iterdir())
    except OSError as error:
        faults.append(error)
        return
    for name in names:
        base, _, flags = name.partition(":2,")
        file = _regular(place / name, _label(place.parent / base, root), "maildir", draft="D" in flags)
        if file is not None:
            yield file


def _regular(path: Path, label: str, kind: Literal["maildir", "other"], *, draft: bool = False) -> _File | None:
    if _FURNITURE.match(path.name):
        return None
    try:
        status = path.lstat()
    except OSError:
        return None  # gone since it was listed
    if not stat.S_ISREG(status.st_mode):
        _log.warning("not a regular file, not followed", file=label)
        return None
    return _file(path, label, status, kind, draft=draft)


def _file(
    path: Path, label: str, status: os.stat_result, kind: Literal["maildir", "other"], *, draft: bool = False
) -> _File:
    return _File(path, label, status.st_size, status.st_mtime_ns, kind, draft)


@contextmanager
def _opened(file: _File) -> Iterator[BinaryIO]:
    """Open a file that is still the one that was listed, and no link put in its place."""
    if file.fault:
        raise OSError(0, f"folder cannot be listed: {file.fault}")
    try:
        handle = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise _Changed from error
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if (status.st_size, status.st_mtime_ns) != (file.size, file.modified):
            raise _Changed
        yield stream


def _own_folder(folder: str, name: str) -> str:
    """The folder of a file: an mbox called `Spam` or `Drafts.mbox` is a folder of that name."""
    stem = nfc(Path(os.fsencode(name).decode("utf-8", "replace")).stem)
    if name.lower().endswith(".eml") or not (is_junk_name(stem) or is_drafts_name(stem)):
        return folder
    return f"{folder}/{stem}" if folder else stem


def _folder_name(below: Path, *, maildir: bool) -> str:
    """The name of a subfolder, "" for the source itself. Maildir++ writes `.Th&AbA- r&AOE-c` for `Thư rác`."""
    levels = [nfc(os.fsencode(level).decode("utf-8", "replace")) for level in below.parts]
    if maildir and levels and levels[-1].startswith("."):
        levels[-1:] = _decoded(levels[-1]).strip(".").split(".")
    return "/".join(levels)


def _decoded(name: str) -> str:
    try:
        return nfc(str(imap_utf7.decode(name.encode("ascii"))))
    except ValueError:  # no modified UTF-7 after all
        return name


def _label(path: Path, root: Path) -> str:
    return os.fsencode(path.relative_to(root)).decode("utf-8", "backslashreplace")


def _fingerprint(files: list[_File]) -> int:
    return _number("\0".join(f"{file.uid}|{file.fault}" for file in files).encode(), 63 - _COUNT_BITS)


def _number(data: bytes, bits: int) -> int:
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big") >> (64 - bits)
