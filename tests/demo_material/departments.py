"""What the Sở Tư pháp of the demo send, each in its own habit: some in order, the others with one fault each."""
# ruff: noqa: E501 - what an office writes stays in one piece

import unicodedata
from collections.abc import Callable

from tests.demo_material.drive import ANYONE, CLOSED, SPREADSHEET, SampleDrive, file_link, folder_link
from tests.demo_material.mails import Attached, Written
from tests.demo_material.offices import captions, department, nominees
from tests.demo_material.packed import zipped
from tests.demo_material.papers import album_docx, letter_docx, letter_pdf, list_docx, list_xlsx, text_docx
from tests.demo_material.pictures import film, logo, photo, scan

Story = Callable[[SampleDrive], list[Written]]


def lang_son(_: SampleDrive) -> list[Written]:
    """In order: signed PDF, list in Word, photos named by number and a caption table in Word."""
    letter = department(
        "Lạng Sơn", "1532/STP-VP", 14, "Hoàng Thế Lực", "đề cử 01 tập thể và 02 cá nhân (danh sách kèm theo)"
    )
    sheet = nominees(
        letter,
        [
            [
                "Phòng Phổ biến, giáo dục pháp luật",
                "",
                "Sở Tư pháp tỉnh Lạng Sơn",
                "Tham mưu 03 mô hình hòa giải tại biên giới",
            ]
        ],
        [
            [
                "Nông Thị Hảo",
                "Trưởng phòng Hành chính tư pháp",
                "Sở Tư pháp tỉnh Lạng Sơn",
                "Chủ trì số hóa 412.000 dữ liệu hộ tịch",
            ],
            [
                "Vi Văn Thuận",
                "Công chức Tư pháp - Hộ tịch",
                "UBND xã Tân Thanh, huyện Văn Lãng",
                "Hòa giải thành 38/40 vụ việc từ năm 2021",
            ],
        ],
    )
    rows = [
        [
            "Anh 1.jpg",
            "Trợ giúp pháp lý lưu động cho đồng bào Tày, Nùng",
            "15/3/2021",
            "Nhà văn hóa xã Chi Lăng, huyện Chi Lăng",
        ],
        ["Anh 2.jpg", "Hội nghị tổng kết công tác tư pháp năm 2023", "12/01/2024", "Hội trường Sở Tư pháp"],
        [
            "Anh 3.jpg",
            "Vòng chung khảo Hội thi hòa giải viên giỏi",
            "22/9/2023",
            "Nhà Văn hóa trung tâm thành phố Lạng Sơn",
        ],
    ]
    return [
        Written(
            "lang-son",
            "15 09:12",
            "Sở Tư pháp Lạng Sơn <vanphong.stp@langson.gov.vn>",
            "V/v đề cử điển hình tiên tiến (CV 6286/BTP-TCCB) - STP Lạng Sơn",
            text=(
                "Kính gửi: Phòng Thi đua - Khen thưởng, Vụ Tổ chức cán bộ!\n\n"
                "Sở Tư pháp tỉnh Lạng Sơn gửi kèm Công văn số 1532/STP-VP ngày 14/11/2024, danh sách đề cử và 03 ảnh có "
                "chú thích.\n\nTrân trọng!\n--\nLý Thị Mai - Chuyên viên Văn phòng Sở\nĐT: 0205.3000.123\n"
            ),
            files=[
                Attached("1532-STP-VP.signed.pdf", letter_pdf(letter)),
                Attached("Danh sách đề cử.docx", list_docx(sheet)),
                *(Attached(row[0], photo(f"lang-son {row[1]}")) for row in rows),
                Attached("Chú thích ảnh.docx", list_docx(captions(rows))),
            ],
        )
    ]


