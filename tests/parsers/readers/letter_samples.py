"""Letters in the habits of many offices, all invented: layout, text and what their own header and signature say.

`left || right` lines are the two columns of a borderless table (layout "table") or of one extracted line ("lines").
"""

from dataclasses import dataclass
from datetime import date

from parsers.reading import Reading
from parsers.records import Cell, Page, Record, Row, Table, Text


@dataclass(frozen=True)
class Sample:
    name: str
    format: str  # "docx", "pdf", "txt"
    text: str
    number: str
    symbol: str
    day: date | None
    signer: str
    signed: bool = False
    subject: str = ""  # its beginning
    letterhead: str = ""  # its last line


def reading_of(text: str, form: str, *, tables: bool = True) -> Reading:
    """A reading as the formats give it: `||` lines become a two-column table, or one interleaved line each."""
    records: list[Record] = []
    block: list[tuple[str, str]] = []
    number = 0

    def flush() -> None:
        if block:
            left = "\n".join(one for one, _ in block)
            right = "\n".join(two for _, two in block)
            records.append(Table(f"table {len(records) + 1}", (Row(1, (Cell(left), Cell(right))),)))
            block.clear()

    for line in text.strip("\n").split("\n"):
        number += 1
        if "||" in line and tables:
            left, _, right = line.partition("||")
            block.append((left.strip(), right.strip()))
            continue
        flush()
        shown = " ".join(part.strip() for part in line.split("||")).strip() if "||" in line else line
        records.append(Text(f"paragraph {number}" if form != "pdf" else "page 1", shown, 1 if form == "pdf" else None))
    flush()
    if form == "pdf":
        records.append(Page("page 1", 1, len(text)))
    return Reading(form, "application/pdf" if form == "pdf" else "text/plain", "read", records=tuple(records))


_BODY = (
    "Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024 của Bộ Tư pháp về việc triển khai một số hoạt "
    "động phục vụ Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI, đơn vị xin báo cáo như sau:"
)

