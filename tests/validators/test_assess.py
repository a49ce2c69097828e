"""The campaign at an instant: states and figures by the contract's words."""

from datetime import datetime
from typing import Any

import pytest

from config.campaign import Severity
from tests.validators.builders import ARRIVED, CAMPAIGN, at, file, media, message, nomination, part, submission
from validators.assess import assess
from validators.assessment import Assessment, FindingRecord, Operations, UnitAssessment, Waiver
from validators.submission import Submission

UNIT = "stp-lang-son"
NOW = at(15)
DONE = (part("media", stands=True, first=ARRIVED), part("nominations", "expected"), part("letter", "expected"))


def finding(code: str, severity: Severity = "error", unit: str | None = UNIT, **more: Any) -> FindingRecord:
    fields: dict[str, Any] = {"subject": "", "detail": "", "opened_at": at(13)}
    return FindingRecord(f"{code}-{unit}", unit, code, severity=severity, **(fields | more))


def assessed(*findings: FindingRecord, one: Submission, now: datetime = NOW) -> Assessment:
    return assess(CAMPAIGN, now, [one], submission(None), findings, (), Operations(None, 0, 0, 0, ()))


def unit(*findings: FindingRecord, **more: Any) -> UnitAssessment:
    return assessed(*findings, one=submission(**({"parts": DONE} | more))).units[0]


def test_a_unit_is_complete_when_every_required_part_stands() -> None:
    assert unit().state == "complete"


def test_an_expected_part_that_is_missing_leaves_a_unit_complete() -> None:
    assert unit(finding("missing_letter", "warning")).state == "complete"


def test_a_required_part_that_does_not_stand_makes_a_unit_incomplete() -> None:
    assert unit(parts=(part("media"),)).state == "incomplete"


@pytest.mark.parametrize("messages", [(), (message(role="question"),), (message(role="extension_request"),)])
def test_without_content_bearing_mail_there_is_nothing(messages: tuple[Any, ...]) -> None:
    assert unit(messages=messages).state == "nothing"


def test_a_nil_answer_is_content() -> None:
    answered = part("nominations", stands=True, nil=True)
    assert unit(messages=(message(role="nil_return"),), parts=(answered,)).state == "complete"


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (finding("link_no_access"), "incomplete"),
        (finding("late_arrival"), "complete"),
        (finding("caption_missing", "warning"), "complete"),
        (finding("link_no_access", resolved_at=at(14)), "complete"),
        (finding("link_no_access", waived=Waiver("Lan", "đã có bản giấy", at(14))), "complete"),
    ],
    ids=["error", "lateness", "warning", "resolved", "waived"],
)
def test_open_unwaived_errors_make_a_unit_incomplete_lateness_aside(one: FindingRecord, state: str) -> None:
    assert unit(one).state == state


def test_figures_count_distinct_pictures_and_open_warnings_and_errors() -> None:
    counts = unit(
        finding("caption_missing"),
        finding("missing_letter", "warning"),
        finding("found_in_spam", "info"),
        finding("link_no_access", resolved_at=at(14)),
        media=(
            media("1.jpg"),
            media("2.jpg", content=None, time=None, place=None),
            media("3.jpg", duplicate_of="1.jpg"),
        ),
        nominations=(nomination(), nomination("Lê Văn Bình")),
        files=(file("read"), file("ignored", "Thumbs.db")),
        messages=(message(), message("m2@example.vn")),
    ).counts
    assert (counts.messages, counts.nominations, counts.files) == (2, 2, 2)
    assert (counts.media, counts.captioned, counts.findings) == (2, 1, 2)


def test_findings_of_other_units_and_of_nobody_do_not_count() -> None:
    one = unit(finding("link_no_access", unit="stp-ha-giang"), finding("unit_unidentified", unit=None))
    assert (one.state, one.counts.findings) == ("complete", 0)


def test_findings_stand_in_one_order_whatever_order_they_came_in() -> None:
    findings = [finding("unit_unidentified", unit=None), finding("missing_media"), finding("caption_missing")]
    first = assessed(*findings, one=submission(parts=DONE))
    assert first == assessed(*findings[::-1], one=submission(parts=DONE))
    assert [one.code for one in first.findings] == ["unit_unidentified", "caption_missing", "missing_media"]
