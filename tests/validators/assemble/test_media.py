"""What is a photo or video of the album, and what is a copy of another."""

import pytest

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
)
from validators.assemble.tree import Node
from validators.submission import Media

ROOT = "A" * 28
UNIT = "stp-kon-tum"


def media(*nodes: Node, behind: tuple[Node, ...] = ()) -> list[Media]:
    roots = [folder(ROOT, "Ảnh", behind)] if behind else []
    given = inputs(message("STP Kon Tum gửi", link_to(ROOT) if behind else "", nodes, key="1"), roots=roots)
    return list(submission(UNIT, given).media)


def names(found: list[Media]) -> list[str]:
    return [one.path.rpartition("/")[2] for one in found]


def test_attachments_archives_folders_and_captioned_pictures_are_media() -> None:
    found = media(
        photo("1.jpg"),
        film("2.mp4"),
        photo("a.zip/Ảnh/3.jpg", origin="archive"),
        *album("Anh.docx", [("image1.jpeg", "Ảnh 1: Hội nghị tổng kết năm 2023")]),
        behind=(photo("4.jpg"),),
    )
    assert sorted(names(found)) == ["1.jpg", "2.mp4", "3.jpg", "4.jpg", "image1.jpeg"]
    assert {one.kind for one in found} == {"image", "video"}


def test_an_uncaptioned_picture_beside_captioned_ones_is_media_unless_it_is_tiny() -> None:
    nodes = album("Anh.docx", [("image1.jpeg", "Ảnh 1: Hội nghị tổng kết"), ("image2.jpeg", ""), ("image3.jpeg", "")])
    tiny = photo("Anh.docx/image3.jpeg", origin="embedded", size=(150, 150), parent="Anh.docx")
    assert names(media(*nodes[:-1], tiny)) == ["image1.jpeg", "image2.jpeg"]


def test_pictures_of_a_document_without_captions_are_none() -> None:
    assert media(*album("Bao cao thanh tich.docx", [("image1.jpeg", "")])) == []


@pytest.mark.parametrize(
    "node",
    [
        photo("image001.png", origin="inline", size=(150, 60), content_id="image001.png@01D"),
        photo("banner.png", origin="inline", size=(900, 110), content_id="b@1"),
        photo("logo.png", size=(120, 120)),
        photo("Cong van 1532.jpg"),
        photo("1532-STP-VP.jpg"),
        photo("Giấy khen năm 2022.jpg"),
        photo("Quyết định số 12.jpg"),
        photo("scan0001.jpg"),
        photo("anh the 3x4 Nguyen Van A.jpg"),
    ],
    ids=lambda node: node.name,
)
def test_logos_papers_and_portraits_for_forms_are_no_media(node: Node) -> None:
    assert media(node, photo("1.jpg")) == media(photo("1.jpg"))


@pytest.mark.parametrize("name", ["Trao giấy khen.jpg", "IMG_20230712_091533.jpg", "Hội thi báo cáo viên.jpg"])
def test_names_that_hold_such_words_are_photos_all_the_same(name: str) -> None:
    assert names(media(photo(name))) == [name]


def test_a_photo_pasted_into_the_mail_is_media() -> None:
    assert names(media(photo("IMG_1.jpg", origin="inline", content_id="ii_1"))) == ["IMG_1.jpg"]


def test_a_logo_that_comes_with_every_mail_is_furniture() -> None:
    def logo(mail: str) -> Node:
        return photo("image001.png", origin="inline", size=(600, 400), content="logo", content_id=mail)

    mails = [
        message("STP Kon Tum gửi", "", [logo("a"), photo("1.jpg")], key="1"),
        message("STP Gia Lai gửi", "", [logo("b"), photo("2.jpg")], key="2"),
    ]
    one = submission(UNIT, inputs(*mails))
    assert names(list(one.media)) == ["1.jpg"]
    assert [file.furniture for file in one.files] == [True, False]


def test_a_picture_whose_size_drive_does_not_tell_is_kept() -> None:
    assert names(media(behind=(photo("1.jpg", size=(0, 0), status="not_fetched"),))) == ["1.jpg"]


# ── copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_in_a_document_is_the_same_item_and_lends_its_caption() -> None:
    pictured = album("Anh.docx", [("image1.jpeg", "Ảnh 1: Hội nghị tổng kết tại Hội trường Sở, ngày 12/01/2024")])
    (one,) = media(*pictured, behind=(photo("IMG_1.jpg", content="Anh.docx image1.jpeg"),))
    assert (one.path, one.also_in) == (f"drive/{ROOT}/IMG_1.jpg", ("1@example.vn/Anh.docx/image1.jpeg",))
    assert one.content == "Hội nghị tổng kết"


def test_the_copy_without_a_caption_is_the_duplicate() -> None:
    first, second = media(photo("IMG_1.jpg", content="x"), photo("Hội thi hòa giải viên giỏi.jpg", content="x"))
    assert (first.path.rpartition("/")[2], first.duplicate_of) == ("Hội thi hòa giải viên giỏi.jpg", None)
    assert second.duplicate_of == first.path


def test_of_equal_copies_the_later_is_the_duplicate() -> None:
    mails = [
        message("STP Kon Tum gửi", "", [photo("IMG_9.jpg", content="x")], key="2", received_at=at(14)),
        message("STP Kon Tum gửi", "", [photo("IMG_1.jpg", content="x")], key="1", received_at=at(13)),
    ]
    found = {one.path: one.duplicate_of for one in submission(UNIT, inputs(*mails)).media}
    assert found == {"1@example.vn/IMG_1.jpg": None, "2@example.vn/IMG_9.jpg": "1@example.vn/IMG_1.jpg"}


def test_the_arrival_of_a_picture_is_that_of_its_message() -> None:
    given = inputs(message("STP Kon Tum gửi", "", [photo("1.jpg")], received_at=at(15)))
    assert submission(UNIT, given).media[0].arrived_at == at(15)


def test_a_text_that_was_only_scanned_is_no_photo() -> None:
    assert media(document("Danh sach.docx", "Kính gửi")) == []
