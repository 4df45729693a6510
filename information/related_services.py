"""Services beside an advice page or a life event, found by the directory's search for the needs that it
is about.
"""

from collections.abc import Sequence

from core.stores import optional
from directory.listing.card import Card
from directory.search.context import SearchContext, open_context
from directory.search.queries import cards_of_hits
from directory.search.request import SearchRequest
from directory.search.results import Hit
from directory.search.service import search

MOST = 4


def related_services(need_ids: Sequence[str]) -> list[Card] | None:
    """Return the cards of up to MOST services that meet any of the needs, the best first.

    Empty without needs. None where the database or the index is out of order: the words of the page are shown
    all the same, and the page says that services cannot be shown.
    """
    if not need_ids:
        return []
    return optional("services beside an advice page", lambda: _search(need_ids), None)


def _search(need_ids: Sequence[str]) -> list[Card]:
    context = open_context()
    hits = [
        *_most_urgent(need_ids[0], context),
        *search(SearchRequest(facets={"need": tuple(need_ids)}, per_page=MOST), context).hits,
    ]
    each_once = {hit.service_id: hit for hit in hits}
    return cards_of_hits(list(each_once.values())[:MOST])


def _most_urgent(need_id: str, context: SearchContext) -> Sequence[Hit]:
    """Return the services that meet a need best, where that need cannot wait for the morning; otherwise none."""
    need = context.thesaurus.tree.by_id.get(need_id)
    if need is None or not need.tonight:
        return ()
    asked = SearchRequest(query=need.label, facets={"need": (need_id,)}, per_page=MOST)
    return search(asked, context).hits
