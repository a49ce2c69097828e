"""Where backups lie: one folder for each generation, originals shared by all of them, a manifest that makes it one.

    PATH/TIEPNHAN-BACKUP                     says that this folder is ours: nothing is ever tidied in another one
    PATH/archive/sha256/ab/cd/<hash>         originals (not in the nightly folder: they lie beside it)
    PATH/20241118T003000Z/manifest.json      with database.sqlite or database.dump, and originals.txt

A generation is made under another name and renamed when it is whole: a crash leaves the earlier ones as they were.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from ingest.archive.local import LocalArchive, hash_of
from ingest.errors import Busy, StoreUnavailable, UsageError

MANIFEST = "manifest.json"
ORIGINALS = "originals.txt"
FORMAT = 1
_MARKER = "TIEPNHAN-BACKUP"
_MAKING = ".making"
_LOCK = ".lock"
_OWN = frozenset({_LOCK, "lost+found"})  # what an empty folder may hold: our lock, and what a fresh file system has
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?")
_NEWEST = 14
_MONTHS = 12

Kind = Literal["sqlite", "postgresql"]
DATABASE_FILES: dict[Kind, str] = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. Names of files are not told here: nothing in a manifest is a path."""

    format: int
    made_at: datetime
    program: str
    schema: str
    kind: Kind
    database_sha256: str
    database_size: int
    rows: dict[str, int]
    originals_sha256: str  # of the list
    originals: int
    originals_size: int
    complete: bool  # whether the originals are in the same folder (in the nightly one they are not)
    missing: tuple[str, ...]  # originals that rows name and that were lost before this backup


_MANIFESTS = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True)
class Generation:
    """One backup that was finished."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def database(self) -> Path:
        return self.folder / DATABASE_FILES[self.manifest.kind]

    def originals(self) -> dict[str, int]:
        """Hash and size of every original that belongs to it. Raises `StoreUnavailable` where the list is damaged."""
        path = self.folder / ORIGINALS
        if hash_of(path) != self.manifest.originals_sha256:
            raise damaged(path)
        lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
        return {sha256: int(size) for sha256, size in lines}


def damaged(path: Path) -> StoreUnavailable:
    """A backup whose bytes are not those that were written."""
    return StoreUnavailable(f"Bản sao lưu bị hỏng ở {path}; hãy chọn bản khác bằng --at, hoặc thư mục sao lưu khác.")


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """A backup folder to write in, with an empty working folder inside, alone. Raises `Busy`, `UsageError`."""
    make_folder(path)
    if not (path / _MARKER).exists():
        if any(entry.name not in _OWN for entry in path.iterdir()):
            raise UsageError(
                f"{path} không phải thư mục sao lưu mà đã có nội dung khác; hãy chọn một thư mục mới hoặc trống."
            )
        write_new(path / _MARKER, "Thư mục sao lưu của chương trình Tiếp Nhận; xin không sửa, xóa từng tệp.\n")
    lock = FileLock(path / _LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy(f"Một lệnh sao lưu khác đang ghi vào {path}; vui lòng đợi lệnh đó xong rồi chạy lại.") from error
    try:
        making = path / _MAKING
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        try:
            yield making
        finally:
            shutil.rmtree(making, ignore_errors=True)
    finally:
        lock.release()


def seal(path: Path, making: Path, manifest: Manifest) -> Generation:
    """Write the manifest, last, and give the generation its name."""
    write_new(making / MANIFEST, _MANIFESTS.dump_json(manifest, indent=2).decode() + "\n")
    for entry in making.iterdir():
        entry.chmod(0o600)
        sync(entry)
    sync(making)
    stamp = manifest.made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    name, number = stamp, 1
    while (path / name).exists():
        number += 1
        name = f"{stamp}-{number}"
    making.rename(path / name)
    sync(path)
    return Generation(path / name, manifest)


def generations(path: Path) -> list[Generation]:
    """Every finished backup in a folder, oldest first."""
    names = sorted((match[1], int(match[2] or 1), match[0]) for match in map(_match, path.iterdir()) if match)
    return [read_generation(path / name) for *_, name in names if (path / name / MANIFEST).is_file()]


def _match(path: Path) -> re.Match[str] | None:
    return _NAME.fullmatch(path.name)


def read_generation(folder: Path) -> Generation:
    """One generation by its folder. Raises `StoreUnavailable` where the manifest cannot be understood."""
    path = folder / MANIFEST
    try:
        return Generation(folder, _MANIFESTS.validate_json(path.read_bytes(), extra="forbid"))
    except (ValidationError, ValueError) as error:
        raise damaged(path) from error


def kept(names: Iterable[str]) -> set[str]:
    """Which generations stay: the newest fourteen, and the newest of each of the last twelve months that have one.

    The months are there for the loss that nobody notices for a fortnight.
    """
    newest = sorted(names, reverse=True)
    months = {name[:6]: name for name in reversed(newest)}
    return {*newest[:_NEWEST], *(months[month] for month in sorted(months)[-_MONTHS:])}


def tidy(path: Path) -> tuple[str, ...]:
    """Remove the generations that need not stay, and the originals that none of the others names; who went."""
    known = generations(path)
    stay = kept(one.name for one in known)
    gone = tuple(one.name for one in known if one.name not in stay)
    for name in gone:
        (path / name / MANIFEST).unlink()  # without it, it is no backup: a crash here leaves nothing half
        shutil.rmtree(path / name)
    if gone:
        named = {sha256 for one in known if one.name in stay for sha256 in one.originals()}
        for sha256 in archived(path / "archive").keys() - named:
            LocalArchive(path / "archive").path(sha256).unlink()
    return gone


def archived(folder: Path) -> dict[str, int]:
    """Hash and size of every original in an archive's folder."""
    return {
        entry.name: entry.stat().st_size
        for entry in (folder / "sha256").glob("??/??/*")
        if re.fullmatch(r"[0-9a-f]{64}", entry.name) and entry.is_file()
    }


def make_folder(path: Path) -> None:
    """Make a folder and what is missing above it, for ourselves alone, each durable before anything lies in it."""
    for each in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        each.mkdir(mode=0o700, exist_ok=True)
        sync(each.parent)


def write_new(path: Path, text: str) -> None:
    """A small file of ours, durable."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    sync(path)


def sync(path: Path) -> None:
    """Make a file or a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
