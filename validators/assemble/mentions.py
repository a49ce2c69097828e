"""Which units a text names: by their full and short names, and by kind and province together. Accents are forgotten."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from config.units import Register, Unit
from parsers.vietnamese.folding import nfc, plain

# A kind of unit named without its province. A district's office of civil judgment enforcement belongs to the
# province's; a district's Phòng Tư pháp does not belong to the Sở, and the Tổng cục is no Cục.
_KINDS: dict[str, tuple[str, ...]] = {
    "so_tu_phap": ("so tu phap", "stp", "so tp"),
    "cuc_thads": (
        "cuc thi hanh an dan su",
        "cuc thads",
        "cthads",
        "cuc tha dan su",
        "thi hanh an dan su",
        "thads",
    ),
}
_NO_KIND = re.compile(
    r"\b(?:tong cuc|cuc quan ly|tc) (?:thi hanh an dan su|thads)\b|\btcthads\b|\bphong tu phap\b"
    r"|\b(?:cong tac|ve|linh vuc|nganh|phap luat|luat) thi hanh an dan su\b"
)
_COMPACT: dict[str, tuple[str, ...]] = {
    "so_tu_phap": ("stp", "sotuphap", "sotp"),
    "cuc_thads": ("thads", "cthads", "cucthads", "cuctha", "thihanhan", "thihanhandansu", "cucthihanhan"),
}
# Other spellings of a province's name, which mean it anywhere.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "Bà Rịa - Vũng Tàu": ("BR-VT", "BRVT"),
    "Bắc Kạn": ("Bắc Cạn",),
    "Đắk Lắk": ("Đắc Lắc", "Đăk Lăk", "Daklak"),
    "Đắk Nông": ("Đắc Nông", "Daknong"),
    "Hồ Chí Minh": ("TPHCM", "TP HCM", "HCMC"),
    "Kon Tum": ("Kontum",),
    "Thừa Thiên Huế": ("TT Huế", "tỉnh Huế"),
}
# The seat of a province where it has another name: letters are dated there.
_SEATS: dict[str, tuple[str, ...]] = {
    "An Giang": ("Long Xuyên",),
    "Bà Rịa - Vũng Tàu": ("Bà Rịa", "Vũng Tàu"),
    "Bình Dương": ("Thủ Dầu Một",),
    "Bình Định": ("Quy Nhơn", "Qui Nhơn"),
    "Bình Phước": ("Đồng Xoài",),
    "Bình Thuận": ("Phan Thiết",),
    "Đắk Lắk": ("Buôn Ma Thuột",),
    "Đắk Nông": ("Gia Nghĩa",),
    "Điện Biên": ("Điện Biên Phủ",),
    "Đồng Nai": ("Biên Hòa",),
    "Đồng Tháp": ("Cao Lãnh",),
    "Gia Lai": ("Pleiku",),
    "Hà Nam": ("Phủ Lý",),
    "Hậu Giang": ("Vị Thanh",),
    "Khánh Hòa": ("Nha Trang",),
    "Kiên Giang": ("Rạch Giá",),
    "Lâm Đồng": ("Đà Lạt",),
    "Long An": ("Tân An",),
    "Nghệ An": ("Vinh",),
    "Ninh Thuận": ("Phan Rang", "Phan Rang - Tháp Chàm"),
    "Phú Thọ": ("Việt Trì",),
    "Phú Yên": ("Tuy Hòa",),
    "Quảng Bình": ("Đồng Hới",),
    "Quảng Nam": ("Tam Kỳ",),
    "Quảng Ninh": ("Hạ Long",),
    "Quảng Trị": ("Đông Hà",),
    "Thừa Thiên Huế": ("Huế",),
    "Tiền Giang": ("Mỹ Tho",),
    "Vĩnh Phúc": ("Vĩnh Yên",),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit that a text names; `start` and `end` count words."""

    code: str
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    branches: dict[str, "_Node"] = field(default_factory=dict)
    code: str = ""


