"""An English text as words, stems and runs of letters, the same in training and in use.

Stems carry over to other forms of a word; runs of letters find it again when it is misspelt or in dialect.
"""

from collections.abc import Iterator

from directory.search.linear.features import Blocks, runs_of_letters
from directory.search.tokenizer import STOP_WORDS, fold, stem

_LENGTHS = (4, 5)


def words(words: list[str]) -> Iterator[str]:
    """Yield the words."""
    for word in words:
        yield "w" + word


def stems(words: list[str]) -> Iterator[str]:
    """Yield the stems of the words that mean something."""
    for word in words:
        stemmed = stem(fold(word))
        if stemmed not in STOP_WORDS:
            yield "t" + stemmed


def letters(words: list[str]) -> Iterator[str]:
    """Yield runs of four and five letters inside each word, its ends marked by spaces."""
    for word in words:
        for run in runs_of_letters(word, _LENGTHS):
            yield "c" + run


BLOCKS: Blocks = ((words, 1.0), (stems, 1.0), (letters, 1.0))
