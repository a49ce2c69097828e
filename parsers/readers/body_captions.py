"""Captions that stand beside a link ("1. Hội thi …, ngày …, tại …: https://…"), or in one sentence for all pictures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from parsers.readers.caption_phrases import LABEL, parse_caption
from parsers.readers.file_names import MEDIA_NAME, is_generic
from parsers.readers.links import addresses_in
from parsers.readers.values import Caption, CaptionEntry
from parsers.vietnamese.folding import clean, plain
from parsers.vietnamese.places import is_vague_place
from parsers.vietnamese.shadow import shadow

Line = tuple[str, str]  # locator, text

_ITEM = re.compile(r"^\s*(?:[-+*•–·]|\(?\d{1,3}\s*[.)/:]|[a-z]\))\s*")
_MEDIA = r"(?:hinh anh|tu lieu|video clip|anh|video|clip|phim)"
_LINK_WORD = r"(?:duong link|duong dan|link|dia chi|thu muc|folder|google drive|drive|album)"
_LEAD = re.compile(
    rf"^\s*(?:{_LINK_WORD}|{_MEDIA})(?:\s+(?:{_LINK_WORD}|{_MEDIA}|chia se|toi|den|tai|ve|gui kem|so|\d{{1,2}}))*"
    r"\s*(?:[:\-–]\s*|$)"
)
_HOLDS = re.compile(  # "Ảnh Lễ kỷ niệm …": what the link holds, not what it shows
    r"^\s*(?:(?:album|thư mục|folder)\s+)?(?:hình ảnh|tư liệu ảnh|ảnh|video clip|video|clip|album|thư mục)"
    r"(?:\s*(?:,|và)\s*(?:video|clip|ảnh))?\s+(?:về\s+|chụp\s+)?(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;:.(\[<\-–=>]*\b(?:(?:de nghi|vui long|xin|moi)\s+)?"
    r"(?:(?:xem|tai ve|tai xuong|truy cap|duoc luu|luu|gui)\s+)?"
    rf"(?:(?:tai|theo|o|qua)\s+)?(?:{_LINK_WORD}|day)"
    rf"(?:\s+(?:{_LINK_WORD}|{_MEDIA}|sau|nay|day|duoi day|ben duoi|kem))*"
    r"[\s:.)\]>\-–=]*$"
)
_BARE_TAIL = re.compile(r"[\s,;:(\[<\-–=]+(?:xem\s+)?(?:tai|o|theo)?[\s:(\[<\-–=>]*$")
# "Thực hiện Công văn số …, Sở Tư pháp gửi kèm 05 ảnh về", up to what the pictures show.
_SENDING = re.compile(
    r"^(?:.{0,240}?\s)?(?:gui|chuyen|nop)(?:\s+(?:kem|theo|toi|den|qua|ve|cho|chi|anh|c|a|em|vu|bo|quy|phong|tdkt|tccb|"
    r"tiep|them|bo sung|lai|kinh|ac|a/c|ban|cac|dong chi|d/c))*?\s+(?:\d{1,3}\s+)?"
    rf"(?:tam |buc |file |cac |mot so |toan bo )?{_MEDIA}(?:\s*(?:,|va|&|/)\s*(?:\d{{1,3}}\s+)?{_MEDIA})*(?=[\s:])"
    r"\s*(?:(?:ve|cua|chup|ghi lai|trong|tu)\s+|:\s*)?"
)
_ABOUT_ALL = re.compile(rf"^\s*(?:chu thich(?: chung)?|noi dung|(?:cac\s+|tat ca\s+)?{_MEDIA})\b[^:]{{0,40}}:\s*(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[a-zà-ỹ\d)]{2})[.!?]\s+(?=[A-ZÀ-ỸĐ])")
_OF_THE_CAMPAIGN = re.compile(
    r"\b(?:dien hinh tien tien|dai hoi thi dua|phuc vu dai hoi|cong van|kem theo|dinh kem|gui kem|chu thich|danh sach|"
    r"nhu sau|sau day|theo yeu cau|de nghi|quy vu)\b"
)
_NEW_PARAGRAPH = re.compile(
    r"\s*(?:[-+*•–]|\(?\d{1,2}[.)]|https?:|kính gửi|kính chuyển|trân trọng|em cảm ơn)", re.IGNORECASE
)
_LONGEST = 420


@dataclass(frozen=True, slots=True)
class _Linked:
    """A line without its addresses, and the Drive ids of these."""

    words: str
    ids: tuple[str, ...]
    other: bool = False  # an address of something else stands there, too


def link_captions(
    lines: Sequence[Line], source: Literal["line", "mail_body"], sent: date | None = None
) -> list[CaptionEntry]:
    """What lines say about the one link in them, or in the line below them."""
    out: list[CaptionEntry] = []
    above = ""
    for locator, text in lines:
        if not text.strip():
            continue
        line = _parted(text)
        if len(line.ids) == 1 and not line.other:
            caption = _caption(line.words, sent) or (_caption(above, sent) if above else None)
            if caption is not None:
                out.append(CaptionEntry(caption, locator, 0, (), (), "", source, line.ids))
            above = ""
        else:
            above = "" if line.ids or line.other else text
    return out


_NUMBER = re.compile(r"^\s*\(?(?P<number>\d{1,3})\s*[.)/:\-–]\s*(?=\D)")
_OF_PICTURES = re.compile(r"\b(?:anh|hinh|hinh anh|video|clip|chu thich|thuyet minh)\b")


def numbered_captions(
    lines: Sequence[Line], source: Literal["line", "mail_body"], sent: date | None = None
) -> list[CaptionEntry]:
    """A list "1. …", "2. …" below words about pictures: captions if each item says when or where."""
    out: list[CaptionEntry] = []
    about = False
    for locator, text in lines:
        match = _NUMBER.match(text)
        if match is None:
            about = about or (not out and bool(_OF_PICTURES.search(plain(text))))
            continue
        words = text[match.end() :]
        if int(match["number"]) != len(out) + 1 or not about or len(words) > _LONGEST or "://" in words:
            return []
        caption = parse_caption(words, sent=sent)
        if not _tells(caption) or not (caption.time or caption.place):
            return []
        out.append(CaptionEntry(caption, locator, 0, (), (len(out) + 1,), "", source))
    return out if len(out) > 1 else []


def ids_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The Drive ids of all addresses in some texts."""
    return tuple(dict.fromkeys(one for text in texts for one in _parted(text).ids))


