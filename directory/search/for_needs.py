"""Lists of services for needs, outside the search box: on the pages of needs, advice, life events, results and plans.

Every such list has the order of the search: how well a service meets the needs, how it reaches the person,
whether it has room, and when it was last checked. None has an alphabetical order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from core import clock
from directory.search.context import SearchContext
from directory.search.query_analysis import QueryAnalysis
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.service import search, understand

_NEXT_NEED = 0.5
"""Each further need weighs half of the one before."""


def search_for_needs(
    needs: Sequence[str],
    context: SearchContext,
    *,
    said: str = "",
    where: str = "",
    page: int = 1,
    per_page: int,
) -> SearchResults:
    """Return one page of the services that meet any of the needs, the best first.

    `needs`: ids, of which at least one is needed, the most important first. `said`: what the person said, whose
    groups come first, such as people after a stroke. `where`: a place as typed; empty: the whole area.
    """
    needs = list(dict.fromkeys(map(context.thesaurus.tree.resolve, needs)))
    request = SearchRequest(facets={"need": tuple(needs)}, where=where, page=page, per_page=per_page)
    return search(request, context, _analysis(needs, context, said))


def _analysis(needs: Sequence[str], context: SearchContext, said: str) -> QueryAnalysis:
    """Return the analysis of the first need's name, with the weights of all needs, and the groups of what was
    said."""
    weights = {need: _NEXT_NEED**position for position, need in enumerate(dict.fromkeys(needs))}
    named = understand(SearchRequest(facets={"need": tuple(needs[:1])}), context)
    if not said:
        return replace(named, needs=weights)
    told = understand(SearchRequest(query=said), context)
    return replace(
        named,
        needs=weights,
        audiences={**named.audiences, **told.audiences},
        cultures={**named.cultures, **told.cultures},
        age=told.age,
    )


def needs_said(said: str, context: SearchContext) -> tuple[str, ...]:
    """Return the ids of the needs that a person's own words speak of, the strongest first."""
    needs = understand(SearchRequest(query=said), context).needs if said else {}
    return tuple(sorted(needs, key=lambda need: -needs[need]))


def count_by_need(context: SearchContext) -> Mapping[str, int]:
    """Return the number of services that a list for each need has, by its id; needs without any are left
    out.
    """
    running = context.columns.running(clock.today())
    counts = {}
    for need in context.thesaurus.tree.by_id:
        if number := int(np.count_nonzero(context.columns.mask(f"need:{need}") & running)):
            counts[need] = number
    return counts
