"""The features of a text: hashed n-grams in blocks, each scaled to a length of its own (sublinear tf-idf)."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

LONGEST_TEXT = 2_000
"""Characters that are read of a text: a story longer than that has said what it is about."""
RARITY_STEP = 1 / 16
"""How fine the inverse document frequencies are stored."""

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")

Blocks = Sequence[tuple[Callable[[list[str]], Iterator[str]], float]]
"""Groups of features: what yields the n-grams of a text's words, and the length that the group is scaled to,
so that the many letters do not outweigh the words."""
Rows = NDArray[np.intp]
Values = NDArray[np.float32]


def normalised_words(text: str) -> list[str]:
    """Return the words in lower case, without apostrophes: "Won't, at 85" is wont, at, 0."""
    lower = text[:LONGEST_TEXT].lower().replace("’", "").replace("'", "")
    return _WORD.findall(_DIGITS.sub("0", lower))


def runs_of_letters(word: str, lengths: Sequence[int]) -> Iterator[str]:
    """Yield the runs of letters of these lengths inside a word, its ends marked by spaces."""
    padded = f" {word} "
    for length in lengths:
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def key_of(ngram: str) -> int:
    """Return the hash under which an n-gram is stored, of 32 bits."""
    return crc32(ngram.encode("utf-8", "replace"))


def known_features(
    words: list[str], blocks: Blocks, keys: NDArray[np.uint32], rarity: NDArray[np.uint8]
) -> Iterator[tuple[Rows, Values]]:
    """Yield for each block of features the rows of the known n-grams and their values.

    `keys`: the hashes of the known n-grams in ascending order. `rarity`: their inverse document frequencies
    in steps of RARITY_STEP.
    """
    for ngrams, scale in blocks:
        counts = Counter(map(key_of, ngrams(words)))
        asked = np.fromiter(counts, dtype=np.uint32, count=len(counts))
        rows = np.searchsorted(keys, asked)
        rows[rows == len(keys)] = 0
        known = keys[rows] == asked
        rows = rows[known]
        frequencies = np.array([1 + math.log(count) for count in counts.values()], dtype=np.float32)[known]
        values = frequencies * (rarity[rows] * np.float32(RARITY_STEP))
        length = float(np.sqrt(values @ values))
        yield rows, values * np.float32(scale / (length or 1))
