"""Reads nominees out of prose: reports of achievements by their labels, and numbered lists in letters and mails."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.readers.alphabet import LOWER, UPPER
from parsers.readers.levels import Words, starts_organisation, starts_title, without_accents
from parsers.readers.lines import Line
from parsers.readers.nomination_tables import State, apply_heading, heading_in, speaks_of_nomination
from parsers.readers.nominees import Kind, Said, gender_of, nomination_of
from parsers.readers.persons import looks_like_person, strip_honorific, strip_numbering
from parsers.readers.values import NominationReading
from parsers.vietnamese.folding import clean, plain

_REPORT = re.compile(
    r"\b(?:bao cao|tom tat|ban) (?:tom tat )?(?:ca nhan )?thanh tich\b|^thanh tich (?:cua|ca nhan"
    r"|tap the|tieu bieu)\b|^tom tat thanh tich\b|\bphieu (?:de cu|gioi thieu)\b|^ban (?:de cu"
    r"|gioi thieu)\b|^(?:guong|dien hinh) (?:dien hinh|nguoi tot|tien tien|sang)\b"
    r"|\bban tu khai thanh tich\b|^gioi thieu (?:dien hinh|guong)\b"
)
_LABELLED = 1_200  # characters at the beginning of a paragraph in which labels are looked for
_LABEL = re.compile(
    r"(?:^|(?<=[;.\t|,])|(?<=\s[-–+*]))\W*?(?:\d{1,2}(?:\.\d{1,2})?\s*[.)]\s*"
    r"|[a-z]\)\s*)?(?P<label>họ\s*(?:,\s*)?(?:và\s+|&\s*)?(?:chữ đệm và\s+)?tên(?:\s*\([^)]*\))?"
    r"|họ và tên khai sinh|tên (?:cá nhân|tập thể|đơn vị|cơ quan)(?:\s*(?:,\s*|được đề cử|đề nghị"
    r"|\([^)]*\))\w*)?|cá nhân được đề cử|tập thể được đề cử"
    r"|(?:ngày(?:,?\s*tháng)?(?:,?\s*năm)?\s*)sinh|sinh(?: ngày)?(?:,?\s*tháng)?(?:,?\s*năm)?(?: sinh)?"
    r"|năm sinh|giới tính|nam\s*[,/]\s*nữ|nam \(nữ\)"
    r"|chức vụ(?:\s*[,/và]*\s*(?:chức danh|đơn vị(?: công tác)?|nơi công tác"
    r"|cơ quan(?:, đơn vị)?(?: công tác)?|chức vụ|nghề nghiệp))*(?:\s*(?:hiện nay"
    r"|công tác))?(?:\s*\([^)]*\))?|chức danh(?:\s*[,/]\s*đơn vị công tác)?|nghề nghiệp"
    r"|đơn vị(?: công tác)?|nơi công tác|cơ quan(?:,\s*đơn vị)?(?: công tác)?"
    r"|lĩnh vực(?: công tác| đề cử| tiêu biểu)?|cấp|(?:tóm tắt )?thành tích(?: tiêu biểu| nổi bật"
    r"| xuất sắc| chính| đạt được)?|quê quán|nơi thường trú|trú quán|nơi ở(?: hiện nay)?|dân tộc"
    r"|tôn giáo|bí danh|trình độ(?: [^:;]{1,40})?|ngày vào đảng[^:;]{0,20}|đảng viên|học hàm[^:;]{0,30}"
    r"|học vị|số điện thoại|điện thoại|sđt|email|địa chỉ|trụ sở(?: chính)?|ho va ten|ho ten|ngay sinh"
    r"|nam sinh|chuc vu|don vi cong tac|don vi|gioi tinh|thanh tich|linh vuc)\s*[:：]\s*",
    re.IGNORECASE,
)
# A second label on a line whose wide gap was lost: "Ngày sinh: 07/02/1976 Giới tính: Nam".
_BESIDE = re.compile(
    r"(?<=[^\s:])\s+(?=(?:giới tính|gioi tinh|nam ?[/,] ?nữ|nam ?[/,] ?nu|dân tộc|dan toc|tôn giáo|ton giao)\s*:)",
    re.IGNORECASE,
)
_ACHIEVEMENT_SECTION = re.compile(
    r"^(?:II|2|III|B)\b\W*(?:tóm tắt\s+|những\s+|nội dung\s+|các\s+"
    r"|quá trình.{0,20}và\s+)?(?:thành tích|kết quả)|^\W*(?:tóm tắt )?thành tích (?:đạt được|tiêu biểu"
    r"|nổi bật)\W*$|^II\.?\s",
    re.IGNORECASE,
)
_AWARD_SECTION = re.compile(
    r"^(?:III|IV|3|C|4)\b\W*(?:các\s+)?(?:hình thức|danh hiệu|khen thưởng|thành tích khen)|^(?:III)\.?\s", re.IGNORECASE
)
_END = re.compile(
    r"^(?:noi nhan|thu truong don vi|nguoi bao cao|xac nhan cua|nguoi viet|nguoi lap|kt |tl |giam doc"
    r"|pho giam doc|y kien xac nhan)\b"
)


_BARE = {
    pattern: re.compile(without_accents(pattern.pattern), re.IGNORECASE)
    for pattern in (_LABEL, _ACHIEVEMENT_SECTION, _AWARD_SECTION)
}


def _written(pattern: re.Pattern[str], text: str) -> re.Pattern[str]:
    """The pattern as the text is written: with accents, or without any."""
    return _BARE[pattern] if text.isascii() else pattern


def is_report(lines: Sequence[Line]) -> bool:
    """Whether a document is a report of achievements or a nomination form for one nominee."""
    top = [plain(line.text) for line in lines[:40] if line.text]
    if any(re.match(r"^(?:danh sach|to trinh)\b", text) for text in top[:12]):
        return False
    return any(_REPORT.search(text) and len(text) < 130 for text in top[:25])


def read_report(lines: Sequence[Line]) -> list[NominationReading]:
    """The nominees that labelled lines describe: each "Họ và tên:" or "Tên tập thể:" opens one."""
    open_: dict[str, str] | None = None
    locator, kind = "", None
    found: list[NominationReading] = []
    achieving = False
    achievements: list[str] = []

    def close() -> None:
        nonlocal open_, achievements, achieving
        if open_ is not None:
            said = _said_of(open_, kind, locator, "\n".join(achievements))
            nomination = nomination_of(said)
            if nomination is not None and nomination.name:
                found.append(nomination)
        open_, achievements, achieving = None, [], False

    for line in lines:
        text = _labelled(line)
        if not text:
            continue
        labels = list(_written(_LABEL, text).finditer(text[:_LABELLED]))
        opening = next((match for match in labels if _opens(match["label"])), None)
        if opening is not None and not achieving_label(open_, opening["label"]):
            close()
            open_, locator = {}, line.locator
            kind = (
                "collective" if re.search(r"tap the|ten don vi|ten co quan", plain(opening["label"])) else "individual"
            )
        if open_ is not None and _written(_AWARD_SECTION, text).search(text):
            achieving = False
            continue
        if open_ is not None and _written(_ACHIEVEMENT_SECTION, text).search(text):
            said = text.split(":", 1)[1].strip() if ":" in text else ""
            if said and not line.grid:  # "2. Thành tích: hoàn thành vượt chỉ tiêu": a heading that says it at once
                achievements.append(text if achieving else said)
            achieving = True
            continue
        if open_ is not None and _END.match(plain(text)):
            achieving = False
            continue
        if open_ is not None and labels and not (achieving and opening is None and labels[0].start() > 3):
            for index, match in enumerate(labels):
                end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
                value = text[match.end() : end].strip(" ;,.|-–\t")
                label = plain(match["label"])
                if "thanh tich" in label:
                    achieving = True
                    if value:
                        achievements.append(clean(text[match.end() :]))
                    break
                if label not in open_ and value and not set(value) <= set(". …_-"):
                    open_[label] = value
            continue
        if achieving and open_ is not None and not line.grid:
            achievements.append(text)
    close()
    return found


def _labelled(line: Line) -> str:
    """A line of a report as labels and values: a row of a table is "label: value", too."""
    if line.grid and ":" not in line.text.split("|")[0]:
        return _BESIDE.sub("\t", line.text.replace(" | ", ": ", 1))
    return _BESIDE.sub("\t", line.text.replace(" | ", " "))


def achieving_label(opened: dict[str, str] | None, label: str) -> bool:
    """ "Đơn vị:" inside an open report is a fact of its nominee, not a new one."""
    return opened is not None and not re.match(r"^(?:ho|ca nhan|tap the|ten)\b", plain(label))


def _opens(label: str) -> bool:
    return (
        re.match(r"^(?:ho\b.*ten|ten (?:ca nhan|tap the|don vi|co quan)|ca nhan duoc|tap the duoc)", plain(label))
        is not None
    )


def _said_of(values: dict[str, str], kind: Kind | None, locator: str, achievements: str) -> Said:
    def first(pattern: str) -> str:
        return next((value for label, value in values.items() if re.match(pattern, label)), "")

    position = combined = ""
    for label, value in values.items():
        if re.match(r"^(?:chuc vu|chuc danh|nghe nghiep)", label):
            if re.search(r"don vi|co quan|noi cong tac", label):
                combined = combined or value
            else:
                position = position or value
    return Said(
        name=first(r"^(?:ho\b|ten|ca nhan duoc|tap the duoc)"),
        kind=kind,
        position=position,
        organisation=first(r"^(?:don vi|noi cong tac|co quan)"),
        position_organisation=combined,
        birth=first(r"^(?:ngay.*sinh|sinh|nam sinh)"),
        gender=gender_of(first(r"^(?:gioi tinh|nam nu)")),
        level=first(r"^cap$"),
        field=first(r"^linh vuc"),
        achievements=achievements,
        locator=locator,
    )


_TITLE_NAME = re.compile(
    r"(?:thành tích|gương|giới thiệu|điển hình|đề cử)[^:]{0,60}?\b(?:của|:)\s*(?:cá nhân\s*:?\s*"
    r"|tập thể\s*:?\s*)?(?P<who>.{4,160})$",
    re.IGNORECASE,
)


def read_report_title(lines: Sequence[Line]) -> list[NominationReading]:
    """A report without labels: its title names the nominee ("Tóm tắt thành tích của đồng chí …", "… của Phòng …")."""
    texts = [line for line in lines[:30] if line.text]
    for index, line in enumerate(texts):
        if not _REPORT.search(plain(line.text)):
            continue
        ends = (at for at in range(index + 1, len(texts)) if _STOP.search(texts[at].text))  # "Kính gửi:"
        window = texts[index : min(index + 6, next(ends, len(texts)))]
        for offset, candidate in enumerate(window):
            joined = candidate.text if offset else " ".join(piece.text for piece in window[:2])
            match = _TITLE_NAME.search(joined)
            who = (
                match["who"]
                if match
                else re.sub(r"^(?:của|cá nhân|tập thể)\s*:?\s*", "", candidate.text, flags=re.IGNORECASE)
                if offset
                else ""
            )
            who = re.sub(r"^(?:của|cá nhân|tập thể)\s*:?\s*", "", who.strip(' :()"'), flags=re.IGNORECASE)
            if not who or len(who) > 160:
                continue
            bare, _, honorific = strip_honorific(who)
            head = re.split(r"\s*[,;:(–]\s*|\s+-\s+", bare)[0]
            shown = head.title() if head.isupper() else head
            if looks_like_person(shown) and (honorific or match):
                text = bare
            elif (
                starts_organisation(who)
                and len(who.split()) >= 2
                and (match or offset)
                and not re.match(r"^(?:so tu phap|cong hoa|doc lap|bo tu phap$)", plain(who))
            ):
                text = who
            else:
                continue
            told = who if honorific else text
            if looks_like_person(shown) and (facts := _portrayed(head, texts[index + 1 :])):
                told = f"{head}, {facts}" if not honorific else f"{who[: len(who) - len(bare)]}{head}, {facts}"
            nomination = nomination_of(Said(name=told, locator=candidate.locator, achievements=_achievements(lines)))
            return [nomination] if nomination is not None else []
    return []


_OFFICE = re.compile(
    r"\b(?:hiện(?: nay| đang)? (?:là|giữ chức(?: vụ)?|đang công tác tại|công tác tại)|là|giữ chức(?: vụ)?"
    r"|đảm nhiệm chức vụ|chức vụ)\s*:?\s+(?P<office>[^.;:]+)",
    re.IGNORECASE,
)
_OFFICE_END = re.compile(r",\s*(?:là|đã|luôn|có|đồng chí|ông|bà|anh|chị|được|một trong|với)\b.*$", re.IGNORECASE)
_BORN = re.compile(r"\bsinh (?:năm|ngày)\s*:?\s*(?:\d{1,2}[/.-]){0,2}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


def _portrayed(name: str, lines: Sequence[Line]) -> str:
    """What an article says of its hero where it names him: "…, sinh năm 1975, hiện là Phó Vụ trưởng Vụ A"."""
    for line in lines:
        if line.grid or name not in line.text:
            continue
        behind = line.text.partition(name)[2]
        born = _BORN.search(behind)
        offices = (_OFFICE_END.sub("", match["office"]).strip() for match in _OFFICE.finditer(behind))
        office = next((office for office in offices if starts_title(office)), "")
        if born or office:
            return ", ".join(part for part in (f"sinh năm {born['year']}" if born else "", office) if part)
    return ""


def _achievements(lines: Sequence[Line]) -> str:
    taking, kept = False, []
    for line in lines:
        if _written(_AWARD_SECTION, line.text).search(line.text) or _END.match(plain(line.text)):
            taking = False
        elif _written(_ACHIEVEMENT_SECTION, line.text).search(line.text):
            taking = True
        elif taking and line.text and not line.grid:
            kept.append(line.text)
    return "\n".join(kept)


_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.)/\-–:]\s*|[a-zđ]\)\s*|[-–+•*▪●·‑➢►]\s*)", re.IGNORECASE)
_TRIGGER = re.compile(
    r"\b(?:de cu|gioi thieu|de xuat|de nghi|lua chon|binh chon|bieu duong|thong nhat)\b.*\b(?:dien hinh"
    r"|guong|ca nhan|tap the|dong chi|ong|ba|truong hop)\b|\b(?:xem xet|trinh)\b.*\b(?:cong nhan|bieu duong|ton vinh)\b"
    r".*\b(?:ca nhan|tap the|truong hop|dong chi)\b"
    r"|\bdien hinh tien tien\b|\bdanh sach (?:de cu"
    r"|gioi thieu)\b|\b(?:tap the|ca nhan) (?:duoc )?(?:de cu|gioi thieu|dien hinh|tieu bieu)\b"
)
_STOP = Words(
    r"^(?:nơi nhận|lưu|cảm ơn|xin trân trọng|thân ái|trân trọng|kính mong|rất mong|xin cảm ơn|kính đề nghị|kính gửi"
    r"|trên đây|liên hệ|đầu mối|mọi thông tin|thông tin liên hệ|người liên hệ|căn cứ|thực hiện|hình ảnh|video|ảnh|link"
    r"|đường dẫn|tổng cộng|địa chỉ|điện thoại|đt|sđt|email|hồ sơ gồm|hồ sơ gửi kèm|sent from|chi tiết)\b"
)
# A caption, not a nominee: what stands under a picture, and what people do in it.
_PICTURE = re.compile(
    r"^\W*(?:\d+\s*[.)]\s*)?(?:ảnh|hình|video|clip|chú thích|hình ảnh)\b"
    r"|\b(?:phát biểu|chủ trì (?:hội nghị|buổi)|trao (?:quà|giấy|bằng|tặng|thưởng|cờ)|tặng hoa|trong ảnh|chụp ảnh)\b",
    re.IGNORECASE,
)
_ACHIEVED = re.compile(
    r"^\W*(?:tóm tắt\s+)?thành tích(?:\s+(?:tiêu biểu|nổi bật|xuất sắc|chính|đạt được))?\s*[:.]?\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_PERSONAL = Words(r"\b(?:ông|bà|đ c|đồng chí|đc|anh|chị)\b")


@dataclass(slots=True)
class _Item:
    text: str
    locator: str
    state: State
    achievements: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # what labelled lines below it say, by folded label
    achieving: bool = False  # its last label is one of achievements, which go on over lines


def read_list(lines: Sequence[Line]) -> list[NominationReading]:
    """Numbered nominees in running text, below a sentence or heading that speaks of proposing exemplars."""
    state = State()
    items: list[_Item] = []
    inside, quiet = False, 0
    skip = -1
    for index, line in enumerate(lines):
        text = line.text
        if index <= skip:
            continue
        if line.grid:
            inside = False
            continue
        if not text:
            continue
        folded = plain(text)
        if _PICTURE.search(text):
            inside = inside and not folded.startswith("chu thich")
            continue
        if (inside or _near_trigger(lines, index)) and (told := _headed_items(line, state)):
            items.extend(told)
            inside, quiet = True, 0
            continue
        heading = heading_in(text) if len(text) < 130 else None
        if heading is not None and (inside or _near_trigger(lines, index)):
            apply_heading(state, heading)
            inside, quiet = True, 0
            continue
        trigger = _TRIGGER.search(folded) is not None and not _names_somebody(text)
        if trigger:
            inside, quiet = True, 0
            text, skip = _whole_sentence(lines, index)
            items.extend(_inline(text, line.locator, state))
            continue
        if not inside:
            continue
        if _STOP.search(strip_numbering(text)):
            inside = False
            continue
        if items and _adds_facts(items[-1], text):
            quiet = 0
            continue
        if _names_somebody(text) or (
            state.section is not None
            and _plausible(text, state)
            and (_ITEM.match(text) or (state.section == "collective" and quiet == 0 and not _is_sentence(text)))
        ):
            items.append(_Item(text, line.locator, State(state.section, state.level, state.field)))
            quiet = 0
        elif items and quiet == 0 and not _ITEM.match(text) and _goes_on(items[-1], line):
            items[-1].text = f"{items[-1].text} {text}"
        else:
            quiet += 1
            if quiet > 6:
                inside = False
    return _nominated(items)


def _adds_facts(item: _Item, text: str) -> bool:
    """Take a line below a nominee that says labelled things of it: "Chức vụ: …", "- Thành tích:" and what follows."""
    if (match := _written(_ACHIEVED, text).match(text)) and (match["text"] or text.endswith(":")):
        item.achievements.extend([match["text"]] if match["text"] else [])
        item.achieving = True
        return True
    labels = list(_written(_LABEL, text).finditer(text[:_LABELLED]))
    if labels and labels[0].start() == 0 and not _opens(labels[0]["label"]):
        for index, label in enumerate(labels):
            end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
            item.facts.setdefault(plain(label["label"]), text[label.end() : end].strip(" ;,.|-–\t"))
        item.achieving = False
        return True
    if item.achieving and _BULLET.match(text) and not _names_somebody(text):
        item.achievements.append(text)
        return True
    return False


_BULLET = re.compile(r"^\s*[-–+•*▪●·‑➢►]\s*\S")


def _nominated(items: Sequence[_Item]) -> list[NominationReading]:
    found = []
    for item in items:
        nomination = nomination_of(_said_item(item))
        if nomination is not None and nomination.name and nomination.kind != "unclear":
            found.append(nomination)
    return found


# "1. Tập thể: Khoa Đào tạo Luật sư", "- Cá nhân (02): Ông A; bà B": a heading with its nominees behind it.
_HEADED = re.compile(
    r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđ])\s*[.)]\s*)?(?P<what>(?:về |danh sách |đối với )?"
    r"(?:các )?(?:tập thể|cá nhân)(?:\s+(?:tiêu biểu|điển hình|tiên tiến|đề cử|được đề cử|giới thiệu))*)"
    r"\s*(?:\(\s*\d{1,3}[^)]{0,20}\))?\s*(?:gồm|là|có)?\s*:\s*(?P<said>\S.{5,})$",
    re.IGNORECASE,
)
_BARE[_ACHIEVED] = re.compile(without_accents(_ACHIEVED.pattern), re.IGNORECASE)
_BARE[_HEADED] = re.compile(without_accents(_HEADED.pattern), re.IGNORECASE)
# A line that says something of its own, though it begins with an organisation.
_SENTENCE = Words(
    r"\b(?:trân trọng|kính|gửi|đề nghị|báo cáo|xin|đề cử|giới thiệu|lựa chọn|thực hiện|tổ chức|ban hành|nhận được"
    r"|căn cứ|có|là|đã|và các|theo|như sau)\b"
)


def _is_sentence(text: str) -> bool:
    """Whether a line says something itself; what stands behind "Phòng A:" is said of the Phòng."""
    return _SENTENCE.search(text.split(":", 1)[0]) is not None


def _headed_items(line: Line, state: State) -> list[_Item]:
    match = _written(_HEADED, line.text).match(line.text)
    heading = heading_in(match["what"]) if match else None
    if match is None or heading is None:
        return []
    section = State(heading.section, state.level, state.field)
    told = [part.strip(" .") for part in re.split(r"\s*;\s*", match["said"].rstrip(" .;"))]
    if not told or not all(_plausible(part, section) for part in told):
        return []
    apply_heading(state, heading)
    return [_Item(part, line.locator, State(state.section, state.level, state.field)) for part in told]


def _whole_sentence(lines: Sequence[Line], index: int) -> tuple[str, int]:
    """A sentence that goes on over the line ends of a PDF, and the index of its last line."""
    text, last = lines[index].text, index
    for following in range(index + 1, min(index + 8, len(lines))):
        line = lines[following]
        if text.rstrip().endswith((".", ":")) or not line.text or line.grid or _ITEM.match(line.text):
            break
        if _STOP.search(line.text) or heading_in(line.text) is not None:
            break
        text, last = f"{text} {line.text}", following
    return text, last


def _near_trigger(lines: Sequence[Line], index: int) -> bool:
    before = [line.text for line in lines[max(0, index - 12) : index] if line.text]
    return any(_TRIGGER.search(plain(text)) or speaks_of_nomination(text) for text in before)


_SHORTEST_WRAPPED = 64  # characters of a line that a program has wrapped, at least
_WRAPPED = 75  # and where what follows reads like a sentence of its own


def _goes_on(item: _Item, line: Line) -> bool:
    """Whether a line is the rest of an item that the end of a line broke."""
    text, following = item.text, line.text
    if text.rstrip().endswith((".", ";", ":")) or len(text) > 600:
        return False
    if following[:1].islower() or text.rstrip().endswith(","):
        return True
    if line.locator.startswith("paragraph"):
        return False  # a paragraph of Word is whole
    if len(text) < (_WRAPPED if _SENTENCE.search(following) else _SHORTEST_WRAPPED):
        return False
    return not following.endswith("!")


_STAFF = Words(r"^(?:lãnh đạo|cán bộ|công chức|viên chức|người lao động|giảng viên|tập thể|đội ngũ)\b")


def _names_somebody(text: str) -> bool:
    """A line that opens with a person (by honorific, or by a name and facts) or with a marked collective."""
    bare = strip_numbering(text)
    item = bare != text.strip()
    bare = re.sub(r"^(?:cá nhân|họ và tên|họ tên)\s*:\s*", "", bare, flags=re.IGNORECASE)
    name, _, honorific = strip_honorific(bare)
    parts = re.split(r"\s*[,;:(\n]\s*|\s+[-–]\s+", name, maxsplit=1)
    if honorific and looks_like_person(parts[0]):
        return True
    if re.match(r"^t[ậa]p th[ểe]\s*:?\s+", bare, re.IGNORECASE) and heading_in(text) is None:
        rest = re.sub(r"^t[ậa]p th[ểe]\s*:?\s+", "", bare, flags=re.IGNORECASE)
        return starts_organisation(rest) or rest[:1].isupper() or _STAFF.search(rest) is not None
    if not item or not looks_like_person(parts[0]) or len(parts) < 2:
        return False
    return (
        starts_title(parts[1]) or re.search(r"\b(?:19|20)\d\d\b", parts[1]) is not None or starts_organisation(parts[1])
    )


def _plausible(text: str, state: State) -> bool:
    bare = strip_numbering(text)
    head = re.split(r"\s*[,;:(]\s*|\s+[-–]\s+", bare, maxsplit=1)[0]
    if state.section == "collective":
        return starts_organisation(bare) and len(bare) < 250
    return looks_like_person(strip_honorific(head)[0])


def _inline(text: str, locator: str, state: State) -> list[_Item]:
    """Nominees inside the sentence itself: "… gồm: ông A, chấp hành viên …; bà B, …"."""
    if ":" in text:
        tail = text.split(":", 1)[1]
    else:
        match = re.search(r"\b(?=(?:đồng chí|ông|bà|đ/c)\s+[A-ZĐÂĂÊÔƠƯÁÀẠẢÃÉÈÍÌÝÚÓ])", text)
        if match is None:
            return []
        tail = text[match.start() :]
    found: list[_Item] = []
    before = "" if ":" not in text else text.split(":", 1)[0]
    section = _counted(before)
    for segment in re.split(r"\s*;\s*|\s+và\s+(?=(?:đồng chí|ông|bà|đ/c|tập thể)\s)", tail):
        section = _counted(segment.split(":", 1)[0]) or section if ":" in segment else section
        bare = re.sub(
            r"^(?:\d+\s+(?:cá nhân|tập thể)\s*:?\s*(?:là\s+)?|\(?\d+\)?[.)]?\s*|và\s+|gồm\s+)+",
            "",
            segment.strip(" .:"),
        )
        name, _, honorific = strip_honorific(bare)
        parts = re.split(r"\s*[,(]\s*|\s+[-–]\s+", name, maxsplit=1)
        if (
            (honorific and looks_like_person(parts[0]))
            or (re.match(r"^tập thể\s+", bare, re.IGNORECASE) and starts_organisation(bare[8:]))
            or (section == "collective" and starts_organisation(bare))
        ):
            text = re.sub(
                r"\s+(?:là (?:các )?điển hình|làm điển hình|là gương|để|trong lĩnh vực|vì|do đã).*$", "", bare
            )
            found.append(_Item(text, locator, State(None, state.level, state.field)))
    return found


def _counted(text: str) -> Kind | None:
    """What a sentence counts right before its colon: "giới thiệu 01 tập thể:"."""
    match = re.search(r"\d+ (tap the|ca nhan)$", plain(text))
    return None if match is None else "collective" if match[1] == "tap the" else "individual"


def _said_item(item: _Item) -> Said:
    text = strip_numbering(item.text).rstrip(" .;")
    text = re.sub(r"^(?:cá nhân|họ và tên|họ tên)\s*:\s*", "", text, flags=re.IGNORECASE)
    achievements = list(item.achievements)
    if match := re.search(r"[.;:,–-]?\s*(?:tóm tắt\s+)?thành tích(?:\s+\w+){0,3}\s*:\s*", text, re.IGNORECASE):
        achievements.insert(0, text[match.end() :])
        text = text[: match.start()].rstrip(" .;,")
    elif ": " in text and not strip_honorific(text)[2] and starts_organisation(text):
        text, said = text.split(": ", 1)
        achievements.insert(0, said)
    elif (cut := re.search(rf"(?<=[{LOWER}][{LOWER}])\.\s+(?=[{UPPER}])", text)) and len(text) - cut.end() > 30:
        achievements.insert(0, text[cut.end() :])
        text = text[: cut.start()]
    kind: Kind | None = item.state.section
    _, _, honorific = strip_honorific(text)
    if honorific:
        kind = "individual"
    told = _said_of(item.facts, kind, item.locator, "\n".join(achievements))
    return replace(told, name=text, section_level=item.state.level, field=told.field or item.state.field)
