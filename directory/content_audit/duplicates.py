"""Pairs of listings that seem to be one: several weak signs together make a strong one. Pure.

The similarity is 1 minus the product of what each sign leaves in doubt (noisy-or). The weights were set on the
near-duplicates of the demonstration and on a real directory that was imported twice.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, utils

from directory.content_audit.listing_facts import ListingFacts

LIKELY = 0.92
"""The similarity from which two listings count as near-duplicates."""
_MOST_IN_BLOCK = 60
"""A word, place or number that more listings share says nothing, and would cost the square of their number."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two listings and how similar they are, from 0 to 1."""

    first: ListingFacts
    second: ListingFacts
    similarity: float


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A listing with its texts in small letters without signs."""

    facts: ListingFacts
    name: str
    words: str
    organization: str
    phones: frozenset[str]


def near_duplicates(listings: Iterable[ListingFacts], least: float = LIKELY) -> list[Pair]:
    """Return the pairs with at least this similarity, the most similar first."""
    prepared = [_prepare(facts) for facts in listings]
    pairs = (
        Pair(prepared[one].facts, prepared[other].facts, _similarity(prepared[one], prepared[other]))
        for one, other in _candidates(prepared)
    )
    likely = [pair for pair in pairs if pair.similarity >= least]
    return sorted(likely, key=lambda pair: (-pair.similarity, pair.first.name, pair.second.name))


def similarity(first: ListingFacts, second: ListingFacts) -> float:
    """Return how similar two listings are, from 0 to 1."""
    return _similarity(_prepare(first), _prepare(second))


def _prepare(facts: ListingFacts) -> _Prepared:
    tidy = utils.default_process
    digits = frozenset("".join(sign for sign in phone if sign.isdigit())[-10:] for phone in facts.phones)
    return _Prepared(facts, tidy(facts.name), tidy(facts.words), tidy(facts.organization), digits)


def _candidates(prepared: Sequence[_Prepared]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a place, a number or a telling word of the name (blocking)."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(prepared):
        shared = (*one.facts.places, *one.phones, *(word for word in one.name.split() if len(word) > 3))
        for key in set(shared):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= _MOST_IN_BLOCK:
            seen.update(combinations(members, 2))
    yield from sorted(seen)


def _similarity(first: _Prepared, second: _Prepared) -> float:
    one, other = first.facts, second.facts
    same_place = bool(one.places & other.places)
    same_time = bool(one.slots & other.slots)
    needs = len(one.needs & other.needs) / max(1, len(one.needs | other.needs))
    signs = (
        0.7 * (same_place and same_time),
        0.2 * same_place,
        0.2 * bool(first.phones & second.phones),
        0.65 * _part(_alike(fuzz.token_set_ratio, first.name, second.name), 0.5, 0.95),
        0.75 * _part(_alike(fuzz.token_sort_ratio, first.words, second.words), 0.5, 0.75),
        0.2 * _part(_alike(fuzz.token_set_ratio, first.organization, second.organization), 0.6, 1.0),
        0.3 * _part(needs, 0.2, 0.7),
    )
    return 1 - math.prod(1 - sign for sign in signs)


def _alike(measure: Callable[[str, str], float], one: str, other: str) -> float:
    return measure(one, other) / 100 if one and other else 0.0


def _part(value: float, low: float, high: float) -> float:
    """Return where a value lies between two others, from 0 to 1."""
    return max(0.0, min(1.0, (value - low) / (high - low)))
