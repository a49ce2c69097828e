"""The place and day of a letter's dateline; a blank day or month is no date."""

import re
from dataclasses import dataclass
from datetime import date

from parsers.vietnamese.folding import nfc, plain

_D = r"[0-9OolI]"
_DAY = (
    rf"(?:ng[àaâá]y|NG[ÀAÂ]Y)\s*:?\s*(?P<d>{_D}{{1,2}}|[.…_\s/]{{0,14}})\s*(?:th[áaâ]ng|TH[ÁA]NG"
    rf"|[/.-])\s*(?P<m>{_D}{{1,2}}|[.…_\s]{{0,14}})\s*(?:n[ăaâá]m|N[ĂA]M|[/.-])\s*(?P<y>{_D}{{4}}"
    rf"|[.…_\s]{{1,8}}|20\s*[.…]*)"
)
_DATELINE = re.compile(rf"(?P<before>[^\n]*?)\s*[,;.]?\s*{_DAY}", re.IGNORECASE)
_NUMERIC = re.compile(
    r"^(?P<before>[^\d\n,;:]{2,40})\s*,\s*(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})\W*$"
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH = re.compile(
    rf"(?P<before>[^\d\n,]{{2,40}}?)\s*,\s*(?:(?P<d1>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s+)?(?P<month>{'|'.join(_MONTHS)})\s*(?P<d2>\d{{1,2}})?(?:st|nd|rd"
    rf"|th)?\s*,?\s*(?P<y>\d{{4}})",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"(?P<d>\d{1,2})\s*(?:[/.-]|tháng|thang)\s*(?P<m>\d{1,2})\s*(?:[/.-]|năm|nam)\s*(?P<y>\d{4})", re.IGNORECASE
)
_ISO = re.compile(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})")
_OCR = str.maketrans("OolI", "0011")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place and day; `day` None where a part of it is blank or impossible. `text` is the dateline as written."""

    place: str
    day: date | None
    text: str


def datelines_in(line: str) -> Dateline | None:
    """The dateline that a line of a header bears, also at the end of another column's text."""
    text = nfc(line)
    if match := _DATELINE.search(text):
        before, rest = match["before"], text[match.end() :]
        place = trailing_place(before)
        comma = text[match.end("before") :].lstrip().startswith((",", ";", ".")) or before.rstrip().endswith(
            (",", ";", ".")
        )
        alone = not before.strip(" -–(*") and not any(letter.isalpha() for letter in rest)
        if alone or (place and (comma or plain(before) == plain(place))):
            return Dateline(place, _date(match["y"], match["m"], match["d"]), _cut(match, place))
    if match := _NUMERIC.search(text):
        place = trailing_place(match["before"])
        if place:
            return Dateline(place, _date(match["y"], match["m"], match["d"]), _cut(match, place))
    if match := _ENGLISH.search(text):
        day = match["d1"] or match["d2"]
        month = str(_MONTHS.index(match["month"].lower()) + 1)
        place = trailing_place(match["before"])
        if day and place:
            return Dateline(place, _date(match["y"], month, day), _cut(match, place))
    return None


def day_in(text: str) -> date | None:
    """The first full day in a text, day first; ISO order is known by its year."""
    if match := _ISO.search(text):
        return _date(match["y"], match["m"], match["d"])
    match = _ANY.search(text)
    return _date(match["y"], match["m"], match["d"]) if match else None


_JOINERS = frozenset({"-", "–", "và"})


def trailing_place(before: str) -> str:
    """The run of capitalised words at the end of a line, before its comma: "… 12/STP-VP Lạng Sơn" is "Lạng Sơn"."""
    tokens = before.strip(" ,;.-–").split()
    kept: list[str] = []
    for token in reversed(tokens):
        bare = token.strip(".,*()")
        plain_caps = len(bare) > 2 and bare.isupper() and bare not in {"HCM", "TPHCM"}
        if not token or any(letter.isdigit() for letter in token) or "/" in token or ":" in token or len(kept) >= 7:
            break
        if plain_caps and kept and not all(word.strip(".,").isupper() or word in _JOINERS for word in kept):
            break
        if bare.lower() in {"tỉnh", "thành", "phố", "tp", "huyện"} or (bare[:1].isupper()) or token in _JOINERS:
            kept.append(token)
        else:
            break
    while kept and kept[-1] in _JOINERS:
        kept.pop()
    if len(kept) > 4 and all(word.isupper() for word in kept):
        kept = kept[:2]
    return " ".join(reversed(kept)).strip(" ,.")


def _cut(match: re.Match[str], place: str) -> str:
    whole = match.group(0)
    return whole[whole.rfind(place) :] if place else whole


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(*(int(part.strip().translate(_OCR)) for part in (year, month, day)))
    except ValueError:
        return None
