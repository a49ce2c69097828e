"""The place that a Vietnamese caption states: a named or identifiable location, never the event that took place.

A place is found behind a label ("Địa điểm:"), behind "tại", "ở", "điểm cầu", in brackets, as the last part behind a
comma or dash, at the very beginning, or, at the level of a commune or below, inside the sentence. "tại Hội nghị", "tại
buổi lễ", "tại Quyết định số" are no places; a region of several provinces is none. Abbreviated kinds are written out
(`H. Mường Chà` is `huyện Mường Chà`, `TX` thị xã, `TT Hội nghị` Trung tâm Hội nghị); `TP.` stays as everybody
writes it.
"""

import re
import unicodedata
from dataclasses import dataclass

from parsers.vietnamese.folding import key, plain
from parsers.vietnamese.gazetteer import KNOWN, KNOWN_PLAIN, LONGEST, PROVINCES, REGIONS
from parsers.vietnamese.shadow import shadow

CUT = "\x1f"  # stands where a time was cut out: a boundary like a comma

# Kinds of place. Communes and what lies below them also count inside a sentence.
_COMMUNE_HEADS = (
    "xã", "phường", "thị trấn", "đặc khu", "thôn", "bản", "ấp", "buôn", "bon", "plei", "làng", "xóm", "khu phố",
    "tổ dân phố", "khối phố", "khóm", "sóc", "phum", "tiểu khu", "khu dân cư", "khu tập thể", "tdp",
)  # fmt: skip
_AREA_HEADS = ("huyện", "quận", "thị xã", "thành phố", "tỉnh", "thủ đô", "tp", "tx", "đảo", "huyện đảo")
_SITE_HEADS = (
    "hội trường", "ht", "trụ sở", "ubnd", "uỷ ban nhân dân", "ủy ban", "hđnd", "nhà văn hóa", "nhà văn hoá", "nvh",
    "trung tâm",
    "sân vận động", "svđ", "trường", "trại giam", "trại tạm giam", "bệnh viện", "trạm y tế", "khu di tích", "di tích",
    "đền", "chùa", "đình", "miếu", "lăng", "công viên", "quảng trường", "khách sạn", "nhà hát", "rạp", "nhà thi đấu",
    "đồn biên phòng", "đồn", "chợ", "cầu", "cảng", "bến", "tòa án", "toà án", "tand", "vksnd", "viện kiểm sát", "viện",
    "bảo tàng", "đài tưởng niệm", "nghĩa trang", "nhà khách", "nhà máy", "công ty", "khu công nghiệp", "kcn",
    "phòng họp", "phòng tiếp dân", "phòng tiếp công dân", "phòng", "cơ sở", "học viện", "sở", "cục", "chi cục",
    "văn phòng", "bộ tư pháp", "đại học", "nhà", "sân", "khuôn viên", "khu", "điểm cầu", "điểm", "bộ phận một cửa",
    "bộ phận tiếp nhận", "hiện trường", "cửa khẩu", "lâm trường", "nông trường", "hợp tác xã", "htx", "cung", "cổng",
    "tượng đài", "thư viện", "hồ", "núi", "biển", "bãi biển", "đường", "phố", "tầng", "số nhà", "ban", "tổng cục",
    "kho bạc", "bưu điện", "công an", "bộ chỉ huy", "tiểu đoàn", "trung đoàn", "lữ đoàn", "mái ấm", "làng trẻ",
    "làng trẻ em", "số",
    "chốt", "trạm", "kho", "vụ", "báo", "nhà xuất bản", "huyện ủy", "tỉnh ủy", "thành ủy", "thị ủy", "đảng ủy",
    "văn phòng công chứng", "phòng công chứng", "phòng tư pháp", "sở tư pháp", "trại", "hang", "suối", "rừng", "đồi",
    "nhà riêng", "hộ", "gia đình", "cơ quan", "đơn vị", "khu vực", "địa bàn", "địa bàn xã", "mttq", "hội luật gia",
    "đoàn luật sư", "hội trường lớn", "sảnh", "khu nội trú", "nhà tình nghĩa", "nhà công vụ", "bảo hiểm xã hội",
    "trung tâm hành chính công", "ttvh", "tttgpl", "stp", "cthads", "liên đoàn lao động", "tòa nhà", "toà nhà",
)  # fmt: skip
# Heads that make a place only behind a preposition or a label: alone they are subjects or other things.
_WEAK_ALONE = frozenset(
    key(head)
    for head in (
        "sở", "cục", "chi cục", "phòng", "ban", "vụ", "báo", "điểm", "khu", "hộ", "gia đình", "nhà", "cơ quan",
        "đơn vị", "khu vực", "địa bàn", "kho", "cầu", "bến", "hồ", "núi", "đường", "số nhà", "viện", "công an",
        "văn phòng",
        "tổng cục", "đoàn luật sư", "hội luật gia", "mttq", "hđnd", "đảng ủy", "nhà tình nghĩa", "hiện trường", "trạm",
        "chốt", "cung", "tỉnh", "cơ sở", "bộ phận tiếp nhận", "bộ phận một cửa", "di tích", "đồn", "stp", "cthads",
        "ủy ban", "ubnd", "công ty", "trại",
    )
)  # fmt: skip
# Alone they name nothing: "tại xã", "tại cơ sở", "trên địa bàn tỉnh".
_EMPTY = frozenset(
    {
        "xa", "huyen", "tinh", "co so", "dia phuong", "don vi", "co quan", "hien truong", "cho", "nha", "dia ban",
        "dia ban tinh", "dia ban huyen", "dia ban xa", "dia ban toan tinh", "dia ban thanh pho", "dia ban quan", "thon",
        "ban", "phuong", "diem", "khu", "khu vuc", "cac", "gia dinh", "ho", "ho gia dinh", "day", "do", "phong",
        "trung tam",
        "truong", "san", "khu dan cu", "toa", "vien", "cuc", "bo", "vu", "thanh pho", "quan", "thi xa", "thi tran",
        "to",
        "cong ty", "nha rieng", "noi lam viec", "cau", "nuoc ta", "nuoc ngoai", "to dan pho", "khu pho", "xom", "ap",
        "lang", "buon", "phien", "tp", "ht", "so", "duong", "pho", "tang",
    }
)  # fmt: skip
_EVENTS = re.compile(
    r"(?:hoi nghi|buoi|le|cuoc|phien|dai hoi|quyet dinh|cong van|dieu \d|khoan \d|diem [a-z\d]\b(?! cau)|thoi diem|"
    r"ky hop|"
    r"hoi thao|toa dam|hoi thi|chuong trinh|lop|ke hoach|nghi|ngay hoi|ngay|vong|chung ket|chung khao|giai|van ban|"
    r"day|do\b|dem|"
    r"cac buoi|cac cuoc|cac lop|cac phien|cac ky|cac hoi nghi|dot|chuyen|khoa|tiet muc|gian hang|su kien|dien dan|"
    r"lien hoan|"
    r"hoi thao|hoi dien|hoi khoe|hoi thi|hoi trai|dam cuoi|san khau|thong tu|chi thi|to trinh|bao cao|cho(?:$|"
    r"\s(?!\w))|"
    r"dai le|ban giao|dang ky|quy che|luat|bo luat|hien phap|muc|phu luc|ngoai|noi tren|tang le|mit tinh|tap huan)\b"
)
_NOT_AT = re.compile(r"(?:san|lieu|chinh|nan|khoan|nang|tro|xe|dao|gia|trong|sao|hai|ngo)\b")  # unaccented "tài …"

