"""The office's words for who somebody is: heads of organisation names, levels, leaders and direct workers.

Patterns are written with accents and matched against accented text, since `phó`, `phố` and `phổ` are three things; text
that bears no accents at all is matched against the same patterns without theirs.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from parsers.vietnamese.folding import clean

Level = Literal["central", "province", "district", "commune", "society"]
Role = Literal["leader", "worker"]

_NOT_WORD = re.compile(r"[^\w']+|_+")
_NEW_PLACE = re.compile(r"(?:o[àáảãạ]|(?<!q)u[ỳýỷỹỵ]|sỹ)(?!\w)")
_OLD_PLACE = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
    "sỹ": "sĩ",
}


def words(text: str) -> str:
    """Lower case words with their accents, single blanks, tone marks in the old place."""
    folded = _NOT_WORD.sub(" ", clean(text).casefold().replace("ð", "đ")).strip()
    return _NEW_PLACE.sub(lambda match: _OLD_PLACE[match[0]], folded)


def without_accents(text: str) -> str:
    """The same text, marks taken off; everything else stays (also the signs of a pattern)."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


class Words:
    """A pattern that reads accented text as written and unaccented text without accents."""

    __slots__ = ("_accented", "_bare")

    def __init__(self, pattern: str, bare: str | None = None) -> None:
        """`bare` stands in for the pattern without its accents where those alone tell ("năm" from the name "Nam")."""
        self._accented = re.compile(pattern)
        self._bare = re.compile(without_accents(pattern) if bare is None else bare)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the pattern in the words of a text."""
        return self.search_words(words(text))

    def search_words(self, folded: str) -> re.Match[str] | None:
        """Find the pattern in what `words` gave."""
        return (self._bare if folded.isascii() else self._accented).search(folded)


NEVER = r"(?!)"  # for words that no text without accents can hold

# Words with which the name of an organisation begins.
_HEAD_WORDS = (
    "phòng|p|chi cục|cục|tổng cục|trung tâm|tt|văn phòng|vp|vpcc|vpls|tổ hòa giải|tổ công tác|tổ"
    "|câu lạc bộ|clb|ubnd|ủy ban|hđnd"
    "|hội đồng|ban|đội|chi bộ|đảng bộ|đảng ủy|chi đoàn|đoàn thanh niên|đoàn tn|đoàn luật sư|đoàn"
    "|công đoàn|tập thể|sở|vụ|viện"
    "|trường|học viện|khoa|bộ môn|bộ tư pháp|bộ|chi nhánh|chi hội|hội|công ty|thanh tra|báo|tạp chí"
    "|nhà xuất bản|nxb|nhóm|stp|cthads"
    "|thads|thi hành án dân sự|tttgpl|ttlltp|xã|phường|thị trấn|huyện|quận|thị xã|thôn|khu phố"
    "|tổ dân phố|kho bạc|tòa án"
    "|viện kiểm sát|công an|đại học|cơ quan|đơn vị|liên đoàn|mặt trận|phân hiệu|ấp|buôn|đặc khu|bản"
    "|phân viện|tổng công ty|đ?tn bộ"
    "|tp|thành phố|tỉnh|các phòng|pcc|cqđd|tổ chức|ban chấp hành|mttq|quỹ|nhà máy|trại|bệnh viện|cơ sở"
    "|xóm|tổ tư vấn|làng"
)
_HEAD = Words(rf"^(?:{_HEAD_WORDS})\b")
# Titles that begin like an organisation ("Vụ trưởng", "Bảo vệ") are positions.
_TITLE = Words(
    r"^nguyên (?:phó|giám|trưởng|cục|vụ|chủ|bí|chánh)"
    r"|^(?:phó|quyền|q|phụ trách|trưởng(?! cao đẳng| đại học| tiểu học| trung)|chánh|bí thư"
    r"|chủ tịch|chủ nhiệm|giám đốc|ủy viên)\b"
    r"|^(?:vụ|cục|chi cục|tổng cục|viện|sở|bộ|đội|tổ|đoàn|hội|chi hội|phân hội|phòng|ban|nhóm|hiệu|thư)"
    r" (?:trưởng|phó|viên)\b"
    r"|^(?:báo cáo|tổ|đoàn|hội|đội|ban|thanh tra|kiểm tra|kiểm soát) viên\b|^báo cáo viên|^tổ chức viên|^công an viên"
)


def starts_organisation(text: str) -> bool:
    """Whether a phrase begins as the name of an organisation does."""
    folded = words(text)
    return _HEAD.search_words(folded) is not None and _TITLE.search_words(folded) is None


def starts_title(text: str) -> bool:
    """Whether a phrase begins with an office that a person holds: "Phó Trưởng phòng", "Chấp hành viên"."""
    folded = words(text)
    if _TITLE.search_words(folded) is not None:
        return True
    if starts_organisation(text):
        return False
    return any((match := pattern.search_words(folded)) and match.start() == 0 for pattern in (_LEADER, _WORKER))


_NAMED_DISTRICT = r"\b(?:phòng tư pháp|chi cục|chi nhánh (?:trung tâm )?(?:trợ giúp|tgpl)|chi nhánh số)\b"
_NAMED_PROVINCE = (
    r"\b(?:sở tư pháp|sở tp|stp|(?<!tổng )cục (?:thi hành án|thads|tha)|(?<!t)cthads"
    r"|trung tâm (?:trợ giúp|tgpl)|tttgpl|tt tgpl|phòng công chứng|pcc"
    r"|trung tâm (?:dịch vụ )?(?:bán )?đấu giá|ttdvđg|phòng (?:thads|thi hành án dân sự) khu vực"
    r"|thads (?:tỉnh|tp|thành phố)"
    r"|thi hành án dân sự (?:tỉnh|thành phố))\b"
)
# In this order: what a phrase names most specifically decides.
_LEVELS: tuple[tuple[Words, Level], ...] = (
    (
        Words(
            r"\b(?:vpcc|văn phòng công chứng|vpls|văn phòng luật|công ty|đoàn luật sư|liên đoàn luật sư"
            r"|hội công chứng|hiệp hội"
            r"|văn phòng thừa phát lại|vptpl|doanh nghiệp|hội đấu giá|văn phòng giám định"
            r"|hội luật gia tỉnh|vp công chứng|vp luật sư)\b"
        ),
        "society",
    ),
    (
        Words(
            r"(?<!thị )\bxã\b(?! hội)|(?<!địa )\bphường\b|(?<!nông )\bthôn\b"
            r"|\b(?:thị trấn"
            r"|đặc khu|ấp|buôn(?! ma thuột| hồ| đôn)|xóm|khu phố"
            r"|tổ dân phố|tdp|khóm|sóc(?! trăng| sơn)|phum|làng(?= (?!sơn|giang))"
            r"|tổ hòa giải|tổ hg|cấp xã)\b(?! quyền)"
        ),
        "commune",
    ),
    # without accents a hamlet is written as a committee is: "ban"
    (Words(r"(?<!văn )(?<!cơ )(?<!tài )(?<!xuất )(?<!ủy )\bbản\b(?! quyền| nhân)", NEVER), "commune"),
    (Words(_NAMED_DISTRICT), "district"),
    (Words(_NAMED_PROVINCE), "province"),
    (Words(r"\b(?:thành phố|tp)(?: tp)? (?:hà nội|hn|hồ chí minh|hcm|hải phòng|đà nẵng|cần thơ)\b"), "province"),
    (
        Words(
            r"\b(?:huyện|thị xã|tx|cấp huyện)\b|\bquận\b(?! lý| sự| khu| đội| chúng)|\b(?:ubnd"
            r"|ủy ban nhân dân) (?:thành phố|tp|h|q)\b"
        ),
        "district",
    ),
    (
        Words(r"^(?:các )?(?:sở|thanh tra sở|văn phòng sở)\b|\bthuộc sở\b|\bsở$|\btỉnh\b|\bphòng \w+ sở\b"),
        "province",
    ),
    (Words(r"^(?:thành phố|tp)\b"), "district"),
    (
        Words(
            r"(?<!nghiệp )(?<!nhiệm )(?<!dịch )(?<!phục )(?<!chức )(?<!thường )\bvụ\b(?! việc| án)"
            r"|(?<!môi )(?<!thị )\btrường\b(?! phòng| ban| khoa| tiểu| thpt| thcs| mầm)|\b(?:tổng cục|bộ tư pháp|btp"
            r"|học viện|đại học|viện|báo pháp luật|tạp chí|nhà xuất bản|nxb|trung ương|cấp tw|tw|cục"
            r"|quốc gia"
            r"|trung tâm lý lịch|trung tâm thông tin|ttlltpqg)\b(?! kiểm sát| tiểu| thpt| thcs)"
            r"|\b(?:công đoàn|đảng ủy|đoàn thanh niên|văn phòng|thanh tra) bộ\b|^bộ\b"
        ),
        "central",
    ),
)
_POSITION_LEVELS: tuple[tuple[Words, Level], ...] = (
    (Words(r"\b(?:công chức tư pháp|hộ tịch viên|hòa giải viên|tuyên truyền viên|tư pháp hộ tịch)\b"), "commune"),
    (Words(r"^(?:luật sư|đấu giá viên|thừa phát lại|quản tài viên)\b"), "society"),
)
_PARTS = re.compile(r"[,;\n(]|\s[-–]\s|\bthuộc\b")


def level_of(*phrases: str) -> Level | None:
    """The level of the organisation named: the first phrase, and in it the first part between commas, that tells."""
    for phrase in phrases:
        for part in _PARTS.split(phrase):
            level = _first(_LEVELS, part)
            if level is not None:
                return level
    return None


def level_of_position(position: str) -> Level | None:
    """The level that a title alone implies: công chức tư pháp - hộ tịch, luật sư."""
    return _first(_POSITION_LEVELS, position)


_STATED: tuple[tuple[Words, Level], ...] = (
    (Words(r"\b(?:trung ương|tw|cấp bộ|cơ quan bộ|bộ)\b"), "central"),
    (Words(r"\btỉnh\b"), "province"),
    (Words(r"\b(?:huyện|quận|thị xã|khu vực)\b"), "district"),
    (Words(r"\b(?:xã hội|ngoài nhà nước|hành nghề)\b"), "society"),
    (Words(r"\b(?:xã|phường|thị trấn|cơ sở)\b"), "commune"),
    (Words(r"\bthành phố\b"), "province"),
)


def stated_level(text: str) -> Level | None:
    """The level that a column or a heading states: "Cấp tỉnh", "TW", "huyện"."""
    return _first(_STATED, text)


def _first(table: Sequence[tuple[Words, Level]], text: str) -> Level | None:
    folded = words(text)
    return next((level for pattern, level in table if pattern.search_words(folded)), None)


_ALWAYS_WORKER = Words(
    r"\b(?:tổ trưởng|tổ phó|phó tổ trưởng|trưởng) (?:tổ )?hòa giải|\btổ trưởng tổ hòa giải|\b(?:trưởng"
    r"|phó) (?:thôn|ấp|bản|buôn|xóm|khu phố|khóm)\b"
)
_LEADER = Words(
    r"(?<!thành )\bphó\b(?! biến)|^(?:q|quyền|pt)\b|\b(?:phụ trách|quyền) (?:phòng|trưởng|giám|chi|cục"
    r"|vụ|viện|kế|văn)|^phụ trách\b"
    r"|\b(?:cục|vụ|viện|hiệu|đội|bộ|thứ|tổ|chi đội|chi hội|thủ|khoa) trưởng\b|\bgiám đốc\b|\b(?:gđ|pgđ|cvp|ptp"
    r"|pvp|pct|vt|pvt)\b"
    r"|\bchánh (?:văn|vp|thanh|tòa)|\btrưởng (?:phòng|p|ban|khoa|bộ môn|văn phòng|vp|vpcc|chi nhánh"
    r"|đoàn|cơ quan|thads|thi hành án|đội|bộ phận|trụ sở|phân hiệu|phân viện|trung tâm|chi hội)\b"
    r"|\bbí thư\b|\bchủ (?:tịch|nhiệm)\b|\btổng biên tập\b|^tp\b|^trưởng\b(?! cao đẳng| đại học| tiểu học| trung)"
)
_WORKER = Words(
    r"\b(?:chuyên viên|cv|chấp hành viên|chv|thẩm tra viên|ttv|thư ký|thư kí|công chức|trợ giúp viên"
    r"|tgv|công chứng viên|đấu giá viên|giảng viên|nghiên cứu viên"
    r"|phóng viên|biên tập viên|hòa giải viên|báo cáo viên|tuyên truyền viên|kế toán|văn thư|lưu trữ"
    r"|thủ quỹ|lái xe|bảo vệ|tạp vụ|luật sư|thừa phát lại"
    r"|giám định viên|quản tài viên|nhân viên|viên chức|cán bộ|cán sự|thanh tra viên|hộ tịch viên|kỹ sư"
    r"|kĩ sư|giáo viên|trợ lý|tư vấn viên|người lao động|tập sự"
    r"|tư vấn pháp luật|kỹ thuật viên|hợp đồng|pháp chế viên|tư pháp hộ tịch)\b"
)


def role_of(position: str) -> Role | None:
    """Leader or direct worker, by the title; a mixed title is a leader's."""
    folded = words(position)
    if not folded:
        return None
    if _ALWAYS_WORKER.search_words(folded):
        return "worker"
    if _LEADER.search_words(folded) and not folded.startswith(("phó giáo sư",)):
        return "leader"
    return "worker" if _WORKER.search_words(folded) else None
