"""The first screen of the digest, edition by edition."""

from dataclasses import replace
from datetime import datetime

from ingest.digest.build import build_digest
from ingest.digest.render import render_html, render_text
from ingest.digest.values import OperatorLine
from tests.ingest.assessments import (
    CAMPAIGN,
    HANOI,
    assessment,
    at,
    campaign_morning,
    finding,
    letter,
    message,
    part,
    silent,
    so,
    submitted,
    thads,
    unit,
    vu,
)
from validators.assessment import Assessment, Operations, Trouble

BICH_MAI = so("bich-mai", "Bích Mai", "Vùng Duyên hải")
DAI_SON = so("dai-son", "Đại Sơn", "Vùng Trung du")
DUC_LAM = so("duc-lam", "Dục Lâm", "Vùng Trung du")
THACH_LAM = thads("thach-lam", "Thạch Lâm")
HO_KHAU = vu("cuc-hk", "Cục Hộ khẩu")


def _last_morning() -> Assessment:
    rows = [
        finding("caption_missing_place", "stp-dai-son", "stp-dai-son.1@example.vn/anh1.jpg", severity="warning"),
        finding("file_encrypted", "stp-dai-son", "stp-dai-son.1@example.vn/ds.docx"),
        finding("not_submitted", "thads-thach-lam", severity="warning", opened=at(13)),
    ]
    return assessment(
        submitted(HO_KHAU, received=at(18, 15)),
        submitted(DAI_SON, "incomplete", received=at(15)),
        submitted(BICH_MAI, received=at(19, 6)),
        silent(DUC_LAM),
        silent(THACH_LAM),
        as_of=at(19, 7, 30),
        findings=rows,
        operations=Operations(polled_at=at(19, 7, 28), on_server=214, received=212, held=2),
    )


def test_the_first_screen_reads_as_the_office_expects() -> None:
    lines = render_text(build_digest(_last_morning(), at(18, 7, 30))).splitlines()
    assert lines == [
        "[CV 6286] Thứ Ba 19/11 – ngày cuối: 03/05 đơn vị đã gửi, 01 việc cần xử lý",
        "Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI",
        'Hạn: "chậm nhất trước ngày 20/11/2024", còn đến 24h00 hôm nay. Số liệu tính đến 7h30 ngày 19/11/2024.',
        "ĐÃ GỬI 03/05 (hôm qua +01, hôm nay +01) · nhận đủ 02 · còn thiếu 01 · CHƯA GỬI 02",
        "Đơn vị thuộc Bộ 01/01 · Sở Tư pháp 02/03 · Cục THADS 00/01",
        "",
        "CẦN XỬ LÝ HÔM NAY",
        "1. Chưa mở được tệp: 01 đơn vị (Sở Tư pháp Đại Sơn). → Đề nghị đơn vị gửi lại",
        "",
        "MỚI (từ 7h30 ngày 18/11/2024): 02 đơn vị gửi lần đầu.",
        "Gửi lần đầu: Cục Hộ khẩu, Sở Tư pháp Bích Mai.",
        "",
        "CÒN THIẾU (01 đơn vị)",
        "Sở Tư pháp Đại Sơn – 01 tệp có mật khẩu; 01/02 ảnh có chú thích chưa nêu địa điểm, từ 15/11",
        "",
        "CHƯA GỬI (02 đơn vị)",
        "Sở Tư pháp (01)",
        "- Vùng Trung du (01): Dục Lâm",
        "Cục THADS (01)",
        "- Vùng Trung du (01): Thạch Lâm",
        "",
        "Hệ thống: đọc thư lúc 7h28, đã tiếp nhận 212/214 thư, 02 thư đang chờ máy chủ chuyển nội dung.",
    ]


def test_the_figures_of_the_blocks_add_up() -> None:
    digest = build_digest(campaign_morning(), at(17, 7, 30))
    total = digest.total
    assert total.total == 156
    assert total.sent + total.silent + total.exempt == total.total
    assert total.complete + total.lacking == total.sent
    for name in ("total", "sent", "complete", "lacking", "silent", "exempt"):
        assert sum(getattr(block, name) for block in digest.blocks) == getattr(total, name)
    assert sum(block.count for block in digest.silent) == total.silent
    assert len(digest.lacking.units) == total.lacking


