"""One line per cause, with counts: what an officer reads of one unit."""

from zoneinfo import ZoneInfo

import pytest

from config.campaign import Severity
from ingest.digest.issues import Issue, issues, title
from tests.ingest.assessments import at, finding, media, part, so, submitted
from validators.assessment import FindingRecord
from validators.submission import Submission

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CODE = "stp-bich-mai"
TODAY = at(19).date()


def _unit(images: int = 52, videos: int = 0) -> Submission:
    items = [media(CODE, f"m@example.vn/{n}.jpg") for n in range(images)]
    items += [media(CODE, f"m@example.vn/{n}.mp4", video=True) for n in range(videos)]
    parts = [part("media"), part("letter"), part("nominations", "expected")]
    return submitted(so("bich-mai", "Bích Mai"), "incomplete", items=items, parts=parts).submission


def _captions(code: str, names: range, suffix: str = "jpg", severity: Severity = "warning") -> list[FindingRecord]:
    return [finding(code, CODE, f"m@example.vn/{n}.{suffix}", severity=severity) for n in names]


def _said(*rows: FindingRecord, images: int = 52, videos: int = 0) -> list[str]:
    return [issue.text for issue in issues(_unit(images, videos), rows, ZONE)]


def test_captions_are_one_line_over_distinct_pictures() -> None:
    rows = _captions("caption_missing_place", range(30)) + _captions("caption_missing_time", range(25, 37))
    assert _said(*rows) == ["37/52 ảnh chưa đủ chú thích (thiếu địa điểm 30, thời gian 12)"]


def test_pictures_without_any_caption_are_told_apart() -> None:
    rows = _captions("caption_missing", range(5), severity="error") + _captions("caption_missing_place", range(5, 7))
    assert _said(*rows) == ["07/52 ảnh chưa đủ chú thích (chưa có 05; thiếu địa điểm 02)"]
    assert _said(*rows[:5]) == ["05/52 ảnh chưa có chú thích"]
    assert _said(*rows[5:]) == ["02/52 ảnh có chú thích chưa nêu địa điểm"]


def test_videos_are_counted_among_videos() -> None:
    rows = _captions("caption_missing", range(2), "mp4", "error")
    assert _said(*rows, videos=3) == ["02/03 video chưa có chú thích"]
    assert _said(*rows, *_captions("caption_missing", range(1)), videos=3) == ["03/55 ảnh, video chưa có chú thích"]


def test_pictures_that_are_not_listed_give_no_total() -> None:
    assert _said(*_captions("caption_missing", range(60, 63)), images=1) == ["03 ảnh, video chưa có chú thích"]


def test_missing_parts_are_one_line_and_expected_ones_are_asked_for() -> None:
    rows = [finding(code, CODE, severity="warning") for code in ("missing_media", "missing_letter")]
    assert _said(*rows) == ["chưa có công văn, ảnh, video"]
    asked = finding("missing_nominations", CODE, severity="warning")
    assert _said(asked) == ["chưa có danh sách đề cử (cần hỏi đơn vị có đề xuất hay không)"]


def test_what_is_missing_may_lie_in_an_unread_link() -> None:
    rows = [finding("missing_media", CODE, severity="warning"), finding("link_no_access", CODE, "https://a.vn/1")]
    assert _said(*rows) == [
        "01 đường dẫn chưa mở được",
        "chưa có ảnh, video – có thể nằm trong đường dẫn, tệp chưa mở được",
    ]


@pytest.mark.parametrize(
    "code", ["not_submitted", "late_arrival", "arrival_borderline", "withdrawal_pending", "sender_unverified"]
)
def test_what_is_told_elsewhere_or_handled_in_person_is_no_line(code: str) -> None:
    assert _said(finding(code, CODE)) == []


