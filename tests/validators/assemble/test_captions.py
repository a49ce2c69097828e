"""Which caption belongs to which picture: nearest source first, numbers and order only where they are sure."""

import pytest

from parsers.records import Address
from tests.validators.assemble.builders import (
    album,
    at,
    document,
    film,
    folder,
    inputs,
    link_to,
    message,
    photo,
    submission,
    table,
)
from validators.assemble.inputs import RootInput
from validators.assemble.tree import Node
from validators.submission import Media, Orphan

ROOT, SECOND = "A" * 28, "B" * 28
UNIT = "stp-kon-tum"
EVENT = "Hội nghị tổng kết công tác tư pháp tại Hội trường Sở Tư pháp, ngày 12/01/2024"
HEADER = ("STT", "Tên tệp", "Nội dung", "Thời gian", "Địa điểm")


def media(nodes: list[Node], *, body: str = "", roots: tuple[RootInput, ...] = ()) -> dict[str, Media]:
    """path below the message -> what stands for it, in a mail of one unit."""
    links = "\n".join(link_to(root.drive_id) for root in roots)
    given = inputs(message("STP Kon Tum gửi ảnh", f"{body}\n{links}", nodes, key="1", received_at=at(18)), roots=roots)
    return {one.path.removeprefix("1@example.vn/"): one for one in submission(UNIT, given).media}


def said(one: Media) -> tuple[str | None, str | None, str | None, str | None]:
    return (one.content, one.time.start.isoformat() if one.time else None, one.place, one.caption_source)


def rows(*names: str) -> list[tuple[str, ...]]:
    listed = [(str(at_), name, f"Tập huấn hộ tịch lần {at_}", f"{at_}/3/2023", f"xã Số {at_}") for at_, name in
              enumerate(names, 1)]  # fmt: skip
    return [HEADER, *listed]


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "name"), [("01.jpg", "01.jpg"), ("anh 1", "Ảnh 1.JPG"), ("IMG_0012", "IMG_0012.jpeg")]
)
def test_a_row_that_names_a_file_is_its_caption(written: str, name: str) -> None:
    found = media([table("Chu thich.docx", rows(written)), photo(name)])
    assert said(found[name]) == ("Tập huấn hộ tịch lần 1", "2023-03-01", "xã Số 1", "row")


def test_a_list_in_the_mail_captions_files_behind_the_link() -> None:
    root = folder(ROOT, "Ảnh", [photo("a/1.jpg"), photo("a/2.jpg")])
    found = media([table("Chu thich.docx", rows("1.jpg", "2.jpg"))], roots=(root,))
    assert [one.place for one in found.values()] == ["xã Số 1", "xã Số 2"]


def test_a_list_of_one_message_captions_files_of_an_earlier_message_of_the_unit() -> None:
    first = message("STP Kon Tum gửi ảnh", "", [photo("1.jpg")], key="1")
    second = message("STP Kon Tum gửi chú thích", "", [table("CT.docx", rows("1.jpg"))], key="2", received_at=at(14))
    (one,) = submission(UNIT, inputs(first, second)).media
    assert one.place == "xã Số 1"


def test_a_list_in_a_folder_speaks_about_that_folder() -> None:
    root = folder(
        ROOT,
        "Ảnh",
        [photo("A/1.jpg"), photo("B/1.jpg"), table("A/Chu thich.docx", rows("1.jpg")),
         table("B/Chu thich.docx", [HEADER, ("1", "1.jpg", "Hội thao", "5/5/2022", "Sân vận động tỉnh")])],
    )  # fmt: skip
    found = media([], roots=(root,))
    assert [one.content for one in found.values()] == ["Tập huấn hộ tịch lần 1", "Hội thao"]


