"""Services beside an advice page or a life event, found by the directory's search for the needs that it
is about.
"""

from collections.abc import Sequence

from core.stores import optional
from directory.listing.card import Card
from directory.search.context import open_context
from directory.search.for_needs import search_for_needs
from directory.search.my_place import known_place
from directory.search.queries import cards_of_hits

MOST = 4


def related_services(need_ids: Sequence[str]) -> list[Card] | None:
    """Return the cards of up to MOST services that meet any of the needs, the best first.

    Empty without needs. None where the database or the index is out of order: the words of the page are shown
    all the same, and the page says that services cannot be shown.
    """
    if not need_ids:
        return []
    where = known_place()
    return optional("services beside an advice page", lambda: _search(need_ids, where), None)


def _search(need_ids: Sequence[str], where: str) -> list[Card]:
    results = search_for_needs(need_ids, open_context(), where=where, per_page=MOST)
    return cards_of_hits(results.hits)
