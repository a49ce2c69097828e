"""A backup while the daemon runs: the database first, then the originals, then whether all that the rows name is there.

An original is in the archive before any row names it. So an archive that is copied after the database holds all that
the copied rows name, whatever comes in meanwhile.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path

import sqlalchemy as sa
import structlog

from config.settings import Settings
from ingest.archive.local import LocalArchive, hash_of
from ingest.backup import dump
from ingest.backup.originals import Copying, copy_originals, of_tonight, sound, to_copy
from ingest.backup.place import (
    DATABASE_FILES,
    FORMAT,
    ORIGINALS,
    Generation,
    Manifest,
    archived,
    opened,
    seal,
    tidy,
    write_new,
)
from ingest.errors import NotNow, StoreUnavailable, UsageError, said

log = structlog.get_logger()
_MARGIN = 64 << 20  # free bytes that must be left


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup did. Any problem (a line for people) makes the exit status 1; the backup itself is made."""

    folder: Path  # of the generation
    made_at: datetime
    database_bytes: int
    originals: int
    copied: int
    copied_bytes: int
    removed: tuple[str, ...]  # older generations that need not stay
    problems: tuple[str, ...] = ()


def make_backup(settings: Settings, target: Path, now: datetime) -> BackupReport:
    """Copy the database and all originals of an installation into a backup folder; needs no lock of the instance.

    Raises `UsageError` for a folder that will not do, `NotNow` where something is in the way now.
    """
    data_dir = Path(settings.data_dir)
    _refuse_inside(target, data_dir)
    source, kept = LocalArchive(data_dir / "archive"), LocalArchive(target / "archive")
    with _disk(target), opened(target) as making:
        url = sa.make_url(settings.database.url)
        there = archived(target / "archive")
        _refuse_small(target, dump.size_of(url) + sum(to_copy(archived(data_dir / "archive"), there).values()))
        database = making / DATABASE_FILES[dump.kind_of(url)]
        contents = dump.copy_database(url, database)
        ours = archived(data_dir / "archive")
        wanted = to_copy(ours, there)
        done = copy_originals(source, kept, wanted, there, making / "original.part")
        (making / "original.part").unlink(missing_ok=True)
        missing = tuple(sorted(contents.named - done.held.keys()))
        # What was purged here belongs to the earlier generations only, and goes with them.
        listed = {sha256: size for sha256, size in done.held.items() if sha256 in ours or sha256 in contents.named}
        generation = _seal(target, making, url, now, contents, listed, missing, complete=True)
        removed = tidy(target)
    damaged = [one for one in done.damaged if one not in missing]
    return _report(generation, done, removed, missing, damaged)


def nightly(settings: Settings, now: datetime) -> BackupReport:
    """The clock's backup, into `data_dir/backups`: the database alone, and a look at the archive that stays beside it.

    Every original that rows name must be there, and a thirtieth of all is hashed again: rot is found within a month.
    """
    data_dir = Path(settings.data_dir)
    target = data_dir / "backups"
    archive = LocalArchive(data_dir / "archive")
    with _disk(target), opened(target) as making:
        url = sa.make_url(settings.database.url)
        _refuse_small(target, dump.size_of(url))
        contents = dump.copy_database(url, making / DATABASE_FILES[dump.kind_of(url)])
        held = archived(data_dir / "archive")
        missing = tuple(sorted(contents.named - held.keys()))
        generation = _seal(target, making, url, now, contents, held, missing, complete=False)
        removed = tidy(target)
        damaged = [one for one in of_tonight(held, now.toordinal()) if not sound(archive, one)]
    return _report(generation, Copying(held=held), removed, missing, damaged)


def _seal(
    target: Path,
    making: Path,
    url: sa.URL,
    now: datetime,
    contents: dump.Copied,
    held: dict[str, int],
    missing: tuple[str, ...],
    *,
    complete: bool,
) -> Generation:
    listing = making / ORIGINALS
    write_new(listing, "".join(f"{sha256} {size}\n" for sha256, size in sorted(held.items())))
    kind = dump.kind_of(url)
    database = making / DATABASE_FILES[kind]
    manifest = Manifest(
        format=FORMAT,
        made_at=now,
        program=metadata.version("tiepnhan"),
        schema=contents.schema,
        kind=kind,
        database_sha256=hash_of(database),
        database_size=database.stat().st_size,
        rows=contents.rows,
        originals_sha256=hash_of(listing),
        originals=len(held),
        originals_size=sum(held.values()),
        complete=complete,
        missing=missing,
    )
    return seal(target, making, manifest)


def _report(
    generation: Generation, done: Copying, removed: tuple[str, ...], missing: tuple[str, ...], damaged: list[str]
) -> BackupReport:
    problems = []
    mend = "hãy kiểm tra ổ đĩa, rồi lấy lại từ một bản sao lưu đầy đủ bằng lệnh restore"
    if missing:
        problems.append(f"Thiếu {len(missing)} bản gốc trong kho lưu trữ (như {missing[0][:12]}…); {mend}.")
    if damaged:
        problems.append(f"Có {len(damaged)} bản gốc trong kho bị hỏng trên đĩa (như {damaged[0][:12]}…); {mend}.")
    manifest = generation.manifest
    log.info("backup made", name=generation.name, originals=manifest.originals, copied=done.copied)
    return BackupReport(
        folder=generation.folder,
        made_at=manifest.made_at,
        database_bytes=manifest.database_size,
        originals=manifest.originals,
        copied=done.copied,
        copied_bytes=done.copied_bytes,
        removed=removed,
        problems=tuple(problems),
    )


def _refuse_inside(target: Path, data_dir: Path) -> None:
    """A backup on the same folder as its original is none."""
    inside, outside = target.resolve(), data_dir.resolve()
    if inside == outside or outside in inside.parents:
        raise UsageError(
            f"{target} nằm trong thư mục dữ liệu {data_dir}; hãy chọn thư mục khác, tốt nhất là ở ổ đĩa khác."
        )
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} không phải thư mục; hãy chọn một thư mục mới hoặc trống.")


def _refuse_small(target: Path, needed: int) -> None:
    free = shutil.disk_usage(target).free
    if free < needed + _MARGIN:
        raise NotNow(
            f"Ổ đĩa của {target} không đủ chỗ để sao lưu: cần {_size(needed + _MARGIN)}, còn {_size(free)}; "
            "hãy giải phóng chỗ hoặc chọn ổ đĩa khác."
        )


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count / (1 << 20):.0f} MB"


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"Không sao lưu được vào {target}: {said(error)}; "
            "bản sao lưu trước vẫn nguyên. Hãy kiểm tra dung lượng và quyền của ổ đĩa rồi chạy lại."
        ) from error
