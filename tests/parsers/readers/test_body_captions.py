"""Captions beside links and in one sentence of a mail: what they say, and what is only the way to the pictures."""

from datetime import date

import pytest

from parsers.readers.body_captions import caption_for_all, ids_in, link_captions, numbered_captions
from parsers.readers.values import Caption

SENT = date(2024, 11, 18)
ID = "1AnInventedFolderOfAnInventedUnit"
OTHER = "1AnotherInventedFolderOfThatUnit1"
FOLDER = f"https://drive.google.com/drive/folders/{ID}?usp=sharing"


def said(*lines: str) -> list[tuple[tuple[str, ...], str | None, str, str | None]]:
    entries = link_captions([("(body)", line) for line in lines], "mail_body", SENT)
    return [(entry.links, *_values(entry.caption)) for entry in entries]


def _values(caption: Caption) -> tuple[str | None, str, str | None]:
    return caption.content, caption.time.start.isoformat() if caption.time else "", caption.place


@pytest.mark.parametrize(
    "lines",
    [
        [f"1. Ảnh Lễ ra quân tại xã Tả Van, ngày 02/3/2023: {FOLDER}"],
        ["1. Lễ ra quân, ngày 02/3/2023, tại xã Tả Van:", FOLDER],
        ["- Lễ ra quân, ngày 02/3/2023, tại xã Tả Van", "", f"Link: {FOLDER}"],
        [f"Link video: Lễ ra quân, ngày 02/3/2023, tại xã Tả Van - xem tại đây <{FOLDER}>"],
        [f"{FOLDER} (Ảnh Lễ ra quân tại xã Tả Van ngày 2/3/2023)"],
        [f"Sở gửi ảnh Lễ ra quân tại xã Tả Van ngày 2/3/2023, tại đường dẫn sau: {FOLDER}"],
    ],
)
def test_words_beside_a_link_are_the_caption_of_what_lies_behind_it(lines: list[str]) -> None:
    assert said(*lines) == [((ID,), "Lễ ra quân", "2023-03-02", "xã Tả Van")]


@pytest.mark.parametrize(
    "line",
    [
        f"Link ảnh: {FOLDER}",
        f"Kính gửi Vụ, Sở gửi tư liệu, thư mục ảnh tại đây <{FOLDER}>",
        f"Hội nghị CCVC, Hội trường Cục, 12.01.2024.jpg <{FOLDER}>",  # the name on a chip
        f"Sở Tư pháp gửi hình ảnh, video điển hình tiên tiến theo Công văn số 6286/BTP-TCCB: {FOLDER}",
        f"Hội thi, xã A, 02/3/2023: {FOLDER} và {FOLDER.replace(ID, OTHER)}",
        f"Hội thi, xã A, 02/3/2023: {FOLDER} hoặc https://1drv.ms/f/s!abc",
    ],
)
def test_what_only_leads_to_the_pictures_is_no_caption(line: str) -> None:
    assert said(line) == []


def test_each_link_of_a_list_has_its_own_words() -> None:
    assert [entry[:2] for entry in said(f"1. Hội thi Hòa giải viên giỏi: {FOLDER}", "2. Khác:", f"{FOLDER}x")] == [
        ((ID,), "Hội thi Hòa giải viên giỏi")
    ]
    assert ids_in(["tại đây", FOLDER, f"{FOLDER} {FOLDER.replace(ID, OTHER)}"]) == (ID, OTHER)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "Em gửi c 04 ảnh PBGDPL tại trường THPT Chu Văn An, chụp ngày 09/11/2023 ạ.\n\nSent from my iPhone",
            ("PBGDPL", "2023-11-09", "trường THPT Chu Văn An"),
        ),
        (
            "Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024, Sở Tư pháp gửi kèm 05 hình ảnh về Hội nghị\n"
            "biểu dương điển hình, được tổ chức ngày 14/12/2023 tại Hội trường UBND tỉnh.\nTrân trọng./.",
            ("Hội nghị biểu dương điển hình", "2023-12-14", "Hội trường UBND tỉnh"),
        ),
        (
            "Gửi chị.\nNội dung: Lễ ký kết\nThời gian: 12/01/2024\nĐịa điểm: Hội trường Sở",
            ("Lễ ký kết", "2024-01-12", "Hội trường Sở"),
        ),
    ],
)
def test_one_sentence_may_speak_of_all_pictures(body: str, wanted: tuple[str, str, str]) -> None:
    caption = caption_for_all(body, SENT)
    assert caption is not None
    assert _values(caption) == wanted


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Sở Tư pháp gửi hình ảnh, video điển hình tiên tiến theo Công văn 6286/BTP-TCCB ngày 31/10/2024.",
        "Sở gửi 02 ảnh hoạt động tiêu biểu của đơn vị từ năm 2020 đến nay để phục vụ Đại hội tại Hà Nội.",
        "Cục gửi 12 ảnh về hoạt động của đơn vị năm 2023 trên địa bàn tỉnh Lào Cai",
        "Sở gửi ảnh Lễ ra quân tại xã Tả Van ngày 02/3/2023.\nSở gửi ảnh Lễ tổng kết tại xã Ý Tý ngày 03/3/2023.",
        "gửi " * 5000,
    ],
)
def test_a_covering_letter_is_no_caption_and_of_two_sentences_neither(body: str) -> None:
    assert caption_for_all(body, SENT) is None


# --- lists by bare numbers ------------------------------------------------------------------------------
def numbered(*lines: str) -> list[tuple[tuple[int, ...], str | None]]:
    entries = numbered_captions([("(body)", line) for line in lines], "mail_body", SENT)
    return [(entry.numbers, entry.caption.content) for entry in entries]


def test_a_numbered_list_below_words_about_pictures_is_one_of_captions() -> None:
    assert numbered(
        "Dạ em gửi chị 2 ảnh ạ:",
        "1. Hội nghị cộng tác viên ngày 3/4/2024 tại Nhà văn hóa xã Đồng Tiến",
        "2/ Sinh hoạt câu lạc bộ – 5/4/2024 – thôn 3, xã Tân Lập",
        "Em cảm ơn chị!",
    ) == [((1,), "Hội nghị cộng tác viên"), ((2,), "Sinh hoạt câu lạc bộ")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Sở gửi:", "1. Hội nghị tại xã A Lưới, 3/4/2024", "2. Hội thi tại xã B Lao, 4/4/2024"],  # of pictures no word
        ["Sở gửi ảnh và:", "1. Công văn số 12/STP-VP", "2. Danh sách đề cử"],
        ["Ảnh:", "1. Hội nghị tại xã Tả Van, 3/4/2024", "3. Hội thi tại xã Ý Tý, 4/4/2024"],
        ["Ảnh:", "1. Hội nghị tại xã Tả Van, 3/4/2024", f"2. Hội thi tại xã Ý Tý, 4/4/2024: {FOLDER}"],
        ["Ảnh:", "1. Hội nghị tại xã Tả Van, 3/4/2024"],
    ],
)
def test_other_numbered_lines_are_none(lines: list[str]) -> None:
    assert numbered(*lines) == []
