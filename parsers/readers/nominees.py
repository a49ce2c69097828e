"""From what a row or a line says of one nominee to a nomination with its kind, name, position, level and the rest."""

import re
from dataclasses import dataclass
from typing import Literal

from parsers.readers.levels import (
    Level,
    Words,
    level_of,
    level_of_position,
    role_of,
    starts_organisation,
    starts_title,
    stated_level,
    words,
)
from parsers.readers.persons import Gender, looks_like_person, strip_honorific, strip_numbering
from parsers.readers.values import NominationReading
from parsers.vietnamese.folding import clean, plain

Kind = Literal["individual", "collective"]


@dataclass(frozen=True, slots=True)
class Said:
    """The raw words about one nominee. `kind` is what section, heading or column says; `sure` that a column says it."""

    name: str
    kind: Kind | None = None
    sure: bool = False
    position: str = ""
    organisation: str = ""
    position_organisation: str = ""
    birth: str = ""
    gender: Gender | None = None
    level: str = ""
    section_level: Level | None = None
    field: str = ""
    achievements: str = ""
    locator: str = ""


_LONGEST = 1_000  # characters of a name, a position, an organisation: a hostile cell may hold more, a true one never
_BIRTH_TAIL = re.compile(
    r"[,;(–-]?\s*\(?\s*(?:sinh\s+(?:ngày|năm|ngay|nam)|nam sinh|ngay sinh|sn|s\.n|năm sinh|ngày sinh"
    r"|sinh)\s*:?\s*(?P<birth>[\d/.\-\s]{4,12}|\d{1,2} tháng \d{1,2} năm \d{4})\)?",
    re.IGNORECASE,
)
_BRACKET_YEAR = re.compile(r"\(\s*(?P<birth>(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d)\s*\)")
_BRACKETED = re.compile(r"\s*\((?P<inside>[^)]*)\)")
_COLLECTIVE_MARK = Words(r"^tập thể\b:?")
_NAME_END = re.compile(r"\s*[,;:]\s*|\s+[-–—]\s+|\n|\t|\s*\|\s*")
_GENDER_WORD = re.compile(r"^(?:giới tính\s*:?\s*)?(nam|nữ|nu)$", re.IGNORECASE)
_ETHNIC = Words(r"^(?:dân tộc|dt|tôn giáo|đảng viên|đv)\b")


def nomination_of(said: Said) -> NominationReading | None:
    """The nomination, or None where there is no name and nothing else that makes a nominee."""
    name, position, organisation = _lines(said.name[:_LONGEST]), clean(said.position), clean(said.organisation)
    position, organisation = position[:_LONGEST], organisation[:_LONGEST]
    birth = said.birth[:100]
    if match := _BIRTH_TAIL.search(name) or _BRACKET_YEAR.search(name):
        birth = birth or match["birth"]
        name = (name[: match.start()] + " " + name[match.end() :]).strip()
        name = re.sub(r"[ ]+", " ", name).replace(" ,", ",").strip(" ,;-")
    name = strip_numbering(name)
    name, honorific_gender, honorific = strip_honorific(name)
    marked = bool(_COLLECTIVE_MARK.search(name)) and len(name.split()) > 2
    kind = _kind(said, name, honorific, marked, bool(birth) or said.gender is not None)
    rest = ""
    if kind == "collective":
        if marked:
            name = re.sub(r"^\s*t[ậa]p th[ểe]\s*:?\s*", "", name, flags=re.IGNORECASE)
        name = clean(name.replace("\n", " ")).strip(" .,;:")
    else:
        name, rest = _split_name(name)
        if rest:
            rest, stated, rest_birth = _facts(rest)
            birth = birth or rest_birth
            honorific_gender = honorific_gender or stated
    combined = clean(said.position_organisation[:_LONGEST].replace("\n", ", "))
    for text in (combined, rest):
        if text and not (position and organisation):
            more_position, more_organisation = split_position(text)
            position = position or more_position
            organisation = organisation or more_organisation
    if position and not organisation:
        before, after = split_position(position)
        if after:
            position, organisation = before, after
    achievements = _block(said.achievements)
    if not plain(name) and not (position or organisation or achievements):
        return None
    level = _level(kind, name, position, organisation, said)
    return NominationReading(
        kind=kind or "unclear",
        name=_name(name),
        position=position.strip(" ,;."),
        organisation=organisation.strip(" ,;."),
        level=level,
        role=role_of(position) if kind == "individual" else None,
        gender=(said.gender or honorific_gender) if kind == "individual" else None,
        birth_year=birth_year(birth) if kind == "individual" else None,
        field=clean(said.field),
        achievements=achievements,
        locator=said.locator,
    )


