"""Small submissions of an invented autumn, built from what a test wants to say and sound defaults."""

from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from config.campaign import Campaign, Duty, Owed, Part
from config.load import load_campaign
from config.registers import load_register
from config.units import Unit
from validators.context import Context
from validators.submission import (
    Access,
    File,
    FileOrigin,
    FileStatus,
    Link,
    Media,
    Message,
    Nomination,
    Orphan,
    PartStatus,
    Role,
    Submission,
    Timeliness,
    When,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CAMPAIGN = load_campaign("congress-2024")
UNITS = {unit.code: unit for unit in load_register(CAMPAIGN.register_)}
DEADLINE = datetime(2024, 11, 20, tzinfo=ZONE)
GRACE = datetime(2024, 11, 21, tzinfo=ZONE)


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, month: int = 11) -> datetime:
    """An instant of November 2024 in Hà Nội."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=ZONE)


ARRIVED = at(12)


def context(now: datetime | None = None, campaign: Campaign = CAMPAIGN) -> Context:
    return Context(campaign=campaign, now=now or at(15), units=UNITS)


def campaign_with(**changes: Any) -> Campaign:
    return CAMPAIGN.model_copy(update=changes)


def message(
    id: str = "m1@example.vn",
    role: Role = "submission",
    received_at: datetime | None = ARRIVED,
    carries: tuple[Part, ...] = (),
    **more: Any,
) -> Message:
    fields: dict[str, Any] = {
        "message_id": id,
        "units": (),
        "unit_evidence": "",
        "candidates": (),
        "subject": "Gửi hồ sơ",
        "sender": "Nguyễn Văn Ví Dụ <vidu@example.vn>",
        "timeliness": None,
        "folder": "INBOX",
        "reason": None,
        "files": (),
        "links": (),
    }
    return Message(id=id, role=role, received_at=received_at, carries=carries, **(fields | more))


def link(access: Access, url: str = "https://drive.google.com/drive/folders/A1", **more: Any) -> Link:
    fields: dict[str, Any] = {
        "message": "m1@example.vn",
        "unit": "stp-lang-son",
        "kind": "folder",
        "drive_id": None,
        "checked_at": at(14),
    }
    return Link(url=url, access=access, **(fields | more))


def file(status: FileStatus, name: str = "Danh sach.docx", origin: FileOrigin = "attachment", **more: Any) -> File:
    fields: dict[str, Any] = {
        "path": f"m1@example.vn/{name}",
        "unit": "stp-lang-son",
        "message": "m1@example.vn",
        "sha256": "0" * 64,
        "size": 1000,
        "media_type": "",
    }
    return File(name=name, origin=origin, status=status, **(fields | more))


def when(start: date, end: date | None = None, text: str = "12/5/2023", *, inferred: bool = False) -> When:
    return When(text=text, start=start, end=end or start, inferred=inferred)


def media(name: str = "01.jpg", kind: Literal["image", "video"] = "image", **more: Any) -> Media:
    fields: dict[str, Any] = {
        "path": f"m1@example.vn/{name}",
        "unit": "stp-lang-son",
        "content": "Tập huấn hòa giải viên",
        "time": when(date(2023, 5, 12)),
        "place": "Hội trường Sở",
        "caption_source": "row",
        "arrived_at": at(12),
    }
    return Media(kind=kind, **(fields | more))


def nomination(name: str = "Trần Thị Thí Dụ", **more: Any) -> Nomination:
    fields: dict[str, Any] = {
        "unit": "stp-lang-son",
        "kind": "individual",
        "position": "Chuyên viên",
        "organisation": "Phòng Hành chính tư pháp",
        "level": None,
        "role": None,
        "gender": None,
        "birth_year": None,
        "field": "",
        "achievements": "",
        "path": "m1@example.vn/Danh sach.docx",
        "locator": "table 1 row 2",
    }
    return Nomination(name=name, **(fields | more))


def orphan(names: str, path: str = "m1@example.vn/Chú thích.xlsx") -> Orphan:
    return Orphan(names=names, path=path, locator="sheet 1 row 2", content="Hội nghị tổng kết")


def part(
    name: Part,
    owed: Owed = "required",
    *,
    stands: bool = False,
    nil: bool = False,
    first: datetime | None = None,
    by: str | None = None,
    timeliness: Timeliness | None = None,
    deadline: datetime | None = DEADLINE,
    grace: datetime | None = GRACE,
) -> PartStatus:
    duty = Duty(part=name, owed=owed, deadline=deadline, grace_until=grace, warn_before=CAMPAIGN.defaults.warn_before)
    return PartStatus(duty=duty, stands=stands, nil=nil, first_arrival=first, first_message=by, timeliness=timeliness)


def submission(unit: str | None = "stp-lang-son", **more: Any) -> Submission:
    """Of Sở Tư pháp Lạng Sơn, unless another is named; None is the mail that nobody can place."""
    who: Unit | None = UNITS[unit] if unit else None
    fields: dict[str, Any] = {"group": "so-tu-phap", "counts": True, "messages": (message(),)}
    return Submission(unit=who, **(fields | more))