# Verbs by which the sentence goes on behind a place; most of their syllables also stand in names.
_VERB_PAIRS = frozenset(
    shadow(pair)
    for pair in (
        "tổ chức", "kiểm tra", "phát biểu", "hướng dẫn", "tuyên truyền", "phổ biến", "tham gia", "tham dự", "thực hiện",
        "tiến hành", "gặp mặt", "làm việc", "hòa giải", "tiếp nhận", "ký kết", "chủ trì", "khai mạc", "bế mạc",
        "giới thiệu", "trình bày", "giải thích", "tư vấn", "vận động", "cưỡng chế", "xét xử", "bàn giao", "số hóa",
        "thu hút", "ra quân", "bao gồm", "chào mừng", "hưởng ứng", "kỷ niệm", "tổng kết", "triển khai", "sơ kết",
        "diễn ra", "hiến máu", "dâng hương", "báo cáo", "chỉ đạo", "chia sẻ", "giao lưu", "khảo sát", "hỗ trợ",
        "giúp đỡ", "tham quan", "đánh giá", "học tập", "trao đổi", "truyền thông", "trợ giúp", "thi hành", "bảo vệ",
        "bào chữa", "cung cấp", "chứng kiến", "tập huấn", "bồi dưỡng", "công bố", "đối thoại", "giải quyết",
        "thanh tra",
        "tiếp công", "tiếp dân", "cấp phát", "cấp giấy", "đón nhận", "phát động", "ra mắt", "biểu diễn", "thi đấu",
        "chụp ảnh", "nhận bằng", "nhận giấy", "trồng cây", "cùng với", "đi thăm", "vinh danh", "tuyên dương",
    )
)  # fmt: skip
_SINGLE_STOP = frozenset(
    """cho về nhằm để với do nhân vào trong đã được bị có đang là bằng theo từ đến khi sau trước ạ nhé nhưng mà như
    tại ở trao tặng thăm chụp ngày năm tháng sáng chiều tối lúc vừa nghe nêu cùng hoặc đối gồm nơi gửi xin em cảm
    lắng vui     phát nhận tiếp ký họp bàn nói""".split()  # noqa: SIM905
)
_NO_STOP = frozenset(
    {"nhan dan", "nhan luc", "tiep dan", "tiep cong", "phat trien", "phat thanh", "tu thien", "vui choi", "hop tac"}
)
# Behind these a verb is part of the name: "Trung tâm bồi dưỡng chính trị", "Văn phòng hỗ trợ …".
_NAMED_BY_VERB = frozenset(
    key(head) for head in ("trung tâm", "văn phòng", "ban", "nhà", "viện", "phòng", "cơ sở", "tổ")
)
_NEVER_IN_NAMES = frozenset(
    """to cho ve tai o nham de voi vao trong da duoc tu den theo khi ngay""".split()  # noqa: SIM905
)
_STOP_PLAIN = frozenset(
    """cho ve nham de voi nhan vao trong da duoc dang la theo khi sau truoc tai trao tham chup ngay nam thang sang chieu
    luc nghe""".split()  # noqa: SIM905
)
# Small words that go on after a capital: kinds, and what names of institutions are made of.
_INNER_WORDS = """
    tỉnh huyện xã phường thành phố thị trấn quận thôn bản ấp buôn làng xóm khu tổ số tầng lớn trung tâm văn hóa
    lao động hữu thể thao chính trị dân tộc nội trú lịch sử di tích quốc gia biên phòng cơ sở vùng cao giới cộng
    đồng nhân sinh hoạt hội trường nghị pháp luật tư thi hành án sự công chứng nhà nước trợ giúp lý đa năng liệt
    sĩ sỹ cấp phổ thông học tiểu mầm non đẳng đại thực nghiệm quân kiểm sát tối ủy ban đấu giá tài sản dịch vụ
    thương mại mỹ thuật ương tw truyền máu nghệ kinh tế kỹ giáo dục thường xuyên hướng nghiệp nghề bồi dưỡng
    bằng cán bộ miền nam bắc cũ mới cây nhiệt đới thiếu nhi triển lãm đoàn kiện trụ tiếp đường tưởng niệm hồ núi
    thanh niên tin quảng cách mạng a b c đặc biệt
"""
_INNER = frozenset(map(key, _INNER_WORDS.split()))
_INNER_AREA = frozenset(key(word) for word in ("tỉnh", "huyện", "xã", "phường", "thành", "phố", "cũ", "mới"))
_KINDS_OF_COMMUNE = frozenset({"bien gioi", "vung cao", "mien nui", "hai dao", "vung sau", "dao"})
_ABBREVIATIONS: dict[str, str] = {
    "x": "xã", "p": "phường", "tt": "thị trấn", "h": "huyện", "q": "quận", "tx": "thị xã", "tp": "TP.", "t": "tỉnh",
}  # fmt: skip
_PROPOSED_BY = re.compile(
    r"(?:chu tich|pho chu tich|bi thu|pho bi thu|truong|pho|uy vien|dai dien|lanh dao|ubnd|hdnd)\s*$"
)
_PERSON_WORDS = re.compile(r"\b(?:d/c|dong chi|ong|ba|anh|chi|chv|luat su|giam doc|truong phong|pho|chu tich)\b")
_COMPOUND_AFTER_DASH = re.compile(
    r"(?:the thao|truyen mau|thong tin|du lich|ky thuat|huong nghiep|giao duc|van hoa|ho tich|tuyen truyen|xa hoi|"
    r"dan so|ke hoach|le hoi|nghe thuat|dao tao|nghi duong)\b"
)

