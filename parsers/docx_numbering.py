"""The numbers that Word shows before paragraphs and that its text does not contain: "1.", "II.", "a)", STT columns."""

import re
from dataclasses import dataclass, field

from lxml import etree

from parsers.ooxml import attribute, local

_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40))
_ROMAN_ONES = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_MAX_NUMBER = 100_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how the number is written, and the text around it."""

    start: int = 1
    style: str = "decimal"
    pattern: str = "%1."


@dataclass(slots=True)
class Numbering:
    """The lists of a document, counted while it is walked in order."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)  # number id -> level -> restart
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """Count one paragraph of a list and give what Word shows before it, "" for bullets of no meaning."""
        abstract = self.abstract_of.get(number_id)
        if abstract is None or not 0 <= level <= 8:
            return ""
        levels = self.levels.get(abstract, {})
        counters = self._counters.setdefault(abstract, [None] * 9)
        self._restart(number_id, counters)
        own = levels.get(level, Level())
        current = counters[level]
        counters[level] = own.start if current is None else min(current + 1, _MAX_NUMBER)
        for deeper in range(level + 1, 9):
            counters[deeper] = None
        return self._show(own, levels, counters)

    def _restart(self, number_id: str, counters: list[int | None]) -> None:
        for level, start in self.overrides.get(number_id, {}).items():
            if (number_id, level) not in self._restarted:
                self._restarted.add((number_id, level))
                counters[level] = start - 1

    def _show(self, own: Level, levels: dict[int, Level], counters: list[int | None]) -> str:
        if own.style == "bullet":
            return "-"
        if own.style == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            value = counters[at]
            level = levels.get(at, Level())
            return _written(level.start if value is None else value, level.style)

        return _PLACEHOLDER.sub(number, own.pattern).strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists declared in numbering.xml."""
    found = Numbering()
    for node in root if root is not None else ():
        if local(node) == "abstractNum":
            found.levels[attribute(node, "abstractNumId") or ""] = _levels(node)
        elif local(node) == "num":
            _number(node, found)
    return found


def _levels(node: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for child in node:
        if local(child) == "lvl":
            levels[_integer(attribute(child, "ilvl"), 0)] = _level(child)
    return levels


def _level(node: etree._Element) -> Level:
    values = {local(child): attribute(child, "val") or "" for child in node}
    return Level(_integer(values.get("start"), 1), values.get("numFmt", "decimal"), values.get("lvlText", ""))


def _number(node: etree._Element, found: Numbering) -> None:
    identity = attribute(node, "numId") or ""
    for child in node:
        if local(child) == "abstractNumId":
            found.abstract_of[identity] = attribute(child, "val") or ""
        elif local(child) == "lvlOverride":
            level = _integer(attribute(child, "ilvl"), 0)
            for inner in child:
                if local(inner) == "startOverride" and 0 <= level <= 8:
                    found.overrides.setdefault(identity, {})[level] = _integer(attribute(inner, "val"), 1)


def _integer(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text or ""), _MAX_NUMBER))
    except ValueError:
        return default


def _written(value: int, style: str) -> str:
    if style in {"upperRoman", "lowerRoman"}:
        roman = _roman(value)
        return roman.upper() if style == "upperRoman" else roman
    if style in {"upperLetter", "lowerLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter.upper() if style == "upperLetter" else letter
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for sign, worth in _ROMAN + _ROMAN_ONES:
        while value >= worth:
            written += sign
            value -= worth
    return written
