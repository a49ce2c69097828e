"""Bytes and old fonts to Unicode: charsets that lie, TCVN3 and VNI letters, UTF-8 read as windows-1252."""

import codecs
import re
import unicodedata
from itertools import product

from parsers.vietnamese.syllables import is_syllable, words

# --- TCVN3 (ABC): one code for each letter; capitals with tones are lower case codes in a font that ends in H --------
_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)) | {"μ": "à"})
# Inside a word these are never Vietnamese in Unicode, so they alone are proof enough.
_TCVN3_PROOF = re.compile(r"(?:[¨©«®¬ª¡¢£¤¥¦§¶·¸¹»¼½¾µμ\u00ad×÷])")

# --- VNI: a base letter and a mark ------------------------------
_VNI_ROWS = (
    "a aù aø aû aõ aï|aâ aá aà aå aã aä|aê aé aè aú aü aë|e eù eø eû eõ eï|eâ eá eà eå eã eä|o où oø oû oõ oï|"
    "oâ oá oà oå oã oä|ô ôù ôø ôû ôõ ôï|u uù uø uû uõ uï|ö öù öø öû öõ öï|i í ì æ ó ò|y yù yø yû yõ î"
)
_UNICODE_ROWS = (
    "a á à ả ã ạ|â ấ ầ ẩ ẫ ậ|ă ắ ằ ẳ ẵ ặ|e é è ẻ ẽ ẹ|ê ế ề ể ễ ệ|o ó ò ỏ õ ọ|"
    "ô ố ồ ổ ỗ ộ|ơ ớ ờ ở ỡ ợ|u ú ù ủ ũ ụ|ư ứ ừ ử ữ ự|i í ì ỉ ĩ ị|y ý ỳ ỷ ỹ ỵ"
)


def _vni_table() -> dict[str, str]:
    table = {"ñ": "đ", "Ñ": "Đ"}
    for old, new in zip(re.split(r"[ |]", _VNI_ROWS), re.split(r"[ |]", _UNICODE_ROWS), strict=True):
        table.update(dict.fromkeys(("".join(way) for way in product(*((c.lower(), c.upper()) for c in old))), new))
        for written in [way for way in table if way.lower() == old]:
            table[written] = new.upper() if written[0].isupper() else new
    return {old: new for old, new in table.items() if old != new}


_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# --- evidence ------------------------------
_SURELY_UNICODE = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_SYMBOL_FONT = re.compile(r"[\uf020-\uf0ff]")

# --- UTF-8 bytes shown as windows-1252 ------------------------------
_CP1252_BYTE = {
    bytes([value]).decode("cp1252", errors="ignore") or chr(value): value for value in range(0x80, 0x100)
} | {chr(value): value for value in range(0x80, 0x100)}
_C1_AS_CP1252 = {value: bytes([value]).decode("cp1252", errors="ignore") or chr(value) for value in range(0x80, 0xA0)}
_CONTINUATION = "".join(re.escape(char) for char, value in _CP1252_BYTE.items() if 0x80 <= value < 0xC0)
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{_CONTINUATION}]|[\u00e0-\u00ef][{_CONTINUATION}]{{2}}|[\u00f0-\u00f4][{_CONTINUATION}]{{3}}"
)

# --- charsets ------------------------------
# Not character sets of mail: they execute escapes, are for host names, or exist on one system only.
_NO_CHARSET = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_WIDE = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, declared: str = "") -> str:
    """Text of `data`, NFC, without byte order mark. Never raises: what no charset explains becomes U+FFFD.

    Valid UTF-8 beats a declared single-byte charset, since it is hardly ever valid by chance and often mislabelled.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(charset, errors="replace"))
    charset = _known_charset(declared)
    if charset.startswith(_WIDE):
        strict = _strictly(data, charset)
        if strict is not None:
            return _finish(strict)
    if _looks_utf16(data):
        order = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return _finish(data.decode(order, errors="replace"))
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None:
        return _finish(utf8)
    if charset and charset not in _LATIN and charset not in {"utf-8", "cp1258"}:
        strict = _strictly(data, charset)
        if strict is not None:
            return _finish(strict)
    if _mostly_utf8(data):
        return _finish(data.decode("utf-8", errors="replace"))
    return _single_byte(data, charset)


def legacy_to_unicode(text: str, font: str = "") -> str:
    """`text` with TCVN3 or VNI letters turned into Unicode, by font name or else only on sure evidence.

    Text that already has letters which only Unicode has is returned as it is, whatever the font is called.
    """
    if text.isascii():
        return text.upper() if _is_capital_font(font) else text
    if _SURELY_UNICODE.search(text):
        return text
    name = font.strip().casefold()
    if name.startswith(".vn"):
        turned = _from_tcvn3(text)
        return turned.upper() if _is_capital_font(font) else turned
    if name.startswith(("vni-", "vni ")):
        turned = _from_vni(text)
        return turned.upper() if _is_capital_font(font) else turned
    return _by_evidence(text) or text


def repair_mojibake(text: str) -> str:
    """UTF-8 that was read as windows-1252 (`Sá»Ÿ TÆ° phÃ¡p`), made readable; unchanged unless surely better."""
    for _ in range(2):
        if text.isascii() or _SURELY_UNICODE.search(text) or not _MOJIBAKE.search(text):
            return text
        repaired = _MOJIBAKE.sub(_as_utf8, text)
        if _illegal(repaired) >= _illegal(text):
            return text
        text = unicodedata.normalize("NFC", repaired)
    return text


def _finish(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return legacy_to_unicode(repair_mojibake(composed))  # a document as a whole: a single line proves little


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _known_charset(declared: str) -> str:
    try:
        info = codecs.lookup(declared.strip().strip("\"'").strip())
    except (LookupError, ValueError):  # an unknown name; one with a NUL or letters outside ASCII
        return ""
    if info.name in _NO_CHARSET or not getattr(info, "_is_text_encoding", True):
        return ""
    return info.name


def _looks_utf16(data: bytes) -> bool:
    head = data[:400]
    if len(head) < 4 or len(data) % 2 or b"\0" not in head:
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) * 2 > len(head) // 2 and min(even, odd) == 0


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes (cut in the middle of a letter), not a single-byte charset."""
    text = data.decode("utf-8", errors="replace")
    good = sum(1 for char in text if ord(char) > 0x7F and char != "\ufffd")
    return good > 4 * text.count("\ufffd")


