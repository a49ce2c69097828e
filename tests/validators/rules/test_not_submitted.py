"""A unit that has sent nothing, around the instants of the deadline."""

from datetime import datetime, timedelta

import pytest

from config.campaign import Severity
from tests.validators.builders import DEADLINE, GRACE, at, context, message, part, submission
from validators.findings import Finding
from validators.rules.not_submitted import check
from validators.submission import Role, Submission

SECOND = timedelta(seconds=1)
OWED = (part("media"), part("nominations", "expected"), part("letter", "expected"))


def _findings(of: Submission, now: datetime) -> list[Finding]:
    return list(check(of, context(now)))


@pytest.mark.parametrize(
    ("now", "severity"),
    [
        (at(1), "info"),
        (DEADLINE - timedelta(days=7) - SECOND, "info"),
        (DEADLINE - timedelta(days=7), "warning"),
        (DEADLINE - SECOND, "warning"),
        (DEADLINE, "error"),
        (GRACE, "error"),
    ],
)
def test_it_grows_with_the_deadline(now: datetime, severity: Severity) -> None:
    (finding,) = _findings(submission(messages=(), parts=OWED), now)
    assert (finding.unit, finding.code, finding.subject) == ("stp-lang-son", "not_submitted", "")
    assert finding.severity == severity


def test_it_stays_information_where_nothing_is_required() -> None:
    of = submission("btp-dang-uy", messages=(), parts=(part("media", "optional"), part("nominations", "optional")))
    assert [finding.severity for finding in _findings(of, at(30))] == ["info"]


def test_it_stays_information_without_a_deadline() -> None:
    of = submission(messages=(), parts=(part("media", deadline=None, grace=None),))
    assert [finding.severity for finding in _findings(of, at(30))] == ["info"]


def test_an_extended_part_waits_for_its_own_deadline() -> None:
    of = submission(messages=(), parts=(part("media", deadline=at(25)),))
    assert [finding.severity for finding in _findings(of, at(22))] == ["warning"]


@pytest.mark.parametrize("role", ["question", "extension_request", "withdrawal", "other"])
def test_mail_that_carries_nothing_is_no_submission(role: Role) -> None:
    assert len(_findings(submission(messages=(message(role=role),), parts=OWED), at(15))) == 1


@pytest.mark.parametrize("role", ["submission", "supplement", "replacement", "nil_return"])
def test_content_bearing_mail_is_a_submission(role: Role) -> None:
    assert _findings(submission(messages=(message(role=role),), parts=OWED), at(30)) == []


def test_what_was_recorded_by_hand_is_a_submission() -> None:
    of = submission(messages=(), parts=(part("letter", stands=True, first=at(12)), part("media")))
    assert _findings(of, at(30)) == []


def test_an_excused_unit_owes_nothing() -> None:
    assert _findings(submission(messages=(), parts=(part("media", "excused"),)), at(30)) == []
    only_expected = submission(messages=(), parts=(part("media", "excused"), part("nominations", "expected")))
    assert [finding.severity for finding in _findings(only_expected, at(30))] == ["info"]


def test_the_sentence_names_the_instant_and_the_deadline_and_addresses_the_unit() -> None:
    (finding,) = _findings(submission(messages=(), parts=OWED), at(18, 7, 30))
    assert finding.detail == (
        "Đến 7h30 ngày 18/11/2024, Vụ chưa nhận được hồ sơ của Quý Sở; kính đề nghị Quý Sở quan tâm gửi đúng hạn "
        "(chậm nhất trước ngày 20/11/2024)."
    )
