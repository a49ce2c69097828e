"""The archive of originals in a local folder: `sha256/ab/cd/<hash>`, read-only files, whole or not at all.

The spool lies on the same file system, so that taking a file is a rename. Names from outside never reach the disk.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path

from ingest.errors import OriginalLost, StoreUnavailable, said
from parsers.artifact import CHUNK

_SHA256 = re.compile(r"[0-9a-f]{64}")


class LocalArchive:
    """A content-addressed store below `folder`; implements `ingest.archive.interface.Archive`."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "sha256"

    def put(self, path: Path, expected: str = "") -> str:
        """Move a spooled file in. Putting the same bytes again only removes the spooled copy."""
        try:
            sha256 = _seal(path)
            if expected and sha256 != expected:
                raise StoreUnavailable(
                    f"Tệp tạm {path.name} đã thay đổi trước khi lưu (cần {expected[:12]}…, có {sha256[:12]}…). "
                    "Hãy kiểm tra ổ đĩa rồi chạy lại."
                )
            self._take(path, self.path(sha256))
        except OSError as error:
            raise StoreUnavailable(
                f"Không lưu được bản gốc vào {self._root}: {said(error)}. "
                "Hãy kiểm tra dung lượng và quyền ghi của ổ đĩa."
            ) from error
        return sha256

    def path(self, sha256: str) -> Path:
        """Where these bytes lie. A hash may come from outside (a URL of the dashboard), so its form is checked."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256 in lower case hex")
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def verify(self, sha256: str) -> None:
        """Hash an original again. What is asked is rare: a file that cannot be read, or is missing."""
        path = self.path(sha256)
        if not path.is_file():
            raise OriginalLost(_lost(path, "không còn"))
        try:
            intact = hash_of(path) == sha256
        except OSError as error:
            raise OriginalLost(_lost(path, f"không đọc được ({error.strerror or error})")) from error
        if not intact:
            raise OriginalLost(_lost(path, "đã bị hỏng"))

    def _take(self, source: Path, target: Path) -> None:
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            source.unlink()
            return
        self._make(target.parent)
        source.replace(target)
        _sync_folder(target.parent)

    def _make(self, folder: Path) -> None:
        """Create a folder and those above it, each of them durable before anything is put inside."""
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for each in reversed(missing):
            each.mkdir(mode=0o750, exist_ok=True)
            _sync_folder(each.parent)


def fresh_spool(data_dir: Path) -> Path:
    """The spool `data_dir/spool`, emptied: what a crashed run left there was never taken. Only under the run's lock."""
    spool = data_dir / "spool"
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    for entry in spool.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return spool


def hash_of(path: Path) -> str:
    """The SHA-256 of a file as it lies on disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _lost(path: Path, how: str) -> str:
    return f"Bản gốc {path} {how} trên ổ đĩa; hãy kiểm tra ổ đĩa và lấy lại từ bản sao lưu bằng lệnh restore."


def _seal(path: Path) -> str:
    """Hash a file as it lies on disk, make it durable and read-only."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        os.fchmod(file.fileno(), 0o440)
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
