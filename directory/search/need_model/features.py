"""A text as words, stems and runs of letters, in any language, the same in training and in use.

Runs of letters find a word again when it is misspelt or inflected, and are the words of scripts without spaces.
"""

import re
import unicodedata
from collections.abc import Iterator

from directory.search.linear.features import LONGEST_TEXT, Blocks, runs_of_letters
from directory.search.tokenizer import STOP_WORDS, stem

_WORD = re.compile(r"[\w\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0966-\u0dff]+")
"""Letters with the marks that belong to them: a vowel sign of Bengali or Punjabi is part of its word."""
_DIGITS = re.compile(r"\d+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")
_LENGTHS = (4, 5)
_LENGTHS_OF_OTHER_SCRIPTS = (2, 3, 4)
_FIRST_OF_OTHER_SCRIPTS = "\u0370"


def words_of(text: str) -> list[str]:
    """Return the words in lower case, without apostrophes, each number as 0."""
    lower = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).lower().translate(_APOSTROPHES)
    return _WORD.findall(_DIGITS.sub("0", lower))


def words(words: list[str]) -> Iterator[str]:
    """Yield the words."""
    for word in words:
        yield "w" + word


def stems(words: list[str]) -> Iterator[str]:
    """Yield the English stems of the words that mean something."""
    for word in words:
        stemmed = stem(word)
        if stemmed not in STOP_WORDS:
            yield "t" + stemmed


def letters(words: list[str]) -> Iterator[str]:
    """Yield runs of letters: of four and five in Latin letters, of two to four in other scripts."""
    for word in words:
        is_latin = max(word) < _FIRST_OF_OTHER_SCRIPTS
        for run in runs_of_letters(word, _LENGTHS if is_latin else _LENGTHS_OF_OTHER_SCRIPTS):
            yield "c" + run


BLOCKS: Blocks = ((words, 1.0), (stems, 1.0), (letters, 1.0))
