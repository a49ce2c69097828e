"""Where, in the text of a mail, the sender's own words end and quoted history or a forwarded mail begins."""

import re
import unicodedata
from collections.abc import Sequence

# Matching is done on folded lines (lower case, no accents): programs and people write these words in every way.
_DASHED = re.compile(
    r"[-_=\s]{2,}(?:begin )?(?:original (?:message|appointment)|reply message|forwarded (?:message|mail|email)"
    r"|(?:thu|tin nhan|thong diep|thong bao|email|mail|noi dung)"
    r" (?:goc|(?:da |duoc |da duoc )?chuyen tiep)|chuyen tiep)"
    r"\s*:?[-_=\s]*"
)
_BEGIN = re.compile(
    r"(?:begin forwarded message|bat dau (?:thu|tin nhan|email|thong diep)(?: da| duoc| da duoc)? chuyen tiep)\s*:"
)
_DATED_START = re.compile(r"(?:vao|on|le|luc)\b.*\d")
_WROTE = re.compile(r"(?:\bwrote|\bviet|\bda ghi)\s*:$")
_GMT_ATTRIBUTION = re.compile(r"\d{4}-\d\d-\d\d .{0,200}<[^<>]+@[^<>]+>\s*:$")
_LABELS = {
    "from": re.compile(r"(?:tu|from|nguoi gui)\s*:"),
    "date": re.compile(r"(?:da gui|ngay gui|gui luc|da gui luc|ngay gio|thoi gian|gui|ngay|sent|date)\s*:"),
    "to": re.compile(r"(?:toi|den|to|gui toi|gui den|nguoi nhan)\s*:"),
    "cc": re.compile(r"(?:cc|dong kinh gui|dong gui|sao gui)\s*:"),
    "subject": re.compile(r"(?:chu de|tieu de|subject)\s*:"),
}
_ONE_LINE = re.compile(
    r"(?:tu|from|nguoi gui)\s*:.{1,200}?\b(?:da gui|ngay gui|sent|date|ngay)\s*:.{1,200}?"
    r"\b(?:toi|den|to|subject|chu de|tieu de)\s*:"
)
_FORWARD_SUBJECT = re.compile(r"(?:(?:re|tra loi|tl)\s*:\s*)*(?:fwd?|chuyen tiep|ct|tr)\s*:")
_FORWARD_LINE = re.compile(r"\bforwarded\b|\bchuyen tiep\b")
_RULE = re.compile(r"[-_=]{2,}")
_PHONE_SIGNATURE = re.compile(
    r"(?:da |duoc )?(?:gui|sent|get|tai|nhan) .{0,40}\b(?:iphone|ipad|ios|android|yahoo|outlook|samsung|galaxy|oppo"
    r"|xiaomi|huawei|dien thoai|mobile|mail)\b.{0,40}"
)
_ATTRIBUTION_LINES = 4
_BLOCK_LINES = 12
_LONGEST = 500
_MOST_LINES = 20_000  # a mail with more is data, not a letter; what comes later is searched for nothing


def split_quoted_text(text: str) -> tuple[str, str]:
    """(own, quoted): what the sender wrote, and the history or forwarded mail with the lines that introduce it.

    Answers between or below lines that begin with `>` are the sender's own.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    own: list[str] = []
    quoted: list[str] = []
    index = 0
    while index < len(lines) and index < _MOST_LINES:
        count = 1 if _is_marked(lines[index]) else _attribution(lines, index)
        if count and (_is_marked(lines[index]) or _followed_by_marked(lines, index + count)):
            quoted += lines[index : index + count]
            index += count
        elif count or _ends_own_words(lines, index):
            quoted += lines[index:]
            index = len(lines)
        else:
            own.append(lines[index])
            index += 1
    own += lines[index:]
    return _joined(own), _joined(quoted)


def first_quoted_line(lines: Sequence[str]) -> int | None:
    """The index of the first line that is quoted or introduces a quotation; None where all are the sender's own."""
    for index in range(min(len(lines), _MOST_LINES)):
        if _is_marked(lines[index]) or _attribution(lines, index) or _ends_own_words(lines, index):
            return index
    return None


