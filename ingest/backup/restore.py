"""Back to what a backup holds: looked at first, then put in place; nothing that was there is deleted.

Originals are immutable and named by their content, so those that came since stay where they are and those that are
gone or damaged are brought back. The database is replaced whole; the old one lies in `data_dir/before-restore-…`.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import structlog

from config.settings import Settings
from ingest.archive.local import LocalArchive, fresh_spool, hash_of
from ingest.backup import dump
from ingest.backup.originals import sound
from ingest.backup.place import (
    FORMAT,
    MANIFEST,
    Generation,
    damaged,
    generations,
    make_folder,
    read_generation,
    sync,
)
from ingest.errors import NotNow, StoreUnavailable, UsageError, said
from ingest.lock import instance_lock
from ingest.store.database import newest_schema

log = structlog.get_logger()
_MARGIN = 64 << 20
_ENGINE = ("jobs.sqlite", "jobs.sqlite-wal", "jobs.sqlite-shm")  # its tasks are about rows that may be gone


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did. Any problem (a line for people) makes the exit status 1."""

    name: str
    made_at: datetime
    originals: int
    brought_back: int
    aside: Path | None  # where what was there lies now
    problems: tuple[str, ...] = ()


def restore(
    settings: Settings, source: Path, now: datetime, *, at: str | None = None, partial: bool = False
) -> RestoreReport:
    """Restore the newest generation of a backup folder (or `at`, or the generation that `source` itself is).

    Holds the lock of the instance. With `partial`, originals that no longer exist anywhere do not stop it.
    """
    data_dir = Path(settings.data_dir)
    url = sa.make_url(settings.database.url)
    with instance_lock(data_dir, "restore"), _disk(data_dir):
        generation = _chosen(source, at)
        _verify(generation, url)
        archive, kept = LocalArchive(data_dir / "archive"), _archive_of(generation)
        lacking = {sha: size for sha, size in generation.originals().items() if not sound(archive, sha)}
        lost = [sha for sha in lacking if kept is None or not sound(kept, sha)]
        if lost and not partial:
            raise NotNow(
                f"Bản sao lưu {generation.name} thiếu hoặc hỏng {len(lost)} bản gốc (như {lost[0][:12]}…); "
                "chưa khôi phục gì. Hãy chọn bản khác bằng --at, hoặc thêm --partial để khôi phục phần còn lại."
            )
        _refuse_small(data_dir, 2 * generation.manifest.database_size + sum(lacking.values()))
        aside = _Aside(data_dir, now)
        found = {sha: size for sha, size in lacking.items() if sha not in lost}
        _bring_back(archive, kept, found, fresh_spool(data_dir), aside)
        _replace_database(url, generation, aside, data_dir / "spool")
    log.info("restored", name=generation.name, brought_back=len(found))
    return RestoreReport(
        name=generation.name,
        made_at=generation.manifest.made_at,
        originals=generation.manifest.originals,
        brought_back=len(found),
        aside=aside.made,
        problems=_problems(generation, lost),
    )


def _problems(generation: Generation, lost: list[str]) -> tuple[str, ...]:
    gone = sorted({*lost, *generation.manifest.missing})
    if not gone:
        return ()
    return (
        f"Còn thiếu {len(gone)} bản gốc (như {gone[0][:12]}…) mà bản sao lưu {generation.name} không có; "
        "hãy lấy lại từ một bản sao lưu khác.",
    )


# ── before anything is touched ───────────────────────────────────────────────────────────────────────────────────────


def _chosen(source: Path, at: str | None) -> Generation:
    if (source / MANIFEST).is_file():
        return read_generation(source.absolute())
    if not source.is_dir():
        raise UsageError(f"Không có thư mục sao lưu {source}; hãy kiểm tra đường dẫn.")
    known = generations(source.absolute())
    if not known:
        raise UsageError(f"{source} không có bản sao lưu hoàn chỉnh nào; hãy kiểm tra đường dẫn.")
    chosen = next((one for one in known if one.name == at), None) if at else known[-1]
    if chosen is None:
        names = ", ".join(one.name for one in known[-5:])
        raise UsageError(f"{source} không có bản sao lưu {at}; các bản mới nhất: {names}.")
    return chosen


