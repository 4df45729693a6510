"""The results of a search during a call: everything the public sees, and what is for professionals alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _

from core.markdown import text_only
from core.paging import MOST_PAGES
from core.settings import Settings
from directory.alerts.rules import Alert
from directory.listing.action import PhoneLine, lines_of
from directory.listing.card import Card, make_card, why_words
from directory.listing.card_queries import load
from directory.listing.context import listing_context
from directory.listing.kept_services import KeptServices
from directory.models.services import Service
from directory.search.alert_places import alerts_for_results
from directory.search.context import SearchContext, open_context
from directory.search.request import MOST_CHARACTERS, SearchRequest
from directory.search.results import Hit, SearchResults
from directory.search.results_page import place_problem
from directory.search.service import search
from directory.vocabulary import AVAILABILITY
from frontdoor.calls.filters import facets_of

_KEPT = "signpost-call-services"
PER_PAGE = 9
"""As many results as there are keys for them: 1 to 9."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """One result. `number`: the key that ticks it. `taking`: whether they take people, in words."""

    number: int
    card: Card
    workers_only: bool
    taking: str
    phones: tuple[PhoneLine, ...]
    email: str
    url: str
    about: str
    who_for: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class CallResults:
    """One page of results, with what the handler has to know about them."""

    results: tuple[CallResult, ...]
    total: int
    page: int
    pages: int
    place: str
    place_problem: str
    elsewhere: str
    corrected: str
    nearest_only: bool
    dangers: tuple[str, ...]
    languages: tuple[str, ...]
    alerts: tuple[Alert, ...]


def results_for(
    settings: Settings, words: str, where: str, filters: Sequence[str], page: int, ticked: Collection[str]
) -> CallResults:
    """Return one page of results for words, a place as typed, and filters. `ticked`: ids of services."""
    everybody = open_context()
    upto, context = everybody.columns.upto, everybody.of_workers()
    asked = SearchRequest(
        query=" ".join(words.split())[:MOST_CHARACTERS],
        where=" ".join(where.split())[:60],
        facets=facets_of(filters),
        page=max(1, min(MOST_PAGES, page)),
        per_page=PER_PAGE,
    )
    found = search(asked, context, only_hits=True)
    return CallResults(
        results=tuple(_results(settings, found.hits, upto, ticked)),
        total=found.total,
        page=found.request.page,
        pages=found.pages,
        place=found.place.label if found.place else "",
        place_problem=place_problem(found),
        elsewhere=found.elsewhere.label if found.elsewhere else "",
        corrected=found.corrected,
        nearest_only=found.nearest_only,
        dangers=found.dangers,
        languages=_languages(context),
        alerts=_alerts(found, context),
    )


def _alerts(found: SearchResults, context: SearchContext) -> tuple[Alert, ...]:
    return tuple(alerts_for_results(found, context))


def languages() -> tuple[str, ...]:
    """Return the languages in which services help, in the order of the alphabet."""
    return _languages(open_context())


def _languages(context: SearchContext) -> tuple[str, ...]:
    rows = context.columns.values.by_facet.get("language", ())
    return tuple(sorted(name for name, _row in rows))


def init_call_search(app: Flask) -> None:
    """Give the application its memory of the services that searches during calls found."""
    app.extensions[_KEPT] = KeptServices()


def _results(settings: Settings, hits: Sequence[Hit], upto: int, ticked: Collection[str]) -> list[CallResult]:
    listing = listing_context(settings)
    kept: KeptServices = current_app.extensions[_KEPT]
    services = kept.of_workers([hit.service_id for hit in hits], upto)
    found: list[CallResult] = []
    for hit in hits:
        service = services.get(hit.service_id)
        if service is not None:
            plain = kept.card(service, listing, hit.distance_m, upto)
            card = replace(plain, why=why_words([reason.text for reason in hit.reasons]))
            found.append(_result(len(found) + 1, service, card, service.id in ticked))
    return found


def _result(number: int, service: Service, card: Card, is_ticked: bool) -> CallResult:
    taking = AVAILABILITY.get(service.availability, "")
    return CallResult(
        number=number,
        card=card,
        workers_only=service.professionals_only,
        taking=_(taking) if taking else "",
        phones=tuple(lines_of(service.phones) or lines_of(service.organization.phones)),
        email=service.email,
        url=service.url,
        about=text_only(service.description or service.summary),
        who_for=service.eligibility_description,
        is_ticked=is_ticked,
    )


def shown_to_workers(service_id: str) -> Service | None:
    """Return a service that workers may tell people about; None for others, and for unknown ids."""
    return load([service_id], workers=True).get(service_id)


def names_of_services(service_ids: Sequence[str]) -> dict[str, Any]:
    """Return cards of services by id; what was taken down meanwhile is left out."""
    listing = listing_context(current_app.extensions["settings"])
    return {id: make_card(service, listing) for id, service in load(service_ids, workers=True).items()}
