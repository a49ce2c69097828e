"""Messages, files and linked folders as the readers would leave them: records go through the real readers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.campaign import Campaign
from config.load import load_campaign
from config.registers import load_register
from parsers.facts import FileFacts, file_facts
from parsers.reading import Reading
from parsers.records import Address, Cell, Image, Mail, Page, Picture, Record, Row, Table, Text, Video
from validators.assemble.assemble import assemble
from validators.assemble.inputs import Assignment, Inputs, MessageInput, RootInput
from validators.assemble.tree import Node
from validators.submission import Access, FileOrigin, FileStatus, Submission

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CAMPAIGN = load_campaign("congress-2024")
REGISTER = load_register(CAMPAIGN.register_)
CITED = frozenset({"6286/BTP-TCCB", "6266/BTP-TCCB", "42/QĐ-BTP"})
PHOTO = (4000, 3000)

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMATS = {
    "docx": ("docx", _DOCX),
    "pdf": ("pdf", "application/pdf"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "txt": ("text", "text/plain"),
}


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, *, month: int = 11) -> datetime:
    """An instant of November 2024 in Hà Nội."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=ZONE)


ARRIVED = at(12)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read(name: str, records: Sequence[Record]) -> FileFacts:
    """What all readers say about a file with these records."""
    kind, media_type = _FORMATS.get(name.rpartition(".")[2].lower(), ("docx", _DOCX))
    return file_facts(Reading(kind, media_type, "read", records=tuple(records)), CITED)


def lines(text: str, *, page: int | None = None) -> list[Record]:
    return [Text(f"paragraph {at}", line, page) for at, line in enumerate(text.strip().splitlines(), 1)]


def node(
    path: str,
    facts: FileFacts | None = None,
    *,
    origin: FileOrigin = "attachment",
    content: str = "",
    status: FileStatus | None = None,
    **more: Any,
) -> Node:
    """A file; its bytes are those of `content`, by default of its path."""
    head, _, name = path.rpartition("/")
    return Node(
        path=path,
        parent=more.pop("parent", head if origin in {"archive", "embedded"} else ""),
        origin=origin,
        name=name,
        sha256=sha(content or path),
        size=more.pop("size", 1000),
        media_type=facts.media_type if facts else "application/octet-stream",
        status=status or (facts.status if facts else "not_fetched"),
        reason=more.pop("reason", ""),
        facts=facts,
        **more,
    )


def document(path: str, text: str, **more: Any) -> Node:
    """A document with these lines."""
    return node(path, read(path, lines(text)), **more)


def paper(path: str, text: str, **more: Any) -> Node:
    """A page of a PDF with these lines."""
    page = Page("page 1", 1, len(text))
    return node(path, read(path, [page, *lines(text, page=1)]), **more)


def table(path: str, rows: Iterable[Sequence[str]], *, title: str = "", **more: Any) -> Node:
    """A document with one table, perhaps below a title."""
    grid = tuple(Row(number, tuple(Cell(text) for text in row)) for number, row in enumerate(rows, 1))
    return node(path, read(path, [*lines(title), Table("table 1", grid)]), **more)


def album(path: str, pictures: Sequence[tuple[str, str]], *, title: str = "", more_text: str = "") -> list[Node]:
    """A document with pictures, each above its caption (or none), and the pictures as its children."""
    records: list[Record] = [*lines(title)]
    for number, (name, caption) in enumerate(pictures, 1):
        records.append(Picture(f"picture {number}", name))
        records += [Text(f"paragraph {number}", caption)] if caption else []
    records += lines(more_text)
    inside = [photo(f"{path}/{name}", origin="embedded", content=f"{path} {name}", parent=path) for name, _ in pictures]
    return [node(path, read(path, records)), *inside]


def photo(path: str, *, size: tuple[int, int] = PHOTO, description: str = "", **more: Any) -> Node:
    """A picture."""
    image = Image(*size, "jpeg", description=description)
    facts = FileFacts("image", "image/jpeg", "stored", image=image)
    named = {"description": more.pop("drive_description")} if "drive_description" in more else {}
    return replace(node(path, facts, **more), **named)