_AT = re.compile(r"(?<!\w)(tại|ở|trên địa bàn|tai|o|tren dia ban)(?!\w)\s*:?\s*(?=\S)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?<!\w)(?:địa điểm(?: chụp| tổ chức)?|nơi chụp|nơi tổ chức|đ\s?/\s?đ|địa chỉ|địa danh|dia diem|"
    r"noi chup)\s*[:\-–]\s*"
    r"(?P<value>[^;|\n\x1f]+)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\s,;:()\[\]|\x1f]+|[,;:()\[\]|\x1f]")
_BREAKS = frozenset(",;:()[]|-–—.\x1f¦")

# First syllables of other words: "xã hội", "nhà nước", "trường hợp".
_NO_HEAD = frozenset(
    (form(first), form(second))
    for form in (key, plain)
    for first, second in (
        ("xã", "hội"),
        ("bản", "án"),
        ("bản", "tin"),
        ("bản", "đồ"),
        ("bản", "thân"),
        ("làng", "nghề"),
        ("đường", "dây"),
        ("hồ", "sơ"),
        ("cầu", "nối"),
        ("điểm", "cao"),
        ("nhà", "nước"),
        ("nhà", "giáo"),
        ("nhà", "báo"),
        ("viện", "trưởng"),
        ("cục", "trưởng"),
        ("vụ", "trưởng"),
        ("vụ", "án"),
        ("vụ", "việc"),
        ("vụ", "tranh"),
        ("chi cục", "trưởng"),
        ("trường", "hợp"),
        ("phòng", "chống"),
        ("ban", "hành"),
        ("báo", "cáo"),
        ("báo", "chí"),
        ("cơ sở", "dữ"),
        ("hộ", "tịch"),
        ("hộ", "khẩu"),
        ("sân", "khấu"),
        ("cung", "cấp"),
        ("phố", "biến"),
        ("đền", "bù"),
        ("chợ", "đen"),
        ("đồn", "thổi"),
        ("số", "hóa"),
        ("khu", "trú"),
        ("ban", "đầu"),
        ("bến", "đỗ"),
        ("bản", "chất"),
        ("bản", "sắc"),
        ("ấp", "ủ"),
        ("thôn", "nữ"),
        ("cầu", "thị"),
        ("đình", "chỉ"),
        ("sở", "hữu"),
        ("sở", "trưởng"),
        ("viện", "dẫn"),
        ("trạm", "trưởng"),
        ("nhà", "đất"),
        ("nhà", "đại"),
        ("biển", "báo"),
    )
)
_HEADS = {key(head): head for head in (*_COMMUNE_HEADS, *_AREA_HEADS, *_SITE_HEADS)}
_HEADS_PLAIN = {plain(head): head for head in (*_COMMUNE_HEADS, *_AREA_HEADS, *_SITE_HEADS)}
_COMMUNE_KEYS = frozenset(key(head) for head in _COMMUNE_HEADS)
# What counts inside a sentence too: communes, what lies below them, and industrial zones ("cho công nhân KCN Amata").
_INSIDE_KEYS = _COMMUNE_KEYS | {key("khu công nghiệp"), key("kcn")}
_AREA_KEYS = frozenset(key(head) for head in _AREA_HEADS)
_PROVINCES_PLAIN = frozenset(plain(name) for name in PROVINCES)
_DISTRICTS = frozenset(map(key, ("huyện", "quận", "thị xã", "tx", "huyện đảo")))
_LONGEST_HEAD = max(len(head.split()) for head in _HEADS)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """Where the place stands, how it is to be shown, and whether its words can leave the content."""

    place: str
    start: int
    end: int
    keep: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def breaks(self) -> bool:
        return self.text in _BREAKS