def has_own_words(own: str) -> bool:
    """Whether the sender wrote anything: a rule or the line that a telephone adds is nothing."""
    return any(
        folded and not _RULE.fullmatch(folded) and not _PHONE_SIGNATURE.fullmatch(folded)
        for folded in map(_fold, own.split("\n"))
    )


def is_forward(subject: str, quoted: str) -> bool:
    """Whether a mail passes another one on, by its subject or by the line over what is quoted; no answer does."""
    if _FORWARD_SUBJECT.match(_fold(subject[:_LONGEST])):
        return True
    first = next((line for line in quoted.split("\n") if line.strip()), "")
    return _FORWARD_LINE.search(_fold(first[:_LONGEST])) is not None


def _is_marked(line: str) -> bool:
    return line.lstrip(" \t\xa0").startswith(">")


def _followed_by_marked(lines: Sequence[str], index: int) -> bool:
    return _is_marked(next((line for line in lines[index : index + 4] if line.strip()), ""))


def _attribution(lines: Sequence[str], index: int) -> int:
    """How many lines from here are `On … wrote:`, `Vào … đã viết:` and the like; 0 for none."""
    first = lines[index]
    if len(first) > _LONGEST or not first.strip():
        return 0
    start = _fold(first) if (":" in first or _may_start_attribution(first)) else ""
    if not start:
        return 0
    joined = ""
    for count, line in enumerate(lines[index : index + _ATTRIBUTION_LINES], 1):
        if not line.strip() or len(joined) > _LONGEST:
            return 0
        joined = f"{joined} {_fold(line)}".strip()
        if _GMT_ATTRIBUTION.fullmatch(joined):
            return count
        if _WROTE.search(joined):
            return count if "@" in joined or _DATED_START.match(joined) else 0
        if not _DATED_START.match(start):
            return 0
    return 0


def _may_start_attribution(line: str) -> bool:
    return line.lstrip(" \t*").casefold().startswith(("vào", "vao", "va\u0300o", "on ", "le ", "lúc", "luc"))


def _ends_own_words(lines: Sequence[str], index: int) -> bool:
    """Whether everything from this line on is the history or a forwarded mail."""
    line = lines[index]
    start = line.lstrip(" \t*\xa0")
    if len(line) > 3 * _LONGEST or not start or not (":" in line or start[0] in "-_="):
        return False
    folded = _fold(line)
    if _DASHED.fullmatch(folded) or _BEGIN.match(folded) or _ONE_LINE.match(folded):
        return True
    if _RULE.fullmatch(folded):
        following = next((at for at in range(index + 1, min(index + 4, len(lines))) if lines[at].strip()), None)
        return following is not None and _is_header_block(lines, following)
    return _is_header_block(lines, index)


def _is_header_block(lines: Sequence[str], index: int) -> bool:
    """From, Sent, To, Subject in any order and language, on lines of their own; long ones may be folded."""
    seen: list[str] = []
    strange = 0
    for line in lines[index : index + _BLOCK_LINES]:
        label = _label(_fold(line[:_LONGEST]))
        if label is None:
            strange += 1 if line.strip() else 0
            if not seen or strange > 3:
                break
        elif label not in seen:
            seen.append(label)
            strange = 0
        if len(seen) >= 3 and "from" in seen[:3] and ("date" in seen or "subject" in seen):
            return True
    return False


def _label(folded: str) -> str | None:
    return next((name for name, pattern in _LABELS.items() if pattern.match(folded)), None)


def _fold(line: str) -> str:
    decomposed = unicodedata.normalize("NFD", line.casefold().replace("\xa0", " ").replace("*", ""))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.replace("đ", "d").split())


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n \t\xa0")
