"""What a unit has sent, put together: the only thing that a rule sees, beside the campaign and the instant.

Everything here is a plain value. `validators.assemble` builds it from what was read; `ingest` maps rows to it and back.
Paths are those of the contract (§5): `MESSAGE-ID/name`, `drive/DRIVE-ID/folder/name`. Instants are aware, UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from config.campaign import Duty, Part
from config.units import Unit

Role = Literal[
    "submission",
    "supplement",
    "replacement",
    "withdrawal",
    "extension_request",
    "question",
    "nil_return",
    "other",
]
CONTENT_ROLES: frozenset[str] = frozenset({"submission", "supplement", "replacement", "nil_return"})

Access = Literal[
    "public",
    "private",
    "readable",
    "view_only",
    "no_access",
    "revoked",
    "trashed",
    "empty",
    "partly_readable",
    "quota",
    "unsupported",
    "not_drive",
    "unknown",
]
LinkKind = Literal["file", "folder", "document", "other"]
FileOrigin = Literal["attachment", "drive", "archive", "inline", "embedded", "recorded"]
FileStatus = Literal["read", "stored", "ignored", "unreadable", "encrypted", "refused", "unsupported", "not_fetched"]
Timeliness = Literal["in_time", "borderline", "late"]
CaptionSource = Literal[
    "row",
    "picture_line",
    "caption_file",
    "drive_description",
    "metadata",
    "file_name",
    "folder_name",
    "mail_body",
]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as judged. `id` is its MESSAGE-ID as in paths."""

    id: str
    message_id: str | None
    units: tuple[str, ...]
    unit_evidence: str  # what spoke for the units, English, e.g. "letterhead, letter number, subject"
    candidates: tuple[str, ...]  # where the vote was not clear
    subject: str
    sender: str  # "Name <address>"
    received_at: datetime | None
    timeliness: Timeliness | None
    folder: str
    role: Role
    reason: str | None  # for role "other": why, English, short
    files: tuple[str, ...]
    links: tuple[str, ...]
    carries: tuple[Part, ...] = ()
    superseded_by: tuple[str, ...] = ()
    nil: bool = False  # says that there is nothing to propose, whatever else it brings
    seen_at: datetime | None = None  # when we first had it; never earlier than it arrived, and often a little later

    @property
    def content_bearing(self) -> bool:
        return self.role in CONTENT_ROLES


@dataclass(frozen=True, slots=True)
class Link:
    """One link of one message, with what Drive last answered about it."""

    url: str
    message: str
    unit: str | None
    kind: LinkKind
    drive_id: str | None
    access: Access
    checked_at: datetime | None
    detail: str = ""  # why, Vietnamese, for the finding; e.g. "03/12 mục chưa mở được"
    items: int = 0  # items found under it
    archived: bool = False  # every byte of it is held: that it cannot be opened any more loses nothing
    since: datetime | None = None  # when Drive first gave this state without a break; None where not known


@dataclass(frozen=True, slots=True)
class File:
    """One file by the way it came."""

    path: str
    unit: str | None
    message: str
    origin: FileOrigin
    name: str
    sha256: str | None
    size: int | None
    media_type: str
    status: FileStatus
    reason: str | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None
    superseded: bool = False
    furniture: bool = False  # a signature logo, a copy of the letterhead: never media


@dataclass(frozen=True, slots=True)
class Letter:
    """A covering letter of the unit: its own number, never one that it cites."""

    path: str
    unit: str
    number: str  # digits before the first "/" or "-"; "" where it cannot be read
    symbol: str  # what follows: "STP-VP", "CV/ĐTN"
    date: date | None
    subject: str
    signer: str
    signed: bool
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nomination:
    """One nominee of one list."""

    unit: str
    kind: Literal["individual", "collective", "unclear"]
    name: str
    position: str
    organisation: str
    level: Literal["central", "province", "district", "commune", "society"] | None
    role: Literal["leader", "worker"] | None
    gender: Literal["male", "female"] | None
    birth_year: int | None
    field: str
    achievements: str
    path: str
    locator: str
    also_in: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """How findings name the nominee: name, and birth year or organisation (contract §4)."""
        more = str(self.birth_year) if self.birth_year else self.organisation
        return f"{self.name} ({more})" if more else self.name


@dataclass(frozen=True, slots=True)
class When:
    """A stated time: as written, and the inclusive days that it covers. `inferred`: the year is not in the words."""

    text: str
    start: date
    end: date
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """One photo or video with its caption, whichever source gave it."""

    path: str
    unit: str
    kind: Literal["image", "video"]
    content: str | None
    time: When | None
    place: str | None
    caption_source: CaptionSource | None
    arrived_at: datetime | None
    also_in: tuple[str, ...] = ()
    duplicate_of: str | None = None

    @property
    def captioned(self) -> bool:
        """Whether any caption was found, complete or not."""
        return self.content is not None or self.time is not None or self.place is not None


@dataclass(frozen=True, slots=True)
class Orphan:
    """A caption that names a file which did not come."""

    names: str  # the file as the caption names it
    path: str  # where the caption stands
    locator: str
    content: str


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How one owed part of a unit stands."""

    duty: Duty
    stands: bool
    nil: bool
    first_arrival: datetime | None
    first_message: str | None
    timeliness: Timeliness | None

    @property
    def part(self) -> Part:
        return self.duty.part


@dataclass(frozen=True, slots=True)
class Submission:
    """All that stands for one unit, or, with `unit` None, the mail that nobody can place."""

    unit: Unit | None
    group: str
    counts: bool  # in the denominator
    parts: tuple[PartStatus, ...] = ()
    messages: tuple[Message, ...] = ()
    links: tuple[Link, ...] = ()
    files: tuple[File, ...] = ()
    letters: tuple[Letter, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    media: tuple[Media, ...] = ()
    orphans: tuple[Orphan, ...] = ()

    @property
    def code(self) -> str | None:
        return self.unit.code if self.unit else None

    @property
    def written(self) -> bool:
        """Whether the unit has sent content-bearing campaign mail."""
        return any(message.content_bearing for message in self.messages)
