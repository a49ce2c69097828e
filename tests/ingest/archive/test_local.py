"""The archive keeps every original once, whole, read-only, under its hash."""

import hashlib
import stat
from pathlib import Path

import pytest

from ingest.archive.interface import Archive
from ingest.archive.local import LocalArchive, fresh_spool
from ingest.errors import StoreUnavailable

LETTER = "Kính gửi: Vụ Thi đua – Khen thưởng".encode()
LETTER_SHA256 = hashlib.sha256(LETTER).hexdigest()


def spooled(spool: Path, content: bytes, name: str = "mail.part") -> Path:
    path = spool / name
    path.write_bytes(content)
    return path


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return fresh_spool(tmp_path)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return LocalArchive(tmp_path / "archive")


def test_it_moves_a_file_under_its_hash(archive: Archive, spool: Path, tmp_path: Path) -> None:
    path = spooled(spool, LETTER)
    assert archive.put(path) == LETTER_SHA256
    kept = tmp_path / "archive" / "sha256" / LETTER_SHA256[:2] / LETTER_SHA256[2:4] / LETTER_SHA256
    assert archive.path(LETTER_SHA256) == kept
    assert kept.read_bytes() == LETTER
    assert not path.exists()


def test_what_it_keeps_is_read_only(archive: Archive, spool: Path) -> None:
    kept = archive.path(archive.put(spooled(spool, LETTER)))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o440


def test_it_keeps_the_same_bytes_once(archive: Archive, spool: Path) -> None:
    archive.put(spooled(spool, LETTER))
    inode = archive.path(LETTER_SHA256).stat().st_ino
    again = spooled(spool, LETTER, "again.part")
    assert archive.put(again) == LETTER_SHA256
    assert archive.path(LETTER_SHA256).stat().st_ino == inode
    assert not again.exists()


def test_it_mends_a_torn_original(archive: Archive, spool: Path) -> None:
    kept = archive.path(LETTER_SHA256)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(LETTER[:5])
    archive.put(spooled(spool, LETTER))
    assert kept.read_bytes() == LETTER


def test_it_refuses_bytes_that_are_not_the_expected_ones(archive: Archive, spool: Path) -> None:
    path = spooled(spool, b"other bytes")
    with pytest.raises(StoreUnavailable):
        archive.put(path, expected=LETTER_SHA256)
    assert path.exists()
    assert not archive.has(LETTER_SHA256)


def test_it_says_whether_it_has_something(archive: Archive, spool: Path) -> None:
    assert not archive.has(LETTER_SHA256)
    archive.put(spooled(spool, LETTER), expected=LETTER_SHA256)
    assert archive.has(LETTER_SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/x"])
def test_a_name_that_is_no_hash_never_becomes_a_path(archive: Archive, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        archive.path(name)


def test_a_failing_disk_is_told_in_one_line(spool: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"a file where the folder should be")
    with pytest.raises(StoreUnavailable) as caught:
        LocalArchive(tmp_path / "archive").put(spooled(spool, LETTER))
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "archive") in str(caught.value)


def test_a_fresh_spool_is_empty_and_follows_no_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"x")
    spool = fresh_spool(tmp_path)
    spooled(spool, b"left by a crash")
    (spool / "folder").mkdir()
    (spool / "folder" / "member").write_bytes(b"x")
    (spool / "link").symlink_to(outside)
    assert list(fresh_spool(tmp_path).iterdir()) == []
    assert (outside / "kept").exists()
