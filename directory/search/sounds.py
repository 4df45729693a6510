"""Words that sound like another: "bizness" like "business". Pure.

Who spells by ear makes more slips in a word than a comparison letter by letter forgives. Words are compared by
their codes of Double Metaphone (L. Philips, 2000), which stands for how English words sound.
"""

from collections import defaultdict
from collections.abc import Iterable

from doublemetaphone import doublemetaphone
from rapidfuzz.distance import OSA

_MOST_SLIPS = 4
_LETTERS_A_SLIP = 2
"""At most one slip for so many letters: words of one sound may look nothing like one another."""
_FEWEST_CODES = 2
"""Words with a shorter code, such as "nue", sound like too many others."""


def codes(word: str) -> frozenset[str]:
    """Return the codes of how a word may sound; none for a word of which too little is left."""
    return frozenset(code for code in doublemetaphone(word) if len(code) >= _FEWEST_CODES)


def sounds_alike(typed: str, meant: str) -> bool:
    """Return True where the likelier sound of both words is the same."""
    code: str = doublemetaphone(typed)[0]
    return len(code) >= _FEWEST_CODES and code == str(doublemetaphone(meant)[0])


def slips(typed: str, meant: str) -> int:
    """Return in how many letters two words differ; letters that changed places count once."""
    return int(OSA.distance(typed, meant))


class SoundIndex:
    """Known words by how they sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, set[str]] = defaultdict(set)
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Add words to those that are known."""
        for word in words:
            for code in codes(word):
                self._words[code].add(word)

    def alike(self, word: str) -> list[str]:
        """Return the known words that sound like a word and look a little like it, in no certain order."""
        found = {other for code in codes(word) for other in self._words.get(code, ())}
        most = min(_MOST_SLIPS, len(word) // _LETTERS_A_SLIP)
        return [other for other in found if slips(word, other) <= most]
