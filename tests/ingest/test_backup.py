"""Backups: which stay, what they hold, what they notice."""

import hashlib
import json
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Database as DatabaseSettings
from config.settings import Settings
from ingest.archive.local import LocalArchive, fresh_spool
from ingest.backup.make import make_backup, nightly
from ingest.backup.originals import of_tonight
from ingest.backup.place import generations, kept, opened
from ingest.backup.restore import restore
from ingest.errors import Busy, NotNow, StoreUnavailable, UsageError
from ingest.store import tables as t
from ingest.store.database import Database
from tests.servers.postgres import Postgres

NOW = datetime(2024, 11, 18, 0, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with three mails."""
    return installation(tmp_path / "var", f"sqlite:///{tmp_path}/var/tiepnhan.db")


def installation(data_dir: Path, url: str) -> Settings:
    settings = Settings(data_dir=str(data_dir), database=DatabaseSettings(url=url))
    database = Database(url)
    database.migrate()
    database.close()
    for number in range(3):
        receive(settings, f"thư {number}".encode())
    return settings


def receive(settings: Settings, content: bytes) -> str:
    """A mail as the pipeline takes it: bytes first, then the row."""
    spooled = fresh_spool(Path(settings.data_dir)) / "mail.part"
    spooled.write_bytes(content)
    sha256 = LocalArchive(Path(settings.data_dir) / "archive").put(spooled)
    database = Database(settings.database.url)
    with database.begin() as connection:
        row = {"campaign": "c", "canonical": sha256, "sha256": sha256, "size": len(content), "seen_at": NOW}
        connection.execute(sa.insert(t.messages).values(**row))
    database.close()
    return sha256


def original(settings: Settings, content: bytes) -> Path:
    return LocalArchive(Path(settings.data_dir) / "archive").path(hashlib.sha256(content).hexdigest())


def rot(path: Path) -> None:
    """One bit, the same size."""
    content = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


# ── which stay ───────────────────────────────────────────────────────────────────────────────────────────────────────


def name(day: date) -> str:
    return f"{day:%Y%m%d}T190000Z"


def test_a_fortnight_and_the_newest_of_each_month_for_a_year_stay() -> None:
    days = [date(2023, 1, 1) + timedelta(days) for days in range(700)]
    stay = kept(name(day) for day in days)
    assert {name(day) for day in days[-14:]} <= stay
    assert len(stay) == 14 + 11  # the newest month is among the fourteen
    assert name(date(2024, 10, 31)) in stay
    assert name(date(2023, 11, 30)) not in stay


@given(st.sets(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=1, max_size=60))
def test_the_newest_always_stays_and_what_stayed_stays_again(days: set[date]) -> None:
    stay = kept(map(name, days))
    assert name(max(days)) in stay
    assert stay <= set(map(name, days))
    assert kept(stay) == stay


@given(st.sets(st.binary(min_size=1, max_size=4), max_size=50), st.integers(700_000, 800_000))
def test_in_thirty_nights_every_original_is_looked_at_once(contents: set[bytes], first: int) -> None:
    hashes = [hashlib.sha256(content).hexdigest() for content in contents]
    seen = [one for day in range(first, first + 30) for one in of_tonight(hashes, day)]
    assert sorted(seen) == sorted(hashes)


# ── what they hold ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_private_and_its_manifest_tells_what_is_in_it(settings: Settings, tmp_path: Path) -> None:
    report = make_backup(settings, tmp_path / "copy", NOW)
    assert (report.originals, report.copied, report.problems) == (3, 3, ())
    for path in (tmp_path / "copy").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    manifest = json.loads((report.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["rows"]["messages"], manifest["schema"], manifest["complete"]) == (3, "0002", True)
    assert hashlib.sha256((report.folder / "database.sqlite").read_bytes()).hexdigest() == manifest["database_sha256"]


def test_a_backup_taken_between_the_writes_of_others_is_of_one_instant(settings: Settings, tmp_path: Path) -> None:
    writer = sqlite3.connect(Path(settings.data_dir) / "tiepnhan.db", isolation_level=None)
    writer.execute("begin immediate")
    writer.execute("delete from messages")
    report = make_backup(settings, tmp_path / "copy", NOW)
    writer.execute("rollback")
    writer.close()
    assert generations(tmp_path / "copy")[-1].manifest.rows["messages"] == 3
    assert report.problems == ()


def test_originals_are_copied_once_and_a_damaged_copy_of_another_size_anew(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", NOW)
    torn = LocalArchive(tmp_path / "copy" / "archive").path(original(settings, b"th\xc6\xb0 0").name)
    torn.write_bytes(b"x")
    receive(settings, b"moi")
    report = make_backup(settings, tmp_path / "copy", NOW + timedelta(days=1))
    assert report.copied == 2
    assert torn.read_bytes() == b"th\xc6\xb0 0"


def test_what_no_generation_names_goes_with_the_generations_that_go(settings: Settings, tmp_path: Path) -> None:
    gone = receive(settings, b"se bi xoa")
    make_backup(settings, tmp_path / "copy", datetime(2023, 1, 1, tzinfo=UTC))
    database = Database(settings.database.url)
    with database.begin() as connection:
        connection.execute(sa.delete(t.messages).where(t.messages.c.canonical == gone))
    database.close()
    original(settings, b"se bi xoa").unlink()
    for month in range(1, 13):
        report = make_backup(settings, tmp_path / "copy", datetime(2024, month, 1, tzinfo=UTC))
    for day in range(2, 16):
        report = make_backup(settings, tmp_path / "copy", datetime(2024, 12, day, tzinfo=UTC))
    archive = LocalArchive(tmp_path / "copy" / "archive")
    assert not archive.has(gone)
    assert archive.has(original(settings, b"th\xc6\xb0 0").name)
    assert report.problems == ()
    assert "20230101T000000Z" not in [one.name for one in generations(tmp_path / "copy")]


def test_two_backups_of_one_second_are_two_generations(settings: Settings, tmp_path: Path) -> None:
    names = [make_backup(settings, tmp_path / "copy", NOW).folder.name for _ in range(11)]
    assert names[0] == "20241118T003000Z"
    assert [one.name for one in generations(tmp_path / "copy")] == names


# ── what they notice ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_and_a_damaged_original_are_told_and_the_rest_is_saved(settings: Settings, tmp_path: Path) -> None:
    original(settings, "thư 0".encode()).unlink()
    rot(original(settings, "thư 1".encode()))
    report = make_backup(settings, tmp_path / "copy", NOW)
    assert len(report.problems) == 1
    assert "2 bản gốc" in report.problems[0]
    assert generations(tmp_path / "copy")[-1].manifest.originals == 1


def test_a_good_copy_is_never_replaced_by_a_damaged_original(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", NOW)
    rot(original(settings, "thư 1".encode()))
    assert make_backup(settings, tmp_path / "copy", NOW + timedelta(days=1)).problems == ()
    report = restore(settings, tmp_path / "copy", NOW)
    assert (report.brought_back, report.problems) == (1, ())
    assert original(settings, "thư 1".encode()).read_bytes() == "thư 1".encode()


def test_the_nights_find_what_is_lost_at_once_and_rot_within_a_month(settings: Settings) -> None:
    assert nightly(settings, NOW).problems == ()
    rot(original(settings, "thư 2".encode()))
    reports = [nightly(settings, NOW + timedelta(days=day)) for day in range(1, 31)]
    assert sum("bị hỏng" in line for report in reports for line in report.problems) == 1
    assert len(generations(Path(settings.data_dir) / "backups")) <= 14 + 12
    original(settings, "thư 2".encode()).unlink()
    assert "Thiếu 1 bản gốc" in nightly(settings, NOW + timedelta(days=31)).problems[0]


def test_the_nightly_copy_mends_a_damaged_database(settings: Settings, tmp_path: Path) -> None:
    nightly(settings, NOW)
    database = Path(settings.data_dir) / "tiepnhan.db"
    database.write_bytes(b"khong phai co so du lieu")
    with pytest.raises(StoreUnavailable, match="restore"):
        nightly(settings, NOW + timedelta(days=1))
    report = restore(settings, Path(settings.data_dir) / "backups", NOW)
    assert report.aside is not None
    assert (report.aside / "tiepnhan.db").read_bytes() == b"khong phai co so du lieu"
    assert make_backup(settings, tmp_path / "copy", NOW).originals == 3


def test_a_manifest_that_leads_elsewhere_is_refused(settings: Settings, tmp_path: Path) -> None:
    folder = make_backup(settings, tmp_path / "copy", NOW).folder
    listing = folder / "originals.txt"
    listing.write_text("../../../../etc/passwd 1\n", encoding="ascii")
    with pytest.raises(StoreUnavailable, match=r"originals\.txt"):
        restore(settings, tmp_path / "copy", NOW)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match=r"manifest\.json"):
        restore(settings, tmp_path / "copy", NOW)


def test_a_backup_of_a_newer_program_is_refused(settings: Settings, tmp_path: Path) -> None:
    manifest = make_backup(settings, tmp_path / "copy", NOW).folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"0002"', '"9999"'), encoding="utf-8")
    with pytest.raises(UsageError, match="mới hơn"):
        restore(settings, tmp_path / "copy", NOW)


def test_one_backup_at_a_time_into_one_folder(settings: Settings, tmp_path: Path) -> None:
    with opened(tmp_path / "copy"), pytest.raises(Busy):
        make_backup(settings, tmp_path / "copy", NOW)
    assert make_backup(settings, tmp_path / "copy", NOW).originals == 3


def test_a_command_that_still_reads_keeps_the_database_from_being_replaced(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", NOW)
    reader = sqlite3.connect(Path(settings.data_dir) / "tiepnhan.db", isolation_level=None)
    reader.execute("begin")
    reader.execute("select * from messages").fetchone()
    with pytest.raises(Busy):
        restore(settings, tmp_path / "copy", NOW)
    reader.close()
    assert restore(settings, tmp_path / "copy", NOW).originals == 3


def test_the_engine_begins_anew_after_a_restore(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", NOW)
    (Path(settings.data_dir) / "jobs.sqlite").write_bytes(b"")
    report = restore(settings, tmp_path / "copy", NOW)
    assert report.aside is not None
    assert (report.aside / "jobs.sqlite").exists()
    assert not (Path(settings.data_dir) / "jobs.sqlite").exists()


@pytest.mark.xdist_group("postgres")
def test_postgresql_without_its_programs_says_what_to_install(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = installation(tmp_path / "var", postgres.database())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotNow, match="postgresql-client"):
        make_backup(settings, tmp_path / "copy", NOW)
    assert generations(tmp_path / "copy") == []


@pytest.mark.xdist_group("postgres")
def test_postgresql_is_dumped_at_one_instant_and_restored_beside_what_was_there(
    postgres: Postgres, tmp_path: Path
) -> None:
    settings = installation(tmp_path / "var", postgres.database())
    make_backup(settings, tmp_path / "copy", NOW)
    receive(settings, b"sau do")
    report = restore(settings, tmp_path / "copy", NOW)
    assert report.problems == ()
    engine = sa.create_engine(settings.database.url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from messages")) == 3
        aside = "before_restore_20241118t003000z"
        assert connection.scalar(sa.text(f"select count(*) from {aside}.messages")) == 4
    engine.dispose()
    assert nightly(settings, NOW).problems == ()
