"""Numbers of letters: a letter's own number line, numbers cited in running text, numbers in file names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parsers.readers.alphabet import LOWER as _LOWER
from parsers.readers.alphabet import UPPER as _UPPER
from parsers.readers.datelines import day_in
from parsers.vietnamese.folding import nfc, plain

_SEGMENT = rf"[{_UPPER}][{_UPPER}{_LOWER}0-9]{{0,20}}"
_SYMBOL = rf"{_SEGMENT}(?:(?:\s?[-/]\s?|[.&,]){_SEGMENT}){{0,4}}"
_TYPES = "CV|BC|TTr|TTR|HD|KH|QĐ|QyĐ|TB|CTr|KL|NQ|CT|GM|BB|ĐA|GGT"
_YEAR = r"(?:19|20)\d\d"
# The label as people, OCR and old fonts write it. "Số hiệu", "Số/Ký hiệu" also occur.
_LABEL = r"(?:[SŚ$5][ốôóoổồỗ6èeỐÔÓOÒò]|Số/ký hiệu|Số hiệu|Số ký hiệu)\s*[:;.,]*\s*"
_DIGIT = r"[0-9OolI]"
_OWN = re.compile(
    rf"^\W{{0,3}}{_LABEL}(?P<num>{_DIGIT}(?:\s?{_DIGIT}){{0,5}})(?:\(\d\))?[a-zđ]?\s*(?P<sep>[/\\|]"
    rf"|-(?=\s*[{_UPPER}]{{1,}})|\s(?=(?:{_TYPES})\s*/))"
    rf"\s*(?P<sym>(?:{_YEAR}\s*/\s*)?{_SYMBOL})",
    re.IGNORECASE,
)
_BLANK = re.compile(
    rf"^\W{{0,3}}{_LABEL}[\s.…_()]*(?:[/\\|]|-)\s*(?P<sym>(?:{_YEAR}\s*/\s*)?[{_UPPER}][{_UPPER}{_LOWER}0-9]{{0,20}}"
    rf"(?:(?:\s?[-/]\s?|[.&,]){_SEGMENT}){{0,4}})"
)
_BARE_BLANK = re.compile(rf"^\W{{0,3}}{_LABEL}[\s.…_/-]*$", re.IGNORECASE)
_BARE_NUMBER = re.compile(rf"^\W{{0,3}}(?P<num>\d{{1,5}})\s*[/-]\s*(?P<sym>{_SYMBOL})\W*$")
_LONE_NUMBER = re.compile(r"^\d{1,5}$")
_DASHES = re.compile(r"[‐‑‒–—―−]")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A letter's own number; `number` is "" where its place is blank. `line` is the index of its line."""

    number: str
    symbol: str
    line: int


def own_number(lines: list[str], cited: frozenset[str]) -> OwnNumber | None:
    """The first number line of a header that is not one of `cited`."""
    blank: OwnNumber | None = None
    for index, raw in enumerate(lines):
        text = _line(raw)
        match = _OWN.match(text) or _after_dateline(text)
        if match:
            number, symbol = _digits(match["num"]), tidy_symbol(match["sym"])
            if number and symbol and _key(f"{number}/{symbol}") not in {_key(value) for value in cited}:
                return OwnNumber(number, symbol, index)
            continue
        if blank is None and (match := _BLANK.match(text)):
            blank = OwnNumber(_neighbour(lines, index), tidy_symbol(match["sym"]), index)
        elif blank is None and _BARE_BLANK.match(text):
            following = _line(lines[index + 1]) if index + 1 < len(lines) else ""
            if match := _BARE_NUMBER.match(following):
                return OwnNumber(match["num"], tidy_symbol(match["sym"]), index)
            if text.strip().endswith((":", "/", ".", "…", "_")):
                blank = OwnNumber("", "", index)
    return blank


def is_own(number: str, symbol: str, cited: frozenset[str]) -> bool:
    """Whether a number is none of the cited ones."""
    return _key(f"{number}/{symbol}") not in {_key(value) for value in cited}


_SAME_LINE = re.compile(r"\d{4}\s+(?=S[ốôo]\s*:)")


def _after_dateline(text: str) -> re.Match[str] | None:
    """The right column extracted before the left one: "… năm 2024 Số: 12/STP-VP"."""
    place = _SAME_LINE.search(text)
    return _OWN.match(text[place.end() :]) if place else None


def _neighbour(lines: list[str], index: int) -> str:
    """A number stamped over a blank place is extracted as a line of its own right beside it."""
    for other in (index + 1, index - 1, index + 2, index + 3):
        found = lines[other].strip() if 0 <= other < len(lines) else ""
        if _LONE_NUMBER.match(found) and (len(found) > 1 or other == index + 1):
            return found
    return ""


def _line(text: str) -> str:
    return _DASHES.sub("-", nfc(text).replace("Ð", "Đ").replace("\u00a0", " ")).strip()


