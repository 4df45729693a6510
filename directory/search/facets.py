"""Facets: filters and their counts, over the columns in memory.

OR within a facet, AND across facets. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.messages import N_, ngettext
from core.messages import gettext as _
from directory.search.columns import Bools, Floats, IndexColumns
from directory.search.reach import comes_to_people
from directory.search.request import DISTANCES, FACETS, SearchRequest
from directory.search.results import Facet, FacetValue
from directory.search.thesaurus import Thesaurus
from directory.vocabulary import ACCESS, AVAILABILITY, COST, DELIVERY, ROUTE_IN, WEEKDAYS

METRES_A_MILE = 1609.344
_MILES = tuple(str(miles) for miles in DISTANCES)
_OPEN = {"now": N_("Open now")}
_PAYMENT = {"yes": N_("Can be paid for with a direct payment")}
_VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "cost": COST,
    "route": ROUTE_IN,
    "delivery": DELIVERY,
    "day": WEEKDAYS,
    "open": _OPEN,
    "access": ACCESS,
    "taking": AVAILABILITY,
    "payment": _PAYMENT,
}
"""The facets whose values are a closed list of this product."""

_MOST_FREQUENT_FIRST = ("need", "who", "language", "culture")
_ALWAYS_OFFERED = ("need", "who")
"""Facets whose values are offered even where every result has them: they say what was understood."""


@dataclass(frozen=True)
class Filterable:
    """What facets work on: the columns, a mask of who is open now, and metres from the asker (None without
    a place)."""

    columns: IndexColumns
    open_now: Bools
    distances: Floats | None

    def mask(self, facet: str, value: str) -> Bools:
        """Return which documents have one value of one facet."""
        if facet == "open":
            return self.open_now
        if facet == "distance":
            return self._within(value)
        return self.columns.mask(f"{facet}:{value}")

    def _within(self, miles: str) -> Bools:
        """Return which documents are within the distance, or come to the person: nobody is too far from a
        telephone."""
        if self.distances is None or miles not in _MILES:
            return np.ones(self.columns.size, np.bool_)
        is_near = self.distances <= int(miles) * METRES_A_MILE
        return is_near | ~np.isfinite(self.distances) | comes_to_people(self.columns)

    def passing(self, request: SearchRequest, facet: str) -> Bools:
        """Return which documents have any of the values that a request chose in one facet; all of them
        without a choice."""
        values = request.facets.get(facet, ())
        if facet == "distance" and values:
            values = (max(values, key=int),)
        masks = [self.mask(facet, value) for value in values]
        return np.logical_or.reduce(masks) if masks else np.ones(self.columns.size, np.bool_)


def known_filters(filterable: Filterable, thesaurus: Thesaurus, request: SearchRequest) -> SearchRequest:
    """Return the request without filter values that are not known here; for merged needs, what took their place.

    Such are values of a mistyped address, and a distance where no place was given.
    """
    facets: dict[str, tuple[str, ...]] = {}
    for facet, values in request.facets.items():
        if facet == "need":
            values = tuple(dict.fromkeys(map(thesaurus.tree.resolve, values)))
        known = tuple(value for value in values if _is_known(filterable, thesaurus, facet, value))
        if known:
            facets[facet] = known
    return replace(request, facets=facets)


def _is_known(filterable: Filterable, thesaurus: Thesaurus, facet: str, value: str) -> bool:
    if facet == "distance" and filterable.distances is None:
        return False
    return value in _labels(thesaurus, facet) or f"{facet}:{value}" in filterable.columns.values.rows


def filtered(
    filterable: Filterable, request: SearchRequest, found: Bools
) -> tuple[Bools, Mapping[str, Bools]]:
    """Return the found documents that pass all facets, and for each facet those that pass all *other* facets.

    The counts of a facet are taken over the second: how many results there would be with another of its
    values.
    """
    passing = {facet: filterable.passing(request, facet) for facet in FACETS if facet in request.facets}
    passing_all = found.copy()
    for mask in passing.values():
        passing_all &= mask
    countable = {}
    for facet in FACETS:
        countable[facet] = _passing_others(found, passing, facet) if facet in passing else passing_all
    return passing_all, countable


def _passing_others(found: Bools, passing: Mapping[str, Bools], facet: str) -> Bools:
    rest = found.copy()
    for name, mask in passing.items():
        if name != facet:
            rest &= mask
    return rest


def facets(
    filterable: Filterable, thesaurus: Thesaurus, request: SearchRequest, countable: Mapping[str, Bools]
) -> tuple[Facet, ...]:
    """Return every facet that can still change the list, with counts.

    Values that lead nowhere are left out unless they are chosen. `countable`: from `filtered`.
    """
    # Facets without a chosen value share one mask: all values are counted once for each distinct mask.
    counted: dict[int, NDArray[np.int64]] = {}
    for mask in countable.values():
        if id(mask) not in counted:
            counted[id(mask)] = filterable.columns.values.counts(mask)
    made = []
    for facet in FACETS:
        mask = countable[facet]
        found = _facet(filterable, thesaurus, request, facet, mask, counted[id(mask)])
        if found.values:
            made.append(found)
    return tuple(made)


def _facet(
    filterable: Filterable,
    thesaurus: Thesaurus,
    request: SearchRequest,
    facet: str,
    mask: Bools,
    counted: NDArray[np.int64],
) -> Facet:
    chosen = request.facets.get(facet, ())
    if facet in ("open", "distance"):
        counts = _computed_counts(filterable, facet, mask)
    else:
        counts = _stored_counts(filterable.columns, facet, counted)
    total = int(mask.sum())
    labels = _labels(thesaurus, facet)
    offered: dict[str, int] = {}
    for value, count in counts.items():
        narrows = count and (count < total or facet in _ALWAYS_OFFERED)
        if value in chosen or narrows:
            offered[value] = count
    for value in chosen:
        if value not in offered and (value in labels or facet == "language"):
            offered[value] = 0
    values = [FacetValue(id, labels.get(id, id), count, id in chosen) for id, count in offered.items()]
    return Facet(facet, _(FACETS[facet]), tuple(sorted(values, key=_order(facet, labels))))


def _order(facet: str, labels: Mapping[str, str]) -> Callable[[FacetValue], tuple[Any, ...]]:
    """Return the sort key of a facet's values: the most frequent first, or the order of its closed list."""
    if facet in _MOST_FREQUENT_FIRST:
        return lambda value: (-value.count, value.label)
    place = {value: i for i, value in enumerate(labels)}
    return lambda value: (place.get(value.id, len(place)),)


