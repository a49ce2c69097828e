"""Parts that first came after the deadline."""

import pytest

from config.campaign import Owed, Severity
from tests.validators.builders import at, context, message, part, submission
from validators.findings import Finding
from validators.rules.arrival import check
from validators.submission import Submission


def _findings(of: Submission) -> list[Finding]:
    return list(check(of, context(at(26))))


def test_parts_that_came_in_time_are_no_finding() -> None:
    of = submission(parts=(part("media", stands=True, first=at(19), by="m1@example.vn", timeliness="in_time"),))
    assert _findings(of) == []


def test_one_message_within_grace_is_one_finding_that_names_its_parts() -> None:
    came, by = at(20, 9, 12), "m1@example.vn"
    parts = (
        part("letter", first=came, by=by, timeliness="borderline"),
        part("nominations", "expected", first=came, by=by, timeliness="borderline"),
        part("media", first=at(19), by="m0@example.vn", timeliness="in_time"),
    )
    (finding,) = _findings(submission(parts=parts, messages=(message(by, received_at=came),)))
    assert (finding.code, finding.subject, finding.severity) == ("arrival_borderline", by, "warning")
    assert finding.detail.startswith("Công văn và danh sách đề cử được tiếp nhận lần đầu lúc 9h12 ngày 20/11/2024")
    assert "example.vn" not in finding.detail


def test_two_messages_are_two_findings() -> None:
    parts = (
        part("letter", first=at(20), by="m1@example.vn", timeliness="borderline"),
        part("media", first=at(21), by="m2@example.vn", timeliness="late"),
    )
    found = {(finding.code, finding.subject) for finding in _findings(submission(parts=parts))}
    assert found == {("arrival_borderline", "m1@example.vn"), ("late_arrival", "m2@example.vn")}


@pytest.mark.parametrize(("owed", "severity"), [("required", "error"), ("expected", "warning"), ("optional", "info")])
def test_late_is_as_bad_as_what_is_owed(owed: Owed, severity: Severity) -> None:
    of = submission(parts=(part("nominations", owed, first=at(25), by="m1@example.vn", timeliness="late"),))
    (finding,) = _findings(of)
    assert (finding.code, finding.severity) == ("late_arrival", severity)


def test_the_worst_of_the_parts_of_a_message_decides() -> None:
    parts = (
        part("nominations", "expected", first=at(25), by="m1@example.vn", timeliness="late"),
        part("letter", first=at(25), by="m1@example.vn", timeliness="late"),
    )
    assert [finding.severity for finding in _findings(submission(parts=parts))] == ["error"]


def test_an_excused_part_is_never_late() -> None:
    of = submission(parts=(part("media", "excused", first=at(25), by="m1@example.vn", timeliness="late"),))
    assert _findings(of) == []


def test_what_only_adds_after_grace_is_information() -> None:
    parts = (part("media", stands=True, first=at(15), by="m1@example.vn", timeliness="in_time"),)
    messages = (
        message(carries=("media",), received_at=at(15)),
        message("m2@example.vn", "supplement", at(20, 12), ("media",)),
        message("m3@example.vn", "supplement", at(21, 0), ("media",)),
        message("m4@example.vn", "question", at(23)),
    )
    (finding,) = _findings(submission(parts=parts, messages=messages))
    assert (finding.code, finding.subject, finding.severity) == ("late_arrival", "m3@example.vn", "info")
    assert "ảnh, video" in finding.detail


def test_what_adds_within_an_extended_deadline_is_nothing() -> None:
    parts = (part("media", stands=True, first=at(15), by="m1@example.vn", timeliness="in_time", deadline=at(25)),)
    messages = (message(carries=("media",)), message("m2@example.vn", "supplement", at(23), ("media",)))
    assert _findings(submission(parts=parts, messages=messages)) == []


def test_mail_that_brings_late_and_added_parts_has_one_finding() -> None:
    parts = (
        part("media", stands=True, first=at(15), by="m1@example.vn", timeliness="in_time"),
        part("letter", stands=True, first=at(25), by="m2@example.vn", timeliness="late"),
    )
    messages = (message(carries=("media",)), message("m2@example.vn", "supplement", at(25), ("media", "letter")))
    assert [finding.severity for finding in _findings(submission(parts=parts, messages=messages))] == ["error"]


def test_a_document_recorded_by_hand_has_no_message_to_name() -> None:
    of = submission(messages=(), parts=(part("letter", stands=True, first=at(25), timeliness="late"),))
    assert [(finding.code, finding.subject) for finding in _findings(of)] == [("late_arrival", "")]