def _digits(text: str) -> str:
    if not any(letter.isdigit() for letter in text):
        return ""
    return re.sub(r"\s", "", text).translate(str.maketrans("OolI", "0011"))


def tidy_symbol(text: str) -> str:
    """One spelling of a symbol: no blanks, plain hyphens."""
    return re.sub(r"\s*([-/&,.])\s*", r"\1", _line(text)).strip(" .,-/")


def _key(text: str) -> str:
    return plain(_line(text)).replace(" ", "")


_CITED = re.compile(
    rf"(?<![\w/])(?P<num>\d{{1,5}})\s?(?:/|-(?=(?:{_TYPES})/))\s?(?P<sym>(?:{_YEAR}/)?(?:{_SEGMENT}(?:(?:\s?[-/]\s?|[&,]){_SEGMENT}){{1,4}}|QH\d\d|STP\b|CTHADS\b|[{_UPPER}]{{3,8}}\b))"
)
_DAY_AFTER = re.compile(
    r"^[\s,(]{0,3}(?:ký |ban hành |đề |của [^;.\d]{2,50} )?(?:ngày|ngay)?\s*(?P<day>\d{1,2}\s*(?:[/.-]"
    r"|tháng|thang)\s*\d{1,2}\s*(?:[/.-]|năm|nam)\s*\d{4})",
    re.IGNORECASE,
)


def cited_numbers(text: str) -> Iterator[tuple[str, str, date | None]]:
    """Each number in running text with the day that follows it."""
    flat = re.sub(r"\s+", " ", _line(text))
    for match in _CITED.finditer(flat):
        after = _DAY_AFTER.match(flat[match.end() : match.end() + 60])
        yield match["num"], tidy_symbol(match["sym"]), day_in(after["day"]) if after else None


_LETTER_WORD = re.compile(
    r"(?:công văn|cong van|\bcv|c/v|văn bản|van ban|\bvb|tờ trình|to trinh|báo cáo|bao cao|\bsố"
    r"|\bso)\W{0,3}(?:đề cử |giới thiệu |của \w+ )?(?:số|so)?\W{0,3}$",
    re.IGNORECASE,
)


def mentioned_letters(text: str) -> tuple[tuple[str, str, date | None], ...]:
    """The letters that a mail speaks of: (number, symbol, day), in the order of the text, each once."""
    found: dict[tuple[str, str], date | None] = {}
    for number, symbol, day in cited_numbers(text):
        if found.get((number, symbol)) is None:
            found[(number, symbol)] = day
    return tuple((number, symbol, day) for (number, symbol), day in found.items())


_ACCOMPANIES = re.compile(
    r"(?:kèm theo|kem theo|đính kèm|dinh kem|gửi kèm|gui kem|kèm)\s+(?:theo\s+)?(?:công văn|cong van"
    r"|tờ trình|to trinh|báo cáo|bao cao|quyết định|quyet dinh|văn bản|van ban|kế hoạch|thông báo|cv|vb)"
    r"\s*(?:số|so)?\s*:?\s*(?P<rest>.{0,80})",
    re.IGNORECASE | re.DOTALL,
)


def accompanied(text: str) -> str:
    """The number of the letter that a list says it goes with: "1532/STP-VP"; "" for a blank or none."""
    for match in _ACCOMPANIES.finditer(_line(text)):
        number = next(((num, sym) for num, sym, _ in cited_numbers(match["rest"]) if _starts(match["rest"], num)), None)
        if number:
            return f"{number[0]}/{number[1]}"
    return ""


def _starts(rest: str, number: str) -> bool:
    return re.match(rf"\W*(?:của .{{0,40}})?{number}\b", rest) is not None