def _stored_counts(columns: IndexColumns, facet: str, counted: NDArray[np.int64]) -> dict[str, int]:
    """Return the number of documents with each value of a facet, out of the counts of all values."""
    return {value: int(counted[row]) for value, row in columns.values.by_facet.get(facet, ())}


def _computed_counts(filterable: Filterable, facet: str, mask: Bools) -> dict[str, int]:
    """Return the counts of a facet whose values depend on the moment or on the asker's place."""
    if facet == "open":
        return {"now": int((mask & filterable.open_now).sum())}
    if filterable.distances is None:
        return {}
    return {miles: int((mask & filterable.mask("distance", miles)).sum()) for miles in _MILES}


def _labels(thesaurus: Thesaurus, facet: str) -> Mapping[str, str]:
    """Return the labels of a facet's known values in the reader's language; none for languages, which
    label themselves."""
    match facet:
        case "need":
            return {need.id: need.label for need in thesaurus.tree.by_id.values()}
        case "who":
            return {group: named.label for group, named in thesaurus.audiences.items()}
        case "culture":
            return {culture: named.label for culture, named in thesaurus.cultures.items()}
        case "distance":
            return {str(n): ngettext("Within %(num)d mile", "Within %(num)d miles", n) for n in DISTANCES}
        case _:
            return {value: _(label) for value, label in _VOCABULARIES.get(facet, {}).items()}
