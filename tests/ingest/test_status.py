"""One line per unit."""

import json

from ingest.status import render_status, status_document, status_lines
from tests.ingest.assessments import assessment, at, message, silent, so, submitted, thads

BICH_MAI = so("bich-mai", "Bích Mai")
THACH_LAM = thads("thach-lam", "Thạch Lâm")


def test_each_unit_is_one_line_under_a_head() -> None:
    whole = assessment(
        submitted(BICH_MAI, "incomplete", received=at(15, 9, 12), findings=3, checked=True), silent(THACH_LAM)
    )
    assert render_status(whole).splitlines() == [
        "Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI – số liệu tính đến 7h30 ngày 18/11/2024",
        "Mã               Đơn vị               Tình trạng               Thư  Đề cử  Ảnh, video  Có chú thích"
        "  Vướng mắc  Nhận gần nhất",
        "stp-bich-mai     Sở Tư pháp Bích Mai  Còn thiếu (đã kiểm tra)    1      1           2             2"
        "          3  9h12 15/11/2024",
        "thads-thach-lam  Cục THADS Thạch Lâm  Chưa gửi                   0      0           0             0"
        "          0  –",
        "2 đơn vị: còn thiếu 1, chưa gửi 1",
    ]


def test_columns_stay_in_line_for_decomposed_names() -> None:
    lines = render_status(assessment(silent(so("a", "Bi\u0301ch Mai")), silent(so("b", "Bích Mai")))).splitlines()
    first, second = (line.replace("\u0301", "") for line in lines[2:4])
    assert first.index("Chưa gửi") == second.index("Chưa gửi")


def test_units_keep_the_order_of_the_register() -> None:
    assert [line.code for line in status_lines(assessment(silent(THACH_LAM), silent(BICH_MAI)))] == [
        "thads-thach-lam",
        "stp-bich-mai",
    ]


def test_the_last_arrival_is_of_content_only() -> None:
    code = "stp-bich-mai"
    mails = [
        message("a@example.vn", code, received=at(14)),
        message("b@example.vn", code, received=at(15), role="supplement"),
        message("c@example.vn", code, received=at(16), role="question"),
    ]
    [line] = status_lines(assessment(submitted(BICH_MAI, received=at(14), messages=mails)))
    assert line.last_arrival == at(15)


def test_mail_that_nobody_can_place_is_counted_at_the_foot() -> None:
    lost = [message("a@example.vn", received=at(15)), message("b@example.vn", role="other", reason="newsletter")]
    whole = assessment(silent(BICH_MAI), unplaced=lost)
    assert render_status(whole).splitlines()[-1] == "1 đơn vị: chưa gửi 1, chưa rõ đơn vị gửi 1 thư"
    assert status_document(whole)["unplaced_messages"] == 1


def test_the_document_is_plain_json_with_instants_in_utc() -> None:
    document = status_document(assessment(submitted(BICH_MAI, received=at(15, 9, 12)), silent(THACH_LAM)))
    assert json.loads(json.dumps(document)) == document
    assert document["as_of"] == "2024-11-18T00:30:00Z"
    assert document["units"][0]["last_arrival"] == "2024-11-15T02:12:00Z"
    assert document["units"][1]["last_arrival"] is None
    assert document["units"][1]["state"] == "nothing"


def test_an_empty_register_is_no_fault() -> None:
    assert render_status(assessment()).splitlines()[-1] == "0 đơn vị"