def film(path: str, **more: Any) -> Node:
    """A video."""
    return node(path, FileFacts("video", "video/mp4", "stored", video=Video("mp4")), **more)


def mail(
    subject: str = "",
    body: str = "",
    *,
    sender: str = "nguoi.gui@example.com",
    name: str = "",
    message_id: str = "",
    **more: Any,
) -> Mail:
    fields: dict[str, Any] = {
        "to": (Address("", "hopthu@example.vn"),),
        "cc": (),
        "reply_to": (),
        "date": "",
        "in_reply_to": "",
        "references": (),
        "quoted": "",
        "auto_submitted": "",
        "list_id": "",
        "content_type": "multipart/mixed",
        "authentication_results": (),
    }
    return Mail(message_id, subject, Address(name, sender), body=body, **(fields | more))


def message(
    subject: str = "",
    body: str = "",
    nodes: Iterable[Node] = (),
    *,
    received_at: datetime | None = ARRIVED,
    key: str = "",
    folder: str = "INBOX",
    draft: bool = False,
    tables: Sequence[Record] = (),
    **header: Any,
) -> MessageInput:
    """A message; `key` makes its Message-ID `key@example.vn` (by default from subject, body, sender)."""
    key = key or sha(f"{subject}{body}{header.get('sender')}")[:8]
    written = mail(subject, body, **({"message_id": f"{key}@example.vn"} | header))
    facts = file_facts(Reading("mail", "message/rfc822", "read", records=(written, *tables)), CITED)
    return MessageInput(sha(key), received_at, folder, junk=False, draft=draft, facts=facts, nodes=tuple(nodes))


def folder(drive_id: str, name: str, nodes: Iterable[Node] = (), *, access: Access = "public") -> RootInput:
    """A linked folder; give nodes with paths below the folder, e.g. `photo("1.jpg")`."""
    below = tuple(replace(one, path=f"drive/{drive_id}/{one.path}", origin=_drive(one)) for one in nodes)
    return RootInput(drive_id, access, "", "folder", at(13), name, items=len(below), nodes=below)


def _drive(one: Node) -> FileOrigin:
    return "drive" if one.origin == "attachment" else one.origin


def link_to(drive_id: str) -> str:
    return f"https://drive.google.com/drive/folders/{drive_id}?usp=sharing"


def inputs(
    *messages: MessageInput,
    roots: Iterable[RootInput] = (),
    assignments: tuple[Assignment, ...] = (),
    campaign: Campaign = CAMPAIGN,
    own_addresses: frozenset[str] = frozenset({"hopthu@example.vn"}),
) -> Inputs:
    return Inputs(
        campaign=campaign,
        register=REGISTER,
        as_of=at(30),
        messages=messages,
        roots={root.drive_id: root for root in roots},
        assignments=assignments,
        own_addresses=own_addresses,
        authserv_id="mx.google.com",
    )


def submission(code: str, given: Inputs) -> Submission:
    """What one unit has sent."""
    return next(one for one in assemble(given)[0] if one.code == code)


def unplaced(given: Inputs) -> Submission:
    return assemble(given)[1]


LETTER = """\
{parent}
{unit}
Số: {number}
V/v giới thiệu điển hình tiên tiến
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày 14 tháng 11 năm 2024
Kính gửi: Bộ Tư pháp (Vụ Tổ chức cán bộ)
Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024 của Bộ Tư pháp, {self} gửi danh sách đề cử.
Nơi nhận:
- Như trên;
- Lưu: VT.
{title}
(đã ký)
Nguyễn Văn Ví Dụ
"""


def letter(path: str = "1532-STP-VP.signed.pdf", **words: str) -> Node:
    """The signed letter of Sở Tư pháp tỉnh Lạng Sơn, or of whom the words say."""
    said = {
        "parent": "UBND TỈNH LẠNG SƠN",
        "unit": "SỞ TƯ PHÁP",
        "number": "1532/STP-VP",
        "place": "Lạng Sơn",
        "self": "Sở Tư pháp",
        "title": "GIÁM ĐỐC",
    }
    return paper(path, LETTER.format(**(said | words)))
