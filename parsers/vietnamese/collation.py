"""The order of the Vietnamese alphabet, for lists that people read: a ă â b c d đ e ê …, tones last."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng

Weight = tuple[int, int]
SortKey = tuple[tuple[tuple[Weight, ...], ...], tuple[tuple[int, ...], ...], str]


def sort_key(text: str) -> SortKey:
    """Orders word by word, by letters first and tones after; numbers by value; Đ after D."""
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in re.split(r"[\W_]+", composed.casefold()) if word]
    return tuple(map(_letters, words)), tuple(map(_tones, words)), composed


def _letters(word: str) -> tuple[Weight, ...]:
    bare = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))
    weights: list[Weight] = []
    for piece in re.findall(r"\d+|\D", bare):
        if piece.isdecimal():
            weights.append((0, int(piece)))
        else:
            weights.append((1, _RANK.get(piece, len(_RANK) + ord(piece))))
    return tuple(weights)


def _tones(word: str) -> tuple[int, ...]:
    return tuple(_TONES[c] for c in unicodedata.normalize("NFD", word) if c in _TONES)
