"""Captions beside links reach what lies behind them; a year's folder dates it; portraits for forms are no media."""

from tests.validators.assemble.builders import album, at, folder, inputs, link_to, message, photo, submission
from validators.assemble.inputs import RootInput
from validators.submission import Media

UNIT = "stp-kon-tum"
FIRST, SECOND = "1AnInventedFolderOfAnInventedUnit", "1AnotherInventedFolderOfThatUnit1"


def behind(body: str, *roots: RootInput) -> dict[str, Media]:
    """Name of a file -> what stands for it, in one mail with links."""
    given = inputs(message("STP Kon Tum gửi ảnh", body, key="1", received_at=at(18)), roots=roots)
    return {one.path.rpartition("/")[2]: one for one in submission(UNIT, given).media}


def test_each_folder_of_a_list_of_links_has_the_words_of_its_line() -> None:
    found = behind(
        f"1. Hội thi Báo cáo viên giỏi, ngày 20/9/2022, tại Nhà hát tỉnh:\n{link_to(FIRST)}\n"
        f"2. Lễ tuyên dương, ngày 26/5/2023, tại xã Đăk Hà: {link_to(SECOND)}",
        folder(FIRST, "New folder", [photo("DSC_1.JPG"), photo("DSC_2.JPG")]),
        folder(SECOND, "Ảnh", [photo("DSC_3.JPG"), photo("Trao giấy khen tại Hội trường Sở.jpg")]),
    )
    assert [found[name].content for name in ("DSC_1.JPG", "DSC_2.JPG", "DSC_3.JPG")] == [
        "Hội thi Báo cáo viên giỏi",
        "Hội thi Báo cáo viên giỏi",
        "Lễ tuyên dương",
    ]
    named = found["Trao giấy khen tại Hội trường Sở.jpg"]  # its own name is nearer; the line adds the day
    assert (named.content, named.place) == ("Trao giấy khen", "Hội trường Sở")
    assert named.time is not None
    assert named.time.start.isoformat() == "2023-05-26"


def test_a_folder_called_by_a_year_dates_captions_and_makes_none() -> None:
    found = behind(
        link_to(FIRST),
        folder(FIRST, "Gửi Bộ", [photo("Năm 2021/Hội thảo khoa học/IMG_7.jpg"), photo("Năm 2021/IMG_8.jpg")]),
    )
    assert found["IMG_7.jpg"].content == "Hội thảo khoa học"
    assert found["IMG_7.jpg"].time is not None
    assert found["IMG_7.jpg"].time.start.year == 2021
    assert not found["IMG_8.jpg"].captioned


def test_a_portrait_in_a_report_with_a_captioned_picture_is_no_media() -> None:
    nodes = album("BC.docx", [("hop.jpg", "Ảnh 1: Họp dân tại xã Ngọc Réo, ngày 5/6/2024")])
    nodes += [
        photo("BC.docx/anh the.jpg", size=(300, 400), origin="embedded", parent="BC.docx"),
        photo("BC.docx/khac.jpg", size=(900, 600), origin="embedded", parent="BC.docx"),
    ]
    given = inputs(message("STP Kon Tum gửi báo cáo", "", nodes, key="1", received_at=at(18)))
    assert {one.path.rpartition("/")[2] for one in submission(UNIT, given).media} == {"hop.jpg", "khac.jpg"}
