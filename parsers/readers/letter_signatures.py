"""The signature block of a letter: who signed, whether it is marked as signed, and the stamp of a digital signature."""

import re
from dataclasses import dataclass
from datetime import date

from parsers.readers.alphabet import LOWER, UPPER
from parsers.readers.datelines import day_in
from parsers.readers.levels import Words
from parsers.readers.persons import looks_like_person, strip_honorific
from parsers.vietnamese.folding import clean, plain

_MARK = re.compile(
    r"[(\[/]\s*(?:đã\s*k[ýí]|da\s*k[yi]|đã\s*k[ýí]\s*(?:và\s*)?(?:,\s*)?đóng\s*dấu"
    r"|k[ýí]\s*tên.{0,12}đóng\s*dấu)\s*[)\]/]|^\s*đã\s*k[ýí]\s*$",
    re.IGNORECASE,
)
_TITLES = (
    "GIÁM ĐỐC|CỤC TRƯỞNG|VỤ TRƯỞNG|VIỆN TRƯỞNG|HIỆU TRƯỞNG|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG"
    "|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|BÍ THƯ|CHỦ TỊCH|TRƯỞNG PHÒNG|TRƯỞNG BAN"
    "|THỦ TRƯỞNG|TỔNG BIÊN TẬP|CHỦ NHIỆM|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG KHOA|CHI HỘI TRƯỞNG|ĐẢNG ỦY"
    "|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BCH|BTV|CÔNG ĐOÀN|VIỆN PHÓ|TRƯỞNG THI HÀNH ÁN|TRƯỞNG THADS|UỶ VIÊN"
    "|ỦY VIÊN|THƯỜNG TRỰC|TRƯỞNG ĐOÀN|TRƯỞNG CHI NHÁNH|PHỤ TRÁCH"
)
_AUTHORITY = re.compile(
    r"(?:^|[\s;,.])(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q|QUYỀN|PTL)\s*\.?\s*[/]?\s*(?=[" + UPPER + r"]{2,})"
)
_TITLE = re.compile(
    rf"(?:^|[\s;,.:])(?:(?:PHÓ|Phó)\s+)?(?:{_TITLES}|P\. ?GIÁM ĐỐC|PHÓ TRƯỞNG [{UPPER}]+)\b[{UPPER}0-9\s,.\-–]*$"
)
_UNACCENTED = re.compile(
    r"^\W*(?:(?:TM|KT|TL|TUQ|Q)\.? ?)?(?:PHO )?(?:GIAM DOC|CUC TRUONG|VU TRUONG|VIEN TRUONG"
    r"|CHANH VAN PHONG|BI THU|CHU TICH)\W*$"
)
_TITLE_CASE = re.compile(
    r"^\W*(?:(?:TM|KT|K/T|TL|TUQ|Q)\.\s*)?(?:Phó\s+)?(?:Giám đốc|Cục trưởng|Vụ trưởng|Viện trưởng"
    r"|Hiệu trưởng|Chánh Văn phòng|Bí thư|Chủ tịch)\W*$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:Người k[ýí]|Ký bởi|Kí bởi|Được ký bởi|Ký số bởi|Ký điện tử bởi|Digitally signed by|Signed by"
    r"|Signature valid|Đã ký số)\s*:?\s*(?P<who>.*)$",
    re.IGNORECASE,
)
_STAMP_DAY = re.compile(r"(?:Thời gian ký|Ngày ký|Ký ngày|Signing time|Date)\s*:?\s*(?P<day>.+)$", re.IGNORECASE)
_RECIPIENTS = Words(r"^(?:nơi nhận|lưu|như trên|như kính gửi)\b")
_APPENDIX = re.compile(r"^(?:phu luc|danh sach|bieu mau|mau so)\b")
_TAIL = re.compile(r"(?P<name>(?:[^\W\d_]+(?:['’][^\W\d_]+)?\s+){1,5}[^\W\d_]+(?:['’][^\W\d_]+)?)\W*$")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block; `found` says that there is one, `marked` that it says "(đã ký)"."""

    signer: str = ""
    found: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """The visible stamp of a digital signature."""

    signer: str = ""
    day: date | None = None
    found: bool = False


def signature_of(lines: list[str]) -> Signature:
    """The first signature block after the body; an appended list's own block is another one."""
    start = next((index for index, text in enumerate(lines) if _is_title(text)), None)
    if start is None:
        marked = next((index for index, text in enumerate(lines) if _MARK.search(text)), None)
        if marked is None:
            return Signature()
        return Signature(_name_near(lines[marked : marked + 6]), found=True, marked=True)
    first_title = start
    while start is not None:
        last = start
        window = start + 1
        while window < min(len(lines), last + 8):
            if _is_title(lines[window]):
                last = window
            elif plain(lines[window]) and _APPENDIX.match(plain(lines[window])):
                break
            window += 1
        block = lines[last : last + 24]
        stop = next((index for index, text in enumerate(block) if index and _APPENDIX.match(plain(text))), len(block))
        block = block[:stop]
        marked = any(_MARK.search(text) for text in lines[start : last + stop])
        name = _name_near([_after_title(block[0]), *block[1:]]) if block else ""
        if name:
            return Signature(name, found=True, marked=marked)
        following = next((index for index in range(last + 1, len(lines)) if _is_title(lines[index])), None)
        if following is None or following > last + 60:
            return Signature("", found=True, marked=marked)
        start = following
    return Signature("", found=first_title is not None)


def stamp_of(lines: list[str]) -> Stamp:
    """The stamp that signing software prints: who signed and when."""
    signer, day, found = "", None, False
    for index, text in enumerate(lines):
        if match := _STAMP.search(text):
            found = True
            who = re.split(
                r"\s*(?:Thời gian|Ngày ký|Date|,|\d|Email|Cơ quan|Đơn vị|DN:)",
                match["who"] or (lines[index + 1] if index + 1 < len(lines) else ""),
            )[0]
            signer = signer or _person(who)
            around = " ".join(lines[index : index + 6])
            if stated := _STAMP_DAY.search(around):
                day = day or day_in(stated["day"])
            day = day or day_in(match["who"])
    return Stamp(signer, day, found)


def _is_title(text: str) -> bool:
    if len(text) > 110:
        return False
    cut = _MARK.sub(" ", text).strip()
    return bool(_AUTHORITY.search(cut) or _TITLE.search(cut) or _UNACCENTED.match(cut) or _TITLE_CASE.match(cut))


def _after_title(text: str) -> str:
    """What stands behind the capitals of a title line: "PHÓ GIÁM ĐỐC Nguyễn Văn A"."""
    match = re.search(rf"[{UPPER}]{{3,}}\s+(?P<rest>(?:[{UPPER}][{LOWER}']+\s*){{2,6}})$", text)
    return match["rest"] if match else ""


def _name_near(lines: list[str]) -> str:
    for text in lines:
        cut = clean(_MARK.sub(" ", text)).strip(" .-*_/")
        if not cut or cut.startswith(("(", "[")):
            continue
        name = _person(cut)
        if name:
            return name
        if text[:1] in "-–+•" or _RECIPIENTS.search(text) or ";" in text or ". " in text:
            tail = re.split(r"[;.]\s+|\)\s+", cut)[-1]
            name = _person(tail) if tail != cut else ""
            if name:
                return name
    return ""


def _person(text: str) -> str:
    name = strip_honorific(clean(text).strip(" .,-:*_"))[0]
    return name if looks_like_person(name) else ""
