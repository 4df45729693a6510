"""One page of a search: the services in the asked order, as hits with their reasons, and the pins of the map."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import clock
from directory.search import ranking, reach, reasons
from directory.search.columns import Bools, Floats
from directory.search.context import SearchContext
from directory.search.filter_wording import fit_reasons
from directory.search.matching import Match
from directory.search.ranking import Ranked
from directory.search.request import SearchRequest
from directory.search.results import Hit, ResultReason

_SORT_BY_TEXT_BELOW = 20_000
_AFTER = 1000.0
"""More than any score."""


def ordered(
    context: SearchContext,
    request: SearchRequest,
    numbers: NDArray[np.intp],
    ranked: Ranked | None,
    distances: Floats | None,
    beside: Bools | None = None,
) -> NDArray[np.intp]:
    """Return the numbers in the asked order, as far as the asked page needs them.

    `beside`: what comes after everything that fits, in an order by relevance. Of equal ones those come first
    that are for everyone, have room and were checked lately; then an order follows that favours no name and
    is the same at each request.
    """
    columns = context.columns
    if request.sort == "name":
        return _by_text(numbers, [columns.names[int(number)].name.casefold() for number in numbers])
    standing = -ranking.standing(columns, context.thesaurus, clock.today())[numbers]
    keys: dict[str, NDArray[Any]] = {"best": standing, "checked": -columns.assured[numbers]}
    if distances is not None:
        keys["near"] = keys["best"] = distances[numbers]
    if ranked is not None:
        keys["best"] = -ranked.scores[numbers]
        if beside is not None:
            keys["best"] = keys["best"] + _AFTER * beside[numbers]
    main = keys.get(request.sort, keys["best"])
    shown = request.page * request.per_page
    if shown < len(numbers):
        # Only what can reach the page is sorted: the values up to the last one shown, with all that equal it.
        needed = main <= np.partition(main, shown - 1)[shown - 1]
        numbers, main, standing = numbers[needed], main[needed], standing[needed]
    by_id = _by_text(np.arange(len(numbers)), [columns.names[int(number)].service_id for number in numbers])
    in_order: NDArray[np.intp] = numbers[by_id[np.lexsort((standing[by_id], main[by_id]))]]
    return in_order


def _by_text(numbers: NDArray[np.intp], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the numbers in the order of their texts; unchanged where sorting so many would take too long."""
    if len(numbers) >= _SORT_BY_TEXT_BELOW:
        return numbers
    ordered: NDArray[np.intp] = numbers[np.argsort(np.array(texts, dtype=object), kind="stable")]
    return ordered


def hits_of(
    context: SearchContext,
    match: Match,
    shown: NDArray[np.intp],
    distances: Floats | None,
    beside: Bools | None = None,
) -> tuple[Hit, ...]:
    """Return the hits of a page, in the order of `shown`, which are numbers of documents."""
    hits = [_hit(context, match, int(number), distances) for number in shown]
    return tuple(replace(hit, beside=beside is not None and bool(beside[hit.number])) for hit in hits)


def _hit(context: SearchContext, match: Match, number: int, distances: Floats | None) -> Hit:
    columns, ranked = context.columns, match.ranked
    distance = float(distances[number]) if distances is not None else float("inf")
    reached = reach.way_of_reaching(columns, number, distance) if distances is not None else ""
    names = columns.names[number]
    why = reasons.reasons(columns, context.thesaurus, match.analysis, ranked, number, reached, match.nearest)
    return Hit(
        number=number,
        service_id=names.service_id,
        name=names.name,
        organization=names.organization,
        score=round(float(ranked.scores[number]), 4) if ranked is not None else 0.0,
        distance_m=round(distance) if np.isfinite(distance) else None,
        reached=reached,
        reasons=(*why[:1], *_fit_reasons(context, match, number), *why[1:]),
    )


def _fit_reasons(context: SearchContext, match: Match, number: int) -> list[ResultReason]:
    fits = match.conditions.fit(number) if match.conditions else []
    return fit_reasons(fits, context.thesaurus.tree)


def pins_of(context: SearchContext, shown: NDArray[np.intp]) -> tuple[tuple[str, float, float], ...]:
    """Return service id, latitude and longitude of each place of the shown services."""
    columns = context.columns
    places = columns.places
    pins = []
    for row in np.flatnonzero(np.isin(places.numbers, shown)):
        service_id = columns.names[int(places.numbers[row])].service_id
        pins.append((service_id, float(places.latitudes[row]), float(places.longitudes[row])))
    return tuple(pins)
