"""The time that a Vietnamese caption states: days, months, quarters, years and ranges of them, never a guess.

Always day before month before year. What only looks like a date is masked first: numbers and dates of documents,
anniversaries, names of holidays, terms of office, years of laws. An impossible date, a relative word and a span of
more than a year are no time. The rules stand in `_RULES` at the end, the most exact first; the first that finds
something wins.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from parsers.readers.values import Precision, TimeSpan
from parsers.vietnamese.shadow import shadow

Window = tuple[int, int]
FILE_NAME_WINDOW: Window = (2020, 2025)  # in which six or eight digits of a file name are a date
LONGEST_SPAN = timedelta(days=366)

# Everything below is matched against the shadow: lower case, no accents.
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:19|20)\d\d"
_S = r"\s?[./\\-]\s?"  # between day, month and year
_TO = r"\s*(?:-|->|~|den(?:\s+het)?)\s*(?:ngay\s+)?"
_AND = r"\s*(?:,|va|&|\+|;)\s*(?:ngay\s+)?"
_NOT_BEFORE = r"(?<![\d/\\])(?<!\d\.)"
_NOT_AFTER = r"(?![\d/\\])(?!\.\d)(?!-\d)"
_HEAD = r"(?:ngay|sang|chieu|toi|trua|dem|hom|tu|vao|luc|trong|hoi|thoi gian|:)\s*(?:ngay\s+)?"

# Numbers after these words count things; they are no days.
_COUNTED = re.compile(
    r"(?:\b(?:quan|phuong|q|p|khu pho|kp|to|so|tang|ap|thon|xom|khoi|cum|khoa|lop|cap|doi|anh|hinh|video|clip|phan|bai|"
    r"muc|dieu|khoan|chuong|lan|ban|to dan pho|tdp|khu|block|nha|phong|goi|dot|hang|loai|vong|tuan|stt|qh|an|do an|"
    r"de an|bon|xa|dot|ky|nam thu|hem|ngo|duong)\.?\s*)$"
)

# --- masks ------------------------------------------------------------------------------------
_DATE = rf"(?:{_D}{_S}{_M}{_S}{_Y}|{_D}\s*thang\s*{_M}\s*(?:nam|/|-|\.)\s*{_Y})"
_DOCUMENT = (
    r"nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|cong van|van ban|ke hoach|to trinh|thong bao|"
    r"bao cao|huong dan|chuong trinh|ket luan|giay moi|cong dien|qd|kh|nq|tt|ct|cv|bc|tb|hd"
)
_MASKS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b\d{{1,5}}\s?/\s?(?:{_Y}\s?/\s?)?(?:qd|kh|nq|ct|tt|nd|ttr|bc|tb|hd|cv)-[a-z]+(?:\s*,?\s*ngay\s+{_DATE})?",
        rf"\b\d{{1,4}}-(?:cv|bc|ttr|hd|kh|qd|qyd|tb|ctr|kl|nq|ct)/[a-z]+(?:\s*,?\s*ngay\s+{_DATE})?",
        rf"\b(?:{_DOCUMENT})\s+so\s*:?\s*\d{{1,5}}(?:\s*/\s*{_Y})?(?:\s*,?\s*ngay\s+{_DATE})?",
        rf"\b(?:thuc hien|can cu|theo)\s+(?:\w+\s+){{0,3}}?(?:{_DOCUMENT})(?:\s+so\s+[^\s\x00]+)?\s+ngay\s+{_DATE}",
        rf"\b(?:{_DOCUMENT})\s+ngay\s+{_DATE}\s+cua\b",
        r"\bcovid\s*-?\s*\d+|\bsars\s*-?\s*cov\s*-?\s*\d+|\bncov\b",
        r"\b(?:lan|ky|dot|khoa)\s+(?:thu\s+)?(?:[ivxl]+|\d{1,3})\b(?!\s*/)",
        rf"\b(?:nhiem ky|nk)\.?\s*:?\s*{_Y}\s*(?:-|den|/)\s*(?:{_Y}|\d\d)\b",
        rf"\b(?:giai doan|tu nam)\s*:?\s*(?:nam\s+)?{_Y}\s*(?:-|den)\s*(?:nam\s+)?{_Y}",
        r"\b(?:giai doan|tu nam)\s*:?\s*(?:19|20)\d\d\s*(?:-|den)\s*(?:nay|hien nay)",
        rf"\b(?:tam nhin|dinh huong|huong toi|phan dau)(?:\s+(?:den|toi))?(?:\s+nam)?\s+{_Y}",
        rf"\bden\s+(?:het\s+)?nam\s+{_Y}",
        rf"\b(?:sinh nam|sinh ngay|sn|nam sinh)\s*:?\s*(?:{_D}{_S}{_M}{_S})?{_Y}",
        rf"\b(?:thanh lap|ra doi)\s+(?:tu\s+)?nam\s+{_Y}",
        rf"{_D}{_S}{_M}(?:{_S}{_Y})?\s*(?:\(\s*)?(?:am lich|al)\b",
        r"\b(?:mung|mong)\s+\d{1,2}\s+tet\b",
        r"(?:\+84|\b0)\d{2,3}[\s.]?\d{3}[\s.]?\d{3,4}\b",  # telephone
    )
)
# 42/QĐ-BTP, 06/2011/TT-BTP, 45/2013/QH13: only the capitals tell them from a path or a fraction.
_CITATION = re.compile(
    r"\b\d{1,5}\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?"
    r"(?:QH\d\d|[A-ZĐ]{1,5}[a-z]{0,3}(?:\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ0-9&]{0,12})+)"
)
_CITED_DAY = re.compile(rf"\s*,?\s*(?:ky\s+|ban hanh\s+)?ngay\s+{_DATE}")
_LAWS: tuple[tuple[str, str], ...] = (
    (r"dat dai", "2013|2024"),
    (r"dan su", "2005|2015"),
    (r"hinh su", "1999|2015"),
    (r"to tung dan su", "2004|2015"),
    (r"to tung hinh su", "2003|2015"),
    (r"to tung hanh chinh", "2010|2015"),
    (r"lao dong", "2012|2019"),
    (r"hoa giai o co so", "2013"),
    (r"pho bien,? giao duc phap luat|pbgdpl", "2012"),
    (r"tro giup phap ly|tgpl", "2006|2017"),
    (r"ho tich", "2014"),
    (r"cong chung", "2006|2014|2024"),
    (r"thi hanh an dan su|thads", "2008|2014"),
    (r"xu ly vi pham hanh chinh|xlvphc", "2012|2020"),
    (r"can cuoc|can cuoc cong dan|cccd", "2014|2023"),
    (r"dau gia tai san", "2016|2024"),
    (r"nha o", "2014|2023"),
    (r"kinh doanh bat dong san", "2014|2023"),
    (r"nuoi con nuoi", "2010"),
    (r"hon nhan va gia dinh|hn&gd|hngd", "2000|2014"),
    (r"an ninh mang", "2018"),
    (r"thi dua,? khen thuong|tdkt", "2003|2013|2022"),
    (r"binh dang gioi", "2006"),
    (r"phong,? chong bao luc gia dinh", "2007|2022"),
    (r"phong,? chong tham nhung", "2005|2018"),
    (r"phong,? chong ma tuy", "2021"),
    (r"cu tru", "2006|2020"),
    (r"tre em", "2016"),
    (r"to cao", "2018"),
    (r"khieu nai", "2011"),
    (r"ly lich tu phap", "2009"),
    (r"luat su", "2006|2012"),
    (r"giam dinh tu phap", "2012|2020"),
    (r"quoc tich(?: viet nam)?", "2008|2014"),
    (r"ban hanh van ban quy pham phap luat|ban hanh vbqppl", "2008|2015|2020"),
    (r"thuc hien dan chu o co so", "2022"),
    (r"bao hiem xa hoi|bhxh", "2014|2024"),
    (r"thanh nien", "2005|2020"),
    (r"luu tru", "2011|2024"),
)
_LAW_YEAR = re.compile(
    r"\b(?:bo\s+)?luat\s+(?:" + "|".join(rf"(?:{name})\s+(?:nam\s+)?(?:{years})" for name, years in _LAWS) + r")\b"
    r"|\bhien phap\s+(?:nam\s+)?(?:1946|1959|1980|1992|2013)\b"
)

_ANNIVERSARY = re.compile(
    rf"(?P<d>{_D}){_S}(?P<m>{_M}){_S}(?P<a>{_Y})\s*(?:-|den)\s*(?P<d2>{_D}){_S}(?P<m2>{_M}){_S}(?P<b>{_Y})"
)
_ANNIVERSARY_SHORT = re.compile(rf"(?P<d>{_D}){_S}(?P<m>{_M})\s*\(\s*(?P<a>{_Y})\s*-\s*(?P<b>{_Y})\s*\)")
_ANNIVERSARY_YEARS = re.compile(rf"(?<![\d/.-])(?P<a>{_Y})\s*(?:-|den)\s*(?P<b>{_Y})(?![\d/.-])")

_HOLIDAYS = frozenset(
    {
        (3, 2), (27, 2), (8, 3), (26, 3), (30, 4), (1, 5), (19, 5), (1, 6), (11, 6),
        (21, 6), (19, 7), (27, 7), (28, 7), (19, 8), (28, 8), (2, 9), (10, 10), (13, 10), (20, 10),
        (9, 11), (18, 11), (20, 11), (22, 12),
    }
)  # fmt: skip
_DAY_MONTH = re.compile(rf"{_NOT_BEFORE}(?P<d>{_D})\s?[/.-]\s?(?P<m>{_M}){_NOT_AFTER}(?!\s?[./-]\s?\d)")
_HOLIDAY_WORDS = re.compile(
    r"\b(?:chao mung|ky niem|nhan dip|nhan ngay|dip|huong ung|mung|toa dam|mit tinh|meo tinh|gap mat|quoc te|"
    r"quoc khanh|"
    r"ngay truyen thong|ngay phap luat|ngay nha giao|ngay thanh lap|ngay thuong binh|ngay phu nu|ngay gia dinh|"
    r"ngay bao chi|ngay giai phong|ngay hoi|ngay vi|ngay doanh nhan|ngay the gioi)\b[^,;|()]{0,70}$"
)
_TIME_WORD_BEFORE = re.compile(
    r"(?:\b(?:ngay|sang|chieu|toi|trua|dem|hom|tu|den|vao|luc|chup|h|gio)|\d{1,2}h\d{0,2})\s*$"
)

_RELATIVE = re.compile(
    r"\b(?:(?:sang|chieu|toi|trua|hom|ngay|dem) (?:nay|qua|kia)|vua qua|vua roi|moi day|gan day|cung ngay|"
    r"(?:tuan|thang|nam) (?:truoc|ngoai|nay|qua|vua roi)|hang nam|hang thang|hang tuan|dip nay)\b"
)
_RELATIVE_DAY = re.compile(r"\b(?:(?:sang|chieu|toi|trua|hom|dem) (?:nay|qua|kia)|cung ngay)\b")

# --- what surrounds a date and goes with it ----------------------------------------------------
_HOUR = r"\d{1,2}\s?(?:h|g|giờ|gio|:)\s?\d{0,2}\s?(?:phút|phut|p|'|h)?"
_CLOCK = rf"{_HOUR}(?:\s*(?:-|đến|den)\s*{_HOUR})?"
# In accented text matched with accents, since "Liên Chiểu, ngày …" is no afternoon.
_LEADING_WORDS = (
    "thời gian", "thời điểm", "ngày chụp", "ảnh chụp", "chụp", "quay", "được tổ chức", "diễn ra", "vào", "lúc", "hồi",
    "từ", "trong", "các", "hôm", "ngày", "buổi", "sáng", "chiều", "tối", "trưa", "đêm", "khoảng", "tháng", "chủ nhật",
    "cn", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ 2", "thứ 3", "thứ 4", "thứ 5", "thứ 6",
    "thứ 7",
)  # fmt: skip


def _leading(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:(?:\b(?:{longest_first})\b|\b{_CLOCK})\s*(?:[,:;]\s*)?)+$")


_BEFORE = _leading(_LEADING_WORDS)
_BEFORE_PLAIN = _leading(tuple(shadow(word) for word in _LEADING_WORDS))
_NAMED_HOI = re.compile(r"(?<=[^\W\d_] )H(?:ồi|oi)\b")
_AFTER = re.compile(
    rf"^(?:\s*,?\s*(?:(?:luc|vao luc|hoi)\s+)?{_CLOCK}(?:\s*(?:sang|chieu|toi))?(?=\W|$)|\s*\((?:thu\s\w+|chu nhat)\)|"
    r"\s+(?:vua roi|vua qua)\b)"
)


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """Where in a text its time stands: `text[start:end]` can go, unless `keep` (a year inside a name).

    `span` is None for an expression that can be cut out but is no time: an impossible date, a relative word.
    """

    span: TimeSpan | None
    start: int
    end: int
    keep: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    first: date | None  # None: the words are a date that does not exist
    last: date | None
    precision: Precision
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class _Context:
    sent: date | None
    hint_year: int | None
    window: Window


def find_time(
    text: str, sent: date | None = None, *, file_name: bool = False, window: Window = FILE_NAME_WINDOW
) -> tuple[TimeSpan | None, str]:
    """The time that `text` states, and `text` without the words for it."""
    text = unicodedata.normalize("NFC", text)
    match = locate_time(text, sent, file_name=file_name, window=window)
    if match is None or match.keep:
        return (match.span if match else None), text
    return match.span, _joined(text[: match.start], text[match.end :])


def locate_time(
    text: str, sent: date | None = None, *, file_name: bool = False, window: Window = FILE_NAME_WINDOW
) -> TimeMatch | None:
    """Like `find_time`, but tells where the expression stands; `text` must be NFC."""
    shade = re.sub(
        r"(?<=\d)o(?=[\d./-])", "0", shadow(text).replace("_", " ")
    )  # 2O24, as OCR and hasty fingers write it
    masked, hint_year, anniversary = _masked(_without_citations(text, shade), file_name=file_name)
    relative = _RELATIVE_DAY.search(masked)
    context = _Context(sent, hint_year, window)
    impossible: _Found | None = None
    for rule in _FILE_NAME_RULES if file_name else _RULES:
        for found in rule(masked, context):
            if found.first is None or found.last is None:
                impossible = impossible or found
            elif impossible is not None and found.precision != "day":
                break  # the day is written and wrong: a month or year around it would be a guess
            elif found.last - found.first > LONGEST_SPAN:
                return TimeMatch(None, found.start, found.end, keep=True)
            elif relative and found.precision == "year":
                break  # "sáng nay … năm 2024": the year is in the name of the event
            else:
                return _as_match(text, masked, found, file_name=file_name)
    if impossible:
        start, end = _widened(text, masked, impossible.start, impossible.end)
        return TimeMatch(None, start, end)
    if relative:
        start, end = _widened(text, masked, relative.start(), relative.end())
        return TimeMatch(None, start, end)
    if anniversary:
        first, last = date(anniversary[2], 1, 1), date(anniversary[2], 12, 31)
        written = text[anniversary[0] : anniversary[1]]
        return TimeMatch(TimeSpan(written, first, last, "year", True), anniversary[0], anniversary[1], keep=True)
    return None


def _as_match(text: str, masked: str, found: _Found, *, file_name: bool) -> TimeMatch:
    assert found.first is not None and found.last is not None  # noqa: PT018 (the caller has looked)
    span = TimeSpan(text[found.start : found.end].strip(), found.first, found.last, found.precision, found.inferred)
    keep = found.precision in {"year", "quarter"} and not _stands_apart(masked, found.start, found.end)
    if keep and file_name and _is_stamp(masked, found):
        keep = False
    start, end = (found.start, found.end) if keep else _widened(text, masked, found.start, found.end)
    return TimeMatch(span, start, end, keep)


def _stands_apart(shade: str, start: int, end: int) -> bool:
    """A year that can go without hurting a name: in brackets, behind a comma or dash, or at the very beginning."""
    before, after = shade[:start].rstrip(), shade[end:].lstrip()
    opened = before.endswith(("(", "[")) and after.startswith((")", "]"))
    closed = not after or after[0] in ",;:.-|)]\x1f"
    return opened or (closed and (not before or before[-1] in ",;:-|\x1f."))


_OF_A_YEAR = re.compile(
    r"\b(?:so ket|tong ket|ket qua|bao cao|danh gia|nhiem vu|ke hoach|trien khai|phuong huong|cong tac|hoi nghi)\b"
)


def _is_stamp(shade: str, found: _Found) -> bool:
    """`Hoi thi CHV gioi 2023.jpg`: a bare year at the end of a name is when, not what; a review is of its year."""
    before, after = shade[: found.start].rstrip(), shade[found.end :].lstrip()
    closed = (not after or after[0] in ",;|()-\x1f") and len(before.split()) > 1
    return found.precision == "year" and closed and found.end - found.start == 4 and not _OF_A_YEAR.search(before)


def _widened(text: str, shade: str, start: int, end: int) -> tuple[int, int]:
    """The words and brackets that belong to the expression: "vào lúc 8h00, ngày …", "( … )"."""
    # "hồi 8 giờ" belongs to the time, "huyện Ngọc Hồi" does not
    lowered, plain_text = _NAMED_HOI.sub("\0" * 3, text).lower(), text.isascii()
    if len(lowered) != len(shade):
        lowered = shade
    changed = True
    while changed:
        changed = False
        before = (_BEFORE_PLAIN if plain_text else _BEFORE).search(lowered[:start])
        if before and before.start() < start:
            start, changed = before.start(), True
        after = _AFTER.match(shade[end:])
        if after and after.end():
            end, changed = end + after.end(), True
        left, right = shade[:start].rstrip(), shade[end:].lstrip()
        if left.endswith(("(", "[")) and right.startswith((")", "]")):
            start, end = len(left) - 1, len(shade) - len(right) + 1
            changed = True
    return start, end


def _joined(left: str, right: str) -> str:
    """Both sides of a cut, without the separators that stood on both sides of it."""
    left, right = left.rstrip(), right.lstrip()
    if left and right and left[-1] in ",;:-–—|(" and right[0] in ",;:-–—|).":
        right = right[1:].lstrip()
    return f"{left} {right}".strip(" ,;:–—|-_" if not (left and right) else None)


# --- masking ------------------------------------------------------------------------------------
def _without_citations(text: str, shade: str) -> str:
    for match in _CITATION.finditer(text):
        day = _CITED_DAY.match(shade, match.end())
        shade = _blot(shade, match.start(), day.end() if day else match.end())
    return shade


def _masked(shade: str, *, file_name: bool) -> tuple[str, int | None, tuple[int, int, int] | None]:
    """The shadow with what only looks like a time blotted out; the year of an anniversary, and where it stands."""
    hint: int | None = None
    where: tuple[int, int, int] | None = None
    for pattern in (_ANNIVERSARY, _ANNIVERSARY_SHORT, _ANNIVERSARY_YEARS):
        for match in list(pattern.finditer(shade)):
            groups = match.groupdict()
            first, last = int(groups["a"]), int(groups["b"])
            same_day = (groups.get("d2"), groups.get("m2")) in {(None, None), (groups.get("d"), groups.get("m"))}
            if last - first >= 3 and same_day and not _is_period(shade[: match.start()]):
                hint, where = last, (match.start(), match.end(), last)
                shade = _blot(shade, match.start(), match.end())
    for mask in (*_MASKS, _LAW_YEAR):
        for match in list(mask.finditer(shade)):
            shade = _blot(shade, match.start(), match.end())
    for match in list(_DAY_MONTH.finditer(shade)):
        if _is_holiday(shade, match, file_name=file_name):
            shade = _blot(shade, match.start(), match.end())
    return shade, hint, where


def _is_period(before: str) -> bool:
    return bool(re.search(r"\b(?:giai doan|nhiem ky|nk|tu nam|nam hoc|thoi ky|tu)\s*:?\s*\(?$", before))


def _is_holiday(shade: str, match: re.Match[str], *, file_name: bool) -> bool:
    """9/11 without a year is the name of a day when a name stands before it, not "ngày", "sáng" or a comma."""
    if (int(match["d"]), int(match["m"])) not in _HOLIDAYS or re.match(
        r"\s*(?:,\s*)?nam\s+(?:19|20)\d\d", shade[match.end() :]
    ):
        return False
    before = shade[: match.start()].rstrip()
    if re.search(r"\b(?:sang|chieu|toi|trua|hom|vao|luc)(?:\s+ngay)?$", before):
        return False
    if _HOLIDAY_WORDS.search(before):
        return True
    if _TIME_WORD_BEFORE.search(before):
        return False
    return bool(before) and (before[-1].isalpha() or (file_name and before[-1] == " "))


def _blot(shade: str, start: int, end: int) -> str:
    return shade[:start] + "\x00" * (end - start) + shade[end:]


# --- rules --------------------------------------------------------------------------------------
_Rule = Callable[[str, _Context], list[_Found]]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


_YY = r"(?:(?:19|20)\d\d|(?:1[5-9]|2\d)(?!\d|[/:h%]|[.-]\d))"
_FULL = re.compile(
    rf"{_NOT_BEFORE}(?<!thang )(?<!thang)(?<!\bt)(?P<d>\d{{1,2}}){_S}(?P<m>\d{{1,2}})(?:{_S}|"
    rf"\s?,?\s?nam\s?)(?P<y>{_YY})(?!\d)"
)
_WORDS = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?:,\s*)?(?:thang|thg)\s*(?P<m>\d{{1,2}})\s*(?:,\s*)?(?:nam|/|-|\.|,)?\s*(?P<y>{_Y})(?!\d)"
)
_ISO = re.compile(rf"(?<!\d)(?P<y>{_Y})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})(?![\d/])")
_RANGE_FULL = re.compile(
    rf"{_NOT_BEFORE}(?P<d1>\d{{1,2}}){_S}(?P<m1>\d{{1,2}})(?:{_S}(?P<y1>{_Y}))?{_TO}"
    rf"(?P<d2>\d{{1,2}}){_S}(?P<m2>\d{{1,2}}){_S}(?P<y2>{_YY})(?!\d)"
)
_RANGE_DAYS = re.compile(
    rf"(?P<head>{_HEAD})?{_NOT_BEFORE}(?P<d1>{_D})(?P<link>(?:{_AND}{_D}){{0,6}}?(?:{_TO}|{_AND}))(?P<d2>{_D})"
    rf"(?:{_S}|\s*,?\s*(?:thang|thg)\s*)(?P<m>{_M})(?:{_S}|\s*,?\s*(?:nam)?\s*)(?P<y>{_Y})(?!\d)"
)
_RANGE_WORDS = re.compile(
    rf"(?<!\d)(?P<d1>{_D})\s*(?:thang|thg)\s*(?P<m1>{_M})(?:\s*(?:nam|/|-)?\s*(?P<y1>{_Y}))?{_TO}"
    rf"(?P<d2>{_D})\s*(?:thang|thg)\s*(?P<m2>{_M})\s*(?:nam|/|-|,)?\s*(?P<y2>{_Y})(?!\d)"
)
_RANGE_MONTHS = re.compile(
    rf"\b(?:tu\s+)?(?:cac\s+)?(?:thang|t)\s?(?P<m1>{_M})(?:{_S}(?P<y1>{_Y}))?\s*(?:-|den|va|,|&)\s*(?:het\s+)?(?:thang\s|t)?\s?(?P<m2>{_M})"
    rf"\s*(?:/|-|\.|nam|,)\s*(?:nam\s*)?(?P<y2>{_Y})(?!\d)"
    rf"|\b(?:tu\s+){_M}{_S}{_Y}\s*(?:-|den)\s*{_M}{_S}{_Y}(?!\d)"
)
_MONTH_PAIR = re.compile(rf"({_M}){_S}({_Y})\s*(?:-|den)\s*({_M}){_S}({_Y})")
_QUARTER = re.compile(rf"\b(?:quy\s*|q)(?P<q>iv|i{{1,3}}|[1-4])\s*(?:/|,|-|\.|nam)?\s*(?:nam\s*)?(?P<y>{_Y})(?!\d)")
_MONTH = re.compile(
    rf"(?:(?P<part>dau|giua|cuoi)\s+)?(?:\b(?:thang|thg)\s*|\bt\.?\s?)(?P<m>{_M})\s*(?:nam|/|-|\.|,|\()?\s*(?:nam\s*)?(?P<y>{_Y})(?!\d)"
    rf"|(?<![\d./\\-])(?P<m2>{_M})\s?[/.-]\s?(?P<y2>{_Y})(?![\d/])(?!-\d)(?!\.\d)"
)
_PART_OF_YEAR = re.compile(rf"\b(?P<part>dau|giua|cuoi)\s+nam\s+(?P<y>{_Y})(?!\s*-\s*\d)")
_SCHOOL_YEAR = re.compile(rf"\b(?:(?P<part>dau|cuoi)\s+)?nam hoc\s*:?\s*(?P<a>{_Y})\s*(?:-|den|/)\s*(?P<b>{_Y}|\d\d)\b")
_MONTHS_OF_YEAR = re.compile(rf"\b(?P<n>6|sau|9|chin|3|ba)\s+thang\s+(?P<part>dau|cuoi)\s+nam\s+(?P<y>{_Y})")
_HALF_NAMES = re.compile(r"\b(?:so ket|tong ket|ket qua|bao cao|danh gia|nhiem vu)\b[^,;()]{0,60}$")
_YEARS = re.compile(rf"(?<![\d/.-])(?P<a>{_Y})\s*(?:-|den)\s*(?:nam\s+)?(?P<b>{_Y})(?![\d/])")
_YEAR = re.compile(rf"\bnam\s*:?\s*(?P<y>{_Y})(?![\d/]|-\d|\.\d)")
_BARE_YEAR = re.compile(
    rf"(?:(?<=^)|(?<=[\s(\[,;:_\x1f|-]))(?P<y>{_Y})(?=\s*(?:$|[,;:.)\]|\x1f_])|\s+-|\s*-\s*\D|\s+tai\b)"
)
_ANY_YEAR = re.compile(rf"(?<!\d)(?P<y>{_Y})(?!\d)")


def _ranges(shade: str, _: _Context) -> list[_Found]:
    out = [_range_full(match) for match in _RANGE_FULL.finditer(shade)]
    out += [_range_full(match) for match in _RANGE_WORDS.finditer(shade)]
    for match in _RANGE_DAYS.finditer(shade):
        if not _is_list_of_days(shade, match):
            continue
        year, month = int(match["y"]), int(match["m"])
        first, last = _day(year, month, int(match["d1"])), _day(year, month, int(match["d2"]))
        if first and last and first < last:
            out.append(_Found(match.start("d1"), match.end(), first, last, "span"))
    return [found for found in out if found]


def _range_full(match: re.Match[str]) -> _Found:
    year2 = _year(match["y2"])
    first_of = (int(match["m1"]), int(match["d1"]))
    last_of = (int(match["m2"]), int(match["d2"]))
    year1 = int(match["y1"]) if match["y1"] else year2 - (first_of > last_of)
    first, last = _day(year1, *first_of), _day(year2, *last_of)
    if first and last and first > last:
        first = last = None
    precision: Precision = "day" if first == last else "span"
    return _Found(match.start(), match.end(), first, last, precision)


def _is_list_of_days(shade: str, match: re.Match[str]) -> bool:
    """Whether the first number is a day, too: "12-14/5/2023", but not "Quận 1 - 15/3/2023" or "tầng 3, 22/12/2023"."""
    if match["head"]:
        return True
    before = shade[: match.start("d1")]
    if _COUNTED.search(before):
        return False
    apart = not before.strip() or before.rstrip()[-1] in "(,;|\x1f-"
    link = match["link"].strip()
    if link.startswith(("va", "&", "den", "~", "->", "+")):
        return True
    if link.startswith("-"):
        return apart or not match["link"].startswith(" ")
    return not before.strip() and not link.startswith(";")


def _full_days(shade: str, _: _Context) -> list[_Found]:
    out = []
    for pattern in (_ISO, _FULL, _WORDS):
        for match in pattern.finditer(shade):
            day = _day(_year(match["y"]), int(match["m"]), int(match["d"]))
            out.append(_Found(match.start(), match.end(), day, day, "day"))
    return sorted(out, key=lambda found: (found.first is None, found.start))


def _quarters(shade: str, _: _Context) -> list[_Found]:
    out = []
    for match in _QUARTER.finditer(shade):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match["q"]) or int(match["q"])
        year = int(match["y"])
        out.append(
            _Found(
                match.start(), match.end(), date(year, 3 * number - 2, 1), _month_span(year, 3 * number)[1], "quarter"
            )
        )
    return out


def _months(shade: str, _: _Context) -> list[_Found]:
    out = []
    for match in _RANGE_MONTHS.finditer(shade):
        pair = _MONTH_PAIR.search(match.group())
        if match["m1"]:
            last = (int(match["y2"]), int(match["m2"]))
            year1 = int(match["y1"]) if match["y1"] else last[0] - (int(match["m1"]) > last[1])
            first = (year1, int(match["m1"]))
        elif pair:
            first, last = (int(pair[2]), int(pair[1])), (int(pair[4]), int(pair[3]))
        else:
            continue
        if first <= last:
            out.append(_Found(match.start(), match.end(), _month_span(*first)[0], _month_span(*last)[1], "span"))
    if out:
        return out
    out += [_part_of_year_in_months(shade, match) for match in _MONTHS_OF_YEAR.finditer(shade)]
    if out:
        return out
    for match in _MONTH.finditer(shade):
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
        start, end = _month_span(year, month)
        out.append(_Found(match.start(), match.end(), start, end, "month"))
    return out


def _part_of_year_in_months(shade: str, match: re.Match[str]) -> _Found:
    year = int(match["y"])
    if _HALF_NAMES.search(shade[: match.start()]):  # "sơ kết 6 tháng đầu năm" names a meeting, held some time that year
        return _Found(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), "year")
    count = {"sau": 6, "chin": 9, "ba": 3}.get(match["n"]) or int(match["n"])
    if match["part"] == "dau":
        return _Found(match.start(), match.end(), date(year, 1, 1), _month_span(year, count)[1], "span")
    return _Found(match.start(), match.end(), date(year, 13 - count, 1), date(year, 12, 31), "span")


_IS_FRACTION = re.compile(
    r"\s*(?:don vi|chi tieu|xa|nguoi|ho|phieu|dai bieu|vu|tieu chi|truong hop|huyen|tinh|thon|dong chi)\b"
)


def _days_without_year(shade: str, context: _Context) -> list[_Found]:
    out = []
    pattern = re.compile(
        rf"(?:{_NOT_BEFORE}(?P<d0>{_D})\s*(?:-|den|va|,)\s*)?{_NOT_BEFORE}(?P<d>{_D})(?:\s?/\s?|\s?[.-]\s?|\s*thang\s*)(?P<m>{_M})"
        rf"{_NOT_AFTER}(?!\s?[./-]\s?\d)(?!\s*nam\b)"
    )
    for match in pattern.finditer(shade):
        start = match.start("d")
        before = shade[: match.start()].rstrip()
        spoken = _TIME_WORD_BEFORE.search(shade[:start].rstrip()) or _TIME_WORD_BEFORE.search(before)
        if not spoken and _IS_FRACTION.match(shade[match.end() :]):
            continue
        plain_slash = "/" in match.group() or "thang" in match.group()
        if not spoken and not (plain_slash and (not before or before[-1] in ",(;|\x1f-:")):
            continue
        first = _with_year(int(match["m"]), int(match["d"]), shade, context)
        if first is None:
            continue
        if match["d0"] and spoken and int(match["d0"]) < int(match["d"]):
            begin = first.replace(day=int(match["d0"]))
            out.append(_Found(match.start(), match.end(), begin, first, "span", inferred=True))
        else:
            out.append(_Found(start, match.end(), first, first, "day", inferred=True))
    return out


def _with_year(month: int, day: int, shade: str, context: _Context) -> date | None:
    """The year of an anniversary, else the one that the text names, else the latest such day before it was sent."""
    years = {int(match["y"]) for match in _ANY_YEAR.finditer(shade)}
    year = context.hint_year or (years.pop() if len(years) == 1 else None)
    if year is not None:
        return _day(year, month, day)
    if context.sent is None:
        return None
    for candidate in range(context.sent.year, context.sent.year - 5, -1):
        found = _day(candidate, month, day)
        if found and found <= context.sent:
            return found
    return None


def _parts_of_year(shade: str, _: _Context) -> list[_Found]:
    out = []
    for match in _SCHOOL_YEAR.finditer(shade):
        first, last = int(match["a"]), _year(match["b"])
        if last - first != 1:
            continue
        if match["part"] == "dau":
            out.append(_Found(match.start(), match.end(), *_month_span(first, 9), "month"))
        elif match["part"] == "cuoi":
            out.append(_Found(match.start(), match.end(), *_month_span(last, 5), "month"))
        else:
            out.append(_Found(match.start(), match.end(), date(first, 9, 1), date(last, 5, 31), "span"))
    for match in _PART_OF_YEAR.finditer(shade):
        year = int(match["y"])
        months = {"dau": (1, 4), "giua": (5, 8), "cuoi": (9, 12)}[match["part"]]
        span = (date(year, months[0], 1), _month_span(year, months[1])[1])
        out.append(_Found(match.start(), match.end(), *span, "span"))
    return out


def _years(shade: str, context: _Context) -> list[_Found]:
    """One year. Two different ones ("tổng kết năm 2022, nhiệm vụ năm 2023") say too little to choose."""
    spans = [match for match in _YEARS.finditer(shade) if int(match["b"]) > int(match["a"])]
    if spans:
        first, last = int(spans[0]["a"]), int(spans[0]["b"])
        return [_Found(spans[0].start(), spans[0].end(), date(first, 1, 1), date(last, 12, 31), "span")]
    named = list(_YEAR.finditer(shade))
    bare = [match for match in _BARE_YEAR.finditer(shade) if _plausible(int(match["y"]), context)]
    apart = [match for match in (*named, *bare) if _stands_apart(shade, match.start(), match.end())]
    if len({match["y"] for match in named}) > 1 and len({match["y"] for match in apart}) != 1:
        return []
    chosen = (apart or named or bare)[:1]
    return [_whole_year(match) for match in chosen if _plausible(int(match["y"]), context)]


def _whole_year(match: re.Match[str]) -> _Found:
    year = int(match["y"])
    return _Found(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), "year")


def _plausible(year: int, context: _Context) -> bool:
    return 1990 <= year <= (context.sent.year + 1 if context.sent else 2099)


def _digit_runs(shade: str, context: _Context) -> list[_Found]:
    """ddmmyyyy, yyyymmdd or ddmmyy in a file name, if it is a day of the window; six digits may be anything else."""
    low, high = context.window
    out = []
    for match in re.finditer(r"(?<!\d)(\d{8}|\d{6})(?!\d)", shade):
        run = match.group()
        readings = [(int(run[4:]), int(run[2:4]), int(run[:2])), (int(run[:4]), int(run[4:6]), int(run[6:] or 0))]
        if len(run) == 6:
            readings = [(2000 + int(run[4:]), int(run[2:4]), int(run[:2]))]
        for reading in readings:
            day = _day(*reading)
            if day and low <= day.year <= high:
                out.append(_Found(match.start(), match.end(), day, day, "day"))
                break
    return out


_SPACED = re.compile(rf"(?<![\d.])(?P<d>{_D}) (?P<m>{_M}) (?P<y>20\d\d)(?!\d)")


def _spaced_days(shade: str, _: _Context) -> list[_Found]:
    """`12 5 2023`: what is left of `12_5_2023` in a file name."""
    out = []
    for match in _SPACED.finditer(shade):
        day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
        out.append(_Found(match.start(), match.end(), day, day, "day"))
    return out


def _loose_years(shade: str, context: _Context) -> list[_Found]:
    """A year anywhere in a file name: `Hoi thi CHV gioi 2023 vong 1`."""
    found = [match for match in _ANY_YEAR.finditer(shade) if _plausible(int(match["y"]), context)]
    return [_whole_year(found[0])] if len({match["y"] for match in found}) == 1 else []


_EXACT: tuple[_Rule, ...] = (_ranges, _full_days)
_VAGUE: tuple[_Rule, ...] = (_days_without_year, _quarters, _months, _parts_of_year, _years)
_RULES: tuple[_Rule, ...] = (*_EXACT, *_VAGUE)
_FILE_NAME_RULES: tuple[_Rule, ...] = (*_EXACT, _spaced_days, _digit_runs, *_VAGUE, _loose_years)
