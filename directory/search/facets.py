"""Filters and their counts: OR within a facet, AND across facets, over the columns in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.search.columns import Bools, Floats, IndexColumns
from directory.search.reach import comes_to_people
from directory.search.request import DISTANCES, FACETS, SearchRequest
from directory.search.results import Facet, FacetValue
from directory.search.thesaurus import Thesaurus
from directory.vocabulary import ACCESS, AVAILABILITY, COST, DELIVERY, ROUTE_IN, WEEKDAYS

METRES_A_MILE = 1609.344
_OPEN, _PAYMENT = {"now": "Open now"}, {"yes": "Can be paid for with a direct payment"}
_DISTANCE = {str(miles): "Within 1 mile" if miles == 1 else f"Within {miles} miles" for miles in DISTANCES}


@dataclass(frozen=True)
class Filterable:
    """What facets work on: the columns, who is open now, and metres from the asker (None without a place)."""

    columns: IndexColumns
    open_now: Bools
    distances: Floats | None

    def mask(self, facet: str, value: str) -> Bools:
        """Which documents have one value of one facet."""
        if facet == "open":
            return self.open_now
        if facet == "distance":
            return self._within(value)
        return self.columns.mask(f"{facet}:{value}")

    def _within(self, miles: str) -> Bools:
        """Places within the distance, and whatever comes to the person: nobody is too far from a telephone."""
        if self.distances is None or miles not in _DISTANCE:
            return np.ones(self.columns.size, np.bool_)
        return (
            (self.distances <= int(miles) * METRES_A_MILE) | ~np.isfinite(self.distances) | self.comes_to_you
        )

    @property
    def comes_to_you(self) -> Bools:
        """Which documents come to a person, whatever the distance to their office."""
        return comes_to_people(self.columns)

    def chosen(self, request: SearchRequest, facet: str) -> Bools:
        """Which documents pass one facet of a request: any of its chosen values."""
        values = request.facets.get(facet, ())
        if facet == "distance":
            values = (max(values, key=int),) if values else ()
        masks = [self.mask(facet, value) for value in values]
        return np.logical_or.reduce(masks) if masks else np.ones(self.columns.size, np.bool_)


def known_filters(filterable: Filterable, thesaurus: Thesaurus, request: SearchRequest) -> SearchRequest:
    """The request without filter values that are not known here, such as a distance without a place or a mistyped address."""
    facets = {
        facet: tuple(v for v in values if _is_known(filterable, thesaurus, facet, v))
        for facet, values in request.facets.items()
    }
    return replace(request, facets={facet: values for facet, values in facets.items() if values})


def _is_known(filterable: Filterable, thesaurus: Thesaurus, facet: str, value: str) -> bool:
    if facet == "distance" and filterable.distances is None:
        return False
    return value in _labels(thesaurus, facet) or f"{facet}:{value}" in filterable.columns.values.rows


def filtered(
    filterable: Filterable, request: SearchRequest, found: Bools
) -> tuple[Bools, Mapping[str, Bools]]:
    """The found that pass all facets, and for each facet those that pass all the *others*: what its counts are taken over."""
    passes = {facet: filterable.chosen(request, facet) for facet in FACETS if facet in request.facets}
    everything = found.copy()
    for mask in passes.values():
        everything &= mask
    others = {}
    for facet in FACETS:
        others[facet] = everything if facet not in passes else _all_but(found, passes, facet)
    return everything, others


def _all_but(found: Bools, passes: Mapping[str, Bools], facet: str) -> Bools:
    rest = found.copy()
    for name, mask in passes.items():
        if name != facet:
            rest &= mask
    return rest


def facets(
    filterable: Filterable, thesaurus: Thesaurus, request: SearchRequest, others: Mapping[str, Bools]
) -> tuple[Facet, ...]:
    """Every facet that can still change the list, with counts; values that lead nowhere are left out unless chosen."""
    # Most facets are counted over the same documents: over each such set once.
    counted = {
        id(mask): filterable.columns.values.counts(mask)
        for mask in {id(mask): mask for mask in others.values()}.values()
    }
    made = (
        _facet(filterable, thesaurus, request, facet, others[facet], counted[id(others[facet])])
        for facet in FACETS
    )
    return tuple(facet for facet in made if facet.values)


def _facet(
    filterable: Filterable,
    thesaurus: Thesaurus,
    request: SearchRequest,
    facet: str,
    mask: Bools,
    counted: NDArray[np.int64],
) -> Facet:
    chosen = request.facets.get(facet, ())
    total = int(mask.sum())
    counts = (
        _special_counts(filterable, facet, mask)
        if facet in ("open", "distance")
        else _counts(filterable.columns, facet, counted)
    )
    labels = _labels(thesaurus, facet)
    useful = {
        v: n for v, n in counts.items() if v in chosen or (n and (n < total or facet in ("need", "who")))
    }
    useful |= {
        value: 0 for value in chosen if value not in useful and (value in labels or facet == "language")
    }
    values = [FacetValue(v, labels.get(v, v), n, v in chosen) for v, n in useful.items()]
    return Facet(facet, FACETS[facet], tuple(sorted(values, key=_order(facet, labels))))


def _order(facet: str, labels: Mapping[str, str]) -> Callable[[FacetValue], tuple[Any, ...]]:
    place = {value: i for i, value in enumerate(labels)}
    if facet in ("need", "who", "language", "culture"):
        return lambda value: (-value.count, value.label)
    return lambda value: (place.get(value.id, len(place)),)


def _counts(columns: IndexColumns, facet: str, counted: NDArray[np.int64]) -> dict[str, int]:
    """How many documents have each value of a facet, out of the counts of all values."""
    return {value: int(counted[row]) for value, row in columns.values.by_facet.get(facet, ())}


def _special_counts(filterable: Filterable, facet: str, mask: Bools) -> dict[str, int]:
    if facet == "open":
        return {"now": int((mask & filterable.open_now).sum())}
    if filterable.distances is None:
        return {}
    return {miles: int((mask & filterable.mask("distance", miles)).sum()) for miles in _DISTANCE}


def _labels(thesaurus: Thesaurus, facet: str) -> Mapping[str, str]:
    match facet:
        case "need":
            return {need.id: need.label for need in thesaurus.tree.by_id.values()}
        case "who":
            return {group: named.label for group, named in thesaurus.audiences.items()}
        case "culture":
            return {culture: named.label for culture, named in thesaurus.cultures.items()}
        case _:
            return _FIXED.get(facet, {})


_FIXED: Mapping[str, Mapping[str, str]] = {
    "cost": COST,
    "route": ROUTE_IN,
    "delivery": DELIVERY,
    "distance": _DISTANCE,
    "day": WEEKDAYS,
    "open": _OPEN,
    "access": ACCESS,
    "taking": AVAILABILITY,
    "payment": _PAYMENT,
}
