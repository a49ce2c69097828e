"""All mail of a campaign put together: nothing lost, nothing twice, in any order of input."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.facts import FileFacts
from tests.validators.assemble.builders import (
    ARRIVED,
    album,
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
    table,
    unplaced,
)
from validators.assemble.assemble import assemble
from validators.assemble.inputs import Assignment, Inputs, MessageInput, RootInput

ROOT, OTHER_ROOT = "A" * 28, "B" * 28
LIST = [("STT", "Họ và tên", "Chức vụ", "Đơn vị công tác"), ("1", "Nguyễn Thị Hoa", "Chuyên viên", "Sở Tư pháp")]
LIST_TITLE = "DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN"


def many() -> list[MessageInput]:
    """A little of everything, the same Message-ID twice and without an arrival among it."""
    lang_son = message(
        "STP Lạng Sơn gửi hồ sơ", f"Ảnh: {link_to(ROOT)}", [letter(), table("DS.docx", LIST, title=LIST_TITLE)], key="1"
    )
    return [
        lang_son,
        message("STP Lạng Sơn gửi bổ sung ảnh", "", [photo("1.jpg")], key="2", received_at=at(13)),
        message("", f"Em gửi chị ạ\n{link_to(ROOT)}", key="3", received_at=at(11)),
        message("", f"Em gửi chị ạ\n{link_to(OTHER_ROOT)}", key="4", received_at=None),
        replace(message("STP Hà Giang gửi ảnh", "", [photo("1.jpg", content="x")], key="5"), facts=lang_son.facts),
        message(
            "Góp ý dự thảo Nghị định", "Sở Tư pháp tỉnh Bắc Giang góp ý.", [document("Gop y.docx", "Góp ý")], key="6"
        ),
        message("Chào chị", "Chúc chị ngày mới vui vẻ", key="7"),
        message("Cục THADS tỉnh Kon Tum không có trường hợp đề xuất", "", key="8", received_at=at(19)),
        message("Re: đề nghị", "", key="9", auto_submitted="auto-replied"),
    ]


def roots() -> list[RootInput]:
    return [
        folder(ROOT, "STP Lạng Sơn", [photo("Ảnh/3.jpg"), *album("a.docx", [("image1.jpeg", "Ảnh 1: Hội nghị 2023")])]),
        folder(OTHER_ROOT, "New folder", [photo("IMG_1.jpg")]),
    ]


def whole(messages: list[MessageInput]) -> Inputs:
    return inputs(*messages, roots=roots())


@settings(max_examples=25, deadline=None)
@given(st.permutations(many()))
def test_the_result_does_not_depend_on_the_order_of_input(messages: list[MessageInput]) -> None:
    assert assemble(whole(messages)) == assemble(whole(many()))


def test_no_message_is_lost() -> None:
    submissions, rest = assemble(whole(many()))
    ids = {one.id for submission in (*submissions, rest) for one in submission.messages}
    assert len(ids) == len(many())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(many()), unique_by=lambda one: one.canonical))
def test_every_file_appears_exactly_once(messages: list[MessageInput]) -> None:
    submissions, rest = assemble(whole(messages))
    files = Counter(file.path for submission in (*submissions, rest) for file in submission.files)
    linked = {link.drive_id for message in messages for link in message.facts.links}
    expected = sum(len(message.nodes) for message in messages)
    expected += sum(len(root.nodes) for root in roots() if root.drive_id in linked)
    assert sum(files.values()) == expected
    assert set(files.values()) <= {1}


def test_a_link_that_a_nameless_mail_brought_first_is_the_units_who_sends_it_later() -> None:
    one = submission("stp-lang-son", whole(many()))
    assert f"drive/{ROOT}/Ảnh/3.jpg" in {file.path for file in one.files}
    assert f"drive/{ROOT}/Ảnh/3.jpg" in {item.path for item in one.media}
    assert not any(ROOT in file.path for file in unplaced(whole(many())).files)


def test_a_folder_that_two_units_link_stands_for_both() -> None:
    given = inputs(
        message("STP Kon Tum gửi ảnh", link_to(ROOT), key="1"),
        message("Cục THADS Kon Tum gửi ảnh", link_to(ROOT), key="2"),
        roots=[folder(ROOT, "Ảnh chung", [photo("1.jpg")])],
    )
    assert [len(submission(code, given).media) for code in ("stp-kon-tum", "thads-kon-tum")] == [1, 1]


def test_two_messages_of_one_unit_with_the_same_link_bring_its_files_once() -> None:
    first = message("STP Kon Tum gửi ảnh", link_to(ROOT), key="1")
    second = message("STP Kon Tum gửi lại", link_to(ROOT), key="2", received_at=at(14))
    one = submission("stp-kon-tum", inputs(second, first, roots=[folder(ROOT, "Ảnh", [photo("1.jpg")])]))
    assert [(file.path, file.message) for file in one.files] == [(f"drive/{ROOT}/1.jpg", "1@example.vn")]
    assert [item.links for item in one.messages] == [(link_to(ROOT),), (link_to(ROOT),)]


def test_a_folder_linked_in_a_document_behind_a_link_belongs_to_the_message() -> None:
    given = inputs(
        message("STP Kon Tum gửi ảnh", link_to(ROOT)),
        roots=[
            folder(ROOT, "Hồ sơ", [document("link.docx", f"Ảnh tại {link_to(OTHER_ROOT)}")]),
            folder(OTHER_ROOT, "Ảnh", [photo("1.jpg"), document("ve.docx", link_to(ROOT))]),
        ],
    )
    assert [item.path for item in submission("stp-kon-tum", given).media] == [f"drive/{OTHER_ROOT}/1.jpg"]


def test_letter_list_and_pictures_of_a_unit_stand_with_their_paths() -> None:
    one = submission("stp-lang-son", whole(many()))
    assert [(item.path, item.number, item.symbol) for item in one.letters] == [
        ("1@example.vn/1532-STP-VP.signed.pdf", "1532", "STP-VP")
    ]
    assert [(item.name, item.path) for item in one.nominations] == [("Nguyễn Thị Hoa", "1@example.vn/DS.docx")]
    assert {part.part for part in one.parts if part.stands} == {"letter", "nominations", "media"}


def test_files_of_other_mail_are_listed_and_are_no_media() -> None:
    rest = unplaced(inputs(message("x", "", [photo("1.jpg")], auto_submitted="auto-replied")))
    assert [file.path.rpartition("/")[2] for file in rest.files] == ["1.jpg"]
    assert rest.media == ()


def test_files_of_unplaced_mail_become_media_when_it_is_assigned() -> None:
    given = message("", "Em gửi chị ạ", [photo("1.jpg")], key="1")
    assert unplaced(inputs(given)).media == ()
    said = (Assignment("1@example.vn", ("stp-kon-tum",)),)
    assert len(submission("stp-kon-tum", inputs(given, assignments=said)).media) == 1


def test_an_assignment_to_a_unit_that_is_no_longer_registered_loses_no_mail() -> None:
    given = inputs(message("", "", [photo("1.jpg")], key="1"), assignments=(Assignment("1@example.vn", ("gone",)),))
    assert [one.id for one in unplaced(given).messages] == ["1@example.vn"]


def test_one_file_that_was_assigned_goes_to_its_unit_and_the_rest_stays() -> None:
    said = (Assignment("1@example.vn", ("stp-ha-giang",), part="1@example.vn/b.zip"),)
    zipped = [node("b.zip", FileFacts("zip", "application/zip", "read")), photo("b.zip/2.jpg", origin="archive")]
    given = inputs(message("STP Kon Tum gửi", "", [photo("1.jpg"), *zipped], key="1"), assignments=said)
    assert [item.path for item in submission("stp-kon-tum", given).media] == ["1@example.vn/1.jpg"]
    assert [item.path for item in submission("stp-ha-giang", given).media] == ["1@example.vn/b.zip/2.jpg"]
    assert len(submission("stp-ha-giang", given).messages[0].units) == 2


def test_one_file_of_nobodys_mail_that_was_assigned_leaves_the_rest_unplaced() -> None:
    said = (Assignment("1@example.vn", ("stp-ha-giang",), part="2.jpg"),)
    given = inputs(message("", "", [photo("1.jpg"), photo("2.jpg")], key="1"), assignments=said)
    assert [item.path for item in submission("stp-ha-giang", given).media] == ["1@example.vn/2.jpg"]
    assert [file.path for file in unplaced(given).files] == ["1@example.vn/1.jpg"]


def test_two_letters_in_one_mail_go_to_their_units() -> None:
    other = letter(
        "215.pdf",
        parent="TỔNG CỤC THI HÀNH ÁN DÂN SỰ",
        unit="CỤC THI HÀNH ÁN DÂN SỰ TỈNH KON TUM",
        number="215/CTHADS-VP",
    )
    given = inputs(message("STP và Cục THADS Kon Tum gửi", "", [letter(parent="UBND TỈNH KON TUM"), other]))
    assert [one.number for one in submission("stp-kon-tum", given).letters] == ["1532"]
    assert [one.number for one in submission("thads-kon-tum", given).letters] == ["215"]


def test_a_letter_of_the_ministry_is_not_the_units() -> None:
    cited = letter("6286.pdf", parent="BỘ TƯ PHÁP", unit="VỤ TỔ CHỨC CÁN BỘ", number="6286/BTP-TCCB", place="Hà Nội")
    given = inputs(message("STP Kon Tum gửi", "", [cited, photo("1.jpg")]))
    assert submission("stp-kon-tum", given).letters == ()
    assert [part.stands for part in submission("stp-kon-tum", given).parts if part.part == "letter"] == [False]


def test_a_replacement_takes_the_place_of_the_list_before_and_keeps_its_arrival() -> None:
    first = message("STP Kon Tum gửi", "", [table("DS.docx", LIST, title=LIST_TITLE)], key="1")
    rows = [LIST[0], ("1", "Trần Văn Nam", "Chuyên viên", "Sở Tư pháp")]
    again = message(
        "Thay thế danh sách đã gửi ngày 12/11",
        "Sở Tư pháp tỉnh Kon Tum đề nghị không sử dụng danh sách cũ.",
        [table("DS moi.docx", rows, title=LIST_TITLE)],
        key="2",
        received_at=at(22),
    )
    one = submission("stp-kon-tum", inputs(first, again))
    assert [item.name for item in one.nominations] == ["Trần Văn Nam"]
    assert [item.superseded_by for item in one.messages] == [("2@example.vn",), ()]
    assert [file.superseded for file in one.files] == [True, False]
    arrivals = {part.part: part.first_arrival for part in one.parts}
    assert arrivals["nominations"] == ARRIVED


def test_a_replacement_from_an_unverified_sender_waits() -> None:
    first = message("STP Kon Tum gửi", "", [table("DS.docx", LIST, title=LIST_TITLE)], key="1")
    rows = [LIST[0], ("1", "Trần Văn Nam", "Chuyên viên", "Sở Tư pháp")]
    again = message(
        "STP Kon Tum thay thế danh sách",
        "",
        [table("DS moi.docx", rows, title=LIST_TITLE)],
        key="2",
        received_at=at(13),
        authentication_results=("mx.google.com; spf=fail; dkim=fail; dmarc=fail",),
    )
    one = submission("stp-kon-tum", inputs(first, again))
    assert {item.name for item in one.nominations} == {"Nguyễn Thị Hoa", "Trần Văn Nam"}
    assert [item.superseded_by for item in one.messages] == [(), ()]


def test_a_file_that_comes_again_readable_takes_the_place_of_the_broken_one() -> None:
    broken = node("DS.docx", FileFacts("docx", "application/msword", "unreadable"))
    first = message("STP Kon Tum gửi", "", [broken], key="1")
    again = message(
        "GỬI LẠI: danh sách STP Kon Tum", "", [table("DS.docx", LIST, title=LIST_TITLE)], key="2", received_at=at(13)
    )
    one = submission("stp-kon-tum", inputs(first, again))
    assert [(file.status, file.superseded) for file in one.files] == [("unreadable", True), ("read", False)]


def test_photos_of_the_same_name_sent_anew_do_not_replace_each_other() -> None:
    first = message("STP Kon Tum gửi", "", [photo("1.jpg", content="a")], key="1")
    again = message("STP Kon Tum gửi lại ảnh", "", [photo("1.jpg", content="b")], key="2", received_at=at(13))
    assert len(submission("stp-kon-tum", inputs(first, again)).media) == 2
