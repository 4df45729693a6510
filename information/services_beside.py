"""The services that stand beside the words: found by the same search as everywhere, by the needs that a page is about."""

from collections.abc import Sequence

from directory.listing.card import Card
from directory.search.queries import cards_of_hits
from directory.search.request import SearchRequest
from directory.search.service import search

MOST = 4


def services_beside(need_ids: Sequence[str]) -> list[Card]:
    """Cards of the services that meet any of the needs, best first. None without needs."""
    if not need_ids:
        return []
    found = search(SearchRequest(facets={"need": tuple(need_ids)}, per_page=MOST))
    return cards_of_hits(found.hits)
