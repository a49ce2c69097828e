"""What readers say, as plain values. The reading side of `validators.submission`, before anything is put together."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "year", "span"]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A stated time: as written, and the inclusive days that it covers.

    `inferred` says that the year is not in the words (anniversary, sent date). A span of more than a year, an
    impossible date and a relative word are no time and never become one.
    """

    text: str
    start: date
    end: date
    precision: Precision
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """Content, time and place of one photo or video, each None where the words do not say it."""

    content: str | None
    time: TimeSpan | None
    place: str | None
    raw: str

    @property
    def empty(self) -> bool:
        return self.content is None and self.time is None and self.place is None


@dataclass(frozen=True, slots=True)
class CaptionEntry:
    """One caption of a caption list, a document or a mail body, and the media that it is about.

    `files` are file names as written ("01.jpg", "anh 1.JPG", a stem), `numbers` are picture numbers ("Ảnh 3", STT 3,
    "Ảnh 1-5"), `picture` is the name of the embedded child that the caption stands beside (`cid:ID` in a mail), `links`
    are the Drive ids of links that it stands beside. `ordinal` is the position in the list, 1-based.
    """

    caption: Caption
    locator: str
    ordinal: int
    files: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    picture: str = ""
    source: Literal["row", "picture_line", "mail_body", "line"] = "row"
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterReading:
    """An administrative letter (Nghị định 30/2020/NĐ-CP): what its own header, signature and body say.

    `number` is "" for a blank number (a draft). `letterhead` are the lines above the number, top first.
    """

    number: str
    symbol: str
    date: date | None
    subject: str
    signer: str
    signed: bool
    letterhead: tuple[str, ...]
    place: str  # of the dateline
    addressed_to: str  # the Kính gửi block
    cites: tuple[str, ...]  # letter numbers cited anywhere, e.g. "6286/BTP-TCCB"
    locator: str = ""


@dataclass(frozen=True, slots=True)
class NominationReading:
    """One nominee as listed; the fields of `validators.submission.Nomination` without unit and path."""

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
    locator: str


LinkService = Literal["drive", "google_other", "other"]


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One link that a file or mail holds, normalised.

    `drive_id` is None for services that are not Drive and for Drive addresses without an id. `kind` is what the address
    says; Drive may say otherwise.
    """

    url: str  # as found, unwrapped
    kind: Literal["file", "folder", "document", "other"]
    service: LinkService
    drive_id: str | None
    resource_key: str | None
    locator: str
