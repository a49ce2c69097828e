"""What looks like the name of a person, and a name without what people put around it."""

import re
from typing import Literal

from parsers.readers.levels import NEVER, Words, role_of, starts_organisation, starts_title, words
from parsers.vietnamese.folding import clean

Gender = Literal["male", "female"]

_MALE = r"ông|anh|mr\.?|chú"
_FEMALE = r"bà|chị|cô|mrs\.?|ms\.?"
_NEUTRAL = (
    r"đ/c|đ\.c|đc|đ/chí|đồng chí|d/c|dong chi|ts\.?|ths\.?|pgs\.?|gs\.?|cn\.?|luật sư|ls\.?|thượng tọa"
    r"|ông/bà|ông \(bà\)|tiến sĩ|thạc sĩ|thạc sỹ|cử nhân|bs\.?|nhà giáo|nghệ nhân|(?:thiếu|trung|thượng"
    r"|đại) (?:tướng|tá|úy)"
)
_HONORIFIC = re.compile(
    rf"^\s*(?P<word>ông/bà|ông \(bà\)|{_MALE}|{_FEMALE}|ong|ba|{_NEUTRAL})(?:(?<=[./])\s*|\s*[.:]\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,3}(?:\.\d{1,2})*\s*[.)/\-–:]+\s*|\(?[a-zđ]\s*\)\s*|[IVX]{1,4}[.)]\s+|[-–+•*▪●·‑✓►➢]+\s*)+",
    re.IGNORECASE,
)


def strip_numbering(text: str) -> str:
    """Without a leading "1.", "a)", "-"."""
    return _NUMBERING.sub("", text, count=1).strip()


def strip_honorific(text: str) -> tuple[str, Gender | None, bool]:
    """(name, gender by the honorific, whether there was one): "Bà Trần Thị B" is ("Trần Thị B", "female", True)."""
    gender: Gender | None = None
    found = False
    rest = text.strip()
    while match := _HONORIFIC.match(rest):
        word = match["word"].lower().rstrip(".")
        following = rest[match.end() :]
        if (
            word in {"ba", "ong", "cô", "chú", "anh", "ls", "cn", "gs", "ts", "bs", "bà", "ông", "chị"}
            and not following[:1].isupper()
        ):
            break
        # "Anh", "Ba", "Chu" are parts of names, too: they are honorifics only before at least two more syllables.
        if word in {"anh", "ba", "ong", "cô", "chú"} and len(re.split(r"[,(;]", following)[0].split()) < 2:
            break
        if re.fullmatch(_MALE + "|ong", word):
            gender = "male"
        elif re.fullmatch(_FEMALE + "|ba", word):
            gender = "female"
        found = True
        rest = following.strip()
    return rest, gender, found


_SYLLABLE = re.compile(r"^[^\W\d_]+(?:['’.‘`-][^\W\d_]+)*['’]?$|^[^\W\d_]\.$")
_NOT_NAMES = Words(
    r"\b(?:tỉnh|huyện|xã|phường|quận|thành phố|tư pháp|thi đua|khen thưởng|luật sư|thanh niên|thanh tra"
    r"|chấp hành|thường vụ|kiểm tra|tổ chức"
    r"|tuyên giáo|hòa giải|luật gia|quản lý|nghiệp vụ|điều hành|giám đốc|chỉ đạo|biên tập|nông dân"
    r"|phụ nữ|cựu chiến binh|đồng chí|kế toán|hành chính"
    r"|phòng|ban|bộ|sở|cục|vụ|viện|trung ương|việt nam|công đoàn|dân vận|nội chính|dân tộc|pháp chế)\b"
)
_HARD_NOT_NAMES = Words(
    r"\b(?:tổng cộng|danh sách|điển hình|nơi nhận|kính gửi|đại hội|hội nghị|công văn|tư pháp|thi đua"
    r"|khen thưởng|độc lập|tự do|hạnh phúc|chức vụ|đơn vị|cơ quan"
    r"|giám đốc|lĩnh vực|họ tên|họ và tên|ghi chú|xác nhận|người lập|đã ký|tập thể|cá nhân|phụ lục"
    r"|hình ảnh|thành tích|ý kiến|như trên|trân trọng|cộng hòa|xã hội|dân sự|ủy ban)\b"
)

# What is a name without its accents, or at other places: Thắng, Nam, Nguyễn Việt Nam.
_DATE_WORDS = Words(r"\b(?:ngày|tháng|năm)\b", NEVER)
_COUNTRY = Words(r"^(?!\w+ việt nam$).*\bviệt nam$")
# Family names that are words for organisations, too, at least without accents, told by the name behind them.
_FAMILY = Words(
    r"^(?:đặng|tô|đoàn|vũ|võ|viên|ban|quan|trương|đội|sa|xa|khoa|bộ|sở|trưởng|quách|hội|ấp|chu|văn|bản) "
    r"(?:văn|thị|đức|hữu|ngọc|minh|quang|xuân|kim|hồng|thúy|bích|đình|công|quốc|hoàng|trọng|bá|thế|mạnh|tiến|hải"
    r"|việt|tuấn|khánh|thanh(?! niên| tra))"
    r"(?: \w+){1,3}$"
)


def looks_like_person(text: str) -> bool:
    """Two to six capitalised syllables (also `H'Yam Êban`, `Y Bhiông`) that are neither title nor organisation."""
    name = clean(text)
    syllables = name.split()
    if not 2 <= len(syllables) <= 7 or any(letter.isdigit() for letter in name):
        return False
    if not all(_SYLLABLE.match(syllable) for syllable in syllables):
        return False
    if not all(syllable[0].isupper() or "'" in syllable or "’" in syllable for syllable in syllables):
        return False
    if len(words(name).replace(" ", "")) < 4 or any(
        pattern.search(name) for pattern in (_HARD_NOT_NAMES, _DATE_WORDS, _COUNTRY)
    ):
        return False
    if _FAMILY.search(name) and (not name.isupper() or words(syllables[1]) in {"văn", "thị", "van", "thi"}):
        return True
    # Surnames such as Ban, Vũ, Đoàn, Phòng-like heads: an organisation goes on in lower case or names its kind fully.
    if starts_title(name) and role_of(name) is not None:
        return False
    return not (starts_organisation(name) and _NOT_NAMES.search(" ".join(syllables[1:])) is not None) and not _office(
        name
    )


_OFFICE = Words(
    r"^(?:phòng|cục|sở|chi cục|tổng cục|trung tâm|văn phòng|ubnd|ủy ban|công ty|trường|học viện"
    r"|hội đồng|thanh tra|chi bộ|chi đoàn|câu lạc bộ|tổ|đội|huyện|xã|tỉnh|thị|quận|phường|thành phố|stp"
    r"|cthads|khoa|viện|nhóm|lĩnh|cấp|tp|vp|clb|công an|đảng|liên|kho|tòa|mặt) "
)


def _office(name: str) -> bool:
    return _OFFICE.search(name) is not None
