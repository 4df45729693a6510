"""Everything that words find, without an order or pages: for filters of other systems."""

import numpy as np

from directory.search.context import SearchContext, open_context
from directory.search.matching import candidates_of, match_of
from directory.search.reach import area_mask
from directory.search.request import SearchRequest
from directory.search.results import Place
from directory.search.service import understand


def ids_found(words: str, context: SearchContext | None = None) -> list[str]:
    """Return the ids of all services that the search finds for words as they are typed, unordered.

    Nothing else is offered where the words match nothing.
    """
    context = context or open_context()
    analysis = understand(SearchRequest(query=words, exact=True), context)
    match = match_of(context, analysis, candidates_of(context, None))
    return [context.columns.names[int(number)].service_id for number in np.flatnonzero(match.mask)]


def ids_working_elsewhere(place: Place, context: SearchContext) -> list[str]:
    """Return the ids of the services whose known service area does not cover a place."""
    covers = area_mask(context.columns, context.gazetteer, place, context.settings.council_area)
    return [names.service_id for number, names in context.columns.names.items() if not covers[number]]
