"""Real files that the real readers cannot stand, read under small limits; and disks that fail beneath them."""

import os
import zipfile
from pathlib import Path

import pytest

from ingest.errors import StoreUnavailable
from ingest.workers import Allowance, Readers
from parsers.artifact import Artifact
from parsers.facts import FileFacts, from_json
from tests.ingest.workers.hostile import unpacking_pdf


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    return folder


def _read(path: Path, spool: Path, allowance: Allowance = Allowance()) -> tuple[FileFacts, int]:  # noqa: B008
    """The facts, and how many workers the file has cost."""
    readers = Readers(frozenset(), 1, allowance)
    try:
        return from_json(readers.read(Artifact(path, path.name), spool)), readers.state()[0].lost
    finally:
        readers.close()


def _zip(path: Path, *sizes: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number, size in enumerate(sizes):
            archive.writestr(f"{number}.bin", os.urandom(size))
    return path


def test_a_pdf_of_a_few_kilobytes_that_makes_pdfium_abort_is_over_the_limit(tmp_path: Path, spool: Path) -> None:
    path = tmp_path / "Danh sách.pdf"
    path.write_bytes(unpacking_pdf(200))
    facts, lost = _read(path, spool, Allowance(memory=250 << 20))
    assert (facts.status, facts.reason) == ("refused", "more than 250 MB of memory needed for reading")
    assert lost == 2


def test_a_text_that_takes_too_long_is_over_the_limit(tmp_path: Path, spool: Path) -> None:
    path = tmp_path / "Danh sách.txt"
    path.write_text("Ông Nguyễn Văn A ngày 12/5/2023 tại Hà Nội, " * 200_000, encoding="utf-8")
    facts, lost = _read(path, spool, Allowance(cpu_seconds=0, grace_seconds=60))
    assert (facts.status, facts.reason) == ("refused", "more than 0 seconds needed for reading")
    assert lost == 2


def test_an_archive_member_larger_than_any_file_may_be_is_refused(tmp_path: Path, spool: Path) -> None:
    facts, lost = _read(_zip(tmp_path / "a.zip", 1000, 5 << 20), spool, Allowance(file_bytes=3 << 20))
    assert (facts.status, facts.reason) == ("refused", "more bytes unpacked than one file may have")
    assert lost == 0
    assert not list(spool.glob("*.part"))


def test_a_spool_that_cannot_be_written_is_not_damage_of_the_archive(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="hãy kiểm tra dung lượng và quyền ghi"):
        _read(_zip(tmp_path / "a.zip", 1000), tmp_path / "gone")
    with pytest.raises(StoreUnavailable):
        _read(_zip(tmp_path / "a.zip", 1000), Path("/proc/self"))


def test_a_damaged_file_is_called_damaged(tmp_path: Path, spool: Path) -> None:
    whole = _zip(tmp_path / "a.zip", 1 << 20).read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: 1 << 19])
    facts, _ = _read(tmp_path / "b.zip", spool)
    assert facts.status == "unreadable"


def test_members_come_out_of_an_archive_as_they_are(tmp_path: Path, spool: Path) -> None:
    facts, _ = _read(_zip(tmp_path / "a.zip", 1000, 2 << 20), spool)
    assert facts.status == "read"
    assert [child.size for child in facts.children] == [1000, 2 << 20]
    assert {path.name for path in spool.iterdir()} == {child.sha256 for child in facts.children}