def test_units_follow_the_vietnamese_alphabet() -> None:
    units = [so(str(n), name, "Vùng Trung du") for n, name in enumerate(["Đại Sơn", "Dục Lâm", "Ân Mai", "Ăn Mai"])]
    digest = build_digest(assessment(*(silent(one) for one in units)), None)
    assert digest.silent[0].clusters[0].names == ("Ăn Mai", "Ân Mai", "Dục Lâm", "Đại Sơn")


def test_on_the_day_in_question_it_waits_for_a_decision() -> None:
    came = at(20, 8, 15)
    late = submitted(BICH_MAI, "incomplete", received=came, timeliness="borderline")
    row = finding("arrival_borderline", "stp-bich-mai", "stp-bich-mai.1@example.vn", severity="warning", opened=came)
    digest = build_digest(assessment(late, silent(DUC_LAM), as_of=at(20, 16, 30), findings=[row]), at(20, 11, 30))
    assert digest.subject == "[CV 6286] Thứ Tư 20/11 – đã qua hạn: 01/02 đơn vị đã gửi, 01 việc cần xử lý"
    [section] = digest.arrivals
    assert section.title == "NHẬN TRONG NGÀY 20/11/2024, CHỜ QUYẾT ĐỊNH (01 đơn vị)"
    assert section.units[0].lines == (
        "nhận lúc 8h15 ngày 20/11: công văn, danh sách đề cử, ảnh, video; công văn ghi ngày 14/11",
    )
    assert digest.silent_title == "QUÁ HẠN, CHƯA GỬI (01 đơn vị)"


def test_after_the_deadline_the_late_ones_are_listed() -> None:
    came = at(21, 8, 15)
    late = submitted(BICH_MAI, received=came, timeliness="late")
    row = finding("late_arrival", "stp-bich-mai", "stp-bich-mai.1@example.vn", opened=came)
    digest = build_digest(assessment(late, as_of=at(22, 7, 30), findings=[row]), at(21, 7, 30))
    assert "quá hạn 03 ngày" in digest.subject
    assert digest.deadline.endswith("đã quá hạn 03 ngày (hạn đến 24h00 ngày 19/11/2024).")
    assert digest.arrivals[0].title == "GỬI SAU HẠN (01 đơn vị)"
    assert digest.tasks == ()


def test_a_longer_deadline_of_one_unit_is_said_beside_its_name() -> None:
    until = datetime(2024, 11, 26, tzinfo=HANOI)
    digest = build_digest(assessment(silent(DUC_LAM, deadline=until), as_of=at(21)), None)
    assert digest.silent[0].clusters[0].names == ("Dục Lâm (gia hạn đến hết ngày 25/11)",)


def test_a_unit_that_need_not_send_is_not_accused() -> None:
    receiver = silent(HO_KHAU)
    free = replace(receiver, submission=replace(receiver.submission, parts=(part("media", "optional"),)))
    digest = build_digest(assessment(free, as_of=at(21)), None)
    assert digest.silent[0].clusters[0].names == ("Cục Hộ khẩu (không bắt buộc)",)


def test_exempt_units_are_neither_sent_nor_missing() -> None:
    digest = build_digest(assessment(silent(DUC_LAM, "exempt"), silent(BICH_MAI)), None)
    assert (digest.total.sent, digest.total.silent, digest.total.exempt) == (0, 1, 1)
    assert "01 đơn vị được miễn gửi" in digest.remarks


def test_units_outside_the_denominator_are_told_apart() -> None:
    outside = submitted(unit("hoi-x", "Hội X", "to_chuc_dang_doan_the"), received=at(16))
    digest = build_digest(assessment(outside, silent(BICH_MAI)), None)
    assert (digest.total.total, digest.total.sent) == (1, 0)
    assert "ngoài ra có 01 đơn vị không thuộc diện phải gửi đã gửi" in digest.remarks


def test_nil_answers_are_remarked() -> None:
    nil = [part("nominations", "expected", arrived=at(15), nil=True), part("media", arrived=at(15))]
    digest = build_digest(assessment(submitted(BICH_MAI, parts=nil)), None)
    assert "01 đơn vị báo không có trường hợp đề xuất" in digest.remarks


