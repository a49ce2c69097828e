"""Files that cannot be opened, or are not let in."""

import pytest

from config.campaign import Severity
from tests.validators.builders import at, context, file, message, submission
from validators.findings import Finding
from validators.rules.files import check
from validators.submission import File, FileStatus, Message


def _findings(*files: File, mail: Message | None = None) -> list[Finding]:
    return list(check(submission(files=files, messages=(mail or message(received_at=at(12, 9, 12)),)), context()))


@pytest.mark.parametrize(
    ("status", "code", "severity"),
    [
        ("unreadable", "file_unreadable", "error"),
        ("encrypted", "file_encrypted", "error"),
        ("refused", "file_refused", "error"),
        ("unsupported", "file_unsupported", "warning"),
    ],
)
def test_each_status_has_its_code(status: FileStatus, code: str, severity: Severity) -> None:
    (finding,) = _findings(file(status, "Danh sach.docx"))
    assert (finding.code, finding.severity, finding.subject) == (code, severity, "m1@example.vn/Danh sach.docx")
    assert finding.detail.startswith("Tệp “Danh sach.docx” trong thư nhận lúc 9h12 ngày 12/11/2024 ")
    assert "Quý Sở" in finding.detail
    assert "@" not in finding.detail


@pytest.mark.parametrize("status", ["read", "stored", "ignored", "not_fetched"])
def test_other_statuses_say_nothing(status: FileStatus) -> None:
    assert _findings(file(status)) == []


def test_furniture_and_superseded_files_are_not_judged() -> None:
    assert _findings(file("unreadable", superseded=True), file("refused", furniture=True)) == []


@pytest.mark.parametrize("mail", [message(role="question"), message(role="other"), message(role="withdrawal")])
def test_files_of_mail_that_carries_nothing_are_not_judged(mail: Message) -> None:
    assert _findings(file("unreadable"), mail=mail) == []


def test_files_of_unplaced_mail_wait_for_their_unit() -> None:
    assert list(check(submission(None, files=(file("unreadable"),)), context())) == []


def test_a_refused_picture_inside_counts_but_a_drawing_without_text_does_not() -> None:
    assert [finding.code for finding in _findings(file("refused", "image1.png", "embedded"))] == ["file_refused"]
    assert [finding.code for finding in _findings(file("refused", "image1.png", "inline"))] == ["file_refused"]
    assert _findings(file("unsupported", "image1.emf", "embedded")) == []


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("executable", "tệp chương trình"),
        ("more than 5000 members", "vượt giới hạn"),
        ("cannotDownloadAbusiveFile", "quét vi-rút"),
        ("path leaves the archive", "nén lại"),
        ("", "lý do an toàn"),
    ],
)
def test_a_refusal_says_what_to_do_instead(reason: str, words: str) -> None:
    (finding,) = _findings(file("refused", reason=reason))
    assert words in finding.detail
    assert "{" not in finding.detail


def test_a_sentence_made_where_the_file_was_fetched_is_kept() -> None:
    sentence = "Tệp “a.zip” vượt quá dung lượng tiếp nhận (20 GB); đề nghị đơn vị gửi bản có dung lượng nhỏ hơn."
    (finding,) = _findings(file("refused", "a.zip", reason=sentence))
    assert finding.detail == sentence


def test_a_file_on_drive_is_shown_by_its_place_in_the_folder() -> None:
    lost = file("unreadable", "a.jpg", "drive", path="drive/1AbC/Ảnh 2023/a.jpg")
    (finding,) = _findings(lost)
    assert "“Ảnh 2023/a.jpg”" in finding.detail
    assert "1AbC" not in finding.detail


def test_braces_in_a_name_do_no_harm() -> None:
    (finding,) = _findings(file("unreadable", "{you}{0}.docx"))
    assert "“{you}{0}.docx”" in finding.detail
