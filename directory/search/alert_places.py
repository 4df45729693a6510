"""The alerts that concern a search, or needs near a place that somebody typed."""

from collections.abc import Iterable

from core.stores import optional
from directory.alerts.queries import alerts_about
from directory.alerts.rules import Alert, folded
from directory.search.context import SearchContext, open_context
from directory.search.gazetteer import outward
from directory.search.results import Place, SearchResults


def names_of(context: SearchContext, place: Place | None) -> frozenset[str]:
    """Return the folded names by which an alert may mean a place; none for no place."""
    return frozenset(folded(name) for name in context.gazetteer.names_of(place)) if place else frozenset()


def alerts_near(needs: Iterable[str], where: str) -> tuple[Alert, ...]:
    """Return the alerts for needs near a place as typed, which may be empty.

    While the search index fails or hangs, no place is known, and alerts for certain places are left out.
    """

    def places() -> frozenset[str]:
        return (
            optional("the place of alerts", lambda: _names_near(where), frozenset()) if where else frozenset()
        )

    return alerts_about(needs, places)


def _names_near(where: str) -> frozenset[str]:
    context = open_context()
    return names_of(context, context.find_place(where))


def alerts_for_results(found: SearchResults, context: SearchContext) -> tuple[Alert, ...]:
    """Return the alerts for a search. None beside words about danger, or for somebody in another council's
    area.
    """
    if found.dangers or found.elsewhere:
        return ()
    chosen = found.request.facets.get("need", ())
    place = found.place if found.request.where else None
    return alerts_about((*chosen, *found.needs), lambda: names_of(context, place))


def area_name(context: SearchContext, text: str) -> str:
    """Return the name of a town or an outward code of ours that staff typed; empty where there is none."""
    place = context.gazetteer.find(text, lambda _code: None)
    if place is None or not context.gazetteer.is_own(place):
        return ""
    return outward(place.code) if place.code else place.label
