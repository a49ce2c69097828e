"""One instance at a time on one data folder: whoever writes holds the lock, and says who it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import Busy, StoreUnavailable


@contextmanager
def instance_lock(data_dir: Path, doing: str) -> Iterator[None]:
    """Hold the lock of a data folder while `doing` something. Raises `Busy`, naming the holder."""
    holder = data_dir / "tiepnhan.lock.txt"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / "tiepnhan.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        who = _read(holder) or "một tiến trình khác"
        raise Busy(
            f"Hệ thống đang bận: {who} đang chạy trên {data_dir}; vui lòng đợi hoặc dừng tiến trình đó."
        ) from error
    except OSError as error:
        raise StoreUnavailable(
            f"Không ghi được vào thư mục dữ liệu {data_dir}: {error.strerror}; hãy kiểm tra ổ đĩa và quyền ghi."
        ) from error
    try:
        holder.write_text(f"lệnh {doing} (tiến trình {os.getpid()})", encoding="utf-8")
        yield
    finally:
        lock.release()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