def quang_ninh(_: SampleDrive) -> list[Written]:
    """In order: 8-bit headers, a zip of photos with its caption workbook, the list in the letter's annex."""
    letter = department(
        "Quảng Ninh", "2107/STP-VP", 11, "Phạm Quang Vịnh", "giới thiệu 02 cá nhân điển hình tiên tiến", place="Hạ Long"
    )
    sheet = nominees(
        letter,
        [],
        [
            [
                "Bùi Thị Thảo Vân",
                "Trợ giúp viên pháp lý",
                "Trung tâm Trợ giúp pháp lý nhà nước",
                "156 vụ việc tham gia tố tụng thành công",
            ],
            [
                "Đặng Quốc Hưng",
                "Hòa giải viên",
                "Tổ hòa giải khu 4, phường Hà Khẩu, TP. Hạ Long",
                "25 năm làm công tác hòa giải ở cơ sở",
            ],
        ],
    )
    rows = [
        ["DSC_0417.JPG", "Tuyên truyền pháp luật cho ngư dân trên tàu cá", "05/6/2022", "Cảng Cái Rồng, huyện Vân Đồn"],
        ["DSC_0533.JPG", "Lễ hưởng ứng Ngày Pháp luật Việt Nam", "08/11/2023", "Quảng trường 30/10, TP. Hạ Long"],
        [
            "DSC_0601.JPG",
            "Ra mắt mô hình “Chính quyền thân thiện” tại bộ phận một cửa",
            "17/4/2024",
            "UBND phường Hồng Hải, TP. Hạ Long",
        ],
    ]
    members = {f"Anh STP Quang Ninh/{row[0]}": photo(f"quang-ninh {row[1]}") for row in rows}
    members["Anh STP Quang Ninh/chu thich.xlsx"] = list_xlsx(captions(rows), "Sheet1")
    return [
        Written(
            "quang-ninh",
            "12 16:40",
            "Văn thư Sở Tư pháp <vanthu.stp@quangninh.gov.vn>",
            "Sở Tư pháp tỉnh Quảng Ninh gửi hồ sơ điển hình tiên tiến, ảnh phục vụ Đại hội thi đua yêu nước",
            text=(
                "Kính gửi Vụ Tổ chức cán bộ,\nSở Tư pháp tỉnh Quảng Ninh gửi Công văn số 2107/STP-VP (có danh sách tại phụ "
                "lục) và tệp ảnh nén.\nTrân trọng./.\n"
            ),
            raw_headers=True,
            files=[
                Attached("CV 2107 Sở Tư pháp gửi BTP.pdf", letter_pdf(letter, sheet), "raw"),
                Attached("Ảnh STP Quảng Ninh.zip", zipped(members), "raw"),
            ],
        )
    ]


def dong_nai(_: SampleDrive) -> list[Written]:
    """In order after a supplement: letter and list first, photos with captions in the mail's own words later."""
    letter = department(
        "Đồng Nai",
        "3318/STP-VP",
        8,
        "Trần Ngọc Thủy Linh",
        "đề cử 01 tập thể, 01 cá nhân",
        place="Biên Hòa",
        stamp=False,
    )
    sheet = nominees(
        letter,
        [["Phòng Công chứng số 2", "", "Sở Tư pháp tỉnh Đồng Nai", "Đơn vị dẫn đầu về công chứng điện tử của tỉnh"]],
        [
            [
                "Huỳnh Tấn Phát Đạt",
                "Phó Trưởng phòng Bổ trợ tư pháp",
                "Sở Tư pháp tỉnh Đồng Nai",
                "Sáng kiến rút ngắn 30% thời gian giải quyết hồ sơ",
            ]
        ],
    )
    return [
        Written(
            "dong-nai-1",
            "11 08:05",
            "Sở Tư pháp Đồng Nai <stp@dongnai.gov.vn>",
            "CV 3318/STP-VP đề cử điển hình tiên tiến",
            text="Kính gửi Vụ TCCB. Sở Tư pháp tỉnh Đồng Nai gửi CV và danh sách, ảnh Sở sẽ gửi sau. Trân trọng./.\n",
            files=[
                Attached("3318_STP-VP_signed.pdf", letter_pdf(letter)),
                Attached("DS de cu DHTT - STP Dong Nai (ban cuoi).docx", list_docx(sheet)),
            ],
        ),
        Written(
            "dong-nai-2",
            "14 14:22",
            "Sở Tư pháp Đồng Nai <stp@dongnai.gov.vn>",
            "Bổ sung ảnh phục vụ Đại hội TĐYN - STP Đồng Nai",
            text=(
                "Kính gửi anh, chị Phòng TĐKT,\nSở gửi bổ sung 02 ảnh, chú thích như sau:\n"
                "Ảnh 1: Đoàn viên Sở tư vấn pháp luật miễn phí cho công nhân Khu công nghiệp Amata, ngày 16/4/2023\n"
                "Ảnh 2: Hội nghị triển khai Luật Hòa giải ở cơ sở tại Trung tâm Hội nghị tỉnh, ngày 28/8/2022\n"
                "Trân trọng!\nNguyễn Thị Kim Cúc, Văn phòng Sở, ĐT 0251.3000.456\n"
            ),
            files=[Attached("anh 1.jpg", photo("dong-nai 1")), Attached("anh 2.jpg", photo("dong-nai 2"))],
        ),
    ]


