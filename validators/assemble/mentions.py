"""Which units a text names: by their full and short names, and by kind and province together. Accents are forgotten."""

import re
from dataclasses import dataclass, field

from config.units import Register, Unit
from parsers.readers.alphabet import LOWER, UPPER
from parsers.vietnamese.folding import plain

_CAMEL = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")  # a range à-ỹ would hold capitals, too, and cut every word
_KINDS: dict[str, tuple[str, ...]] = {
    "so_tu_phap": ("so tu phap", "stp", "so tp"),
    "cuc_thads": ("cuc thi hanh an dan su", "cuc thads", "cthads", "cuc tha dan su", "thi hanh an dan su"),
}
_COMPACT: dict[str, tuple[str, ...]] = {
    "so_tu_phap": ("stp", "sotuphap", "sotp"),
    "cuc_thads": ("thads", "cthads", "cucthads", "cuctha", "thihanhan", "cucthihanhan"),
}
_SUBUNITS = ("chi cuc thi hanh an dan su", "chi cuc thads", "phong tu phap")


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
        self._by_place: dict[tuple[str, str], str] = {}
        self._compact: dict[str, str] = {}
        self._domains: dict[str, set[str]] = {}
        for unit in register:
            for name in unit.names:
                self._add(plain(name).split(), unit.code)
            for domain in unit.domains:
                self._domains.setdefault(domain, set()).add(unit.code)
            if unit.province:
                self._add_province(unit)

    def _add(self, words: list[str], code: str) -> None:
        node = self._root
        for word in words:
            node = node.branches.setdefault(word, _Node())
        node.code = code

    def _add_province(self, unit: Unit) -> None:
        province = plain(unit.province)
        self._provinces[tuple(province.split())] = province
        self._by_place[unit.kind, province] = unit.code
        for prefix in _COMPACT.get(unit.kind, ()):
            self._compact[prefix + province.replace(" ", "")] = unit.code
            self._compact[province.replace(" ", "") + prefix] = unit.code

    def units(self, text: str) -> list[Mention]:
        """Units named in full or by a listed short name, in order; the longest name wins."""
        words = plain(_CAMEL.sub(" ", text)).split()
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

    def _longest(self, words: list[str], at: int) -> tuple[str, int]:
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
        """The kind of unit named without a province: `SỞ TƯ PHÁP`, `Cục THADS`; "" for none or a sub-unit."""
        folded = f" {plain(text)} "
        if any(f" {name} " in folded for name in _SUBUNITS):
            return ""
        return next((kind for kind, names in _KINDS.items() if any(f" {name} " in folded for name in names)), "")

    def provinces(self, text: str) -> list[str]:
        """Provinces that a text names, folded, in order."""
        words = plain(text).split()
        found = []
        for at in range(len(words)):
            for length in (5, 4, 3, 2):
                province = self._provinces.get(tuple(words[at : at + length]))
                if province:
                    found.append(province)
                    break
        return found

    def at_place(self, kind: str, province: str) -> str:
        """The unit of a kind in a province (folded name), "" where there is none."""
        return self._by_place.get((kind, province), "")

    def of_address(self, address: str) -> list[tuple[str, int]]:
        """(code, weight) of units that a mail address speaks for: its local part, and a domain that one unit has."""
        local, _, domain = address.lower().partition("@")
        compact = re.sub(r"[^a-z0-9]", "", plain(local))
        found = [(code, 2) for name, code in self._compact.items() if name in compact][:1]
        for name, codes in self._domains.items():
            if len(codes) == 1 and (domain == name or domain.endswith("." + name)):
                (code,) = codes
                kind = _kind_of_local(compact, domain.removesuffix(name))
                found.append((code, 3 if kind else 2))
                break
        return found


def _kind_of_local(compact: str, subdomain: str) -> bool:
    words = compact + re.sub(r"[^a-z0-9]", "", subdomain)
    return any(name in words for names in _COMPACT.values() for name in names)
