"""Places are named locations; events, citations and regions are none."""

import time

import pytest

from parsers.vietnamese.places import find_place, is_known_place, tidy_place

PLACES = [
    ("Hội nghị tổng kết - Hội trường Sở Tư pháp", "Hội trường Sở Tư pháp"),
    ("Tuyen truyen phap luat tai xa Ban Lau", "xa Ban Lau"),
    ("tuyen truyen tai xa ban lau", "xa ban lau"),
    ("HỘI NGHỊ TUYÊN TRUYỀN TẠI HUYỆN MƯỜNG LÁT", "HUYỆN MƯỜNG LÁT"),
    ("Cưỡng chế giao nhà, phường Hòa Khánh Bắc, quận Liên Chiểu", "phường Hòa Khánh Bắc, quận Liên Chiểu"),
    ("Trao nhà cho hộ nghèo bản Huổi Mí, xã Huổi Mí, H. Mường Chà", "bản Huổi Mí, xã Huổi Mí, huyện Mường Chà"),
    ("Tư vấn cho đồng bào Mông ở xã Tả Phìn, TX Sa Pa", "xã Tả Phìn, thị xã Sa Pa"),
    ("Lễ kỷ niệm, TT Hội nghị tỉnh", "Trung tâm Hội nghị tỉnh"),
    ("Họp dân, TT. Mường Khến", "thị trấn Mường Khến"),
    ("Ra mắt mô hình tại P.Long Bình, TP.Biên Hòa", "phường Long Bình, TP.Biên Hòa"),
    ("Hội thi - điểm cầu Sở Tư pháp", "điểm cầu Sở Tư pháp"),
    ("Lễ ra quân, tại Đền Hùng", "Đền Hùng"),
    ("Khảo sát thực tế tại Cần Thơ, Sóc Trăng", "Cần Thơ, Sóc Trăng"),
    ("Bà H’Yam Êban (buôn Ako Dhông) được trợ giúp", "buôn Ako Dhông"),
    ("Làm việc tại UBND xã A về công tác hộ tịch", "UBND xã A"),
    ("Trao quà tại Trung tâm Bảo trợ xã hội tỉnh Hà Giang cho trẻ em", "Trung tâm Bảo trợ xã hội tỉnh Hà Giang"),
    ("Thi hành án tại buổi làm việc ở phường Linh Trung", "phường Linh Trung"),
    ("Phiên tòa tại Tòa án nhân dân tỉnh Kon Tum", "Tòa án nhân dân tỉnh Kon Tum"),
    ("Họp cụm thi đua, Hà Nội", "Hà Nội"),
    ("Họp cụm thi đua tại Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    ("Hội nghị tại Hội trường", "Hội trường"),
    ("Hội nghị được tổ chức tại trụ sở của Cục", "trụ sở của Cục"),
    ("Triển khai Luật Hòa giải ở cơ sở tại Trung tâm Hội nghị tỉnh", "Trung tâm Hội nghị tỉnh"),
    ("Tư vấn pháp luật cho công nhân Khu công nghiệp Amata", "Khu công nghiệp Amata"),
    ("Chung kết tại Cung Văn hóa Lao động hữu nghị Việt Xô, Hà Nội", "Cung Văn hóa Lao động hữu nghị Việt Xô, Hà Nội"),
    ("Trao sach phap luat tai xa Hua Bum, huyen Nam Nhun", "xa Hua Bum, huyen Nam Nhun"),
    ("Hop dan tai xa Khanh An, huyen Cho Moi", "xa Khanh An, huyen Cho Moi"),
    ("Tổ hòa giải ấp Phú Hưng, xã Vĩnh Phú hòa giải thành vụ tranh chấp", "ấp Phú Hưng, xã Vĩnh Phú"),
]
NO_PLACES = [
    "Trao Giấy khen tại Hội nghị tổng kết",
    "tặng Bằng khen tại Quyết định số 12/QĐ-BTP",
    "Đ/c A - Thứ trưởng Bộ Tư pháp phát biểu",
    "Giao ban tại khu vực miền núi phía Bắc",
    "Kiểm tra tại các tỉnh Tây Nguyên",
    "Khai mạc hội thi, Tây Nguyên",
    "Quản lý tài sản công; đề tài khoa học",
    "Quan ly tai san cong",
    "Triển khai Luật Hòa giải ở cơ sở",
    "Công chức tư pháp - hộ tịch cấp xã",
    "Cục THADS tỉnh gặp mặt",
    "Tuyên truyền về chính sách xã hội",
    "Chủ tịch UBND xã Tân Hòa phát biểu",
    "Tại Hội nghị, Giám đốc Sở trao quà",
    "",
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_it_finds_places(text: str, place: str) -> None:
    assert find_place(text)[0] == place


@pytest.mark.parametrize("text", NO_PLACES)
def test_it_takes_nothing_else_for_a_place(text: str) -> None:
    assert find_place(text) == (None, text)


def test_the_words_of_the_place_leave_the_text_where_they_stand_apart() -> None:
    assert find_place("Làm việc tại UBND xã A về hộ tịch")[1] == "Làm việc về hộ tịch"
    assert find_place("Cưỡng chế, phường An Bình")[1] == "Cưỡng chế"
    inside = "Tổ hòa giải ấp Phú Hưng họp"
    assert find_place(inside) == ("ấp Phú Hưng", inside)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("tại Hội trường tầng 3.", "Hội trường tầng 3"),
        ("H. Cao Lộc", "huyện Cao Lộc"),
        ("Viện Huyết học - Truyền máu TW", "Viện Huyết học - Truyền máu TW"),
        ("-", None),
        ("không rõ", None),
        ("các tỉnh miền Trung", None),
        ("xã", None),
    ],
)
def test_the_value_of_a_place_column_is_taken_as_written(value: str, place: str | None) -> None:
    assert tidy_place(value) == place


def test_the_gazetteer_knows_names_with_and_without_accents() -> None:
    assert is_known_place("Đà Lạt")
    assert is_known_place("Da Lat")
    assert not is_known_place("Đã lát")


def test_hostile_texts_take_no_time() -> None:
    begun = time.monotonic()
    for text in ("xã A, " * 400, "(" * 2000, "tại " * 2000, "xã - " * 2000, "thôn bản ấp " * 2000, "a" * 50_000):
        find_place(text)
    assert time.monotonic() - begun < 5