class _Words:
    """The tokens of a text, and whether accents can be relied on in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token for match in _WORDS.finditer(text) for token in _split(match)]
        self.ascii = text.isascii()
        letters = [char for char in text if char.isalpha()]
        self.cased = any(char.isupper() for char in letters) and any(char.islower() for char in letters)
        self.keys = [plain(token.text) if self.ascii else key(token.text) for token in self.tokens]
        self.shadows = [shadow(token.text).strip(".\"'") for token in self.tokens]

    def head(self, at: int) -> tuple[int, str] | None:
        """The longest head that begins at a token: how many tokens, and its key."""
        table = _HEADS_PLAIN if self.ascii else _HEADS
        for length in range(min(_LONGEST_HEAD, len(self.tokens) - at), 0, -1):
            words = " ".join(self.keys[at : at + length])
            if (
                words in table
                and (words, self.keys[at + length] if at + length < len(self.keys) else "") not in _NO_HEAD
                and not any(token.breaks for token in self.tokens[at : at + length])
            ):
                if words in {"số", "so"} and not (self.digit(at + 1)):
                    return None
                return length, key(table[words])
        return None

    def digit(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].text[0].isdigit()

    def known(self, at: int) -> int:
        """How many tokens of a name of the gazetteer begin here."""
        if not self.capital(at):
            return 0
        names = KNOWN_PLAIN if self.ascii else KNOWN
        for length in range(min(LONGEST + 1, len(self.tokens) - at), 0, -1):
            words = " ".join(word for word in self.keys[at : at + length] if word)
            if words in names and not any(token.text in ",;:()" for token in self.tokens[at : at + length]):
                return length
        return 0

    def abbreviation(self, at: int) -> str | None:
        """The kind that `H.` or `TX` stands for, if a capital or a number follows."""
        written = self.tokens[at].text
        word = written.rstrip(".").casefold()
        small = written.endswith(".") and word in {"x", "p", "h", "q", "tp", "tx"}
        if word not in _ABBREVIATIONS or at + 1 >= len(self.tokens) or not (written[0].isupper() or small):
            return None
        after = self.tokens[at + 1].text
        if not (after[0].isupper() or after[0].isdigit()) or (len(word) == 1 and not written.endswith(".")):
            return None
        if word == "tt":
            pair = " ".join(self.shadows[at + 1 : at + 3])
            institution = re.match(
                r"(?:hoi nghi|van hoa|tgpl|tro giup|dich vu|boi duong|gdtx|y te|hanh chinh|the thao|ly luan)", pair
            )
            return "Trung tâm" if institution else "thị trấn"
        return _ABBREVIATIONS[word]

    def capital(self, at: int) -> bool:
        text = self.tokens[at].text.lstrip("\"'“‘")
        return bool(text) and (text[0].isupper() or text[0].isdigit())

    def stops(self, at: int) -> bool:
        """Whether the sentence goes on here with a verb or preposition, so that no name can."""
        pair = " ".join(self.shadows[at : at + 2])
        if pair in _VERB_PAIRS and not self.tokens[at].text[0].isupper():
            return True
        if pair in _NO_STOP:
            return False
        if self.ascii and self.cased and self.tokens[at].text[0].isupper():
            return False  # huyen Nam Nhun, huyen Cho Moi
        if self.ascii or not self.cased:
            return self.shadows[at] in _STOP_PLAIN or pair in _VERB_PAIRS
        return self.tokens[at].text in _SINGLE_STOP  # "nhé" stops, "Nhé" is part of a name


def _split(match: re.Match[str]) -> list[_Token]:
    """A word, with the full stop of a sentence and a dash at its edge as tokens of their own."""
    text, start = match.group(), match.start()
    if re.fullmatch(r"[-–—]+", text):
        return [_Token("-", start, match.end())]
    stop = re.fullmatch(r"(.*[\w\"”’'])(\.+)", text)
    if stop and len(stop[1]) > 3:
        return [_Token(stop[1], start, start + len(stop[1])), _Token(".", start + len(stop[1]), match.end())]
    glued = re.fullmatch(r"(?i)(tp|tx|tt|h|x|p|q)\.(\w.*)", text)
    if glued:
        cut = start + len(glued[1]) + 1
        return [_Token(text[: cut - start], start, cut), _Token(glued[2], cut, match.end())]
    return [_Token(text, start, match.end())]


def find_place(text: str) -> tuple[str | None, str]:
    """The place that `text` states, and `text` without the words for it where it stands apart."""
    text = unicodedata.normalize("NFC", text)
    match = locate_place(text)
    if match is None:
        return None, text
    if match.keep:
        return match.place, text
    left, right = text[: match.start].rstrip(), text[match.end :].lstrip()
    if left and right and left[-1] in ",;:-–—|(" and right[0] in ",;:-–—|).":
        right = right[1:].lstrip()
    return match.place, f"{left} {right}".strip().strip(",;:–—|-").strip()


def locate_place(text: str) -> PlaceMatch | None:
    """Like `find_place`, but tells where the place stands; `text` must be NFC."""
    label = _LABEL.search(text)
    if label:
        place = tidy_place(label["value"])
        if place:
            return PlaceMatch(place, label.start(), label.end())
    words = _Words(text[:1000])
    if not words.tokens:
        return None
    return (
        _after_preposition(words) or _in_brackets(words) or _at_the_end(words) or _at_the_start(words) or _inside(words)
    )


def is_known_place(text: str) -> bool:
    """Whether the whole of `text` is a name of the gazetteer."""
    return (plain(text) in KNOWN_PLAIN) if text.isascii() else (key(text) in KNOWN)


_BARE_ROOMS = re.compile(
    r"(?:hoi truong|phong hop|phong|tang|sanh|san|hien truong|tru so|nha van hoa|trung tam|co quan|don vi|noi lam viec)"
    r"(?:\s+(?:lon|nho|chinh|a|b|c|\d{1,3}|so(?=\s\d)|tang|lau|tret|hop|truc tuyen|co quan|don vi|hien truong))*"
)


def is_vague_place(place: str) -> bool:
    """No finer than a province, or a room of which nobody knows the house: "Nghệ An", "hội trường tầng 3"."""
    folded = plain(place)
    named = re.sub(r"^(?:dia ban\s+)?(?:tinh|thanh pho|tp)\s+", "", folded)
    return (
        named in _PROVINCES_PLAIN or folded in {"ha noi thu do", "thu do ha noi"} or bool(_BARE_ROOMS.fullmatch(folded))
    )


def tidy_place(value: str) -> str | None:
    """The value of a place column or label, cleaned; None for a region, a blank or a word that names nothing."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", value)).strip(" \t.,;:-–—|\"“”'…")
    text = re.sub(r"^(?:tại|tai|ở)\s+(?=\S)", "", text, flags=re.IGNORECASE)
    folded = plain(text)
    if (
        not folded
        or _is_nothing(folded)
        or folded in {"khong", "khong ro", "khong co", "chua ro", "x", "nt", "khong xac dinh"}
    ):
        return None
    return _written_out(_Words(text), 0, None)