def _single_byte(data: bytes, charset: str) -> str:
    western = _cp1252(data)
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    old_font = _by_evidence(western) or western
    if charset == "cp1258":
        candidates: tuple[str, ...] = (vietnamese, old_font, western)
    elif charset in _LATIN:
        candidates = (old_font, western, vietnamese) if old_font != western else (western, vietnamese)
    else:
        candidates = (old_font, vietnamese, western)
    return min(candidates, key=lambda text: _illegal(text) + text.count("\ufffd"))


def _cp1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_C1_AS_CP1252)


def _as_utf8(match: re.Match[str]) -> str:
    raw = bytes(_CP1252_BYTE[char] for char in match.group())
    return _strictly(raw, "utf-8") or match.group()


def _is_capital_font(font: str) -> bool:
    name = font.strip()
    return name.casefold().startswith((".vn", "vni-")) and name.endswith("H") and not name.isupper()


def _from_tcvn3(text: str) -> str:
    return re.sub(r"\S+", _tcvn3_word, _SYMBOL_FONT.sub(lambda m: chr(ord(m.group()) - 0xF000), text))


def _tcvn3_word(match: re.Match[str]) -> str:
    word = match.group()
    turned = word.translate(_TCVN3)
    capitals = [letter for letter in word if letter.isascii() and letter.isalpha()]
    # "TØNH" is a word in capitals: the old font had no code for a capital with a tone.
    return turned.upper() if len(capitals) > 1 and all(letter.isupper() for letter in capitals) else turned


def _from_vni(text: str) -> str:
    symbols = _SYMBOL_FONT.sub(lambda m: chr(ord(m.group()) - 0xF000), text)
    return _VNI_CODE.sub(lambda match: _VNI[match.group()], symbols)


def _by_evidence(text: str) -> str | None:
    """The reading as TCVN3 or VNI if one of them explains the text and Unicode does not."""
    before = _accented(text)
    wrong = sum(not is_syllable(word) for word in before)
    if not wrong:
        return None
    best: tuple[int, str] | None = None
    for turned, proof in ((_from_tcvn3(text), bool(_TCVN3_PROOF.search(text))), (_from_vni(text), False)):
        left = _illegal(turned)
        healed = wrong - left
        # A few foreign words may stay, but one lucky word is no evidence.
        if left * 10 > len(before) or healed < 1:
            continue
        if healed < 2 and not (proof and _healed_by_proof(text)) and not _all_syllables(turned):
            continue
        if best is None or left < best[0]:
            best = (left, turned)
    return best[1] if best else None


def _healed_by_proof(text: str) -> bool:
    """A TCVN3 sign that stands directly at a letter: `§` and `©` alone, or after a digit, are what they are."""
    return bool(re.search(rf"{_TCVN3_PROOF.pattern}[A-Za-z]|[A-Za-z]{_TCVN3_PROOF.pattern}", text))


def _all_syllables(text: str) -> bool:
    found = words(text)
    return len(found) > 1 and all(is_syllable(word) for word in found)


def _illegal(text: str) -> int:
    return sum(not is_syllable(word) for word in _accented(text))


def _accented(text: str) -> list[str]:
    """Words to judge by: with a letter outside ASCII. Signs that stand alone ("§ 5", "· Hội", "a ¦ b") are no words."""
    return [
        word for word in words(text) if not word.isascii() and any(char.isalpha() for char in word) and len(word) > 1
    ]