# Abbreviations with which symbols begin (issuers, kinds of document) and end (the drafting section).
_ISSUERS = frozenset(
    [
        "STP",
        "CTHADS",
        "THADS",
        "TCTHADS",
        "BTP",
        "BTTP",
        "TGPL",
        "PBGDPL",
        "HTQTCT",
        "HTQT",
        "BTNN",
        "DKQGGDBD",
        "ĐKQGGDBĐ",
        "TTR",
        "TTRR",
        "BC",
        "CV",
        "KH",
        "DU",
        "ĐU",
        "DTN",
        "ĐTN",
        "CD",
        "CĐ",
        "CDBTP",
        "CĐBTP",
        "HVTP",
        "DHLHN",
        "ĐHLHN",
        "TTLLTPQG",
        "PLHSHC",
        "PLDSKT",
        "PLQT",
        "KTVB",
        "KTVBQPPL",
        "QLXLVPHC",
        "VDCXDPL",
        "VPB",
        "TCCB",
        "KHTC",
        "CNTT",
        "PLVN",
        "NXBTP",
        "VKHPL",
        "CLG",
        "HLG",
        "CHLG",
        "DS",
        "VP",
        "SOTP",
        "SOTUPHAP",
        "CTHA",
        "CCTHADS",
        "CDL",
        "CĐL",
        "QLTHADS",
        "TTR-STP",
        "TTRB",
    ]
)
_SECTIONS = frozenset(
    [
        "VP",
        "TCCB",
        "TCHC",
        "HCTP",
        "PBGDPL",
        "BTTP",
        "XDKTVB",
        "XDVB",
        "KTVB",
        "TTR",
        "TTRA",
        "THADS",
        "NV",
        "NVTHA",
        "TCKT",
        "KTTC",
        "QLXLVPHC",
        "BTTPHCTP",
        "BTTPLLTP",
        "STP",
        "CTHADS",
        "HCTCTH",
        "TDKT",
        "TĐKT",
        "TH",
        "HC",
        "TCCBTH",
        "VPTH",
        "DU",
        "ĐU",
        "DTN",
        "ĐTN",
        "CD",
        "CĐ",
        "BTP",
        "XDPBPL",
        "KTTHPL",
        "HCTHDN",
        "HCTHĐN",
        "VPTCCB",
        "TCHCTV",
        "KNTC",
        "TCTH",
        "PL",
        "TGPL",
        "TTTGPL",
        "BTTPTHA",
        "CCTPL",
        "DTBD",
        "QTTB",
    ]
)
# Symbols of one word that say by themselves that the file is a letter; "01-VP.jpg" is a picture.
_ALONE = frozenset({"STP", "CTHADS", "TCTHADS", "HVTP", "BTTP", "TGPL"})
_NAMED = re.compile(
    rf"(?<![\w])(?P<num>\d{{1,5}})(?P<gap>[-_ ./]{{1,3}})(?P<sym>[A-Za-z{_UPPER}{_LOWER}]{{2,12}}(?:[-_ "
    rf".&]{{1,3}}[A-Za-z{_UPPER}{_LOWER}]{{1,12}}){{0,3}})"
)
_NAME_NOISE = re.compile(
    r"\.(?:pdf|docx?|rtf|odt|signed|xlsx?|jpe?g|png|tiff?)\b|[-_. ]*\(?(?:signed|đã ký|da ky|daky)\)?|\(\d+\)",
    re.IGNORECASE,
)
_SAYS_NUMBER = re.compile(
    r"(?:\bcv|công văn|cong van|tờ trình|to trinh|\btt|\bbc|báo cáo|bao cao|\bvb|văn bản)?[ _.-]*(?:số"
    r"|\bso|\bs6)[ _.:-]*$|(?:\bcv|công văn|cong van|cong_van)[ _.-]*$",
    re.IGNORECASE,
)


def number_from_name(file_name: str, cited: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """The number that a file is named after: "1532-STP-VP.signed.pdf" is ("1532", "STP-VP"); None in doubt."""
    stem = _NAME_NOISE.sub(" ", nfc(file_name)).replace("_", "_").strip(" ._-")
    cited_digits = {re.split(r"[/-]", value)[0] for value in cited}
    for match in _NAMED.finditer(stem.replace("_", " ").replace("  ", " ")):
        number = match["num"]
        tokens = re.split(r"[-_ .&]+", match["sym"])
        first = plain(tokens[0]).replace(" ", "").upper()
        before = stem[: match.start()].rstrip(" ._-")
        if _NO_LETTER.search(before) or (len(tokens) == 1 and len(number) < 3):
            continue
        if (
            first not in {plain(value).upper() for value in _ISSUERS}
            or number in cited_digits
            or re.fullmatch(_YEAR, number)
        ):
            continue
        kept = [tokens[0]]
        for token in tokens[1:]:
            if plain(token).upper() not in _SECTIONS | _ISSUERS or token.islower() != tokens[0].islower():
                break
            kept.append(token)
        if len(kept) == 1 and not (
            _SAYS_NUMBER.search(stem[: match.start()])
            or (first in _ALONE and len(number) >= 3 and (match.end() == len(stem) or "-" in match["gap"]))
        ):
            continue
        return number, _join(kept)
    return None


_NO_LETTER = re.compile(r"(?:\d|ảnh|anh|hình|hinh|video|clip|img|file|phần|phan|bài|bai)$", re.IGNORECASE)


def _join(tokens: list[str]) -> str:
    upper = [token if token.upper() != "TTR" else "TTr" for token in tokens]
    upper = [token.upper() if token.islower() else token for token in upper]
    if (
        upper[0].upper() in {"CV", "BC", "KH", "TTR"}
        and len(upper) > 1
        and plain(upper[1]).upper() in {"DU", "DTN", "CD", "CDBTP", "DTNBTP"}
    ):
        return f"{upper[0]}/{'-'.join(upper[1:])}"
    return "-".join(upper)
