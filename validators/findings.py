"""A finding: what is wrong, with which thing of which unit, how badly, in a sentence that an officer can use."""

import hashlib
from dataclasses import dataclass, replace

from config.campaign import Severity


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One discrepancy. `unit` is None for mail that nobody can place; `subject` is "" for the unit as a whole."""

    unit: str | None
    code: str
    subject: str
    severity: Severity
    detail: str  # courteous administrative Vietnamese, one sentence; no codes, no e-mail addresses

    def fingerprint(self, campaign: str) -> str:
        """The id: 12 hex digits of SHA-256 over (campaign, unit, code, subject), joined by NUL (contract §4)."""
        key = "\0".join((campaign, self.unit or "", self.code, self.subject))
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def graded(self, severity: Severity) -> "Finding":
        """The same finding with another severity."""
        return replace(self, severity=severity)


@dataclass(frozen=True, slots=True)
class Code:
    """One row of contract §4: how severe a finding is by itself, and whether the unit may be told."""

    severity: Severity
    tell: bool
    title: str  # as officers call it, Vietnamese, lower case


CODES: dict[str, Code] = {
    "not_submitted": Code("info", True, "chưa gửi"),
    "missing_letter": Code("warning", True, "chưa có công văn"),
    "missing_nominations": Code("warning", True, "chưa có danh sách đề cử"),
    "missing_media": Code("warning", True, "chưa có ảnh, video"),
    "arrival_borderline": Code("warning", False, "nhận trong thời gian chờ quyết định"),
    "late_arrival": Code("error", False, "gửi sau hạn"),
    "unit_unidentified": Code("error", False, "chưa rõ đơn vị gửi"),
    "link_no_access": Code("error", True, "đường dẫn chưa mở được"),
    "link_revoked": Code("error", True, "đường dẫn đã bị thu hồi quyền xem"),
    "link_trashed": Code("error", True, "tệp, thư mục đã bị chuyển vào thùng rác"),
    "link_view_only": Code("warning", True, "chỉ xem được, không tải được"),
    "link_private": Code("info", False, "chỉ hộp thư tiếp nhận xem được"),
    "link_empty": Code("error", True, "thư mục rỗng"),
    "link_partly_readable": Code("error", True, "thư mục có mục chưa mở được"),
    "link_quota": Code("info", True, "Google Drive tạm thời từ chối tải"),
    "link_unsupported": Code("warning", True, "đường dẫn không chứa tệp"),
    "link_not_drive": Code("warning", True, "đường dẫn không phải Google Drive"),
    "file_unreadable": Code("error", True, "tệp không mở được"),
    "file_encrypted": Code("error", True, "tệp có mật khẩu"),
    "file_refused": Code("error", True, "tệp không được tiếp nhận vì lý do an toàn"),
    "file_unsupported": Code("warning", True, "định dạng tệp chưa đọc được"),
    "caption_missing": Code("error", True, "ảnh, video chưa có chú thích"),
    "caption_missing_content": Code("error", True, "chú thích thiếu nội dung"),
    "caption_missing_time": Code("warning", True, "chú thích thiếu thời gian"),
    "caption_missing_place": Code("warning", True, "chú thích thiếu địa điểm"),
    "caption_vague_time": Code("info", True, "thời gian chưa cụ thể"),
    "caption_vague_place": Code("info", True, "địa điểm chưa cụ thể"),
    "caption_orphan": Code("warning", True, "chú thích nêu tệp không có"),
    "media_out_of_period": Code("warning", True, "ảnh, video ngoài giai đoạn yêu cầu"),
    "nomination_missing_field": Code("warning", True, "đề cử thiếu thông tin"),
}
