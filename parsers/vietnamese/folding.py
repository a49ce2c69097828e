"""Folding of Vietnamese text for comparison. Stored text is never folded; keys are (reference: domain notes §f).

`clean` gives display text; `key` keeps accents but forgets how they are written (tone placement, y/i, case,
punctuation); `plain` forgets accents, too: file names and unaccented mail are matched by it.
"""

import re
import unicodedata
from functools import lru_cache

_CONFUSABLES = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u0189": "Đ",
        "\u00f0": "đ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
        "\u2060": None,
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
    }
)
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# oà/òa, oè/òe, uỳ/ùy at the end of a syllable, not after q: the tone goes to the first vowel (old placement).
_OPEN = re.compile(rf"(?<!q)(o)([ae])([{_TONES}])(?!\w)|(?<!q)(u)(y)([{_TONES}])(?!\w)")
_Y_FINAL = re.compile(rf"(?<![^\W\d_])([hklmst]|qu)y([{_TONES}]?)(?!\w)")


def nfc(text: str) -> str:
    """NFC, which joins precomposed, decomposed and windows-1258 spellings."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Text for showing: NFC, without invisible marks, with single blanks. Case, accents and dashes stay."""
    visible = nfc(text).replace("\u200b", "").replace("\ufeff", "").replace("\u00a0", " ").replace("\u00ad", "")
    return _SPACES.sub(" ", visible).strip()


def key(text: str) -> str:
    """A key that keeps accents but not their placement, y/i, case or punctuation: for persons and units."""
    lowered = unicodedata.normalize("NFD", nfc(text).translate(_CONFUSABLES).casefold())
    moved = _OPEN.sub(_to_first_vowel, lowered)
    folded = unicodedata.normalize("NFC", _Y_FINAL.sub(r"\1i\2", moved))
    return _NOT_WORD.sub(" ", folded).strip()


def plain(text: str) -> str:
    """A key without accents: `Sở Tư pháp` and `so_tu_phap` are both `so tu phap`."""
    return _plain_short(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", nfc(text).translate(_CONFUSABLES).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("đ", "d")
    return _NOT_WORD.sub(" ", bare).strip()


# Names of columns, places and offices come again and again; whole paragraphs do not.
_SHORT = 160
_plain_short = lru_cache(maxsize=8192)(_plain)


def _to_first_vowel(match: re.Match[str]) -> str:
    first, second, tone = (group for group in match.groups() if group is not None)
    return first + tone + second
