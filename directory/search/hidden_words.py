"""Which searches answer at an address without their words, because somebody may read the browser's history.

The words of such a search are stored nowhere; a redirect leads to the page of its kinds of danger.
"""

from dataclasses import replace

from directory.search.danger.recognition import HIDING_PROBABILITY
from directory.search.query_analysis import QueryAnalysis
from directory.search.reading.languages import ENGLISH
from directory.search.request import SearchRequest
from directory.taxonomy.needs import NeedsTree


def without_words(asked: SearchRequest, analysis: QueryAnalysis, tree: NeedsTree) -> SearchRequest | None:
    """Return the search by kinds of danger that takes the place of `asked`; None where its words may stand.

    Place and filters stay. The words of an emergency alone stay as well: they find ordinary help, such as
    whom to call about gas. So do those of a danger that is not certain; of a kind whose words are hidden, such
    as somebody who hurts you, only where it is unlikely.
    """
    kinds = hidden_kinds(asked, analysis, tree)
    if not kinds or asked.dangers:
        return None
    place = analysis.place
    return replace(
        asked,
        query="",
        where=asked.where or (place.code or place.label if place else ""),
        facets={name: values for name, values in asked.facets.items() if name != "need"},
        dangers=kinds,
        spoken=analysis.language if analysis.language != ENGLISH else "",
        exact=False,
        page=1,
    )


def hidden_kinds(asked: SearchRequest, analysis: QueryAnalysis, tree: NeedsTree) -> tuple[str, ...]:
    """Return the kinds of danger that hide a search's words; empty where nothing hides them."""
    if analysis.dangers and not analysis.ordinary_below:
        return analysis.dangers
    hide = [kind for kind in analysis.dangers if kind in tree.by_id and tree.by_id[kind].words_hidden]
    if hide and analysis.danger_certainty >= HIDING_PROBABILITY:
        return analysis.dangers
    chosen = [need for need in asked.facets.get("need", ()) if need in tree.sensitive]
    strongest = sorted(analysis.needs, key=lambda need: -analysis.needs[need])[:1]
    led_to = [need for need in strongest if tree.by_id[need].words_hidden]
    kinds = dict.fromkeys((*analysis.dangers, *chosen, *led_to)) if chosen or led_to else {}
    return tuple(kinds)
