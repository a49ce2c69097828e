"""Whether a word is a possible Vietnamese syllable: the measure by which wrong encodings and strange words are told."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = "\u0301\u0323"  # before c, ch, p, t only sắc and nặng are possible

_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip

_RHYME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt ăk â âc âm ân âng âp ât âu ây ak
    e ec em en eng eo ep et ek ê êch êm ên ênh êp êt êu êk êng
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu yê yêm yên yêng yêt yêu y ych ynh yt yp ym yn ya ing ik
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot ok ô ôc ôi ôm ôn ông ôp ôt ôk ôông ơ ơi ơm ơn ơp ơt ơng
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt
    uynh uyt uyp uyu uk uên uơn
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
_RHYMES = frozenset(_RHYME_LIST.split())
# gi and qu swallow a vowel of the rhyme: "giêng" is gi + êng, "gì" is gi + nothing, "quyên" is qu + yên.
_AFTER_GI = frozenset({"", "êng", "êc", "êm", "ên", "êt", "êp", "êu", "êch"})
_AFTER_QU = frozenset({"y", "yên", "yêt", "ynh", "yt", "ych", "yp", "ôc", "ơ", "e", "eo", "et", "en", "ê", "êt", "ên"})

_WORD = re.compile(r"[^\s!-/:-@\[-`{-~\d“”‘’…–—]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word`, one run of letters, could be written in Vietnamese; foreign and highland names may fail."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tones = [mark for mark in decomposed if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(letter for letter in decomposed if letter not in _TONES))
    for onset in _ONSETS:
        if not bare.startswith(onset):
            continue
        rhyme = bare[len(onset) :]
        known = rhyme in _RHYMES or (onset == "gi" and rhyme in _AFTER_GI) or (onset == "qu" and rhyme in _AFTER_QU)
        if known and not (tones and tones[0] not in _STOP_TONES and rhyme.endswith(("c", "ch", "p", "t"))):
            return True
    return False


def words(text: str) -> list[str]:
    """The runs of what is neither blank, ASCII punctuation nor digit, legacy letters such as `·` and `¸` included."""
    return _WORD.findall(text)
