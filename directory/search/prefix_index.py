"""Texts found by the beginnings of their words, half typed and misspelt. Knows no web and no database.

All words of all texts stand sorted in one list, and beside each word the numbers of its texts. What begins with the typed letters is
therefore one stretch of both lists: two bisections and a slice, however many texts there are.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.tokenizer import GLUE, words

_SHORTEST_MISSPELT, _LONG = 5, 7
_MOST_MENDINGS = 8
_LAST = "\U0010ffff"

Numbers = NDArray[np.int32]


class Beginnings:
    """An index of texts by number: the first text is 0. Never changed after it is made; threads may share it."""

    def __init__(self, texts: Sequence[str]) -> None:
        split = [words(text) for text in texts]
        by_word: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(split):
            for word in set(row):
                by_word[word].append(number)
        self._size = len(texts)
        self._words = sorted(by_word)
        lengths = [len(by_word[word]) for word in self._words]
        self._starts = [0, *accumulate(lengths)]
        self._numbers: Numbers = np.fromiter(
            chain.from_iterable(by_word[word] for word in self._words), np.int32, sum(lengths)
        )
        self._whole = sorted((" ".join(row), number) for number, row in enumerate(split))
        self._rank = _ranks(texts)

    def find(
        self, typed: Sequence[str], most: int, allowed: NDArray[np.bool_] | None = None, *, slips: bool = True
    ) -> list[int]:
        """Numbers of the texts that have a word for each typed one, best first: those that begin so, then the shorter ones.

        `typed`: folded words, the last of them perhaps half typed. `allowed`: a mask over the texts. `slips`: where nothing is spelt so,
        what is spelt nearly so counts too.
        """
        found = self._all_of(typed, slips=False)
        if not len(found) and slips:
            found = self._all_of(typed, slips=True)
        if allowed is not None:
            found = found[allowed[found]]
        begins = np.zeros(self._size, np.bool_)
        begins[self._beginning_with(" ".join(typed))] = True
        order = np.lexsort((self._rank[found], ~begins[found]))
        return [int(number) for number in found[order[:most]]]

    def _all_of(self, typed: Sequence[str], *, slips: bool) -> Numbers:
        telling = [word for at, word in enumerate(typed) if word not in GLUE or at == len(typed) - 1]
        left = np.full(self._size, bool(telling), np.bool_)
        for word in telling:
            mask = np.zeros(self._size, np.bool_)
            mask[self._texts_with(word, slips)] = True
            left &= mask
        return np.flatnonzero(left).astype(np.int32)

    def _texts_with(self, beginning: str, slips: bool) -> Numbers:
        first, end = self._range(beginning)
        if first < end:
            return self._numbers[self._starts[first] : self._starts[end]]
        near = self._misspelt(beginning) if slips else ()
        stretches = [self._numbers[self._starts[at] : self._starts[at + 1]] for at in near]
        return np.concatenate(stretches) if stretches else np.empty(0, np.int32)

    def _range(self, beginning: str) -> tuple[int, int]:
        return bisect_left(self._words, beginning), bisect_left(self._words, beginning + _LAST)

    def _misspelt(self, typed: str) -> Iterable[int]:
        """Words whose beginning is at most a slip or two away from what was typed. The first letter is taken to be right."""
        if len(typed) < _SHORTEST_MISSPELT or not typed.isalpha():
            return ()
        first, end = self._range(typed[0])
        slips = 2 if len(typed) >= _LONG else 1
        near: dict[int, float] = {}
        for cut in (len(typed), len(typed) + 1):
            shortened = [word[:cut] for word in self._words[first:end]]
            for _, distance, at in process.extract(
                typed, shortened, scorer=OSA.distance, score_cutoff=slips, limit=_MOST_MENDINGS
            ):
                near[first + at] = min(distance, near.get(first + at, distance))
        closest = min(near.values(), default=0)
        return [at for at, distance in near.items() if distance == closest]

    def _beginning_with(self, phrase: str) -> list[int]:
        first, end = bisect_left(self._whole, (phrase, -1)), bisect_left(self._whole, (phrase + _LAST, -1))
        return [number for _, number in self._whole[first:end]]


def _ranks(texts: Sequence[str]) -> Numbers:
    """Shorter texts first, then by the alphabet."""
    order = sorted(range(len(texts)), key=lambda number: (len(texts[number]), texts[number].casefold()))
    ranks = np.empty(len(texts), np.int32)
    ranks[order] = np.arange(len(texts), dtype=np.int32)
    return ranks
