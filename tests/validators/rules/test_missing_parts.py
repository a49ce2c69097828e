"""A part that a unit owes and that does not stand."""

from datetime import datetime, timedelta

import pytest

from config.campaign import Owed, Severity
from tests.validators.builders import DEADLINE, at, context, file, link, message, part, submission
from validators.findings import Finding
from validators.rules.missing_parts import check
from validators.submission import Access, FileStatus, Submission

SECOND = timedelta(seconds=1)
READ: tuple[Access, ...] = ("public", "private", "readable", "empty")
UNREAD: tuple[Access, ...] = (
    "no_access",
    "revoked",
    "trashed",
    "quota",
    "unknown",
    "view_only",
    "partly_readable",
    "not_drive",
    "unsupported",
)


def _findings(of: Submission, now: datetime = DEADLINE) -> list[Finding]:
    return list(check(of, context(now)))


@pytest.mark.parametrize(
    ("owed", "now", "severity"),
    [
        ("required", DEADLINE - SECOND, "warning"),
        ("required", DEADLINE, "error"),
        ("expected", DEADLINE - SECOND, "warning"),
        ("expected", at(30), "warning"),
        ("optional", at(30), "info"),
    ],
)
def test_the_severity_follows_what_is_owed_and_the_deadline(owed: Owed, now: datetime, severity: Severity) -> None:
    (finding,) = _findings(submission(parts=(part("media", owed),)), now)
    assert (finding.code, finding.subject, finding.severity) == ("missing_media", "", severity)


def test_a_required_part_without_a_deadline_is_never_an_error() -> None:
    of = submission(parts=(part("media", deadline=None, grace=None),))
    assert [finding.severity for finding in _findings(of, at(30))] == ["warning"]


def test_each_part_has_its_own_code() -> None:
    of = submission(parts=(part("letter"), part("nominations"), part("media")))
    assert [finding.code for finding in _findings(of)] == ["missing_letter", "missing_nominations", "missing_media"]


def test_what_stands_or_is_excused_or_answered_with_nothing_is_not_missing() -> None:
    parts = (part("letter", stands=True), part("media", "excused"), part("nominations", stands=True, nil=True))
    assert _findings(submission(parts=parts)) == []


def test_a_unit_that_sent_nothing_has_another_finding() -> None:
    assert _findings(submission(messages=(), parts=(part("media"),))) == []
    assert _findings(submission(messages=(message(role="question"),), parts=(part("media"),))) == []


def test_what_was_recorded_by_hand_counts_as_written() -> None:
    of = submission(messages=(), parts=(part("letter", stands=True), part("media")))
    assert [finding.code for finding in _findings(of)] == ["missing_media"]


@pytest.mark.parametrize("access", UNREAD)
def test_while_a_link_is_unread_the_part_is_undetermined(access: Access) -> None:
    (finding,) = _findings(submission(parts=(part("media"),), links=(link(access),)), at(30))
    assert finding.severity == "warning"
    assert "có thể nằm trong 01 đường dẫn chưa đọc được" in finding.detail


@pytest.mark.parametrize("access", READ)
def test_a_link_that_was_read_or_is_empty_excuses_nothing(access: Access) -> None:
    (finding,) = _findings(submission(parts=(part("media"),), links=(link(access),)))
    assert finding.severity == "error"
    assert "có thể nằm" not in finding.detail


def test_a_revoked_link_of_which_all_is_kept_excuses_nothing() -> None:
    of = submission(parts=(part("media"),), links=(link("revoked", archived=True),))
    assert [finding.severity for finding in _findings(of)] == ["error"]


def test_an_undetermined_optional_part_stays_information() -> None:
    of = submission(parts=(part("media", "optional"),), links=(link("no_access"),))
    assert [finding.severity for finding in _findings(of)] == ["info"]


@pytest.mark.parametrize("status", ["unreadable", "encrypted", "refused", "unsupported", "not_fetched"])
def test_while_a_file_is_unread_the_part_is_undetermined(status: FileStatus) -> None:
    (finding,) = _findings(submission(parts=(part("nominations"),), files=(file(status, "ho so.zip"),)))
    assert finding.severity == "warning"
    assert "01 tệp" in finding.detail


@pytest.mark.parametrize(
    ("name", "media", "nominations"),
    [
        ("phong su.mp4", "warning", "error"),
        ("danh sach.xlsx", "error", "warning"),
        ("ho so.rar", "warning", "warning"),
        ("setup.exe", "error", "error"),
        ("scan.jpg", "warning", "warning"),
    ],
)
def test_only_a_file_that_could_hold_the_part_excuses_it(name: str, media: Severity, nominations: Severity) -> None:
    of = submission(parts=(part("media"), part("nominations")), files=(file("unreadable", name),))
    assert [finding.severity for finding in _findings(of)] == [media, nominations]


def test_what_does_not_stand_any_more_excuses_nothing() -> None:
    files = (
        file("encrypted", superseded=True),
        file("refused", furniture=True),
        file("ignored"),
        file("unsupported", "image1.emf", "embedded"),
        file("unreadable", message="m2@example.vn"),
    )
    messages = (message(), message("m2@example.vn", "question"))
    links = (link("no_access", message="m2@example.vn"),)
    of = submission(parts=(part("nominations"),), messages=messages, files=files, links=links)
    assert [finding.severity for finding in _findings(of)] == ["error"]


def test_the_sentence_says_what_came_and_what_to_do() -> None:
    (finding,) = _findings(submission("thads-nghe-an", parts=(part("letter"),)))
    assert finding.detail == (
        "Đã nhận hồ sơ của Quý Cục nhưng chưa thấy công văn; đề nghị Quý Cục gửi bổ sung công văn do người có thẩm "
        "quyền ký."
    )


def test_after_a_nil_answer_the_letter_that_is_asked_for_is_that_answer() -> None:
    of = submission(parts=(part("letter", "expected"), part("nominations", stands=True, nil=True)))
    (finding,) = _findings(of)
    assert "không có trường hợp đề xuất" in finding.detail


def test_what_lies_behind_an_unread_link_is_counted_with_it() -> None:
    behind = file("not_fetched", "Video.mp4", "drive", path="drive/A1/Video.mp4")
    of = submission(parts=(part("media"),), links=(link("view_only", drive_id="A1"),), files=(behind,))
    (finding,) = _findings(of)
    assert "trong 01 đường dẫn chưa đọc được" in finding.detail
