"""Which owed parts stand, since when, and whether in time, at the exact instants."""

from datetime import datetime, timedelta

import pytest

from parsers.facts import FileFacts
from tests.validators.assemble.builders import (
    CAMPAIGN,
    at,
    folder,
    inputs,
    letter,
    link_to,
    message,
    node,
    photo,
    submission,
    table,
)
from validators.assemble.inputs import MessageInput, RootInput
from validators.assemble.parts import timeliness
from validators.submission import Access, PartStatus

ROOT = "A" * 28
UNIT = "stp-kon-tum"
DEADLINE, GRACE = at(20, 0), at(21, 0)
SECOND = timedelta(seconds=1)


def parts(*messages: MessageInput, roots: tuple[RootInput, ...] = (), unit: str = UNIT) -> dict[str, PartStatus]:
    return {one.part: one for one in submission(unit, inputs(*messages, roots=roots)).parts}


@pytest.mark.parametrize(
    ("received_at", "expected"),
    [
        (DEADLINE - SECOND, "in_time"),
        (DEADLINE, "borderline"),
        (GRACE - SECOND, "borderline"),
        (GRACE, "late"),
        (None, None),
    ],
)
def test_the_deadline_is_the_first_instant_that_is_too_late(received_at: datetime | None, expected: str | None) -> None:
    assert timeliness(received_at, DEADLINE, GRACE) == expected


def test_without_grace_what_comes_at_the_deadline_is_late_and_without_a_deadline_nothing_is() -> None:
    assert timeliness(DEADLINE, DEADLINE, None) == "late"
    assert timeliness(GRACE, None, None) == "in_time"


def test_each_part_is_judged_by_the_first_message_that_carried_it() -> None:
    found = parts(
        message("STP Kon Tum gửi công văn", "", [letter(parent="UBND TỈNH KON TUM")], key="1", received_at=at(18)),
        message("STP Kon Tum gửi ảnh", "", [photo("1.jpg")], key="2", received_at=at(20, 8, 10)),
        message("STP Kon Tum gửi thêm ảnh", "", [photo("2.jpg")], key="3", received_at=at(25)),
    )
    assert (found["letter"].timeliness, found["letter"].first_message) == ("in_time", "1@example.vn")
    assert (found["media"].timeliness, found["media"].first_arrival) == ("borderline", at(20, 8, 10))
    assert (found["nominations"].stands, found["nominations"].first_arrival) == (False, None)


@pytest.mark.parametrize("access", ["no_access", "trashed", "quota", "unknown", "partly_readable", "view_only"])
def test_an_unreadable_link_is_an_arrival_of_media(access: Access) -> None:
    given = message("STP Kon Tum gửi ảnh", link_to(ROOT), received_at=at(18))
    found = parts(given, roots=(folder(ROOT, "Ảnh", access=access),))["media"]
    assert (found.stands, found.first_arrival, found.timeliness) == (False, at(18), "in_time")


def test_an_empty_folder_is_no_arrival() -> None:
    given = message("STP Kon Tum gửi ảnh", link_to(ROOT), received_at=at(18))
    assert parts(given, roots=(folder(ROOT, "Ảnh", access="empty"),))["media"].first_arrival is None


def test_media_that_come_later_through_a_link_sent_in_time_are_in_time() -> None:
    closed = message("STP Kon Tum gửi ảnh", link_to(ROOT), key="1", received_at=at(18))
    again = message("STP Kon Tum gửi lại đường dẫn", link_to(ROOT), key="2", received_at=at(25))
    found = parts(closed, again, roots=(folder(ROOT, "Ảnh", [photo("1.jpg")]),))["media"]
    assert (found.stands, found.timeliness, found.first_message) == (True, "in_time", "1@example.vn")


def test_questions_and_requests_are_no_arrival() -> None:
    found = parts(
        message("STP Kon Tum hỏi", "Mỗi Sở được mấy cá nhân ạ?", key="1"),
        message("STP Kon Tum xin gia hạn", "Sở xin gia hạn đến 25/11", key="2"),
    )
    assert {one.first_arrival for one in found.values()} == {None}


def test_a_nil_answer_closes_nominations_and_nothing_else() -> None:
    found = parts(message("STP Kon Tum", "CV 6286: Sở không có trường hợp đề xuất.", received_at=at(19)))
    assert (found["nominations"].stands, found["nominations"].nil) == (True, True)
    assert (found["nominations"].first_arrival, found["nominations"].timeliness) == (at(19), "in_time")
    assert {part: one.stands for part, one in found.items()} == {"letter": False, "nominations": True, "media": False}


def test_a_list_that_comes_after_a_nil_answer_stands_and_is_no_nil() -> None:
    rows = [("STT", "Họ và tên", "Chức vụ", "Đơn vị"), ("1", "Nguyễn Thị Hoa", "Chuyên viên", "Sở Tư pháp")]
    found = parts(
        message("STP Kon Tum", "CV 6286: Sở không có trường hợp đề xuất.", key="1"),
        message("STP Kon Tum gửi", "", [table("DS.docx", rows, title="DANH SÁCH ĐỀ CỬ")], key="2", received_at=at(15)),
    )["nominations"]
    assert (found.stands, found.nil) == (True, False)


def test_a_letter_is_required_once_a_nomination_stands() -> None:
    rows = [("STT", "Họ và tên", "Chức vụ", "Đơn vị"), ("1", "Nguyễn Thị Hoa", "Chuyên viên", "Sở Tư pháp")]
    photos = parts(message("STP Kon Tum gửi", "", [photo("1.jpg")]))
    listed = parts(message("STP Kon Tum gửi", "", [table("DS.docx", rows, title="DANH SÁCH ĐỀ CỬ")]))
    assert (photos["letter"].duty.owed, listed["letter"].duty.owed) == ("expected", "required")


def test_an_encrypted_list_is_mail_of_the_unit_but_no_part() -> None:
    locked = node("Danh sach.zip", FileFacts("zip", "application/zip", "encrypted"))
    one = submission("btp-ttlltpqg", inputs(message("TTLLTPQG gui HS.zip", "mk gửi qua Zalo", [locked])))
    assert (one.written, {part.stands for part in one.parts}) == (True, {False})


def test_every_unit_has_the_parts_of_its_group() -> None:
    assert list(parts(unit="btp-cong-doan")) == ["letter", "nominations", "media"]
    assert CAMPAIGN.group_of("btp-cong-doan", "to_chuc_dang_doan_the") is not None