def test_a_complete_unit_with_something_to_look_at_is_listed_apart() -> None:
    row = finding("caption_missing_time", "stp-bich-mai", "stp-bich-mai.1@example.vn/anh1.jpg", severity="warning")
    digest = build_digest(assessment(submitted(BICH_MAI), findings=[row]), None)
    assert digest.lacking.units == ()
    assert [one.name for one in digest.review.units] == ["Sở Tư pháp Bích Mai"]


def test_an_incomplete_unit_never_goes_without_a_reason() -> None:
    parts = [part("letter"), part("media", arrived=at(15))]
    digest = build_digest(assessment(submitted(BICH_MAI, "incomplete", parts=parts)), None)
    assert digest.lacking.units[0].lines == ("chưa có công văn",)


def _quiet(as_of: datetime, since: datetime | None = None) -> str:
    row = finding("link_no_access", "stp-bich-mai", "https://a.vn/1", opened=at(15))
    whole = assessment(submitted(BICH_MAI, "incomplete", received=at(15)), silent(DUC_LAM), as_of=as_of, findings=[row])
    return build_digest(whole, since).quiet


def test_a_quiet_day_is_one_line() -> None:
    assert _quiet(at(3, 7, 30, month=12), at(2, 7, 30, month=12)) == (
        "Không có thay đổi từ 7h30 ngày 02/12/2024: 01/02 đơn vị đã gửi, nhận đủ 00, còn thiếu 01, chưa gửi 01; "
        "01 việc cần xử lý chưa thay đổi. Chi tiết tại tệp Excel."
    )


def test_the_last_days_before_the_deadline_are_never_quiet() -> None:
    assert _quiet(at(18, 7, 30), at(17, 7, 30)) == ""
    assert _quiet(at(20, 7, 30), at(19, 7, 30)) == ""


def test_the_first_edition_is_never_quiet() -> None:
    assert _quiet(at(3, 7, 30, month=12)) == ""


def test_a_quiet_edition_shows_nothing_else() -> None:
    whole = assessment(submitted(BICH_MAI, received=at(15)), as_of=at(3, 7, 30, month=12))
    lines = render_text(build_digest(whole, at(2, 7, 30, month=12))).splitlines()
    assert lines[0] == "[CV 6286] Thứ Ba 03/12: không có thay đổi, 01/01 đơn vị đã gửi"
    assert sum(bool(line) for line in lines) == 4  # subject, campaign, the line, the machine


def test_a_campaign_without_a_letter_is_called_by_its_title() -> None:
    campaign = CAMPAIGN.model_copy(update={"letter": None})
    digest = build_digest(assessment(silent(BICH_MAI), campaign=campaign), None)
    assert digest.subject.startswith("[Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI] Thứ Hai 18/11 – còn 02 ngày")


def test_what_senders_wrote_never_gets_in() -> None:
    secret = "Lê Văn Ổi 0912345678 oi@example.vn <script>"
    id = "bi-mat@example.vn"
    rows = [
        finding(code, "stp-bich-mai", f"{id}/{secret}.pdf", detail=secret)
        for code in ("file_encrypted", "caption_missing", "nomination_missing_field", "extension_requested", "x_y")
    ]
    rows.append(finding("unit_unidentified", None, id, detail=secret))
    lost = message(id, subject=secret, sender=secret, candidates=(secret,), links=(secret,))
    whole = assessment(submitted(BICH_MAI, "incomplete"), findings=rows, unplaced=[lost])
    text = render_text(build_digest(whole, None))
    for word in ("Ổi", "0912345678", "@", "bi-mat", ".pdf", "script", "caption_", "x_y"):
        assert word not in text
    for word in ("error", "warning", "lỗi"):
        assert word not in text.lower()


def test_the_machine_says_when_it_has_not_read_the_mailbox() -> None:
    digest = build_digest(assessment(operations=Operations()), None)
    assert digest.system == "Hệ thống: chưa đọc được hộp thư."
    assert digest.alerts == ()


