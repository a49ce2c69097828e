"""What the Cục Thi hành án dân sự of the demo send, each in its own habit: some in order, the others with one fault each."""
# ruff: noqa: E501 - what an office writes stays in one piece

from tests.demo_material.departments import Story
from tests.demo_material.drive import ANYONE, SampleDrive, file_link, folder_link
from tests.demo_material.mails import MAILBOX, Attached, Written
from tests.demo_material.offices import captions, enforcement, nominees
from tests.demo_material.packed import encrypted_package, zipped
from tests.demo_material.papers import album_docx, letter_docx, letter_pdf, list_docx, list_xlsx
from tests.demo_material.pictures import film, photo

_SHORT = ("TT", "Họ và tên", "Chức danh", "Đơn vị công tác")
_YEARS = ("STT", "Họ, tên", "Năm sinh", "Chức vụ, đơn vị công tác", "Thành tích nổi bật")


def nghe_an(drive: SampleDrive) -> list[Written]:
    """In order: a workbook of nominees, photos, a film and their captions in one Drive folder."""
    root = drive.folder("CTHADS Nghệ An - tư liệu Đại hội", access=ANYONE)
    rows = [
        [
            "01.jpg",
            "Vòng chung khảo Hội thi Chấp hành viên giỏi",
            "12/5/2023",
            "Trung tâm Văn hóa tỉnh Nghệ An, TP. Vinh",
        ],
        [
            "02.jpg",
            "Cưỡng chế kê biên, giao tài sản cho người trúng đấu giá",
            "22/6/2022",
            "phường Hưng Dũng, TP. Vinh",
        ],
        ["03.jpg", "Đoàn viên Chi đoàn Cục hiến máu tình nguyện", "06/4/2024", "Bệnh viện Hữu nghị Đa khoa Nghệ An"],
        ["04.mp4", "Phóng sự “Giữ nghiêm pháp luật nơi miền Tây xứ Nghệ”", "15/8/2023", "huyện Kỳ Sơn"],
    ]
    for row in rows:
        content = film(row[1]) if row[0].endswith("mp4") else photo(f"nghe-an {row[1]}")
        drive.file(row[0], content, root)
    drive.file("Chú thích ảnh, video.docx", list_docx(captions(rows, "CHÚ THÍCH ẢNH, VIDEO")), root)
    letter = enforcement(
        "Nghệ An",
        "2210/CTHADS-TCCB",
        11,
        "Cao Bá Thành",
        "giới thiệu 01 tập thể, 02 cá nhân",
        place="Vinh",
        named=False,
    )
    sheet = nominees(
        letter,
        [["Chi cục THADS huyện Quỳnh Lưu", "", "", "Dẫn đầu khối thi đua 03 năm liền"]],
        [
            [
                "Hoàng Thị Vinh Hà",
                "1984",
                "Chấp hành viên trung cấp, Chi cục THADS thành phố Vinh",
                "Thi hành xong 1.120 việc",
            ],
            ["Lô Văn Khăm", "1979", "Chi cục trưởng, Chi cục THADS huyện Tương Dương", "Không để án tồn quá 01 năm"],
        ],
        header=_YEARS,
    )
    return [
        Written(
            "nghe-an",
            "13 10:20",
            "Cục THADS tỉnh Nghệ An <vanthu_nghean@moj.gov.vn>",
            "CTHADS Nghệ An gửi danh sách ĐHTT và tư liệu ảnh",
            text=(
                "Kính gửi: Phòng TĐKT, Vụ TCCB\nCục THADS tỉnh Nghệ An gửi công văn, danh sách. Ảnh, video và chú thích đăng tại "
                f"đường dẫn sau (đã mở quyền xem):\n{folder_link(root)}\nTrân trọng./.\nPhòng TCCB - Cục THADS tỉnh Nghệ An\n"
            ),
            files=[
                Attached("2210-CTHADS-TCCB.signed.pdf", letter_pdf(letter)),
                Attached("DS đề cử ĐHTT - CTHADS NA (bản cuối).xlsx", list_xlsx(sheet, "DS")),
            ],
        )
    ]


