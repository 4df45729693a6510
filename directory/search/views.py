"""The results page, and the suggestions while somebody types."""

from dataclasses import replace
from http import HTTPStatus

from flask import Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from core.csrf import changes_nothing, is_from_here
from core.web import settings
from directory.blueprint import blueprint
from directory.search import hidden_words, my_place, suggestions
from directory.search.back_link import search_url
from directory.search.context import open_context
from directory.search.nearby import near_search
from directory.search.outcome_log import record_opened
from directory.search.request import SearchRequest
from directory.search.results_page import LIST, MAP, address, is_empty
from directory.search.service import understand
from directory.search.show_results import show_results
from directory.taxonomy.needs import load as load_needs

_MAX_PAGES_BESIDE = 3
_MAX_WHERE = 60


blueprint.add_app_template_global(search_url)
blueprint.add_app_template_global(near_search)
blueprint.add_app_template_global(my_place.known_place)


@blueprint.post("/find")
@changes_nothing
def ask() -> WerkzeugResponse:
    """Redirect from the search box to the page of results, so that words about danger never stand in an
    address.

    The place is kept for the visit where the browser says that the form is one of this site. A box without a
    field for the place searches near the one that was kept.
    """
    asked = SearchRequest.from_args(request.form)
    if is_empty(asked):
        return redirect(url_for(".find"), 303)
    view = MAP if request.form.get("view") == MAP else LIST
    context = open_context()
    if "where" not in request.form:
        asked = replace(asked, where=my_place.known_place())
    elif is_from_here():
        my_place.remember_of_search(asked.where, context)
    tree = load_needs(settings().content_dir)
    neutral = hidden_words.without_words(asked, understand(asked, context), tree)
    return redirect(address(neutral or asked, view), 303)


@blueprint.get("/find")
def find() -> str | WerkzeugResponse:
    """Return the page of results; without a question, the page to start a search from.

    A search whose words must not stand in an address is redirected to one without them.
    """
    asked = SearchRequest.from_args(request.args)
    tree = load_needs(settings().content_dir)
    if is_empty(asked):
        return render_template("directory/search/find.html", themes=tree.themes)
    context = open_context()
    view = MAP if request.args.get("view") == MAP else LIST
    analysis = understand(asked, context)
    if neutral := hidden_words.without_words(asked, analysis, tree):
        return redirect(address(neutral, view), 303)
    return show_results(asked, context, view, analysis)


@blueprint.after_request
def count_opened(response: WerkzeugResponse) -> WerkzeugResponse:
    """Count that somebody opened a result, where the page of a service was opened from a search."""
    if request.endpoint == "directory.service" and response.status_code == HTTPStatus.OK:
        record_opened(request.args.get("back", ""))
    return response


@blueprint.post("/suggest")
@changes_nothing
def suggest() -> Response:
    """Return suggestions for what is being typed, as rows of text, kind and address.

    No browser stores them: computers are shared. The words come in the body, so that they stand in no address.
    """
    where = " ".join(request.form.get("where", "").split())[:_MAX_WHERE]
    rows = suggestions.suggest(request.form.get("q", ""), where)
    answer = jsonify([{"text": row.text, "kind": row.kind, "href": row.href} for row in rows])
    answer.headers["Cache-Control"] = "no-store"
    return answer
