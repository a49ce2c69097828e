"""Recognises an administrative letter (Nghị định 30/2020/NĐ-CP, or the party's form); reads its header and signature.

Number and date are those of the header zone, before "Kính gửi", and never one that the letter cites. `signed` means
evidence of a signature: "(đã ký)" or a digital signature's stamp; a page-bound copy (PDF, scan) that bears number and
signer, since nobody prints a draft with a number; an editable copy only with such a mark and a number.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from parsers.readers import letter_numbers
from parsers.readers.datelines import Dateline, datelines_in
from parsers.readers.letter_numbers import OwnNumber, cited_numbers, mentioned_letters, number_from_name
from parsers.readers.letter_signatures import signature_of, stamp_of
from parsers.readers.lines import Line, lines_of
from parsers.readers.values import LetterReading
from parsers.reading import Reading
from parsers.records import Mail, Page
from parsers.vietnamese.folding import clean, plain

__all__ = ["appendix_of", "mentioned_letters", "number_from_name", "read_letter"]

_HEADER_LINES = 45
_LONGEST = 500  # characters of a line of a header or a signature
_NATION = re.compile(r"C[ỘÔO]NG\s+H[ÒO]?[AÀ]\s+X[ÃA]\s+H[ỘÔO]I\s+CH[ỦU]\s+NGH[ĨIỈ]A\s+VI[ỆÊE]T\s+NAM", re.IGNORECASE)
_MOTTO = re.compile(r"[ĐÐD][ộôo]c\s+l[ậâa]p\s*[-–—.]*\s*T[ựưu]\s+do\s*[-–—.]*\s*H[ạa]nh\s+ph[úu]c", re.IGNORECASE)
_PARTY = re.compile(r"[ĐD][ẢA]NG\s+C[ỘO]NG\s+S[ẢA]N\s+VI[ỆE]T\s+NAM")
_RULE = re.compile(r"^[\W_]*$")
_ADDRESSEE = re.compile(
    r"^\W*k[iíìỉ]nh\s*(?:g[ửữưuừứ]i?|gi[ửưu]i?|g[ưử]ỉ|chuy[ểe]n|tr[ìi]nh)\b\s*[:;.]?\s*(?P<rest>.*)$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^\W*(?:v\s*/\s*v|v\s*\.\s*v|vv|v\\v|về\s+việc|ve\s+viec)\b\s*[:.]?\s*(?P<text>.*)$", re.IGNORECASE
)
_KINDS = re.compile(
    r"^(?:to trinh|bao cao|cong van|thong bao|giay gioi thieu|van ban (?:de cu|gioi thieu|de nghi)"
    r"|phieu (?:chuyen|trinh)|cong ham|thu cong tac)\b"
)
_OTHER_PAPERS = re.compile(
    r"^(?:bao cao (?:tom tat )?thanh tich|bao cao ca nhan|tom tat thanh tich"
    r"|ban (?:tom tat )?thanh tich|danh sach|phu luc|bieu(?: mau)?\b|so yeu ly lich|quyet dinh|bien ban"
    r"|bang khen|giay khen|giay chung nhan"
    r"|giay moi|ke hoach|chuong trinh|huong dan|thong tu|nghi (?:dinh|quyet)|luat|chi thi|bang tong hop"
    r"|danh muc|mau|ban khai|ly lich|don|guong|chu thich|bao cao hinh anh)\b"
)
_BODY = re.compile(
    r"^(?:thuc hien|can cu|theo|ngay|phuc dap|tra loi|tren co so|truoc het|nham|de (?:chuan bi|phuc vu"
    r"|thuc hien)|trien khai|tiep theo|qua|sau khi|vua qua|so tu phap|cuc |bo tu phap (?:da|nhan)"
    r"|duoc su|xet|hien nay|dap ung|huong ung|vu |dang uy|doan )\b"
)
_CITING = re.compile(r"^(?:thuc hien|can cu|theo|phuc dap|tra loi|tiep theo|kem theo|v v|ve viec)\b")


def read_letter(reading: Reading, cited: frozenset[str] = frozenset()) -> LetterReading | None:
    """What the letter in a file says of itself; None where the file is no letter, or is one of the `cited` ones."""
    if any(isinstance(record, Mail) for record in reading.records):
        return None
    lines = lines_of(reading)
    first = next((index for index, line in enumerate(lines) if line.text), None)
    if first is None:
        return None
    whole = lines[first:]
    lines = [replace(line, text=line.text[:_LONGEST]) for line in whole]
    addressee = _addressee(lines)
    zone = [line.text for line in lines[: addressee if addressee is not None else _HEADER_LINES]][:_HEADER_LINES]
    title = _title(zone)
    if (
        title is not None
        and _OTHER_PAPERS.match(plain(zone[title]))
        and not (addressee is not None and _covers(zone, title))
    ):
        return None
    number = _own_number(zone, cited)
    signature = signature_of([line.text for line in lines[(addressee or 0) + 1 :]])
    stamp = stamp_of([line.text for line in lines])
    if not _is_letter(lines, zone, addressee, title, number, signature.found):
        return None
    if number is None and _bears_cited_number(zone, cited):
        return None
    dateline = _dateline(zone)
    day = dateline.day if dateline else None
    if day is None and stamp.day:
        day = stamp.day
    subject = _subject(zone, title)
    signer = signature.signer or stamp.signer
    number = number or OwnNumber("", "", -1)
    paged = (
        any(isinstance(record, Page) for record in reading.records)
        or reading.format == "pdf"
        or reading.media_type.startswith("image/")
    )
    scanned = any(isinstance(record, Page) and record.scanned for record in reading.records)
    if paged:
        signed = signature.marked or stamp.found or scanned or bool(number.number and (signer or signature.found))
    else:
        signed = bool((signature.marked or stamp.found) and number.number)
    return LetterReading(
        number=number.number,
        symbol=number.symbol,
        date=day,
        subject=subject,
        signer=signer,
        signed=signed,
        letterhead=_letterhead(zone, number.line, title),
        place=dateline.place if dateline else "",
        addressed_to=_addressed_to(lines, addressee),
        cites=_cites(whole, number),
        locator=lines[0].locator,
    )


def appendix_of(reading: Reading) -> str:
    """The number of the letter that a list says it accompanies ("1532/STP-VP"), "" where it names none."""
    lines = lines_of(reading)
    text = "\n".join(line.text for line in lines[:60])
    return letter_numbers.accompanied(text)


def _addressee(lines: list[Line]) -> int | None:
    for index, line in enumerate(lines[:90]):
        if _ADDRESSEE.match(line.text) and not line.grid:
            return index
    return None


def _title(zone: list[str]) -> int | None:
    """The line with the name of the kind of paper: alone in capitals, or in bold at the start of a line."""
    for index, text in enumerate(zone):
        folded = plain(text)
        if not folded or not (_KINDS.match(folded) or _OTHER_PAPERS.match(folded)):
            continue
        if index and " " not in folded and zone[index - 1].isupper():
            continue  # the tail of a letterhead that broke: GIÁO DỤC PHÁP / LUẬT, TỈNH CÀ / MAU
        letters = [letter for letter in text if letter.isalpha()]
        capitals = sum(letter.isupper() for letter in letters)
        if capitals >= 0.8 * len(letters) or (len(folded.split()) <= 3 and _KINDS.match(folded)):
            return index
    return None


def _covers(zone: list[str], title: int) -> bool:
    """A paper called DANH SÁCH or PHỤ LỤC below a letter's own V/v line is still that letter."""
    return any(_ABOUT.match(text) for text in zone[:title])