def _verify(generation: Generation, url: sa.URL) -> None:
    manifest = generation.manifest
    if manifest.format > FORMAT or manifest.schema > newest_schema():
        raise UsageError(
            f"Bản sao lưu {generation.name} do phiên bản mới hơn ({manifest.program}) tạo ra; "
            "hãy cài phiên bản đó rồi khôi phục."
        )
    if manifest.kind != dump.kind_of(url):
        raise UsageError(
            f"Bản sao lưu {generation.name} là của {manifest.kind}, còn [database] url là {dump.kind_of(url)}; "
            "hãy sửa [database] url cho khớp."
        )
    if hash_of(generation.database) != manifest.database_sha256:
        raise damaged(generation.database)


def _archive_of(generation: Generation) -> LocalArchive | None:
    return LocalArchive(generation.folder.parent / "archive") if generation.manifest.complete else None


def _refuse_small(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _MARGIN:
        raise NotNow(
            f"Ổ đĩa của {folder} không đủ chỗ để khôi phục: cần {(needed + _MARGIN) >> 20} MB, còn {free >> 20} MB; "
            "chưa thay đổi gì, hãy giải phóng chỗ rồi chạy lại."
        )


# ── putting it in place ──────────────────────────────────────────────────────────────────────────────────────────────


class _Aside:
    """The folder for what was there before, made when the first thing is put into it."""

    def __init__(self, data_dir: Path, now: datetime) -> None:
        self.name = f"before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        number = 1
        while (data_dir / self.name).exists():
            number += 1
            self.name = f"{self.name.partition('Z')[0]}Z-{number}"
        self._path = data_dir / self.name
        self.made: Path | None = None

    def folder(self, name: str = "") -> Path:
        make_folder(self._path / name)
        self.made = self._path
        return self._path / name


def _bring_back(
    archive: LocalArchive, kept: LocalArchive | None, found: Mapping[str, int], spool: Path, aside: _Aside
) -> None:
    for sha256 in sorted(found):
        assert kept is not None  # what is found was found there
        scratch = spool / sha256
        shutil.copyfile(kept.path(sha256), scratch)
        path = archive.path(sha256)
        if path.exists():
            path.rename(aside.folder("damaged") / sha256)
        archive.put(scratch, sha256)


def _replace_database(url: sa.URL, generation: Generation, aside: _Aside, spool: Path) -> None:
    for name in _ENGINE:  # first: the engine begins anew with what the rows say, whenever that is
        if (spool.parent / name).exists():
            (spool.parent / name).rename(aside.folder() / name)
    if dump.kind_of(url) == "sqlite":
        file = dump.sqlite_files(url)[0]
        make_folder(file.absolute().parent)
        copy = file.with_name(f"{file.name}.restoring")
        shutil.copyfile(generation.database, copy)
        copy.chmod(0o600)
        sync(copy)
        contents = dump.check_sqlite(copy)
        dump.put_sqlite_in_place(url, copy, aside.folder() if file.exists() else file.parent)
    else:
        dump.put_postgres_in_place(
            url, generation.database, aside.name.replace("-", "_").lower(), spool / "restore.sql"
        )
        contents = dump.contents_of(url)
    if contents.rows != generation.manifest.rows:
        raise StoreUnavailable(
            f"Cơ sở dữ liệu sau khi khôi phục không khớp bản sao lưu {generation.name}; hãy khôi phục từ bản khác."
        )


@contextmanager
def _disk(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"Không khôi phục được vào {data_dir}: {said(error)}; "
            "không mất gì, hãy kiểm tra dung lượng và quyền của ổ đĩa rồi chạy lại."
        ) from error
