"""Pairs of listings that seem to be one: several weak signs together make a strong one. Pure.

The similarity is 1 minus the product of what each sign leaves in doubt (noisy-or); places far apart lower it.
The weights were set by hand on the near-duplicates of the demonstration and on one half of a labelled sample,
which `python -m bench.duplicates` measures.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from rapidfuzz import fuzz, utils

from directory.content_audit.listing_facts import ListingFacts
from directory.postcodes.text import compact, outward

LIKELY = 0.92
"""The similarity from which the audit warns of near-duplicates."""
WORTH_A_LOOK = 0.78
"""The similarity from which moderators are asked: chosen on one half of the labelled sample."""
_MOST_IN_BLOCK = 60
"""A word, place or number that more listings share says nothing, and would cost the square of their number.
"""
_SAME_SPOT_KM, _FAR_KM = 0.15, 3.0
_APART = 0.6
"""What places far apart leave of the similarity: the same group may do the same in two towns."""
_WORDS_THAT_SAY_LITTLE = """
a an and at by for in of on our the to with st saint church hall centre center community hub library libraries
group club project service services warm welcome space spaces place information branch
"""
_SAYS_LITTLE = frozenset(_WORDS_THAT_SAY_LITTLE.split())

PLACE, PLACE_AND_TIME, PHONE, NAME = "place", "place-and-time", "phone", "name"
TEXT, ORGANIZATION, NEEDS, MARK = "text", "organization", "needs", "mark"
"""Codes of signs, in which a pair says why it was found."""
_TELLING = 0.1
"""A sign that adds less is not given as a reason."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two listings and how similar they are, from 0 to 1. `reasons`: codes, the strongest sign first."""

    first: ListingFacts
    second: ListingFacts
    similarity: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A listing with its texts in small letters without signs. `core`: the words of the name that tell it."""

    facts: ListingFacts
    name: str
    core: tuple[str, ...]
    words: str
    organization: str
    phones: frozenset[str]
    postcodes: frozenset[str]


def near_duplicates(listings: Iterable[ListingFacts], least: float = LIKELY) -> list[Pair]:
    """Return the pairs with at least this similarity, the most similar first."""
    prepared = [_prepare(facts) for facts in listings]
    pairs = (_pair(prepared[one], prepared[other]) for one, other in _candidates(prepared))
    likely = [pair for pair in pairs if pair.similarity >= least]
    return sorted(likely, key=lambda pair: (-pair.similarity, pair.first.name, pair.second.name))


def similarity(first: ListingFacts, second: ListingFacts) -> float:
    """Return how similar two listings are, from 0 to 1."""
    return compared(first, second).similarity


def compared(first: ListingFacts, second: ListingFacts) -> Pair:
    """Return two listings with their similarity and the reasons for it."""
    return _pair(_prepare(first), _prepare(second))


def _prepare(facts: ListingFacts) -> _Prepared:
    tidy = utils.default_process
    digits = frozenset("".join(sign for sign in phone if sign.isdigit())[-10:] for phone in facts.phones)
    postcodes = frozenset(filter(None, map(compact, facts.postcodes)))
    name = tidy(facts.name)
    towns = {word for town in facts.towns for word in tidy(town).split()}
    core = tuple(word for word in name.split() if word not in _SAYS_LITTLE | towns)
    return _Prepared(facts, name, core, tidy(facts.words), tidy(facts.organization), digits, postcodes)


def _candidates(prepared: Sequence[_Prepared]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a place, a number or a telling word of the name (blocking)."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(prepared):
        shared = (
            *(*one.facts.places, *one.facts.marks, *one.postcodes, *one.phones),
            *(word for word in one.name.split() if len(word) > 3),
        )
        for key in set(shared):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= _MOST_IN_BLOCK:
            seen.update(combinations(members, 2))
    yield from sorted(seen)


def _pair(first: _Prepared, second: _Prepared) -> Pair:
    signs = _signs(first, second)
    whole = 1 - math.prod(1 - sign for sign in signs.values())
    if _are_apart(first.facts, second.facts):
        whole *= _APART
    strongest = sorted(signs, key=lambda code: -signs[code])
    reasons = tuple(code for code in strongest if signs[code] >= _TELLING)
    return Pair(first.facts, second.facts, whole, reasons)


def _signs(first: _Prepared, second: _Prepared) -> dict[str, float]:
    one, other = first.facts, second.facts
    same_place = _share_place(first, second)
    same_time = bool(one.slots & other.slots)
    needs = len(one.needs & other.needs) / max(1, len(one.needs | other.needs))
    return {
        PLACE_AND_TIME: 0.6 * (same_place and same_time),
        PLACE: 0.4 * same_place,
        PHONE: 0.2 * bool(first.phones & second.phones),
        NAME: 0.65 * _part(_names_alike(first, second), 0.5, 0.95),
        TEXT: 0.75 * _part(_alike(fuzz.token_sort_ratio, first.words, second.words), 0.5, 0.75),
        ORGANIZATION: 0.2
        * _part(_alike(fuzz.token_set_ratio, first.organization, second.organization), 0.6, 1.0),
        NEEDS: 0.3 * _part(needs, 0.2, 0.7),
        MARK: 0.5 * bool(one.marks & other.marks),
    }


def _share_place(first: _Prepared, second: _Prepared) -> bool:
    """Return True for one place, one postcode, or two points side by side.

    Points count only where the postcodes do not contradict them: feeds give a head office's point to all.
    """
    one, other = first.facts, second.facts
    if one.places & other.places or first.postcodes & second.postcodes:
        return True
    districts = [{outward(code) for code in each.postcodes} for each in (first, second)]
    if all(districts) and not districts[0] & districts[1]:
        return False
    nearest = _nearest_km(one, other)
    return nearest is not None and nearest <= _SAME_SPOT_KM


def _are_apart(one: ListingFacts, other: ListingFacts) -> bool:
    nearest = _nearest_km(one, other)
    return nearest is not None and nearest > _FAR_KM


def _nearest_km(one: ListingFacts, other: ListingFacts) -> float | None:
    """Return the least distance of two places of theirs; None where one of the listings has no place."""
    pairs = product(one.points, other.points)
    return min((_km(here, there) for here, there in pairs), default=None)


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return a distance that is right enough within a few kilometres."""
    north = here[0] - there[0]
    east = (here[1] - there[1]) * math.cos(math.radians(here[0]))
    return 111.2 * math.hypot(north, east)


def _names_alike(first: _Prepared, second: _Prepared) -> float:
    """Return how alike two names are: all words count, and those that tell the listing count again."""
    whole = _alike(fuzz.token_set_ratio, first.name, second.name)
    if not first.core or not second.core:
        return whole * 0.75
    if len(first.core) > len(second.core):
        first, second = second, first
    found = sum(max(fuzz.ratio(word, other) for other in second.core) >= 85 for word in first.core)
    return (whole + found / len(second.core)) / 2


def _alike(measure: Callable[[str, str], float], one: str, other: str) -> float:
    return measure(one, other) / 100 if one and other else 0.0


def _part(value: float, low: float, high: float) -> float:
    """Return where a value lies between two others, from 0 to 1."""
    return max(0.0, min(1.0, (value - low) / (high - low)))
