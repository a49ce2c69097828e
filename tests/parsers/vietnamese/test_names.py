"""People and organisations are told apart, and names lose what is not part of them."""

import pytest

from parsers.vietnamese.names import looks_like_organisation, looks_like_person, strip_honorific


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("1. Ông Nguyễn Văn A", "Nguyễn Văn A"),
        ("Đ/c Lò Thị B", "Lò Thị B"),
        ("Đồng chí: Trần Văn Cường", "Trần Văn Cường"),
        ("- Bà H’Yam Êban", "H’Yam Êban"),
        ("12) Chị Nguyễn Thị C", "Nguyễn Thị C"),
        ("Anh Sùng A Dế", "Sùng A Dế"),
        ("Chi cục THADS huyện", "Chi cục THADS huyện"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Ong Le Van Tam", "Le Van Tam"),
        ("Cô Tô", "Cô Tô"),
        ("Ông", "Ông"),
    ],
)
def test_it_strips_honorifics_and_numbering(written: str, name: str) -> None:
    assert strip_honorific(written) == name


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Văn A",
        "NGUYỄN THỊ BÉ",
        "Đ/c Lò Thị B",
        "Đoàn Văn Hậu",
        "Vũ Thị Lan",
        "Bạch Thị Hội",
        "H’Yam Êban",
        "Y Phôn Niê",
        "Kpă Hùng",
        "Giàng A Páo",
        "K’ Brếp",
        "Điểu K'Ré",
        "Thach Thi Sa Ry",
        "Le Thi Ha",
        "Tôn Nữ Thị Ninh",
    ],
)
def test_it_knows_people(name: str) -> None:
    assert looks_like_person(name)
    assert not looks_like_organisation(name)


@pytest.mark.parametrize(
    "name",
    [
        "Phòng Tư pháp huyện Cao Lộc",
        "Chi cục THADS huyện Cao Lộc",
        "UBND xã Tân Thanh",
        "Tổ hòa giải thôn 3",
        "Tập thể Phòng Nghiệp vụ 1",
        "Đoàn thanh niên Bộ",
        "Ban Dân tộc",
        "So Tu phap tinh Lang Son",
        "Trung tâm Trợ giúp pháp lý nhà nước",
        "Báo Pháp luật Việt Nam",
        "Vụ Tổ chức cán bộ",
        "VĂN PHÒNG SỞ",
    ],
)
def test_it_knows_organisations(name: str) -> None:
    assert looks_like_organisation(name)
    assert not looks_like_person(name)


@pytest.mark.parametrize(
    "text", ["Hà Nội", "Sơn La", "Họ và tên", "Tổng cộng", "công chức tư pháp", "A", "", "15/3/2023"]
)
def test_it_takes_nothing_else_for_a_person(text: str) -> None:
    assert not looks_like_person(text)
