"""Mail of the demo that is nobody's submission, or that does not say whose it is."""
# ruff: noqa: E501 - what an office writes stays in one piece

from tests.demo_material.departments import Story
from tests.demo_material.drive import ANYONE, SampleDrive, folder_link
from tests.demo_material.mails import MAILBOX, Attached, Written
from tests.demo_material.papers import text_docx
from tests.demo_material.pictures import photo


def nameless(drive: SampleDrive) -> list[Written]:
    """From private addresses, naming no office: a link with two words, and photos without any."""
    root = drive.folder("New folder (2)", access=ANYONE)
    drive.file("IMG_2210.jpg", photo("nameless 1"), root)
    return [
        Written(
            "khong-ten-1",
            "15 19:25",
            "Hoa Nguyen <hoanguyen.8x@example.com>",
            "",
            text=f"Em gửi chị ạ\n{folder_link(root)}\n\nSent from my iPhone\n",
        ),
        Written(
            "khong-ten-2",
            "16 07:40",
            "tuan pham <phamtuan_vp@example.net>",
            "anh dai hoi thi dua",
            files=[Attached(f"IMG_{number}.jpg", photo(f"nameless {number}")) for number in (3301, 3302)],
        ),
    ]


def early(_: SampleDrive) -> list[Written]:
    """Before the opening of the campaign."""
    return [
        Written(
            "truoc-dot",
            "10-30 15:20",
            "Sở Tư pháp Bắc Ninh <stp@bacninh.gov.vn>",
            "Báo cáo tổng kết phong trào thi đua năm 2024 - STP Bắc Ninh",
            text="Kính gửi Vụ TCCB, Sở Tư pháp tỉnh Bắc Ninh gửi báo cáo tổng kết phong trào thi đua năm 2024.\n",
            files=[
                Attached(
                    "BC thi dua 2024.docx", text_docx(["BÁO CÁO", "Tổng kết phong trào thi đua yêu nước năm 2024"])
                )
            ],
        )
    ]


def machines(_: SampleDrive) -> list[Written]:
    """Answers and reports of mail programs, a newsletter, our own copy."""
    return [
        Written(
            "tu-dong-1",
            "12 08:31",
            "Nguyễn Thị Hạnh Dung <hanhdung_vp@moj.gov.vn>",
            "Trả lời tự động: Đề nghị bổ sung chú thích ảnh",
            text="Tôi đang nghỉ phép đến hết ngày 15/11/2024. Việc gấp xin liên hệ Văn phòng Cục, số 0263.3000.789.\n",
            more=["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All"],
        ),
        Written(
            "tu-dong-2",
            "14 08:02",
            "STP Phú Yên <stp@phuyen.gov.vn>",
            "Automatic reply: CV 6286/BTP-TCCB",
            text="Hộp thư đã nhận được thư của Quý cơ quan.\n",
            more=["Auto-Submitted: auto-generated"],
        ),
        Written(
            "khong-den",
            "12 08:32",
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            "Delivery Status Notification (Failure)",
            text="Address not found\n\nThư của bạn không gửi được tới vanthu.cu@moj.gov.vn vì không tìm thấy địa chỉ.\n",
            content_type="report",
            more=["Auto-Submitted: auto-replied", "X-Failed-Recipients: vanthu.cu@moj.gov.vn"],
        ),
        Written(
            "ban-tin",
            "13 06:00",
            "Thư viện Pháp luật Mới <bantin@tracuu.example.com>",
            "Điểm tin văn bản mới tuần 2 tháng 11/2024",
            html=(
                "<html><body><h2>Điểm tin tuần</h2><p>Nghị định mới về thi đua, khen thưởng.</p><p><a "
                'href="https://tracuu.example.com/huy">Hủy đăng ký</a></p></body></html>'
            ),
            more=["List-Unsubscribe: <https://tracuu.example.com/huy>", "Precedence: bulk"],
        ),
        Written(
            "da-gui",
            "12 08:30",
            f"Phòng TĐKT - Vụ TCCB <{MAILBOX}>",
            "Đề nghị bổ sung chú thích ảnh - STP Đà Nẵng",
            text="Kính gửi Quý Sở, đề nghị Quý Sở bổ sung chú thích cho 02 ảnh.\n",
            to="Sở Tư pháp Đà Nẵng <stp@danang.gov.vn>",
        ),
    ]


def other_business(_: SampleDrive) -> list[Written]:
    """Units writing about something else, news for the portal, and an advertisement in the junk folder."""
    return [
        Written(
            "gop-y",
            "13 10:00",
            "Sở Tư pháp Bắc Giang <stp@bacgiang.gov.vn>",
            "Góp ý dự thảo Nghị định về hòa giải ở cơ sở",
            text="Kính gửi Bộ Tư pháp, Sở Tư pháp tỉnh Bắc Giang gửi văn bản góp ý dự thảo Nghị định.\n",
            files=[Attached("Gop y.docx", text_docx(["Góp ý dự thảo Nghị định", "Cơ bản nhất trí với dự thảo."]))],
        ),
        Written(
            "tin-bai",
            "14 15:48",
            "Trần Thị Mộng Tuyền <mongtuyen.ctv@example.com>",
            "Tin bài: Hội nghị tập huấn hòa giải viên",
            text="Kính gửi Ban Biên tập, đề nghị Ban Biên tập đăng trên Chuyên trang.\n",
            files=[Attached("Tin bai.docx", text_docx(["Sáng 13/11, lớp tập huấn hòa giải viên khai mạc."]))],
        ),
        Written(
            "quang-cao",
            "16 03:12",
            "In an gia re <sale@inan.example.net>",
            "In kỷ yếu, bằng khen giá rẻ cuối năm",
            text="Nhận in kỷ yếu, bằng khen, khung tranh. Giao hàng toàn quốc.\n",
            folder="Spam",
            authentication="spf=fail smtp.mailfrom={domain}; dkim=none; dmarc=fail",
        ),
    ]


STORIES: tuple[Story, ...] = (nameless, early, machines, other_business)
