"""The results page, and the suggestions while somebody types."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, session

from directory import finding_map, queries_find, searches_kept
from directory.cards import Card
from directory.finding import LIST, MAP, is_empty, make_results
from directory.kind_words import kind_words
from directory.my_list import saved_ids
from directory.needs import load as load_needs
from directory.queries_cards import cards as cards_of_hits
from directory.search import suggesting
from directory.search.request import SearchRequest
from directory.search.results import Found
from directory.search.searching import search
from directory.search.sources import page_links
from directory.views import blueprint
from directory.views_listing import settings

_MOST_PAGES_BESIDE = 3


@blueprint.get("/find")
def find() -> str:
    """What was found; without a question, where to begin."""
    asked = SearchRequest.from_args(request.args)
    tree = load_needs(settings().content_dir)
    if is_empty(asked):
        return render_template("directory/find.html", themes=tree.themes)
    found = search(asked)
    searches_kept.keep(found, settings().data_dir)
    cards = cards_of_hits(found.hits)
    view = MAP if request.args.get("view") == MAP else LIST
    results = make_results(found, tree, view)
    return render_template(
        "directory/results.html",
        found=found,
        results=results,
        cards=cards,
        pages=page_links(current_app, asked.query, found.needs, _MOST_PAGES_BESIDE),
        kind_words="" if found.distress or found.fallback else kind_words(settings().content_dir, found.needs),
        saved_ids=saved_ids(session.get("my_list")),
        sensitive=results.sensitive,
        view=view,
        **(_map(found, cards) if view == MAP else {}),
    )


def _map(found: Found, cards: Sequence[Card]) -> dict[str, Any]:
    pins = finding_map.pins(found.pins, cards)
    known = queries_find.gazetteer(queries_find.snapshot()).towns.values()
    return {"pins": pins, "towns": finding_map.towns(known, pins)}


@blueprint.get("/suggest")
def suggest() -> Response:
    """Suggestions for what is being typed, as rows of text, kind and address. Kept by no browser: computers are shared."""
    rows = suggesting.suggest(request.args.get("q", ""), " ".join(request.args.get("where", "").split())[:60])
    answer = jsonify([{"text": row.text, "kind": row.kind, "href": row.href} for row in rows])
    answer.headers["Cache-Control"] = "no-store"
    return answer
