"""File names as labels of media: which of them say something, and when two of them name the same file."""

import re
import unicodedata
from itertools import pairwise

from parsers.vietnamese.folding import clean, plain
from parsers.vietnamese.gazetteer import KNOWN_PLAIN
from parsers.vietnamese.shadow import shadow

_EXTENSION = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|heif|jfif|raw|cr2|nef|arw|dng|mp4|mov|avi|mkv|wmv|3gp|m4v|mts|m2ts|mpe?g|flv|webm|"
    r"vob|docx?|xlsx?|pdf|txt|rtf|odt|ods|pptx?|zip|rar|7z)$",
    re.IGNORECASE,
)
MEDIA_NAME = re.compile(
    r"[^\s/\\|:*?\"<>,;][^/\\|:*?\"<>,;\n]{0,120}?\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|heif|jfif|mp4|mov|avi|mkv|wmv|3gp|"
    r"m4v|mts|mpe?g|flv|webm)(?!\w)",
    re.IGNORECASE,
)

# What cameras, telephones and programs call their files. Matched against the folded stem with its separators.
_MACHINE = re.compile(
    r"^(?:img|image|dsc[fn]?|_?dsc|p\d{6,}|pict?|mvi|mvimg|mov|vid|video|wp|cimg|imag|gopr|gh\d|dji|pxl|sam|sdc|hpim|kic|"
    r"photo|picture|pic|screenshot|screen shot|screen recording|chup man hinh|anh chup man hinh|anh man hinh|scan|"
    r"scanned|"
    r"camscanner|adobe scan|cam scanner|received|fb img|fb|messenger creation|zalo|viber image|whatsapp image|"
    r"whatsapp video|line|inbound|download|untitled|unnamed|no name|new|capture|snapshot|export|edit|resized|thumb|"
    r"beauty|snow|ulike|b612|faceu|picsart|lv 0|capcut|inshot|tiktok|snaptik|copy|ban sao|file|tep|document|doc|"
    r"anh|hinh|hinh anh|clip|phim|a|h|v|so|stt|photo grid|collage)"
    r"(?=$|[\s\d])(?: (?:image|video|photo|img|zalo))?[\s\da-f]*(?:at [\s\d]+(?:am|pm)?)?(?:edited|copy|ban sao|"
    r"burst|hdr|portrait|cover|n|o|v\d|zalo|facebook|messenger|chrome|gallery|"
    r"from \w+)?[\s\d]*$"
)
_HASH = re.compile(
    r"^(?=.*\d)[0-9a-f]{12,}$|^z\d{6,}|^\d{6,} \w{6,}|^[0-9a-f]{8}(?: [0-9a-f]{4}){3} [0-9a-f]{12}|"
    r"^\d[\d\s]*(?:v\d|n|o)?(?: [0-9a-f]{4,})*$"
)

# Words that say what a file is, not what it shows.
_GENERIC = frozenset(
    """anh hinh video clip phim tu lieu tulieu file tep folder thu muc album photo photos image images
    picture pictures media
    new moi copy of ban sao final chot gui kem theo dinh nop ho so tai minh chung hoat dong cac mot so va cua nam
    thang ngay
    bo sung phan dot lan cong van cv danh sach chu thich caption nhung chon loc dep in goc full hd day du tong hop
    don vi so cuc phong vu vien truong tinh huyen thanh pho tp quan xa tong tieu bieu noi bat nho lon part pt no
    zip rar jpg jpeg png mp4 gmail drive google btp moj tdkt dhtdyn ve cho va phuc vu chinh thuc
    untitled loi tat shortcut toi den nguon suu tam 6286 su dung nen tat ca nhieu khac gui""".split()  # noqa: SIM905
)
_UNITS = re.compile(
    r"\b(?:dai hoi(?: thi dua(?: yeu nuoc)?)?|thi xa|dien hinh tien tien|stp|cthads|thads|tttgpl|tgpl|so tu phap|"
    r"cuc thads|cuc thi hanh an dan su|thi hanh an dan su|cuc tha|"
    r"chi cuc thads|"
    r"bo tu phap|tong cuc thads|tong cuc thi hanh an dan su|hoc vien tu phap|hvtp|truong dai hoc luat ha noi|"
    r"dai hoc luat ha noi|"
    r"dhlhn|cuc btttp|cuc bttp|cuc tgpl|cuc pbgdpl|cuc httqct|cuc htqtct|cuc con nuoi|cuc boi thuong nha nuoc|vu tccb|"
    r"van phong bo|thanh tra bo|nxb tu phap|vien khoa hoc phap ly|cong doan btp|doan thanh nien|dtn|dang uy|cong doan|"
    r"trung tam tro giup phap ly(?: nha nuoc)?|phong tu phap|chi cuc thi hanh an dan su)\b"
)
_PROVINCES = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, KNOWN_PLAIN), key=len, reverse=True)) + r")\b")


