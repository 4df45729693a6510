"""The results page, and the suggestions while somebody types."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, jsonify, render_template, request

from core.web import settings
from directory.blueprint import blueprint
from directory.listing.card import Card
from directory.search import map_pins, queries, suggestions
from directory.search.back_link import search_url
from directory.search.context import SearchContext, miss_log, open_context
from directory.search.providers import page_links
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.results_page import LIST, MAP, is_empty, make_results_page
from directory.search.service import search
from directory.taxonomy.needs import load as load_needs
from directory.taxonomy.reassurance import reassuring_sentence

_MAX_PAGES_BESIDE = 3
_MAX_WHERE = 60


blueprint.add_app_template_global(search_url)


@blueprint.get("/find")
def find() -> str:
    """Return the page of results; without a question, the page to start a search from."""
    asked = SearchRequest.from_args(request.args)
    tree = load_needs(settings().content_dir)
    if is_empty(asked):
        return render_template("directory/search/find.html", themes=tree.themes)
    context = open_context()
    found = search(asked, context)
    miss_log().record(found)
    cards = queries.cards_of_hits(found.hits, found.tonight)
    view = MAP if request.args.get("view") == MAP else LIST
    results = make_results_page(found, tree, view)
    return render_template(
        "directory/search/results.html",
        found=found,
        results=results,
        cards=cards,
        pages=page_links(current_app, found.tokens, found.needs, _MAX_PAGES_BESIDE),
        reassurance=""
        if found.dangers or found.fallback
        else reassuring_sentence(settings().content_dir, found.needs),
        sensitive=results.sensitive,
        view=view,
        **(_map(context, found, cards) if view == MAP else {}),
    )


def _map(context: SearchContext, found: SearchResults, cards: Sequence[Card]) -> dict[str, Any]:
    pins = map_pins.pins(found.pins, cards)
    return {"pins": pins, "towns": map_pins.towns(context.gazetteer.towns.values(), pins)}


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return suggestions for what is being typed, as rows of text, kind and address.

    No browser stores them: computers are shared.
    """
    where = " ".join(request.args.get("where", "").split())[:_MAX_WHERE]
    rows = suggestions.suggest(request.args.get("q", ""), where)
    answer = jsonify([{"text": row.text, "kind": row.kind, "href": row.href} for row in rows])
    answer.headers["Cache-Control"] = "no-store"
    return answer
