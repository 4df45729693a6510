"""A text as hashed n-grams of words and letters, the same in training and in use.

N-grams of words carry the meaning ("hurt me", "hurt my knee"). N-grams of letters inside a word find it again
when it is misspelt or in dialect ("frightend", "frit").
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BITS = 18
SIZE = 1 << BITS
"""How many buckets the n-grams are hashed into (feature hashing, Weinberger and others, 2009)."""

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


def ngrams(text: str) -> Iterator[str]:
    """Yield the n-grams of a text, each with a letter in front that says its kind."""
    words = normalised_words(text)
    bounded = ["<", *words, ">"]
    for length in _WORD_LENGTHS:
        for start in range(len(bounded) - length + 1):
            yield "w" + " ".join(bounded[start : start + length])
    # Pairs with one word between them: "hit my face", "hit his face".
    for first, last in zip(bounded, bounded[2:], strict=False):
        yield f"s{first} {last}"
    for word in words:
        padded = f" {word} "
        for length in _LETTER_LENGTHS:
            for start in range(len(padded) - length + 1):
                yield "c" + padded[start : start + length]


def hashed_features(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the buckets of a text and their weights, before any weighting by rarity.

    A weight is 1 + ln(count), so that a repeated word does not count for several.
    """
    counts = Counter(crc32(ngram.encode()) & (SIZE - 1) for ngram in ngrams(text))
    buckets = np.fromiter(counts, dtype=np.int64, count=len(counts))
    weights = np.array([1 + math.log(count) for count in counts.values()], dtype=np.float32)
    return buckets, weights
