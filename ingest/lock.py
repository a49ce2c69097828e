"""One instance at a time on one data folder: whoever writes holds the lock, and says who it is."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import Busy, StoreUnavailable, said


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock."""

    doing: str  # the command
    campaign: str
    pid: int

    def alive(self) -> bool:
        """Whether that process is still there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


@contextmanager
def instance_lock(data_dir: Path, doing: str, campaign: str = "", patience: float = 0.0) -> Iterator[None]:
    """Hold the lock of a data folder while `doing` something; wait for it `patience` seconds at most.

    Raises `Busy`, naming the holder, and `StoreUnavailable`.
    """
    who = data_dir / "tiepnhan.lock.txt"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / "tiepnhan.lock")
        lock.acquire(timeout=patience)
    except Timeout as error:
        holder = holder_of(data_dir)
        if holder and holder.doing == "run":
            raise Busy(
                f"Chương trình thường trực (lệnh run, tiến trình {holder.pid}) đang dùng {data_dir}; "
                "hãy dừng chương trình đó (ví dụ: systemctl stop tiepnhan) rồi chạy lại."
            ) from error
        name = f"lệnh {holder.doing} (tiến trình {holder.pid})" if holder else "một tiến trình khác"
        raise Busy(
            f"Hệ thống đang bận: {name} đang chạy trên {data_dir}; vui lòng đợi hoặc dừng tiến trình đó."
        ) from error
    except OSError as error:
        raise StoreUnavailable(
            f"Không ghi được vào thư mục dữ liệu {data_dir}: {said(error)}; hãy kiểm tra ổ đĩa và quyền ghi."
        ) from error
    try:
        _write(who, Holder(doing, campaign, os.getpid()))
        yield
    finally:
        lock.release()


def _write(path: Path, holder: Holder) -> None:
    """Put the name there in one step: others read it at any moment."""
    partial = path.with_suffix(".new")
    partial.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    partial.replace(path)


def holder_of(data_dir: Path) -> Holder | None:
    """Who holds the lock, as far as it is known; for whoever was told that somebody does."""
    for _ in range(10):  # its name is written a moment after the lock is taken
        try:
            holder = Holder(**json.loads((data_dir / "tiepnhan.lock.txt").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            holder = None
        if holder is not None and holder.alive():
            return holder
        time.sleep(0.05)
    return None
