"""A title and the organisation that stands behind it in the same cell."""

import pytest

from parsers.readers.nominees import split_position


@pytest.mark.parametrize(
    ("text", "position", "organisation"),
    [
        ("Chánh Văn phòng Sở Tư pháp", "Chánh Văn phòng", "Sở Tư pháp"),
        ("Phó Chánh Thanh tra Sở Tư pháp tỉnh An Giang", "Phó Chánh Thanh tra", "Sở Tư pháp tỉnh An Giang"),
        ("Chi cục trưởng Chi cục THADS huyện Thăng Bình", "Chi cục trưởng", "Chi cục THADS huyện Thăng Bình"),
        ("Pho Chi cuc truong Chi cuc THADS huyen Cai Be", "Pho Chi cuc truong", "Chi cuc THADS huyen Cai Be"),
        (
            "Phó Cục trưởng Cục Hộ tịch, quốc tịch, chứng thực",
            "Phó Cục trưởng",
            "Cục Hộ tịch, quốc tịch, chứng thực",
        ),
        (
            "Công chức Tư pháp - Hộ tịch xã Phước Lộc, huyện Tuy Phước",
            "Công chức Tư pháp - Hộ tịch",
            "xã Phước Lộc, huyện Tuy Phước",
        ),
        (
            "Công chức Văn phòng - Thống kê xã Bình Minh",
            "Công chức Văn phòng - Thống kê",
            "xã Bình Minh",
        ),
        ("Tổ trưởng tổ hòa giải xóm Nà Lũng, xã Hưng Đạo", "Tổ trưởng tổ hòa giải", "xóm Nà Lũng, xã Hưng Đạo"),
        ("Hòa giải viên làng Bua, xã Ia Pnôn", "Hòa giải viên", "làng Bua, xã Ia Pnôn"),
        ("Chuyên viên Phòng Nghiệp vụ, Sở Tư pháp", "Chuyên viên Phòng Nghiệp vụ", "Sở Tư pháp"),
        ("Chuyên viên Phòng Hành chính tư pháp", "Chuyên viên", "Phòng Hành chính tư pháp"),
        ("Chấp hành viên Chi cục THADS quận 1, thành phố A", "Chấp hành viên", "Chi cục THADS quận 1, thành phố A"),
        (
            "Cục trưởng Cục THADS tỉnh Bắc Ninh, Bí thư Đảng ủy",
            "Cục trưởng, Bí thư Đảng ủy",
            "Cục THADS tỉnh Bắc Ninh",
        ),
        ("Chi hội phó, công tác tại Viện Chiến lược", "Chi hội phó", "Viện Chiến lược"),
        ("Uỷ viên Ban Thường vụ Công đoàn Bộ Tư pháp", "Uỷ viên Ban Thường vụ", "Công đoàn Bộ Tư pháp"),
        ("Phó Trưởng phòng Phòng Công chứng số 1", "Phó Trưởng phòng", "Phòng Công chứng số 1"),
        ("Trưởng phòng Tổ chức cán bộ Cục THADS tỉnh", "Trưởng phòng Tổ chức cán bộ", "Cục THADS tỉnh"),
        ("Trưởng phòng Nghiệp vụ Cục THADS tỉnh", "Trưởng phòng Nghiệp vụ", "Cục THADS tỉnh"),
        ("Phó Trưởng phòng Dịch vụ Trung tâm X", "Phó Trưởng phòng Dịch vụ", "Trung tâm X"),
        ("Trưởng phòng Kiểm tra văn bản QPPL", "Trưởng phòng Kiểm tra văn bản QPPL", ""),
        ("Trưởng phòng Thanh tra", "Trưởng phòng Thanh tra", ""),
        ("Nhân viên văn phòng", "Nhân viên văn phòng", ""),
        ("Công an viên", "Công an viên", ""),
    ],
)
def test_it_parts_a_title_from_its_organisation(text: str, position: str, organisation: str) -> None:
    assert split_position(text) == (position, organisation)