def da_nang(_: SampleDrive) -> list[Written]:
    """In order after an answer to our question: photos came bare, the captions followed as a workbook."""
    letter = department(
        "Đà Nẵng", "4402/STP-VP", 7, "Lê Thị Bích Thủy", "đề cử 01 cá nhân", city=True, authority=("GIÁM ĐỐC",)
    )
    sheet = nominees(
        letter,
        [],
        [
            [
                "Võ Đình Khoa",
                "Giám đốc Trung tâm Trợ giúp pháp lý nhà nước",
                "Sở Tư pháp thành phố Đà Nẵng",
                "Xây dựng mạng lưới 56 điểm trợ giúp pháp lý",
            ]
        ],
    )
    rows = [
        ["1.jpg", "Phiên tòa giả định tuyên truyền phòng, chống ma túy", "26/10/2023", "Trường THPT Hòa Vang"],
        ["2.jpg", "Ký kết quy chế phối hợp với Hội Luật gia thành phố", "14/3/2022", "Trụ sở Sở Tư pháp"],
    ]
    return [
        Written(
            "da-nang-1",
            "08 10:31",
            "Sở Tư pháp TP Đà Nẵng <stp@danang.gov.vn>",
            "STP Đà Nẵng gửi hồ sơ đề cử ĐHTT theo CV 6286",
            text="Kính gửi Quý Vụ,\nSTP Đà Nẵng gửi công văn, danh sách và 02 ảnh.\nTrân trọng.\n",
            files=[
                Attached("CV 4402.pdf", letter_pdf(letter, sheet)),
                *(Attached(row[0], photo(f"da-nang {row[0]}")) for row in rows),
            ],
        ),
        Written(
            "da-nang-2",
            "17 20:35",
            "Sở Tư pháp TP Đà Nẵng <stp@danang.gov.vn>",
            "Re: Đề nghị bổ sung chú thích ảnh - STP Đà Nẵng",
            text=(
                "Sở gửi bổ sung chú thích cho 02 ảnh còn thiếu (file đính kèm) ạ.\n\n"
                "Vào Th 3, 12 thg 11, 2024 vào lúc 08:30 Hộp thư tiếp nhận <hopthu.tiepnhan@example.vn> đã viết:\n"
                "> Kính gửi Quý Sở, đề nghị Quý Sở bổ sung chú thích cho 02 ảnh.\n"
            ),
            files=[Attached("Chú thích ảnh Đà Nẵng.xlsx", list_xlsx(captions(rows)))],
        ),
    ]


