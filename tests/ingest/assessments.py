"""Typed factories of assessments: small ones to vary in a test, and a full campaign with invented units."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from config.campaign import Campaign, Duty, Owed, Part, Severity
from config.units import Unit
from validators.assessment import (
    Assessment,
    Counts,
    DecisionRecord,
    FindingRecord,
    Operations,
    State,
    UnitAssessment,
    Waiver,
)
from validators.findings import Finding
from validators.submission import (
    Access,
    File,
    FileStatus,
    Letter,
    Link,
    Media,
    Message,
    Nomination,
    PartStatus,
    Role,
    Submission,
    Timeliness,
    When,
)

HANOI = timezone(timedelta(hours=7))
DEADLINE = datetime(2024, 11, 20, tzinfo=HANOI)
GRACE = datetime(2024, 11, 21, tzinfo=HANOI)
OPENING = datetime(2024, 10, 31, tzinfo=HANOI)


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    """An instant in Hà Nội, in UTC as all stored instants are."""
    return datetime(2024, month, day, hour, minute, tzinfo=HANOI).astimezone(UTC)


CAMPAIGN = Campaign.model_validate(
    {
        "id": "congress-2024",
        "title": "Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI",
        "letter": {"number": "6286/BTP-TCCB", "date": "2024-10-31"},
        "deadline_words": "chậm nhất trước ngày 20/11/2024",
        "opening": OPENING,
        "period": {"from": "2020-01-01"},
        "register": {"file": "units_2024", "on": "2024-10-31"},
        "rolling_updates": True,
        "defaults": {"deadline": DEADLINE, "grace_until": GRACE, "warn_before": "7d"},
        "group": [
            {
                "id": "quan-ly-nha-nuoc",
                "title": "Đơn vị thuộc Bộ – quản lý nhà nước",
                "kinds": ["don_vi_thuoc_bo_qlnn"],
                "counts": True,
                "owes": {"media": "required", "nominations": "required", "letter": "with nominations"},
            },
            {
                "id": "don-vi-khac",
                "title": "Đơn vị thuộc Bộ – khác",
                "kinds": ["don_vi_thuoc_bo_khac"],
                "counts": True,
                "owes": {"media": "required", "nominations": "expected", "letter": "with nominations"},
            },
            {
                "id": "so-tu-phap",
                "title": "Sở Tư pháp",
                "kinds": ["so_tu_phap"],
                "counts": True,
                "owes": {"media": "required", "nominations": "expected", "letter": "with nominations"},
            },
            {
                "id": "cuc-thads",
                "title": "Cục THADS",
                "kinds": ["cuc_thads"],
                "counts": True,
                "owes": {"media": "required", "nominations": "expected", "letter": "with nominations"},
            },
            {
                "id": "dang-doan-the",
                "title": "Đảng, đoàn thể",
                "kinds": ["to_chuc_dang_doan_the"],
                "owes": {"nominations": "optional"},
            },
        ],
    }
)
_GROUP_OF = {kind: group for group in CAMPAIGN.group for kind in group.kinds}


def unit(code: str, name: str, kind: str = "so_tu_phap", *, province: str = "", region: str = "") -> Unit:
    return Unit(code=code, name=name, kind=kind, names=(name,), province=province, region=region)


def so(code: str, province: str, region: str = "Vùng Trung du") -> Unit:
    return unit(f"stp-{code}", f"Sở Tư pháp tỉnh {province}", province=province, region=region)


def thads(code: str, province: str, region: str = "Vùng Trung du") -> Unit:
    name = f"Cục Thi hành án dân sự tỉnh {province}"
    return unit(f"thads-{code}", name, "cuc_thads", province=province, region=region)


def vu(code: str, name: str, kind: str = "don_vi_thuoc_bo_qlnn") -> Unit:
    return unit(f"btp-{code}", name, kind)


def message(
    id: str,
    *units: str,
    received: datetime | None = None,
    seen: datetime | None = None,
    role: Role = "submission",
    timeliness: Timeliness | None = "in_time",
    candidates: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
    subject: str = "Gửi hồ sơ điển hình tiên tiến",
    sender: str = "Nguyễn Thị Văn Thư <vanthu.bichmai@example.vn>",
    reason: str | None = None,
) -> Message:
    return Message(
        id=id,
        message_id=id,
        units=units,
        unit_evidence="letterhead, subject" if units else "",
        candidates=candidates,
        subject=subject,
        sender=sender,
        received_at=received,
        seen_at=seen,
        timeliness=timeliness,
        folder="INBOX",
        role=role,
        reason=reason,
        files=files,
        links=links,
    )


def link(url: str, message_id: str, code: str | None, access: Access = "no_access") -> Link:
    return Link(url, message_id, code, "folder", "1AbC", access, at(18, 7))


def file(path: str, code: str | None, status: FileStatus = "read", *, name: str = "") -> File:
    label = name or path.rsplit("/", 1)[-1]
    message_id = path.split("/", 1)[0]
    return File(path, code, message_id, "attachment", label, "ab" * 32, 2048, "application/pdf", status)


def letter(code: str, path: str, day: date = date(2024, 11, 14)) -> Letter:
    return Letter(path, code, "1532", "STP-VP", day, "V/v giới thiệu điển hình tiên tiến", "Trần Thị Mận", True)


def nomination(
    code: str, path: str, name: str = "Lê Văn Ổi", *, row: int = 2, organisation: str = "Phòng Hành chính"
) -> Nomination:
    return Nomination(
        unit=code,
        kind="individual",
        name=name,
        position="Chuyên viên",
        organisation=organisation,
        level="province",
        role="worker",
        gender="male",
        birth_year=None,
        field="Hộ tịch",
        achievements="Nhiều năm hoàn thành xuất sắc nhiệm vụ",
        path=path,
        locator=f"table 2 row {row}",
    )


def media(code: str, path: str, *, content: str | None = "Trợ giúp pháp lý lưu động", video: bool = False) -> Media:
    time = When("15/3/2021", date(2021, 3, 15), date(2021, 3, 15)) if content else None
    place = "Nhà văn hóa xã Hồng Đào" if content else None
    kind = "video" if video else "image"
    return Media(path, code, kind, content, time, place, "row" if content else None, at(15))  # type: ignore[arg-type]


def finding(
    code: str,
    unit_code: str | None,
    subject: str = "",
    *,
    severity: Severity = "error",
    opened: datetime | None = None,
    resolved: datetime | None = None,
    came_back: datetime | None = None,
    waived: bool = False,
    updates: tuple[datetime, ...] = (),
    detail: str = "Nội dung cần bổ sung.",
) -> FindingRecord:
    plain = Finding(unit_code, code, subject, severity, detail)
    return FindingRecord(
        id=plain.fingerprint(CAMPAIGN.id),
        unit=unit_code,
        code=code,
        severity=severity,
        subject=subject,
        detail=detail,
        opened_at=opened or at(15),
        resolved_at=resolved,
        waived=Waiver("hoa", "đã trao đổi", at(16)) if waived else None,
        came_back_at=came_back,
        updates=updates,
    )


def part(
    name: Part,
    owed: Owed = "required",
    *,
    arrived: datetime | None = None,
    message_id: str | None = None,
    nil: bool = False,
    timeliness: Timeliness | None = None,
    deadline: datetime | None = DEADLINE,
) -> PartStatus:
    duty = Duty(part=name, owed=owed, deadline=deadline, grace_until=GRACE if deadline else None)
    stands = arrived is not None
    return PartStatus(duty, stands, nil, arrived, message_id, timeliness or ("in_time" if stands else None))


def submitted(
    who: Unit,
    state: State = "complete",
    *,
    received: datetime | None = None,
    findings: int = 0,
    timeliness: Timeliness = "in_time",
    checked: bool = False,
    messages: Sequence[Message] | None = None,
    links: Iterable[Link] = (),
    files: Iterable[File] = (),
    items: Iterable[Media] | None = None,
    parts: Sequence[PartStatus] | None = None,
    nominations: Sequence[Nomination] | None = None,
) -> UnitAssessment:
    """A unit that has sent a letter, a list and pictures in one message."""
    code = who.code
    group = _GROUP_OF[who.kind]
    came = received or at(15)
    id = f"{code}.1@example.vn"
    sent = (message(id, code, received=came, timeliness=timeliness, files=(f"{id}/cv.pdf", f"{id}/ds.docx")),)
    shown = tuple(items) if items is not None else (media(code, f"{id}/anh1.jpg"), media(code, f"{id}/anh2.jpg"))
    named = tuple(nominations) if nominations is not None else (nomination(code, f"{id}/ds.docx"),)
    stands = (
        part("letter", arrived=came, message_id=id, timeliness=timeliness),
        part("nominations", "expected", arrived=came, message_id=id, timeliness=timeliness),
        part("media", arrived=came, message_id=id, timeliness=timeliness),
    )
    submission = Submission(
        unit=who,
        group=group.id,
        counts=group.counts,
        parts=tuple(parts) if parts is not None else stands,
        messages=tuple(messages) if messages is not None else sent,
        links=tuple(links),
        files=(file(f"{id}/cv.pdf", code), file(f"{id}/ds.docx", code), *files),
        letters=(letter(code, f"{id}/cv.pdf"),),
        nominations=named,
        media=shown,
    )
    captioned = sum(item.captioned for item in shown)
    counts = Counts(len(submission.messages), len(named), len(shown), captioned, len(submission.files), findings)
    return UnitAssessment(submission, state, checked, counts)


def silent(who: Unit, state: State = "nothing", *, deadline: datetime | None = DEADLINE) -> UnitAssessment:
    """A unit from which nothing has come."""
    group = _GROUP_OF[who.kind]
    owed: Owed = "excused" if state == "exempt" else "required"
    submission = Submission(who, group.id, group.counts, parts=(part("media", owed, deadline=deadline),))
    return UnitAssessment(submission, state, False, Counts(0, 0, 0, 0, 0, 0))


def assessment(
    *units: UnitAssessment,
    as_of: datetime | None = None,
    findings: Iterable[FindingRecord] = (),
    unplaced: Sequence[Message] = (),
    decisions: Iterable[DecisionRecord] = (),
    operations: Operations | None = None,
    campaign: Campaign = CAMPAIGN,
) -> Assessment:
    rows = sorted(findings, key=lambda row: (row.unit or "", row.code, row.subject))
    links = tuple(link(url, row.id, None) for row in unplaced for url in row.links)
    return Assessment(
        campaign=campaign,
        as_of=as_of or at(18, 7, 30),
        units=units,
        unplaced=Submission(None, "", False, messages=tuple(unplaced), links=links),
        findings=tuple(rows),
        decisions=tuple(decisions),
        operations=operations or Operations(polled_at=at(18, 7, 28), on_server=214, received=214),
    )


_FIRST = [
    "An",
    "Bình",
    "Châu",
    "Đông",
    "Gia",
    "Hà",
    "Hưng",
    "Khánh",
    "Lâm",
    "Long",
    "Minh",
    "Nam",
    "Ninh",
    "Phú",
    "Quang",
    "Sơn",
    "Tân",
    "Thạch",
    "Vân",
    "Vĩnh",
    "Đại",
]
_SECOND = ("Lạc", "Thủy Mai", "Đức")
_REGIONS = ("Vùng Trung du", "Vùng Đồng bằng", "Vùng Duyên hải", "Vùng Cao nguyên", "Vùng Hạ lưu")
_FIELDS = [
    "bổ trợ pháp lý",
    "hộ khẩu",
    "kiểm tra văn bản",
    "phổ biến chính sách",
    "trợ giúp cộng đồng",
    "đăng ký tài sản",
    "con nuôi quốc gia",
    "bồi thường công",
    "lưu trữ",
    "thống kê",
    "nghiên cứu",
    "đào tạo",
    "xuất bản",
    "thông tin",
    "kế hoạch",
]


def register() -> tuple[Unit, ...]:
    """156 invented units that count, and three organisations that do not."""
    provinces = [f"{first} {second}" for second in _SECOND for first in _FIRST]
    ministry = [vu(f"vu-{i}", f"Cục {field}") for i, field in enumerate(_FIELDS)]
    ministry += [vu(f"vien-{i}", f"Trung tâm {field}", "don_vi_thuoc_bo_khac") for i, field in enumerate(_FIELDS)]
    local = [(str(i), name, _REGIONS[i % 5]) for i, name in enumerate(provinces)]
    mass = [vu(f"doan-{i}", f"Hội số {i}", "to_chuc_dang_doan_the") for i in range(3)]
    return (*ministry, *(so(*row) for row in local), *(thads(*row) for row in local), *mass)


def _troubled(who: Unit, index: int) -> tuple[UnitAssessment, list[FindingRecord]]:
    """A unit with a gap in its captions, and by turns a locked folder, a broken file, a missing letter."""
    code, id = who.code, f"{who.code}.1@example.vn"
    count = 12 + index % 40
    items = [media(code, f"{id}/anh{i}.jpg", content=None if i < 3 else "Hội nghị") for i in range(count)]
    came = at(10 + index % 8, 8 + index % 9, index % 60)
    rows = [finding("caption_missing", code, f"{id}/anh{i}.jpg", opened=came) for i in range(3)]
    rows += [
        finding("caption_missing_place", code, f"{id}/anh{i}.jpg", opened=came, severity="warning")
        for i in range(3, count - 4)
    ]
    rows += [
        finding("caption_missing_time", code, f"{id}/anh{i}.jpg", opened=came, severity="warning") for i in range(3, 9)
    ]
    url = f"https://drive.google.com/drive/folders/1{code}"
    links = [link(url, id, code)] if index % 4 == 2 else []
    files = [file(f"{id}/bao cao.pdf", code, "encrypted")] if index % 8 == 0 else []
    rows += [finding("link_no_access", code, url, opened=came)] if links else []
    rows += [finding("file_encrypted", code, files[0].path, opened=came)] if files else []
    if index % 5 == 0:
        rows.append(finding("missing_letter", code, opened=came, severity="warning"))
    if index % 7 == 0:
        rows.append(
            finding("nomination_missing_field", code, "Lê Văn Ổi (Phòng Hành chính)", opened=came, severity="warning")
        )
    return submitted(who, "incomplete", received=came, findings=len(rows), items=items, links=links, files=files), rows


def campaign_morning(as_of: datetime | None = None, *, silent_share: int = 3, troubled_share: int = 2) -> Assessment:
    """The 156 units on a morning before the deadline; every `silent_share`-th has not written (0: all have)."""
    units: list[UnitAssessment] = []
    rows: list[FindingRecord] = []
    for index, who in enumerate(register()):
        if not _GROUP_OF[who.kind].counts or (silent_share and index % silent_share == 0):
            units.append(silent(who))
            rows.append(finding("not_submitted", who.code, severity="warning", opened=at(13)))
        elif index % troubled_share == 0:
            one, own = _troubled(who, index)
            units.append(one)
            rows += own
        else:
            units.append(submitted(who, received=at(8 + index % 10, 8 + index % 9, index % 60)))
    lost = [
        message("lost.1@example.vn", received=at(17, 16), candidates=("stp-3",), timeliness=None),
        message("lost.2@example.vn", received=at(17, 22), timeliness=None),
    ]
    rows += [finding("unit_unidentified", None, row.id, opened=at(17, 22)) for row in lost]
    asked = next(one for one in units if one.state == "incomplete")
    code = asked.submission.code
    note = "Đơn vị đề nghị gia hạn đến ngày 25/11/2024, chưa có ý kiến."
    rows.append(finding("extension_requested", code, "q@example.vn", severity="warning", opened=at(17, 8), detail=note))
    rows.append(finding("withdrawal_pending", code, "w@example.vn", severity="warning", opened=at(17, 8)))
    return assessment(*units, as_of=as_of, findings=rows, unplaced=lost)


def without_findings(whole: Assessment) -> Assessment:
    return replace(whole, findings=())
