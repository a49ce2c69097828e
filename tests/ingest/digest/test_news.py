"""What changed since the last edition."""

from ingest.digest.news import News, news_since, sent
from tests.ingest.assessments import (
    assessment,
    at,
    finding,
    message,
    part,
    silent,
    so,
    submitted,
    unit,
)
from validators.assessment import FindingRecord

BICH_MAI = so("bich-mai", "Bích Mai")
THACH_LAM = so("thach-lam", "Thạch Lâm")
CODE = "stp-bich-mai"
SINCE = at(17, 7, 30)


def _moved(*findings: FindingRecord) -> tuple[int, int, int]:
    news = news_since(assessment(submitted(BICH_MAI, "incomplete"), findings=findings), SINCE)
    return news.resolved, news.opened, news.came_back


def test_first_letters_and_supplements_are_told_apart() -> None:
    more = [
        message("a@example.vn", "stp-thach-lam", received=at(12)),
        message("b@example.vn", "stp-thach-lam", received=at(17, 15), role="supplement"),
    ]
    news = news_since(
        assessment(submitted(BICH_MAI, received=at(17, 9)), submitted(THACH_LAM, received=at(12), messages=more)), SINCE
    )
    assert news.first == ("Sở Tư pháp Bích Mai",)
    assert news.supplements == ("Sở Tư pháp Thạch Lâm",)
    assert news.mails == 2


def test_mail_that_arrived_before_an_edition_and_was_seen_after_it_is_new_in_the_next_one() -> None:
    slow = [message("a@example.vn", CODE, received=at(17, 7, 29), seen=at(17, 7, 31))]
    whole = assessment(submitted(BICH_MAI, received=at(17, 7, 29), messages=slow))
    assert news_since(whole, SINCE).first == ()
    news = news_since(whole, SINCE, by_sight=True)
    assert (news.first, news.supplements, news.mails) == (("Sở Tư pháp Bích Mai",), (), 1)
    assert news_since(whole, at(17, 7, 32), by_sight=True).quiet


def test_a_late_seen_supplement_makes_no_first_letter() -> None:
    both = [
        message("a@example.vn", CODE, received=at(12), seen=at(12)),
        message("b@example.vn", CODE, received=at(17, 7, 29), seen=at(17, 7, 31), role="supplement"),
    ]
    news = news_since(assessment(submitted(BICH_MAI, received=at(12), messages=both)), SINCE, by_sight=True)
    assert (news.first, news.supplements) == ((), ("Sở Tư pháp Bích Mai",))


def test_a_question_is_mail_but_no_supplement() -> None:
    asked = [
        message("a@example.vn", CODE, received=at(12)),
        message("b@example.vn", CODE, received=at(17, 15), role="question"),
    ]
    news = news_since(assessment(submitted(BICH_MAI, received=at(12), messages=asked)), SINCE)
    assert news.supplements == ()
    assert news.mails == 1
    assert not news.quiet


def test_units_outside_the_denominator_do_not_swell_the_figures() -> None:
    outside = unit("hoi-x", "Hội X", "to_chuc_dang_doan_the")
    news = news_since(assessment(submitted(outside, received=at(17, 9))), SINCE)
    assert news.first == ()
    assert news.first_outside == ("Hội X",)


def test_forty_pictures_of_one_unit_are_one_matter() -> None:
    rows = [finding("caption_missing", CODE, f"m@example.vn/{n}.jpg", opened=at(17, 9)) for n in range(40)]
    assert _moved(*rows) == (0, 1, 0)


def test_a_matter_is_mended_when_its_last_picture_is() -> None:
    first = finding("caption_missing", CODE, "m@example.vn/1.jpg", opened=at(12), resolved=at(17, 9))
    assert _moved(first) == (1, 0, 0)
    assert _moved(first, finding("caption_missing_time", CODE, "m@example.vn/2.jpg", opened=at(12))) == (0, 0, 0)


