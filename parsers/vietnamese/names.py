"""Names of people and organisations: without honorifics and numbering, and which of the two a text is."""

import re
import unicodedata

from parsers.vietnamese.folding import clean, plain
from parsers.vietnamese.places import is_known_place
from parsers.vietnamese.shadow import shadow
from parsers.vietnamese.syllables import is_syllable

_NUMBERING = re.compile(r"^\s*(?:[-+*•–—·]+|\(?\d{1,3}\s*[.)\]/:-]+|\d{1,3}\s+(?=[^\W\d])|[a-zđ]\))\s*", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"^(?:đ\s?/\s?c|đ\.c\.?|đc\.?|d/c|đồng chí|dong chi|ông/bà|ông \(bà\)|ông, bà|ông|ong|bà|anh|chị|chi|em|cô|chú|"
    r"thầy|"
    r"ths\.?|ts\.?|pgs\.?|gs\.?|ths?\.? ?ls\.?|ls\.?|luật sư)(?=[\s.:,/])[\s.:,]*",
    re.IGNORECASE,
)
# Words that open a name of a place or an organisation, not of a person.
_NOT_HONORIFIC = re.compile(
    r"^(?:chi (?:cục|cuc|bộ|bo|đoàn|doan|hội|hoi|nhánh|nhanh|ủy|uy)|bà (?:rịa|nà|triệu|chúa)|anh sơn|cô tô|em)\b",
    re.IGNORECASE,
)
_ALWAYS_HONORIFIC = ("đ", "d/c", "đồng", "dong", "ông", "bà", "th", "ts", "pgs", "gs", "ls", "luật")

_ORGANISATION_HEADS = (
    "phong", "chi cuc", "trung tam", "tt", "van phong", "to hoa giai", "to", "cau lac bo", "clb", "ubnd",
    "uy ban nhan dan", "uy ban", "ban", "doi", "chi bo", "chi doan", "tap the", "so", "cuc", "vu", "vien", "truong",
    "hoc vien", "bo", "tong cuc", "hoi", "doan", "doan luat su", "cong doan", "dang bo", "dang uy", "khoa", "bao",
    "tap chi", "nha xuat ban", "nxb", "cong ty", "can bo", "cong chuc", "tap the can bo", "thon", "ban dan toc",
    "benh vien", "toa an", "tand", "vien kiem sat", "vksnd", "cong an", "bo chi huy", "don", "don bien phong", "stp",
    "cthads", "thads", "cuc thads", "chi cuc thads", "thi hanh an dan su", "hdnd", "mttq", "lien doan", "nhom", "lop",
    "khu pho", "ap", "xa", "phuong", "thi tran", "huyen", "hiep hoi", "lien hiep", "to chuc", "van phong cong chung",
    "vpcc", "vpls", "chi hoi", "chi nhanh", "don vi", "bo phan", "nha", "quy", "ban chi huy", "vietnam", "thanh tra",
    "bao tang", "dai phat thanh", "dai", "thanh doan", "tinh doan", "huyen doan", "hoi dong", "to cong tac",
    "to thuc hien",
    "doan thanh nien", "quan",
)  # fmt: skip
# One-word heads that are also syllables of names ("Đoàn Văn Hậu", "Vũ Thị Lan", "Lò Văn Bản"): told apart by accents.
_ACCENTED_HEADS = frozenset(
    {
        "phòng", "sở", "cục", "vụ", "viện", "trường", "bộ", "hội", "đoàn", "khoa", "báo", "ban", "đội", "tổ",
        "thôn", "đồn",
        "nhóm", "lớp", "ấp", "xã", "phường", "huyện", "đài", "quỹ", "nhà", "quận", "bản", "tt", "stp", "thads",
        "cthads",
        "ubnd", "clb", "vpcc", "vpls", "hđnd", "mttq", "tand", "vksnd", "nxb",
    }
)  # fmt: skip
_AMBIGUOUS_HEADS = frozenset({"đoàn", "vũ", "bạch", "báo", "ban", "đài", "khoa", "nhà", "bản", "quỹ", "hội", "đồn"})
_MANY_WORDS = tuple(head for head in _ORGANISATION_HEADS if " " in head)
_ORG_TAIL = re.compile(
    r"\b(?:tu phap|thi hanh an|thads|nhan dan|cong chung|phap luat|phap che|tinh|huyen|thanh pho|thi xa|so \d+|"
    r"phong|cuc)\b"
)

