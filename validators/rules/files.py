"""A file that came cannot be opened, needs a password, is refused, or is of a kind with nothing to read.

Why: a unit believes that it has sent its list when it has sent a damaged file. Each file has at most one such finding,
after its status. Only files of placed content-bearing mail are judged; furniture of mail programs, superseded files
and drawings inside a document that was read are not. A picture inside a mail or document that is refused counts.

Passes: a PDF that opens; `Thumbs.db`, which is ignored.
Fails: `Danh sach.zip` with a password that was sent by another way.
"""

import re
from collections.abc import Iterator

from validators.context import Context
from validators.findings import CODES as TABLE
from validators.findings import Finding
from validators.submission import File, FileStatus, Submission
from validators.unread import standing_files
from validators.wording import addressed, quoted, sent, shown

_CODES: dict[FileStatus, str] = {
    "unreadable": "file_unreadable",
    "encrypted": "file_encrypted",
    "refused": "file_refused",
    "unsupported": "file_unsupported",
}
CODES = tuple(_CODES.values())

_SENTENCES: dict[FileStatus, str] = {
    "unreadable": "không mở được, có thể bị lỗi khi lưu hoặc gửi; đề nghị {you} kiểm tra và gửi lại tệp",
    "encrypted": "có mật khẩu nên chưa đọc được; đề nghị {you} gửi lại tệp không đặt mật khẩu",
    "unsupported": "ở định dạng chưa đọc được; đề nghị {you} gửi lại ở dạng Word, Excel, PDF, ảnh JPG hoặc video MP4",
}
# Why a file was refused, by the English reason that the reading side gives; the first that fits.
_REFUSED: tuple[tuple[str, str], ...] = (
    (
        r"abus|malware|harmful|flagged",
        "bị Google đánh dấu là có hại; đề nghị {you} quét vi-rút và gửi lại bản sạch",
    ),
    (
        r"execut|script|program|shortcut",
        "là tệp chương trình nên không được tiếp nhận; đề nghị {you} gửi đúng tệp tài liệu, ảnh hoặc video",
    ),
    (
        r"path|outside|escap|absolute",
        "có đường dẫn bên trong không an toàn nên không được giải nén; đề nghị {you} nén lại hoặc gửi từng tệp",
    ),
    (
        r"more than|over|limit|bomb|ratio|unpack|large|deep|big|bytes|pixels",
        "vượt giới hạn tiếp nhận về dung lượng hoặc số lượng; đề nghị {you} chia nhỏ hoặc gửi qua Google Drive",
    ),
)
_OTHERWISE_REFUSED = "không được tiếp nhận vì lý do an toàn; đề nghị {you} gửi lại ở dạng Word, Excel, PDF hoặc ảnh"


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """At most one finding for each file, by path."""
    for file in standing_files(submission):
        code = _CODES.get(file.status)
        if code and not (file.status == "unsupported" and file.origin == "embedded"):
            detail = _detail(file, submission, context)
            yield Finding(submission.code, code, file.path, TABLE[code].severity, detail)


def _detail(file: File, submission: Submission, context: Context) -> str:
    reason = file.reason or ""
    if "đề nghị" in reason:
        return reason  # a sentence already, made where the file was fetched
    sentence = _SENTENCES.get(file.status) or _refused(reason.lower())
    where = sent(file.message, submission, context.zone)
    named = quoted(shown(file.path, submission))
    return f"Tệp {named} {where} {sentence.format(you=addressed(submission.unit))}."


def _refused(reason: str) -> str:
    return next((said for pattern, said in _REFUSED if re.search(pattern, reason)), _OTHERWISE_REFUSED)