class Mentions:
    """An index of the register's names."""

    def __init__(self, register: Register) -> None:
        self._root = _Node()
        self._provinces: dict[tuple[str, ...], str] = {}
        self._seats: dict[str, str] = {}
        self._by_place: dict[tuple[str, str], str] = {}
        self._compact: dict[str, str] = {}
        self._domains: dict[str, list[Unit]] = defaultdict(list)
        for unit in register:
            for name in unit.names:
                for words in (words_of(name), words_of(name.lower())):  # `KTrVB` is written in small letters, too
                    self._add(words, unit.code)
            for domain in unit.domains:
                self._domains[domain].append(unit)
            if unit.province:
                self._add_province(unit)

    def _add(self, words: Sequence[str], code: str) -> None:
        node = self._root
        for word in words:
            node = node.branches.setdefault(word, _Node())
        node.code = code

    def _add_province(self, unit: Unit) -> None:
        province = plain(unit.province)
        spellings = (unit.province, *_SPELLINGS.get(unit.province, ()))
        self._by_place[unit.kind, province] = unit.code
        for spelling in spellings:
            self._provinces[tuple(plain(spelling).split())] = province
        for seat in (*spellings, *_SEATS.get(unit.province, ())):
            self._seats[plain(seat)] = province
        for prefix in _COMPACT.get(unit.kind, ()):
            for name in map(_alphanumeric, map(plain, spellings)):
                self._compact[prefix + name] = unit.code
                self._compact[name + prefix] = unit.code

    def units(self, text: str) -> list[Mention]:
        """Units named in full or by a listed short name, in order; the longest name wins."""
        words = words_of(text)
        found = []
        at = 0
        while at < len(words):
            code, end = self._longest(words, at)
            if code:
                found.append(Mention(code, at, end))
                at = end
            else:
                at += 1
        return found

    def _longest(self, words: Sequence[str], at: int) -> tuple[str, int]:
        node, code, end = self._root, "", at
        for index in range(at, len(words)):
            node_after = node.branches.get(words[index])
            if node_after is None:
                break
            node = node_after
            if node.code:
                code, end = node.code, index + 1
        return code, end

    def kind(self, text: str) -> str:
        """The kind of unit named without a province: `SỞ TƯ PHÁP`, `Cục THADS`; "" for none, or for two kinds."""
        folded = f" {_NO_KIND.sub(' ', ' '.join(words_of(text)))} "
        kinds = [kind for kind, names in _KINDS.items() if any(f" {name} " in folded for name in names)]
        return kinds[0] if len(kinds) == 1 else ""

    def provinces(self, text: str) -> list[str]:
        """Provinces that a text names, folded, in order."""
        words = words_of(text)
        found = []
        for at in range(len(words)):
            for length in (5, 4, 3, 2, 1):
                province = self._provinces.get(tuple(words[at : at + length]))
                if province and not _is_another(words, at, length):
                    found.append(province)
                    break
        return found

    def province_of_seat(self, place: str) -> str:
        """The province (folded) in whose seat a letter is dated: `Vinh`, `TP. Hồ Chí Minh`, `Lạng Sơn`; "" for none."""
        return self._seats.get(re.sub(r"^(?:tp|tx|thanh pho|thi xa|tinh) (?=\w)", "", plain(place)), "")

    def at_place(self, kind: str, province: str) -> str:
        """The unit of a kind in a province (folded name), "" where there is none."""
        return self._by_place.get((kind, province), "")

    def of_address(self, address: str) -> tuple[str, bool] | None:
        """(code, whether the address says so in so many words) of the unit that a mail address speaks for.

        `stplangson@gmail.com` and `sotuphap@langson.gov.vn` say it; `hanh@langson.gov.vn` is somebody in the province.
        """
        local, _, domain = address.lower().partition("@")
        owner = self._owner(domain)
        written = _alphanumeric(plain(local)) + (_alphanumeric(domain.removesuffix(owner[0])) if owner else "")
        named = {name for name in self._compact if name in written}
        codes = {self._compact[name] for name in named if not any(name != other and name in other for other in named)}
        if len(codes) == 1:
            return codes.pop(), True
        if owner is None or codes:
            return None
        _, unit = owner
        names = _COMPACT.get(unit.kind)
        return unit.code, names is None or any(name in written for name in names)

    def _owner(self, domain: str) -> tuple[str, Unit] | None:
        """(its domain, the unit) where one unit alone has the domain of an address."""
        steps = domain.split(".")
        for at in range(len(steps) - 1):
            units = self._domains.get(".".join(steps[at:]), [])
            if len(units) == 1:
                return ".".join(steps[at:]), units[0]
        return None


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded: `SoTuPhap` is three, and `Bộ TP`, `BTP` and `Bộ Tư pháp` are one."""
    return tuple(_MINISTRY.sub("btp", plain(_CAMEL.sub(" ", nfc(text)))).split())


_LETTERS = [chr(code) for code in range(0x1F00) if chr(code).isalpha()]
_CAMEL = re.compile(  # ranges would not do: the accented letters of both cases lie mixed
    f"(?<=[{''.join(filter(str.islower, _LETTERS))}])(?=[{''.join(filter(str.isupper, _LETTERS))}])"
)
_MINISTRY = re.compile(r"\bbo (?:tu phap|tp)\b(?! hcm)")


def _is_another(words: Sequence[str], at: int, length: int) -> bool:
    """The President, the Youth Union or a street where no province is meant."""
    said = tuple(words[at : at + length])
    before, after = words[at - 1] if at else "", words[at + length] if at + length < len(words) else ""
    if said == ("ho", "chi", "minh"):
        return before not in {"tp", "pho"}
    return (said == ("dien", "bien") and after == "phu") or before in {"duong", "phuong", "xa", "quan"}


def _alphanumeric(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)
