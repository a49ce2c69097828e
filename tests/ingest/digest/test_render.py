"""The digest as HTML and text: escaped, self-contained, small."""

import re
from dataclasses import replace

from ingest.digest.build import build_digest
from ingest.digest.render import MAX_HTML_BYTES, render_html, render_text, subject
from tests.ingest.assessments import assessment, at, campaign_morning, silent, so
from validators.assessment import Operations, Trouble


def test_the_page_shows_what_the_text_says() -> None:
    digest = build_digest(campaign_morning(), at(17, 7, 30))
    page = render_html(digest)
    for section in (digest.lacking, digest.review):
        assert all(unit.name in page for unit in section.units)
    for task in digest.tasks:
        assert task.text in page
        assert task.text in render_text(digest)
    assert subject(digest) in page


def test_it_holds_no_script_and_asks_for_nothing() -> None:
    page = render_html(build_digest(campaign_morning(), at(17, 7, 30)))
    assert not re.search(r"<script|<img|<link|src=|url\(|@import|https?://", page)


def test_styles_stand_in_the_elements_and_narrow_screens_have_their_own() -> None:
    page = render_html(build_digest(campaign_morning(), at(17, 7, 30)))
    assert re.search(r'<h1 style="[^"]+"', page)
    assert "@media" in page


def test_what_a_register_says_is_escaped() -> None:
    page = render_html(build_digest(assessment(silent(so("x", "<b>Mai</b> & Đào"))), None))
    assert "&lt;b&gt;Mai&lt;/b&gt; &amp; Đào" in page
    assert "<b>Mai</b>" not in page


def test_alerts_are_escaped() -> None:
    page = render_html(build_digest(assessment(operations=Operations(alerts=("<i>đầy</i>",))), None))
    assert "&lt;i&gt;đầy&lt;/i&gt;" in page
    assert "<i>đầy" not in page


def test_the_operator_has_a_part_after_everything_about_units() -> None:
    troubles = (
        Trouble("drive", "Google Drive không trả lời.", "Kiểm tra mạng.", at(18, 6)),
        Trouble("disk", "Ổ đĩa còn trống 04 GB.", "Giải phóng ổ đĩa.", at(18, 7)),
    )
    whole = replace(campaign_morning(), operations=Operations(polled_at=at(18, 7, 28), troubles=troubles))
    digest = build_digest(whole, at(17, 7, 30))
    text, page = render_text(digest), render_html(digest)
    for shown in (text, page):
        head, _, tail = shown.partition("DÀNH CHO NGƯỜI VẬN HÀNH HỆ THỐNG")
        assert tail
        assert "Ổ đĩa" not in head
        for trouble in troubles:
            assert trouble.detail in tail
            assert trouble.mend in tail
        last_unit = digest.silent[-1].clusters[-1].names[-1]
        assert last_unit in head
    assert "1. Google Drive không trả lời. (ghi nhận từ 6h00 ngày 18/11) → Kiểm tra mạng.\n2. Ổ đĩa" in text
    assert "\n\n\n" not in text


def test_without_trouble_the_operator_has_no_part() -> None:
    digest = build_digest(campaign_morning(), at(17, 7, 30))
    assert "VẬN HÀNH" not in render_text(digest)
    assert "VẬN HÀNH" not in render_html(digest)
    assert "operator" not in render_html(digest).split("</style>")[-1].lower()


def test_all_units_with_trouble_fit_a_mail() -> None:
    worst = campaign_morning(silent_share=0, troubled_share=1)
    digest = build_digest(worst, at(17, 7, 30))
    assert len(digest.lacking.units) == 156
    page = render_html(digest)
    assert len(page.encode("utf-8")) < MAX_HTML_BYTES
    assert "đơn vị khác" not in page.split("CÒN THIẾU", 1)[1]  # complete, not cut


def test_a_page_that_grew_too_long_refers_to_the_workbook() -> None:
    digest = build_digest(campaign_morning(silent_share=0, troubled_share=1), at(17, 7, 30))
    [*_, last] = digest.lacking.units
    grown = replace(digest, lacking=replace(digest.lacking, units=digest.lacking.units * 6))
    page = render_html(grown)
    assert len(page.encode("utf-8")) < MAX_HTML_BYTES
    assert "Xem tệp Excel" in page
    assert last.name in render_text(grown)


def test_the_dashboard_is_linked_where_it_is_known() -> None:
    digest = build_digest(campaign_morning(), at(17, 7, 30), public_url="https://tiepnhan.example.vn/")
    assert '<a href="https://tiepnhan.example.vn/"' in render_html(digest)
    assert "Bảng theo dõi: https://tiepnhan.example.vn/" in render_text(digest)


def test_the_text_has_no_holes() -> None:
    text = render_text(build_digest(campaign_morning(), at(17, 7, 30)))
    assert "\n\n\n" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())
    assert text.endswith("thư.\n")


def test_the_same_digest_gives_the_same_bytes() -> None:
    pages = {render_html(build_digest(campaign_morning(), at(17, 7, 30))) for _ in range(2)}
    assert len(pages) == 1
