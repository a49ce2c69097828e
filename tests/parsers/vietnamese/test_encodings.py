"""Bytes and old fonts become readable Vietnamese, and what is readable already is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.vietnamese.encodings import decode, legacy_to_unicode, repair_mojibake

LETTER = "Kính gửi Sở Tư pháp tỉnh Lạng Sơn, đề nghị bổ sung chú thích ảnh"


def as_cp1258(text: str) -> bytes:
    """What old Windows wrote: base letter, then the tone as a combining mark."""
    out = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeError:
            marks = [mark for mark in unicodedata.normalize("NFD", char) if mark in "\u0300\u0301\u0303\u0309\u0323"]
            base = "".join(part for part in unicodedata.normalize("NFD", char) if part not in marks)
            out += (unicodedata.normalize("NFC", base) + "".join(marks)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (LETTER.encode(), ""),
        (LETTER.encode(), "us-ascii"),
        (LETTER.encode(), "iso-8859-1"),
        (LETTER.encode(), "windows-1258"),
        (LETTER.encode(), "x-unknown"),
        (LETTER.encode(), "base64"),
        (LETTER.encode(), "no\0charset"),
        (b"\xef\xbb\xbf" + LETTER.encode(), "us-ascii"),
        (LETTER.encode("utf-16"), ""),
        (LETTER.encode("utf-16-le"), ""),
        (LETTER.encode("utf-16-be"), "utf-16-be"),
        (unicodedata.normalize("NFD", LETTER).encode(), "utf-8"),
        (as_cp1258(LETTER), "windows-1258"),
        (as_cp1258(LETTER), ""),
        (as_cp1258(LETTER), "utf-8"),
        (as_cp1258(LETTER), "iso-8859-1"),
        (LETTER.encode().decode("latin-1").encode(), "utf-8"),
    ],
)
def test_it_reads_the_same_letter_however_it_was_encoded(data: bytes, declared: str) -> None:
    assert decode(data, declared) == LETTER


def test_it_reads_tcvn3_bytes_that_a_mail_calls_latin1() -> None:
    assert decode(b"S\xeb T\xad ph\xb8p t\xd8nh", "iso-8859-1") == "Sở Tư pháp tỉnh"


def test_it_honours_a_declared_charset_that_is_not_vietnamese() -> None:
    assert decode("Зал".encode("koi8-r"), "koi8-r") == "Зал"
    assert decode("café déjà".encode("latin-1"), "iso-8859-1") == "café déjà"


def test_it_keeps_utf8_that_was_cut_inside_a_letter() -> None:
    assert decode(LETTER.encode() + "ả".encode()[:2], "utf-8") == LETTER + "\ufffd"


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "cp1258", "utf-16", "punycode", "utf-7", "ff ÿ", "hz"]))
def test_it_never_raises_and_gives_nfc(data: bytes, declared: str) -> None:
    text = decode(data, declared)
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("old", "font", "expected"),
    [
        ("¶nh 2: Lao ®éng tiªn tiÕn n¨m 2022", "", "ảnh 2: Lao động tiên tiến năm 2022"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Së T\u00ad ph¸p", "", "Sở Tư pháp"),
        ("§éc lËp - Tù do - H¹nh phóc", "", "Độc lập - Tự do - Hạnh phúc"),
        ("TØNH Hµ NéI", "", "TỈNH Hà NỘI"),
        ("Sè", ".VnTime", "Số"),
        ("céng hßa", ".VnTimeH", "CỘNG HÒA"),
        ("anh", ".VnArialH", "ANH"),
        ("\uf053\uf0eb", ".VnTime", "Sở"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Sôû Tö phaùp", "", "Sở Tư pháp"),
        ("Kính göûi", "", "Kính gửi"),
        ("COÄNG HOØA", "VNI-Times", "CỘNG HÒA"),
        ("Ñaëng Thò Yeán", "VNI-Helve", "Đặng Thị Yến"),
        ("Ñaëng Thò Yeán", "", "Đặng Thị Yến"),
    ],
)
def test_it_turns_old_font_letters_into_unicode(old: str, font: str, expected: str) -> None:
    assert legacy_to_unicode(old, font) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội",
        "Noël",
        "café Müller",
        "© 2020",
        "Huỳnh Thị Bé",
        "Y Phôn Niê, buôn Krông",
        "TÀI CHÍNH",
        "Hòa Bình",
        "Số 12/QĐ-BTP",
        "Nguyen Van A®",
        "37 °C, 5 m²",
        "Gặp gỡ São Paulo",
        "",
    ],
)
def test_it_leaves_what_is_readable(text: str) -> None:
    assert legacy_to_unicode(text) == text
    assert repair_mojibake(text) == text


def test_a_font_name_does_not_break_text_that_is_unicode_already() -> None:
    assert legacy_to_unicode("Sở Tư pháp", ".VnTime") == "Sở Tư pháp"


def test_it_repairs_utf8_shown_as_windows_1252_but_not_a_quotation_mark_after_a_capital() -> None:
    assert repair_mojibake("Sá»Ÿ TÆ° phÃ¡p Viá»‡t") == "Sở Tư pháp Việt"
    assert repair_mojibake("“TỈNH ĐÔNG Ã”") == "“TỈNH ĐÔNG Ã”"
