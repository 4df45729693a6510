"""The answer of the directory's pages while the database or the search index is out of order.

Read from the content in memory alone: signs of danger in the words typed, and advice pages about them.
"""

from flask import Response, current_app, jsonify, request
from werkzeug.exceptions import ServiceUnavailable

from core.errors import RETRY_AFTER_SECONDS, out_of_order_page
from core.stores import StoreUnavailable
from core.web import settings
from directory.blueprint import blueprint
from directory.search.hidden_words import without_words
from directory.search.providers import page_links
from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.request import SearchRequest
from directory.search.results import Place
from directory.search.results_page import address
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy.needs import load as load_needs
from directory.urgent.lines import kinds_of_letters

_LISTS = {
    f"directory.{name}"
    for name in (
        "find",
        "ask",
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
    asked = _asked()
    analysis = _analysis(asked)
    return out_of_order_page(
        "errors/no_search.html",
        dangers=analysis.dangers,
        pages=page_links(current_app, analysis.typed, _needs(asked, analysis), _MAX_PAGES),
        again=_again(asked, analysis),
    )


def _asked() -> SearchRequest:
    """Return what the request searches for: by its words, or by the kinds of danger in the address of a need."""
    need = (request.view_args or {}).get("need_id", "")
    if kinds := kinds_of_letters(need) if len(need) == 1 else ():
        return SearchRequest(dangers=kinds)
    return SearchRequest.from_args(request.form if request.method == "POST" else request.args)


def _again(asked: SearchRequest, analysis: QueryAnalysis) -> str:
    """Return the address to try again; a search's own, without its words where they must not stand in one."""
    if request.endpoint not in ("directory.find", "directory.ask"):
        return request.full_path.rstrip("?")
    tree = load_needs(settings().content_dir)
    return address(without_words(asked, analysis, tree) or asked)


def _analysis(asked: SearchRequest) -> QueryAnalysis:
    """Return the analysis of a search without places and spelling, which need the database."""
    if asked.dangers:
        return QueryAnalysis(needs=dict.fromkeys(asked.dangers, 1.0), dangers=asked.dangers)

    def no_place(_text: str) -> Place | None:
        return None

    return analyse_query(load_thesaurus(settings().content_dir), asked.query, no_place)


def _needs(asked: SearchRequest, analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs of the page that was asked for, the strongest first."""
    found = sorted(analysis.needs, key=lambda need: -analysis.needs[need])
    chosen = (request.view_args or {}).get("need_id")
    return (*([chosen] if chosen else []), *asked.facets.get("need", ()), *found)
