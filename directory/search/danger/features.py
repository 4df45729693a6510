"""A text as n-grams of words and of letters, the same in training and in use.

N-grams of words carry the meaning ("hurt me", "hurt my knee"). N-grams of letters inside a word find it again
when it is misspelt or in dialect ("frightend", "frit").
"""

import re
from collections.abc import Iterator

LONGEST_TEXT = 2_000
"""Characters that are read of a text: a story longer than that has said what it is about."""

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_LETTER_LENGTHS = (2, 3, 4, 5)
_WORD_LENGTHS = (1, 2, 3)


def normalised_words(text: str) -> list[str]:
    """Return the words in lower case, without apostrophes, each number as 0: "Won't, at 85" is wont, at, 0."""
    lower = text[:LONGEST_TEXT].lower().replace("’", "").replace("'", "")
    return _WORD.findall(_DIGITS.sub("0", lower))


def word_ngrams(words: list[str]) -> Iterator[str]:
    """Yield runs of one to three words, the ends of the text marked, and pairs with one word between them."""
    bounded = ["<", *words, ">"]
    for length in _WORD_LENGTHS:
        for start in range(len(bounded) - length + 1):
            yield "w" + " ".join(bounded[start : start + length])
    # Pairs with a gap (skip-grams): "hit my face" and "hit his face" share one.
    for first, last in zip(bounded, bounded[2:], strict=False):
        yield f"s{first} {last}"


def letter_ngrams(words: list[str]) -> Iterator[str]:
    """Yield runs of two to five letters inside each word, its ends marked by spaces."""
    for word in words:
        padded = f" {word} "
        for length in _LETTER_LENGTHS:
            for start in range(len(padded) - length + 1):
                yield "c" + padded[start : start + length]


BLOCKS = (word_ngrams, letter_ngrams)
"""The groups of features. Each is scaled to length 1 by itself, so that the many letters do not drown the words."""