SAMPLES: list[Sample] = [
    Sample(
        "stp table",
        "docx",
        f"""
UBND TỈNH LẠNG SƠN || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số: 1532/STP-VP || Lạng Sơn, ngày 14 tháng 11 năm 2024
V/v đề cử, giới thiệu điển hình tiên tiến ||

Kính gửi: Bộ Tư pháp (qua Vụ Tổ chức cán bộ)
{_BODY}
Nơi nhận: || KT. GIÁM ĐỐC
- Như trên; || PHÓ GIÁM ĐỐC
- Lưu: VT, VP. || (Đã ký)
 || Hoàng Thị Mẫu
""",
        "1532",
        "STP-VP",
        date(2024, 11, 14),
        "Hoàng Thị Mẫu",
        True,
        "đề cử, giới thiệu",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "thads interleaved pdf",
        "pdf",
        f"""
TỔNG CỤC THI HÀNH ÁN DÂN SỰ || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC THI HÀNH ÁN DÂN SỰ || Độc lập – Tự do – Hạnh phúc
TỈNH NGHỆ AN ||
Số: 2210/CTHADS-TCCB || Nghệ An, ngày 08 tháng 11 năm 2024
V/v giới thiệu gương điển hình tiên tiến
giai đoạn 2020 - 2025
Kính gửi: Vụ Tổ chức cán bộ, Bộ Tư pháp.
{_BODY}
Nơi nhận: || CỤC TRƯỞNG
- Như trên;
- Lưu: VT, TCCB. || Phan Văn Thử
""",
        "2210",
        "CTHADS-TCCB",
        date(2024, 11, 8),
        "Phan Văn Thử",
        True,
        "giới thiệu gương điển hình tiên tiến giai đoạn",
        "TỈNH NGHỆ AN",
    ),
    Sample(
        "to trinh",
        "docx",
        f"""
ỦY BAN NHÂN DÂN TỈNH LONG AN
SỞ TƯ PHÁP
Số: 22/TTr-STP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Long An, ngày 5 tháng 11 năm 2024
TỜ TRÌNH
Về việc đề nghị biểu dương điển hình tiên tiến
Kính gửi: Bộ trưởng Bộ Tư pháp
Căn cứ Công văn số 6286/BTP-TCCB ngày 31/10/2024;
{_BODY}
GIÁM ĐỐC
Lê Thị Thí Nghiệm
""",
        "22",
        "TTr-STP",
        date(2024, 11, 5),
        "Lê Thị Thí Nghiệm",
        False,
        "đề nghị biểu dương",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "party form",
        "docx",
        f"""
ĐẢNG BỘ BỘ TƯ PHÁP || ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY BỘ TƯ PHÁP ||
* || Hà Nội, ngày 12 tháng 11 năm 2024
Số 123-CV/ĐU ||
V/v giới thiệu điển hình tiên tiến ||
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
Nơi nhận: || T/M ĐẢNG ỦY
- Như trên, || PHÓ BÍ THƯ THƯỜNG TRỰC
- Lưu ĐU. || Đỗ Văn Ví Dụ
""",
        "123",
        "CV/ĐU",
        date(2024, 11, 12),
        "Đỗ Văn Ví Dụ",
        False,
        "giới thiệu điển hình",
    ),
    Sample(
        "youth union",
        "pdf",
        f"""
ĐOÀN KHỐI CÁC CƠ QUAN TW
ĐOÀN THANH NIÊN BỘ TƯ PHÁP
***
Số: 215 - CV/ĐTN
V/v đề cử gương thanh niên tiêu biểu
ĐOÀN TNCS HỒ CHÍ MINH
Hà Nội, ngày 15 tháng 11 năm 2024
Kính gửi: Phòng Thi đua - Khen thưởng, Vụ Tổ chức cán bộ
{_BODY}
TM. BAN CHẤP HÀNH
BÍ THƯ
(đã ký)
Vũ Minh Giả Định
""",
        "215",
        "CV/ĐTN",
        date(2024, 11, 15),
        "Vũ Minh Giả Định",
        True,
        "đề cử gương thanh niên",
    ),
    Sample(
        "blank number draft",
        "docx",
        f"""
UBND TỈNH CÀ MAU || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số:      /STP-VP || Cà Mau, ngày      tháng 11 năm 2024
V/v gửi hình ảnh, video ||
Kính gửi: Bộ Tư pháp
{_BODY}
Nơi nhận: || GIÁM ĐỐC
- Như trên; ||
- Lưu VT. || Trần Quốc Mô Phỏng
""",
        "",
        "STP-VP",
        None,
        "Trần Quốc Mô Phỏng",
        False,
        "gửi hình ảnh",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "dots for number",
        "docx",
        f"""
BỘ TƯ PHÁP
CỤC BỔ TRỢ TƯ PHÁP
Số:……/BTTP-VP
Hà Nội, ngày … tháng … năm 2024
V/v giới thiệu điển hình
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
CỤC TRƯỞNG
Lê Xuân Thí Dụ
""",
        "",
        "BTTP-VP",
        None,
        "Lê Xuân Thí Dụ",
        False,
        "giới thiệu điển hình",
        "CỤC BỔ TRỢ TƯ PHÁP",
    ),
    Sample(
        "comma in the symbol",
        "pdf",
        f"""
BỘ TƯ PHÁP || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC BỔ TRỢ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số: 845/BTTP-CC,TPL || Hà Nội, ngày 11 tháng 11 năm 2024
V/v giới thiệu điển hình lĩnh vực công chứng
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
KT. CỤC TRƯỞNG
PHÓ CỤC TRƯỞNG
Nguyễn Thị Ảo
""",
        "845",
        "BTTP-CC,TPL",
        date(2024, 11, 11),
        "Nguyễn Thị Ảo",
        True,
        "giới thiệu điển hình lĩnh vực",
        "CỤC BỔ TRỢ TƯ PHÁP",
    ),
    Sample(
        "ocr noise",
        "pdf",
        f"""
UBND TINH HA GIANG CONG HOA XA HOI CHU NGHIA VIET NAM
SO TU PHAP Doc lap - Tu do - Hanh phuc
Sô: l432/STP-VP Hà Giang, ngày O9 tháng 11 năm 2O24
V/v đề cử điển hình tiên tiến
Kính gửi: Bộ Tư pháp
{_BODY}
Nơi nhận: GIÁM ĐỐC
- Lưu: VT. Sùng Mí Thử
""",
        "1432",
        "STP-VP",
        date(2024, 11, 9),
        "Sùng Mí Thử",
        True,
        "đề cử điển hình",
    ),
    Sample(
        "subject cites the letter",
        "pdf",
        f"""
UBND TỈNH QUẢNG NAM || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số: 1890/STP-TCCB || Quảng Nam, ngày 18 tháng 11 năm 2024
V/v thực hiện Công văn
số 6286/BTP-TCCB ngày 31/10/2024
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Bùi Văn Hư Cấu
""",
        "1890",
        "STP-TCCB",
        date(2024, 11, 18),
        "Bùi Văn Hư Cấu",
        True,
        "thực hiện Công văn số 6286",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "number with year",
        "docx",
        f"""
ĐOÀN LUẬT SƯ TỈNH X
BAN CHỦ NHIỆM
Số: 12/2024/CV-ĐLS
Hải Dương, ngày 01 tháng 11 năm 2024
V/v giới thiệu luật sư tiêu biểu
Kính gửi: Cục Bổ trợ tư pháp
{_BODY}
TM. BAN CHỦ NHIỆM
CHỦ NHIỆM
Đặng Thị Khái Niệm
""",
        "12",
        "2024/CV-ĐLS",
        date(2024, 11, 1),
        "Đặng Thị Khái Niệm",
        False,
        "giới thiệu luật sư",
    ),
    Sample(
        "foreign date",
        "docx",
        f"""
BỘ TƯ PHÁP
VỤ HỢP TÁC QUỐC TẾ
Số: 301/HTQT
Hà Nội, 14/11/2024
V/v giới thiệu điển hình
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
VỤ TRƯỞNG
Nguyễn Hữu Minh Họa
""",
        "301",
        "HTQT",
        date(2024, 11, 14),
        "Nguyễn Hữu Minh Họa",
        False,
        "giới thiệu điển hình",
        "VỤ HỢP TÁC QUỐC TẾ",
    ),
    Sample(
        "numeric day word",
        "docx",
        f"""
HỌC VIỆN TƯ PHÁP
Số: 225/HVTP-HCTHĐN
Hà Nội, ngày 13/11/2024
V/v đề cử gương người tốt, việc tốt
Kính gửi: Bộ Tư pháp
{_BODY}
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
TS. Trần Thị Ví Von
""",
        "225",
        "HVTP-HCTHĐN",
        date(2024, 11, 13),
        "Trần Thị Ví Von",
        False,
        "đề cử gương",
        "HỌC VIỆN TƯ PHÁP",
    ),
    Sample(
        "signed by order",
        "docx",
        f"""
BỘ TƯ PHÁP
TỔNG CỤC THI HÀNH ÁN DÂN SỰ
Số: 4501/TCTHADS-TCCB
Hà Nội, ngày 19 tháng 11 năm 2024
V/v đề cử điển hình tiên tiến
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
TL. TỔNG CỤC TRƯỞNG
KT. VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ
PHÓ VỤ TRƯỞNG
[đã ký]
Phạm Thu Tưởng Tượng
""",
        "4501",
        "TCTHADS-TCCB",
        date(2024, 11, 19),
        "Phạm Thu Tưởng Tượng",
        True,
        "đề cử điển hình",
        "TỔNG CỤC THI HÀNH ÁN DÂN SỰ",
    ),
    Sample(
        "digital stamp",
        "pdf",
        f"""
Người ký: Lý A Mẫu
Cơ quan: Sở Tư pháp tỉnh Điện Biên
Thời gian ký: 15.11.2024 16:40:12 +07:00
ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số:      /STP-HCTP || Điện Biên, ngày    tháng 11 năm 2024
V/v giới thiệu điển hình tiên tiến
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
""",
        "",
        "STP-HCTP",
        date(2024, 11, 15),
        "Lý A Mẫu",
        True,
        "giới thiệu điển hình",
    ),
    Sample(
        "right column first",
        "pdf",
        f"""
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Bình, ngày 18 tháng 11 năm 2024
UBND TỈNH HÒA BÌNH
SỞ TƯ PHÁP
Số: 2077/STP-VP
V/v gửi danh sách đề cử
Kính gửi: Bộ Tư pháp
{_BODY}
KT.GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Quách Công Thử
Nơi nhận:
- Như trên;
- Lưu: VT, VP.
""",
        "2077",
        "STP-VP",
        date(2024, 11, 18),
        "Quách Công Thử",
        True,
        "gửi danh sách",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "nfd and curly",
        "docx",
        f"""
UBND THÀNH PHỐ ĐÀ NẴNG
SỞ TƯ PHÁP
Số : 3011 / STP – VP
Đà Nẵng , ngày 07 tháng 11 năm 2024
V/v: Đề cử điển hình tiên tiến
Kính gửi : Bộ Tư pháp
{_BODY}
PHÓ GIÁM ĐỐC PHỤ TRÁCH
Ngô Thị Tạm
""",
        "3011",
        "STP-VP",
        date(2024, 11, 7),
        "Ngô Thị Tạm",
        False,
        "Đề cử điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "unaccented",
        "txt",
        """
UBND TINH HAU GIANG
SO TU PHAP
So: 1711/STP-VP
Hau Giang, ngay 20 thang 11 nam 2024
V/v gui danh sach de cu
Kinh gui: Vu To chuc can bo
Thuc hien Cong van so 6286/BTP-TCCB ngay 31/10/2024
GIAM DOC
Nguyen Van Thu
""",
        "1711",
        "STP-VP",
        date(2024, 11, 20),
        "Nguyen Van Thu",
        False,
        "gui danh sach",
    ),
    Sample(
        "city with hyphen",
        "pdf",
        f"""
UBND TỈNH BÀ RỊA - VŨNG TÀU || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số: 2890/STP-VP || Bà Rịa - Vũng Tàu, ngày 06 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Lâm Văn Nháp
""",
        "2890",
        "STP-VP",
        date(2024, 11, 6),
        "Lâm Văn Nháp",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "hcm",
        "pdf",
        f"""
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THÀNH PHỐ HỒ CHÍ MINH Độc lập - Tự do - Hạnh phúc
SỞ TƯ PHÁP
Số: 6123/STP-VP&TCCB TP. Hồ Chí Minh, ngày 16 tháng 11 năm 2024
V/v đề cử gương điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Huỳnh Ngọc Phác Thảo
""",
        "6123",
        "STP-VP&TCCB",
        date(2024, 11, 16),
        "Huỳnh Ngọc Phác Thảo",
        True,
        "đề cử gương",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "report of an office",
        "docx",
        f"""
UBND TỈNH BẮC KẠN
SỞ TƯ PHÁP
Số: 254/BC-STP
Bắc Kạn, ngày 12 tháng 11 năm 2024
BÁO CÁO
Kết quả lựa chọn điển hình tiên tiến giai đoạn 2020 - 2025
{_BODY}
Nơi nhận:
- Bộ Tư pháp;
- Lưu: VT.
GIÁM ĐỐC
Ma Thị Thử Nghiệm
""",
        "254",
        "BC-STP",
        date(2024, 11, 12),
        "Ma Thị Thử Nghiệm",
        False,
        "Kết quả lựa chọn",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "letter with appended list",
        "docx",
        f"""
UBND TỈNH ĐỒNG THÁP
SỞ TƯ PHÁP
Số: 1999/STP-VP
Đồng Tháp, ngày 14 tháng 11 năm 2024
V/v đề cử điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Võ Văn Kèm
PHỤ LỤC
DANH SÁCH ĐỀ CỬ
(Kèm theo Công văn số 1999/STP-VP ngày 14/11/2024)
NGƯỜI LẬP BIỂU
Nguyễn Thị Lập
GIÁM ĐỐC
Trần Văn Khác
""",
        "1999",
        "STP-VP",
        date(2024, 11, 14),
        "Võ Văn Kèm",
        False,
        "đề cử điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "name in capitals",
        "docx",
        f"""
BỘ TƯ PHÁP
VIỆN KHOA HỌC PHÁP LÝ
Số: 77/VKHPL-VP
Hà Nội, ngày 14 tháng 11 năm 2024
V/v đề cử điển hình
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
VIỆN TRƯỞNG
NGUYỄN VĂN CHỮ HOA
""",
        "77",
        "VKHPL-VP",
        date(2024, 11, 14),
        "NGUYỄN VĂN CHỮ HOA",
        False,
        "đề cử điển hình",
        "VIỆN KHOA HỌC PHÁP LÝ",
    ),
    Sample(
        "no dateline place",
        "docx",
        f"""
BỘ TƯ PHÁP
CỤC TRỢ GIÚP PHÁP LÝ
Số: 640/TGPL-VP
ngày 15 tháng 11 năm 2024
V/v giới thiệu điển hình tiên tiến
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
KT/ CỤC TRƯỞNG
PHÓ CỤC TRƯỞNG
Đinh Thị Không Nơi
""",
        "640",
        "TGPL-VP",
        date(2024, 11, 15),
        "Đinh Thị Không Nơi",
        False,
        "giới thiệu điển hình",
    ),
    Sample(
        "number in next cell",
        "docx",
        f"""
UBND TỈNH PHÚ THỌ
SỞ TƯ PHÁP
Số:
1330/STP-VP
Phú Thọ, ngày 11 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Cao Thị Ô Bên
""",
        "1330",
        "STP-VP",
        date(2024, 11, 11),
        "Cao Thị Ô Bên",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "ethnic signer",
        "pdf",
        f"""
UBND TỈNH ĐẮK LẮK || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP || Độc lập - Tự do - Hạnh phúc
Số: 1450/STP-PBGDPL || Đắk Lắk, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
H'Yam Êban
""",
        "1450",
        "STP-PBGDPL",
        date(2024, 11, 14),
        "H'Yam Êban",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "union",
        "docx",
        f"""
CÔNG ĐOÀN VIÊN CHỨC VIỆT NAM
CÔNG ĐOÀN BỘ TƯ PHÁP
Số: 98/CV-CĐBTP
Hà Nội, ngày 13 tháng 11 năm 2024
V/v giới thiệu đoàn viên tiêu biểu
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
TM. BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH
(Đã ký và đóng dấu)
Trịnh Thị Công
""",
        "98",
        "CV-CĐBTP",
        date(2024, 11, 13),
        "Trịnh Thị Công",
        True,
        "giới thiệu đoàn viên",
    ),
    Sample(
        "impossible date",
        "docx",
        f"""
UBND TỈNH SƠN LA
SỞ TƯ PHÁP
Số: 1100/STP-VP
Sơn La, ngày 31 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Lò Văn Lịch
""",
        "1100",
        "STP-VP",
        None,
        "Lò Văn Lịch",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "acting head",
        "docx",
        f"""
TỔNG CỤC THADS
CỤC THI HÀNH ÁN DÂN SỰ TỈNH KON TUM
Số:1201/CTHADS-VP
Kon Tum, ngày 15 tháng 11 năm 2024
V/v báo cáo đề cử gương điển hình
Kính gửi: - Vụ Tổ chức cán bộ, Bộ Tư pháp;
- Tổng cục Thi hành án dân sự.
{_BODY}
Q. CỤC TRƯỞNG
A Biu Thử
""",
        "1201",
        "CTHADS-VP",
        date(2024, 11, 15),
        "A Biu Thử",
        False,
        "báo cáo đề cử",
        "CỤC THI HÀNH ÁN DÂN SỰ TỈNH KON TUM",
    ),
    Sample(
        "kinh chuyen typo",
        "docx",
        f"""
UBND TỈNH TRÀ VINH
SỞ TƯ PHÁP
Số: 990/STP-VP
Trà Vinh, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính giửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Kim Thị Sa Thử
""",
        "990",
        "STP-VP",
        date(2024, 11, 14),
        "Kim Thị Sa Thử",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "dateline two lines",
        "pdf",
        f"""
UBND TỈNH VĨNH LONG
SỞ TƯ PHÁP
Số: 1212/STP-VP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Vĩnh Long, ngày 14 tháng 11
năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Lưu Thị Hai Dòng
""",
        "1212",
        "STP-VP",
        date(2024, 11, 14),
        "Lưu Thị Hai Dòng",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "markdown residue",
        "txt",
        f"""
**UBND TỈNH YÊN BÁI**
**SỞ TƯ PHÁP**
Số: 1313/STP-VP
Yên Bái, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
**Kính gửi:** Bộ Tư pháp
{_BODY}
**GIÁM ĐỐC**

**Giàng A Mẫu**
""",
        "1313",
        "STP-VP",
        date(2024, 11, 14),
        "Giàng A Mẫu",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "wide gaps",
        "pdf",
        f"""
UBND TỈNH LÀO CAI             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    SỞ TƯ PHÁP                   Độc lập - Tự do - Hạnh phúc
Số: 1818/STP-VP               Lào Cai, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình tiên tiến
Kính gửi: Bộ Tư pháp
{_BODY}
Nơi nhận:                      KT. GIÁM ĐỐC
- Như trên;                    PHÓ GIÁM ĐỐC
- Lưu: VT.
                               Vàng Thị Khoảng Trắng
""",
        "1818",
        "STP-VP",
        date(2024, 11, 14),
        "Vàng Thị Khoảng Trắng",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "subject beside dateline",
        "pdf",
        f"""
UBND TỈNH THÁI BÌNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP Độc lập - Tự do - Hạnh phúc
Số: 1616/STP-VP
V/v giới thiệu gương điển hình Thái Bình, ngày 14 tháng 11 năm 2024
tiên tiến tiêu biểu
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Phí Văn Cạnh
""",
        "1616",
        "STP-VP",
        date(2024, 11, 14),
        "Phí Văn Cạnh",
        True,
        "giới thiệu gương điển hình tiên tiến tiêu biểu",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "two digit suffix",
        "docx",
        f"""
UBND TỈNH TUYÊN QUANG
SỞ TƯ PHÁP
Số: 1515a/STP-VP
Tuyên Quang, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
KT. GIÁM ĐỐC
P. GIÁM ĐỐC
Nông Thị Hậu Tố
""",
        "1515",
        "STP-VP",
        date(2024, 11, 14),
        "Nông Thị Hậu Tố",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "no number line",
        "docx",
        f"""
BỘ TƯ PHÁP
VỤ CÁC VẤN ĐỀ CHUNG VỀ XÂY DỰNG PHÁP LUẬT
Hà Nội, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình theo Công văn số 6286/BTP-TCCB
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
VỤ TRƯỞNG
Nguyễn Thị Thiếu Số
""",
        "",
        "",
        date(2024, 11, 14),
        "Nguyễn Thị Thiếu Số",
        False,
        "giới thiệu điển hình theo",
    ),
    Sample(
        "hyphen between",
        "docx",
        f"""
TỔNG CỤC THI HÀNH ÁN DÂN SỰ
CỤC THADS TỈNH GIA LAI
Số: 881-CTHADS/TCCB
Gia Lai, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
CỤC TRƯỞNG
Rơ Châm Thử
""",
        "881",
        "CTHADS/TCCB",
        date(2024, 11, 14),
        "Rơ Châm Thử",
        False,
        "giới thiệu điển hình",
    ),
    Sample(
        "table in three rows",
        "docx",
        """
UBND TỈNH NINH BÌNH
SỞ TƯ PHÁP

SỐ: 1001/STP-VP
Ninh Bình, ngày 02 tháng 12 năm 2024
V/v bổ sung hình ảnh
Kính gửi: Bộ Tư pháp
Tiếp theo Công văn số 950/STP-VP ngày 14/11/2024 của Sở Tư pháp
TUQ. GIÁM ĐỐC
CHÁNH VĂN PHÒNG
Đinh Văn Ủy Quyền
""",
        "1001",
        "STP-VP",
        date(2024, 12, 2),
        "Đinh Văn Ủy Quyền",
        False,
        "bổ sung hình ảnh",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "english date",
        "docx",
        f"""
BỘ TƯ PHÁP
TẠP CHÍ DÂN CHỦ VÀ PHÁP LUẬT
Số: 56/DCPL
Hanoi, November 14, 2024
V/v giới thiệu điển hình
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
TỔNG BIÊN TẬP
Trương Thế Thử
""",
        "56",
        "DCPL",
        date(2024, 11, 14),
        "Trương Thế Thử",
        False,
        "giới thiệu điển hình",
    ),
    Sample(
        "school",
        "pdf",
        f"""
BỘ TƯ PHÁP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRƯỜNG ĐẠI HỌC LUẬT HÀ NỘI Độc lập - Tự do - Hạnh phúc
Số: 3344/ĐHLHN-TCCB Hà Nội, ngày 18 tháng 11 năm 2024
V/v đề cử nhà giáo tiêu biểu
Kính gửi: Bộ Tư pháp (Vụ Tổ chức cán bộ)
{_BODY}
KT. HIỆU TRƯỞNG
PHÓ HIỆU TRƯỞNG
PGS.TS. Tô Văn Giảng
""",
        "3344",
        "ĐHLHN-TCCB",
        date(2024, 11, 18),
        "Tô Văn Giảng",
        True,
        "đề cử nhà giáo",
        "TRƯỜNG ĐẠI HỌC LUẬT HÀ NỘI",
    ),
    Sample(
        "recipients first in one column",
        "pdf",
        f"""
UBND TỈNH QUẢNG TRỊ
SỞ TƯ PHÁP
Số: 1722/STP-VP
V/v giới thiệu điển hình
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Trị, ngày 14 tháng 11 năm 2024
Kính gửi: Bộ Tư pháp
{_BODY}
Nơi nhận:
- Như trên;
- Giám đốc Sở (b/c);
- Lưu: VT, VP (Hương).
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Hồ Thị Cột Phải
""",
        "1722",
        "STP-VP",
        date(2024, 11, 14),
        "Hồ Thị Cột Phải",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "title case signature",
        "docx",
        f"""
BỘ TƯ PHÁP
BÁO PHÁP LUẬT VIỆT NAM
Số: 404/BPLVN
Hà Nội, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
Giám đốc
(Đã ký)
Đào Thị Thường
""",
        "404",
        "BPLVN",
        date(2024, 11, 14),
        "Đào Thị Thường",
        True,
        "giới thiệu điển hình",
    ),
    Sample(
        "stamp over number",
        "pdf",
        f"""
UBND TỈNH BẮC NINH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ TƯ PHÁP Độc lập - Tự do - Hạnh phúc
Số:        /STP-VP Bắc Ninh, ngày      tháng      năm 2024
1456
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Ngô Bá Dấu
""",
        "1456",
        "STP-VP",
        None,
        "Ngô Bá Dấu",
        True,
        "giới thiệu điển hình",
    ),
    Sample(
        "nil answer",
        "pdf",
        """
BỘ TƯ PHÁP
CỤC CON NUÔI
Số: 512/CCN-VP
Hà Nội, ngày 14 tháng 11 năm 2024
Kính gửi: Vụ Tổ chức cán bộ
Phúc đáp Công văn số 6286/BTP-TCCB ngày 31/10/2024, Cục không có trường hợp đề xuất.
CỤC TRƯỞNG
Đặng Văn Không
""",
        "512",
        "CCN-VP",
        date(2024, 11, 14),
        "Đặng Văn Không",
        True,
        "",
    ),
    Sample(
        "many addressees",
        "docx",
        f"""
UBND TỈNH AN GIANG
SỞ TƯ PHÁP
Số: 1644/STP-VP
An Giang, ngày 14 tháng 11 năm 2024
V/v cử điển hình
Kính gửi:
- Bộ Tư pháp;
- Vụ Tổ chức cán bộ;
- Phòng Thi đua - Khen thưởng.
{_BODY}
GIÁM ĐỐC
Cao Thanh Mẫu
""",
        "1644",
        "STP-VP",
        date(2024, 11, 14),
        "Cao Thanh Mẫu",
        False,
        "cử điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "urgent mark",
        "docx",
        f"""
HỎA TỐC
UBND TỈNH BẾN TRE
SỞ TƯ PHÁP
Số: 1771/STP-VP
Bến Tre, ngày 19 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Lê Thị Gấp
""",
        "1771",
        "STP-VP",
        date(2024, 11, 19),
        "Lê Thị Gấp",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "institution two names",
        "docx",
        f"""
TRUNG TÂM LÝ LỊCH TƯ PHÁP QUỐC GIA
Số: 199/TTLLTPQG-HC
Hà Nội, ngày 14 tháng 11 năm 2024
V/v đề cử
Kính gửi: Vụ Tổ chức cán bộ
{_BODY}
Phụ trách Trung tâm
PHÓ GIÁM ĐỐC PHỤ TRÁCH
(đã ký) Hoàng Quốc Liền
""",
        "199",
        "TTLLTPQG-HC",
        date(2024, 11, 14),
        "Hoàng Quốc Liền",
        True,
        "đề cử",
    ),
    Sample(
        "body names officials",
        "docx",
        f"""
UBND TỈNH KIÊN GIANG
SỞ TƯ PHÁP
Số: 1888/STP-VP
Kiên Giang, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
1. Ông Nguyễn Văn Được Cử, Phó Giám đốc Sở Tư pháp
2. Bà Trần Thị Được Chọn, Chuyên viên Văn phòng Sở
GIÁM ĐỐC

Mai Văn Ký
""",
        "1888",
        "STP-VP",
        date(2024, 11, 14),
        "Mai Văn Ký",
        False,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP",
    ),
    Sample(
        "space symbol",
        "docx",
        f"""
UBND TỈNH LAI CHÂU
SỞ TƯ PHÁP
Số: 01 HD/STP
Lai Châu, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
GIÁM ĐỐC
Tẩn Thị Cách
""",
        "01",
        "HD/STP",
        date(2024, 11, 14),
        "Tẩn Thị Cách",
        False,
        "giới thiệu điển hình",
    ),
    Sample(
        "one column pdf caps",
        "pdf",
        f"""
SỞ TƯ PHÁP TỈNH CAO BẰNG
Số 1404/STP-VP
CAO BẰNG, NGÀY 14 THÁNG 11 NĂM 2024
VỀ VIỆC giới thiệu điển hình tiên tiến
KÍNH GỬI: BỘ TƯ PHÁP
{_BODY}
GIÁM ĐỐC
Bế Thị Hoa Chữ
""",
        "1404",
        "STP-VP",
        date(2024, 11, 14),
        "Bế Thị Hoa Chữ",
        True,
        "giới thiệu điển hình",
        "SỞ TƯ PHÁP TỈNH CAO BẰNG",
    ),
    Sample(
        "military style",
        "docx",
        f"""
BỘ QUỐC PHÒNG
CỤC THI HÀNH ÁN
Số: 333/THA-VP
Hà Nội, ngày 14 tháng 11 năm 2024
V/v giới thiệu điển hình
Kính gửi: Bộ Tư pháp
{_BODY}
CỤC TRƯỞNG
(Đã ký)
Thiếu tướng Nguyễn Văn Quân Hàm
""",
        "333",
        "THA-VP",
        date(2024, 11, 14),
        "Nguyễn Văn Quân Hàm",
        True,
        "giới thiệu điển hình",
    ),
    Sample(
        "province as city",
        "docx",
        f"""
TỔNG CỤC THI HÀNH ÁN DÂN SỰ || CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC THI HÀNH ÁN DÂN SỰ || Độc lập - Tự do - Hạnh phúc
TỈNH NGHỆ AN ||
Số: 3021/CTHADS-TCCB || Vinh, ngày 04 tháng 11 năm 2024
V/v giới thiệu điển hình ||
Kính gửi: Bộ Tư pháp
{_BODY}
Nơi nhận: || CỤC TRƯỞNG
- Như trên; ||
 || Thái Bá Vinh
""",
        "3021",
        "CTHADS-TCCB",
        date(2024, 11, 4),
        "Thái Bá Vinh",
        False,
        "giới thiệu điển hình",
        "TỈNH NGHỆ AN",
    ),
]