def stem(name: str) -> str:
    """`name` without folders and without an extension that files have."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return _EXTENSION.sub("", last.strip()).strip()


def spoken(name: str) -> str:
    """A stem as words: underscores, glued dashes and CamelCase become blanks; dates keep their separators."""
    text = clean(name).replace("+", " ").replace("%20", " ")
    camel = any(_is_camel(word) for word in _LETTERS.findall(text))
    text = _DATE_WITH_UNDERSCORES.sub("-", text)
    # Beside blanks or CamelCase an underscore parts whole phrases; alone it parts words.
    text = text.replace("_", " | " if " " in text.strip() or camel else " ")
    if " " not in text.strip() and len(re.findall(r"(?<=[^\W\d])-(?=[^\W\d])", text)) >= 2:
        text = re.sub(r"(?<=[^\W\d])-|-(?=[^\W\d])", " ", text)
    text = _LETTERS.sub(_uncamelled, text)
    if " " not in text.strip():
        text = re.sub(r"(?<=[^\W\d])\.(?=[^\W\d])", " ", text)
        text = re.sub(r"(?<=[^\W\d_]{3})(?=\d{2})", " ", text)
    return re.sub(r"\s+", " ", text).strip(" |")


# 09_4_2024: what becomes of "09/4/2024" where a slash cannot stand
_DATE_WITH_UNDERSCORES = re.compile(r"(?<=\d)_(?=\d{1,2}_(?:19|20)\d\d(?!\d))|(?<=\d)_(?=(?:19|20)\d\d(?!\d))")
_LETTERS = re.compile(r"[^\W\d_]+")


_ACRONYM = re.compile(r"(?<=[A-ZĐ]{3})(?=[A-ZĐ][a-zà-ỹđ]{2})")  # UBNDTinh


def _is_camel(word: str) -> bool:
    joined = any(a.islower() and b.isupper() for a, b in pairwise(word)) or _ACRONYM.search(word)
    return len(word) > 6 and word[0].isupper() and bool(joined)


def _uncamelled(match: re.Match[str]) -> str:
    word = match.group()
    if not _is_camel(word):
        return word
    parted = "".join(f" {b}" if a.islower() and b.isupper() else b for a, b in pairwise(f" {word}"))
    return _ACRONYM.sub(" ", parted)


def is_machine_made(name: str) -> bool:
    """Whether a stem is what a camera, a telephone or a program gives: it says nothing about the picture."""
    folded = plain(name)
    if not folded or folded.isdigit() or _HASH.match(folded) or _MACHINE.match(folded):
        return True
    return bool(re.match(r"^new folder\b|^folder(?: moi)?\b|^thu muc moi\b", folded))


def is_generic(words: str) -> bool:
    """Whether nothing is left but what files and units are called: "Ảnh STP Lang Son", "Hình ảnh hoạt động"."""
    folded = _UNITS.sub(" ", plain(words))
    folded = _PROVINCES.sub(" ", folded)
    left = [word for word in folded.split() if word not in _GENERIC and not word.isdigit() and len(word) > 1]
    return not left


def file_key(name: str) -> str:
    """A file name for comparison: folded, without folders and extension, numbers without leading zeros."""
    return re.sub(r"\b0+(?=\d)", "", re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", plain(stem(name))))


def numbers_in(name: str) -> tuple[int, ...]:
    """The numbers of a stem as written, in order; long runs (times, hashes) are none."""
    return tuple(int(run) for run in re.findall(r"(?<!\d)\d{1,4}(?!\d)", shadow(stem(name))))


def same_file(written: str, name: str) -> bool:
    """Whether what a list says (`anh 1`, `IMG_0012`, `1.JPG`) names the file `name`."""
    left, right = file_key(written), file_key(name)
    if not left or not right:
        return False
    if left == right:
        return _same_kind(written, name)
    compact_left, compact_right = left.replace(" ", ""), right.replace(" ", "")
    if compact_left == compact_right:
        return _same_kind(written, name)
    if re.fullmatch(r"\d{4,}", stem(written)) and re.search(rf"(?<!\d){stem(written)}$", stem(name)):
        return _same_kind(written, name)  # "0012" for IMG_0012.JPG
    bare_left, bare_right = _bare_number(left), _bare_number(right)
    return bare_left is not None and bare_left == bare_right and _same_kind(written, name)


def _bare_number(folded: str) -> int | None:
    """3 of "anh 3", "hinh so 3", "3": names that are a word for picture and a number."""
    match = re.fullmatch(r"(?:(?:anh|hinh|hinh anh|a|h)(?: so)? )?(\d{1,3})", folded)
    return int(match[1]) if match else None


_VIDEO = re.compile(r"\.(?:mp4|mov|avi|mkv|wmv|3gp|m4v|mts|m2ts|mpe?g|flv|webm|vob)$", re.IGNORECASE)


def _same_kind(written: str, name: str) -> bool:
    """`1.jpg` is not `1.mp4`; another picture extension is a slip of the pen."""
    both = _EXTENSION.search(written.strip()) and _EXTENSION.search(name.strip())
    return not both or bool(_VIDEO.search(written.strip())) == bool(_VIDEO.search(name.strip()))