def _is_nothing(folded: str) -> bool:
    if folded in _EMPTY:
        return True
    return any(folded == region or folded.startswith(region + " ") for region in REGIONS) and not re.search(
        r"\b(?:xa|phuong|thon|ban|truong|hoi truong|so|cuc) [a-z]", folded.split(" ", 1)[-1]
    )


# --- where places stand ---------------------------------------------------------------------------
def _after_preposition(words: _Words) -> PlaceMatch | None:
    for match in _AT.finditer(words.text):
        written = match[1]
        if written.isascii() and not words.ascii:
            continue
        if words.ascii and shadow(written) == "o" and written != "o":
            continue
        rest = shadow(words.text[match.end() :])
        if words.ascii and _NOT_AT.match(rest):
            continue
        if _EVENTS.match(rest) and not rest.startswith(("hoi truong", "le hoi truong")):
            continue
        first = next((n for n, token in enumerate(words.tokens) if token.start >= match.end()), None)
        if first is None:
            continue
        end = _extent(words, first, free=True)
        if end is None:
            continue
        place = _written_out(words, first, end)
        if place is None or _is_nothing(plain(place)):
            continue
        start = _with_lead_in(words.text, match.start())
        stop = words.tokens[end - 1].end
        start, stop = _with_brackets(words.text, start, stop)
        return PlaceMatch(place, start, stop)
    return None