def test_pictures_are_found_by_number() -> None:
    body = (
        "Ảnh 3: Hội thi hòa giải viên giỏi, ngày 5/4/2022, tại Nhà văn hóa huyện Đăk Hà\nẢnh 1: Lễ phát động, 9/11/2023"
    )
    found = media([photo("anh03.JPG"), photo("1.jpg"), photo("2.jpg")], body=body)
    assert [one.content for one in found.values()] == ["Hội thi hòa giải viên giỏi", "Lễ phát động", None]


def test_the_number_of_a_camera_is_not_the_number_of_a_list() -> None:
    body = "Ảnh 3: Hội thi hòa giải viên giỏi, ngày 5/4/2022, tại huyện Đăk Hà"
    found = media([photo("DSC_0003.JPG"), photo("DSC_0004.JPG")], body=body)
    assert [one.content for one in found.values()] == [None, None]


def test_pictures_and_videos_are_numbered_apart() -> None:
    body = "Ảnh 1: Hội thi hòa giải, ngày 5/4/2022\nVideo 1: Phóng sự Người giữ lửa, 11/2023"
    found = media([photo("1.jpg"), film("1.mp4")], body=body)
    assert (found["1.jpg"].content, found["1.mp4"].kind) == ("Hội thi hòa giải", "video")
    assert "Người giữ lửa" in (found["1.mp4"].content or "")


def test_rows_without_names_are_matched_in_order_where_the_counts_agree() -> None:
    listed = [("STT", "Nội dung", "Thời gian", "Địa điểm"), ("1", "Hội thi A", "1/3/2023", "xã A"),
              ("2", "Hội thi B", "2/3/2023", "xã B")]  # fmt: skip
    agree = media([table("CT.docx", listed), photo("IMG_7001.jpg"), photo("IMG_7002.jpg")])
    assert [one.content for one in agree.values()] == ["Hội thi A", "Hội thi B"]
    differ = media([table("CT.docx", listed), photo("IMG_7001.jpg"), photo("IMG_7002.jpg"), photo("IMG_7003.jpg")])
    assert [one.content for one in differ.values()] == [None, None, None]


def test_a_later_list_adds_what_the_first_left_out() -> None:
    first = table("CT.docx", [HEADER, ("1", "1.jpg", "Hội thi hòa giải", "", "")])
    again = table("CT2.docx", [HEADER, ("1", "1.jpg", "Hội thi hòa giải viên", "5/4/2022", "huyện Đăk Hà")])
    mails = [
        message("STP Kon Tum gửi ảnh", "", [photo("1.jpg"), first], key="1"),
        message("STP Kon Tum gửi bổ sung chú thích", "", [again], key="2", received_at=at(14)),
    ]
    (one,) = submission(UNIT, inputs(*mails)).media
    assert said(one) == ("Hội thi hòa giải", "2022-04-05", "huyện Đăk Hà", "row")


# ── texts beside pictures ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_in_a_document_has_the_line_below_it() -> None:
    found = media(album("Anh.docx", [("image1.jpeg", f"Ảnh 1: {EVENT}")]))
    assert said(found["Anh.docx/image1.jpeg"])[1:] == ("2024-01-12", "Hội trường Sở Tư pháp", "picture_line")


def test_a_text_of_the_same_name_is_the_caption_of_its_picture_alone() -> None:
    found = media([document("Hoi nghi.txt", EVENT), photo("Hoi nghi.jpg"), photo("IMG_1.jpg")])
    assert found["Hoi nghi.jpg"].caption_source == "caption_file"
    assert not found["IMG_1.jpg"].captioned


def test_a_caption_file_serves_its_folder() -> None:
    root = folder(ROOT, "Ảnh", [document("A/chu thich.txt", EVENT), photo("A/x/IMG_1.jpg"), photo("B/IMG_2.jpg")])
    found = media([], roots=(root,))
    assert [one.caption_source for one in found.values()] == ["caption_file", None]


