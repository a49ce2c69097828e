"""Messages as judged: evidence, candidates, letters, links and threads."""

import pytest

from parsers.facts import FileFacts
from tests.validators.assemble.builders import (
    at,
    document,
    folder,
    inputs,
    letter,
    link_to,
    message,
    node,
    photo,
    submission,
    unplaced,
)
from validators.submission import Link

ROOT, SECOND = "A" * 28, "B" * 28
UNIT = "stp-kon-tum"


def test_a_message_says_what_spoke_for_its_unit_and_who_sent_it() -> None:
    given = message("STP Kon Tum gửi", "", [letter(parent="UBND TỈNH KON TUM")], name="Lan", sender="lan@example.com")
    (one,) = submission(UNIT, inputs(given)).messages
    assert (one.unit_evidence, one.sender) == ("letterhead, subject", "Lan <lan@example.com>")
    assert (one.units, one.candidates, one.timeliness, one.folder) == ((UNIT,), (), "in_time", "INBOX")


def test_a_sender_without_an_address_leaves_no_empty_brackets() -> None:
    (one,) = unplaced(inputs(message("x", name="Lan", sender=""))).messages
    assert one.sender == "Lan"


def test_an_unplaced_message_names_its_candidates() -> None:
    given = message("STP Kon Tum và STP Gia Lai", "Em gửi", [photo("1.jpg")])
    (one,) = unplaced(inputs(given)).messages
    assert (one.role, one.candidates) == ("submission", ("stp-gia-lai", UNIT))


def test_a_scan_without_text_is_a_letter_by_its_name() -> None:
    scan = node(
        "1532-STP-VP.signed.pdf",
        FileFacts("pdf", "application/pdf", "unsupported"),
        reason="scanned pages without text",
    )
    body = "Sở gửi Công văn số 1532/STP-VP ngày 14/11/2024"
    (one,) = submission(UNIT, inputs(message("STP Kon Tum gửi", body, [scan]))).letters
    assert (one.number, one.symbol, one.signed, str(one.date)) == ("1532", "STP-VP", True, "2024-11-14")


@pytest.mark.parametrize("name", ["scan0001.pdf", "6286-BTP-TCCB.pdf", "Danh sach.pdf"])
def test_a_scan_that_is_not_named_after_a_letter_of_the_unit_is_none(name: str) -> None:
    scan = node(name, FileFacts("pdf", "application/pdf", "unsupported"), reason="scanned pages without text")
    assert submission(UNIT, inputs(message("STP Kon Tum gửi", "", [scan]))).letters == ()


def test_links_of_the_mail_its_files_and_what_lies_behind_are_listed_once() -> None:
    inner = document("a.docx", f"Xem {link_to(SECOND)} và {link_to(ROOT)}")
    given = message("STP Kon Tum gửi", f"{link_to(ROOT)}\nhttps://www.fshare.vn/folder/ABC", [inner])
    found = submission(UNIT, inputs(given, roots=[folder(ROOT, "Ảnh", [photo("1.jpg")], access="private")])).links
    assert {(one.drive_id, one.access) for one in found} == {
        (ROOT, "private"),
        (SECOND, "unknown"),
        (None, "not_drive"),
    }
    assert len(found) == 3


def test_a_google_address_without_an_id_is_unsupported() -> None:
    given = message("STP Kon Tum gửi", "https://photos.app.goo.gl/AbCdEf123")
    found: tuple[Link, ...] = submission(UNIT, inputs(given)).links
    assert [one.access for one in found] == ["unsupported"]


def test_an_answer_in_a_thread_of_a_unit_is_the_units() -> None:
    first = message("STP Kon Tum gửi", "", [photo("1.jpg")], key="1")
    second = message("Re: ảnh", "Em gửi ạ", [photo("2.jpg")], key="2", references=("1@example.vn",), received_at=at(14))
    assert [one.role for one in submission(UNIT, inputs(second, first)).messages] == ["submission", "supplement"]


def test_an_answer_that_names_another_unit_is_not_counted_for_the_thread() -> None:
    first = message("STP Kon Tum gửi", "", [photo("1.jpg")], key="1")
    second = message("STP Gia Lai gửi", "", [photo("2.jpg")], key="2", in_reply_to="1@example.vn", received_at=at(14))
    (one,) = unplaced(inputs(first, second)).messages
    assert one.candidates == ("stp-gia-lai", UNIT)


def test_other_mail_says_why_and_is_no_units() -> None:
    (one,) = unplaced(inputs(message("STP Kon Tum gửi", draft=True))).messages
    assert (one.role, one.reason, one.units) == ("other", "draft", ())


def test_a_message_lists_its_files_with_their_paths() -> None:
    given = message("STP Kon Tum gửi", link_to(ROOT), [photo("1.jpg")], key="1")
    (one,) = submission(UNIT, inputs(given, roots=[folder(ROOT, "Ảnh", [photo("a/2.jpg")])])).messages
    assert one.files == ("1@example.vn/1.jpg", f"drive/{ROOT}/a/2.jpg")
