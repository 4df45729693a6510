"""Letters and words of every script: as people write them, with and without their marks.

English words are cut by `directory.search.tokenizer`; this module is for all other languages.
"""

import re
import sys
import unicodedata
from functools import cache

from directory.search.reading.sentences import texts_of_clauses
from directory.search.tokenizer import LATIN_LETTERS

_ARABIC_LETTERS = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ێ": "ی", "ۍ": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک",
    "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۆ": "و",
    "ڕ": "ر", "ڵ": "ل", "ں": "ن", "ګ": "گ", "ٱ": "ا", "ء": "",
}  # fmt: skip
"""Letters of the Arabic script that keyboards and writers use for one another, and letters of Kurdish and
Urdu that people leave out. The final forms of ye are one letter for the search."""
_NASAL_MARKS = dict.fromkeys("\u0901\u0902\u0981\u0982\u0a01\u0a02\u0a70\u0a71\u0a81\u0a82\u0b82", "")
"""Marks of a nasal vowel, or of a double consonant, that people leave out in Indic scripts."""
_OTHER_LETTERS = {"ς": "σ", "ـ": "", "჻": ""}
_TABLE = str.maketrans({**LATIN_LETTERS, **_ARABIC_LETTERS, **_NASAL_MARKS, **_OTHER_LETTERS})
_APOSTROPHES = "'’‘ʼʹ`´ʻ"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IS_HAN = re.compile(f"[{_HAN}]")
_MORE_BREAKS = re.compile("[።፧፨፡፣፤፥।॥؟،؛۔]+")
"""Punctuation between clauses, or between words, that the clauses of English do not know."""


def folded_letters(text: str) -> str:
    """Return a text in lower case without marks: 'Sprzątanie' becomes 'sprzatanie'.

    Characters of no width and the digits of other scripts are folded too. Vowel signs of Indic scripts stay.
    """
    if text.isascii():
        return text.lower()
    letters = []
    for letter in unicodedata.normalize("NFKD", text.lower()):
        if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
            continue
        letters.append(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter)
    # Letters such as the capitals of mathematics are capitals only once they are taken apart.
    return "".join(letters).lower().translate(_TABLE)


def clauses_of_words(text: str) -> list[list[str]]:
    """Return the folded words of a text by clause. Apostrophes part words; a Chinese character is one."""
    clauses = []
    for part in texts_of_clauses(_MORE_BREAKS.sub(". ", text)):
        words = words_of(part)
        if words:
            clauses.append(words)
    return clauses


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in their order, whatever the script."""
    return _word().findall(folded_letters(text))


def written_words(text: str) -> list[str]:
    """Return the words in lower case with their marks, composed (NFC): for telling languages apart."""
    return _written().findall(unicodedata.normalize("NFC", text.lower()))


def without_apostrophes(text: str) -> str:
    """Return a text in which apostrophes part nothing: people leave them out."""
    return "".join(letter for letter in text if letter not in _APOSTROPHES)


@cache
def _marks() -> str:
    """Return the characters that stand inside a word and are no letters, as ranges: vowel signs above all."""
    ranges = []
    start = 0
    for point in range(0x300, min(sys.maxunicode, 0xFFFF)):
        is_mark = unicodedata.category(chr(point))[0] == "M"
        if is_mark and not start:
            start = point
        elif not is_mark and start:
            ranges.append(f"{chr(start)}-{chr(point - 1)}")
            start = 0
    return "".join(ranges)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]|(?:(?![{_HAN}])(?:[^\\W_]|[{_marks()}]))+")


@cache
def _written() -> re.Pattern[str]:
    return re.compile(f"(?:[^\\W_]|[{_marks()}])+")


def is_han(word: str) -> bool:
    """True for a word that begins with a Chinese character."""
    return bool(_IS_HAN.match(word))
