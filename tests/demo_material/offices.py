"""The offices of the demo: how each kind of unit writes its letters, and the columns that it likes in its lists."""

from collections.abc import Sequence

from tests.demo_material.papers import Letter, Section, Sheet

SUBJECT = "đề cử điển hình tiên tiến phục vụ Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI"
CALL = (
    "Thực hiện Công văn số 6286/BTP-TCCB ngày 31/10/2024 của Bộ Tư pháp về việc triển khai một số hoạt động phục vụ "
    "Đại hội thi đua yêu nước ngành Tư pháp lần thứ VI"
)
TO = "Vụ Tổ chức cán bộ, Bộ Tư pháp"
_DEPUTY = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
_ENFORCEMENT = "CỤC THI HÀNH ÁN DÂN SỰ"
_NAMES = {
    "SỞ TƯ PHÁP": "Sở Tư pháp",
    "BAN CHẤP HÀNH ĐOÀN BỘ TƯ PHÁP": "Đoàn Thanh niên Bộ Tư pháp",
    "CÔNG ĐOÀN BỘ TƯ PHÁP": "Công đoàn Bộ Tư pháp",
    "HỌC VIỆN TƯ PHÁP": "Học viện Tư pháp",
    "CỤC BỔ TRỢ TƯ PHÁP": "Cục Bổ trợ tư pháp",
    "BÁO PHÁP LUẬT VIỆT NAM": "Báo Pháp luật Việt Nam",
    "NHÀ XUẤT BẢN TƯ PHÁP": "Nhà xuất bản Tư pháp",
    "VIỆN CHIẾN LƯỢC VÀ KHOA HỌC PHÁP LÝ": "Viện Chiến lược và Khoa học pháp lý",
}
CAPTION_HEADER = ("STT", "Tên tệp", "Nội dung", "Thời gian", "Địa điểm")


def department(
    province: str,
    number: str,
    day: int,
    signer: str,
    what: str,
    *,
    place: str = "",
    city: bool = False,
    authority: Sequence[str] = _DEPUTY,
    stamp: bool = True,
) -> Letter:
    """A letter of a Sở Tư pháp."""
    level = "thành phố" if city else "tỉnh"
    return Letter(
        above=f"UBND {level.upper()} {province.upper()}",
        office="SỞ TƯ PHÁP",
        number=number,
        place=place or province,
        day=(day, 11),
        subject=SUBJECT,
        to=TO,
        body=(
            f"{CALL}, Sở Tư pháp {level} {province} {what}.",
            f"Sở Tư pháp {level} {province} trân trọng gửi Vụ Tổ chức cán bộ tổng hợp, báo cáo Lãnh đạo Bộ./.",
        ),
        authority=authority,
        signer=signer,
        copies=("Như trên;", "Giám đốc Sở (để b/c);", "Lưu: VT, VP."),
        stamp=f"Sở Tư pháp {level} {province}" if stamp else "",
    )


def enforcement(
    province: str, number: str, day: int, signer: str, what: str, *, place: str = "", named: bool = True
) -> Letter:
    """A letter of a Cục Thi hành án dân sự; some name the province in the letterhead, some only in the dateline."""
    return Letter(
        above="TỔNG CỤC THI HÀNH ÁN DÂN SỰ",
        office=f"CỤC THI HÀNH ÁN DÂN SỰ TỈNH {province.upper()}" if named else "CỤC THI HÀNH ÁN DÂN SỰ",
        number=number,
        place=place or province,
        day=(day, 11),
        subject="giới thiệu gương điển hình tiên tiến và gửi hình ảnh phục vụ Đại hội thi đua yêu nước",
        to="Phòng Thi đua - Khen thưởng, Vụ Tổ chức cán bộ, Bộ Tư pháp",
        body=(
            f"{CALL}, sau khi xem xét, Cục Thi hành án dân sự tỉnh {province} {what}.",
            "Trên đây là nội dung giới thiệu của Cục, kính gửi Vụ Tổ chức cán bộ xem xét, tổng hợp./.",
        ),
        authority=("CỤC TRƯỞNG",),
        signer=signer,
        copies=("Như trên;", "Lãnh đạo Cục;", "Lưu: VT, TCCB."),
    )


def ministry(
    office: str, number: str, day: int, signer: str, what: str, *, title: Sequence[str], stamp: str = ""
) -> Letter:
    """A letter of a unit of the Ministry."""
    return Letter(
        above="BỘ TƯ PHÁP",
        office=office.upper(),
        number=number,
        place="Hà Nội",
        day=(day, 11),
        subject="giới thiệu điển hình tiên tiến",
        to="Vụ Tổ chức cán bộ",
        body=(f"{CALL}, {office} {what}.", f"{office} kính gửi Vụ Tổ chức cán bộ tổng hợp./."),
        authority=tuple(title),
        signer=signer,
        copies=("Như trên;", "Lưu: VT."),
        stamp=stamp,
    )


def nominees(
    letter: Letter | None,
    collectives: Sequence[Sequence[str]],
    people: Sequence[Sequence[str]],
    *,
    header: Sequence[str] = ("STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Tóm tắt thành tích"),
    title: str = "DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN",
) -> Sheet:
    """A list of nominees in two sections; each row without its ordinal."""
    titles = [title]
    if letter is not None:
        day, month = letter.day
        titles.append(f"(Kèm theo Công văn số {letter.number} ngày {day:02}/{month}/2024 của {_said(letter)})")
    sections: list[Section] = []
    for heading, rows in (("TẬP THỂ", collectives), ("CÁ NHÂN", people)):
        if rows:
            numbered = [[str(number), *row] for number, row in enumerate(rows, start=1)]
            sections.append(Section(f"{'I' * (len(sections) + 1)}. {heading}", numbered))
    return Sheet(titles, header, sections)


def captions(rows: Sequence[Sequence[str]], title: str = "CHÚ THÍCH ẢNH") -> Sheet:
    """A caption list: file, content, time, place; each row without its ordinal."""
    return Sheet([title], CAPTION_HEADER, [Section("", [[str(n), *row] for n, row in enumerate(rows, start=1)])])


def _said(letter: Letter) -> str:
    """The office as a sentence names it: "Sở Tư pháp tỉnh Lạng Sơn"."""
    words = _NAMES.get(letter.office, letter.office.capitalize())
    if letter.office == "SỞ TƯ PHÁP":
        level, _, province = letter.above.removeprefix("UBND ").partition(" ")
        if level == "THÀNH":
            level, province = "THÀNH PHỐ", province.removeprefix("PHỐ ")
        return f"{words} {level.lower()} {province.title()}"
    if letter.office.startswith(_ENFORCEMENT):
        province = letter.office.removeprefix(_ENFORCEMENT).removeprefix(" TỈNH ").title()
        return f"Cục Thi hành án dân sự{f' tỉnh {province}' if province else ''}"
    return words
