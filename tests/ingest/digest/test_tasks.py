"""What an officer should decide or do today."""

from dataclasses import replace
from datetime import datetime

from ingest.digest.deadline import deadline_of
from ingest.digest.tasks import tasks
from tests.ingest.assessments import CAMPAIGN, assessment, at, finding, message, so, submitted, thads
from validators.assessment import FindingRecord
from validators.submission import Message

BICH_MAI = so("bich-mai", "Bích Mai")
THACH_LAM = thads("thach-lam", "Thạch Lâm")
ONE, TWO = "stp-bich-mai", "thads-thach-lam"


def _texts(*findings: FindingRecord, unplaced: tuple[Message, ...] = (), as_of: datetime | None = None) -> list[str]:
    now = as_of or at(18, 7, 30)
    whole = assessment(submitted(BICH_MAI), submitted(THACH_LAM), findings=findings, unplaced=unplaced, as_of=now)
    return [task.text for task in tasks(whole, deadline_of(CAMPAIGN, now))]


def test_mail_without_a_unit_names_whose_it_may_be() -> None:
    lost = (
        message("a@example.vn", candidates=(ONE,)),
        message("b@example.vn", candidates=(TWO, ONE)),
        message("c@example.vn", candidates=("no-such-unit",)),
    )
    rows = [finding("unit_unidentified", None, one.id) for one in lost]
    assert _texts(*rows, unplaced=lost) == [
        "Chưa rõ đơn vị gửi: 03 thư (01 thư có thể của Cục THADS Thạch Lâm hoặc Sở Tư pháp Bích Mai; "
        "01 thư có thể của Sở Tư pháp Bích Mai)."
    ]


def test_a_request_for_time_says_until_when() -> None:
    rows = [
        finding("extension_requested", TWO, "a@example.vn", severity="warning", detail="Đề nghị gia hạn đến 25/11."),
        finding("extension_requested", ONE, "b@example.vn", severity="warning", detail="Đề nghị gia hạn thêm."),
    ]
    assert _texts(*rows) == ["Xin gia hạn: Cục THADS Thạch Lâm, đến 25/11; Sở Tư pháp Bích Mai."]


def test_nothing_but_digits_is_taken_from_a_detail() -> None:
    row = finding("extension_requested", ONE, "a", severity="warning", detail="Lê Văn Ổi 0912345678 đến 25/11<b>x</b>")
    assert _texts(row) == ["Xin gia hạn: Sở Tư pháp Bích Mai, đến 25/11."]


def test_links_that_cannot_be_opened_are_told_by_unit() -> None:
    rows = [
        finding("link_no_access", ONE, "https://a.vn/1"),
        finding("link_empty", ONE, "https://a.vn/2"),
        finding("link_revoked", TWO, "https://a.vn/3"),
        finding("link_no_access", None, "https://a.vn/4"),
    ]
    assert _texts(*rows) == [
        "Chưa mở được đường dẫn: 02 đơn vị (Cục THADS Thạch Lâm, Sở Tư pháp Bích Mai); "
        "01 đường dẫn trong thư chưa rõ đơn vị.",
        "Thư mục trên Drive chưa có tệp: 01 đơn vị (Sở Tư pháp Bích Mai).",
    ]


def test_files_that_cannot_be_opened_are_told_by_unit() -> None:
    assert _texts(finding("file_encrypted", ONE, "a@example.vn/x.pdf")) == [
        "Chưa mở được tệp: 01 đơn vị (Sở Tư pháp Bích Mai)."
    ]


def test_who_came_on_the_day_in_question_is_one_decision() -> None:
    rows = [finding("arrival_borderline", code, "a", severity="warning") for code in (ONE, TWO)]
    assert _texts(*rows, as_of=at(20, 16, 30)) == [
        "Nhận trong ngày 20/11/2024, chờ quyết định chung: 02 đơn vị (Cục THADS Thạch Lâm, Sở Tư pháp Bích Mai)."
    ]


def test_withdrawals_are_counted_and_never_named() -> None:
    rows = [
        finding("withdrawal_pending", ONE, "a@example.vn", severity="warning"),
        finding("sender_unverified", ONE, "a@example.vn", severity="warning"),
        finding("withdrawal_pending", TWO, "b@example.vn", severity="warning"),
    ]
    assert _texts(*rows) == ["Có 02 nội dung xử lý riêng (không nêu trong bản tin)."]


def test_what_is_resolved_waived_or_mere_information_is_no_task() -> None:
    rows = [
        finding("link_no_access", ONE, "https://a.vn/1", resolved=at(17)),
        finding("link_no_access", ONE, "https://a.vn/2", waived=True),
        finding("link_trashed", ONE, "https://a.vn/3", severity="info"),
    ]
    assert _texts(*rows) == []


def test_clusters_without_a_known_head_are_told_by_their_registered_name() -> None:
    unit = replace(BICH_MAI, cluster="Cụm số 3")
    rows = [finding("missing_summary", None, name) for name in ("Cụm số 3", "Lê Văn Ổi")]
    whole = assessment(submitted(unit), findings=rows)
    [task] = tasks(whole, deadline_of(CAMPAIGN, at(18)))
    assert task.text == "Chưa có báo cáo tổng hợp: 02 cụm (Cụm số 3)."
