"""The spelling of a query's words, as its analysis asks for it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


class Spelling(Protocol):
    """How words are spelt in the index."""

    def written_out(self, text: str) -> str:
        """Return a text with its short forms written out: "4 me" as "for me"."""
        ...

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with two as one where only that is a word."""
        ...

    def correct(self, word: str) -> str:
        """Return the corrected word, or two words; the word itself when it is right."""
        ...

    def expand(self, word: str) -> Sequence[str]:
        """Return words that a word, which no listing has, may stand for."""
        ...


class _NoSpelling:
    """Takes every word as typed."""

    def written_out(self, text: str) -> str:
        return text

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(words)

    def correct(self, word: str) -> str:
        return word

    def expand(self, word: str) -> Sequence[str]:
        return ()


NO_SPELLING: Spelling = _NoSpelling()


@dataclass(frozen=True)
class Correction:
    """The correction of words, but for the names of persons, which are right as they are. Each word is looked
    up once."""

    spelling: Spelling
    names: frozenset[str]
    seen: dict[str, list[str]] = field(default_factory=dict)

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with their spelling corrected."""
        together = self.spelling.as_one(words)
        for word in together:
            if word not in self.seen:
                self.seen[word] = [word] if word in self.names else self.spelling.correct(word).split()
        return tuple(right for word in together for right in self.seen[word])