_FAMILY_NAMES = frozenset(
    """nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong doan trinh dao luong mai to
    ha lam cao quach chu luu thai nong vi be ma ha hua sam chau giang vang sung lo quang tong lau thao mua vu cu hang
    tan phung ta dam kim thach son danh lieu tang nghiem khong kieu bach tieu la au duong van cam dieu thieu ong an
    kpa siu ksor rmah rah y h k a rcom nay ro kpuih rahlan adrong eban nie mlo ayun hlong bkrong hmok knul kbuor
    ro-mah ralan lang bling zoram alang arat pham coor bnuoc rieng trieu ban loc hau dong khuat ninh uong
    giap ung thi tu thiem cat mac moc ninh tham mong phi gia bach nhan cung lai sai che vien ton ong luc luyen ba doi
    tong trang tran- chung tri tien loan yen""".split()  # noqa: SIM905
)
_PERSON_WORD = re.compile(
    r"^(?:[^\W\d_][^\W\d_]*(?:[’'ʼ-][^\W\d_]+)*\.?|[^\W\d_][’'ʼ][^\W\d_]+|[^\W\d_][’'ʼ]?|[^\W\d_]\.)$"
)
_NOT_IN_NAMES = frozenset(
    """ho va ten stt tt tong cong so luong ghi chu don vi chuc vu ngay thang nam giam doc truong phong pho chuyen vien
    hoi nghi cong van quyet dinh viet nam bao cao danh sach""".split()  # noqa: SIM905
)


def strip_honorific(name: str) -> str:
    """`name` without "Ông", "Bà", "Đ/c" and the like, without numbering before it, cleaned."""
    text = clean(name)
    while True:
        shorter = _NUMBERING.sub("", text, count=1)
        match = _HONORIFIC.match(shorter)
        if match and _is_honorific(match, shorter):
            shorter = shorter[match.end() :].strip()
        if shorter == text:
            return text.strip(" ,;:-–")
        text = shorter


def _is_honorific(match: re.Match[str], text: str) -> bool:
    rest = text[match.end() :].strip()
    if not rest or not rest[0].isupper() or _NOT_HONORIFIC.match(text):
        return False
    if match.group().isascii() and match.group()[0] in "cCoO" and not text.isascii():
        return False  # "Chi", "Ong" without accents among accented words are no honorifics
    return match.group().casefold().startswith(_ALWAYS_HONORIFIC) or " " in rest


def looks_like_person(text: str) -> bool:
    """Whether `text` is one person's name: 2 to 6 capitalised syllables, highland names included."""
    bare = strip_honorific(text)
    had_honorific = bare != clean(text) and _HONORIFIC.match(_NUMBERING.sub("", clean(text), count=1)) is not None
    words = bare.split()
    if not 2 <= len(words) <= 6 or len(bare) > 50 or any(char.isdigit() for char in bare):
        return False
    if not all(_PERSON_WORD.match(word) and word[0].isupper() for word in words):
        return False
    if looks_like_organisation(bare) or is_known_place(bare):
        return False
    folded = plain(bare).split()
    if folded and folded[0] in _FAMILY_NAMES:
        return folded[:2] != ["viet", "nam"]
    if had_honorific:
        return True
    # Highland and Chăm, Khmer names: an apostrophe, an initial, a letter or cluster that Vietnamese has not.
    if any(re.search(r"[’'ʼ]", word) or len(word.rstrip(".")) == 1 for word in words):
        return True
    highland = sum(not is_syllable(word) for word in words)
    return not (set(folded) & _NOT_IN_NAMES) and (highland >= 1 or len(words) >= 3)


def looks_like_organisation(text: str) -> bool:
    """Whether `text` begins like the name of an organisation, a group or a place that acts as one."""
    bare = _NUMBERING.sub("", clean(text), count=1)
    folded = shadow(bare).strip(" .,;:-\"'")
    if any(re.match(rf"{re.escape(head)}\b", folded) for head in _MANY_WORDS if head not in {"can bo", "cong chuc"}):
        return True
    words = re.findall(r"[^\W_]+", bare)
    if not words:
        return False
    first = unicodedata.normalize("NFC", words[0]).casefold()
    if len(words) > 1 and first in _ACCENTED_HEADS:
        return not (first in _AMBIGUOUS_HEADS and _reads_as_name(words))
    if bare.isascii() and len(words) > 1 and first in _ORGANISATION_HEADS:
        return bool(_ORG_TAIL.search(folded)) or not _reads_as_name(words)
    return first in _ACCENTED_HEADS and words[0].isupper() and len(words[0]) > 2


def _reads_as_name(words: list[str]) -> bool:
    """Every word capitalised, and none but the first in capitals only: "Đoàn Văn Hậu", not "Đoàn thanh niên"."""
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() for word in words)
        and not any(word.isupper() and len(word) > 3 for word in words[1:])
    )
