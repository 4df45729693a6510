"""The answer of the directory's pages while the database or the search index is out of order.

Read from the content in memory alone: signs of danger in the words typed, and advice pages about them.
"""

from flask import Response, current_app, jsonify, request
from werkzeug.exceptions import ServiceUnavailable

from core.errors import RETRY_AFTER_SECONDS, out_of_order_page
from core.stores import StoreUnavailable
from core.web import settings
from directory.blueprint import blueprint
from directory.search.providers import page_links
from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.request import SearchRequest
from directory.search.results import Place
from directory.search.thesaurus import load_thesaurus

_LISTS = {
    f"directory.{name}"
    for name in (
        "find",
        "needs",
        "need",
        "a_to_z",
        "towns",
        "town",
        "whats_on",
        "service",
        "calendar",
        "organization",
        "shared_list",
    )
}
"""The pages that show services."""

_MAX_PAGES = 5


@blueprint.errorhandler(StoreUnavailable)
def no_search(_error: StoreUnavailable) -> Response:
    """Answer 503: that nothing could be searched, with whom to call and the advice that fits the words."""
    if request.endpoint == "directory.suggest":
        answer = jsonify([])
        answer.status_code = ServiceUnavailable.code
        answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    if request.endpoint not in _LISTS:
        return out_of_order_page()
    asked = SearchRequest.from_args(request.args)
    analysis = _analysis(asked.query)
    return out_of_order_page(
        "errors/no_search.html",
        dangers=analysis.dangers,
        pages=page_links(current_app, analysis.typed, _needs(asked, analysis), _MAX_PAGES),
        again=request.full_path.rstrip("?"),
    )


def _analysis(query: str) -> QueryAnalysis:
    """Return the analysis of a query without places and spelling, which need the database."""

    def no_place(_text: str) -> Place | None:
        return None

    return analyse_query(load_thesaurus(settings().content_dir), query, no_place)


def _needs(asked: SearchRequest, analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs of the page that was asked for, the strongest first."""
    found = sorted(analysis.needs, key=lambda need: -analysis.needs[need])
    chosen = (request.view_args or {}).get("need_id")
    return (*([chosen] if chosen else []), *asked.facets.get("need", ()), *found)