def _own_number(zone: list[str], cited: frozenset[str]) -> OwnNumber | None:
    about = next((index for index, text in enumerate(zone) if _ABOUT.match(text)), len(zone))
    before = letter_numbers.own_number(zone[:about], cited)
    if before is not None:
        return before
    after = [text if re.match(r"^\W*S[ốôo6]\s*:", text) else "" for text in zone]
    return letter_numbers.own_number(after, cited)


def _bears_cited_number(zone: list[str], cited: frozenset[str]) -> bool:
    about = next((index for index, text in enumerate(zone) if _ABOUT.match(text)), len(zone))
    own = letter_numbers.own_number(zone[:about], frozenset())
    return own is not None and bool(own.number) and not letter_numbers.is_own(own.number, own.symbol, cited)


def _is_letter(
    lines: list[Line],
    zone: list[str],
    addressee: int | None,
    title: int | None,
    number: OwnNumber | None,
    signature: bool,
) -> bool:
    folded = [plain(line.text) for line in lines]
    nation = any(_NATION.search(text) or _MOTTO.search(text) or _PARTY.search(text) for text in zone)
    recipients = any(re.match(r"^noi nhan\b", text) for text in folded)
    about = any(_ABOUT.match(text) for text in zone)
    evidence = sum((number is not None, nation, recipients, signature, about, _dateline(zone) is not None))
    if addressee is not None:
        return evidence >= 2
    named = title is not None and _KINDS.match(plain(zone[title])) is not None
    if named:
        return number is not None and (signature or recipients or nation)
    return number is not None and about and (signature or recipients)


def _dateline(zone: list[str]) -> Dateline | None:
    found: Dateline | None = None
    for index, text in enumerate(zone):
        if _CITING.match(plain(text)) and not _ABOUT.match(text):
            continue
        candidate = datelines_in(text)
        if (
            candidate is None
            and index + 1 < len(zone)
            and re.search(r"ng[àa]y|th[áa]ng", text, re.IGNORECASE)
            and not _ABOUT.match(text)
        ):
            candidate = datelines_in(f"{text} {zone[index + 1]}")
        if candidate is not None and candidate.day is not None:
            return candidate
        found = found or candidate
    return found