def test_troubles_of_the_machine_say_since_when_and_what_to_do() -> None:
    full = Trouble("mailbox_full", "Hộp thư đã dùng 95%.", "Tăng dung lượng.", at(16, 22, 5))
    digest = build_digest(assessment(operations=Operations(alerts=("Quy tắc hỏng.",), troubles=(full,))), None)
    assert digest.alerts == (
        OperatorLine("Hộp thư đã dùng 95%.", "Tăng dung lượng.", "ghi nhận từ 22h05 ngày 16/11"),
        OperatorLine("Quy tắc hỏng."),
    )
    assert digest.tasks == ()  # nobody's work but the operator's


def test_a_quiet_day_still_tells_the_operator() -> None:
    unit = submitted(so("bich-mai", "Bích Mai"), received=at(1))
    full = Trouble("disk", "Ổ đĩa sắp đầy.", "", at(2, 8))
    digest = build_digest(assessment(unit, as_of=at(5, 7, 30), operations=Operations(troubles=(full,))), at(4, 7, 30))
    assert digest.quiet
    for shown in (render_text(digest), render_html(digest)):
        assert "Ổ đĩa sắp đầy." in shown


def test_while_the_mailbox_cannot_be_read_no_day_is_quiet_and_the_figures_say_so() -> None:
    unit = submitted(so("bich-mai", "Bích Mai"), received=at(1))
    down = Trouble("mailbox", "Chưa đọc được hộp thư.", "Kiểm tra.", at(4, 22, 15))
    machine = Operations(polled_at=at(4, 22, 0), troubles=(down,))
    digest = build_digest(assessment(unit, as_of=at(5, 7, 30), operations=machine), at(4, 7, 30))
    assert not digest.quiet
    assert "không có thay đổi" not in digest.subject
    said = (
        "Lưu ý: hệ thống chưa đọc được hộp thư từ 22h00 ngày 04/11; số liệu dưới đây chưa gồm thư đến sau thời điểm đó."
    )
    lines = render_text(digest).splitlines()
    assert lines[lines.index(f"{digest.deadline} {digest.figures_as_of}") + 1] == said
    page = render_html(digest)
    assert page.index(digest.figures_as_of) < page.index(said) < page.index("Đã gửi")
    never = build_digest(assessment(unit, as_of=at(5, 7, 30), operations=Operations(troubles=(down,))), at(4, 7, 30))
    assert "chưa đọc được hộp thư lần nào" in never.unread
    seen_later = Operations(polled_at=at(6, 9), troubles=(down,))  # asked on a later day
    assert "từ 22h15" in build_digest(assessment(unit, as_of=at(5, 7, 30), operations=seen_later), at(4, 7, 30)).unread


def test_an_old_poll_is_dated() -> None:
    digest = build_digest(assessment(operations=Operations(polled_at=at(16, 22, 5))), None)
    assert digest.system == "Hệ thống: đọc thư lúc 22h05 ngày 16/11."


def test_only_web_addresses_become_links() -> None:
    assert build_digest(assessment(), None, public_url="javascript:alert(1)").public_url == ""
    assert build_digest(assessment(), None, public_url="https://tiepnhan.example.vn").public_url


def test_the_letter_beside_an_arrival_is_the_one_of_that_mail() -> None:
    came = at(21, 8)
    late = submitted(BICH_MAI, received=came, timeliness="late")
    older = letter("stp-bich-mai", "other@example.vn/cv.pdf", at(1).date())
    mixed = replace(late, submission=replace(late.submission, letters=(older, *late.submission.letters)))
    row = finding("late_arrival", "stp-bich-mai", "x")
    digest = build_digest(assessment(mixed, as_of=at(22), findings=[row]), None)
    assert digest.arrivals[0].units[0].lines[0].endswith("công văn ghi ngày 14/11")


def _silent_clusters(*clusters: str) -> list[str]:
    units = [replace(so(str(n), f"Mai {n}", "Vùng Trung du"), cluster=name) for n, name in enumerate(clusters)]
    digest = build_digest(assessment(*(silent(one) for one in units)), None)
    return [cluster.title for cluster in digest.silent[0].clusters]


def test_silent_units_are_divided_by_cluster_or_by_region_but_never_by_both() -> None:
    assert _silent_clusters("Cụm 2", "Cụm 1") == ["Cụm 1", "Cụm 2"]
    assert _silent_clusters("Cụm 2", "") == ["Vùng Trung du"]
