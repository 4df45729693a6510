"""Sorted words looked up by their beginning, and an index of short texts by the beginnings of their words.
Pure.

What begins with the typed letters is one stretch of a sorted list, found by two bisections, however many
words there are. Spelling, suggestions and the search of advice pages share this module.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.tokenizer import STOP_WORDS, tokenize

_SHORTEST_MISSPELT, _LONG = 5, 7
_MAX_CORRECTIONS = 8
_AFTER_ALL_LETTERS = "\U0010ffff"

Numbers = NDArray[np.int32]


class SortedWords:
    """Distinct words in order. Never changed after it is made; threads may share it."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words: list[str] = sorted(words)

    def range(self, beginning: str) -> tuple[int, int]:
        """Return the first position of the words with this beginning, and the one after the last."""
        return (
            bisect_left(self.words, beginning),
            bisect_left(self.words, beginning + _AFTER_ALL_LETTERS),
        )

    def beginning_with(self, beginning: str, limit: int) -> list[str]:
        """Return at most `limit` words with this beginning, in order."""
        first = bisect_left(self.words, beginning)
        return [word for word in self.words[first : first + limit] if word.startswith(beginning)]

    def with_words(self, words: Iterable[str]) -> "SortedWords":
        """Return these words and some more, which must be new."""
        return SortedWords([*self.words, *words])


class PrefixIndex:
    """An index of texts by number: the first text is 0. Never changed after it is made; threads may share it.

    Beside each word stand the numbers of its texts, in one array for all words:
    `_numbers[_starts[i]:_starts[i + 1]]` belongs to the i-th word.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        split = [tokenize(text) for text in texts]
        by_word: dict[str, list[int]] = defaultdict(list)
        for number, text_words in enumerate(split):
            for word in set(text_words):
                by_word[word].append(number)
        self._size = len(texts)
        self._sorted = SortedWords(by_word)
        lengths = [len(by_word[word]) for word in self._sorted.words]
        self._starts = [0, *accumulate(lengths)]
        numbers = chain.from_iterable(by_word[word] for word in self._sorted.words)
        self._numbers: Numbers = np.fromiter(numbers, np.int32, sum(lengths))
        self._whole = sorted((" ".join(text_words), number) for number, text_words in enumerate(split))
        self._rank = _ranks(texts)

    def find(
        self,
        typed: Sequence[str],
        most: int,
        allowed: NDArray[np.bool_] | None = None,
        *,
        slips: bool = True,
    ) -> list[int]:
        """Return the numbers of at most `most` texts that have a word for each typed one, the best first.

        Texts that begin as typed come first, then the shorter ones. `typed`: folded words, the last perhaps
        half typed. `allowed`: a mask over the texts. `slips`: where no text is spelt so, nearly the same
        spelling counts too.
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
        telling = [word for at, word in enumerate(typed) if word not in STOP_WORDS or at == len(typed) - 1]
        left = np.full(self._size, bool(telling), np.bool_)
        for word in telling:
            mask = np.zeros(self._size, np.bool_)
            mask[self._texts_with(word, slips)] = True
            left &= mask
        return np.flatnonzero(left).astype(np.int32)

    def _texts_with(self, beginning: str, slips: bool) -> Numbers:
        first, end = self._sorted.range(beginning)
        if first < end:
            return self._numbers[self._starts[first] : self._starts[end]]
        near = self._misspelt(beginning) if slips else ()
        stretches = [self._numbers[self._starts[at] : self._starts[at + 1]] for at in near]
        return np.concatenate(stretches) if stretches else np.empty(0, np.int32)

    def _misspelt(self, typed: str) -> Iterable[int]:
        """Return positions of words whose beginning is a slip or two away from `typed`, nearest only.

        Slips are counted as optimal string alignment (OSA). The first letter is taken to be right.
        """
        if len(typed) < _SHORTEST_MISSPELT or not typed.isalpha():
            return ()
        first, end = self._sorted.range(typed[0])
        slips = 2 if len(typed) >= _LONG else 1
        near: dict[int, float] = {}
        for cut in (len(typed), len(typed) + 1):
            shortened = [word[:cut] for word in self._sorted.words[first:end]]
            corrections = process.extract(
                typed, shortened, scorer=OSA.distance, score_cutoff=slips, limit=_MAX_CORRECTIONS
            )
            for _word, distance, at in corrections:
                near[first + at] = min(distance, near.get(first + at, distance))
        closest = min(near.values(), default=0)
        return [at for at, distance in near.items() if distance == closest]

    def _beginning_with(self, phrase: str) -> list[int]:
        first = bisect_left(self._whole, (phrase, -1))
        end = bisect_left(self._whole, (phrase + _AFTER_ALL_LETTERS, -1))
        return [number for _text, number in self._whole[first:end]]


def _ranks(texts: Sequence[str]) -> Numbers:
    """Return each text's place when shorter texts come first, then the alphabet."""
    order = sorted(range(len(texts)), key=lambda number: (len(texts[number]), texts[number].casefold()))
    ranks = np.empty(len(texts), np.int32)
    ranks[order] = np.arange(len(texts), dtype=np.int32)
    return ranks
