"""The page of results for a search, which several addresses show."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template

from core.web import settings
from directory.listing.card import Card
from directory.search import map_pins, queries
from directory.search.alert_places import alerts_for_results
from directory.search.context import SearchContext, miss_log
from directory.search.outcome_log import record_outcomes
from directory.search.providers import Suggestion, page_links
from directory.search.query_analysis import QueryAnalysis
from directory.search.reading.languages import ENGLISH
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.results_page import MAP, make_results_page
from directory.search.service import search
from directory.search.suggestions import near_misses
from directory.taxonomy.needs import load as load_needs
from directory.taxonomy.reassurance import reassuring_sentence

_MAX_PAGES_BESIDE = 3
_SEEN_AT_ONCE = 3


def show_results(
    asked: SearchRequest, context: SearchContext, view: str, analysis: QueryAnalysis | None = None
) -> str:
    """Return the page of results. `view`: LIST or MAP. Words about danger are not counted as missed.

    `analysis`: of the words asked, where the caller has it already.
    """
    tree = load_needs(settings().content_dir)
    found = search(asked, context, analysis)
    if not found.dangers:
        miss_log().record(found)
        record_outcomes(found)
    cards = queries.cards_of_hits(found.hits)
    language = context.thesaurus.languages.get(found.language)
    results = make_results_page(found, tree, view)
    return render_template(
        "directory/search/results.html",
        found=found,
        results=results,
        cards=cards,
        first_beside=next((hit.service_id for hit in found.hits if hit.beside), ""),
        # Words about danger are not kept, so no page can be found by them: one more is shown.
        pages=page_links(current_app, found.tokens, found.needs, _MAX_PAGES_BESIDE + bool(found.dangers)),
        reassurance=""
        if found.dangers or found.nearest_only
        else reassuring_sentence(settings().content_dir, found.needs),
        sensitive=results.sensitive,
        offers=_offers(context, found) if not results.sensitive else (),
        language=language,
        alerts=() if results.sensitive else alerts_for_results(found, context),
        view=view,
        **(_map(context, found, cards) if view == MAP else {}),
    )


def _offers(context: SearchContext, found: SearchResults) -> Sequence[Suggestion]:
    """Return what the words may have meant, where they were mended or led to nothing that fits."""
    is_mended_in_vain = bool(found.corrected) and not found.needs
    is_unsure = is_mended_in_vain or found.nearest_only or found.fallback or not found.total
    if not is_unsure or found.dangers or found.request.page > 1 or found.language != ENGLISH:
        return ()
    shown = {hit.name for hit in found.hits[:_SEEN_AT_ONCE]}
    return near_misses(found.tokens, shown, context, with_needs=not found.needs and not found.corrected)


def _map(context: SearchContext, found: SearchResults, cards: Sequence[Card]) -> dict[str, Any]:
    pins = map_pins.pins(found.pins, cards)
    points = [(pin["lat"], pin["lon"]) for pin in pins]
    known = {"pins": pins, "towns": map_pins.towns(context.gazetteer.towns.values(), points)}
    return known | {"here": map_pins.here(found.place)} if found.place else known
