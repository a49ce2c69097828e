"""What the pipeline asks of a mailbox: what is new, and its bytes, once each, without touching anything there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

ArrivalSource = Literal["internaldate", "received", "mtime", "from_line", "date", "none"]


@dataclass(frozen=True, slots=True)
class Position:
    """How far one folder of the mailbox has been received: the checkpoint of the ledger."""

    folder: str
    uidvalidity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as received: where it was seen, and its bytes in a file of ours (to be taken by the archive).

    A message that the server names but does not give has `path` None and a reason: the ledger keeps it, and it is asked
    for again.
    """

    account: str
    folder: str  # as people call it; for a folder source the subfolder
    uidvalidity: int
    uid: str  # the IMAP UID, or for files the path below the source and, for mbox, the offset
    path: Path | None
    sha256: str  # of the bytes as received, "" without them
    canonical: str  # SHA-256 of the canonical bytes: the message's identity (contract §3)
    size: int
    header: bytes  # the header block, capped
    received_at: datetime | None  # UTC
    arrival: ArrivalSource
    junk: bool = False
    draft: bool = False
    reason: str = ""  # why there are no bytes


@dataclass(frozen=True, slots=True)
class FolderState:
    """What a folder looked like when it was asked: the left side of the conservation law."""

    folder: str
    uidvalidity: int
    next_uid: int
    exists: int


@dataclass(frozen=True, slots=True)
class Quota:
    """How full a mailbox is, in bytes, as its server says."""

    used: int
    limit: int


class Ledger(Protocol):
    """What the mailbox must know of what we have, asked of the store."""

    def position(self, account: str, folder: str) -> Position | None:
        """The checkpoint of a folder."""

    def known(self, account: str, folder: str, uidvalidity: int) -> set[str]:
        """UIDs of the folder and epoch that are in the ledger with bytes, or gone for good."""


class Mailbox(Protocol):
    """A source of mail. Read-only: nothing is ever marked, moved or deleted."""

    account: str

    def receive(self, ledger: Ledger, spool: Path) -> Iterator[Delivery | FolderState]:
        """Everything new, folder by folder; each folder ends with its `FolderState`, which is then the checkpoint.

        Raises `ingest.errors.MailboxUnreachable` when the world fails; what was yielded before stands.
        """

    def check(self) -> str:
        """Log in and look; one Vietnamese line on what is there, for `doctor`. Raises as `receive` does."""

    def quota(self) -> Quota | None:
        """How full the mailbox is; None where its server does not tell. Raises as `receive` does."""
