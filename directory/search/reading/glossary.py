"""The glossary of one language: which concepts, or kinds of danger, the words of a text stand for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from directory.search.reading.letters import clauses_of_words, is_han, without_apostrophes, words_of

_WHOLE = "."
"""At the end of a word of a phrase: the word stands for itself, and for no longer one."""
_SLACK = 1
"""How many other words may lie between two words of a phrase."""
_SHORTEST_BEGINNING = 4
_SHORTEST_BEGINNING_ELSEWHERE = 3
"""Letters from which a word of a phrase begins others: in Latin letters, and in other scripts."""
_SHORTEST_LAST = 2
_MOST_BEFORE = 4
"""The most letters that a language writes before a word, such as "and", "in" and "the" in Arabic."""


class _Part(NamedTuple):
    """One word of a phrase. `begins`: longer words that begin so are meant too."""

    word: str
    begins: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.word) if self.begins else word == self.word


class Found(NamedTuple):
    """A phrase that stands in a text: what it means, its words as they stand there and their positions, and
    the length of the phrase in letters."""

    value: str
    words: tuple[str, ...]
    at: tuple[int, ...]
    letters: int


class Glossary:
    """Phrases of one language, each with what it means."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], before: frozenset[str] = frozenset()) -> None:
        """`phrases`: by what they mean. `before`: letters that the language writes before a word, as one word
        with it."""
        self._by_first: dict[str, list[tuple[tuple[_Part, ...], str]]] = defaultdict(list)
        self._before = before
        for value, texts in phrases.items():
            for parts in dict.fromkeys(parts for text in texts for parts in _spellings(text)):
                self._by_first[parts[0].word].append((parts, value))
        self._longest = max(map(len, self._by_first), default=0)
        self.phrases = {value: tuple(texts) for value, texts in phrases.items()}

    def found_in(self, words: Sequence[str]) -> list[Found]:
        """Return what the words of a text say, in their order; of phrases that share a word, the longest.

        `words`: as `spoken_words` returns them.
        """
        every = [found for start in range(len(words)) for found in self._at(words, start)]
        taken: dict[int, tuple[int, ...]] = {}
        kept = []
        for one in sorted(every, key=lambda found: -found.letters):
            # One phrase may mean two things: the same words count for both.
            if all(taken.get(at, one.at) == one.at for at in one.at):
                taken.update(dict.fromkeys(one.at, one.at))
                kept.append(one)
        return sorted(kept, key=lambda found: found.at)

    def _at(self, words: Sequence[str], start: int) -> Iterable[Found]:
        for word in self._bare(words[start]):
            for length in range(1, min(len(word), self._longest) + 1):
                for parts, value in self._by_first.get(word[:length], ()):
                    if parts[0].fits(word) and (at := self._rest(words, start, parts)) is not None:
                        said = tuple(words[position] for position in at)
                        yield Found(value, said, at, sum(len(part.word) for part in parts))

    def _bare(self, word: str) -> Iterable[str]:
        """Return the word, and what is left of it without the letters that may stand before a word."""
        yield word
        for length in range(1, min(_MOST_BEFORE, len(word) - 2) + 1):
            if word[:length] in self._before:
                yield word[length:]

    def _rest(self, words: Sequence[str], start: int, parts: tuple[_Part, ...]) -> tuple[int, ...] | None:
        """Return the positions of all words of a phrase that begins at `start`; None where it breaks off."""
        found = [start]
        slack = 0 if is_han(parts[0].word) else _SLACK
        for part in parts[1:]:
            here = found[-1]
            at = next(
                (
                    at
                    for at in range(here + 1, min(here + 2 + slack, len(words)))
                    if any(part.fits(bare) for bare in self._bare(words[at]))
                ),
                -1,
            )
            if at < 0 or "" in words[here:at]:
                return None
            found.append(at)
        return tuple(found)


def spoken_words(text: str) -> list[str]:
    """Return the folded words of a text, with an empty word after each clause: no phrase reaches over it."""
    words: list[str] = []
    for clause in clauses_of_words(text):
        words += [*clause, ""]
    return words


def _spellings(text: str) -> Iterable[tuple[_Part, ...]]:
    """Return a phrase as it is matched, with its apostrophes and without."""
    for spelling in dict.fromkeys((text, without_apostrophes(text))):
        words = [(word, part.endswith(_WHOLE)) for part in spelling.split() for word in words_of(part)]
        last = len(words) - 1
        parts = [
            _Part(word, not whole and _is_beginning(word, is_last=0 < at == last))
            for at, (word, whole) in enumerate(words)
        ]
        if parts:
            yield tuple(parts)


def _is_beginning(word: str, *, is_last: bool) -> bool:
    """True where longer words are meant too. `is_last`: the word ends a phrase of several words."""
    if is_han(word):
        return False
    if is_last:
        return len(word) >= _SHORTEST_LAST or not word.isascii()
    return len(word) >= (_SHORTEST_BEGINNING if word.isascii() else _SHORTEST_BEGINNING_ELSEWHERE)
