"""What the pipeline asks of Drive, and the plain values that come back.

An *observation* is everything that Drive answered about one link at one instant. It is a fact: stored whole, never
changed. `ingest.drive.access` turns it into an access state, purely.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

Identity = Literal["account", "stranger"]
Cause = Literal[
    "ok",
    "not_found",  # 404: no access, or gone, or wrong id, or a resource key is missing
    "forbidden",  # 403 that is about this item: cannotDownloadFile, domainPolicy, …
    "abusive",  # cannotDownloadAbusiveFile
    "quota",  # downloadQuotaExceeded: this file, for some hours
    "throttled",  # 403/429 rate limits: ours, transient
    "unauthorised",  # 401, invalid_grant, missing scope, API disabled: ours, permanent until mended
    "server",  # 5xx, broken answers, network: transient
    "bad_request",  # 400: our fault
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of Drive: status, reason as Google gives it, and what it means. `body` is JSON, {} on failure."""

    identity: Identity
    cause: Cause
    status: int  # 0 where the network failed
    reason: str = ""
    body: dict[str, Any] | None = None

    @property
    def ok(self) -> bool:
        return self.cause == "ok"

    @property
    def transient(self) -> bool:
        """Whether asking again later may help without anybody doing anything; never blamed on the unit."""
        return self.cause in {"throttled", "unauthorised", "server", "bad_request"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing under a linked root (or the linked file itself), as listed.

    `path` is made of the names below the root joined by "/", with "/" inside a name replaced by "_"; equal names in a
    folder get " (2)" in the order of (name, id). For a linked single file it is the file's name.
    """

    id: str
    path: str
    name: str
    mime_type: str
    size: int | None
    md5: str | None
    revision: str  # headRevisionId, else md5, else modifiedTime: changes when the content does
    created_at: str | None  # RFC 3339
    modified_at: str | None
    resource_key: str | None = None
    description: str = ""
    downloadable: bool = True
    trashed: bool = False
    encrypted: bool = False
    width: int | None = None
    height: int | None = None
    unreadable: str = ""  # why it (a subfolder, a shortcut's target) could not be opened: a Cause or a reason


@dataclass(frozen=True, slots=True)
class Observation:
    """What Drive answered about one link: the root asked as the mailbox account and as a stranger, and the listing."""

    drive_id: str
    asked_at: datetime
    account: Answer | None  # None where there is no such identity (credentials = "anonymous")
    stranger: Answer | None  # None without an api_key
    items: tuple[Item, ...] = ()  # files only; folders and resolved shortcuts are opened, not listed
    complete: bool = True  # False where the listing was cut short by a transient fault or a limit
    confirmed_empty: bool = False  # an empty listing that a second look confirmed
    folder: bool = False
    resource_key: str | None = None  # the key that the link bore
    resolved_id: str = ""  # what was read, where not drive_id: a shortcut's target, a damaged id cut right
    incomplete: str = ""  # why not complete: a Cause, "incomplete_search", "too_deep", "too_many"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The outcome of fetching one item's bytes. `path` is a file in the given folder, to be taken by the archive."""

    cause: Cause
    reason: str = ""
    path: Path | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str = ""  # of the bytes: for native documents the exported type
    extension: str = ""  # for native documents: ".docx", ".xlsx", ".pptx", ".png"


class Drive(Protocol):
    """Google Drive, or the emulator of it."""

    def observe(self, drive_id: str, resource_key: str | None, now: datetime) -> Observation:
        """Ask about a root and, for a folder, list it. Never raises for what Drive answers."""

    def fetch(self, item: Item, folder: Path, limit: int) -> Fetched:
        """Download one item (native documents are exported) into `folder`, checked against size and md5."""

    def whoami(self) -> Answer:
        """Who Drive takes the account for; for `doctor`."""

    def key_check(self) -> Answer | None:
        """Whether the API key works; None where there is none; for `doctor`."""