def _lines(text: str) -> str:
    return "\n".join(part for part in (clean(line) for line in text.split("\n")) if part)


def _block(text: str) -> str:
    return _lines(text)


def _name(name: str) -> str:
    return clean(re.sub(r"[*†]+|\s*\(\d\)$", "", name)).strip(" .,;:-–")


def _kind(said: Said, name: str, honorific: bool, marked: bool, personal: bool) -> Kind | None:
    first = _NAME_END.split(name)[0]
    organisation = marked or (starts_organisation(first) and not looks_like_person(first))
    person = honorific or looks_like_person(_BRACKETED.sub("", first)) or personal
    if said.sure and said.kind:
        return said.kind
    if organisation and not honorific and not personal and said.kind != "collective":
        # "Ban Văn Lò" in a list of persons stays a person; "Phòng Tư pháp huyện X" there is a collective all the same.
        return "collective" if len(first.split()) >= 3 or marked or said.kind is None else said.kind
    if honorific and said.kind == "collective" and not organisation:
        return "individual"
    if said.kind:
        return said.kind
    if organisation:
        return "collective"
    return "individual" if person else None


def _split_name(text: str) -> tuple[str, str]:
    """(name, what follows): at a comma, a dash, a line end or a bracket."""
    inside = ""
    if match := _BRACKETED.search(text):
        inside = match["inside"]
        text = (text[: match.start()] + text[match.end() :]).strip()
    joined = clean(text.replace("\n", " "))
    if "\n" in text and looks_like_person(joined) and not starts_title(text.split("\n")[1]):
        return joined, inside  # the cell was too narrow for the name
    parts = _NAME_END.split(text, maxsplit=1)
    name = parts[0].strip()
    rest = parts[1].strip() if len(parts) > 1 else ""
    if not rest:
        # "Nguyễn Văn A Phó Giám đốc": a title right behind the name
        tokens = name.split()
        for cut in range(2, min(len(tokens) - 1, 6)):
            tail = " ".join(tokens[cut:])
            if tokens[cut][:1].isupper() and starts_title(tail) and looks_like_person(" ".join(tokens[:cut])):
                return " ".join(tokens[:cut]), tail
    return name, ", ".join(part for part in (rest.replace("\n", ", "), inside) if part)


def _facts(rest: str) -> tuple[str, Gender | None, str]:
    """Takes year of birth, gender and the sensitive facts out of what follows a name."""
    birth, gender = "", None
    if match := _BIRTH_TAIL.search(rest):
        birth = match["birth"]
        rest = rest[: match.start()] + rest[match.end() :]
    kept = []
    for part in re.split(r"\s*[,;]\s*", rest):
        if stated := _GENDER_WORD.match(part):
            gender = gender_of(stated[1])
        elif re.fullmatch(r"(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d", part):
            birth = birth or part
        elif part and not _ETHNIC.search(part):
            kept.append(part)
    return ", ".join(kept), gender, birth


