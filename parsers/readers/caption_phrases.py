"""One caption in words: content, time and place of a sentence, a file name or a folder name.

Labels come first ("Thời gian: …"), then the grammars of times and places; what is left is the content. Credits,
references to other files and camera names say nothing.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Literal

from parsers.readers.file_names import is_generic, is_machine_made, spoken, stem
from parsers.readers.values import Caption, TimeSpan
from parsers.vietnamese.dates import locate_time
from parsers.vietnamese.encodings import legacy_to_unicode
from parsers.vietnamese.folding import clean, plain
from parsers.vietnamese.names import looks_like_person
from parsers.vietnamese.places import CUT, locate_place, tidy_place
from parsers.vietnamese.shadow import shadow

_LONGEST = 1500  # longer texts are letters, not captions

# "Ảnh 1:", "Hình 2 -", "Video 02 (5'30''):", "H3.", "Ảnh số 4", and the ordinal of a list
KIND = r"(?:hinh anh|hinh|anh|video clip|video|clip|phim|tam anh|buc anh|image|photo|h|a)"
_PREFIX = re.compile(
    rf"^\s*(?:{KIND}\s*(?:minh hoa|tu lieu)?\s*(?:so|thu)?\s*\.?\s*\d{{1,3}}(?:\s*[-,+&]\s*\d{{1,3}}|"
    rf"\s+den\s+\d{{1,3}})*[a-d]?"
    r"\s*(?:\([^)]{0,25}\))?\s*(?:[:.\-_)/|]+|\s(?=\w)|$)|"
    r"(?:hinh anh|anh|hinh|video clip|video|clip|phim|chu thich(?: anh)?|ghi chu)\s*[:]\s*(?=\S))"
)
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):]\s*(?!\d)|\d{1,3}\s*[-–|¦]\s+(?=[^\d\s])|[-+*•–·]+\s*|\d{1,3}\s*¦\s*)")
_CREDIT = re.compile(
    r"^\s*\(?\s*(?:(?:anh|hinh|hinh anh|video|clip|bai|tin|tin, anh|tin anh|bai, anh|tac gia|photo|nguoi chup|"
    r"thuc hien)\s*(?:va anh)?\s*:|"
    r"(?:nguon|theo|anh)\s*(?:anh)?\s*:?)\s*(?P<who>[^)]*?)\s*\)?\s*\.?$"
)
_TRAILING_CREDIT = re.compile(
    r"\s*[-–.;,|]?\s*[(\[]?\s*(?:(?:nguon|nguon anh|tac gia|photo|nguoi chup|anh minh hoa|anh tu lieu|"
    r"anh cat tu clip)\b\s*:?[^()\[\];.]{0,60}|"
    r"(?:anh|hinh|video|tin, anh|tin anh|bai va anh|tin|bai)\s*:\s*[^()\[\];.:]{0,40})[)\]]?\s*\.?\s*$"
)
_AGENCY = re.compile(
    r"\b(?:bao|tap chi|dai|ttxvn|vov|vtv|cong thong tin|trang thong tin|website|internet|facebook|fanpage|suu tam|"
    r"st|btv|pv|"
    r"ctv|thong tan xa|vnexpress|tuoi tre|thanh nien)\b"
)
_REFERENCE = re.compile(
    r"(?:^|\b)(?:nhu|xem|theo|trong|tai|o|co)?\s*(?:trong\s+)?(?:file|tep|van ban|bang|danh muc|phu luc|danh sach|"
    r"word|excel|"
    r"chu thich)(?:\s+\w+){0,5}?\s+(?:dinh kem|kem theo|gui kem|ben duoi|o duoi|rieng|excel|word)\b|"
    r"^(?:chu thich|noi dung)?\s*:?\s*(?:xem|nhu)\s+(?:file|tep|phu luc|bang|word|excel|tren|duoi)"
)
_NOTHING = frozenset(
    """khong co chua ro noi dung anh hinh video clip chup ngay tai o luc vao thang nam quy thoi gian dia diem
    nt nhu tren
    khong ro ten chu thich mo ta dien ra duoc to chuc va cua cho trong den tu buoi sang chieu toi cac nhung mot so
    hinh anh
    anh tu lieu minh hoa x n a no co""".split()  # noqa: SIM905
)

_LABELS: tuple[tuple[Literal["content", "time", "place", "other"], str], ...] = (
    (
        "content",
        r"nội dung(?: ảnh| hình ảnh| hoạt động| sự kiện| chú thích)?|tên hoạt động|tên sự kiện|sự kiện|hoạt động|"
        r"chú thích(?: ảnh)?|mô tả|chủ đề|tiêu đề|noi dung(?: anh)?|chu thich|su kien|hoat dong|mo ta",
    ),
    (
        "time",
        r"thời gian(?: chụp| tổ chức| diễn ra| thực hiện)?|thời điểm|ngày chụp|ngày tổ chức|ngày tháng|ngày giờ|"
        r"thoi gian(?: chup)?|ngay chup",
    ),
    (
        "place",
        r"địa điểm(?: chụp| tổ chức)?|nơi chụp|nơi tổ chức|nơi diễn ra|đ\s?/\s?đ|địa chỉ|dia diem(?: chup)?|noi chup",
    ),
    (
        "other",
        r"nguồn(?: ảnh)?|tác giả|người chụp|người thực hiện|ghi chú|đơn vị thực hiện|thời lượng|nguon|tac gia|"
        r"nguoi chup",
    ),
)  # fmt: skip
LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s;,.|(\x1f¦+*•\-–]))(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS)
    + r")\s*:\s*",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:(?:kinh gui|kg|kinh|da|vang|thua)\s+(?:anh|chi|c|a|cac anh chi|quy co quan|vu|"
    r"phong)\b[^,.!:]{0,40}[,.!:]\s*)?"
    r"(?:(?:em|e|minh|toi|chau|chung toi|don vi|so|cuc)\s+)?(?:xin\s+|kinh\s+|tiep tuc\s+)?gui\s+(?:toi |den |lai |"
    r"them |bo sung )*"
    r"(?:(?:anh|chi|c|a|cac anh chi|anh chi|quy vu|vu|phong|a/c|ac|bac|ban)\s+)?(?:\d{1,3}\s+)?"
    r"(?:(?:tam |buc |file )?(?:anh|hinh anh|hinh|video|clip|tu lieu)(?:\s*,?\s*(?:va )?(?:video|clip))?\s+)(?:ve |"
    r"cua |chup )?"
)
_BASIS = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Triển khai thực hiện|Triển khai|Thuc hien|"
    r"Can cu)\b[^,;]*?\d+\s?/[^,;]*(?:,\s*ngày[^,;]*)?,\s*"
)
_POLITE_END = re.compile(r"[\s,.]*\b(?:ạ|nhé|nha|ah|nhe|em cảm ơn|trân trọng|tks|thanks)\b[\s.!]*$", re.IGNORECASE)
_LOOSE_END = re.compile(
    r"[\s,;:\-–—|¦(]+$|[\s,;:(\-–—]+(?:ngày|vào|vào ngày|tại|ở|lúc|từ|chụp|được chụp|diễn ra|được tổ chức|"
    r"(?<!đầu )(?<!cuối )(?<!giữa )(?<!hằng )(?<!hàng )(?<!cả )(?<!\d )năm|(?<!\d )tháng|trong|hôm|"
    r"thời gian|địa điểm|chụp ảnh tại|ngay|tai)\s*$",
    re.IGNORECASE,
)
_LOOSE_START = re.compile(
    r"^(?:[\s,;:.\-–—|¦)\]]+|(?:chụp|ảnh chụp|được chụp)\s+(?=$)|(?:tại|ngày|lúc)\s*$)", re.IGNORECASE
)
_PERIOD = re.compile(r"^(?:giai đoạn|giai doan)\s+\d{4}\s*[-–]\s*(?:\d{4}|nay)\s*[:.\-–]\s*", re.IGNORECASE)
_OVERVIEW = re.compile(
    r"^(?:một số|các|những|mot so|cac|nhung)\s+(?:hình ảnh|ảnh|hinh anh|anh)\s+(?:về\s+|ve\s+|của\s+|cua\s+)?",
    re.IGNORECASE,
)


# --- one caption ------------------------------------------------------------------------------------
def parse_caption(text: str, *, sent: date | None = None, file_name: bool = False) -> Caption:
    """Content, time and place of one caption; all None for a credit, a reference or an empty phrase."""
    raw = clean(text)
    body = clean(legacy_to_unicode(unicodedata.normalize("NFC", text))).replace("¦", "|")
    if not body or len(body) > _LONGEST or is_reference(body) or _is_credit(body):
        return Caption(None, None, None, raw)
    body = _without_credit(strip_prefix(body))
    if LABEL.search(body):
        return _labelled(body, raw, sent)
    body = _BASIS.sub("", body)
    greeting = _GREETING.match(shadow(body))
    if greeting:
        body = body[greeting.end() :]
    body = _POLITE_END.sub("", body)
    content, time, place = _free(body, sent, file_name=file_name)
    return Caption(content, time, place, raw)


def strip_prefix(text: str) -> str:
    """`text` without the ordinal and the "Ảnh 1:" before it."""
    for _ in range(3):
        ordinal = _ORDINAL.match(text)
        shade = shadow(text)
        prefix = _PREFIX.match(shade)
        if ordinal and ordinal.end() < len(text):
            text = text[ordinal.end() :]
        elif prefix and not _prefix_is_content(shade, prefix):
            text = text[prefix.end() :]
        else:
            break
    return text.strip()


def _prefix_is_content(shade: str, prefix: re.Match[str]) -> bool:
    """ "a 5", "h 3" in the middle of nothing: single letters count only with a separator behind the number."""
    head = prefix.group().strip()
    return (bool(re.match(r"[ah]\s*\d", head)) and head[-1] not in ":.-_)/|") or bool(
        re.match(r"(?:so|phim) ", head) and head[-1].isdigit() and shade[prefix.end() :].startswith(("nam", "thang"))
    )


def _free(body: str, sent: date | None, *, file_name: bool = False) -> tuple[str | None, TimeSpan | None, str | None]:
    found = locate_time(body, sent, file_name=file_name)
    span = found.span if found else None
    if found and not found.keep:
        body = f"{body[: found.start]}{CUT}{body[found.end :]}"
    place = locate_place(body)
    if place and not place.keep:
        body = f"{body[: place.start]}{CUT}{body[place.end :]}"
    return tidy_content(body), span, (place.place if place else None)


def tidy_content(text: str) -> str | None:
    """What is left of a caption when time and place are cut out; None when it says nothing."""
    left = _POLITE_END.sub("", re.sub(rf"\s*[,;:|\-–—]?\s*{CUT}\s*(?=[,;.)|]|$|{CUT})", "", text))
    left = re.sub(rf"{CUT}\s*[-–—:,;|.]*\s*", " ", left)
    left = re.sub(r"[(\[]\s*[\d,;:\-–]*\s*[)\]]", " ", left)
    left = re.sub(r"\s+([,;.:)])", r"\1", re.sub(r"\s*\|\s*", ", ", re.sub(r"\(\s+", "(", left)))
    left = re.sub(r"([,;])(?:\s*[,;])+", r"\1", re.sub(r"\s+", " ", left)).strip()
    previous = None
    while previous != left:
        previous = left
        left = _LOOSE_END.sub("", _LOOSE_START.sub("", left)).strip(" ,;:|_")
        if left.count("(") != left.count(")"):
            left = left.strip("()").strip() if left.startswith(")") or left.endswith("(") else left
            left = left + ")" if left.count("(") == left.count(")") + 1 else left
    if left.endswith(".") and not left.endswith("..."):
        left = left[:-1].rstrip()
    shorter = _OVERVIEW.sub("", _PERIOD.sub("", left))
    if shorter and shorter != left:
        left = shorter[0].upper() + shorter[1:]
    meaningful = [word for word in plain(left).split() if word not in _NOTHING and not word.isdigit()]
    if not meaningful or (len(meaningful) == 1 and len(meaningful[0]) < 3):
        return None
    return left


def _labelled(body: str, raw: str, sent: date | None) -> Caption:
    """A caption with labels: each says its own field, and what stands before the first label is the content."""
    matches = list(LABEL.finditer(body))
    fields: dict[str, str] = {}
    lead = body[: matches[0].start()].strip(" ;,.|-–(")
    for number, match in enumerate(matches):
        stop = matches[number + 1].start() if number + 1 < len(matches) else len(body)
        kind = match.lastgroup or "other"
        fields.setdefault(kind, body[match.end() : stop].strip(" ;,.|-–()*+•"))
    content = fields.get("content") or lead
    time: TimeSpan | None = None
    place: str | None = None
    if "time" in fields:
        found = locate_time(fields["time"], sent)
        time = found.span if found else None
        if "place" not in fields and found:
            place = locate_rest(fields["time"][: found.start] + CUT + fields["time"][found.end :])
    if "place" in fields:
        inside = locate_time(fields["place"], sent)
        written = fields["place"]
        if inside and not inside.keep:
            written = written[: inside.start] + written[inside.end :]
            time = time or inside.span
        place = tidy_place(written)
    words, own_time, own_place = _free(strip_prefix(content), sent) if content else (None, None, None)
    if "time" in fields and "place" in fields and content:
        words = tidy_content(strip_prefix(content))
    return Caption(
        words, time if "time" in fields or time else own_time, place if "place" in fields or place else own_place, raw
    )


def locate_rest(text: str) -> str | None:
    """The place in what a time label says beside its time: "Thời gian: 8h ngày 5/4/2022, tại Hội trường"."""
    found = locate_place(text)
    return found.place if found else None


def _is_credit(text: str) -> bool:
    """ "(Ảnh: Thu Hà)", "Nguồn: Báo X": a name, initials or a paper behind the label, and nothing else."""
    match = _CREDIT.match(shadow(text))
    if not match:
        return False
    who = text[match.start("who") : match.end("who")].strip(" .)")
    folded = plain(who)
    label = shadow(text).lstrip(" (")
    if label.startswith("nguon"):
        return True
    if not who or len(who.split()) > 5 or (label.startswith("theo") and ":" not in text):
        return False
    words = who.split()
    named = all(word[0].isupper() for word in words if word[0].isalpha())
    return (named and len(words) <= 4 and not looks_like_place_or_event(folded)) or bool(_AGENCY.match(folded))


def looks_like_place_or_event(folded: str) -> bool:
    """Capitalised words that are no photographer: "Ảnh: Lễ Khai Mạc", "Ảnh: Hội nghị"."""
    return bool(
        re.match(
            r"(?:le|hoi|dai hoi|hop|phien|lop|tap huan|chuong trinh|so|cuc|phong|ubnd|xa|huyen|tinh|doan)\b", folded
        )
    )


def is_reference(text: str) -> bool:
    """A caption that only points elsewhere: "như file word đính kèm", "xem danh sách kèm theo"."""
    return len(text) < 120 and bool(_REFERENCE.search(plain(text))) and locate_time(text) is None


def _without_credit(text: str) -> str:
    match = _TRAILING_CREDIT.search(shadow(text))
    if not match or match.start() < 8:
        return text
    written = text[match.start() : match.end()]
    named = re.sub(r"^[\s\-–.;,|(\[]*[^:]*:", "", written).strip(" .)]")
    folded = shadow(written)
    if (
        ":" in written
        and not re.search(r"nguon|tac gia|nguoi chup|photo", folded)
        and not (
            looks_like_person(named)
            or _AGENCY.search(plain(named))
            or (named and named.istitle() and len(named.split()) <= 4)
        )
    ):
        return text
    return text[: match.start()].rstrip()


# --- names of files and folders -----------------------------------------------------------------------
def caption_from_file_name(name: str, *, sent: date | None = None) -> Caption | None:
    """The caption that a descriptive file name is; None for camera names, bare dates, numbers and names of units."""
    return _from_name(stem(name), name, sent)


def caption_from_folder_name(name: str, *, sent: date | None = None) -> Caption | None:
    """The caption that a folder (or a path of folders) is for all that lies in it; None where it only sorts."""
    parts = [part.strip() for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/") if part.strip()]
    telling = [
        part for part in parts if not is_machine_made(part) and not (len(parts) > 1 and is_generic(spoken(part)))
    ]
    return _from_name(" | ".join(re.sub(r"^\s*\d{1,2}[.)\-_]\s*(?=[^\d\s])", "", part) for part in telling), name, sent)


def time_from_folder_name(name: str) -> TimeSpan | None:
    """The year, quarter or month that is all a folder is called by ("Năm 2022", "T5.2023"): a time, not a caption."""
    words = re.sub(r"^(?:ảnh|hình ảnh|video|thư mục|folder)\s+", "", clean(name), flags=re.IGNORECASE)
    found = locate_time(words, file_name=True)
    if found is None or found.span is None or found.span.precision == "day":
        return None
    return None if re.search(r"\w", words[: found.start] + words[found.end :]) else found.span


def _from_name(label: str, name: str, sent: date | None) -> Caption | None:
    label = unicodedata.normalize("NFC", label)
    label = re.sub(r"\s*\(\d{1,2}\)$|\s+-\s*(?:copy|bản sao)$", "", label, flags=re.IGNORECASE)
    if not label or is_machine_made(label):
        return None
    label = re.sub(r"^(?:IMG|DSC[NF]?|_DSC|MVI|VID|PXL)[_\- ]?\d{3,}(?:[_-]\d+)*[_\- ]+(?=\D)", "", label)
    words = re.sub(r"^\s*\d{1,3}\s*[.)\-_]\s*(?=[^\d\s.])", "", spoken(label))
    words = re.sub(r"^(?:thư mục|folder|album)\s+", "", words, flags=re.IGNORECASE)
    caption = parse_caption(words, sent=sent, file_name=True)
    content = caption.content
    if content is None or is_generic(content):
        return None
    letters = [word for word in plain(content).split() if len(word) > 1 and word.isalpha()]
    if len(letters) < 2 and not (letters and len(letters[0]) >= 4 and not is_machine_made(content)):
        return None
    content = re.sub(r"\s*(?:[-_,(]\s*\d{1,3}\)?|\s0\d{1,2})$", "", content)
    return replace(caption, content=content, raw=name)
