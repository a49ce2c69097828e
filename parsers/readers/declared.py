"""How many collectives, individuals, pictures and videos a letter or a mail says that it brings."""

import re
from typing import Literal

from parsers.readers.levels import words

Declared = Literal["collective", "individual", "picture", "video"]

_NUMERALS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_COUNT = rf"(?P<n>\d{{1,4}}|{'|'.join(_NUMERALS)})"
_BETWEEN = (
    r"(?: \d{1,4})?(?: (?:gương|điển hình|tập tin|tệp|file|bức|tấm|nhóm|hồ sơ|trường hợp|bộ|cái|đoạn"
    r"|phóng sự|danh sách))*"
)
_WHAT: dict[Declared, str] = {
    "collective": r"(?:tập thể|đơn vị tập thể|tap the)",
    "individual": r"(?:cá nhân|ca nhan)",
    "picture": r"(?:hình ảnh|ảnh|hình|photo|hinh anh|anh)",
    "video": r"(?:video|clip|video clip|phim|phóng sự)",
}
_PATTERNS = {
    what: re.compile(rf"(?<![\w/])(?<!quá )(?<!tối đa )(?<!tháng )(?<!ngày )(?<!năm ){_COUNT}{_BETWEEN} {pattern}\b")
    for what, pattern in _WHAT.items()
}


def declared_counts(text: str) -> dict[Declared, int]:
    """The first count of each kind: "02 tập thể, 05 cá nhân; 52 ảnh" is {collective: 2, individual: 5, picture: 52}."""
    folded = words(re.sub(r"(?<=\d)[.](?=\d{3}\b)", "", text))
    found: dict[Declared, int] = {}
    for what, pattern in _PATTERNS.items():
        match = pattern.search(folded)
        if match:
            found[what] = _NUMERALS.get(match["n"]) or int(match["n"])
    return found
