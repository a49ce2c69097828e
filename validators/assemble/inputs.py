"""What the assembly works on: messages and linked roots as read, and what people decided. Built by `ingest`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from config.campaign import Campaign
from config.units import Register
from parsers.facts import FileFacts
from parsers.records import Mail
from validators.assemble.tree import Node
from validators.submission import Access, LinkKind


@dataclass(frozen=True, slots=True)
class MessageInput:
    """One message: how it arrived, and all that was read in it. `facts` are those of the mail itself."""

    canonical: str  # SHA-256 of the canonical bytes
    received_at: datetime | None
    folder: str
    junk: bool
    draft: bool
    facts: FileFacts
    nodes: tuple[Node, ...]  # paths relative to the message
    seen_at: datetime | None = None  # when we first had it

    @property
    def mail(self) -> Mail | None:
        return self.facts.mail


@dataclass(frozen=True, slots=True)
class RootInput:
    """One linked root on Drive: its access, and the files below it with paths `drive/ID/…`."""

    drive_id: str
    access: Access
    detail: str  # why, Vietnamese
    kind: LinkKind
    checked_at: datetime | None
    name: str = ""  # of the folder or file
    archived: bool = False  # all its bytes are ours
    items: int = 0
    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """An officer said whose a message (or one file of it) is; remembered for its sender."""

    message: str  # MESSAGE-ID as in paths
    units: tuple[str, ...]
    part: str = ""  # a path within the message; "" for the whole
    sender: str = ""  # the address for which it is remembered


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that counts at an instant."""

    campaign: Campaign
    register: Register
    as_of: datetime
    messages: tuple[MessageInput, ...]
    roots: Mapping[str, RootInput] = field(default_factory=dict)
    assignments: tuple[Assignment, ...] = ()
    own_addresses: frozenset[str] = frozenset()  # the mailbox's own, lower case
    authserv_id: str = ""  # whose Authentication-Results are believed
