"""What one file says, short enough to keep: all readers run over its records, and the records themselves let go.

This is the value that is cached per (sha256, version, options), travels from the worker to the main process, and from
which submissions are assembled. It depends on the bytes and the name's ending alone.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from parsers.parse import PARSER_VERSION
from parsers.readers.captions import read_caption_list, whole_caption
from parsers.readers.letters import appendix_of, read_letter
from parsers.readers.links import find_links
from parsers.readers.nominations import read_nominations
from parsers.readers.values import Caption, CaptionEntry, FoundLink, LetterReading, NominationReading
from parsers.reading import Child, Reading, Status
from parsers.records import Image, Mail, Page, Table, Text, Video
from parsers.vietnamese.folding import clean

HEAD_CHARACTERS = 6_000
READING_VERSION = f"{PARSER_VERSION}.2"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file as read. `head` is its first text (letterhead, title, first rows) for telling whose it is."""

    format: str
    media_type: str
    status: Status
    reason: str = ""
    children: tuple[Child, ...] = ()
    mail: Mail | None = None
    image: Image | None = None
    video: Video | None = None
    pages: int = 0
    characters: int = 0
    head: str = ""
    links: tuple[FoundLink, ...] = ()
    letter: LetterReading | None = None
    appendix_of: str = ""
    nominations: tuple[NominationReading, ...] = ()
    captions: tuple[CaptionEntry, ...] = ()
    whole_caption: Caption | None = None


_ADAPTER = TypeAdapter(FileFacts)


def to_json(facts: FileFacts) -> str:
    """Serialise."""
    return _ADAPTER.dump_json(facts).decode()


def from_json(body: str) -> FileFacts:
    """Rebuild from `to_json`."""
    return _ADAPTER.validate_json(body)


def file_facts(reading: Reading, cited: frozenset[str]) -> FileFacts:
    """Run every reader over a reading. `cited` are letter numbers of the campaign, which are nobody's own."""
    records = reading.records
    mail = next((record for record in records if isinstance(record, Mail)), None)
    lines = _lines(reading)
    return FileFacts(
        format=reading.format,
        media_type=reading.media_type,
        status=reading.status,
        reason=reading.reason,
        children=reading.children,
        mail=mail,
        image=next((record for record in records if isinstance(record, Image)), None),
        video=next((record for record in records if isinstance(record, Video)), None),
        pages=sum(isinstance(record, Page) for record in records),
        characters=sum(len(line) for line in lines),
        head=_head(lines),
        links=find_links(reading),
        letter=None if mail else read_letter(reading, cited),
        appendix_of="" if mail else appendix_of(reading),
        nominations=read_nominations(reading),
        captions=read_caption_list(reading),
        whole_caption=None if mail else whole_caption(reading),
    )


def _lines(reading: Reading) -> list[str]:
    lines: list[str] = []
    for record in reading.records:
        if isinstance(record, Text):
            lines.append(clean(record.text))
        elif isinstance(record, Table):
            for row in record.rows:
                cells = (clean(cell.text) for cell in row.cells if cell.text)
                lines.append(" | ".join(cells))
    return [line for line in lines if line]


def _head(lines: list[str]) -> str:
    kept: list[str] = []
    left = HEAD_CHARACTERS
    for line in lines:
        if left <= 0:
            break
        kept.append(line[:left])
        left -= len(line) + 1
    return "\n".join(kept)