def test_one_sentence_of_the_mail_serves_all_its_pictures() -> None:
    body = "E gửi c 05 ảnh PBGDPL tại trường THPT Chu Văn An ạ, chụp hôm 9/11 vừa rồi"
    found = media([photo(f"IMG_{number}.jpg") for number in (7001, 7002)], body=body)
    assert {said(one) for one in found.values()} == {("PBGDPL", "2024-11-09", "trường THPT Chu Văn An", "mail_body")}
    assert all(one.time and one.time.inferred for one in found.values())


@pytest.mark.parametrize(
    "body",
    [
        "Kính gửi Vụ TCCB, Sở Tư pháp tỉnh Kon Tum gửi Công văn số 99/STP-VP ngày 14/11/2024 và 02 ảnh. Trân trọng!",
        "Em gửi chị 02 ảnh ạ\nTrân trọng\nVăn phòng Sở Tư pháp, số 1 đường Hội nghị, phường Thống Nhất",
        "Chú thích: như file word đính kèm",
    ],
)
def test_the_words_of_a_covering_mail_are_no_caption(body: str) -> None:
    assert [one.captioned for one in media([photo("IMG_7001.jpg")], body=body).values()] == [False]


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_folder_of_an_event_serves_all_its_pictures() -> None:
    name = "2022.04.20 - Trợ giúp pháp lý lưu động tại xã Lũng Cú, huyện Đồng Văn"
    found = media([], roots=(folder(ROOT, "Ảnh", [photo(f"{name}/IMG_4170.jpg"), photo(f"{name}/IMG_4171.jpg")]),))
    assert {one.caption_source for one in found.values()} == {"folder_name"}
    assert {one.place for one in found.values()} == {"xã Lũng Cú, huyện Đồng Văn"}


@pytest.mark.parametrize("name", ["Ảnh", "New folder (2)", "STP Kon Tum", "Hình ảnh hoạt động", "anh dep"])
def test_a_folder_that_only_sorts_is_no_caption(name: str) -> None:
    assert not any(one.captioned for one in media([], roots=(folder(ROOT, name, [photo("x/IMG_1.jpg")]),)).values())


def test_an_archive_is_a_folder_of_its_name() -> None:
    path = "Hội thi hòa giải viên giỏi ngày 5-4-2022.zip/IMG_1.jpg"
    assert media([photo(path, origin="archive")])[path].caption_source == "folder_name"


def test_the_name_of_a_document_is_no_folder() -> None:
    found = media(album("Hội nghị tổng kết 2023.docx", [("image1.jpeg", "Ảnh 1: Trao giải"), ("image2.jpeg", "")]))
    assert [one.content for one in found.values()] == ["Trao giải", None]


def test_the_subject_of_an_attached_mail_is_no_folder() -> None:
    path = "Hội thi hòa giải viên giỏi ngày 5-4-2022.eml/IMG_1.jpg"
    assert not media([photo(path)])[path].captioned


def test_what_the_nearest_leaves_out_comes_from_the_folder() -> None:
    name = "Hội thi tại Nhà văn hóa huyện Đăk Hà, ngày 5-4-2022"
    found = media([], body="1.jpg: Trao giải Nhất cho đội A", roots=(folder(ROOT, name, [photo("1.jpg")]),))
    (one,) = found.values()
    assert one.content == "Trao giải Nhất cho đội A"
    assert (one.time is not None, one.place is not None) == (True, True)


def test_drive_descriptions_and_metadata_speak_before_names() -> None:
    described = photo("Hoi thi nau an.jpg", drive_description=EVENT)
    meta = photo("Hoi thi keo co.jpg", description=EVENT)
    found = media([], roots=(folder(ROOT, "Ảnh", [described, meta]),))
    assert [one.caption_source for one in found.values()] == ["drive_description", "metadata"]


def test_what_a_camera_writes_into_its_files_is_no_caption() -> None:
    assert not media([photo("IMG_1.jpg", description="OLYMPUS DIGITAL CAMERA")])["IMG_1.jpg"].captioned


