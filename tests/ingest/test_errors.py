"""What the system refuses is told in Vietnamese."""

import errno
from pathlib import Path

import pytest

from ingest.errors import said


def test_what_the_system_says_is_translated(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as gone:
        (tmp_path / "gone").read_bytes()
    assert said(gone.value) == "không tìm thấy"
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_bytes()
    assert said(folder.value) == "là một thư mục"
    assert said(OSError(errno.ENOSPC, "No space left on device")) == "ổ đĩa đầy"


def test_what_the_table_does_not_know_keeps_its_own_words() -> None:
    assert said(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
    assert said(OSError("cut")) == "cut"
