"""The clauses of a text: stretches of words that are said together, cut at punctuation."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from directory.search.tokenizer import tokenize

_BREAK = re.compile(r"[!?;()…\n]+|[.,:]+(?!\d)|(?<!\d)[.,:]+|\s[-–—]+\s|[。，！？；：、،؟۔।]+")
"""Punctuation between clauses. A point or a colon between digits is part of a time or an amount."""


class Clause(NamedTuple):
    """One clause: its folded words, spelling corrected."""

    words: tuple[str, ...]


class Span(NamedTuple):
    """Words `start` to `end` (exclusive) of the clause with this number."""

    clause: int
    start: int
    end: int

    def holds(self, clause: int, start: int, end: int) -> bool:
        """True when all of some words lie in this span."""
        return clause == self.clause and self.start <= start and end <= self.end


def texts_of_clauses(text: str) -> list[str]:
    """Return the texts between punctuation that hold anything, in their order."""
    return [part for part in _BREAK.split(text) if part.strip()]


def clauses_of(text: str, correct: Callable[[str], str] = str) -> list[Clause]:
    """Return the clauses of a text. `correct` returns a word's right spelling, which may be two words."""
    found = []
    for part in texts_of_clauses(text):
        words = tuple(right for word in tokenize(part) for right in correct(word).split())
        if words:
            found.append(Clause(words))
    return found


def flat(clauses: Sequence[Clause]) -> list[str]:
    """Return the words of all clauses in their order."""
    return [word for clause in clauses for word in clause.words]


def outside_spans(clause: int, words: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """Return the words of a clause that lie in none of the spans."""
    return [w for at, w in enumerate(words) if not any(span.holds(clause, at, at + 1) for span in spans)]
