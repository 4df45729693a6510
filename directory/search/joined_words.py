"""Words written together that are two, and apart that are one: "mealsonwheels", "dropin", "week end". Pure."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.tokenizer import STOP_WORDS, phrase_words

_SHORTEST_PART = 3
_SHORTEST_MISSPELT = 7
_BETWEEN = frozenset({"on", "of", "in", "for", "the", "to", "and", "at", "up", "my", "n"})
"""Short words inside words that were written together: "singingforthebrain"."""
_MOST_PARTS = 5


@dataclass(frozen=True)
class JoinedWords:
    """The phrases that people write as one word, and the words that they write as two."""

    phrases: Mapping[str, str] = field(default_factory=dict)
    """Each phrase by its letters without spaces."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Two words that follow one another in a phrase, and so belong apart."""
    known: frozenset[str] = frozenset()
    """Every word of the thesaurus."""

    @classmethod
    def of(cls, asked: Iterable[str], said: Iterable[str], known: frozenset[str]) -> "JoinedWords":
        """Return what the phrases tell that people ask with, and those that listings say.

        A word that is asked with as it is stays so, whatever phrase has its letters.
        """
        split = [phrase_words(text) for text in asked]
        alone = {words[0] for words in split if len(words) == 1}
        phrases: dict[str, str] = {}
        pairs: set[tuple[str, str]] = set()
        for words in (*split, *map(phrase_words, said)):
            pairs.update(itertools.pairwise(words))
            joined = "".join(words)
            if 1 < len(words) <= _MOST_PARTS and joined not in alone:
                phrases.setdefault(joined, " ".join(words))
        return cls(phrases, frozenset(pairs), known)

    def apart(self, word: str) -> str:
        """Return the phrase that a word writes together; empty without one."""
        return self.phrases.get(word, "")

    def like(self, word: str) -> str:
        """Return the phrase that a word writes together with one letter wrong, as in "menshed"; empty without
        one.
        """
        if len(word) < _SHORTEST_MISSPELT:
            return ""
        near = process.extractOne(
            word, self.phrases.keys(), scorer=OSA.distance, score_cutoff=1, score_hint=1
        )
        return self.phrases[near[0]] if near and near[0][0] == word[0] else ""

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with two as one where only that is a word of the thesaurus: "week end"."""
        found: list[str] = []
        at = 0
        while at < len(words):
            pair = (words[at], words[at + 1]) if at + 1 < len(words) else ("", "")
            is_one = self._is_one(*pair)
            found.append("".join(pair) if is_one else words[at])
            at += 1 + is_one
        return tuple(found)

    def _is_one(self, first: str, second: str) -> bool:
        if min(len(first), len(second)) < _SHORTEST_PART or not {first, second}.isdisjoint(STOP_WORDS):
            return False
        return first + second in self.known and (first, second) not in self.pairs


NOTHING_JOINED = JoinedWords()


def segmented(word: str, vocabulary: Collection[str]) -> str:
    """Return the fewest known words that a word is made of, parted by spaces; empty where it is not.

    Each has three letters or more, but for short words in between, such as "on".
    """
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        options = []
        for start in range(max(0, end - 20), end):
            before, part = best[start], word[start:end]
            if before is None or len(before) == _MOST_PARTS:
                continue
            is_inside = bool(before) and end < len(word) and part in _BETWEEN
            if is_inside or (len(part) >= _SHORTEST_PART and part in vocabulary):
                options.append((*before, part))
        best.append(min(options, key=len, default=None))
    parts = best[len(word)]
    return " ".join(parts) if parts and len(parts) > 1 else ""