def binh_duong(_: SampleDrive) -> list[Written]:
    """In order: a zip in which each photo has a text file of the same name with its caption."""
    letter = enforcement(
        "Bình Dương", "1876/CTHADS-VP", 8, "Nguyễn Tiến Lộc", "giới thiệu 01 cá nhân", place="Thủ Dầu Một"
    )
    sheet = nominees(letter, [], [["Phùng Gia Bảo Châu", "Thẩm tra viên", "Cục THADS tỉnh Bình Dương"]], header=_SHORT)
    members = {}
    for name, caption in (
        ("H1", "Lễ ký giao ước thi đua năm 2024, ngày 18/01/2024, tại hội trường Cục THADS tỉnh Bình Dương"),
        ("H2", "Thăm, tặng quà Mẹ Việt Nam anh hùng, ngày 26/7/2023, tại phường Phú Cường, TP. Thủ Dầu Một"),
    ):
        members[f"{name}.jpg"] = photo(f"binh-duong {name}")
        members[f"{name}.txt"] = caption.encode("utf-8-sig")
    members["Thumbs.db"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    return [
        Written(
            "binh-duong",
            "11 14:05",
            "THADS Bình Dương <thads_binhduong@moj.gov.vn>",
            "Cục THADS tỉnh Bình Dương gửi CV 1876 và ảnh",
            text="Kính gửi Vụ TCCB, Cục THADS tỉnh Bình Dương gửi hồ sơ theo CV 6286/BTP-TCCB.\n",
            files=[
                Attached("1876.docx", letter_docx(letter, sheet, marked=True)),
                Attached("anh cuc Binh Duong.zip", zipped(members)),
            ],
        )
    ]


def ca_mau(_: SampleDrive) -> list[Written]:
    """In order: forwarded twice from a private address; who it is from stands in the chain and in the letter."""
    letter = enforcement("Cà Mau", "1502/CTHADS-TCCB", 12, "Tăng Hữu Phước", "giới thiệu 01 cá nhân")
    sheet = nominees(
        letter, [], [["Lê Kim Yến Nhi", "Chấp hành viên sơ cấp", "Chi cục THADS huyện Trần Văn Thời"]], header=_SHORT
    )
    album = album_docx(
        "Ảnh hoạt động Cục THADS tỉnh Cà Mau",
        [
            (
                photo("ca-mau-thads 1"),
                "Họp mặt kỷ niệm Ngày truyền thống Thi hành án dân sự tại trụ sở Cục, ngày 19/7/2023",
            ),
            (
                photo("ca-mau-thads 2"),
                "Giao tài sản thi hành án tại xã Khánh Bình Tây, huyện Trần Văn Thời (14/3/2024)",
            ),
        ],
    )
    return [
        Written(
            "ca-mau-thads",
            "14 21:48",
            "Phuoc Tang <phuoctang.canhan@example.com>",
            "Fwd: Fw: V/v trien khai mot so hoat dong phuc vu DHTDYN",
            text=(
                "\n---------- Forwarded message ---------\nTừ: P. TCCB - Cục THADS tỉnh Cà Mau <tccb_camau@moj.gov.vn>\n"
                "Date: Th 5, 14 thg 11, 2024 vào lúc 17:02\nSubject: Fw: V/v triển khai một số hoạt động phục vụ ĐHTĐYN\n"
                f"To: <phuoctang.canhan@example.com>\n\nNhờ anh chuyển hồ sơ của Cục đến {MAILBOX} giúp em, mạng cơ quan lỗi.\n\n"
                "-----Original Message-----\nFrom: Vụ Tổ chức cán bộ\nSubject: V/v triển khai một số hoạt động phục vụ Đại hội thi "
                "đua yêu nước ngành Tư pháp lần thứ VI\n\nKính gửi các đơn vị Công văn số 6286/BTP-TCCB ngày 31/10/2024.\n"
            ),
            files=[
                Attached("CV 1502 CTHADS.pdf", letter_pdf(letter, sheet)),
                Attached("Anh hoat dong.docx", album),
            ],
        )
    ]


def son_la(_: SampleDrive) -> list[Written]:
    """Asks a question, sends nothing."""
    return [
        Written(
            "son-la",
            "12 08:41",
            "Cục THADS tỉnh Sơn La <vanphong_sonla@moj.gov.vn>",
            "Hỏi v/v số lượng đề cử",
            text=(
                "Kính gửi chị,\nCục THADS tỉnh Sơn La xin hỏi: theo CV 6286 mỗi Cục được đề cử mấy cá nhân ạ?\nEm cảm ơn chị.\n"
                "Lò Thị Ngân - Văn phòng Cục\n"
            ),
        )
    ]


def dong_thap(drive: SampleDrive) -> list[Written]:
    """Half open: one of the folder's subfolders has an access list of its own."""
    root = drive.folder("Tư liệu CTHADS Đồng Tháp", access=ANYONE)
    drive.file("Lễ phát động thi đua năm 2024 tại hội trường Cục, ngày 22-02-2024.jpg", photo("dong-thap 1"), root)
    closed = drive.folder("Video cưỡng chế", root, limited=True)
    drive.file("Clip 01.mp4", film("dong-thap"), closed)
    letter = enforcement(
        "Đồng Tháp", "1644/CTHADS-TCCB", 13, "Bùi Thanh Tòng", "giới thiệu 01 cá nhân", place="Cao Lãnh"
    )
    sheet = nominees(letter, [], [["Đoàn Thị Hồng Gấm", "Kế toán trưởng", "Cục THADS tỉnh Đồng Tháp"]], header=_SHORT)
    return [
        Written(
            "dong-thap",
            "14 15:30",
            "CTHADS Đồng Tháp <cthads_dongthap@moj.gov.vn>",
            "Cục THADS Đồng Tháp gửi hồ sơ điển hình tiên tiến",
            text=f"Kính gửi Vụ TCCB,\nCục gửi công văn (kèm DS), tư liệu: {folder_link(root)}\n",
            files=[Attached("1644.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def lao_cai(_: SampleDrive) -> list[Written]:
    """A letter about pictures and the pictures, no nominee."""
    letter = enforcement(
        "Lào Cai", "980/CTHADS-VP", 12, "Giàng Seo Vảng", "gửi 02 ảnh hoạt động tiêu biểu từ năm 2020 đến nay"
    )
    return [
        Written(
            "lao-cai",
            "13 08:52",
            "Cục THADS tỉnh Lào Cai <vp_laocai@moj.gov.vn>",
            "CTHADS Lào Cai gửi ảnh theo CV số 6286/BTP-TCCB",
            text="Kính gửi Vụ TCCB. Cục THADS tỉnh Lào Cai gửi công văn và ảnh (chú thích là tên ảnh).\n",
            files=[
                Attached("980-CTHADS-VP.pdf", letter_pdf(letter)),
                Attached(
                    "Xác minh điều kiện thi hành án tại xã Bản Lầu, huyện Mường Khương, 12.9.2023.jpg",
                    photo("lao-cai 1"),
                    "rfc2231",
                ),
                Attached("Hội nghị giao ban quý tại hội trường Cục, 05.7.2024.jpg", photo("lao-cai 2"), "rfc2231"),
            ],
        )
    ]


def quang_nam(drive: SampleDrive) -> list[Written]:
    """The clerk moved the folder to the bin to free space; what lay in it can still be read."""
    root = drive.folder("Ảnh Cục Quảng Nam", access=ANYONE, trashed=True)
    drive.file(
        "Khánh thành trụ sở Chi cục THADS huyện Nam Giang, thị trấn Thạnh Mỹ, 15-12-2022.jpg",
        photo("quang-nam 1"),
        root,
    )
    letter = enforcement("Quảng Nam", "1733/CTHADS-TCCB", 11, "Trà Thanh Vấn", "giới thiệu 01 cá nhân", place="Tam Kỳ")
    sheet = nominees(
        letter, [], [["Alăng Thị Bhướp", "Thư ký thi hành án", "Chi cục THADS huyện Tây Giang"]], header=_SHORT
    )
    return [
        Written(
            "quang-nam",
            "12 13:37",
            "Cục THADS Quảng Nam <cucthads_quangnam@moj.gov.vn>",
            "Cục THADS tỉnh Quảng Nam - Đề cử ĐHTT",
            text=f"Kính gửi Vụ TCCB, hồ sơ của Cục gửi kèm; ảnh: https://drive.google.com/open?id={root}\nTrân trọng.\n",
            files=[Attached("CV 1733.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def gia_lai(_: SampleDrive) -> list[Written]:
    """Sends the form in which it collected pictures instead of the pictures."""
    letter = enforcement("Gia Lai", "1204/CTHADS-TCCB", 14, "Rơ Châm Tuấn", "giới thiệu 01 cá nhân", place="Pleiku")
    sheet = nominees(letter, [], [["Siu H’Nga", "Văn thư", "Cục THADS tỉnh Gia Lai"]], header=_SHORT)
    return [
        Written(
            "gia-lai",
            "15 10:49",
            "Cục THADS Gia Lai <thads_gialai@moj.gov.vn>",
            "THADS Gia Lai gửi hồ sơ ĐHTĐYN",
            text=(
                "Kính gửi Vụ TCCB!\nCục THADS tỉnh Gia Lai gửi công văn và danh sách. Ảnh của các Chi cục xem tại biểu mẫu:\n"
                "https://docs.google.com/forms/d/e/1FAIpQLSdMauBieuThuThapAnhHoatDongThiDuaCucGiaLai00/viewform\n"
            ),
            files=[Attached("1204-CTHADS.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def binh_phuoc(_: SampleDrive) -> list[Written]:
    """The list has a password that nobody sent."""
    letter = enforcement(
        "Bình Phước", "1390/CTHADS-TCCB", 13, "Lý Thành Công", "giới thiệu 03 cá nhân", place="Đồng Xoài"
    )
    sheet = nominees(letter, [], [["Điểu Thị Hà", "Chấp hành viên", "Chi cục THADS huyện Bù Đăng"]], header=_SHORT)
    rows = [
        [
            "BP1.jpg",
            "Hội nghị sơ kết công tác thi hành án 6 tháng đầu năm",
            "12/4/2024",
            "Hội trường Cục THADS tỉnh Bình Phước",
        ]
    ]
    return [
        Written(
            "binh-phuoc",
            "14 08:33",
            "CTHADS Bình Phước <cthads_binhphuoc@moj.gov.vn>",
            "Cục THADS Bình Phước gửi CV, DS (có mật khẩu)",
            text="Kính gửi Vụ TCCB. Danh sách có mật khẩu, em gửi qua Zalo chị Trang ạ.\n",
            files=[
                Attached("1390.pdf", letter_pdf(letter)),
                Attached("DS ca nhan 1390.xlsx", encrypted_package(list_xlsx(sheet))),
                Attached("BP1.jpg", photo("binh-phuoc 1")),
                Attached("chú thích.docx", list_docx(captions(rows))),
            ],
        )
    ]


def an_giang(_: SampleDrive) -> list[Written]:
    """A zip with a member that climbs out of it, made by a broken tool."""
    letter = enforcement(
        "An Giang", "2051/CTHADS-VP", 12, "Néang Sóc Khunl", "giới thiệu 01 cá nhân", place="Long Xuyên"
    )
    sheet = nominees(
        letter, [], [["Châu Thị Sóc Kha", "Chấp hành viên sơ cấp", "Chi cục THADS thị xã Tịnh Biên"]], header=_SHORT
    )
    members = {
        "Anh/Hop bao dien hinh tien tien tai tru so Cuc THADS An Giang ngay 09.10.2024.jpg": photo("an-giang 1"),
        "../../Users/Public/autorun.txt": b"chu thich",
    }
    return [
        Written(
            "an-giang",
            "13 14:44",
            "Cục THADS An Giang <thads_angiang@moj.gov.vn>",
            "CTHADS An Giang - hồ sơ thi đua",
            text="Kính gửi Vụ TCCB, Cục THADS tỉnh An Giang gửi công văn, danh sách, ảnh nén theo CV 6286.\n",
            files=[
                Attached("CV 2051.docx", letter_docx(letter, sheet, marked=True)),
                Attached("Anh.zip", zipped(members)),
            ],
        )
    ]


def ha_tinh(_: SampleDrive) -> list[Written]:
    """Captions in part: one without a place, one without a time."""
    letter = enforcement("Hà Tĩnh", "1115/CTHADS-TCCB", 11, "Phan Đình Khôi", "giới thiệu 01 cá nhân")
    sheet = nominees(
        letter, [], [["Võ Thị Lam Giang", "Phó Chi cục trưởng", "Chi cục THADS huyện Hương Khê"]], header=_SHORT
    )
    rows = [
        ["1.jpg", "Trao Giấy khen cho cá nhân có thành tích xuất sắc", "28/12/2023", ""],
        ["2.jpg", "Tọa đàm kỷ niệm Ngày Phụ nữ Việt Nam", "", "Hội trường Cục THADS tỉnh Hà Tĩnh"],
        ["3.jpg", "Tiếp công dân định kỳ", "15/10/2024", "Trụ sở Chi cục THADS thị xã Kỳ Anh"],
    ]
    return [
        Written(
            "ha-tinh",
            "12 15:15",
            "Cục THADS tỉnh Hà Tĩnh <hatinh_thads@moj.gov.vn>",
            "Cục THADS tỉnh Hà Tĩnh gửi hồ sơ điển hình tiên tiến kèm ảnh",
            text="Kính gửi Vụ TCCB, Cục gửi công văn, danh sách, ảnh và chú thích. Trân trọng!\n",
            files=[
                Attached("1115.docx", letter_docx(letter, sheet, marked=True)),
                *(Attached(row[0], photo(f"ha-tinh {row[0]}")) for row in rows),
                Attached("Chú thích.xlsx", list_xlsx(captions(rows))),
            ],
        )
    ]


def thai_binh(_: SampleDrive) -> list[Written]:
    """The caption list names a third photo, which was forgotten."""
    letter = enforcement("Thái Bình", "899/CTHADS-VP", 14, "Vũ Ngọc Hiến", "giới thiệu 01 cá nhân")
    sheet = nominees(
        letter, [], [["Đào Thị Nhung", "Chấp hành viên trung cấp", "Cục THADS tỉnh Thái Bình"]], header=_SHORT
    )
    rows = [
        ["TB_01.jpg", "Khai mạc Hội thao Cụm thi đua", "17/5/2024", "Nhà thi đấu tỉnh Thái Bình"],
        ["TB_02.jpg", "Bàn giao nhà tình nghĩa", "20/7/2022", "xã Thụy Hải, huyện Thái Thụy"],
        ["TB_03.jpg", "Lễ trao Huân chương Lao động hạng Ba", "19/7/2021", "Hội trường Cục THADS tỉnh Thái Bình"],
    ]
    return [
        Written(
            "thai-binh",
            "15 09:38",
            "CTHADS Thái Bình <cthads_thaibinh@moj.gov.vn>",
            "CTHADS Thái Bình gửi hồ sơ, ảnh phục vụ Đại hội",
            text="Kính gửi Vụ TCCB, Cục THADS tỉnh Thái Bình gửi hồ sơ theo CV 6286/BTP-TCCB.\n",
            files=[
                Attached("899-CTHADS-VP.docx", letter_docx(letter, sheet, marked=True)),
                *(Attached(row[0], photo(f"thai-binh {row[0]}")) for row in rows[:2]),
                Attached("Danh mục chú thích ảnh.docx", list_docx(captions(rows, "DANH MỤC ẢNH"))),
            ],
        )
    ]


def kon_tum(drive: SampleDrive) -> list[Written]:
    """In order: the film is shared with the mailbox alone (information only); found in the junk folder."""
    film_id = drive.file(
        "Phóng sự Thi hành án vùng biên - xã Bờ Y, huyện Ngọc Hồi, 11-6-2024.mp4",
        film("kon-tum", 45),
        access=[f"user:{MAILBOX}"],
    )
    letter = enforcement("Kon Tum", "655/CTHADS-TCCB", 14, "A Hùng Viêng", "giới thiệu 01 cá nhân")
    sheet = nominees(letter, [], [["Y Thị Blưu", "Chuyên viên", "Văn phòng Cục THADS tỉnh Kon Tum"]], header=_SHORT)
    return [
        Written(
            "kon-tum",
            "15 22:40",
            "Cục THADS Kon Tum <kontum.thads@example.com>",
            "Gửi công văn và video - Cục THADS tỉnh Kon Tum",
            text=f"Kính gửi Vụ TCCB,\nCục THADS tỉnh Kon Tum gửi CV 655/CTHADS-TCCB (kèm DS) và video {file_link(film_id)}\n",
            folder="Spam",
            authentication="spf=softfail smtp.mailfrom={domain}; dkim=none; dmarc=none",
            files=[Attached("655-CTHADS-TCCB.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def hai_duong(drive: SampleDrive) -> list[Written]:
    """Within the organisation only: an account of another domain cannot open it."""
    root = drive.folder("Tu lieu anh Hai Duong", access=["domain"])
    drive.file("Anh1.jpg", photo("hai-duong 1"), root)
    letter = enforcement("Hải Dương", "1450/CTHADS-VP", 15, "Lương Khắc Hoan", "giới thiệu 01 cá nhân")
    sheet = nominees(
        letter, [], [["Tạ Thị Ngọc Diệp", "Chi cục trưởng", "Chi cục THADS thành phố Chí Linh"]], header=_SHORT
    )
    return [
        Written(
            "hai-duong",
            "16 16:16",
            "Cục THADS tỉnh Hải Dương <haiduong_thads@moj.gov.vn>",
            "CTHADS Hải Dương gửi hồ sơ ĐHTT",
            text=f"Kính gửi Vụ TCCB. Cục gửi công văn kèm danh sách.\nẢnh: {folder_link(root)}.\n",
            files=[Attached("1450.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


STORIES: tuple[Story, ...] = (
    nghe_an,
    binh_duong,
    ca_mau,
    son_la,
    dong_thap,
    lao_cai,
    quang_nam,
    gia_lai,
    binh_phuoc,
    an_giang,
    ha_tinh,
    thai_binh,
    kon_tum,
    hai_duong,
)