_LABELS = re.compile(
    r"^(?:(?:hiện )?(?:là|đang là|đang công tác tại|chức vụ(?: hiện nay)?|chức danh|công tác tại"
    r"|đơn vị(?: công tác)?|nghề nghiệp|nơi công tác|cơ quan)\s*:?\s+|(?:chức vụ|đơn vị(?: công tác)?"
    r"|chức danh)\s*:\s*)",
    re.IGNORECASE,
)
_INNER_HEAD = Words(
    r"(?<!\S)(?:phòng|chi cục|cục|tổng cục|trung tâm|văn phòng|vpcc|ubnd|ủy ban nhân dân|sở|vụ|viện"
    r"|trường|học viện|chi nhánh|công ty|thanh tra|đoàn luật sư|hội|tổ|chi bộ|chi đoàn|ban|đảng ủy"
    r"|công đoàn|xã|phường|thị trấn|khoa|đội|thôn|bản|ấp|stp|cthads|báo|tạp chí|nhà xuất bản|khu phố"
    r"|tổ dân phố|clb|câu lạc bộ|bộ|huyện)\b(?!\s+(?:trưởng|phó|viên)\b)"
)


def split_position(text: str) -> tuple[str, str]:
    """(position, organisation): parted at the first comma or dash before an organisation's head-word, else inside."""
    flat = clean(text).strip(" ,;.")
    flat = _LABELS.sub("", flat)
    if not flat:
        return "", ""
    if starts_organisation(flat):
        # organisation first: "Sở Tư pháp tỉnh A, Chuyên viên"
        parts = re.split(r"\s*[,;]\s*|\s+[-–]\s+", flat)
        for index in range(1, len(parts)):
            if starts_title(parts[index]) and not starts_organisation(parts[index]):
                return ", ".join(parts[index:]), ", ".join(parts[:index])
        return "", flat
    for match in re.finditer(r"\s*[,;|]\s*|\s+[-–]\s+|\s+(?=tại\s)|\s+(?=thuộc\s)", flat):
        after = _LABELS.sub("", flat[match.end() :])
        after = re.sub(r"^(?:tại|thuộc)\s+", "", after)
        if starts_organisation(after):
            return flat[: match.start()].strip(" ,;"), after
    syllables = flat.split()
    for index in range(1, len(syllables)):
        head, tail = " ".join(syllables[:index]), " ".join(syllables[index:])
        inner = _INNER_HEAD.search(tail)
        # "Trưởng | phòng Tư pháp" is one title, "Giám đốc | Sở Tư pháp" a title and its organisation
        if inner and inner.start() == 0 and role_of(head) and words(head).split()[-1] not in _HALF_TITLES:
            return head, tail
    return flat, ""


_HALF_TITLES = frozenset({"trưởng", "phó", "chánh", "truong", "pho", "chanh"})


def _level(kind: Kind | None, name: str, position: str, organisation: str, said: Said) -> Level | None:
    named = level_of(name, organisation) if kind == "collective" else level_of(organisation, position)
    if named is not None:
        return named
    if said.level.strip():
        stated = stated_level(said.level)
        if stated is not None:
            return stated
    return said.section_level or (level_of_position(position) if kind != "collective" else None)


_YEAR = re.compile(r"(?<!\d)(19[2-9]\d|20[01]\d)(?!\d)")
_SHORT = re.compile(r"(?<!\d)\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(\d\d)(?!\d)")
_OCR_YEAR = re.compile(r"(?<!\w)([1l][9g][0-9OolI]{2})(?!\w)")


def birth_year(text: str) -> int | None:
    """The year of birth in any shape of date; an age is no year."""
    if match := _YEAR.search(text):
        return int(match[1])
    if match := _SHORT.search(text):
        return 1900 + int(match[1]) if int(match[1]) > 15 else 2000 + int(match[1])
    if match := _OCR_YEAR.search(text):
        return int(match[1].translate(str.maketrans("OolIg", "00119")))
    return None


def gender_of(text: str) -> Gender | None:
    """ "Nam", "Nữ", "nu", "M", "F"."""
    folded = plain(text)
    if folded in {"nam", "male", "m", "ong"}:
        return "male"
    return "female" if folded in {"nu", "female", "f", "ba"} else None