def _strip_columns(text: str) -> str:
    """A header line without the right column's national heading and dateline."""
    for pattern in (_NATION, _MOTTO, _PARTY):
        text = pattern.sub(" ", text)
    dateline = datelines_in(text)
    if dateline is not None:
        text = text.replace(dateline.text, " ")
    return clean(text)


def _letterhead(zone: list[str], number_line: int, title: int | None) -> tuple[str, ...]:
    end = number_line if number_line >= 0 else len(zone)
    for index, text in enumerate(zone[:end]):
        if _ABOUT.match(text) or (title is not None and index >= title):
            end = index
            break
    found = [_strip_columns(text) for text in zone[:end]]
    kept = [text.strip(" *_-–") for text in found if not _RULE.match(text) and not _is_noise(text)]
    if not kept and number_line >= 0:  # the right column, or the number, came first
        kept = [text for text in map(_strip_columns, zone[number_line + 1 :]) if len(text) > 3 and text.isupper()][:3]
    return tuple(kept[:6])


_STAMP_LINE = re.compile(r"^(?:thoi gian ky|ngay ky|co quan|don vi|email|chuc vu|signature|nguoi ky|ky boi|ky so)\b")
_MARKS = frozenset({"du thao", "hoa toc", "khan", "ban sao", "mat", "thuong khan", "so", "ban chinh", "phat hanh"})


def _is_noise(text: str) -> bool:
    """Stamps, page numbers and marks of urgency, which name no office."""
    folded = plain(text)
    if folded.isdigit() or len(folded) < 3 or folded in _MARKS:
        return True
    return stamp_of([text]).found or (":" in text and _STAMP_LINE.match(folded) is not None)


_PREFIX = re.compile(r"^\W*(?:v\s*/\s*v|về\s+việc|ve\s+viec)\b\s*[:.]?\s*", re.IGNORECASE)


def _subject(zone: list[str], title: int | None) -> str:
    for index, text in enumerate(zone):
        match = _ABOUT.match(text)
        if match and (title is None or index > title or title > index):
            return _join_subject([match["text"], *zone[index + 1 :]])
    if title is None:
        return ""
    head = re.sub(
        r"^(?:TỜ TRÌNH|BÁO CÁO|CÔNG VĂN|THÔNG BÁO|GIẤY GIỚI THIỆU|PHIẾU CHUYỂN|PHIẾU TRÌNH)\W*",
        "",
        zone[title],
        flags=re.IGNORECASE,
    )
    if not plain(head):
        following = title + 1
        while following < len(zone) and _RULE.match(zone[following]):
            following += 1
        return _join_subject(zone[following:])
    return _join_subject([head, *zone[title + 1 :]])


def _join_subject(lines: Iterable[str]) -> str:
    parts: list[str] = []
    for raw in lines:
        text = _strip_columns(raw)
        if not text:
            if raw.strip() and not parts:
                continue
            if raw.strip():  # only the other column stood on this line
                continue
            break
        if _RULE.match(text) or (_BODY.match(plain(text)) and parts and text[:1].isupper()) or len(parts) >= 7:
            break
        if text.isupper() and parts and not parts[0].isupper():
            break
        if (
            _ADDRESSEE.match(text)
            or plain(text).startswith("noi nhan")
            or (letter_numbers.own_number([text], frozenset()) and not parts)
        ):
            break
        parts.append(text)
    return clean(_PREFIX.sub("", " ".join(parts))).strip(" .;*")


def _addressed_to(lines: list[Line], addressee: int | None) -> str:
    if addressee is None:
        return ""
    match = _ADDRESSEE.match(lines[addressee].text)
    parts = [match["rest"].strip()] if match and match["rest"].strip() else []
    for line in lines[addressee + 1 : addressee + 14]:
        text = line.text
        if not text:
            if parts:
                break
            continue
        goes_on = not parts or parts[-1].endswith((";", ",", ":")) or text[:1].islower() or text.startswith("(")
        bullet = text[:1] in "-–+•*"
        if not bullet and (not goes_on or len(text) > 90 or (_BODY.match(plain(text)) and text[:1].isupper())):
            break
        parts.append(text)
        if text.endswith(".") and not bullet:
            break
    return clean(" ".join(parts)).strip(" .")


def _cites(lines: list[Line], number: OwnNumber) -> tuple[str, ...]:
    own = f"{number.number}/{number.symbol}"
    seen: dict[str, None] = {}
    for cited, symbol, _ in cited_numbers("\n".join(line.text for line in lines)):
        value = f"{cited}/{symbol}"
        if value != own:
            seen[value] = None
    return tuple(seen)
