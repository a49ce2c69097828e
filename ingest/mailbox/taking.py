"""What both sources of mail share: bytes go to the spool in chunks, and from there a delivery is made."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import Path

from ingest.errors import StoreUnavailable, said
from ingest.mailbox.arrival import Kind, arrival, fields
from ingest.mailbox.interface import Delivery
from parsers.canonical import canonical_digest, header_block
from parsers.vietnamese.folding import plain

HEADER_CAP = 256 << 10
LARGEST = 160 << 20  # bytes of one message; no mail service carries half of it

_JUNK = frozenset({"spam", "junk", "junk e mail", "junk email", "thu rac"})
_DRAFTS = frozenset({"draft", "drafts", "thu nhap", "ban nhap"})


@dataclass(frozen=True, slots=True)
class Spooled:
    """Bytes in a file of ours. Has a length, since that is all that imaplib asks of a literal."""

    path: Path
    size: int
    sha256: str

    def __len__(self) -> int:
        return self.size


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a message lies in its mailbox, and what the mailbox says of it."""

    account: str
    folder: str
    uidvalidity: int
    uid: str
    kind: Kind
    stamp: datetime | None
    junk: bool = False
    draft: bool = False


def spool_chunks(chunks: Iterable[bytes], folder: Path) -> Spooled:
    """Write bytes to a new file of the spool, hashed on the way; memory use is one chunk.

    A disk of ours that fails is `StoreUnavailable`, never a fault of the message.
    """
    digest = hashlib.sha256()
    size = 0
    with _our_disk(folder):
        handle, name = tempfile.mkstemp(dir=folder, prefix="mail-", suffix=".part")
    try:
        with os.fdopen(handle, "wb", buffering=0) as file:
            for chunk in chunks:
                with _our_disk(folder):
                    file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Spooled(Path(name), size, digest.hexdigest())


@contextmanager
def _our_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"Không ghi được tệp tạm vào {folder}: {said(error)}. Hãy kiểm tra dung lượng và quyền ghi của ổ đĩa."
        ) from error


def deliver(seen: Seen, spooled: Spooled, *, authserv_id: str, host: str = "") -> Delivery:
    """A message with its bytes. The labels that Takeout writes into the header count only outside IMAP."""
    header = header_block(spooled.path, HEADER_CAP)
    canonical, _ = canonical_digest(spooled.path)
    received_at, source = arrival(header, kind=seen.kind, stamp=seen.stamp, authserv_id=authserv_id, host=host)
    labels = _takeout_labels(header) if seen.kind != "imap" else frozenset()
    return Delivery(
        account=seen.account,
        folder=seen.folder,
        uidvalidity=seen.uidvalidity,
        uid=seen.uid,
        path=spooled.path,
        sha256=spooled.sha256,
        canonical=canonical,
        size=spooled.size,
        header=header,
        received_at=received_at,
        arrival=source,
        junk=seen.junk or not _JUNK.isdisjoint(labels),
        draft=seen.draft or not _DRAFTS.isdisjoint(labels),
    )


def hold(seen: Seen, reason: str, size: int = 0) -> Delivery:
    """A message that is there and does not come: kept in the ledger, asked for again."""
    return Delivery(
        account=seen.account,
        folder=seen.folder,
        uidvalidity=seen.uidvalidity,
        uid=seen.uid,
        path=None,
        sha256="",
        canonical="",
        size=size,
        header=b"",
        received_at=None,
        arrival="none",
        junk=seen.junk,
        draft=seen.draft,
        reason=" ".join(reason.split())[:300],
    )


def is_junk_name(name: str) -> bool:
    """Whether a folder of this name, or one above it, is the junk folder."""
    return _any_level(name, _JUNK.__contains__)


def is_drafts_name(name: str) -> bool:
    """Whether a folder of this name, or one above it, is that of drafts."""
    return _any_level(name, _DRAFTS.__contains__)


def _any_level(name: str, test: Callable[[str], bool]) -> bool:
    return any(test(plain(level)) for level in name.split("/"))


def _takeout_labels(header: bytes) -> frozenset[str]:

    labels: set[str] = set()
    for value in fields(header, "X-Gmail-Labels"):
        try:
            text = str(make_header(decode_header(value)))
        except (HeaderParseError, LookupError, ValueError):  # a broken or unknown encoding: the raw text may still tell
            text = value
        labels.update(plain(label) for label in text.split(","))
    return frozenset(labels)