def test_what_was_mended_before_and_is_there_again_came_back() -> None:
    row = finding("link_no_access", CODE, "https://a.vn/1", opened=at(12), came_back=at(17, 16))
    assert _moved(row) == (0, 0, 1)
    earlier = finding("link_no_access", CODE, "https://a.vn/1", opened=at(12), came_back=at(16))
    assert _moved(earlier) == (0, 0, 0)


def test_what_came_and_went_within_the_interval_is_no_news() -> None:
    assert _moved(finding("missing_letter", CODE, opened=at(17, 8), resolved=at(17, 20))) == (0, 0, 0)


def test_silence_lateness_information_and_waivers_are_no_matters() -> None:
    rows = [
        finding("not_submitted", CODE, opened=at(17, 9)),
        finding("late_arrival", CODE, opened=at(17, 9)),
        finding("media_duplicate", CODE, opened=at(17, 9), severity="info"),
        finding("file_encrypted", CODE, "x", opened=at(17, 9), waived=True),
    ]
    assert _moved(*rows) == (0, 0, 0)


def test_every_mail_without_a_unit_is_a_matter_of_its_own() -> None:
    rows = [finding("unit_unidentified", None, f"{n}@example.vn", opened=at(17, 9)) for n in range(3)]
    assert _moved(*rows) == (0, 3, 0)


def test_what_our_software_changed_is_nobodys_doing() -> None:
    gone = finding(
        "caption_missing", CODE, "m@example.vn/1.jpg", opened=at(12), resolved=at(17, 9), updates=(at(17, 9),)
    )
    seen = finding("media_out_of_period", CODE, "m@example.vn/1.jpg", opened=at(17, 9), updates=(at(17, 9),))
    again = finding("link_empty", CODE, "https://a.vn/1", opened=at(9), came_back=at(17, 9), updates=(at(17, 9),))
    assert _moved(gone, seen, again) == (0, 0, 0)
    news = news_since(assessment(submitted(BICH_MAI, "incomplete"), findings=[gone, seen, again]), SINCE)
    assert (news.updated, news.updated_gone, news.updated_seen) == (("Sở Tư pháp Bích Mai",), 1, 2)
    assert not news.quiet


def test_a_matter_that_the_unit_had_a_hand_in_is_the_units() -> None:
    ours = finding(
        "caption_missing", CODE, "m@example.vn/1.jpg", opened=at(12), resolved=at(17, 9), updates=(at(17, 9),)
    )
    theirs = finding("caption_missing", CODE, "m@example.vn/2.jpg", opened=at(12), resolved=at(17, 10))
    assert _moved(ours, theirs) == (1, 0, 0)


def test_an_update_before_the_last_edition_is_told_no_more() -> None:
    row = finding("media_out_of_period", CODE, "m@example.vn/1.jpg", opened=at(16), updates=(at(16),))
    news = news_since(assessment(submitted(BICH_MAI, received=at(10)), findings=[row]), SINCE)
    assert news.quiet
    late = finding("media_out_of_period", CODE, "x", opened=at(16), resolved=at(17, 9), updates=(at(16),))
    assert _moved(late) == (1, 0, 0)


def test_information_that_an_update_brings_is_not_told_but_what_it_grades_down_is() -> None:
    brought = finding("media_duplicate", CODE, "x", severity="info", opened=at(17, 9), updates=(at(17, 9),))
    graded = finding("media_out_of_period", CODE, "x", severity="info", opened=at(12), updates=(at(17, 9),))
    told = [
        news_since(assessment(submitted(BICH_MAI, received=at(10)), findings=[row]), SINCE).updated
        for row in (brought, graded)
    ]
    assert told == [(), ("Sở Tư pháp Bích Mai",)]


def test_nothing_new_is_quiet() -> None:
    news = news_since(assessment(submitted(BICH_MAI, received=at(10)), silent(THACH_LAM)), SINCE)
    assert news == News((), (), (), 0, 0, 0, (), 0)
    assert news.quiet


def test_a_document_recorded_by_hand_counts_as_sent() -> None:
    recorded = submitted(BICH_MAI, "incomplete", messages=[], parts=[part("letter", arrived=at(16)), part("media")])
    assert sent(recorded)
    assert not sent(silent(BICH_MAI))