NOT_LETTERS: dict[str, str] = {
    "list with letterhead": """
UBND TỈNH LẠNG SƠN
SỞ TƯ PHÁP
DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN
(Kèm theo Công văn số 1532/STP-VP ngày 14/11/2024 của Sở Tư pháp)
GIÁM ĐỐC
Nguyễn Văn Mẫu
""",
    "report of achievements": """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày 14 tháng 11 năm 2024
BÁO CÁO THÀNH TÍCH
Đề nghị công nhận điển hình tiên tiến
Họ và tên: Nguyễn Văn Mẫu
THỦ TRƯỞNG ĐƠN VỊ XÁC NHẬN
""",
    "decision": """
BỘ TƯ PHÁP
Số: 42/QĐ-BTP
Hà Nội, ngày 11 tháng 01 năm 2024
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch
Nơi nhận:
BỘ TRƯỞNG
Lê Thành Mẫu
""",
    "captions": """
CHÚ THÍCH ẢNH
Ảnh 1: Hội nghị tổng kết năm 2023, Hội trường Sở Tư pháp, ngày 12/01/2024
""",
    "own caption list of a unit": """
SỞ TƯ PHÁP TỈNH LẠNG SƠN
DANH MỤC ẢNH GỬI KÈM
Lạng Sơn, ngày 14 tháng 11 năm 2024
1. Hội nghị
""",
    "minutes": """
SỞ TƯ PHÁP TỈNH X
Số: 12/BB-STP
BIÊN BẢN
Họp xét chọn điển hình tiên tiến
Nơi nhận:
- Lưu VT.
CHỦ TỌA
""",
    "empty": "",
    "article": """
Gương sáng hòa giải viên
Ông Nguyễn Văn Mẫu sinh ra tại xã Chi Lăng. Ngày 14 tháng 11 năm 2024, ông được khen.
""",
}
