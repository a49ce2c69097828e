"""Captions that name files which did not come."""

from tests.validators.builders import context, file, link, orphan, submission
from validators.rules.caption_orphan import check


def test_a_list_that_names_missing_files_is_one_finding() -> None:
    of = submission(orphans=(orphan("12.jpg"), orphan("13.jpg"), orphan("a.mp4", "m1@example.vn/Video.docx")))
    first, second = check(of, context())
    assert (first.code, first.severity, first.subject) == (
        "caption_orphan",
        "warning",
        "m1@example.vn/Chú thích.xlsx",
    )
    assert first.detail.startswith("Chú thích trong “Chú thích.xlsx” nêu “12.jpg” và “13.jpg” nhưng chưa nhận được")
    assert second.subject == "m1@example.vn/Video.docx"


def test_many_files_are_counted() -> None:
    (finding,) = check(submission(orphans=tuple(orphan(f"{n}.jpg") for n in range(1, 10))), context())
    assert "“4.jpg” và 05 tệp khác" in finding.detail


def test_captions_that_all_found_their_files_are_no_finding() -> None:
    assert list(check(submission(), context())) == []


def test_while_something_is_unread_the_files_may_lie_in_it() -> None:
    named = (orphan("12.jpg"),)
    assert list(check(submission(orphans=named, links=(link("no_access"),)), context())) == []
    assert list(check(submission(orphans=named, files=(file("encrypted", "anh.rar"),)), context())) == []
    assert len(list(check(submission(orphans=named, links=(link("public"),)), context()))) == 1


def test_unplaced_mail_waits_for_its_unit() -> None:
    assert list(check(submission(None, orphans=(orphan("12.jpg"),)), context())) == []