def ha_giang(drive: SampleDrive) -> list[Written]:
    """In order: Drive's own share notice first, the unit's mail an hour later; folders named after events."""
    root = drive.folder("STP Hà Giang - ảnh ĐHTĐ", access=ANYONE, owner="stp.hagiang.chiase@example.vn")
    for event, count in (
        ("2022.04.20 - Trợ giúp pháp lý lưu động tại xã Lũng Cú, huyện Đồng Văn", 2),
        ("2023.11.07 - Lễ hưởng ứng Ngày Pháp luật tại Trường PTDTNT tỉnh", 2),
    ):
        inner = drive.folder(event, root)
        for number in range(1, count + 1):
            name = f"IMG_{4100 + number + len(event)}.jpg"
            drive.file(name, photo(f"ha-giang {event} {number}"), inner)
    letter = department("Hà Giang", "1188/STP-VP", 12, "Sùng Mí Chá", "đề cử 01 tập thể và 01 cá nhân")
    sheet = nominees(
        letter,
        [
            [
                "Chi nhánh Trợ giúp pháp lý số 3",
                "",
                "Trung tâm TGPL nhà nước tỉnh Hà Giang",
                "Trợ giúp 420 lượt đồng bào dân tộc thiểu số",
            ]
        ],
        [
            [
                "Ly Thị Mỷ",
                "Trợ giúp viên pháp lý",
                "Trung tâm TGPL nhà nước tỉnh Hà Giang",
                "Tuyên truyền bằng tiếng Mông tại 19 xã biên giới",
            ]
        ],
    )
    return [
        Written(
            "ha-giang-notice",
            "13 15:02",
            "Sùng Thị Dợ (qua Google Drive) <drive-shares-dm-noreply@google.com>",
            "Đã chia sẻ thư mục với bạn: “STP Hà Giang - ảnh ĐHTĐ”",
            text=(
                "Sùng Thị Dợ đã chia sẻ một thư mục\n\nSùng Thị Dợ (stp.hagiang.chiase@example.vn) đã mời bạn xem thư mục "
                f"sau:\n\nSTP Hà Giang - ảnh ĐHTĐ\n{folder_link(root)}\n\nGoogle LLC, 1600 Amphitheatre Parkway, Mountain "
                "View, CA 94043, USA\n"
            ),
            html=(
                '<html><body><p>Sùng Thị Dợ đã chia sẻ một thư mục</p><p><a href="'
                f'{folder_link(root)}">STP Hà Giang - ảnh ĐHTĐ</a></p><p>Google LLC</p></body></html>'
            ),
            more=["Reply-To: =?UTF-8?B?U8O5bmcgVGjhu4sgROG7nQ==?= <stp.hagiang.chiase@example.vn>"],
            relay="mail-sor-f69.google.com",
        ),
        Written(
            "ha-giang",
            "13 16:11",
            "Van phong STP Ha Giang <stp@hagiang.gov.vn>",
            "Sở Tư pháp tỉnh Hà Giang báo cáo, đề cử điển hình tiên tiến",
            text=(
                "Kính gửi: Vụ TCCB - Bộ Tư pháp\nSở Tư pháp tỉnh Hà Giang gửi Công văn số 1188/STP-VP ngày 12/11/2024 kèm danh "
                "sách. Ảnh Sở đã chia sẻ qua Google Drive: \n"
                f"{folder_link(root)}\nTrân trọng!\n"
            ),
            files=[
                Attached("CV1188.docx", letter_docx(letter, sheet, marked=True)),
                Attached("CV1188_STP-VP.signed.pdf", letter_pdf(letter)),
            ],
        ),
    ]


def vinh_long(_: SampleDrive) -> list[Written]:
    """In order but for vague times (information only): names of files speak, unaccented, to the month."""
    letter = department("Vĩnh Long", "1705/STP-VP", 13, "Nguyễn Hoàng Khải", "đề cử 01 cá nhân")
    sheet = nominees(
        letter,
        [],
        [
            [
                "Lê Thị Cẩm Hường",
                "Phó Giám đốc",
                "Trung tâm Dịch vụ đấu giá tài sản tỉnh Vĩnh Long",
                "Đấu giá thành 97% hồ sơ năm 2023",
            ]
        ],
    )
    return [
        Written(
            "vinh-long",
            "14 11:18",
            "So Tu phap Vinh Long <stp@vinhlong.gov.vn>",
            "So Tu phap Vinh Long gui ho so theo CV 6286/BTP-TCCB",
            text="Kinh gui Vu TCCB,\nSo Tu phap tinh Vinh Long gui Cong van, danh sach va 02 anh (chu thich tren ten file).\nTran trong./.\n",
            files=[
                Attached("1705.signed.pdf", letter_pdf(letter, sheet)),
                Attached(
                    "Tuyen truyen phap luat tai xa Trung Nghia, huyen Vung Liem_T5.2023.jpg", photo("vinh-long 1")
                ),
                Attached(
                    "Hoi nghi tap huan hoa giai vien tai UBND huyen Tam Binh_thang 9-2022.jpg", photo("vinh-long 2")
                ),
            ],
        )
    ]