def _with_lead_in(text: str, start: int) -> int:
    lead = re.search(
        r"(?:^|(?<=\W))(?:(?:được\s+)?(?:tổ chức|diễn ra)|được chụp|ảnh chụp|chụp|được ghi|ghi|quay)\s*$",
        text[:start],
        re.IGNORECASE,
    )
    if lead and not re.search(r"\b(?:Sở|Cục|đã|Đoàn|Phòng|Trung tâm|UBND)\s*$", text[: lead.start()]):
        return lead.start()
    return start


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = text[:start].rstrip(), text[end:].lstrip()
    if left.endswith("(") and right.startswith(")"):
        return len(left) - 1, len(text) - len(right) + 1
    return start, end


def _in_brackets(words: _Words) -> PlaceMatch | None:
    for at, token in enumerate(words.tokens):
        if token.text not in "([":
            continue
        close = next((n for n in range(at + 1, len(words.tokens)) if words.tokens[n].text in ")]"), None)
        stop = close if close is not None else len(words.tokens)
        segment = [at + 1, stop]
        while segment[1] > segment[0] and words.tokens[segment[1] - 1].breaks:
            segment[1] -= 1
        while segment[0] < segment[1] and words.tokens[segment[0]].breaks:
            segment[0] += 1
        found = _whole_segment(words, segment[0], segment[1], strong=False)
        if found and close is not None:
            # What else is in the brackets stays there; empty ones go with the place.
            alone = segment == [at + 1, stop]
            start = token.start if alone else words.tokens[segment[0]].start
            end = words.tokens[close].end if alone else words.tokens[segment[1] - 1].end
            return PlaceMatch(found, start, end)
        for first, last in _segments(words, at + 1, stop):
            found = _whole_segment(words, first, last, strong=True)
            if found:
                end_of = _grow_right(words, last, stop)
                place = _written_out(words, first, end_of) or found
                return PlaceMatch(place, words.tokens[first].start, words.tokens[end_of - 1].end)
    return None


def _at_the_end(words: _Words) -> PlaceMatch | None:
    """The longest run of last segments that are places as a whole, behind a comma, dash, stop or a cut-out time."""
    segments = _segments(words, 0, len(words.tokens))
    about_people = bool(_PERSON_WORDS.search(shadow(words.text)))
    chosen: int | None = None
    for first, last in reversed(segments[1:]):
        if _whole_segment(words, first, last, strong=about_people and chosen is None):
            chosen = first
        elif chosen is None or not _is_name(words, first, last):
            break
    if chosen is None:
        return _middle(words, segments, about_people=about_people)
    last = segments[-1][1]
    chosen = _grow_left(words, segments, chosen)
    place = _written_out(words, chosen, last)
    return PlaceMatch(place, words.tokens[chosen].start, words.tokens[last - 1].end) if place else None


def _middle(words: _Words, segments: list[tuple[int, int]], *, about_people: bool) -> PlaceMatch | None:
    """A run of place segments between others: "Hội thi …, xã A, huyện B: vòng 1"."""
    for number in range(1, len(segments) - 1):
        first, last = segments[number]
        found = _whole_segment(words, first, last, strong=True)
        if not found or about_people:
            continue
        stop = number
        while stop + 1 < len(segments) and _whole_segment(words, *segments[stop + 1], strong=False):
            stop += 1
        end = segments[stop][1]
        place = _written_out(words, first, end)
        if place:
            return PlaceMatch(place, words.tokens[first].start, words.tokens[end - 1].end)
    return None


def _at_the_start(words: _Words) -> PlaceMatch | None:
    """A place before a colon, dash or a cut-out time, with the content after it."""
    segments = _segments(words, 0, len(words.tokens))
    if len(segments) < 2:
        return _only(words)
    first, last = segments[0]
    gap = words.text[words.tokens[last - 1].end : words.tokens[segments[1][0]].start]
    cut = CUT in gap
    found = _whole_segment(words, first, last, strong=not cut)
    if not found or not (cut or ":" in gap or "-" in gap or "–" in gap or "|" in gap):
        return None
    return PlaceMatch(found, words.tokens[first].start, words.tokens[segments[1][0]].start)


def _only(words: _Words) -> PlaceMatch | None:
    found = _whole_segment(words, 0, len(words.tokens), strong=True)
    head = words.head(0)
    if found and head and (head[1] in _COMMUNE_KEYS or head[1] in _AREA_KEYS):
        return PlaceMatch(found, 0, len(words.text))
    return None


