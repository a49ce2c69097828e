"""Campaign mail that nobody can place."""

from tests.validators.builders import at, context, message, submission
from validators.findings import Finding
from validators.rules.unit_unidentified import check
from validators.submission import Message


def _findings(*messages: Message) -> list[Finding]:
    return list(check(submission(None, group="", counts=False, messages=messages), context()))


def test_each_message_is_a_finding_that_names_the_candidates() -> None:
    mail = message(
        "x@example.vn",
        received_at=at(18, 8, 5),
        subject="Danh sách của HG (gửi lại từ ai.do@example.vn)",
        candidates=("stp-hau-giang", "stp-ha-giang", "gone"),
    )
    (finding,) = _findings(mail)
    assert (finding.unit, finding.subject, finding.severity) == (None, "x@example.vn", "error")
    assert "8h05 ngày 18/11/2024" in finding.detail
    assert "Sở Tư pháp tỉnh Hậu Giang hoặc Sở Tư pháp tỉnh Hà Giang" in finding.detail
    assert "@" not in finding.detail


def test_mail_without_subject_and_candidates_is_named_all_the_same() -> None:
    (finding,) = _findings(message(subject="", received_at=None))
    assert finding.detail.startswith("Thư không có chủ đề chưa xác định được đơn vị gửi;")


def test_a_question_of_nobody_known_is_a_finding_and_other_mail_is_not() -> None:
    assert len(_findings(message(role="question"), message("n@example.vn", "other"))) == 1


def test_mail_of_a_unit_is_placed() -> None:
    assert list(check(submission(messages=(message(),)), context())) == []
