"""Files as they are exported."""

from datetime import UTC, datetime

import pytest

from parsers.facts import FileFacts
from tests.validators.assemble.builders import node, photo
from validators.assemble.files import file_of
from validators.submission import File


def exported(modified_at: str = "") -> File:
    return file_of(
        photo("a/1.jpg", modified_at=modified_at), "m/a/1.jpg", "stp-kon-tum", "m", furniture=False, superseded=False
    )


def test_a_file_keeps_what_is_known_of_it() -> None:
    one = exported()
    assert (one.path, one.name, one.unit, one.message, one.origin) == (
        "m/a/1.jpg", "1.jpg", "stp-kon-tum", "m", "attachment",
    )  # fmt: skip
    assert (one.status, one.reason, one.media_type) == ("stored", None, "image/jpeg")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-11-12T09:30:00+07:00", datetime(2024, 11, 12, 2, 30, tzinfo=UTC)),
        ("2024-11-12T02:30:00.123Z", datetime(2024, 11, 12, 2, 30, 0, 123000, tzinfo=UTC)),
        ("2024-11-12T09:30:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_without_a_zone_are_nobodys_evidence(text: str, instant: datetime | None) -> None:
    assert exported(modified_at=text).modified_at == instant


def test_a_reason_is_given_where_there_is_one() -> None:
    broken = node("a.docx", FileFacts("docx", "x/y", "unreadable"), reason="not a zip file")
    one = file_of(broken, "m/a.docx", None, "m", furniture=True, superseded=True)
    assert (one.status, one.reason, one.furniture, one.superseded) == ("unreadable", "not a zip file", True, True)
