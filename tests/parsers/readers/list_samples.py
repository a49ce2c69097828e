"""Lists of nominees in the habits of many offices, all invented: what a file holds and what it says.

A line with ` | ` is a row of a table (`<` merged with the left, `^` with the cell above); a blank line ends the table.
"""

# ruff: noqa: E501 - a row of a table is one line here as there

from dataclasses import dataclass, field
from typing import Any

from parsers.reading import Reading
from parsers.records import Address, Cell, Mail, Record, Row, Table, Text


def reading_of(text: str, form: str = "docx") -> Reading:
    """A reading as the formats give it."""
    if form == "mail":
        nobody = Address("", "")
        body = text.strip("\n")
        mail = Mail("1", "", nobody, (), (), (), "", "", (), body, "", "", "", "text/plain", ())
        return Reading("eml", "message/rfc822", "read", records=(mail,))
    records: list[Record] = []
    rows: list[Row] = []
    tables = 0

    def flush() -> None:
        nonlocal tables
        if rows:
            tables += 1
            width = max(len(row.cells) for row in rows)
            padded = tuple(Row(row.number, row.cells + (Cell(""),) * (width - len(row.cells))) for row in rows)
            records.append(Table(f"table {tables}", padded))
            rows.clear()

    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        if " | " in line or line.startswith("| "):
            parts = [part.strip() for part in line.split("|")]
            cells = tuple(
                Cell("", "left")
                if part == "<"
                else Cell("", "above")
                if part == "^"
                else Cell(part.replace("\\n", "\n"))
                for part in parts
            )
            rows.append(Row(len(rows) + 1, cells))
            continue
        flush()
        if line.strip():
            records.append(Text(f"paragraph {number}", line))
    flush()
    return Reading(form, "x", "read", records=tuple(records))


