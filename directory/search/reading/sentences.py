"""The clauses of a text: stretches of words that are said together, cut at punctuation."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from directory.search.tokenizer import tokenize

_BREAK = re.compile(r"[!?;()…\n]+|[.,:]+(?!\d)|(?<!\d)[.,:]+|\s[-–—]+\s|[。，！？；：、،؟۔।]+")
"""Punctuation between clauses. A point or a colon between digits is part of a time or an amount."""

_ENDS_WITH_BREAK = re.compile(rf"(?:{_BREAK.pattern})\s*$")
_BEGINS_WITH_BREAK = re.compile(rf"\s*(?:{_BREAK.pattern})")


class Clause(NamedTuple):
    """One clause: its folded words."""

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


def clauses_of(text: str) -> list[Clause]:
    """Return the clauses of a text, spelt as they were typed."""
    found = (Clause(tuple(tokenize(part))) for part in texts_of_clauses(text))
    return [clause for clause in found if clause.words]


def joined(before: str, after: str) -> tuple[list[Clause], list[Clause], list[Clause]]:
    """Return the clauses of two texts, and of both as one text, each word read once.

    The last clause of the first and the first of the second are one where no punctuation is between them.
    """
    first, second = clauses_of(before), clauses_of(after)
    if not first or not second or _ENDS_WITH_BREAK.search(before) or _BEGINS_WITH_BREAK.match(after):
        return first, second, first + second
    middle = Clause(first[-1].words + second[0].words)
    return first, second, [*first[:-1], middle, *second[1:]]


def flat(clauses: Sequence[Clause]) -> list[str]:
    """Return the words of all clauses in their order."""
    return [word for clause in clauses for word in clause.words]


def without_spans(clauses: Sequence[Clause], spans: Sequence[Span]) -> list[Clause]:
    """Return the clauses without the words that lie in one of the spans. A clause may be left without words."""
    return [Clause(tuple(_outside(at, clause.words, spans))) for at, clause in enumerate(clauses)]


def _outside(clause: int, words: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """Return the words of the clause with a number that lie in none of the spans."""
    return [w for at, w in enumerate(words) if not any(span.holds(clause, at, at + 1) for span in spans)]


def words_within(clauses: Sequence[Clause], spans: Sequence[Span]) -> list[str]:
    """Return the words of the spans, span after span."""
    return [word for span in spans for word in clauses[span.clause].words[span.start : span.end]]