def tay_ninh(_: SampleDrive) -> list[Written]:
    """In order, in two of three announced parts: decomposed file names from a Mac, pictures in Word with captions."""
    letter = department("Tây Ninh", "2690/STP-VP", 6, "Đỗ Minh Trí", "đề cử 01 tập thể")
    sheet = nominees(
        letter,
        [
            [
                "Tổ hòa giải ấp Bình Long",
                "",
                "xã Thái Bình, huyện Châu Thành",
                "Tỷ lệ hòa giải thành 100% trong 03 năm liền",
            ]
        ],
        [],
    )
    album = album_docx(
        "MỘT SỐ HÌNH ẢNH HOẠT ĐỘNG CỦA SỞ TƯ PHÁP TỈNH TÂY NINH",
        [
            (
                photo("tay-ninh 1"),
                "Ảnh 1: Tập huấn nghiệp vụ hộ tịch cho công chức cấp xã tại hội trường UBND huyện Tân Biên, ngày 10/5/2022",
            ),
            (
                photo("tay-ninh 2"),
                "Ảnh 2: Trao tủ sách pháp luật tại Đồn Biên phòng cửa khẩu Mộc Bài, huyện Bến Cầu, ngày 22/12/2023",
            ),
        ],
    )
    first, second = (
        unicodedata.normalize("NFD", name) for name in ("Công văn số 2690.pdf", "Ảnh hoạt động STP Tây Ninh.docx")
    )
    return [
        Written(
            "tay-ninh-1",
            "07 15:33",
            "Sở Tư pháp Tây Ninh <stp@tayninh.gov.vn>",
            "Sở Tư pháp Tây Ninh gửi hồ sơ điển hình tiên tiến (phần 1/3)",
            text="Kính gửi Phòng TĐKT, STP Tây Ninh gửi phần 1 gồm công văn và danh sách.\nTrân trọng!\n",
            files=[Attached(first, letter_pdf(letter, sheet), "rfc2231")],
        ),
        Written(
            "tay-ninh-2",
            "07 15:41",
            "Sở Tư pháp Tây Ninh <stp@tayninh.gov.vn>",
            "Sở Tư pháp Tây Ninh gửi hồ sơ điển hình tiên tiến (phần 2/3)",
            text="STP Tây Ninh gửi tiếp phần 2: ảnh có chú thích.\n",
            files=[Attached(second, album, "rfc2231")],
        ),
    ]


def ca_mau(drive: SampleDrive) -> list[Written]:
    """The Drive folder was never shared."""
    root = drive.folder("Anh video STP Ca Mau", access=CLOSED)
    for number in (1, 2):
        drive.file(f"Anh {number}.jpg", photo(f"ca-mau {number}"), root)
    letter = department("Cà Mau", "2214/STP-VP", 12, "Lâm Văn Tiếp", "đề cử 02 cá nhân")
    people = [
        [
            "Trương Mỹ Xuyên",
            "Chuyên viên",
            "Phòng Hành chính tư pháp, Sở Tư pháp",
            "Giải quyết 100% hồ sơ quốc tịch đúng hạn",
        ],
        [
            "Dương Hữu Lợi",
            "Công chức Tư pháp - Hộ tịch",
            "UBND xã Đất Mũi, huyện Ngọc Hiển",
            "Mô hình “Ngày thứ Bảy vì dân”",
        ],
    ]
    return [
        Written(
            "ca-mau",
            "13 09:26",
            "stp <stp@camau.gov.vn>",
            "Video, ảnh và danh sách đề cử - STP Cà Mau",
            text=(
                "Kính gửi Vụ Tổ chức cán bộ,\nSở Tư pháp tỉnh Cà Mau gửi công văn 2214/STP-VP và danh sách.\n"
                f"Link ảnh, video: {folder_link(root)}\nTrân trọng./.\n"
            ),
            files=[
                Attached("2214-STP.pdf", letter_pdf(letter)),
                Attached("Danh sach.xlsx", list_xlsx(nominees(letter, [], people))),
            ],
        )
    ]