def person(name: str, position: str = "", organisation: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": "individual", "name": name, "position": position, "organisation": organisation, **more}


def group(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "collective", "name": name, "role": None, **more}


@dataclass(frozen=True)
class Sample:
    name: str
    text: str
    expected: list[dict[str, Any]] = field(default_factory=list)
    form: str = "docx"
    file: str = ""


SAMPLES: list[Sample] = [
    Sample(
        "plain",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Ngày sinh | Chức vụ | Đơn vị công tác | Thành tích tiêu biểu
1 | Nguyễn Văn Mẫu | 12/5/1980 | Phó Trưởng phòng | Phòng Hành chính tư pháp, Sở Tư pháp tỉnh Lạng Sơn | Chiến sĩ thi đua
2 | Trần Thị Thử | 1985 | Chuyên viên | Phòng Tư pháp huyện Chi Lăng | Giấy khen
""",
        [
            person(
                "Nguyễn Văn Mẫu",
                "Phó Trưởng phòng",
                "Phòng Hành chính tư pháp, Sở Tư pháp tỉnh Lạng Sơn",
                birth_year=1980,
                level="province",
                role="leader",
                achievements="Chiến sĩ thi đua",
            ),
            person(
                "Trần Thị Thử",
                "Chuyên viên",
                "Phòng Tư pháp huyện Chi Lăng",
                birth_year=1985,
                level="district",
                role="worker",
            ),
        ],
    ),
    Sample(
        "sections merged",
        """
DANH SÁCH TẬP THỂ, CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN
TT | Tên tập thể, cá nhân | Chức vụ | Đơn vị | Thành tích
I | TẬP THỂ | < | < | <
1 | Phòng Phổ biến, giáo dục pháp luật | | Sở Tư pháp tỉnh Cà Mau | Cờ thi đua
2 | Chi cục THADS huyện Cái Nước | | Cục THADS tỉnh Cà Mau | Bằng khen
II | CÁ NHÂN | < | < | <
1 | Ông Lê Văn Ví | Giám đốc | Trung tâm Trợ giúp pháp lý nhà nước | Bằng khen
2 | Bà Võ Thị Dụ | Hòa giải viên | Tổ hòa giải ấp 3, xã Tân Thành | Giấy khen
""",
        [
            group("Phòng Phổ biến, giáo dục pháp luật", organisation="Sở Tư pháp tỉnh Cà Mau", level="province"),
            group("Chi cục THADS huyện Cái Nước", level="district"),
            person(
                "Lê Văn Ví",
                "Giám đốc",
                "Trung tâm Trợ giúp pháp lý nhà nước",
                gender="male",
                level="province",
                role="leader",
            ),
            person(
                "Võ Thị Dụ",
                "Hòa giải viên",
                "Tổ hòa giải ấp 3, xã Tân Thành",
                gender="female",
                level="commune",
                role="worker",
            ),
        ],
    ),
    Sample(
        "two level birth",
        """
DANH SÁCH GIỚI THIỆU ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Năm sinh | < | Chức vụ, đơn vị công tác | Ghi chú
^ | ^ | Nam | Nữ | ^ | ^
1 | Phạm Văn Tả | 1979 | | Chấp hành viên, Phó Chi cục trưởng, Chi cục THADS thành phố Vinh |
2 | Hồ Thị Hữu | | 1990 | Thư ký thi hành án, Chi cục Thi hành án dân sự huyện Nam Đàn |
""",
        [
            person(
                "Phạm Văn Tả",
                "Chấp hành viên, Phó Chi cục trưởng",
                "Chi cục THADS thành phố Vinh",
                birth_year=1979,
                gender="male",
                level="district",
                role="leader",
            ),
            person(
                "Hồ Thị Hữu",
                "Thư ký thi hành án",
                "Chi cục Thi hành án dân sự huyện Nam Đàn",
                birth_year=1990,
                gender="female",
                level="district",
                role="worker",
            ),
        ],
    ),
    Sample(
        "two tables with headings",
        """
Danh sách đề cử gương điển hình tiên tiến
I. Tập thể
STT | Tên tập thể | Tóm tắt thành tích
1 | Phòng Công chứng số 1 | Hoàn thành xuất sắc nhiệm vụ

II. Cá nhân
STT | Họ và tên | Giới tính | Chức vụ, đơn vị | Tóm tắt thành tích
1 | Đ/c Ngô Văn Ba | Nam | Trưởng phòng Bổ trợ tư pháp, Sở Tư pháp | A
""",
        [
            group("Phòng Công chứng số 1", level="province", achievements="Hoàn thành xuất sắc nhiệm vụ"),
            person(
                "Ngô Văn Ba",
                "Trưởng phòng Bổ trợ tư pháp",
                "Sở Tư pháp",
                gender="male",
                level="province",
                role="leader",
            ),
        ],
    ),
    Sample(
        "continued without header",
        """
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN
STT | Họ tên | Chức vụ | Đơn vị
1 | Lý Thị Một | Chuyên viên | Cục Con nuôi

2 | Lý Văn Hai | Vụ trưởng | Vụ Pháp luật quốc tế
""",
        [
            person("Lý Thị Một", "Chuyên viên", "Cục Con nuôi", level="central", role="worker"),
            person("Lý Văn Hai", "Vụ trưởng", "Vụ Pháp luật quốc tế", level="central", role="leader"),
        ],
    ),
    Sample(
        "header repeated and numbering row",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Chức vụ | Đơn vị công tác | Lĩnh vực
(1) | (2) | (3) | (4) | (5)
1 | Vi Văn Xuân | Công chức tư pháp - hộ tịch | UBND xã Bản Lầu | Hộ tịch
STT | Họ và tên | Chức vụ | Đơn vị công tác | Lĩnh vực
2 | Vi Thị Thu | Trưởng thôn | Thôn Nà Pản, xã Bản Qua | Hòa giải
Tổng cộng: 02 cá nhân | < | < | < | <
""",
        [
            person(
                "Vi Văn Xuân",
                "Công chức tư pháp - hộ tịch",
                "UBND xã Bản Lầu",
                level="commune",
                role="worker",
                field="Hộ tịch",
            ),
            person(
                "Vi Thị Thu", "Trưởng thôn", "Thôn Nà Pản, xã Bản Qua", level="commune", role="worker", field="Hòa giải"
            ),
        ],
    ),
    Sample(
        "blank template rows",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ | Đơn vị
1 | Đào Văn Thật | Kế toán | Văn phòng Sở Tư pháp tỉnh Bắc Giang
2 |  |  |
3 | #N/A | #N/A | #N/A
4 | ……… | |
Tổng cộng | 1 | |
""",
        [person("Đào Văn Thật", "Kế toán", "Văn phòng Sở Tư pháp tỉnh Bắc Giang", level="province", role="worker")],
    ),
    Sample(
        "family and given name",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ, chữ đệm | Tên | Sinh năm | Chức danh | Cơ quan, đơn vị
1 | Hoàng Thị Thu | Hà | 1988 | Thẩm tra viên | Cục Thi hành án dân sự tỉnh Hà Tĩnh
""",
        [
            person(
                "Hoàng Thị Thu Hà",
                "Thẩm tra viên",
                "Cục Thi hành án dân sự tỉnh Hà Tĩnh",
                birth_year=1988,
                level="province",
                role="worker",
            )
        ],
    ),
    Sample(
        "merged organisation",
        """
DANH SÁCH GIỚI THIỆU GƯƠNG ĐIỂN HÌNH
STT | Họ và tên | Chức vụ | Đơn vị công tác | Thành tích
1 | Mai Văn Trên | Giám đốc | Sở Tư pháp tỉnh Thanh Hóa | a
2 | Mai Thị Dưới | Chuyên viên | ^ | b
3 | Mai Văn Nữa | Văn thư | nt | c
""",
        [
            person("Mai Văn Trên", "Giám đốc", "Sở Tư pháp tỉnh Thanh Hóa"),
            person("Mai Thị Dưới", "Chuyên viên", "Sở Tư pháp tỉnh Thanh Hóa", level="province"),
            person("Mai Văn Nữa", "Văn thư", "Sở Tư pháp tỉnh Thanh Hóa", achievements="c"),
        ],
    ),
    Sample(
        "gender ticks",
        """
DANH SÁCH CÁ NHÂN TIÊU BIỂU ĐƯỢC GIỚI THIỆU
TT | Họ và tên | Giới tính | < | Năm sinh | Chức vụ | Nơi công tác
 | | Nam | Nữ | | |
1 | Kpă Thử | x | | 1991 | Trợ giúp viên pháp lý | Chi nhánh TGPL số 2
2 | H'Lan Niê | | x | 1993 | Hộ tịch viên | UBND phường Tân Lợi
""",
        [
            person(
                "Kpă Thử",
                "Trợ giúp viên pháp lý",
                "Chi nhánh TGPL số 2",
                gender="male",
                birth_year=1991,
                level="district",
            ),
            person(
                "H'Lan Niê", "Hộ tịch viên", "UBND phường Tân Lợi", gender="female", birth_year=1993, level="commune"
            ),
        ],
    ),
    Sample(
        "kind column",
        """
Danh sách đề cử
STT | Loại | Tên | Chức vụ | Đơn vị | Thành tích
1 | Tập thể | Đội xung kích | | Cục THADS tỉnh Tây Ninh | a
2 | Cá nhân | Dương Văn Loại | Chấp hành viên sơ cấp | Chi cục THADS huyện Tân Châu | b
""",
        [
            group("Đội xung kích", organisation="Cục THADS tỉnh Tây Ninh", level="province"),
            person(
                "Dương Văn Loại",
                "Chấp hành viên sơ cấp",
                "Chi cục THADS huyện Tân Châu",
                level="district",
                role="worker",
            ),
        ],
    ),
    Sample(
        "level subsections",
        """
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN ĐƯỢC ĐỀ CỬ
STT | Tập thể, cá nhân | Chức vụ, đơn vị công tác
A | TẬP THỂ |
1 | Cấp tỉnh |
1.1 | Văn phòng |
2 | Cấp huyện |
2.1 | Tập thể cán bộ |
B | CÁ NHÂN |
1 | Cấp xã |
1.1 | Tạ Văn Xã | Công chức |
""",
        [
            group("Văn phòng", level="province"),
            group("Tập thể cán bộ", level="district"),
            person("Tạ Văn Xã", "Công chức", level="commune", role="worker"),
        ],
    ),
    Sample(
        "xlsx with title rows",
        """
SỞ TƯ PHÁP TỈNH ĐỒNG NAI | | | | |
 | | | | |
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN | | | | |
(Kèm theo Công văn số 1200/STP-VP ngày 12/11/2024) | | | | |
 | | | | |
Stt | Họ tên | Năm sinh | Chức vụ | Đơn vị | Tóm tắt thành tích
1 | Bà Châu Thị Sheet | 1977.0 | Phó Giám đốc | Sở Tư pháp tỉnh Đồng Nai | 03 sáng kiến
""",
        [
            person(
                "Châu Thị Sheet",
                "Phó Giám đốc",
                "Sở Tư pháp tỉnh Đồng Nai",
                birth_year=1977,
                gender="female",
                level="province",
                role="leader",
            )
        ],
        "xlsx",
    ),
    Sample(
        "unaccented headers",
        """
DANH SACH DE CU DIEN HINH TIEN TIEN
STT | Ho va ten | Nam sinh | Chuc vu | Don vi cong tac
1 | Nguyen Thi Khong Dau | 1982 | Pho Truong phong | Phong Tu phap huyen Long My
2 | Tran Van Thu | 1990 | Chuyen vien | So Tu phap tinh Hau Giang
""",
        [
            person(
                "Nguyen Thi Khong Dau",
                "Pho Truong phong",
                "Phong Tu phap huyen Long My",
                birth_year=1982,
                level="district",
                role="leader",
            ),
            person(
                "Tran Van Thu",
                "Chuyen vien",
                "So Tu phap tinh Hau Giang",
                birth_year=1990,
                level="province",
                role="worker",
            ),
        ],
    ),
    Sample(
        "typos in header",
        """
DANH SÁCH ĐỀ CỮ ĐIỄN HÌNH
STT | Họ và ten | Ngày tháng nam sinh | Chức vu | Đơn vị công tac | Thành tich tiêu biễu
1 | Lê Thị Sai | 02/3/1975 | Chánh Văn phòng | Sở Tư pháp tỉnh Long An | x y
""",
        [person("Lê Thị Sai", "Chánh Văn phòng", "Sở Tư pháp tỉnh Long An", birth_year=1975, role="leader")],
    ),
    Sample(
        "position inside name cell",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ tên, chức vụ, đơn vị công tác | Thành tích
1 | Ông Trịnh Văn Gộp, sinh năm 1970, Cục trưởng, Cục Thi hành án dân sự tỉnh Bình Phước | Nhiều
2 | Bà Trịnh Thị Gộp\\nKế toán, Chi cục THADS thị xã Bình Long | Ít
""",
        [
            person(
                "Trịnh Văn Gộp",
                "Cục trưởng",
                "Cục Thi hành án dân sự tỉnh Bình Phước",
                birth_year=1970,
                gender="male",
                level="province",
                role="leader",
            ),
            person(
                "Trịnh Thị Gộp",
                "Kế toán",
                "Chi cục THADS thị xã Bình Long",
                gender="female",
                level="district",
                role="worker",
            ),
        ],
    ),
    Sample(
        "society",
        """
DANH SÁCH GIỚI THIỆU ĐIỂN HÌNH LĨNH VỰC BỔ TRỢ TƯ PHÁP
STT | Họ và tên | Chức danh | Tổ chức | Lĩnh vực
1 | Đoàn Văn Luật | Luật sư | Đoàn Luật sư tỉnh Quảng Ninh | Luật sư
2 | Vũ Thị Công | Trưởng Văn phòng công chứng | Văn phòng công chứng Vũ Thị Công | Công chứng
3 | Phùng Văn Giá | Đấu giá viên | Công ty đấu giá hợp danh Mẫu | Đấu giá
""",
        [
            person(
                "Đoàn Văn Luật",
                "Luật sư",
                "Đoàn Luật sư tỉnh Quảng Ninh",
                level="society",
                role="worker",
                field="Luật sư",
            ),
            person(
                "Vũ Thị Công",
                "Trưởng Văn phòng công chứng",
                "Văn phòng công chứng Vũ Thị Công",
                level="society",
                role="leader",
            ),
            person("Phùng Văn Giá", "Đấu giá viên", "Công ty đấu giá hợp danh Mẫu", level="society", role="worker"),
        ],
    ),
    Sample(
        "mixed without sections",
        """
DANH SÁCH TẬP THỂ, CÁ NHÂN ĐỀ CỬ
STT | Họ và tên/Tên tập thể | Chức vụ | Đơn vị | Thành tích
1 | Chi đoàn Cục Trợ giúp pháp lý | | Cục Trợ giúp pháp lý | a
2 | Bàn Thị Thảo | Chuyên viên | Cục Trợ giúp pháp lý | b
3 | Tổ hòa giải thôn Đông | | Xã Đông Thành | c
""",
        [
            group("Chi đoàn Cục Trợ giúp pháp lý", level="central"),
            person("Bàn Thị Thảo", "Chuyên viên", "Cục Trợ giúp pháp lý", level="central", role="worker"),
            group("Tổ hòa giải thôn Đông", level="commune"),
        ],
    ),
    Sample(
        "group headings by organisation",
        """
DANH SÁCH ĐỀ CỬ CỦA TỔNG CỤC
STT | Họ và tên | Chức vụ | Thành tích
I | Cục Thi hành án dân sự tỉnh Hòa Bình | |
1 | Bùi Thị Nhóm | Chấp hành viên | a
II | Cục Thi hành án dân sự tỉnh Sơn La | |
1 | Cầm Văn Nhóm | Cục trưởng | b
""",
        [
            person("Bùi Thị Nhóm", "Chấp hành viên", "Cục Thi hành án dân sự tỉnh Hòa Bình", level="province"),
            person("Cầm Văn Nhóm", "Cục trưởng", "Cục Thi hành án dân sự tỉnh Sơn La", level="province", role="leader"),
        ],
    ),
    Sample(
        "row split over a page",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ | Đơn vị | Thành tích
1 | Khổng Văn Trang | Giám đốc | Sở Tư pháp tỉnh Vĩnh Phúc | Chỉ đạo xây dựng
 | | | | đề án chuyển đổi số
2 | Khổng Thị Trang | Lái xe | Văn phòng Sở | b
""",
        [
            person(
                "Khổng Văn Trang",
                "Giám đốc",
                "Sở Tư pháp tỉnh Vĩnh Phúc",
                achievements="Chỉ đạo xây dựng\nđề án chuyển đổi số",
            ),
            person("Khổng Thị Trang", "Lái xe", "Văn phòng Sở", role="worker", level="province"),
        ],
    ),
    Sample(
        "achievement report",
        """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BÁO CÁO THÀNH TÍCH
Đề nghị công nhận gương điển hình tiên tiến
I. SƠ LƯỢC LÝ LỊCH
- Họ và tên (Ghi đầy đủ bằng chữ in thường): Hà Thị Báo Cáo; Giới tính: Nữ
- Sinh ngày, tháng, năm: 15/8/1983
- Quê quán: xã Mẫu, huyện Mẫu
- Chức vụ, đơn vị công tác: Trưởng phòng Tư pháp, Ủy ban nhân dân huyện Đình Lập
- Trình độ chuyên môn: Cử nhân luật
II. THÀNH TÍCH ĐẠT ĐƯỢC
1. Đã tham mưu ban hành 12 văn bản.
2. Hòa giải thành nhiều vụ việc.
III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG
Năm | Danh hiệu | Số, ngày quyết định
2022 | Chiến sĩ thi đua cơ sở | QĐ số 12/QĐ-UBND
THỦ TRƯỞNG ĐƠN VỊ XÁC NHẬN
""",
        [
            person(
                "Hà Thị Báo Cáo",
                "Trưởng phòng Tư pháp",
                "Ủy ban nhân dân huyện Đình Lập",
                birth_year=1983,
                gender="female",
                level="district",
                role="leader",
                achievements="1. Đã tham mưu ban hành 12 văn bản.\n2. Hòa giải thành nhiều vụ việc.",
            )
        ],
    ),
    Sample(
        "collective report",
        """
BÁO CÁO THÀNH TÍCH
Đề nghị biểu dương điển hình tiên tiến
Tên tập thể: Phòng Nghiệp vụ và Tổ chức thi hành án, Cục THADS tỉnh Ninh Thuận
I. ĐẶC ĐIỂM, TÌNH HÌNH
1. Đặc điểm: Phòng có 8 công chức.
II. THÀNH TÍCH ĐẠT ĐƯỢC
Thi hành xong 95% số việc.
""",
        [
            group(
                "Phòng Nghiệp vụ và Tổ chức thi hành án, Cục THADS tỉnh Ninh Thuận",
                level="province",
                achievements="Thi hành xong 95% số việc.",
            )
        ],
    ),
    Sample(
        "report with title only",
        """
TÓM TẮT THÀNH TÍCH
của đồng chí Lò Thị Tóm, Chấp hành viên trung cấp, Chi cục THADS huyện Mường La
Đồng chí luôn hoàn thành nhiệm vụ.
""",
        [
            person(
                "Lò Thị Tóm",
                "Chấp hành viên trung cấp",
                "Chi cục THADS huyện Mường La",
                level="district",
                role="worker",
            )
        ],
    ),
    Sample(
        "vertical form",
        """
PHIẾU GIỚI THIỆU ĐIỂN HÌNH TIÊN TIẾN
Họ và tên | Chu Văn Dọc
Năm sinh | 1969
Chức vụ | Giám đốc
Đơn vị công tác | Trung tâm Dịch vụ đấu giá tài sản tỉnh Lào Cai
Thành tích tiêu biểu | Đấu giá thành 200 vụ
""",
        [
            person(
                "Chu Văn Dọc",
                "Giám đốc",
                "Trung tâm Dịch vụ đấu giá tài sản tỉnh Lào Cai",
                birth_year=1969,
                level="province",
                role="leader",
                achievements="Đấu giá thành 200 vụ",
            )
        ],
    ),
    Sample(
        "letter body",
        """
Kính gửi: Vụ Tổ chức cán bộ
Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024, Cục Con nuôi giới thiệu các điển hình tiên tiến sau:
1. Tập thể Phòng Nghiệp vụ;
2. Bà Tống Thị Thư, sinh năm 1981, Trưởng phòng Nghiệp vụ, Cục Con nuôi;
3. Ông Tống Văn Công, Chuyên viên chính, Văn phòng Cục Con nuôi.
Nơi nhận:
- Như trên;
- Lưu: VT.
CỤC TRƯỞNG
Nguyễn Văn Ký
""",
        [
            group("Phòng Nghiệp vụ"),
            person(
                "Tống Thị Thư",
                "Trưởng phòng Nghiệp vụ",
                "Cục Con nuôi",
                birth_year=1981,
                gender="female",
                level="central",
                role="leader",
            ),
            person(
                "Tống Văn Công",
                "Chuyên viên chính",
                "Văn phòng Cục Con nuôi",
                gender="male",
                level="central",
                role="worker",
            ),
        ],
    ),
    Sample(
        "mail body",
        """
Kính gửi chị Trang,
Sở Tư pháp tỉnh Hà Nam gửi danh sách đề cử điển hình tiên tiến:
a) Tập thể:
- Phòng Hành chính tư pháp
- Trung tâm Trợ giúp pháp lý nhà nước
b) Cá nhân:
- Đ/c Lại Thị Thân, Phó Giám đốc Sở Tư pháp
- Nguyễn Hữu Thư - Chuyên viên - Phòng Tư pháp thành phố Phủ Lý
Trân trọng!
Nguyễn Thị Gửi
Chuyên viên Văn phòng Sở
ĐT: 0900000000
""",
        [
            group("Phòng Hành chính tư pháp"),
            group("Trung tâm Trợ giúp pháp lý nhà nước", level="province"),
            person("Lại Thị Thân", "Phó Giám đốc", "Sở Tư pháp", level="province", role="leader"),
            person("Nguyễn Hữu Thư", "Chuyên viên", "Phòng Tư pháp thành phố Phủ Lý", level="district", role="worker"),
        ],
        "mail",
    ),
    Sample(
        "inline sentence",
        """
Kính gửi: Vụ Tổ chức cán bộ
Vụ Pháp luật quốc tế đề cử 02 cá nhân điển hình tiên tiến: bà Âu Thị Trong, Phó Vụ trưởng; ông Âu Văn Câu, Chuyên viên.
Trân trọng./.
""",
        [
            person("Âu Thị Trong", "Phó Vụ trưởng", gender="female", role="leader"),
            person("Âu Văn Câu", "Chuyên viên", gender="male", role="worker"),
        ],
    ),
    Sample(
        "tabs in text",
        """
DANH SACH DE CU DIEN HINH TIEN TIEN
STT\tHọ và tên\tChức vụ\tĐơn vị
1\tTriệu Văn Tab\tChuyên viên\tSở Tư pháp tỉnh Bắc Kạn
2\tTriệu Thị Tab\tGiám đốc\tSở Tư pháp tỉnh Bắc Kạn
""",
        [
            person("Triệu Văn Tab", "Chuyên viên", "Sở Tư pháp tỉnh Bắc Kạn"),
            person("Triệu Thị Tab", "Giám đốc", "Sở Tư pháp tỉnh Bắc Kạn", role="leader"),
        ],
        "txt",
    ),
    Sample(
        "field headings",
        """
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ | Đơn vị công tác
Lĩnh vực hộ tịch, quốc tịch | < | < | <
1 | Tôn Nữ Hộ | Chuyên viên | Sở Tư pháp tỉnh Thừa Thiên Huế
Lĩnh vực thi hành án dân sự | < | < | <
2 | Tôn Thất Án | Chấp hành viên | Chi cục THADS huyện Phú Vang
""",
        [
            person("Tôn Nữ Hộ", "Chuyên viên", "Sở Tư pháp tỉnh Thừa Thiên Huế", field="Hộ tịch, quốc tịch"),
            person(
                "Tôn Thất Án",
                "Chấp hành viên",
                "Chi cục THADS huyện Phú Vang",
                field="Thi hành án dân sự",
                level="district",
            ),
        ],
    ),
    Sample(
        "footnotes and signature row",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Năm sinh | Chức vụ | Đơn vị
1 | Ninh Văn Chân | 1980 | Phó Chánh Thanh tra | Thanh tra Sở Tư pháp
Ghi chú: cá nhân trên là nhân tố mới | < | < | < | <
 | | | GIÁM ĐỐC |
 | | | Trần Văn Ký |
""",
        [
            person(
                "Ninh Văn Chân",
                "Phó Chánh Thanh tra",
                "Thanh tra Sở Tư pháp",
                birth_year=1980,
                role="leader",
                level="province",
            )
        ],
    ),
    Sample(
        "numbered names",
        """
DANH SÁCH CÁ NHÂN ĐỀ CỬ
Họ và tên | Năm sinh | Chức vụ | Đơn vị
1. Đ/c Hứa Văn Số | 1976 | Đội trưởng | Đội Thi hành án, Chi cục THADS quận 7
2. Đ/c Hứa Thị Số | 1986 | Thủ quỹ | Chi cục THADS quận 7
""",
        [
            person(
                "Hứa Văn Số",
                "Đội trưởng",
                "Đội Thi hành án, Chi cục THADS quận 7",
                birth_year=1976,
                role="leader",
                level="district",
            ),
            person("Hứa Thị Số", "Thủ quỹ", "Chi cục THADS quận 7", birth_year=1986, role="worker", level="district"),
        ],
    ),
    Sample(
        "only collectives",
        """
DANH SÁCH TẬP THỂ ĐIỂN HÌNH TIÊN TIẾN
STT | Tên đơn vị | Thành tích nổi bật
1 | Phòng Tư pháp thành phố Lạng Sơn | a
2 | UBND xã Hải Yến | b
3 | Câu lạc bộ Pháp luật xã Mẫu Sơn | c
""",
        [
            group("Phòng Tư pháp thành phố Lạng Sơn", level="district"),
            group("UBND xã Hải Yến", level="commune"),
            group("Câu lạc bộ Pháp luật xã Mẫu Sơn", level="commune"),
        ],
    ),
    Sample(
        "neutral title neutral file",
        """
DANH SÁCH
STT | Họ và tên | Chức vụ | Đơn vị công tác | Thành tích
1 | Sầm Thị Trung | Báo cáo viên pháp luật | Hội Luật gia tỉnh Cao Bằng | a
""",
        [
            person(
                "Sầm Thị Trung", "Báo cáo viên pháp luật", "Hội Luật gia tỉnh Cao Bằng", role="worker", level="society"
            )
        ],
    ),
    Sample(
        "file name tells",
        """
STT | Họ và tên | Chức vụ | Đơn vị
1 | Tăng Văn Tệp | Phó Hiệu trưởng | Trường Cao đẳng Luật miền Bắc
""",
        [person("Tăng Văn Tệp", "Phó Hiệu trưởng", "Trường Cao đẳng Luật miền Bắc", role="leader", level="central")],
        "xlsx",
        "DS đề cử ĐHTT (bản cuối).xlsx",
    ),
    Sample(
        "two naming columns",
        """
DANH SÁCH ĐỀ CỬ
STT | Tập thể | Cá nhân | Chức vụ | Thành tích
1 | Phòng Văn bản pháp quy | | | a
2 | | Lê Thị Cột | Chuyên viên | b
""",
        [group("Phòng Văn bản pháp quy"), person("Lê Thị Cột", "Chuyên viên", role="worker")],
    ),
    Sample(
        "organisation before position",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Ngày sinh | Đơn vị công tác, chức vụ | Thành tích
1 | Nghiêm Văn Đảo | 01-02-1984 | Phòng Kiểm tra 1, Cục Kiểm tra văn bản QPPL, Trưởng phòng | a
""",
        [
            person(
                "Nghiêm Văn Đảo",
                "Trưởng phòng",
                "Phòng Kiểm tra 1, Cục Kiểm tra văn bản QPPL",
                birth_year=1984,
                role="leader",
                level="central",
            )
        ],
    ),
    Sample(
        "sensitive columns",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH
STT | Họ và tên | Ngày sinh | Dân tộc | Tôn giáo | Đảng viên | Chức vụ | Đơn vị | Khen thưởng | SĐT
1 | Sùng A Kín | 3/4/1987 | Mông | Không | x | Chấp hành viên | Chi cục THADS huyện Mù Cang Chải | BK 2022 | 0900
""",
        [
            person(
                "Sùng A Kín",
                "Chấp hành viên",
                "Chi cục THADS huyện Mù Cang Chải",
                birth_year=1987,
                level="district",
                achievements="",
            )
        ],
    ),
    Sample(
        "bullet sections between tables",
        """
Phụ lục
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN
* Tập thể: 01
STT | Tên | Đơn vị chủ quản
1 | Phòng Quản lý xử lý vi phạm hành chính | Sở Tư pháp tỉnh Phú Yên

* Cá nhân: 01
STT | Họ tên | Chức vụ | Đơn vị
1 | Y Bhiông Niê | Chuyên viên | Sở Tư pháp tỉnh Đắk Lắk
""",
        [
            group("Phòng Quản lý xử lý vi phạm hành chính", organisation="Sở Tư pháp tỉnh Phú Yên", level="province"),
            person("Y Bhiông Niê", "Chuyên viên", "Sở Tư pháp tỉnh Đắk Lắk"),
        ],
    ),
    Sample(
        "no comma combined",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
TT | Họ và tên | Chức vụ, đơn vị công tác | Thành tích
1 | Bế Văn Liền | Giám đốc Sở Tư pháp tỉnh Cao Bằng | a
2 | Bế Thị Liền | Chuyên viên Phòng Phổ biến, giáo dục pháp luật - Sở Tư pháp tỉnh Cao Bằng | b
""",
        [
            person("Bế Văn Liền", "Giám đốc", "Sở Tư pháp tỉnh Cao Bằng", role="leader", level="province"),
            person(
                "Bế Thị Liền",
                "Chuyên viên Phòng Phổ biến, giáo dục pháp luật",
                "Sở Tư pháp tỉnh Cao Bằng",
                role="worker",
                level="province",
            ),
        ],
    ),
    Sample(
        "bad kind",
        """
DANH SÁCH ĐỀ CỬ
STT | Tên tập thể, cá nhân | Thành tích | Lĩnh vực
1 | Ánh Dương | a | Hòa giải
2 | Mô hình 5 không | b | Tuyên truyền
""",
        [{"kind": "individual", "name": "Ánh Dương"}, {"kind": "unclear", "name": "Mô hình 5 không"}],
    ),
]

NOT_LISTS: dict[str, str] = {
    "captions": """
DANH MỤC HÌNH ẢNH
STT | Tên ảnh | Nội dung | Thời gian | Địa điểm
1 | anh1.jpg | Hội nghị | 12/01/2024 | Hội trường Sở
""",
    "contacts": """
DANH SÁCH CÁN BỘ ĐẦU MỐI
STT | Họ và tên | Chức vụ | Đơn vị | Số điện thoại
1 | Nguyễn Văn Gọi | Chuyên viên | Sở Tư pháp | 0900
""",
    "attendance": """
DANH SÁCH ĐẠI BIỂU THAM DỰ HỘI NGHỊ
STT | Họ và tên | Chức vụ | Đơn vị | Chữ ký
1 | Nguyễn Văn Dự | Chuyên viên | Sở Tư pháp |
""",
    "registration": """
DANH SÁCH ĐĂNG KÝ THI ĐUA NĂM 2012
STT | Họ và tên | Chức vụ | LĐTT | CSTĐCS | Ghi chú
1 | Nguyễn Văn Ký | Chuyên viên | x | x |
""",
    "rooms": """
DANH SÁCH ĐĂNG KÝ PHÒNG NGHỈ
STT | Họ và tên | Chức vụ | Đơn vị | Số phòng
1 | Nguyễn Văn Nghỉ | Chuyên viên | Sở Tư pháp | 302
""",
    "awards": """
CÁC HÌNH THỨC KHEN THƯỞNG
Năm | Danh hiệu thi đua | Số, ngày, tháng, năm của quyết định; cơ quan ban hành
2022 | CSTĐ | 12/QĐ
""",
    "recipients": """
Kính gửi: Vụ Tổ chức cán bộ
Sở Tư pháp gửi danh sách đề cử điển hình tiên tiến kèm theo.
Nơi nhận:
- Như trên;
- Đ/c Nguyễn Văn Nhận, Giám đốc Sở (b/c);
- Lưu: VT.
GIÁM ĐỐC
Nguyễn Văn Ký
""",
    "contact line in a letter": """
Kính gửi: Vụ Tổ chức cán bộ
Sở Tư pháp giới thiệu điển hình tiên tiến theo danh sách kèm theo.
Thông tin liên hệ: ông Nguyễn Văn Hệ, Chuyên viên Văn phòng Sở, số điện thoại 0900000000.
""",
    "committee": """
DANH SÁCH THÀNH VIÊN HỘI ĐỒNG THI ĐUA
STT | Họ và tên | Chức vụ | Đơn vị
1 | Nguyễn Văn Hội | Giám đốc | Sở Tư pháp
""",
    "ministry's letter": """
Các đơn vị thực hiện chức năng quản lý nhà nước thuộc Bộ lựa chọn các gương điển hình tiên tiến:
- Tổng cục Thi hành án dân sự, Cục Bổ trợ tư pháp;
- Các tổ chức Đảng, đoàn thể lựa chọn các gương điển hình.
Nơi nhận:
- Thứ trưởng Nguyễn Văn Báo (để báo cáo);
""",
}

# A second batch, written blind after the first had been learned from.
SAMPLES += [
    Sample(
        "long headers",
        """
BIỂU TỔNG HỢP ĐỀ XUẤT GƯƠNG ĐIỂN HÌNH TIÊN TIẾN GIAI ĐOẠN 2020-2025
Số TT | Họ và tên (đối với cá nhân)/Tên đơn vị (đối với tập thể) | Chức vụ, đơn vị công tác hiện nay (cá nhân) | Tóm tắt thành tích tiêu biểu, xuất sắc | Các danh hiệu thi đua, hình thức khen thưởng đã được tặng
01 | Nguyễn Thị Hồng Biểu | Phó Trưởng Phòng Xây dựng và kiểm tra văn bản QPPL, Sở Tư pháp tỉnh Bình Dương | Có 02 sáng kiến | Bằng khen 2023
02 | Trung tâm Trợ giúp pháp lý nhà nước tỉnh Bình Dương | | Thực hiện 500 vụ việc | Cờ thi đua
""",
        [
            person(
                "Nguyễn Thị Hồng Biểu",
                "Phó Trưởng Phòng Xây dựng và kiểm tra văn bản QPPL",
                "Sở Tư pháp tỉnh Bình Dương",
                role="leader",
                level="province",
                achievements="Có 02 sáng kiến",
            ),
            group(
                "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Bình Dương",
                level="province",
                achievements="Thực hiện 500 vụ việc",
            ),
        ],
    ),
    Sample(
        "ministry unit simple",
        """
BỘ TƯ PHÁP
CỤC PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT
DANH SÁCH
Tập thể, cá nhân điển hình trong lĩnh vực phổ biến, giáo dục pháp luật
(Ban hành kèm theo Công văn số 900/PBGDPL ngày 15/11/2024)
STT | HỌ VÀ TÊN | CHỨC VỤ, ĐƠN VỊ | ĐỊA PHƯƠNG | LĨNH VỰC
I. TẬP THỂ (02) | < | < | < | <
1 | Sở Tư pháp tỉnh Quảng Ninh | | Quảng Ninh | PBGDPL
2 | Tổ hòa giải khu phố 5, phường Cẩm Thạch | | Quảng Ninh | Hòa giải ở cơ sở
II. CÁ NHÂN (01) | < | < | < | <
1 | LÒ THỊ VIẾT HOA | Tuyên truyền viên pháp luật, xã Chiềng Ơn | Sơn La | PBGDPL
""",
        [
            group("Sở Tư pháp tỉnh Quảng Ninh", level="province", field="PBGDPL"),
            group("Tổ hòa giải khu phố 5, phường Cẩm Thạch", level="commune"),
            person("LÒ THỊ VIẾT HOA", "Tuyên truyền viên pháp luật", "xã Chiềng Ơn", level="commune", role="worker"),
        ],
    ),
    Sample(
        "stt inside name and gender column",
        """
DANH SÁCH CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN
TT | Họ tên | GT | NTNS | Chức danh | Nơi công tác | Nhóm đối tượng
1 | Thạch Sa Rết | Nam | 20/10/1979 | Chi cục trưởng | Chi cục Thi hành án dân sự huyện Trà Cú | Lãnh đạo
2 | Sơn Thị Sà Mết | Nữ | 1992 | Chuyên viên | Phòng Tư pháp TX Duyên Hải | Người lao động trực tiếp
""",
        [
            person(
                "Thạch Sa Rết",
                "Chi cục trưởng",
                "Chi cục Thi hành án dân sự huyện Trà Cú",
                gender="male",
                birth_year=1979,
                role="leader",
                level="district",
            ),
            person(
                "Sơn Thị Sà Mết",
                "Chuyên viên",
                "Phòng Tư pháp TX Duyên Hải",
                gender="female",
                birth_year=1992,
                role="worker",
                level="district",
            ),
        ],
    ),
    Sample(
        "three tables, a page each, with page text",
        """
DANH SÁCH GƯƠNG ĐIỂN HÌNH
STT | Họ và tên | Chức vụ | Đơn vị công tác
1 | Cù Thị Trang | Công chứng viên | Phòng Công chứng số 3

2
STT | Họ và tên | Chức vụ | Đơn vị công tác
2 | Cù Văn Trang | Giám định viên | Trung tâm Pháp y tỉnh

3
3 | Cù Thị Ba | Phó Cục trưởng | Cục THADS thành phố Hải Phòng
""",
        [
            person("Cù Thị Trang", "Công chứng viên", "Phòng Công chứng số 3", level="province", role="worker"),
            person("Cù Văn Trang", "Giám định viên", "Trung tâm Pháp y tỉnh", role="worker"),
            person("Cù Thị Ba", "Phó Cục trưởng", "Cục THADS thành phố Hải Phòng", level="province", role="leader"),
        ],
    ),
    Sample(
        "empty individual section",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Tên tập thể/cá nhân | Chức vụ | Đơn vị | Thành tích
I | Tập thể: Không | | |
II | Cá nhân | | |
1 | Đ/c: Phó Thị Không | Thư ký | Học viện Tư pháp | a
Tổng cộng: 01 cá nhân./. | | | |
""",
        [person("Phó Thị Không", "Thư ký", "Học viện Tư pháp", level="central", role="worker")],
    ),
    Sample(
        "slash separators",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Chức vụ/Đơn vị công tác | Năm sinh | Lĩnh vực
1 | Mạc Văn Gạch | Chánh Thanh tra - Sở Tư pháp tỉnh Hải Dương | 1973 | Thanh tra
2 | Mạc Thị Gạch | Kiểm soát viên; Tổng cục Thi hành án dân sự | 1989 | THADS
""",
        [
            person(
                "Mạc Văn Gạch",
                "Chánh Thanh tra",
                "Sở Tư pháp tỉnh Hải Dương",
                birth_year=1973,
                role="leader",
                level="province",
                field="Thanh tra",
            ),
            person(
                "Mạc Thị Gạch",
                "Kiểm soát viên",
                "Tổng cục Thi hành án dân sự",
                birth_year=1989,
                level="central",
                field="THADS",
            ),
        ],
    ),
    Sample(
        "letter with table in body",
        """
Số: 512/HTQTCT-VP
Hà Nội, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình tiên tiến
Kính gửi: Vụ Tổ chức cán bộ
Cục Hộ tịch, quốc tịch, chứng thực giới thiệu các điển hình như sau:
TT | Họ và tên | Chức danh, đơn vị công tác
1 | Nhâm Thị Thân | Công chức tư pháp - hộ tịch, UBND thị trấn Đu, huyện Phú Lương, tỉnh Thái Nguyên
2 | Nhâm Văn Thân | Trưởng phòng Hộ tịch, Cục Hộ tịch, quốc tịch, chứng thực

Nơi nhận:
- Như trên;
CỤC TRƯỞNG
Nguyễn Văn Ký
""",
        [
            person(
                "Nhâm Thị Thân",
                "Công chức tư pháp - hộ tịch",
                "UBND thị trấn Đu, huyện Phú Lương, tỉnh Thái Nguyên",
                level="commune",
                role="worker",
            ),
            person(
                "Nhâm Văn Thân",
                "Trưởng phòng Hộ tịch",
                "Cục Hộ tịch, quốc tịch, chứng thực",
                level="central",
                role="leader",
            ),
        ],
    ),
    Sample(
        "mail roman sections with achievements",
        """
Kính gửi Phòng TĐKT, Đoàn Thanh niên Bộ xin giới thiệu gương điển hình như sau:
I. TẬP THỂ
1. Chi đoàn Tổng cục Thi hành án dân sự
Thành tích: 05 năm liền xuất sắc
II. CÁ NHÂN
1. Đ/c Kiều Thị Đoàn (1995) - Bí thư Chi đoàn Cục Kế hoạch - Tài chính
Thành tích: Cán bộ Đoàn tiêu biểu
2. Đ/c Kiều Văn Viên, Phóng viên Báo Pháp luật Việt Nam
Trân trọng.
""",
        [
            group("Chi đoàn Tổng cục Thi hành án dân sự", level="central", achievements="05 năm liền xuất sắc"),
            person(
                "Kiều Thị Đoàn",
                "Bí thư",
                "Chi đoàn Cục Kế hoạch - Tài chính",
                birth_year=1995,
                role="leader",
                achievements="Cán bộ Đoàn tiêu biểu",
            ),
            person("Kiều Văn Viên", "Phóng viên", "Báo Pháp luật Việt Nam", role="worker", level="central"),
        ],
        "mail",
    ),
    Sample(
        "several reports in one file",
        """
BÁO CÁO TÓM TẮT THÀNH TÍCH
của các cá nhân đề nghị tôn vinh
1. Họ và tên: Lương Văn Nhiều
Năm sinh: 1974. Chức vụ: Chấp hành viên trung cấp
Đơn vị công tác: Chi cục THADS huyện Kim Bôi
Thành tích: Thi hành xong nhiều vụ án lớn.
2. Họ và tên: Lương Thị Nhiều
Năm sinh: 1984. Chức vụ: Kế toán
Đơn vị công tác: Cục THADS tỉnh Hòa Bình
Thành tích: Lao động tiên tiến.
""",
        [
            person(
                "Lương Văn Nhiều",
                "Chấp hành viên trung cấp",
                "Chi cục THADS huyện Kim Bôi",
                birth_year=1974,
                level="district",
                achievements="Thi hành xong nhiều vụ án lớn.",
            ),
            person("Lương Thị Nhiều", "Kế toán", "Cục THADS tỉnh Hòa Bình", birth_year=1984, level="province"),
        ],
    ),
    Sample(
        "wrapped pdf lines",
        """
Sở Tư pháp trân trọng giới thiệu các cá nhân điển hình tiên tiến:
1. Bà Đàm Thị Xuống Dòng, sinh năm 1978, Phó Giám đốc Trung tâm Trợ giúp pháp lý
nhà nước tỉnh Thái Nguyên.
2. Ông Đàm Văn Dòng, sinh năm 1982, Trưởng phòng Tư pháp,
UBND huyện Đồng Hỷ.
Trân trọng./.
""",
        [
            person(
                "Đàm Thị Xuống Dòng",
                "Phó Giám đốc",
                "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Thái Nguyên",
                birth_year=1978,
                gender="female",
                level="province",
                role="leader",
            ),
            person(
                "Đàm Văn Dòng",
                "Trưởng phòng Tư pháp",
                "UBND huyện Đồng Hỷ",
                birth_year=1982,
                gender="male",
                level="district",
                role="leader",
            ),
        ],
        "pdf",
    ),
    Sample(
        "header over three rows",
        """
DANH SÁCH ĐỀ CỬ
STT | Thông tin cá nhân | < | < | < | Thành tích tiêu biểu
^ | Họ và tên | Năm sinh | Chức vụ | Đơn vị | ^
1 | Ung Thị Tầng | 1980 | Thẩm tra viên chính | Tổng cục Thi hành án dân sự | a
""",
        [
            person(
                "Ung Thị Tầng",
                "Thẩm tra viên chính",
                "Tổng cục Thi hành án dân sự",
                birth_year=1980,
                level="central",
                role="worker",
                achievements="a",
            )
        ],
    ),
    Sample(
        "cap column and society",
        """
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ | Đơn vị | Cấp
1 | Hàn Thị Cấp | Thừa phát lại | Văn phòng Thừa phát lại Bình Minh | Xã hội
2 | Hàn Văn Cấp | Phó Trưởng phòng | Phòng Tổ chức | Tỉnh
""",
        [
            person("Hàn Thị Cấp", "Thừa phát lại", "Văn phòng Thừa phát lại Bình Minh", level="society", role="worker"),
            person("Hàn Văn Cấp", "Phó Trưởng phòng", "Phòng Tổ chức", level="province", role="leader"),
        ],
    ),
    Sample(
        "names with line breaks",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Năm sinh | Chức vụ,\\nđơn vị công tác | Thành tích
1 | Nguyễn Hoàng\\nThị Ngắt | 1986 | Phó Chi cục trưởng\\nChi cục THADS huyện Tánh Linh | a
""",
        [
            person(
                "Nguyễn Hoàng Thị Ngắt",
                "Phó Chi cục trưởng",
                "Chi cục THADS huyện Tánh Linh",
                birth_year=1986,
                role="leader",
                level="district",
            )
        ],
    ),
    Sample(
        "registered collectives in the rank of STT",
        """
Phụ lục I
TẬP THỂ ĐIỂN HÌNH TIÊN TIẾN
STT | Đơn vị | Thành tích tiêu biểu
1 | Cục Thi hành án dân sự tỉnh Long An | a

Phụ lục II
CÁ NHÂN ĐIỂN HÌNH TIÊN TIẾN
STT | Họ tên | Chức vụ | Đơn vị | Thành tích tiêu biểu
1 | Giáp Thị Phụ | Cục trưởng | Cục Thi hành án dân sự tỉnh Long An | b
""",
        [
            group("Cục Thi hành án dân sự tỉnh Long An", level="province"),
            person("Giáp Thị Phụ", "Cục trưởng", "Cục Thi hành án dân sự tỉnh Long An", role="leader"),
        ],
    ),
]
NOT_LISTS |= {
    "statistics": """
KẾT QUẢ THI ĐUA CỦA CÁC ĐƠN VỊ
STT | Đơn vị | Số tập thể | Số cá nhân | Kết quả
1 | Phòng Tư pháp huyện A | 2 | 3 | tốt
""",
    "teaching staff": """
DANH SÁCH BÁO CÁO VIÊN THAM GIA TẬP HUẤN
STT | Họ và tên | Chức vụ | Đơn vị
1 | Nguyễn Văn Giảng | Giảng viên | Học viện Tư pháp
""",
    "mail about pictures": """
Kính gửi chị, Sở gửi 05 ảnh hoạt động:
1. Ảnh 1: Ông Nguyễn Văn Ảnh, Giám đốc Sở phát biểu tại Hội nghị điển hình tiên tiến
2. Ảnh 2: Trao giấy khen
""",
    "participants of a picture": """
Chú thích ảnh gửi kèm hồ sơ đề cử điển hình tiên tiến
1. Bà Nguyễn Thị Ảnh, Phó Giám đốc Sở, trao quà tại xã Chi Lăng ngày 15/3/2021
""",
}

# A third batch, blind again.
SAMPLES += [
    Sample(
        "stale section",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
I. TẬP THỂ
STT | Tên tập thể | Thành tích
1 | Văn phòng Đoàn Luật sư tỉnh Nam Định | a

STT | Họ và tên | Chức vụ | Thành tích
1 | Trịnh Thị Sau | Luật sư | b
""",
        [
            group("Văn phòng Đoàn Luật sư tỉnh Nam Định", level="society"),
            person("Trịnh Thị Sau", "Luật sư", level="society", role="worker"),
        ],
    ),
    Sample(
        "no number column",
        """
Danh sách giới thiệu điển hình tiên tiến của Sở Tư pháp tỉnh Hưng Yên
Họ và tên | Ngày, tháng, năm sinh | Chức vụ - Đơn vị công tác | Thành tích nổi bật
Ông: Doãn Văn Một | 01.01.1971 | Phó Giám đốc Sở Tư pháp tỉnh Hưng Yên | a
Bà: Doãn Thị Hai | Năm 1983 | Chuyên viên chính - Phòng Bổ trợ tư pháp | b
""",
        [
            person(
                "Doãn Văn Một",
                "Phó Giám đốc",
                "Sở Tư pháp tỉnh Hưng Yên",
                gender="male",
                birth_year=1971,
                role="leader",
                level="province",
            ),
            person(
                "Doãn Thị Hai",
                "Chuyên viên chính",
                "Phòng Bổ trợ tư pháp",
                gender="female",
                birth_year=1983,
                role="worker",
            ),
        ],
    ),
    Sample(
        "signature block behind an excel list",
        """
DANH SÁCH ĐIỂN HÌNH TIÊN TIẾN | | | |
STT | Họ tên | Năm sinh | Chức vụ | Đơn vị
1 | Hoa Thị Cuối | 1987 | Trợ giúp viên pháp lý | Trung tâm TGPL nhà nước tỉnh Phú Yên
 | | | Phú Yên, ngày 14 tháng 11 năm 2024 |
 | NGƯỜI LẬP BIỂU | | GIÁM ĐỐC |
 | | | |
 | Lê Thị Lập | | Trần Văn Ký |
""",
        [
            person(
                "Hoa Thị Cuối",
                "Trợ giúp viên pháp lý",
                "Trung tâm TGPL nhà nước tỉnh Phú Yên",
                birth_year=1987,
                level="province",
                role="worker",
            )
        ],
        "xlsx",
    ),
    Sample(
        "missing name keeps its row",
        """
DANH SÁCH ĐỀ CỬ
STT | Họ và tên | Chức vụ | Đơn vị công tác
1 | | Chuyên viên | Sở Tư pháp tỉnh Sóc Trăng
2 | Danh Thị Đủ | Chuyên viên | Sở Tư pháp tỉnh Sóc Trăng
""",
        [
            person("", "Chuyên viên", "Sở Tư pháp tỉnh Sóc Trăng"),
            person("Danh Thị Đủ", "Chuyên viên", "Sở Tư pháp tỉnh Sóc Trăng"),
        ],
    ),
    Sample(
        "sections as plain rows of one cell",
        """
DS de cu
STT | Ten tap the, ca nhan | Chuc vu, don vi | Thanh tich
 | Tap the | |
1 | Phong Tu phap huyen Vi Thuy | | a
 | Ca nhan | |
1 | Ong Le Van Bay | Hoa giai vien, To hoa giai ap 5, xa Vi Thang | b
""",
        [
            group("Phong Tu phap huyen Vi Thuy", level="district"),
            person(
                "Le Van Bay",
                "Hoa giai vien",
                "To hoa giai ap 5, xa Vi Thang",
                gender="male",
                level="commune",
                role="worker",
            ),
        ],
    ),
    Sample(
        "declared counts and levels in headings",
        """
DANH SÁCH TẬP THỂ, CÁ NHÂN TIÊU BIỂU ĐỀ NGHỊ TÔN VINH
TT | Họ tên/Đơn vị | Chức vụ | Nơi công tác | Tóm tắt thành tích
A. TẬP THỂ: 01 tập thể | < | < | < | <
1 | Chi cục Thi hành án dân sự thành phố Thanh Hóa | | Cục THADS tỉnh Thanh Hóa | a
B. CÁ NHÂN: 02 cá nhân | < | < | < | <
I. Lãnh đạo, quản lý | < | < | < | <
1 | Lê Viết Lãnh | Chi cục trưởng | Chi cục THADS huyện Nga Sơn | b
II. Người lao động trực tiếp | < | < | < | <
1 | Lê Thị Động | Văn thư - lưu trữ | Cục THADS tỉnh Thanh Hóa | c
""",
        [
            group("Chi cục Thi hành án dân sự thành phố Thanh Hóa", level="district"),
            person("Lê Viết Lãnh", "Chi cục trưởng", "Chi cục THADS huyện Nga Sơn", role="leader", level="district"),
            person("Lê Thị Động", "Văn thư - lưu trữ", "Cục THADS tỉnh Thanh Hóa", role="worker", level="province"),
        ],
    ),
    Sample(
        "mail with honorifics and no section",
        """
Chào chị,
Học viện Tư pháp gửi danh sách giới thiệu điển hình tiên tiến gồm 02 cá nhân:
1/ TS. Nghiêm Thị Giảng - Trưởng khoa Đào tạo luật sư
2/ ThS Nghiêm Văn Dạy, giảng viên chính Khoa Đào tạo các chức danh thi hành án
Cảm ơn chị!
""",
        [
            person("Nghiêm Thị Giảng", "Trưởng khoa Đào tạo luật sư", role="leader"),
            person("Nghiêm Văn Dạy", "giảng viên chính", "Khoa Đào tạo các chức danh thi hành án", role="worker"),
        ],
        "mail",
    ),
    Sample(
        "collective report by letterhead",
        """
UBND TỈNH CAO BẰNG
SỞ TƯ PHÁP
BÁO CÁO THÀNH TÍCH
Đề nghị công nhận điển hình tiên tiến giai đoạn 2020 - 2025
Của tập thể Phòng Hành chính và Bổ trợ tư pháp
I. ĐẶC ĐIỂM TÌNH HÌNH
II. KẾT QUẢ ĐẠT ĐƯỢC
Cấp 5000 phiếu lý lịch tư pháp.
""",
        [group("Phòng Hành chính và Bổ trợ tư pháp", achievements="Cấp 5000 phiếu lý lịch tư pháp.")],
    ),
    Sample(
        "nil",
        """
Kính gửi: Vụ Tổ chức cán bộ
Cục Công nghệ thông tin không có tập thể, cá nhân đề xuất giới thiệu điển hình tiên tiến.
1. Lý do: đơn vị mới sắp xếp tổ chức.
Trân trọng./.
""",
        [],
    ),
    Sample(
        "headings with their nominees behind them",
        """
Học viện giới thiệu điển hình tiên tiến gồm:
1. Tập thể: Khoa Đào tạo Luật sư mẫu.
2. Cá nhân (02): Ông Nguyễn Văn Mẫu, Giảng viên; bà Trần Thị Mẫu, Kế toán trưởng.
""",
        [
            group("Khoa Đào tạo Luật sư mẫu"),
            person("Nguyễn Văn Mẫu", "Giảng viên", gender="male"),
            person("Trần Thị Mẫu", "Kế toán trưởng", gender="female"),
        ],
    ),
    Sample(
        "a collective on the line below its heading",
        """
Sở Tư pháp đề cử gương điển hình tiên tiến như sau:
1. Về tập thể: 01 tập thể
Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lào Cai
2. Về cá nhân: 01 cá nhân
Ông Lù Seo Mẫu, sinh ngày 02/3/1980, Trợ giúp viên pháp lý
Sở Tư pháp trân trọng gửi Vụ tổng hợp./.
""",
        [
            group("Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lào Cai", level="province"),
            person("Lù Seo Mẫu", "Trợ giúp viên pháp lý", birth_year=1980),
        ],
    ),
    Sample(
        "academic titles before the name",
        """
DANH SÁCH GƯƠNG ĐIỂN HÌNH TIÊN TIẾN
TT | Học hàm, học vị, họ và tên | Chức vụ | Đơn vị | Danh hiệu đã được tặng
1 | PGS.TS. Trần Anh Mẫu | Trưởng bộ môn | Khoa Pháp luật Dân sự | Bằng khen năm 2021
2 | Lại Văn Mẫu | Nhân viên bảo vệ | Phòng Quản trị |
""",
        [
            person("Trần Anh Mẫu", "Trưởng bộ môn", "Khoa Pháp luật Dân sự", achievements="Bằng khen năm 2021"),
            person("Lại Văn Mẫu", "Nhân viên bảo vệ", "Phòng Quản trị", achievements=""),
        ],
    ),
    Sample(
        "two offices of one person",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ công đoàn | Chức vụ chuyên môn | Đơn vị
1 | Đào Thị Mẫu | Chủ tịch Công đoàn bộ phận | Chuyên viên chính | Thanh tra Bộ
2 | Mai Văn Mẫu | | Lái xe | Văn phòng Bộ
""",
        [
            person("Đào Thị Mẫu", "Chủ tịch Công đoàn bộ phận, Chuyên viên chính", "Thanh tra Bộ", level="central"),
            person("Mai Văn Mẫu", "Lái xe", "Văn phòng Bộ", role="worker"),
        ],
    ),
    Sample(
        "achievements behind a numbered label",
        """
BÁO CÁO THÀNH TÍCH
Đề nghị công nhận gương điển hình tiên tiến
I. SƠ LƯỢC LÝ LỊCH
- Họ và tên: Trần Việt Mẫu (Bí danh: không)
- Chức vụ, đơn vị công tác: Chi cục trưởng, Chi cục THADS huyện U Minh
II. THÀNH TÍCH ĐẠT ĐƯỢC
1. Quyền hạn, nhiệm vụ được giao: phụ trách chung.
2. Thành tích: hoàn thành vượt chỉ tiêu 5 năm liên tục.
III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG
Chiến sĩ thi đua cơ sở
""",
        [
            person(
                "Trần Việt Mẫu",
                "Chi cục trưởng",
                "Chi cục THADS huyện U Minh",
                achievements="1. Quyền hạn, nhiệm vụ được giao: phụ trách chung.\n"
                "2. Thành tích: hoàn thành vượt chỉ tiêu 5 năm liên tục.",
            )
        ],
    ),
    Sample(
        "two lists on one sheet",
        """
Phụ lục: Danh sách giới thiệu điển hình tiên tiến
I | TẬP THỂ | | | |
STT | Tên tập thể | Lĩnh vực | Thành tích | |
1 | Chi cục THADS huyện Cao Lộc | THADS | Cờ thi đua | |
II | CÁ NHÂN | | | |
STT | Họ và tên | Chức vụ | Đơn vị | Lĩnh vực | Thành tích
1 | Lộc Văn Mẫu | Chi cục trưởng | Chi cục THADS huyện Cao Lộc | THADS | CSTĐ ngành
| Người lập | | | | Thủ trưởng đơn vị
| Nông Thị Mẫu | | | | Trần Văn Mẫu
""",
        [
            group("Chi cục THADS huyện Cao Lộc", field="THADS", achievements="Cờ thi đua"),
            person(
                "Lộc Văn Mẫu",
                "Chi cục trưởng",
                "Chi cục THADS huyện Cao Lộc",
                field="THADS",
                achievements="CSTĐ ngành",
            ),
        ],
    ),
    Sample(
        "signatures below the list in other columns",
        """
BIỂU TỔNG HỢP ĐỀ CỬ GƯƠNG ĐIỂN HÌNH TIÊN TIẾN
STT | Đơn vị công tác | Họ và tên | Giới tính | Chức vụ | Thành tích nổi bật
1 | Chi cục THADS huyện Mèo Vạc | Sùng Mí Mẫu | Nam | Chi cục trưởng | Bằng khen
2 | ^ | Vừ Thị Mẫu | Nữ | Thư ký | Giấy khen
| | | | Hà Giang, ngày 14 tháng 11 năm 2024 |
Người lập biểu | | | | CỤC TRƯỞNG |
Trần Thu Mẫu | | | | Nguyễn Văn Mẫu |
""",
        [
            person("Sùng Mí Mẫu", "Chi cục trưởng", "Chi cục THADS huyện Mèo Vạc", gender="male"),
            person("Vừ Thị Mẫu", "Thư ký", "Chi cục THADS huyện Mèo Vạc", gender="female"),
        ],
    ),
    Sample(
        "what a collective did behind its name",
        """
Vụ giới thiệu 01 tập thể, 01 cá nhân điển hình tiên tiến như sau:
I. Tập thể
Phòng Hợp tác song phương: đã tham mưu ký kết 12 thỏa thuận.
II. Cá nhân
Bà Vũ Thị Mẫu - Chuyên viên chính, sinh năm 1987
""",
        [
            group("Phòng Hợp tác song phương", achievements="đã tham mưu ký kết 12 thỏa thuận"),
            person("Vũ Thị Mẫu", "Chuyên viên chính", birth_year=1987),
        ],
    ),
    Sample(
        "a short sentence below the list",
        """
Cục gửi danh sách đề cử:
- Đ/c Phạm Văn Mẫu - Chi cục trưởng Chi cục THADS quận Lê Chân
- Đ/c Vũ Thị Mẫu - Thẩm tra viên, Phòng Kiểm tra, GQKNTC, Cục THADS TP
Công văn bản giấy đã gửi qua trục liên thông ạ.
""",
        [
            person("Phạm Văn Mẫu", "Chi cục trưởng", "Chi cục THADS quận Lê Chân"),
            person("Vũ Thị Mẫu", "Thẩm tra viên", "Phòng Kiểm tra, GQKNTC, Cục THADS TP"),
        ],
        "mail",
    ),
    Sample(
        "a heading without accents with its nominee behind it",
        """
Cuc THADS tinh Binh Thuan gui danh sach de cu dien hinh tien tien:
1. Tap the: Chi cuc THADS huyen Ham Thuan Bac
2. Ca nhan:
- Ong Nguyen Van Mau, Truong phong Nghiep vu, Cuc THADS tinh
""",
        [
            group("Chi cuc THADS huyen Ham Thuan Bac", level="district"),
            person("Nguyen Van Mau", "Truong phong Nghiep vu", "Cuc THADS tinh", role="leader"),
        ],
        "mail",
    ),
    Sample(
        "labelled lines below each name",
        """
Cục THADS tỉnh Kiên Giang báo cáo danh sách gương điển hình tiên tiến:
1. Đ/c Lê Thị Mẫu, sinh năm 1985
   Chức vụ: Chấp hành viên trung cấp
   Đơn vị: Chi cục THADS huyện Giồng Riềng
   Thành tích: Thi hành xong 1.050 việc, thu 85 tỷ đồng.
2. Đ/c Trần Quốc Mẫu
   Chức vụ: Trưởng phòng; Đơn vị: Phòng Tổ chức cán bộ, Cục THADS tỉnh
   Thành tích:
   - Chiến sĩ thi đua ngành Tư pháp năm 2022;
   - Bằng khen năm 2023.
Trân trọng!
""",
        [
            person(
                "Lê Thị Mẫu",
                "Chấp hành viên trung cấp",
                "Chi cục THADS huyện Giồng Riềng",
                birth_year=1985,
                level="district",
                achievements="Thi hành xong 1.050 việc, thu 85 tỷ đồng.",
            ),
            person(
                "Trần Quốc Mẫu",
                "Trưởng phòng",
                "Phòng Tổ chức cán bộ, Cục THADS tỉnh",
                achievements="- Chiến sĩ thi đua ngành Tư pháp năm 2022;\n- Bằng khen năm 2023.",
            ),
        ],
        "mail",
    ),
    Sample(
        "a column for the kind beside one for the name",
        """
DANH SÁCH GIỚI THIỆU ĐIỂN HÌNH TIÊN TIẾN
STT | Tập thể/cá nhân | Tên | Chức danh | Ban/Phòng | Thành tích
1 | Tập thể | Ban Biên tập | | | Xuất bản đúng hạn
2 | Cá nhân | Trần Thị Mẫu | Biên tập viên hạng II | Ban Biên tập | 20 bài viết
""",
        [
            group("Ban Biên tập", achievements="Xuất bản đúng hạn"),
            person("Trần Thị Mẫu", "Biên tập viên hạng II", "Ban Biên tập"),
        ],
    ),
    Sample(
        "a title that begins like an organisation beside a section",
        """
Thanh tra Bộ giới thiệu gương điển hình tiên tiến:
TT | Họ và tên | Sinh năm | Chức danh | Phòng | Lý do giới thiệu
1 | Ngô Quỳnh Mẫu | 1978 | Thanh tra viên chính | Phòng Tổng hợp | Tham mưu 12 cuộc thanh tra
2 | Lê Quốc Mẫu | 1970 | Phó Chánh Thanh tra | | Xử lý đơn thư
""",
        [
            person("Ngô Quỳnh Mẫu", "Thanh tra viên chính", "Phòng Tổng hợp", role="worker"),
            person("Lê Quốc Mẫu", "Phó Chánh Thanh tra", "", role="leader"),
        ],
    ),
    Sample(
        "a petition whose sentence asks for recognition",
        """
TỜ TRÌNH
Về việc đề nghị công nhận gương điển hình tiên tiến
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Sở Tư pháp tỉnh Long An kính trình Bộ trưởng xem xét công nhận 01 cá nhân:
- Bà Nguyễn Thị Mẫu, sinh năm 1975, Công chức Tư pháp - Hộ tịch, UBND thị trấn Cần Đước, huyện Cần Đước.
""",
        [
            person(
                "Nguyễn Thị Mẫu",
                "Công chức Tư pháp - Hộ tịch",
                "UBND thị trấn Cần Đước, huyện Cần Đước",
                birth_year=1975,
                level="commune",
            )
        ],
    ),
    Sample(
        "a second label on one line",
        """
TÓM TẮT THÀNH TÍCH
1. Họ và tên: Trần Việt Mẫu
2. Ngày, tháng, năm sinh: 07/02/1976 Nam/Nữ: Nam Dân tộc: Kinh
3. Chức vụ: Phó Cục trưởng
4. Nơi công tác: Cục Bồi thường nhà nước
II. TÓM TẮT THÀNH TÍCH
- Chủ trì xây dựng Luật.
""",
        [
            person(
                "Trần Việt Mẫu",
                "Phó Cục trưởng",
                "Cục Bồi thường nhà nước",
                birth_year=1976,
                gender="male",
                achievements="- Chủ trì xây dựng Luật.",
            )
        ],
    ),
    Sample(
        "a collective of a whole staff",
        """
Nhà xuất bản giới thiệu các điển hình tiên tiến như sau:
1. Tập thể lãnh đạo, viên chức Nhà xuất bản Tư pháp.
2. Bà Đặng Thị Mẫu, Phó Trưởng ban, Ban Biên tập sách pháp luật.
""",
        [
            group("Tập thể lãnh đạo, viên chức Nhà xuất bản Tư pháp", level="central"),
            person("Đặng Thị Mẫu", "Phó Trưởng ban", "Ban Biên tập sách pháp luật"),
        ],
    ),
    Sample(
        "counted nominees in one sentence",
        """
Thực hiện công văn, Cục giới thiệu 01 tập thể: Phòng Kiểm tra văn bản khối nội chính; 01 cá nhân: ông Chu Đức Mẫu, Trưởng phòng.
""",
        [group("Phòng Kiểm tra văn bản khối nội chính"), person("Chu Đức Mẫu", "Trưởng phòng", gender="male")],
    ),
    Sample(
        "a portrait whose first sentence tells the facts",
        """
GƯƠNG ĐIỂN HÌNH TIÊN TIẾN
Đồng chí Nguyễn Chí Mẫu - Người giữ lửa công tác xây dựng pháp luật
Đồng chí Nguyễn Chí Mẫu, sinh năm 1975, hiện là Phó Vụ trưởng Vụ Pháp luật quốc tế, là một tấm gương tiêu biểu.
Trong 5 năm qua, đồng chí đã chủ trì thẩm định hơn 100 dự án luật.
""",
        [
            person(
                "Nguyễn Chí Mẫu",
                "Phó Vụ trưởng",
                "Vụ Pháp luật quốc tế",
                birth_year=1975,
                level="central",
                role="leader",
            )
        ],
    ),
    Sample(
        "a family name that is a word for an office",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Tên tập thể/cá nhân | Chức vụ | Đơn vị công tác
1 | Ban Thanh Nam | Luật sư | Đoàn Luật sư tỉnh
2 | Ban Thanh tra nhân dân xã Tân Lập | | UBND xã Tân Lập
""",
        [
            person("Ban Thanh Nam", "Luật sư", "Đoàn Luật sư tỉnh", level="society", role="worker"),
            group("Ban Thanh tra nhân dân xã Tân Lập", level="commune"),
        ],
    ),
    Sample(
        "a report to the ministry names no nominee in its greeting",
        """
BÁO CÁO
Giới thiệu điển hình tiên tiến
Kính gửi: Vụ Tổ chức cán bộ, Bộ Tư pháp
Sở Tư pháp gửi danh sách 03 cá nhân kèm theo.
""",
        [],
    ),
    Sample(
        "achievements in a row below each nominee",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ | Đơn vị công tác
1 | Đặng Thanh Mẫu | Cục trưởng | Cục Con nuôi
Thành tích: Chủ trì xây dựng Luật Nuôi con nuôi (sửa đổi) | < | < | <
2 | Lê Thanh Mẫu | Trưởng phòng | Phòng Tổng hợp
""",
        [
            person(
                "Đặng Thanh Mẫu",
                "Cục trưởng",
                "Cục Con nuôi",
                achievements="Chủ trì xây dựng Luật Nuôi con nuôi (sửa đổi)",
            ),
            person("Lê Thanh Mẫu", "Trưởng phòng", "Phòng Tổng hợp", achievements=""),
        ],
    ),
    Sample(
        "a paragraph behind each nominee is none of the organisation",
        """
DANH SÁCH GƯƠNG ĐIỂN HÌNH TIÊN TIẾN
1. Nguyễn Thị Mẫu - Trưởng phòng Bổ trợ tư pháp, Sở Tư pháp
Đồng chí đã tham mưu xây dựng đề án phát triển nghề công chứng trên địa bàn tỉnh.
2. Đào Văn Mẫu - Công chức Tư pháp - Hộ tịch, UBND thị trấn Ân Thi, huyện Ân Thi
Nhiều năm liền giải quyết đúng hạn 100% hồ sơ.
""",
        [
            person("Nguyễn Thị Mẫu", "Trưởng phòng Bổ trợ tư pháp", "Sở Tư pháp"),
            person("Đào Văn Mẫu", "Công chức Tư pháp - Hộ tịch", "UBND thị trấn Ân Thi, huyện Ân Thi"),
        ],
    ),
    Sample(
        "lines of a narrow cell",
        """
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
STT | Họ và tên | Chức vụ, đơn vị công tác
1 | Vi Thanh Mẫu | Thẩm tra viên,\\nPhòng Kiểm tra, giải\\nquyết khiếu nại, Cục\\nTHADS tỉnh
2 | Lê Văn Mẫu | Trưởng phòng Nghiệp vụ\\nCục THADS tỉnh
""",
        [
            person(
                "Vi Thanh Mẫu",
                "Thẩm tra viên",
                "Phòng Kiểm tra, giải quyết khiếu nại, Cục THADS tỉnh",
                level="province",
            ),
            person("Lê Văn Mẫu", "Trưởng phòng Nghiệp vụ", "Cục THADS tỉnh", level="province"),
        ],
    ),
]
