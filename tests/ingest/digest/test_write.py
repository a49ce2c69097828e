"""Writing an edition to a folder."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from ingest.digest.write import write_digest
from tests.ingest.assessments import assessment, at, campaign_morning, message, silent, so, submitted


def test_an_edition_is_three_files_named_by_the_day(tmp_path: Path) -> None:
    files = write_digest(campaign_morning(at(18, 23, 30)), at(17, 7, 30), tmp_path / "new" / "digests")
    assert [path.name for path in (files.html, files.text, files.xlsx)] == [
        "ban-tin-2024-11-18.html",
        "ban-tin-2024-11-18.txt",
        "ban-tin-2024-11-18.xlsx",
    ]
    assert files.text.read_text(encoding="utf-8").startswith(files.digest.subject)
    assert sorted(path.name for path in (tmp_path / "new" / "digests").iterdir()) == sorted(
        path.name for path in (files.html, files.text, files.xlsx)
    )


def test_the_same_instant_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_digest(campaign_morning(), at(17, 7, 30), tmp_path / "a")
    two = write_digest(campaign_morning(), at(17, 7, 30), tmp_path / "b")
    for first, second in ((one.html, two.html), (one.text, two.text), (one.xlsx, two.xlsx)):
        assert first.read_bytes() == second.read_bytes()


def test_a_later_edition_of_the_day_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    unit = so("bich-mai", "Bích Mai")
    write_digest(assessment(silent(unit), as_of=at(19, 7, 30)), None, tmp_path)
    files = write_digest(assessment(submitted(unit), as_of=at(19, 16, 30)), at(19, 7, 30), tmp_path)
    assert "01/01 đơn vị đã gửi" in files.text.read_text(encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 3


def test_a_failed_edition_leaves_the_last_one_whole(tmp_path: Path) -> None:
    unit = so("bich-mai", "Bích Mai")
    files = write_digest(assessment(submitted(unit)), None, tmp_path)
    before = files.xlsx.read_bytes()
    bad = message("x@example.vn", unit.code, received=at(15), sender=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        write_digest(assessment(submitted(unit, messages=[bad])), None, tmp_path)
    assert files.xlsx.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


def test_what_a_killed_process_left_half_written_goes_and_a_living_ones_stays(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead, living = (tmp_path / f".ban-tin-2024-11-18.html.{pid}" for pid in (ended.pid, os.getppid()))
    for left in (dead, living):
        left.write_text("half", encoding="utf-8")
    write_digest(campaign_morning(at(18, 7, 30)), None, tmp_path)
    assert (dead.exists(), living.exists()) == (False, True)


def test_the_workbook_is_made_without_files_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill would leave them, with what they tell of units and people, where nobody looks."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    assert write_digest(campaign_morning(), None, tmp_path / "digests").xlsx.stat().st_size > 5000
