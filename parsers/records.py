"""The closed set of things that a file can be said to contain, in the order in which it contains them.

A format yields records and children; readers (letters, nominations, captions, links) work on records alone and never
on bytes. Every record bears a `locator`, the place in its file as an officer would name it: `table 2 row 5`, `page 3`,
`sheet Danh sách row 7`, `paragraph 12`, `(body)`.

All values are plain and JSON-able through `parsers.reading`, since they travel over a pipe and are cached.
"""

from dataclasses import dataclass
from typing import Literal

Merge = Literal["", "left", "above"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One grid position of a table. A merged cell is its text once, then `merge` set and empty text."""

    text: str
    merge: Merge = ""
    pictures: tuple[str, ...] = ()  # names of the children shown in this cell


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is 1-based as people count it in that file (sheet row, table row)."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph or line of text, NFC, without its line end. `page` is 1-based where the format has pages."""

    locator: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid. `locator` names the table (`table 2`, `sheet Danh sách`, `page 3 table 1`); rows add `row N` to it."""

    locator: str
    rows: tuple[Row, ...]
    name: str = ""  # the sheet's name
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture placed in a document, between the texts around it; `child` is the name of the child with its bytes."""

    locator: str
    child: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address found in a file: typed, behind a text, in a field code or an annotation. Not yet judged."""

    locator: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address as written: display name (decoded, NFC) and address (lower case), either may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Mail:
    """The headers and the body of a mail. `body` is what the sender wrote, `quoted` the history and forwarded text."""

    message_id: str  # without <>, "" where missing
    subject: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: str  # the Date header as ISO 8601 with offset, "" where unusable
    in_reply_to: str
    references: tuple[str, ...]
    body: str
    quoted: str
    auto_submitted: str  # lower case value of Auto-Submitted, or of its older relatives; "" for people
    list_id: str  # List-Id, List-Unsubscribe or Precedence: what only bulk mail has
    content_type: str  # of the whole message, e.g. multipart/report
    authentication_results: tuple[str, ...]  # topmost first, unparsed
    labels: tuple[str, ...] = ()  # X-Gmail-Labels
    defects: tuple[str, ...] = ()  # what was wrong with its form, in English, for the log
    # The lines of what the sender wrote as its HTML shows them, a picture as `[cid:ID]`, an address behind words as
    # `<URL>`; empty where there is no HTML or it shows neither.
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A still picture: size in pixels after orientation, and what its metadata hint at (never a caption by itself)."""

    width: int
    height: int
    format: str
    taken_at: str = ""  # EXIF time as written, local, e.g. 2023-05-12T09:30:00
    description: str = ""  # EXIF ImageDescription or IPTC caption


@dataclass(frozen=True, slots=True)
class Video:
    """A moving picture: container, and size and length where its headers tell them (0 where not)."""

    format: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged document: how much text it has, and whether pictures cover it (a scan)."""

    locator: str
    number: int
    characters: int
    scanned: bool = False


Record = Text | Table | Picture | Link | Mail | Image | Video | Page

RECORD_TYPES: tuple[type, ...] = (Text, Table, Picture, Link, Mail, Image, Video, Page)
