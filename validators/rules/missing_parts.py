"""A unit has written, but a part that it owes does not stand.

Why: a required part is a fault after its deadline and something to watch before it; an expected part is asked after
and never a fault; an optional one is information. While a link or a file that could hold the part is unread, the part
is undetermined: something to watch at most, and the sentence says what it waits for. An empty folder holds nothing, so
beside it the part is missing with its own severity.

Passes: letter, list and captioned pictures of Cục THADS Nghệ An stand.
Fails: Sở Tư pháp Cà Mau has sent a letter and a list, and on 20/11 still no picture or video.
"""

from collections.abc import Iterator

from config.campaign import Part, Severity
from validators.context import Context
from validators.findings import Finding
from validators.submission import PartStatus, Submission
from validators.unread import waits_for
from validators.wording import PARTS, addressed

CODES = ("missing_letter", "missing_nominations", "missing_media")

_MENDS: dict[Part, str] = {
    "letter": "gửi bổ sung công văn do người có thẩm quyền ký",
    "nominations": "gửi bổ sung danh sách đề cử; nếu không có trường hợp đề xuất, xin trả lời “không có”",
    "media": "gửi bổ sung ảnh, video kèm chú thích nội dung, thời gian, địa điểm",
}


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """One finding for each part that does not stand; none where nothing has come at all."""
    arrived = submission.written or any(part.stands or part.first_arrival for part in submission.parts)
    if submission.unit is None or not arrived:
        return
    for status in submission.parts:
        if status.part in _MENDS and not status.stands and status.duty.owed != "excused":
            waiting = waits_for(submission, status.part)
            severity = _severity(status, context)
            if waiting and severity == "error":
                severity = "warning"
            detail = _detail(status, submission, waiting)
            yield Finding(submission.code, f"missing_{status.part}", "", severity, detail)


def _severity(status: PartStatus, context: Context) -> Severity:
    duty = status.duty
    if duty.owed == "optional":
        return "info"
    late = duty.deadline is not None and context.now >= duty.deadline
    return "error" if duty.owed == "required" and late else "warning"


def _detail(status: PartStatus, submission: Submission, waiting: str) -> str:
    you, part = addressed(submission.unit), PARTS[status.part]
    if waiting:
        return f"Chưa xác định được {part} của {you}: có thể nằm trong {waiting} chưa đọc được; cần mở được trước."
    if status.duty.owed == "optional":
        return f"Chưa thấy {part} trong hồ sơ của {you}; nội dung này chỉ gửi nếu có."
    if status.part == "letter" and any(other.nil for other in submission.parts):
        return f"Chưa thấy văn bản ký của {you} về việc không có trường hợp đề xuất; đề nghị {you} gửi nếu đã ban hành."
    return f"Đã nhận hồ sơ của {you} nhưng chưa thấy {part}; đề nghị {you} {_MENDS[status.part]}."
