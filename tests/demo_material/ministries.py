"""What units of the Ministry and its party and mass organisations send in the demo."""
# ruff: noqa: E501 - what an office writes stays in one piece

from tests.demo_material.departments import Story
from tests.demo_material.drive import ANYONE, DOCUMENT, SampleDrive, drive_id, file_link, folder_link
from tests.demo_material.mails import Attached, Written
from tests.demo_material.offices import CALL, SUBJECT, captions, ministry, nominees
from tests.demo_material.packed import zipped
from tests.demo_material.papers import Letter, letter_docx, letter_pdf, list_docx, list_xlsx, text_docx
from tests.demo_material.pictures import film, photo

_HEAD, _DEPUTY = ("CỤC TRƯỞNG",), ("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG")


def legal_aid(drive: SampleDrive) -> list[Written]:
    """In order: event folders on Drive whose names are the captions."""
    root = drive.folder("Cục TGPL - Ảnh Đại hội", access=ANYONE)
    for event in (
        "12.5.2023 - Trợ giúp pháp lý lưu động tại xã Bản Qua, huyện Bát Xát",
        "06.12.2022 - Hội nghị tổng kết 25 năm thành lập tổ chức trợ giúp pháp lý tại trụ sở Bộ Tư pháp",
    ):
        inner = drive.folder(event, root)
        for number in (1, 2):
            drive.file(f"DSC{number:05}.jpg", photo(f"tgpl {event} {number}"), inner)
    letter = ministry(
        "Cục Trợ giúp pháp lý",
        "845/TGPL-VP",
        8,
        "Vũ Thị Hường Lan",
        "giới thiệu 01 tập thể, 02 cá nhân",
        title=_DEPUTY,
        stamp="Cục Trợ giúp pháp lý",
    )
    sheet = nominees(
        letter,
        [
            [
                "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Sóc Trăng",
                "",
                "Sở Tư pháp tỉnh Sóc Trăng",
                "1.050 vụ việc tham gia tố tụng",
            ]
        ],
        [
            [
                "Hầu A Páo",
                "Trợ giúp viên pháp lý",
                "Trung tâm TGPL nhà nước tỉnh Lai Châu",
                "Dịch và tuyên truyền bằng tiếng Mông",
            ],
            [
                "Nguyễn Thị Ngọc Quế",
                "Luật sư cộng tác viên",
                "Đoàn Luật sư tỉnh Bến Tre",
                "75 vụ việc bào chữa chỉ định",
            ],
        ],
    )
    return [
        Written(
            "tgpl",
            "11 16:25",
            "Cục Trợ giúp pháp lý <trogiupphaply@moj.gov.vn>",
            "Cục TGPL giới thiệu điển hình tiên tiến lĩnh vực trợ giúp pháp lý",
            text=f"Kính gửi Vụ TCCB.\nCục TGPL gửi công văn, danh sách; ảnh theo từng sự kiện tại {folder_link(root)}.\nTrân trọng./.\n",
            files=[Attached("845-TGPL-VP.pdf", letter_pdf(letter)), Attached("Danh sách 845.docx", list_docx(sheet))],
        )
    ]


