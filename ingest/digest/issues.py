"""The open findings of one unit as lines for people: one line per cause, with counts and since when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.campaign import Part
from ingest.digest.words import PARTS, day_in, two
from validators.assessment import FindingRecord
from validators.findings import CODES
from validators.submission import Submission

CAPTION_CODES = ("caption_missing", "caption_missing_content", "caption_missing_place", "caption_missing_time")
_CAPTION_FIELDS = (
    ("caption_missing_content", "nội dung"),
    ("caption_missing_place", "địa điểm"),
    ("caption_missing_time", "thời gian"),
)
MISSING_PARTS: dict[str, Part] = {
    "missing_letter": "letter",
    "missing_nominations": "nominations",
    "missing_media": "media",
    "missing_registrations": "registrations",
    "missing_summary": "summary",
}

# What happens to a dossier as a whole is told in sections of its own, not among what a unit still has to send.
ELSEWHERE = frozenset({"not_submitted", "arrival_borderline", "late_arrival", "unit_unidentified"})
# Handled by the officer in person: counted, never told by name.
PRIVATE = frozenset({"withdrawal_pending", "sender_unverified"})

_COUNTED: dict[str, str] = {
    "link_no_access": "đường dẫn chưa mở được",
    "link_revoked": "đường dẫn đã bị thu hồi quyền xem",
    "link_trashed": "thư mục, tệp trên Drive đã bị chuyển vào thùng rác",
    "link_empty": "thư mục trên Drive chưa có tệp nào",
    "link_partly_readable": "thư mục trên Drive còn mục chưa mở được",
    "link_view_only": "đường dẫn chỉ xem được, chưa tải được",
    "link_quota": "đường dẫn tạm thời chưa tải được",
    "link_unsupported": "đường dẫn không chứa tệp",
    "link_not_drive": "đường dẫn không phải Google Drive",
    "file_unreadable": "tệp không mở được",
    "file_encrypted": "tệp có mật khẩu",
    "file_refused": "tệp chưa tiếp nhận được vì lý do an toàn",
    "file_unsupported": "tệp có định dạng chưa đọc được",
    "letter_unsigned": "văn bản chưa có chữ ký",
    "nomination_missing_field": "đề cử thiếu thông tin",
    "nomination_kind_unclear": "đề cử chưa rõ là tập thể hay cá nhân",
    "nomination_conflict": "đề cử có thông tin khác nhau giữa các văn bản",
    "nomination_duplicate": "đề cử trùng trong danh sách",
    "caption_orphan": "chú thích nêu tệp chưa nhận được",
    "media_out_of_period": "ảnh, video ngoài giai đoạn yêu cầu",
    "late_content": "tệp bổ sung hoặc thay đổi sau hạn",
    # Information by the common table; a campaign may grade it higher.
    "link_private": "đường dẫn chỉ hộp thư tiếp nhận xem được",
    "file_with_macros": "tệp có macro",
    "text_uncertain": "văn bản nhận dạng chưa chắc chắn",
    "caption_vague_time": "chú thích có thời gian chưa cụ thể",
    "caption_vague_place": "chú thích có địa điểm chưa cụ thể",
    "media_low_resolution": "ảnh, video có độ phân giải thấp",
    "media_duplicate": "ảnh, video trùng",
    "sensitive_data": "tệp có dữ liệu cá nhân nhạy cảm",
    "found_in_spam": "thư nằm trong mục thư rác",
    "misdirected": "tin, bài gửi nhầm hộp thư",
    "sent_on_behalf": "thư do đơn vị khác gửi thay",
    "message_withdrawn": "thư đã được rút hoặc thay thế",
}
_STATED: dict[str, str] = {
    "version_conflict": "có nhiều bản danh sách, chưa rõ bản chính thức",
    "series_incomplete": "chưa nhận đủ các phần đã báo gửi",
    "count_mismatch": "số lượng nêu trong văn bản khác số lượng nhận được",
    "extension_requested": "đề nghị gia hạn, chờ quyết định",
    "question_unanswered": "có câu hỏi chưa được trả lời",
    "arrival_unknown": "chưa xác định được thời điểm nhận",
    "balance_skewed": "cơ cấu chưa cân đối",
    "nil_return": "báo không có trường hợp đề xuất",
}
BY_UPDATE = "do cập nhật phần mềm"
_UNWORDED = "nội dung khác cần rà soát"
_ORDER = ("missing", *_COUNTED, "captions", *_STATED)
_UNREAD = ("link_", "file_")
_OPENED = frozenset({"link_empty", "link_private"})  # nothing can lie in them that was not read


@dataclass(frozen=True, slots=True)
class Issue:
    """One cause of one unit: `37/52 ảnh chưa đủ chú thích (thiếu địa điểm 30, thời gian 12)`, since a day."""

    cause: str
    text: str
    since: date
    severe: bool

    def line(self, today: date) -> str:
        return f"{self.text}, từ {day_in(self.since, today)}"


def cause_of(code: str) -> str:
    """Codes that are one matter for the unit: captions are mended together, missing parts are sent together."""
    if code in CAPTION_CODES:
        return "captions"
    return "missing" if code in MISSING_PARTS else code


def appeared(finding: FindingRecord) -> datetime:
    """From when the finding stands, its last return counted."""
    return finding.came_back_at or finding.opened_at


def update_mark(rows: Iterable[FindingRecord], since: datetime | None) -> str:
    """What to add to a line of which our software changed something after `since`; "" on all other days."""
    told = [row for row in rows if row.waived is None]
    if since is None or not any(moment > since for row in told for moment in row.updates):
        return ""
    if all(appeared(row) > since and appeared(row) in row.updates for row in told if row.counts):
        return f" – mới thấy {BY_UPDATE}"
    return f" – có thay đổi {BY_UPDATE}"


def issues(
    submission: Submission, findings: Iterable[FindingRecord], zone: ZoneInfo, since: datetime | None = None
) -> tuple[Issue, ...]:
    """What the unit still has to mend, gravest first. Only what counts: open, unwaived, no mere information.

    What our own software changed after `since` is marked so: nobody is to be asked what they did.
    """
    findings = tuple(findings)
    counting = [finding for finding in findings if finding.counts and finding.code not in ELSEWHERE | PRIVATE]
    by_cause: dict[str, list[FindingRecord]] = {}
    for finding in counting:
        by_cause.setdefault(cause_of(finding.code), []).append(finding)
    found = [_issue(cause, rows, submission, counting, zone) for cause, rows in by_cause.items()]
    marks = {cause: update_mark((row for row in findings if cause_of(row.code) == cause), since) for cause in by_cause}
    found = [replace(issue, text=issue.text + marks[issue.cause]) for issue in found]
    return tuple(sorted(found, key=lambda issue: (not issue.severe, _rank(issue.cause), issue.cause)))


def _rank(cause: str) -> int:
    return _ORDER.index(cause) if cause in _ORDER else len(_ORDER)


def _issue(
    cause: str, rows: list[FindingRecord], submission: Submission, all_rows: list[FindingRecord], zone: ZoneInfo
) -> Issue:
    return Issue(
        cause=cause,
        text=_WORDERS.get(cause, _plain)(rows, submission, all_rows),
        since=min(appeared(row) for row in rows).astimezone(zone).date(),
        severe=any(row.severity == "error" for row in rows),
    )


def title(code: str) -> str:
    """What one finding of the code is called, lower case."""
    if code in MISSING_PARTS:
        return f"chưa có {PARTS[MISSING_PARTS[code]]}"
    known = CODES.get(code)
    return known.title if known else _COUNTED.get(code) or _STATED.get(code) or _UNWORDED


def _plain(rows: Sequence[FindingRecord], _submission: Submission, _all: Sequence[FindingRecord]) -> str:
    code = rows[0].code
    if code in _COUNTED:
        return f"{two(len({row.subject for row in rows}))} {_COUNTED[code]}"
    return _STATED.get(code) or title(code)


def _missing(rows: Sequence[FindingRecord], submission: Submission, all_rows: Sequence[FindingRecord]) -> str:
    wanted = {MISSING_PARTS[row.code] for row in rows}
    asked = {part.part for part in submission.parts if part.duty.owed == "expected"} & wanted
    owed = wanted - asked
    said = []
    if owed:
        said.append("chưa có " + ", ".join(PARTS[part] for part in PARTS if part in owed))
    if asked == {"letter"} and any(part.nil for part in submission.parts):
        said.append("chưa có công văn về việc không có trường hợp đề xuất")
    elif asked:
        words = ", ".join(PARTS[part] for part in PARTS if part in asked)
        said.append(f"chưa có {words} (cần hỏi đơn vị có đề xuất hay không)")
    unread = any(row.code.startswith(_UNREAD) and row.code not in _OPENED for row in all_rows)
    return "; ".join(said) + (" – có thể nằm trong đường dẫn, tệp chưa mở được" if unread else "")


def _captions(rows: Sequence[FindingRecord], submission: Submission, _all: Sequence[FindingRecord]) -> str:
    subjects = {row.subject for row in rows}
    standing = [item for item in submission.media if item.duplicate_of is None]
    kinds = {item.kind for item in standing if item.path in subjects} or {"image", "video"}
    total = sum(item.kind in kinds for item in standing)
    of_total = f"/{two(total)}" if total >= len(subjects) else ""
    noun = "ảnh, video" if len(kinds) > 1 else "ảnh" if "image" in kinds else "video"
    start = f"{two(len(subjects))}{of_total} {noun}"
    bare = len({row.subject for row in rows if row.code == "caption_missing"})
    lacking = [(name, len({row.subject for row in rows if row.code == code})) for code, name in _CAPTION_FIELDS]
    lacking = [(name, count) for name, count in lacking if count]
    if not lacking:
        return f"{start} chưa có chú thích"
    if not bare and len(lacking) == 1:
        return f"{start} có chú thích chưa nêu {lacking[0][0]}"
    fields = "thiếu " + ", ".join(f"{name} {two(count)}" for name, count in lacking)
    return f"{start} chưa đủ chú thích ({f'chưa có {two(bare)}; ' if bare else ''}{fields})"


_WORDERS: dict[str, Callable[[Sequence[FindingRecord], Submission, Sequence[FindingRecord]], str]] = {
    "missing": _missing,
    "captions": _captions,
}
