"""From what a row or a line says of one nominee to a nomination with its kind, name, position, level and the rest."""

import re
from dataclasses import dataclass
from typing import Literal

from parsers.readers.alphabet import UPPER
from parsers.readers.levels import (
    Level,
    Words,
    level_of,
    level_of_position,
    role_of,
    starts_organisation,
    starts_title,
    stated_level,
    without_accents,
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
            bare = re.sub(r"^\s*t[ậa]p th[ểe]\s*:?\s*", "", name, flags=re.IGNORECASE)
            # "Tập thể lãnh đạo, viên chức Nhà xuất bản" says who the collective is
            name = bare if starts_organisation(bare) or bare[:1].isupper() else name
        name = clean(name.replace("\n", " ")).strip(" .,;:")
    else:
        name, rest = _split_name(name)
        if rest:
            rest, stated, rest_birth = _facts(rest)
            birth = birth or rest_birth
            honorific_gender = honorific_gender or stated
    combined = _one_line(said.position_organisation[:_LONGEST])
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


# A line that ends so goes on in the next one: "… khiếu nại, Cục | THADS tỉnh".
_DANGLING = Words(
    r"\b(?:cục|phòng|sở|vụ|viện|trung tâm|huyện|xã|tỉnh|phường|quận|thành phố|thị xã|thị trấn|ubnd|của|và|thuộc"
    r"|tại|trưởng|phó|thôn|số|nhân dân|bộ|trường|công chức|chấp hành|nhà nước)$"
)


def _one_line(text: str) -> str:
    """The lines of a cell as one: a line that opens with a title or an organisation is parted from the one above."""
    joined = ""
    for line in _lines(text).split("\n"):
        opens = line[:1].isupper() and (starts_organisation(line) or starts_title(line))
        apart = joined and opens and not joined.endswith((",", ";", "-", "–")) and not _DANGLING.search(joined)
        joined = f"{joined}{', ' if apart else ' ' if joined else ''}{line}"
    return joined


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
    if organisation and not marked and role_of(said.position) and first.istitle() and len(first.split()) <= 4:
        return "individual"  # who holds an office is a person, also one whose family name is Ban or Tổ
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
    r"^(?:(?:hiện )?(?:là|đang là|(?:hiện )?đang công tác tại|chức vụ(?: hiện nay)?|chức danh"
    r"|(?:hiện )?công tác tại|làm việc tại|cong tac tai"
    r"|đơn vị(?: công tác)?|nghề nghiệp|nơi công tác|cơ quan)\s*:?\s+|(?:chức vụ|đơn vị(?: công tác)?"
    r"|chức danh)\s*:\s*)",
    re.IGNORECASE,
)
# Where an organisation begins inside a phrase without a comma. A head-word in small letters tells only where a name or
# a number follows it; the short ones ("Bộ", "Ban", "Tổ") are parts of other words otherwise ("cán bộ", "văn bản").
_SMALL_HEADS = (
    r"phòng|chi cục|trung tâm|ubnd|xã|phường|thị trấn|thị xã|huyện|quận|thôn|xóm|làng|buôn|(?<!văn )bản|ấp|khóm|khu phố"
    r"|tổ dân phố|chi nhánh|công ty|học viện|cục|viện|tỉnh|thành phố|đặc khu"
)
_ACCENTED_SMALL_HEADS = r"|sở|trường|(?<!ghiệp )(?<!hiệm )(?<!ịch )(?<!hục )(?<!hức )(?<!hường )vụ"
_CAPITAL_HEADS = (
    r"Phòng|Chi [Cc]ục|Tổng [Cc]ục|Cục|Trung [Tt]âm|TT|Văn [Pp]hòng(?!\s*[-–]\s*[Tt]hống)|VPCC|VPLS|UBND"
    r"|[ỦU][yỷ] [Bb]an|HĐND|Sở|STP|(?<!ghiệp )(?<!hiệm )(?<!ịch )(?<!hường )(?<!hục )Vụ|Viện|Học [Vv]iện"
    r"|Chi [Nn]hánh|Công [Tt]y"
    r"|Thanh [Tt]ra|Đoàn|Chi [Bb]ộ|Chi [Đđ]oàn|Chi [Hh]ội|Đảng [Uu][ỷy]|Đảng [Ủủ]y|Đảng [Bb]ộ|Công [Đđ]oàn"
    r"|CTHADS|Cơ [Qq]uan|Tòa [Áá]n|Xã|Phường|Thị [Tt]rấn|Thị [Xx]ã|Khoa|Bộ [Mm]ôn|Thôn|Ấp|Xóm|Làng"
    r"|Buôn|Tạp [Cc]hí|Nhà [Xx]uất|NXB|Khu [Pp]hố|Tổ [Dd]ân|CLB|Câu [Ll]ạc|Huyện|Quận|Tỉnh"
    r"|Thành [Pp]hố|TP(?!\s?-)"
)
_ACCENTED_CAPITAL_HEADS = r"|Trường|Hội|Tổ|Ban|Đội|Báo|(?<!Văn )Bản|(?<![Cc]án )Bộ"
_NOT_HEADS = (
    r"(?!\s+[Tt]rưởng\b|\s+[Pp]hó\b|\s+[Vv]iên\b|\s+[Cc]hức\b|\s+[Cc]áo\b|\s+[Vv]ệ\b|\s+[Tt]rị\b|\s+[Pp]háp [Cc]hế"
    r"|\s+[Tt]hư\b|\s+[Pp]hận\b)"
)


