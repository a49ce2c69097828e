"""What reading one file gave: its status, its records, the files inside it. A plain value, JSON both ways."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from parsers.records import RECORD_TYPES, Address, Cell, Record, Row, Table

Status = Literal["read", "stored", "ignored", "unreadable", "encrypted", "refused", "unsupported"]
Origin = Literal["attachment", "inline", "archive", "embedded"]

STATUSES: tuple[str, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Child:
    """A file inside a file. Its bytes lie in the spool under `sha256`; a child without bytes says why in `status`."""

    name: str  # as it came, NFC; a label, never a path; archives keep their folders ("Ảnh/1.jpg")
    origin: Origin
    sha256: str | None
    size: int | None
    media_type: str = ""  # as declared by the container, lower case, "" where it says nothing
    part: str = ""  # MIME part number, e.g. "1.2"
    content_id: str = ""  # without <>
    modified_at: str = ""  # as the container says, ISO 8601, without zone where it has none
    status: Status | None = None  # only where the container already knows: refused, encrypted, unreadable
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one file. Whatever the status, records and children found before a fault are kept."""

    format: str  # a key of parsers.formats.FORMATS, or "unknown"
    media_type: str  # as detected from the content
    status: Status
    reason: str = ""  # English, one line, for `status` other than read and stored
    records: tuple[Record, ...] = ()
    children: tuple[Child, ...] = field(default=())

    def to_json(self) -> str:
        """Serialise; records are tagged with their type's name."""
        body = {
            "format": self.format,
            "media_type": self.media_type,
            "status": self.status,
            "reason": self.reason,
            "records": [[type(record).__name__, asdict(record)] for record in self.records],
            "children": [asdict(child) for child in self.children],
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Reading":
        """Rebuild from `to_json`."""
        body = json.loads(text)
        return cls(
            format=body["format"],
            media_type=body["media_type"],
            status=body["status"],
            reason=body["reason"],
            records=tuple(_record(name, values) for name, values in body["records"]),
            children=tuple(Child(**values) for values in body["children"]),
        )


_TYPES = {kind.__name__: kind for kind in RECORD_TYPES}


def _record(name: str, values: dict[str, Any]) -> Record:
    if name == "Table":
        rows = tuple(Row(row["number"], tuple(_cell(cell) for cell in row["cells"])) for row in values.pop("rows"))
        return Table(rows=rows, **values)
    if name == "Mail":
        values["sender"] = Address(**values["sender"])
        for key in ("to", "cc", "reply_to"):
            values[key] = tuple(Address(**address) for address in values[key])
        for key in ("references", "authentication_results", "labels", "defects"):
            values[key] = tuple(values[key])
    record: Record = _TYPES[name](**values)
    return record


def _cell(values: dict[str, Any]) -> Cell:
    return Cell(values["text"], values["merge"], tuple(values["pictures"]))
