"""A shadow of a text: lower case, without accents, letter for letter, so that a find in it tells where it is above."""

import unicodedata

_FIXED = {
    "đ": "d", "Đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
    "“": '"', "”": '"', "„": '"', "″": '"', "‘": "'", "’": "'", "´": "'", "′": "'",
    "\u00a0": " ", "\t": " ", "\u202f": " ", "\u2007": " ",
}  # fmt: skip


def shadow(text: str) -> str:
    """As many characters as `text` (NFC) has, each the bare lower-case letter of the one above it."""
    return "".join(map(_bare, text))


def _bare(char: str) -> str:
    if char.isascii():
        return char.lower()
    fixed = _FIXED.get(char)
    if fixed is not None:
        return fixed
    return unicodedata.normalize("NFKD", char)[0].lower()[:1] or char