def _inner_pattern(small: str, capital: str) -> str:
    return rf"(?<!\S)(?:(?:{small})(?=\s+(?:số\s|tư pháp|[{UPPER}0-9]))|(?:{capital})\b){_NOT_HEADS}"


_INNER = re.compile(_inner_pattern(_SMALL_HEADS + _ACCENTED_SMALL_HEADS, _CAPITAL_HEADS + _ACCENTED_CAPITAL_HEADS))
# Without accents "truong" is trưởng, too, "so" a number, "Bo tro" no ministry.
_INNER_BARE = re.compile(without_accents(_inner_pattern(_SMALL_HEADS, _CAPITAL_HEADS)))
# "Trưởng | phòng", "Chánh | Văn phòng" are one title; "Cục trưởng | Cục X", "Tổ phó | tổ Y" are a title and its place.
_HALF_TITLE = Words(
    r"(?<!cục )(?<!vụ )(?<!viện )(?<!hiệu )(?<!tổ )(?<!đội )(?<!bộ )(?<!khoa )(?<!hội )(?<!đoàn )(?<!toán )(?<!nhóm )"
    r"\b(?:trưởng|phó|chánh)$"
)
_PARTY_TITLE = Words(r"\b(?:bí thư|chi ủy viên|ủy viên)$")
_PARTY = Words(r"^(?:ban chấp hành|ban thường vụ|bch)\b")
_PART_OF_TITLE = Words(r"^(?:công đoàn (?:bộ phận|cơ sở))\b")
_TEAM_TITLE = Words(r"\btổ (?:trưởng|phó)$")
_TEAM = Words(r"^tổ\b")
# What a section of an office is for, behind its head-word: "Trưởng phòng | Thanh tra".
_WORK = Words(r"^(?:thanh tra|văn phòng|tổ|ban|hội|đoàn|đội)\b")
_SECTION = Words(r"^(?:phòng(?! tư pháp| công chứng)|khoa|ban|bộ môn|tổ|đội|văn phòng|thanh tra)\b")
_PLACE_ONLY = Words(r"^(?:xã|phường|thị trấn|huyện|quận|thị xã|tx|thành phố|tp|tỉnh)\b")
_SEPARATED = re.compile(r"\s*[,;|]\s*|\s+[-–]\s+|\s+(?=tại\s)|\s+(?=thuộc\s)|\s+(?=của\s)")


def split_position(text: str) -> tuple[str, str]:
    """(position, organisation): parted where the organisation begins, behind a comma, a dash or the title itself."""
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
    inner = _inner_split(flat)
    named = _separated_split(flat)
    if inner is None or named is None:
        parted = inner or named
    elif len(named[0]) <= len(inner[0]) or (_SECTION.search(inner[1]) and not _PLACE_ONLY.search(named[1])):
        parted = named  # "Chuyên viên Phòng A, Sở B" is parted at the comma
    else:
        parted = inner  # "Chấp hành viên Chi cục A, tỉnh B" before the Chi cục
    return _titles_last(*parted) if parted is not None else (flat, "")


def _separated_split(flat: str) -> tuple[str, str] | None:
    for match in _SEPARATED.finditer(flat):
        after = re.sub(r"^(?:tại|thuộc|của)\s+", "", _LABELS.sub("", flat[match.end() :]))
        if starts_organisation(after):
            return flat[: match.start()].strip(" ,;"), after
    return None


def _inner_split(flat: str) -> tuple[str, str] | None:
    """Parts "Chi cục trưởng Chi cục THADS huyện A" where a title is complete and an organisation begins."""
    pattern = _INNER_BARE if flat.isascii() else _INNER
    belonging = -1  # where a head-word ends that belongs to the title
    for match in pattern.finditer(flat):
        head, tail = flat[: match.start()].strip(), flat[match.start() :]
        if not head:
            continue
        if (
            _HALF_TITLE.search(head)
            or (_PARTY_TITLE.search(head) and _PARTY.search(tail))
            or (_TEAM_TITLE.search(head) and _TEAM.search(tail))
            or _PART_OF_TITLE.search(tail)
            or (match.start() == belonging + 1 and _WORK.search(tail))
        ):
            belonging = match.end()
        elif role_of(head) or starts_title(head):
            return head, tail
    return None


def _titles_last(position: str, organisation: str) -> tuple[str, str]:
    """A further title behind the organisation belongs to the position: "Cục trưởng Cục A, Bí thư Đảng ủy"."""
    parts = re.split(r"\s*[,;]\s*", organisation)
    for index in range(1, len(parts)):
        if _FURTHER_TITLE.search(parts[index]):
            return f"{position}, {', '.join(parts[index:])}", ", ".join(parts[:index])
    return position, organisation


_FURTHER_TITLE = Words(
    r"^(?:phó bí thư|bí thư|chủ tịch công đoàn|chi ủy viên|đảng ủy viên|ủy viên|kiêm|phó chủ tịch công đoàn)\b"
)


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