def _parted(text: str) -> _Linked:
    if "/" not in text:
        return _Linked(text, ())
    ids: list[str] = []
    other = False
    words, position = "", 0
    for start, end, link in addresses_in(text):
        words += text[position:start]
        position = end
        if link is not None and link.drive_id:
            ids.append(link.drive_id)
        else:
            other = True
    words = re.sub(r"<\s*>|\(\s*\)|\[\s*\]", " ", words + text[position:])
    return _Linked(words, tuple(dict.fromkeys(ids)), other)


def _caption(text: str, sent: date | None) -> Caption | None:
    """The caption that the words beside a link are; None for "Link ảnh", "tại đây", "gửi tư liệu"."""
    words = clean(text)
    if len(words) > _LONGEST:
        return None
    item = _ITEM.match(words)
    words = words[item.end() :] if item else words
    sending = _SENDING.match(shadow(words))
    if sending:
        words = words[sending.end() :]
    for pattern in (_TAIL, _BARE_TAIL):
        if found := pattern.search(shadow(words)):
            words = words[: found.start()]
    words = words.strip(" :;,-–<>")
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    lead = _LEAD.match(shadow(words))
    if lead:
        words = words[lead.end() :]
    words = _HOLDS.sub("", words)
    if not words or MEDIA_NAME.search(words):  # a chip shows the file's own name
        return None
    caption = parse_caption(words, sent=sent)
    if not _tells(caption):
        return None
    listed = item is not None and len(plain(caption.content or "").split()) >= 3
    return caption if caption.time or caption.place or listed else None


def _tells(caption: Caption) -> bool:
    content = caption.content
    return content is not None and not is_generic(content) and not _OF_THE_CAMPAIGN.search(plain(content))


def caption_for_all(body: str, sent: date | None = None) -> Caption | None:
    """The one sentence or labelled block of a mail that says what its pictures show, with a day, month or exact place.

    None where two sentences do: nobody knows which picture is which.
    """
    block = _labelled_block(body.splitlines())
    if block:
        caption = parse_caption(block, sent=sent)
        return caption if caption.content and (caption.time or caption.place) else None
    found: list[Caption] = []
    for paragraph in _paragraphs(body):
        for sentence in _SENTENCE_END.split(paragraph):
            if len(sentence) > _LONGEST or addresses_in(sentence):
                continue
            start = _SENDING.match(shadow(sentence)) or _ABOUT_ALL.match(shadow(sentence))
            if start is None:
                continue
            caption = parse_caption(sentence[start.end() :], sent=sent)
            if _tells(caption) and _is_exact(caption):
                found.append(replace(caption, raw=clean(sentence)))
    return found[0] if len(found) == 1 else None


def _is_exact(caption: Caption) -> bool:
    day = caption.time is not None and caption.time.precision in {"day", "span", "month"}
    return day or (caption.place is not None and not is_vague_place(caption.place))


def _labelled_block(lines: Sequence[str]) -> str:
    """ "Nội dung: …", "Thời gian: …", "Địa điểm: …" on lines that follow each other, once in a mail."""
    labelled = [(at, line) for at, line in enumerate(lines) if LABEL.match(re.sub(r"^[\s\-+*•–]+", "", line))]
    apart = any(later - earlier > 2 for (earlier, _), (later, _) in pairwise(labelled))
    kinds = [LABEL.match(re.sub(r"^[\s\-+*•–]+", "", line)) for _, line in labelled]
    named = [match.lastgroup for match in kinds if match]
    if apart or "content" not in named or len(named) < 2 or len(named) != len(set(named)):
        return ""
    return " | ".join(re.sub(r"^[\s\-+*•–]+", "", line).strip() for _, line in labelled)


def _paragraphs(body: str) -> list[str]:
    """The paragraphs of a body whose lines a mail program has wrapped."""
    out: list[str] = []
    open_ = False
    for line in body.splitlines():
        text = line.strip()
        if out and open_ and text and not _NEW_PARAGRAPH.match(text):
            out[-1] = f"{out[-1]} {text}"
        elif text:
            out.append(text)
        open_ = len(text) > 58 and not text.endswith((".", ":", ";", "!"))
    return out