# ── what did not come ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_caption_whose_file_did_not_come_is_an_orphan() -> None:
    given = inputs(message("STP Kon Tum gửi", "", [table("CT.docx", rows("1.jpg", "2.jpg")), photo("1.jpg")], key="1"))
    assert submission(UNIT, given).orphans == (
        Orphan("2.jpg", "1@example.vn/CT.docx", "table 1 row 3", "Tập huấn hộ tịch lần 2"),
    )


def test_a_caption_whose_file_came_in_another_message_is_no_orphan() -> None:
    first = message("STP Kon Tum gửi", "", [table("CT.docx", rows("1.jpg"))], key="1")
    second = message("STP Kon Tum gửi", "", [photo("1.jpg")], key="2", received_at=at(14))
    assert submission(UNIT, inputs(first, second)).orphans == ()


def test_pictures_of_another_unit_get_no_caption() -> None:
    mine = message("STP Kon Tum gửi", "", [table("CT.docx", rows("1.jpg"))], key="1")
    other = message("STP Gia Lai gửi", "", [photo("1.jpg")], key="2", reply_to=(Address("", "stp@gialai.gov.vn"),))
    assert not submission("stp-gia-lai", inputs(mine, other)).media[0].captioned


# ── beside links ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_beside_the_link_to_a_folder_serves_all_that_lies_in_it() -> None:
    root = folder(ROOT, "Ảnh", [photo("IMG_1.jpg"), photo("IMG_2.jpg")])
    mail = message("STP Kon Tum gửi ảnh", f"1. {EVENT}: {link_to(ROOT)}", key="1")
    found = submission(UNIT, inputs(mail, roots=[root])).media
    assert {said(one)[1:] for one in found} == {("2024-01-12", "Hội trường Sở Tư pháp", "mail_body")}


def test_what_a_file_says_of_itself_is_nearer_than_the_words_around_its_link() -> None:
    root = folder(ROOT, "VIDEO.mp4", [photo("VIDEO.mp4", drive_description=EVENT)])
    mail = message("STP Kon Tum gửi", f"Sở gửi Hội thi hòa giải tại xã Đăk Hà: {link_to(ROOT)}", key="1")
    (one,) = submission(UNIT, inputs(mail, roots=[root])).media
    assert said(one)[1:] == ("2024-01-12", "Hội trường Sở Tư pháp", "drive_description")


def test_a_row_with_a_link_captions_what_lies_behind_it() -> None:
    listed = table(
        "CT.docx",
        [("STT", "Nội dung", "Thời gian", "Địa điểm", "Link ảnh"),
         ("1", "Hội thi hòa giải", "5/4/2022", "huyện Đăk Hà", link_to(ROOT))],
    )  # fmt: skip
    mail = message("STP Kon Tum gửi", "", [listed], key="1")
    found = submission(UNIT, inputs(mail, roots=[folder(ROOT, "Ảnh", [photo("IMG_1.jpg")])])).media
    assert [(one.content, one.place) for one in found] == [("Hội thi hòa giải", "huyện Đăk Hà")]


def test_a_picture_shown_in_the_mail_has_the_line_below_it() -> None:
    shown = ("Em gửi chị ạ", "[cid:ii_1]", f"Ảnh 1: {EVENT}")
    mail = message(
        "STP Kon Tum gửi", "Em gửi chị ạ", [photo("a.jpg", origin="inline", content_id="ii_1")], key="1", shown=shown
    )
    (one,) = submission(UNIT, inputs(mail)).media
    assert said(one)[1:] == ("2024-01-12", "Hội trường Sở Tư pháp", "picture_line")


def test_a_year_that_a_folder_is_called_by_dates_a_caption_and_is_none_itself() -> None:
    found = media(
        [], roots=(folder(ROOT, "Ảnh", [photo("Năm 2022/Hội thi hòa giải viên.jpg"), photo("Năm 2022/IMG_1.jpg")]),)
    )
    assert [(one.time is not None, one.captioned) for one in found.values()] == [(True, True), (False, False)]