def _inside(words: _Words) -> PlaceMatch | None:
    """A commune, village or quarter named in the sentence; the words stay, since the sentence needs them."""
    for at in range(len(words.tokens)):
        head = words.head(at)
        if not head or at + head[0] >= len(words.tokens):
            continue
        if head[1] not in _INSIDE_KEYS and not _ends_with_district(words, at, head):
            continue
        skip = 2 if " ".join(words.shadows[at + head[0] : at + head[0] + 2]) in _KINDS_OF_COMMUNE else 0
        if at + head[0] + skip >= len(words.tokens):
            continue
        after = words.tokens[at + head[0] + skip]
        if after.breaks or not words.capital(at + head[0] + skip) or not words.cased:
            continue
        if words.tokens[at].text[0].isupper() and at and head[1] in _COMMUNE_KEYS:
            continue
        if _PROPOSED_BY.search(shadow(words.text[: words.tokens[at].start])):
            continue
        end = _extent(words, at + skip, free=False) if not skip else _extent(words, at + head[0] + skip, free=True)
        place = _written_out(words, at, end) if end else None
        if place:
            return PlaceMatch(place, words.tokens[at].start, words.tokens[(end or at + 1) - 1].end, keep=True)
    return None


_OFFICES = re.compile(
    r"\b(?:phong|ubnd|uy ban|hdnd|chi cuc|cuc|so|toa an|tand|vksnd|vien kiem sat|cong an|doan|hoi|ban|trung tam|"
    r"van phong|dang uy|mttq|mat tran|thads|tu phap|lanh dao|can bo|cong chuc|chi nhanh|truong)(?:\s+[^\s,;]+){0,4}\s*$"
)


def _ends_with_district(words: _Words, at: int, head: tuple[int, str]) -> bool:
    """ "Tập huấn trợ giúp pháp lý huyện Tràng Định": a district at the end, but not the end of an office's name."""
    if head[1] not in _DISTRICTS or not words.capital(at + head[0]) or at < 2 or not words.cased:
        return False
    end = _extent(words, at, free=False)
    ended = end is not None and (end >= len(words.tokens) or words.tokens[end].breaks)
    return ended and not _OFFICES.search(shadow(words.text[: words.tokens[at].start]))