def civil_status(drive: SampleDrive) -> list[Written]:
    """In order: an HTML-only mail with Drive chips; captions in a Google document beside the photos."""
    root = drive.folder("Ảnh Cục HTQTCT", access=ANYONE)
    rows = [
        [
            "HT01.jpg",
            "Khai trương Cơ sở dữ liệu hộ tịch điện tử toàn quốc",
            "18/11/2021",
            "Trụ sở Bộ Tư pháp, 60 Trần Phú, Hà Nội",
        ],
        ["HT02.jpg", "Kiểm tra công tác đăng ký hộ tịch", "24/5/2024", "UBND phường Vĩnh Hải, TP. Nha Trang"],
    ]
    for row in rows:
        drive.file(row[0], photo(f"htqtct {row[0]}"), root)
    drive.native("Chú thích ảnh", DOCUMENT, list_docx(captions(rows)), root)
    letter = ministry(
        "Cục Hộ tịch, quốc tịch, chứng thực",
        "1702/HTQTCT-HT",
        12,
        "Trịnh Công Minh Nhật",
        "giới thiệu 01 cá nhân",
        title=_HEAD,
    )
    sheet = nominees(
        letter,
        [],
        [
            [
                "Đỗ Thị Thanh Mai Lý",
                "Chuyên viên chính",
                "Phòng Quản lý hộ tịch, Cục Hộ tịch, quốc tịch, chứng thực",
                "Tham mưu đề án số hóa hộ tịch",
            ]
        ],
    )
    chip = (
        '<div class="gmail_chip gmail_drive_chip" style="width:396px;height:18px"><a href="{url}" target="_blank">'
        '<img style="vertical-align:bottom" src="https://ssl.gstatic.com/docs/doclist/images/icon_11_collection_list_1.png">'
        '&nbsp;<span dir="ltr">{name}</span></a></div>'
    )
    return [
        Written(
            "htqtct",
            "13 11:03",
            "Cục Hộ tịch, quốc tịch, chứng thực <hotich@moj.gov.vn>",
            "Cục HTQTCT gửi CV 1702 và ảnh",
            html=(
                '<div dir="ltr">Kính gửi Vụ Tổ chức cán bộ,<br>Cục HTQTCT gửi Công văn số 1702/HTQTCT-HT và thư mục ảnh kèm '
                "chú thích.<br><br>"
                + chip.format(url=folder_link(root).replace("?usp=sharing", "?usp=drive_web"), name="Ảnh Cục HTQTCT")
                + "<br>Trân trọng!</div>"
            ),
            files=[Attached("1702.HTQTCT-HT.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def academy(_: SampleDrive) -> list[Written]:
    """In order: from a domain of its own, the nominee in the letter's body, photos named by what they show."""
    letter = ministry(
        "Học viện Tư pháp",
        "1266/HVTP-TCHC",
        14,
        "Nguyễn Xuân Thu Thảo",
        "giới thiệu 01 cá nhân (danh sách kèm theo)",
        title=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        stamp="Học viện Tư pháp",
    )
    sheet = nominees(
        letter,
        [],
        [["Chu Thị Hải Yến Vy", "Trưởng khoa Đào tạo Luật sư", "Học viện Tư pháp", "Chủ biên 02 giáo trình"]],
    )
    return [
        Written(
            "hvtp",
            "15 15:55",
            "Phòng TCHC Học viện Tư pháp <tchc@hocvientuphap.edu.vn>",
            "Học viện Tư pháp gửi hồ sơ đề cử ĐHTT",
            text="Kính gửi Vụ TCCB!\nHọc viện Tư pháp gửi CV 1266/HVTP-TCHC, DS và 02 ảnh có chú thích theo tên tệp.\n",
            files=[
                Attached("1266-HVTP.pdf", letter_pdf(letter, sheet)),
                Attached("Le ky niem Ngay Nha giao VN - Hoc vien Tu phap - 20.11.2023.jpg", photo("hvtp 1")),
                Attached(
                    "Bế giảng lớp đào tạo Chấp hành viên khóa 7 tại cơ sở Thành phố Hồ Chí Minh, 28.6.2024.jpg",
                    photo("hvtp 2"),
                    "rfc2231",
                ),
            ],
        )
    ]


def youth(_: SampleDrive) -> list[Written]:
    """In order: a letter in the form of the party and its youth; nominations only, since nothing more is owed."""
    letter = Letter(
        above="ĐOÀN KHỐI CÁC CƠ QUAN TRUNG ƯƠNG",
        office="BAN CHẤP HÀNH ĐOÀN BỘ TƯ PHÁP",
        number="56-CV/ĐTN",
        place="Hà Nội",
        day=(13, 11),
        subject="giới thiệu gương thanh niên tiêu biểu",
        to="Vụ Tổ chức cán bộ",
        body=(
            f"{CALL}, Ban Thường vụ Đoàn Bộ Tư pháp giới thiệu 02 gương thanh niên tiêu biểu (danh sách kèm theo)./.",
        ),
        authority=("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
        signer="Ngô Quang Dũng Tiến",
        party=True,
    )
    people = [
        [
            "Kiều Anh Thư Nguyệt",
            "Chuyên viên",
            "Chi đoàn Cục Công nghệ thông tin",
            "Giải Nhất cuộc thi sáng kiến số năm 2024",
        ],
        ["Phùng Đức Mạnh Cường", "Bí thư Chi đoàn", "Chi đoàn Thanh tra Bộ Tư pháp", "15 lần hiến máu tình nguyện"],
    ]
    return [
        Written(
            "dtn",
            "14 10:10",
            "Đoàn TN Bộ Tư pháp <doanthanhnien@moj.gov.vn>",
            "ĐTN Bộ TP: DS đề cử gương thanh niên tiêu biểu",
            text="Kính gửi Vụ TCCB. Đoàn Thanh niên Bộ Tư pháp gửi Công văn số 56-CV/ĐTN và danh sách.\n",
            files=[
                Attached("56-CV-DTN.docx", letter_docx(letter, marked=True)),
                Attached("DS guong thanh nien.docx", list_docx(nominees(letter, [], people))),
            ],
        )
    ]


def dissemination(drive: SampleDrive) -> list[Written]:
    """In order: one film on Drive whose own description is the caption; the signed copy and the Word copy of one list."""
    film_id = drive.file(
        "VIDEO_HGV_2023.mp4",
        film("pbgdpl", 90),
        access=ANYONE,
        description="Chung kết Hội thi Hòa giải viên giỏi toàn quốc lần thứ IV, ngày 09/12/2023, tại Cung Văn hóa Lao động hữu nghị Việt Xô, Hà Nội",
    )
    letter = ministry(
        "Cục Phổ biến, giáo dục pháp luật",
        "990/PBGDPL-VP",
        13,
        "Phan Hồng Nguyên Khang",
        "giới thiệu 01 tập thể, 01 cá nhân",
        title=_DEPUTY,
    )
    sheet = nominees(
        letter,
        [["Tổ hòa giải thôn Phú Thọ", "", "xã Nghĩa Phú, thành phố Quảng Ngãi", "10 năm liền không có đơn vượt cấp"]],
        [["Tẩn Láo Lở", "Báo cáo viên pháp luật", "UBND huyện Sìn Hồ, tỉnh Lai Châu", "210 buổi tuyên truyền tại bản"]],
    )
    return [
        Written(
            "pbgdpl",
            "14 09:05",
            "Cục PBGDPL <phobiengiaoduc@moj.gov.vn>",
            "Cục PBGDPL: đề cử điển hình tiên tiến và video",
            text=f"Kính gửi Vụ TCCB,\nCục PBGDPL gửi CV 990 (bản ký và bản Word), video: {file_link(film_id)}\n",
            files=[
                Attached("990-PBGDPL.signed.pdf", letter_pdf(letter, sheet)),
                Attached("990-PBGDPL.docx", letter_docx(letter, sheet)),
            ],
        )
    ]


def institute(drive: SampleDrive) -> list[Written]:
    """In order: everything in one Drive folder, the letter too; the mail says nearly nothing."""
    root = drive.folder("Viện CLKHPL gửi Vụ TCCB", access=ANYONE)
    letter = ministry(
        "Viện Chiến lược và Khoa học pháp lý",
        "402/VCLKHPL-VP",
        12,
        "Nguyễn Văn Cương Nghị",
        "giới thiệu 01 tập thể",
        title=("VIỆN TRƯỞNG",),
    )
    sheet = nominees(
        letter,
        [["Ban Nghiên cứu pháp luật dân sự", "", "Viện Chiến lược và Khoa học pháp lý", "Hoàn thành 02 đề tài cấp Bộ"]],
        [],
    )
    rows = [
        [
            "Hoi thao 01.jpg",
            "Hội thảo khoa học về hoàn thiện pháp luật đất đai",
            "14/9/2023",
            "Hội trường tầng 7, Viện Chiến lược và Khoa học pháp lý",
        ]
    ]
    drive.file("402-VCLKHPL.docx", letter_docx(letter, sheet, marked=True), root)
    drive.file("Hoi thao 01.jpg", photo("clkhpl 1"), root)
    drive.file("Chu thich.xlsx", list_xlsx(captions(rows)), root)
    return [
        Written(
            "clkhpl",
            "14 16:45",
            "Viện Chiến lược và KHPL <vienclkhpl@moj.gov.vn>",
            "Viện CLKHPL gửi tài liệu",
            text=f"Kính gửi, link tài liệu: https://drive.google.com/drive/u/0/folders/{root}\n",
        )
    ]


def support(_: SampleDrive) -> list[Written]:
    """State management: letter and list came, no picture yet."""
    letter = ministry(
        "Cục Bổ trợ tư pháp", "1845/BTTP-CC,TPL", 13, "Đỗ Hoàng Yên Bình", "giới thiệu 02 cá nhân", title=_DEPUTY
    )
    people = [
        [
            "Lưu Quang Thắng Lợi",
            "Công chứng viên",
            "Văn phòng công chứng Phú Mỹ, tỉnh Bà Rịa - Vũng Tàu",
            "Công chứng điện tử từ xa",
        ],
        [
            "Hà Thị Phương Uyên",
            "Đấu giá viên",
            "Công ty Đấu giá hợp danh Bắc Hà, tỉnh Bắc Giang",
            "Đấu giá trực tuyến 98% tài sản công",
        ],
    ]
    return [
        Written(
            "bttp",
            "15 17:32",
            "Cục Bổ trợ tư pháp <botrotuphap@moj.gov.vn>",
            "Cục BTTP giới thiệu điển hình lĩnh vực công chứng, đấu giá",
            text="Kính gửi Vụ TCCB, Cục BTTP gửi công văn và danh sách. Ảnh, video Cục sẽ gửi trước thời hạn.\n",
            files=[
                Attached("CV 1845.docx", letter_docx(letter, marked=True)),
                Attached("Danh sach.xlsx", list_xlsx(nominees(letter, [], people))),
            ],
        )
    ]


def newspaper(_: SampleDrive) -> list[Written]:
    """Pictures on OneDrive instead of Drive."""
    letter = ministry(
        "Báo Pháp luật Việt Nam",
        "311/BPLVN",
        13,
        "Vũ Hoài Nam Phong",
        "giới thiệu 01 cá nhân",
        title=("TỔNG BIÊN TẬP",),
    )
    sheet = nominees(
        letter,
        [],
        [["Trần Ngọc Hà Mi", "Phóng viên", "Báo Pháp luật Việt Nam", "Giải A Giải báo chí toàn quốc về pháp luật"]],
    )
    return [
        Written(
            "plvn",
            "14 13:20",
            "Báo PLVN <toasoan.vp@baophapluat.vn>",
            "Báo Pháp luật Việt Nam gửi hồ sơ, ảnh phục vụ Đại hội thi đua",
            text="Kính gửi Vụ TCCB. Báo gửi công văn và ảnh: https://1drv.ms/f/s!AmVuMauOneDrivePLVN2024?e=Qx7Lr2\nTrân trọng./.\n",
            files=[Attached("311.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


def records(_: SampleDrive) -> list[Written]:
    """The list is a PDF with a password, in a zip."""
    letter = ministry(
        "Trung tâm Lý lịch tư pháp quốc gia",
        "728/TTLLTPQG-HCTH",
        14,
        "Hoàng Quốc Hùng Anh",
        "giới thiệu 02 cá nhân",
        title=("GIÁM ĐỐC",),
    )
    sheet = nominees(
        letter, [], [["Lê Thị Vân Anh Đào", "Chuyên viên", "Phòng Xây dựng cơ sở dữ liệu", "Xử lý 120.000 thông tin"]]
    )
    rows = [
        [
            "LLTP 1.jpg",
            "Cấp Phiếu lý lịch tư pháp trên VNeID ngày đầu thí điểm",
            "22/4/2024",
            "Trụ sở Trung tâm, 9 Trần Vỹ, Hà Nội",
        ]
    ]
    return [
        Written(
            "lltp",
            "15 13:58",
            "Trung tâm LLTP quốc gia <lltpquocgia@moj.gov.vn>",
            "TTLLTPQG gửi HS",
            text="Kính gửi Vụ TCCB, Trung tâm LLTP quốc gia gửi hồ sơ theo CV 6286, danh sách có mật khẩu.\n",
            files=[
                Attached("728.docx", letter_docx(letter, marked=True)),
                Attached("HS.zip", zipped({"HS/Danh sach 728.pdf": letter_pdf(letter, sheet, password="Ttlltp@728")})),
                Attached("LLTP 1.jpg", photo("lltp 1")),
                Attached("chu thich anh.docx", list_docx(captions(rows))),
            ],
        )
    ]


def publisher(_: SampleDrive) -> list[Written]:
    """A programme beside the photos in a zip: a slide show that packed itself."""
    letter = ministry(
        "Nhà xuất bản Tư pháp", "215/NXBTP", 12, "Trần Mạnh Đạt Thành", "giới thiệu 01 tập thể", title=("GIÁM ĐỐC",)
    )
    sheet = nominees(
        letter, [["Phòng Biên tập sách pháp luật", "", "Nhà xuất bản Tư pháp", "Xuất bản 180 đầu sách"]], []
    )
    members = {
        "Anh NXB/Trao sach phap luat tai xa Hua Bum, huyen Nam Nhun - 14.10.2023.jpg": photo("nxb 1"),
        "Anh NXB/Album.exe": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(500),
    }
    return [
        Written(
            "nxb",
            "13 17:17",
            "NXB Tư pháp <nxbtp@moj.gov.vn>",
            "Nhà xuất bản Tư pháp gửi công văn, ảnh",
            text="Kính gửi Vụ TCCB, NXB Tư pháp gửi CV 215/NXBTP kèm danh sách và ảnh (CV 6286/BTP-TCCB).\n",
            files=[
                Attached("215-NXBTP.docx", letter_docx(letter, sheet, marked=True)),
                Attached("Anh NXB.zip", zipped(members)),
            ],
        )
    ]


def union(_: SampleDrive) -> list[Written]:
    """Names without position or organisation."""
    letter = Letter(
        above="CÔNG ĐOÀN VIÊN CHỨC VIỆT NAM",
        office="CÔNG ĐOÀN BỘ TƯ PHÁP",
        number="188/CV-CĐ",
        place="Hà Nội",
        day=(14, 11),
        subject=SUBJECT,
        to="Vụ Tổ chức cán bộ",
        body=(f"{CALL}, Ban Thường vụ Công đoàn Bộ Tư pháp giới thiệu 03 đoàn viên công đoàn tiêu biểu./.",),
        authority=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
        signer="Đặng Thị Hà Linh",
    )
    people = [
        ["Nguyễn Thị Kim Oanh Vũ", "Chủ tịch Công đoàn bộ phận", "Văn phòng Bộ", ""],
        ["Lại Văn Quý Đôn", "", "", "Lao động giỏi, lao động sáng tạo"],
        ["Mạc Thị Thu Hằng Nga", "", "", ""],
    ]
    return [
        Written(
            "cong-doan",
            "15 09:01",
            "Công đoàn Bộ Tư pháp <congdoan@moj.gov.vn>",
            "Công đoàn Bộ Tư pháp gửi danh sách gương điển hình",
            text="Kính gửi Vụ TCCB, Công đoàn Bộ Tư pháp gửi công văn, danh sách 03 đồng chí.\n",
            files=[
                Attached("188-CV-CD.docx", letter_docx(letter, marked=True)),
                Attached("Danh sach doan vien.xlsx", list_xlsx(nominees(letter, [], people))),
            ],
        )
    ]


def international(_: SampleDrive) -> list[Written]:
    """Has nothing to propose, and says so."""
    return [
        Written(
            "plqt",
            "12 09:30",
            "Vụ Pháp luật quốc tế <plqt@moj.gov.vn>",
            "Vụ Pháp luật quốc tế trả lời CV 6286/BTP-TCCB",
            text="Kính gửi Vụ Tổ chức cán bộ,\nSau khi rà soát, Vụ Pháp luật quốc tế không có trường hợp đề xuất. Trân trọng./.\n",
        )
    ]


def technology(drive: SampleDrive) -> list[Written]:
    """Two links: a good caption file, and a photo folder whose address lost its end in copying."""
    broken = drive_id("gone/CNTT")[:30]
    letter = ministry(
        "Cục Công nghệ thông tin", "366/CNTT-VP", 14, "Tạ Thành Trung Hiếu", "giới thiệu 01 cá nhân", title=_HEAD
    )
    sheet = nominees(
        letter,
        [],
        [
            [
                "Bạch Ngọc Sơn Hà",
                "Trưởng phòng",
                "Phòng Hạ tầng kỹ thuật, Cục Công nghệ thông tin",
                "Vận hành hệ thống hộ tịch thông suốt",
            ]
        ],
    )
    note = drive.native(
        "Ghi chú Cục CNTT",
        DOCUMENT,
        text_docx(["Cục CNTT gửi ảnh theo thư mục riêng, đề nghị Vụ tải về trước ngày 30/11/2024."]),
        access=ANYONE,
    )
    return [
        Written(
            "cntt",
            "15 18:20",
            "Cục CNTT <cntt@moj.gov.vn>",
            "Cục Công nghệ thông tin gửi hồ sơ đề cử",
            text=(
                "Kính gửi Vụ TCCB,\nCục CNTT gửi CV 366/CNTT-VP; ghi chú: "
                f"https://docs.google.com/document/d/{note}/edit, ảnh: https://drive.google.com/drive/folders/{broken}\n"
            ),
            files=[Attached("366-CNTT-VP.docx", letter_docx(letter, sheet, marked=True))],
        )
    ]


STORIES: tuple[Story, ...] = (
    legal_aid,
    civil_status,
    academy,
    youth,
    dissemination,
    institute,
    support,
    newspaper,
    records,
    publisher,
    union,
    international,
    technology,
)
