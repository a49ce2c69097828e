"""A link that a unit sent cannot be opened, or only in part, or is no Google Drive link.

Why: the letter asks for Google Drive "with access rights checked before sending", and what lies behind a closed link
does not exist for the office. The state of access is found out by asking Drive; here it only gets its words. A link
that was revoked or trashed after every byte of it had been kept is information: clerks free their space. What is our
or Google's trouble (state `unknown`) is never said to a unit. The same thing linked twice is one finding.

Passes: a folder that anyone with the link can open.
Fails: a folder shared within the sender's organisation only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from config.campaign import Severity
from validators.context import Context
from validators.findings import CODES as TABLE
from validators.findings import Finding
from validators.submission import Access, Link, Submission
from validators.unread import standing_links
from validators.wording import addressed, sent

_QUOTA_PATIENCE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Said:
    """The code for a state of access, and what to say where the asking side left no sentence of its own."""

    code: str
    sentence: str  # {you} is Quý Sở, Quý Cục, …


# `public`, `readable` and `unknown` say nothing to anybody.
_BY_ACCESS: dict[Access, _Said] = {
    "private": _Said("link_private", "Chỉ hộp thư tiếp nhận mở được đường dẫn; {you} không phải làm gì thêm"),
    "view_only": _Said(
        "link_view_only",
        "Xem được nhưng không tải được tệp; đề nghị {you} mở Chia sẻ, biểu tượng bánh răng, cho phép người xem tải "
        "xuống",
    ),
    "no_access": _Said(
        "link_no_access",
        "Chưa mở được đường dẫn: chưa được chia sẻ, đã bị xóa hoặc không đầy đủ; đề nghị {you} kiểm tra tệp, chọn "
        "Chia sẻ, “Bất kỳ ai có đường liên kết” – “Người xem”, rồi gửi lại đường dẫn",
    ),
    "revoked": _Said(
        "link_revoked",
        "Đường dẫn trước đây mở được, nay không mở được nữa; đề nghị {you} mở lại quyền xem hoặc gửi đường dẫn mới",
    ),
    "trashed": _Said("link_trashed", "Tệp hoặc thư mục đang nằm trong thùng rác; đề nghị {you} khôi phục"),
    "empty": _Said(
        "link_empty",
        "Thư mục mở được nhưng chưa có tệp nào; đề nghị {you} kiểm tra việc tải lên và có đúng thư mục không",
    ),
    "partly_readable": _Said(
        "link_partly_readable", "Một số mục trong thư mục chưa mở được; đề nghị {you} kiểm tra quyền xem của từng mục"
    ),
    "quota": _Said(
        "link_quota",
        "Google Drive tạm thời chưa cho tải; hệ thống sẽ tự thử lại, nếu quá 24 giờ đề nghị {you} tạo bản sao và gửi "
        "đường dẫn mới",
    ),
    "unsupported": _Said(
        "link_unsupported",
        "Đường dẫn không dẫn đến tệp hoặc thư mục; đề nghị {you} bấm chuột phải vào thư mục, chọn Chia sẻ, Sao chép "
        "đường liên kết, rồi gửi lại",
    ),
    "not_drive": _Said(
        "link_not_drive",
        "Đường dẫn không phải Google Drive nên hệ thống không tải được; đề nghị {you} tải tệp lên Google Drive và gửi "
        "lại đường dẫn theo hướng dẫn tại công văn",
    ),
}
CODES = tuple(said.code for said in _BY_ACCESS.values())


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """At most one finding for each linked thing, by URL."""
    for link in standing_links(submission):
        said = _BY_ACCESS.get(link.access)
        if said:
            severity = _severity(link, said.code, submission, context)
            yield Finding(submission.code, said.code, link.url, severity, _detail(link, said, submission, context))


def _severity(link: Link, code: str, submission: Submission, context: Context) -> Severity:
    if link.access in {"revoked", "trashed"} and link.archived:
        return "info"
    if link.access == "quota":
        message = next((message for message in submission.messages if message.id == link.message), None)
        since = link.since or (message.received_at if message else None)
        return "warning" if since and context.now - since >= _QUOTA_PATIENCE else "info"
    return TABLE[code].severity


def _detail(link: Link, said: _Said, submission: Submission, context: Context) -> str:
    you = addressed(submission.unit)
    where = sent(link.message, submission, context.zone)
    if link.access in {"revoked", "trashed"} and link.archived:
        gone = "đã bị thu hồi quyền xem" if link.access == "revoked" else "đã được chuyển vào thùng rác"
        return f"Đường dẫn {where} {gone}; đã lưu đủ tệp nên {you} không phải gửi lại."
    sentence = link.detail.strip().rstrip(".") or said.sentence.format(you=you)
    return f"{sentence} (đường dẫn {where})."
