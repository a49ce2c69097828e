"""What can go wrong in the world, and what becomes of it.

    TiepnhanError
    ├── UsageError            wrong command, configuration, unknown unit or message    exit 2, permanent
    └── NotNow                the work could not be done now, or only in part          exit 1, transient
        ├── MailboxUnreachable
        ├── DriveUnreachable
        ├── Busy              another instance holds the lock
        ├── StoreUnavailable  database or disk
        └── OriginalLost      one file of the archive is gone or damaged; the others go on

Bad content is no exception: it is a status of the file (parsers.errors). A crashing rule is our fault and is told
to the operator. Each error is one line: what, where, how to mend.
"""

import errno

_SAID = {
    errno.ENOENT: "không tìm thấy",
    errno.EACCES: "không đủ quyền",
    errno.EPERM: "không đủ quyền",
    errno.ENOSPC: "ổ đĩa đầy",
    errno.EDQUOT: "hết hạn mức dung lượng",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EIO: "ổ đĩa bị lỗi khi đọc hoặc ghi",
    errno.EEXIST: "đã có sẵn",
    errno.ENOTDIR: "không phải thư mục",
    errno.EISDIR: "là một thư mục",
    errno.ENOTEMPTY: "thư mục không trống",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "đường dẫn vòng lặp",
    errno.EBUSY: "đang được sử dụng",
    errno.EMFILE: "quá nhiều tệp đang mở",
    errno.ENFILE: "quá nhiều tệp đang mở",
    errno.ENOMEM: "thiếu bộ nhớ",
    errno.EFBIG: "tệp quá lớn",
    errno.EXDEV: "nằm ở ổ đĩa khác",
    errno.ESTALE: "thư mục mạng không còn kết nối",
    errno.EADDRINUSE: "cổng đang được chương trình khác sử dụng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
}


def said(error: OSError) -> str:
    """What the system refused, in Vietnamese; in its own words where the table has none."""
    return _SAID.get(error.errno or 0) or error.strerror or str(error)


class TiepnhanError(Exception):
    """The root of our own errors; its text is one line for people."""

    exit_status = 2


class UsageError(TiepnhanError):
    """The call or the configuration is wrong; nothing was done."""


class NotNow(TiepnhanError):
    """The world does not let us; the next pass takes it up."""

    exit_status = 1


class MailboxUnreachable(NotNow):
    """The mailbox could not be read."""


class DriveUnreachable(NotNow):
    """Google Drive could not be asked, or refused us (not the unit's item)."""


class Busy(NotNow):
    """Another instance is at work."""


class StoreUnavailable(NotNow):
    """The database or the disk does not answer."""


class OriginalLost(NotNow):
    """The disk lost the bytes of one original, or gives others: a trouble of ours, about which no unit is told."""