# --- how far a place goes --------------------------------------------------------------------------
def _segments(words: _Words, start: int, stop: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    first = start
    for at in range(start, stop + 1):
        if at == stop or (words.tokens[at].breaks and not _joins(words, at)):
            if at > first:
                out.append((first, at))
            first = at + 1
    return out


def _joins(words: _Words, at: int) -> bool:
    """Whether a dash is part of a name: "Văn hóa - Thể thao", "Bà Rịa - Vũng Tàu"."""
    if words.tokens[at].text != "-":
        return False
    after = " ".join(words.shadows[at + 1 : at + 3])
    return bool(_COMPOUND_AFTER_DASH.match(after)) and at > 0 and not words.tokens[at - 1].breaks


def _whole_segment(words: _Words, first: int, last: int, *, strong: bool) -> str | None:
    """The place that exactly fills a segment. `strong` leaves out heads that are as often subjects as places."""
    if first >= last or last - first > 14:
        return None
    begins = words.known(first) or words.head(first) or words.abbreviation(first)
    if not begins:
        return None
    end = _extent(words, first, free=False)
    if end is None or end < last:
        return None
    head = words.head(first)
    place = _written_out(words, first, last)
    if place is None or _is_nothing(plain(place)):
        return None
    if head and not words.known(first):
        named = last - first > head[0]
        if head[1] in _WEAK_ALONE and (strong or not named):
            return None
        if not named and head[1] not in {key("hội trường"), key("trụ sở"), key("sân vận động")}:
            return None
    return place


def _grow_left(words: _Words, segments: list[tuple[int, int]], chosen: int) -> int:
    """The village at the end of the part before: "… cho hộ nghèo bản Huổi Mí, xã Huổi Mí"."""
    before = next(((first, last) for first, last in segments if first < chosen <= last + 1), None)
    if before is None or words.tokens[chosen - 1].text not in {",", "-"}:
        return chosen
    for at in range(before[0] + 1, before[1] - 1):
        head = words.head(at)
        if (
            head
            and head[1] in _COMMUNE_KEYS
            and words.capital(at + head[0])
            and _extent(words, at, free=False) == segments[-1][1]
        ):
            return at
    return chosen


def _grow_right(words: _Words, last: int, stop: int) -> int:
    while last + 1 < stop and words.tokens[last].text == "," and (end := _extent(words, last + 1, free=False)):
        last = end
    return last


def _extent(words: _Words, first: int, *, free: bool) -> int | None:
    """Where the place that begins at `first` ends. `free`: behind a preposition, where any capital begins a place."""
    at, named = first, False
    head = words.head(first)
    known = words.known(first)
    abbreviated = words.abbreviation(first)
    site = False
    if known:
        at, named = first + known, True
    elif abbreviated:
        at, site = first + 1, abbreviated == "Trung tâm"
    elif head:
        at, site = first + head[0], head[1] not in _COMMUNE_KEYS and head[1] not in _AREA_KEYS
    elif not (free and words.capital(first) and not words.tokens[first].text[0].isdigit()):
        return None
    walk = _Walk(at, named, site)
    while walk.at < len(words.tokens) and _step(words, walk, first, free=free):
        pass
    return walk.at if walk.at > first else None


@dataclass(slots=True)
class _Walk:
    """How far a place has been followed: the next token, whether a name was met, whether it is a site, loose words."""

    at: int
    named: bool
    site: bool
    loose: int = 0


def _step(words: _Words, walk: _Walk, first: int, *, free: bool) -> bool:
    """Take one more piece of the place that began at `first`; False where it ends."""
    at = walk.at
    token = words.tokens[at]
    if token.breaks:
        return _step_over_break(words, walk)
    linked = token.text.casefold() in {"của", "cua", "và", "va", "&"}
    if linked or (words.stops(at) and not _named_by_verb(words, first, at)):
        if not (linked and at + 1 < len(words.tokens) and _begins_place(words, at + 1)):
            return False
        walk.at += 1
        return True
    head = words.head(at)
    if head and (not words.capital(at) or head[0] > 1 or walk.site):
        if head[1] in _COMMUNE_KEYS or head[1] in _AREA_KEYS:
            walk.site = False
        walk.at, walk.loose = at + head[0], 0
        return True
    if words.abbreviation(at):
        walk.at += 1
        return True
    if words.capital(at) and (words.cased or not words.ascii or not walk.named):
        walk.at, walk.named, walk.loose = at + 1, True, 0
        return True
    if words.keys[at] in _INNER and not (
        walk.named and not walk.site and words.cased and words.keys[at] not in _INNER_AREA
    ):
        walk.at += 1
        return True
    limit = _loose_words(words, walk, free=free)
    walk.at, walk.loose = (at + 1, walk.loose + 1) if walk.loose < limit else (at, walk.loose)
    return walk.at > at


def _loose_words(words: _Words, walk: _Walk, *, free: bool) -> int:
    """How many small words may follow that no table knows: in names of institutions some, behind a commune none."""
    if walk.site and not walk.named:
        return 6
    if walk.site and not free:
        return 5
    return 0 if words.cased else 3


def _named_by_verb(words: _Words, first: int, at: int) -> bool:
    head = words.head(first)
    return bool(
        head and at == first + head[0] and head[1] in _NAMED_BY_VERB and words.shadows[at] not in _NEVER_IN_NAMES
    )


def _step_over_break(words: _Words, walk: _Walk) -> bool:
    """Go on behind a comma, dash or bracket if another place stands there."""
    at, text = walk.at, words.tokens[walk.at].text
    if at + 1 >= len(words.tokens):
        return False
    if text == "," and _begins_place(words, at + 1):
        inner = _extent(words, at + 1, free=False)
        if inner is None or not _goes_on(words, at + 1, inner):
            return False
        walk.at, walk.named = inner, True
        return True
    if text == "-" and (_joins(words, at) or words.known(at + 1) or _is_area(words, at + 1)):
        walk.at += 1
        return True
    if text == "(" and (close := _bracket_of_places(words, at)):
        walk.at = close + 1
        return True
    return False


def _goes_on(words: _Words, first: int, end: int) -> bool:
    """Whether what follows a comma belongs to the place, and is not the subject of the sentence."""
    if words.known(first) or words.abbreviation(first) or _is_area(words, first):
        return True
    return end >= len(words.tokens) or words.tokens[end].breaks


def _bracket_of_places(words: _Words, opening: int) -> int | None:
    """Where a bracket closes that holds nothing but places: "xã Nậm Cắn (Kỳ Sơn, Nghệ An)"."""
    close = next((at for at in range(opening + 1, len(words.tokens)) if words.tokens[at].text == ")"), None)
    if close is None or close == opening + 1:
        return None
    segments = _segments(words, opening + 1, close)
    places = [bool(_whole_segment(words, first, last, strong=False)) for first, last in segments]
    names = [_is_name(words, first, last) for first, last in segments]
    return close if any(places) and all(a or b for a, b in zip(places, names, strict=True)) else None


def _is_name(words: _Words, first: int, last: int) -> bool:
    """A short run of capitalised words, which beside a place may be one."""
    return last - first <= 4 and words.cased and all(words.capital(at) for at in range(first, last))


def _begins_place(words: _Words, at: int) -> bool:
    if words.known(at) or words.abbreviation(at):
        return True
    head = words.head(at)
    return bool(head) and at + (head[0] if head else 0) <= len(words.tokens)


def _is_area(words: _Words, at: int) -> bool:
    head = words.head(at)
    return bool(words.abbreviation(at)) or bool(head and (head[1] in _COMMUNE_KEYS or head[1] in _AREA_KEYS))


def _written_out(words: _Words, first: int, end: int | None) -> str | None:
    """The words of a place as written, abbreviated kinds in full."""
    stop = len(words.tokens) if end is None else end
    if stop <= first:
        return None
    start, finish = words.tokens[first].start, words.tokens[stop - 1].end
    out, position = "", start
    for at in range(first, stop):
        kind = words.abbreviation(at) if at + 1 < stop else None
        if kind is None or kind == "TP.":
            continue
        token = words.tokens[at]
        gap = "" if words.text[token.end : token.end + 1] == " " else " "
        out += words.text[position : token.start] + kind + gap
        position = token.end
    out += words.text[position:finish]
    place = re.sub(r"\s+", " ", out).strip(' ,;:-–—|."“”\x1f')
    if place.count("(") != place.count(")"):
        place = place.strip("()").strip()
    return place or None