def test_resolved_waived_and_mere_information_are_no_lines() -> None:
    rows = [
        finding("missing_letter", CODE, resolved=at(16)),
        finding("file_encrypted", CODE, "m@example.vn/a.pdf", waived=True),
        finding("media_low_resolution", CODE, "m@example.vn/1.jpg", severity="info"),
    ]
    assert _said(*rows) == []


def test_a_code_that_nobody_worded_still_counts() -> None:
    assert _said(finding("something_new", CODE)) == ["nội dung khác cần rà soát"]


def test_the_gravest_comes_first_and_bears_its_day() -> None:
    rows = [
        finding("count_mismatch", CODE, severity="warning", opened=at(12)),
        finding("file_encrypted", CODE, "m@example.vn/a.pdf", opened=at(14, 23, 30)),
        finding("file_encrypted", CODE, "m@example.vn/b.pdf", opened=at(15)),
    ]
    found = issues(_unit(), rows, ZONE)
    assert [issue.line(TODAY) for issue in found] == [
        "02 tệp có mật khẩu, từ 14/11",
        "số lượng nêu trong văn bản khác số lượng nhận được, từ 12/11",
    ]


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    issue = Issue("x", "01 tệp có mật khẩu", at(28, month=12).date(), True)
    assert issue.line(at(3, month=1).date().replace(year=2025)) == "01 tệp có mật khẩu, từ 28/12/2024"


def test_what_came_back_counts_from_its_return() -> None:
    [issue] = issues(_unit(), [finding("missing_letter", CODE, opened=at(10), came_back=at(17))], ZONE)
    assert issue.since == at(17).date()


_CONTRACT_CODES = """
missing_letter missing_nominations missing_media missing_registrations missing_summary nil_return arrival_unknown
late_content extension_requested question_unanswered sent_on_behalf found_in_spam misdirected message_withdrawn
version_conflict nomination_conflict series_incomplete letter_unsigned count_mismatch link_no_access link_revoked
link_trashed link_view_only link_private link_empty link_partly_readable link_quota link_unsupported link_not_drive
file_unreadable file_encrypted file_refused file_unsupported file_with_macros text_uncertain caption_missing
caption_missing_content caption_missing_time caption_missing_place caption_vague_time caption_vague_place
caption_orphan media_out_of_period media_low_resolution media_duplicate nomination_missing_field
nomination_duplicate nomination_kind_unclear sensitive_data balance_skewed
"""


@pytest.mark.parametrize("code", _CONTRACT_CODES.split())
def test_every_code_has_words_of_its_own(code: str) -> None:
    [said] = _said(finding(code, CODE, "m@example.vn/1.jpg", severity="warning"))
    assert said != "nội dung khác cần rà soát"
    assert "_" not in said
    assert title(code) != "nội dung khác cần rà soát"


def test_nothing_lies_in_an_empty_folder() -> None:
    rows = [finding("missing_media", CODE, severity="warning"), finding("link_empty", CODE, "https://a.vn/1")]
    assert _said(*rows) == ["01 thư mục trên Drive chưa có tệp nào", "chưa có ảnh, video"]


def _marked(*rows: FindingRecord) -> list[str]:
    return [issue.text.partition(" – ")[2] for issue in issues(_unit(), rows, ZONE, at(17, 7, 30))]


def test_what_our_software_changed_since_the_last_edition_is_marked() -> None:
    new = finding("file_encrypted", CODE, "x", opened=at(17, 9), updates=(at(17, 9),))
    old = finding("file_encrypted", CODE, "y", opened=at(12))
    gone = finding("file_encrypted", CODE, "z", opened=at(12), resolved=at(17, 9), updates=(at(17, 9),))
    earlier = finding("file_encrypted", CODE, "x", opened=at(16), updates=(at(16),))
    assert _marked(new) == ["mới thấy do cập nhật phần mềm"]
    assert _marked(new, old) == _marked(old, gone) == ["có thay đổi do cập nhật phần mềm"]
    assert _marked(old) == _marked(earlier) == [""]
    assert _marked(gone) == []