def bac_lieu(drive: SampleDrive) -> list[Written]:
    """The Drive file may be looked at, not downloaded."""
    film_id = drive.file("Video TGPL lưu động - Bạc Liêu.mp4", film("bac-lieu"), access=ANYONE, view_only=True)
    letter = department("Bạc Liêu", "1090/STP-VP", 11, "Quách Thanh Bình Nguyên", "đề cử 01 cá nhân")
    sheet = nominees(
        letter,
        [],
        [
            [
                "Tô Ngọc Ánh Hồng",
                "Trợ giúp viên pháp lý",
                "Trung tâm TGPL nhà nước tỉnh Bạc Liêu",
                "Giải thưởng Hội thi Trợ giúp viên pháp lý giỏi",
            ]
        ],
    )
    return [
        Written(
            "bac-lieu",
            "12 10:55",
            "Sở Tư pháp Bạc Liêu <stp@baclieu.gov.vn>",
            "Đề cử gương điển hình tiên tiến - Sở Tư pháp Bạc Liêu",
            text=f"Kính gửi Vụ TCCB. Sở Tư pháp Bạc Liêu gửi công văn kèm danh sách; video tại {file_link(film_id)}.\n",
            files=[Attached("Cong van 1090-STP-VP.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def kien_giang(drive: SampleDrive) -> list[Written]:
    """The Drive folder is open and empty: the upload never finished."""
    root = drive.folder("Ảnh KG", access=ANYONE)
    letter = department("Kiên Giang", "1921/STP-VP", 13, "Mai Anh Dũng", "đề cử 01 cá nhân", place="Rạch Giá")
    sheet = nominees(
        letter,
        [],
        [
            [
                "Danh Thị Sà Rinh",
                "Tuyên truyền viên pháp luật",
                "xã Bàn Tân Định, huyện Giồng Riềng",
                "120 buổi tuyên truyền bằng tiếng Khmer",
            ]
        ],
    )
    return [
        Written(
            "kien-giang",
            "14 17:08",
            "STP Kiên Giang <stp@kiengiang.gov.vn>",
            "STP Kiên Giang: hồ sơ đề cử ĐHTT và ảnh",
            text=f"Kính gửi chị Trang,\nSTP Kiên Giang gửi CV 1921/STP-VP. Ảnh theo link {folder_link(root)} ạ.\nTrân trọng!\n",
            files=[Attached("CV 1921 STP KG (1).pdf", letter_pdf(letter, sheet))],
        )
    ]


def hau_giang(_: SampleDrive) -> list[Written]:
    """A list and photos without a letter; everything unaccented."""
    people = [
        ["Phan Thi My Loan", "Cong chuc Tu phap - Ho tich", "UBND xa Vi Thuy, huyen Vi Thuy", "Hoa giai thanh 45 vu"]
    ]
    sheet = nominees(
        None,
        [],
        people,
        header=("TT", "Ho va ten", "Chuc vu", "Don vi cong tac", "Thanh tich tieu bieu"),
        title="DANH SACH DE CU DIEN HINH TIEN TIEN - SO TU PHAP TINH HAU GIANG",
    )
    return [
        Written(
            "hau-giang",
            "15 08:10",
            "Phan My <vanphong.stp@haugiang.gov.vn>",
            "Gui DS theo CV 6286 (han 20/11)",
            text="So Tu phap tinh Hau Giang gui Danh sach va anh. Tran trong./.\n",
            files=[
                Attached("Danh sach.xlsx", list_xlsx(sheet, "Sheet1")),
                Attached(
                    "Ngay 20.11.2023 Hoi nghi tuyen truyen phap luat - Truong THPT Vi Thanh.jpg", photo("hau-giang 1")
                ),
            ],
        )
    ]


def tra_vinh(_: SampleDrive) -> list[Written]:
    """The list was cut off while it was being uploaded."""
    letter = department("Trà Vinh", "1433/STP-VP", 14, "Kim Ngọc Thái Sơn", "đề cử 01 tập thể, 02 cá nhân")
    sheet = nominees(
        letter,
        [["Phòng Tư pháp", "", "UBND huyện Càng Long", "Cờ thi đua năm 2023"]],
        [["Thạch Thị Sa Ron", "Chuyên viên", "Phòng Tư pháp huyện Trà Cú", ""]],
    )
    whole = list_docx(sheet)
    rows = [["A1.jpg", "Ra quân tuyên truyền Luật Đất đai", "20/8/2024", "UBND xã Đại An, huyện Trà Cú"]]
    return [
        Written(
            "tra-vinh",
            "15 14:36",
            "Sở Tư pháp Trà Vinh <stp@travinh.gov.vn>",
            "Sở Tư pháp tỉnh Trà Vinh gửi công văn, danh sách điển hình tiên tiến",
            text="Kính gửi Vụ TCCB, Sở Tư pháp Trà Vinh gửi hồ sơ kèm theo.\n",
            files=[
                Attached("1433-STP-VP.pdf", letter_pdf(letter)),
                Attached("DS 1433.docx", whole[: len(whole) * 3 // 5]),
                Attached("A1.jpg", photo("tra-vinh 1")),
                Attached("chu thich.docx", list_docx(captions(rows))),
            ],
        )
    ]


def dak_lak(_: SampleDrive) -> list[Written]:
    """Photos straight from the camera and from Zalo, without a word about them."""
    letter = department("Đắk Lắk", "2876/STP-VP", 15, "Y Thương Niê Kdăm", "đề cử 01 cá nhân", place="Buôn Ma Thuột")
    sheet = nominees(
        letter,
        [],
        [["H’Yam Êban", "Hòa giải viên", "buôn Ako Dhông, phường Tân Lợi, TP. Buôn Ma Thuột", "Hòa giải thành 60 vụ"]],
    )
    names = ("IMG_20230712_091533.jpg", "z4567890123456_5f3c9a.jpg", "IMG_20240305_140210.jpg")
    return [
        Written(
            "dak-lak",
            "16 10:02",
            "STP Đắk Lắk <stp@daklak.gov.vn>",
            "STP Đắk Lắk - hồ sơ và ảnh ĐHTĐYN",
            text="Kính gửi Vụ TCCB. Sở Tư pháp tỉnh Đắk Lắk gửi công văn kèm danh sách và 03 ảnh. Trân trọng./.\n",
            files=[
                Attached("CV 2876.pdf", letter_pdf(letter, sheet)),
                *(Attached(n, photo(f"dak-lak {n}")) for n in names),
            ],
        )
    ]


def phu_tho(_: SampleDrive) -> list[Written]:
    """One photo of 2018, before the period."""
    letter = department("Phú Thọ", "1377/STP-VP", 13, "Hà Đức Toàn", "đề cử 01 cá nhân", place="Việt Trì")
    sheet = nominees(
        letter,
        [],
        [["Đinh Thị Hoài", "Phó Chánh Thanh tra", "Sở Tư pháp tỉnh Phú Thọ", "Chủ trì 12 cuộc thanh tra chuyên ngành"]],
    )
    rows = [
        ["P1.jpg", "Hội thi tìm hiểu pháp luật", "19/5/2018", "Nhà hát tỉnh Phú Thọ"],
        ["P2.jpg", "Lễ ra quân Tháng Thanh niên", "03/3/2024", "Khu di tích lịch sử Đền Hùng"],
    ]
    return [
        Written(
            "phu-tho",
            "14 09:59",
            "Sở Tư pháp Phú Thọ <stp@phutho.gov.vn>",
            "V/v đề cử điển hình tiên tiến và gửi ảnh (Sở Tư pháp Phú Thọ)",
            text="Kính gửi Vụ TCCB, Sở Tư pháp tỉnh Phú Thọ gửi hồ sơ. Trân trọng!\n",
            files=[
                Attached("1377.pdf", letter_pdf(letter, sheet)),
                *(Attached(row[0], photo(f"phu-tho {row[0]}")) for row in rows),
                Attached("Chu thich.docx", list_docx(captions(rows))),
            ],
        )
    ]


def ha_noi(drive: SampleDrive) -> list[Written]:
    """In order: a list as Google Sheet, captions with "nt", a logo under the signature, a photographed letter beside."""
    people = [
        [
            "Nguyễn Thị Thu Huyền Trang",
            "Trưởng phòng Hộ tịch",
            "Sở Tư pháp thành phố Hà Nội",
            "Liên thông 02 nhóm thủ tục hành chính",
        ],
        [
            "Ngô Xuân Trường An",
            "Công chứng viên",
            "Văn phòng công chứng Thăng Long Mới, quận Cầu Giấy",
            "Hỗ trợ 300 hồ sơ miễn phí cho người yếu thế",
        ],
    ]
    letter = department("Hà Nội", "5120/STP-VP", 14, "Phạm Thị Thanh Hương Giang", "đề cử 02 cá nhân", city=True)
    sheet_id = drive.native(
        "Danh sách đề cử STP Hà Nội", SPREADSHEET, list_xlsx(nominees(letter, [], people)), access=ANYONE
    )
    rows = [
        ["HN01.jpg", "Ngày hội tư vấn pháp luật", "09/11/2023", "Vườn hoa Lý Thái Tổ, quận Hoàn Kiếm"],
        ["HN02.jpg", "nt", "nt", "nt"],
        ["HN03.jpg", "Tập huấn phần mềm hộ tịch điện tử", "21/6/2022", "Hội trường Sở Tư pháp"],
    ]
    return [
        Written(
            "ha-noi",
            "15 16:20",
            "Văn phòng Sở Tư pháp Hà Nội <vanphong_sotp@hanoi.gov.vn>",
            "Sở Tư pháp Hà Nội thực hiện CV 6286/BTP-TCCB",
            html=(
                "<html><body><p>K&iacute;nh gửi: Vụ Tổ chức c&aacute;n bộ</p><p>Sở Tư ph&aacute;p th&agrave;nh phố H&agrave; Nội gửi "
                'C&ocirc;ng văn số 5120/STP-VP, danh s&aacute;ch tại <a href="https://docs.google.com/spreadsheets/d/'
                f'{sheet_id}/edit?usp=sharing">Danh s&aacute;ch đề cử</a> v&agrave; 03 ảnh c&oacute; ch&uacute; th&iacute;ch.</p>'
                '<p>Tr&acirc;n trọng!</p><p><img src="cid:logo1" width="150"></p></body></html>'
            ),
            files=[
                Attached("image001.png", logo(), cid="logo1"),
                Attached("5120-STP-VP.pdf", letter_pdf(letter)),
                Attached("Công văn 5120 bản chụp.jpg", scan("ha-noi")),
                *(Attached(row[0], photo(f"ha-noi {row[0]}")) for row in rows),
                Attached("Chú thích ảnh.xlsx", list_xlsx(captions(rows))),
            ],
        )
    ]


def hoa_binh(_: SampleDrive) -> list[Written]:
    """Asks for more time, sends nothing."""
    return [
        Written(
            "hoa-binh",
            "15 11:45",
            "Sở Tư pháp Hòa Bình <stp@hoabinh.gov.vn>",
            "Xin gia hạn gửi hồ sơ điển hình tiên tiến",
            text=(
                "Kính gửi Vụ Tổ chức cán bộ,\nDo đang hoàn thiện hồ sơ trình Hội đồng Thi đua, Sở Tư pháp tỉnh Hòa Bình xin gia "
                "hạn, gửi văn bản đề cử trước ngày 25/11/2024.\nRất mong Quý Vụ xem xét. Trân trọng./.\n"
            ),
        )
    ]


def lam_dong(_: SampleDrive) -> list[Written]:
    """Letter and list only so far: the pictures are still owed."""
    letter = department("Lâm Đồng", "1655/STP-VP", 15, "K’Brêu Thị Hạnh", "đề cử 01 cá nhân", place="Đà Lạt")
    report = text_docx(
        [
            "BÁO CÁO TÓM TẮT THÀNH TÍCH",
            "Họ và tên: Trần Quốc Nhật Tân",
            "Sinh ngày: 02/7/1985",
            "Chức vụ, đơn vị công tác: Phó Trưởng phòng Bổ trợ tư pháp, Sở Tư pháp tỉnh Lâm Đồng",
            "Thành tích: Chiến sĩ thi đua cơ sở các năm 2021, 2022, 2023.",
        ]
    )
    sheet = nominees(
        letter,
        [],
        [
            [
                "Trần Quốc Nhật Tân",
                "Phó Trưởng phòng Bổ trợ tư pháp",
                "Sở Tư pháp tỉnh Lâm Đồng",
                "Chiến sĩ thi đua cơ sở 03 năm liền",
            ]
        ],
    )
    return [
        Written(
            "lam-dong",
            "17 20:14",
            "Sở Tư pháp Lâm Đồng <stp@lamdong.gov.vn>",
            "Sở Tư pháp Lâm Đồng đề cử gương điển hình tiên tiến",
            text="Kính gửi Vụ TCCB,\nSở Tư pháp tỉnh Lâm Đồng gửi công văn, danh sách và báo cáo thành tích.\nTrân trọng./.\n",
            files=[
                Attached("1655-STP-VP.pdf", letter_pdf(letter)),
                Attached("Danh sách 1655.docx", list_docx(sheet)),
                Attached("Bao cao thanh tich d.c Tan.docx", report),
            ],
        )
    ]


STORIES: tuple[Story, ...] = (
    lang_son,
    quang_ninh,
    dong_nai,
    da_nang,
    ha_giang,
    vinh_long,
    tay_ninh,
    ca_mau,
    bac_lieu,
    kien_giang,
    hau_giang,
    tra_vinh,
    dak_lak,
    phu_tho,
    ha_noi,
    hoa_binh,
    lam_dong,
)
