"""The place that stands among the words of a query: a postcode, or the name of a town."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from directory.search.reading.sentences import Clause, Span
from directory.search.results import Place
from directory.search.tokenizer import stem

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:[\s-]*(\d)([a-z]{2})|\s+(\d))?\b", re.IGNORECASE)
_NEARNESS = frozenset({"near", "nr", "around", "by", "in", "at", "close"})
_MOST_TOWN_WORDS = 3
_SHORTEST_TOWN = 4

FindPlace = Callable[[str], Place | None]


class QueryParts(NamedTuple):
    """A query cut at the postcode within it. Without one, all of it is `before`.

    `where` is the postcode with the word that leads to it: 'near S73' of 'lunch near S73 today'.
    """

    before: str
    where: str = ""
    after: str = ""
    place: Place | None = None


class Town(NamedTuple):
    """A town that the words name, and where its name stands."""

    place: Place
    span: Span
    stems: frozenset[str]


def split_at_place(query: str, find_place: FindPlace) -> QueryParts:
    """Return the query cut at its first postcode that is somewhere. A code that is nowhere stays a word."""
    for match in _POSTCODE.finditer(query):
        place = find_place(match.group(0))
        if place is None:
            continue
        before = query[: match.start()].rstrip()
        last_word = before.rsplit(" ", 1)[-1]
        if last_word.lower() in _NEARNESS:
            before = before[: -len(last_word)].removesuffix(" ")
        return QueryParts(before, query[len(before) : match.end()], query[match.end() :], place)
    return QueryParts(query)


def towns_of(clauses: Sequence[Clause], find_town: FindPlace) -> list[Town]:
    """Return the towns that the words name, in their order; of overlapping names, the longest."""
    found: list[Town] = []
    for number, clause in enumerate(clauses):
        start = 0
        while start < len(clause.words):
            town = _town_at(number, clause.words, start, find_town)
            if town:
                found.append(town)
            start = town.span.end if town else start + 1
    return found


def _town_at(number: int, words: Sequence[str], start: int, find_town: FindPlace) -> Town | None:
    for length in range(min(_MOST_TOWN_WORDS, len(words) - start), 0, -1):
        run = words[start : start + length]
        name = " ".join(run)
        place = find_town(name) if len(name) >= _SHORTEST_TOWN else None
        if place:
            return Town(place, Span(number, start, start + length), frozenset(map(stem, run)))
    return None


def asked_town(towns: Sequence[Town]) -> Town | None:
    """Return the town meant: the one with the most words, the last of such; None without towns."""
    longest = max((town.span.end - town.span.start for town in towns), default=0)
    return next((town for town in reversed(towns) if town.span.end - town.span.start == longest), None)
