"""The view model of the results page: headings, the form of filters, links to other searches, notices. Reads
nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.paging import pages_of
from directory.search.danger.recognition import EMERGENCY
from directory.search.filter_form import FilterForm, filter_form
from directory.search.filter_wording import label
from directory.search.place_text import is_here
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.tokenizer import tokenize
from directory.taxonomy.needs import NeedsTree

LIST, MAP = "list", "map"
_MAX_NEEDS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class SearchLink:
    """A link to another form of the same search."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything that the results page shows beside the cards. Texts are in the reader's language; empty
    where there is none."""

    heading: str
    title: str
    sentence: str
    form: FilterForm
    applied: tuple[SearchLink, ...]
    """Each chosen filter, leading to the search without it."""
    read: tuple[SearchLink, ...]
    """Each condition read from the words, leading to the search without it."""
    gave_way: str
    """A sentence about the conditions that nothing here is known to meet; empty when all are met."""
    put_back: tuple[SearchLink, ...]
    """Each condition that was taken off, leading to the search with it."""
    question: str
    """What the words leave open between two meanings; empty when they are clear."""
    answers: tuple[SearchLink, ...]
    clear_url: str
    """The search without any filters."""
    views: tuple[SearchLink, ...]
    place_problem: str
    """What is wrong with the place; empty when nothing is."""
    carried_by_box: tuple[tuple[str, str], ...]
    """Names and values that stay when the words or the place are changed in the search box."""
    instead_url: str
    """The search for the words as typed, without corrected spelling."""
    wider: tuple[SearchLink, ...]
    """Ways to find more, when there is little or nothing."""
    pager: dict[str, Any] | None
    back: str
    first_url: str
    last_url: str
    sensitive: bool
    shown_words: str
    """The words of the search, as far as the page may repeat them; empty where they are about harm."""


def address(request: SearchRequest, view: str = LIST) -> str:
    """Return the address of a search's page."""
    values: dict[str, Any] = {**request.to_args(), "view": MAP if view == MAP else None}
    return url_for("directory.find", **values)


def is_empty(request: SearchRequest) -> bool:
    """Return True when neither words, a place nor a filter were given."""
    return not (request.query or request.where or request.facets or request.dangers)


def make_results_page(found: SearchResults, tree: NeedsTree, view: str = LIST) -> ResultsPage:
    """Return the view model of a search's page. `view`: LIST or MAP."""
    asked = found.request
    head = heading(found, tree)
    unfiltered = replace(asked, facets={}, page=1)
    return ResultsPage(
        heading=head,
        title=_title(head, found),
        sentence=sentence(found, tree),
        form=filter_form(found, MAP if view == MAP else ""),
        applied=tuple(_applied(found, view)),
        read=tuple(
            SearchLink(label(one, tree), address(asked.without_condition(one.id), view))
            for one in found.filters
        ),
        gave_way=_gave_way(found, tree),
        put_back=tuple(
            SearchLink(label(one, tree), address(asked.with_condition(one.id), view))
            for one in found.taken_off
        ),
        question=_question(found),
        answers=tuple(_answers(found, view)),
        clear_url=address(unfiltered, view),
        views=_views(asked, view),
        place_problem=place_problem(found),
        carried_by_box=tuple(_carried_by_box(asked)),
        instead_url=address(replace(asked, exact=True, page=1), view),
        wider=tuple(_wider(found, tree)),
        pager=_pager(found, view),
        back=address(asked).partition("?")[2],
        first_url=address(replace(asked, page=1), view),
        last_url=address(replace(asked, page=found.pages), view),
        sensitive=is_sensitive(found, tree),
        shown_words=_shown_words(found, tree),
    )


def place_problem(results: SearchResults) -> str:
    """Return a sentence about a place that is not known; empty when the place is known or none was given."""
    if not results.unknown_place:
        return ""
    if is_here(tokenize(results.unknown_place)):
        return _(
            "We cannot tell where “%(place)s” is. Type a town, or the first half of a postcode.",
            place=results.unknown_place,
        )
    return _(
        "We do not know the place “%(place)s”. Check the spelling, or try a town or the first half of a postcode.",
        place=results.unknown_place,
    )


def heading(found: SearchResults, tree: NeedsTree) -> str:
    """Return what was searched for, in the words of the query: 'falls near S73'.

    Words about harm are not repeated: somebody may look over the reader's shoulder.
    """
    asked = found.request
    chosen = [] if is_sensitive(found, tree) else [tree.label(need) for need in asked.facets.get("need", ())]
    query = _shown_words(found, tree)
    what = query or ", ".join(chosen[:_MAX_NEEDS_SHOWN]) or _("Help")
    if found.elsewhere:
        return _("%(what)s for someone in %(place)s", what=what, place=found.elsewhere.label)
    near = found.place.label if found.place and asked.where else ""
    return _("%(what)s near %(place)s", what=what, place=near) if near else what


def _shown_words(found: SearchResults, tree: NeedsTree) -> str:
    return "" if found.dangers or is_sensitive(found, tree) else found.corrected or found.request.query


def _title(head: str, found: SearchResults) -> str:
    if found.dangers:
        return head
    if found.fallback or not found.total:
        return _("%(search)s – nothing found", search=head)
    if found.nearest_only:
        return _("%(search)s – the nearest we have", search=head)
    if found.open_tonight == 0:
        return _("%(search)s – nothing open now", search=head)
    count = ngettext("%(num)d result", "%(num)d results", found.total)
    if found.request.page > 1:
        return _(
            "%(search)s – %(count)s, page %(page)s of %(pages)s",
            search=head,
            count=count,
            page=found.request.page,
            pages=found.pages,
        )
    return _("%(search)s – %(count)s", search=head, count=count)


def sentence(found: SearchResults, tree: NeedsTree) -> str:
    """Return a sentence with the number of results, the place, and the needs that they may help with; empty
    without results."""
    if found.fallback or found.nearest_only or not found.total:
        return ""
    things = ngettext("%(num)d thing", "%(num)d things", found.total)
    needs = " · ".join(tree.label(need) for need in _shown_needs(found))
    if found.elsewhere:
        return _("%(things)s that can help from anywhere, or near there", things=things)
    if found.open_tonight is not None and needs and not found.dangers:
        return _sentence_at_night(found.open_tonight, needs)
    place = found.place.label if found.place else ""
    if place and needs:
        return _(
            "%(things)s for you near %(place)s that may help with: %(needs)s",
            things=things,
            place=place,
            needs=needs,
        )
    if needs:
        return _("%(things)s that may help with: %(needs)s", things=things, needs=needs)
    return (
        _("%(things)s for you near %(place)s", things=things, place=place)
        if place
        else _("%(things)s found", things=things)
    )


def _sentence_at_night(helping_now: int, needs: str) -> str:
    """Return how many are open or answer at this hour: who has nothing to eat tonight is not helped by what opens on
    Monday.
    """
    if not helping_now:
        return _(
            "We know of nothing that is open or answers the phone now for: %(needs)s. What opens next comes first.",
            needs=needs,
        )
    things = ngettext(
        "%(num)d thing is open or answers the phone now that may help with",
        "%(num)d things are open or answer the phone now that may help with",
        helping_now,
    )
    return _("%(things)s: %(needs)s. What opens later comes after.", things=things, needs=needs)


def _shown_needs(found: SearchResults) -> Sequence[str]:
    chosen = found.request.facets.get("need", ())
    return (chosen or found.needs)[:_MAX_NEEDS_SHOWN]


def _applied(found: SearchResults, view: str) -> Iterator[SearchLink]:
    labels = {(facet.id, value.id): value.label for facet in found.facets for value in facet.values}
    for name, values in found.request.facets.items():
        for value in values:
            yield SearchLink(
                labels.get((name, value), value), address(found.request.without_facet(name, value), view)
            )


def _gave_way(found: SearchResults, tree: NeedsTree) -> str:
    if not found.gave_way or not found.total:
        return ""
    what = ", ".join(label(one, tree) for one in found.gave_way)
    return _("We know of nothing that fits “%(what)s”. Here is what we found without it.", what=what)


def _question(found: SearchResults) -> str:
    if not found.question_back or found.dangers:
        return ""
    return {
        "who": _("Who is it for?"),
        "stay": _("Somewhere to live, or to visit?"),
        "age": _("Is it for a child or an adult?"),
    }[found.question_back.id]


def _answers(found: SearchResults, view: str) -> Iterator[SearchLink]:
    if not _question(found) or not found.question_back:
        return
    texts = {
        "me": _("For me"),
        "other": _("For someone I look after"),
        "stay": _("Somewhere to live"),
        "visit": _("Somewhere to go for the day"),
        "child": _("For a child"),
        "adult": _("For an adult"),
    }
    for id in found.question_back.answers:
        is_chosen = found.request.meant == id
        meant = "" if is_chosen else id
        url = address(replace(found.request, meant=meant, page=1), view)
        yield SearchLink(texts[id], url, current=is_chosen)


def _views(asked: SearchRequest, view: str) -> tuple[SearchLink, ...]:
    return SearchLink(_("List"), address(asked), current=view == LIST), SearchLink(
        _("Map"), address(asked, MAP), current=view == MAP
    )


def _carried_by_box(asked: SearchRequest) -> Iterator[tuple[str, str]]:
    """Yield the filters that stay when the search box changes the words: all but a chosen need, which belongs
    to the older words."""
    for name, values in asked.facets.items():
        if name != "need" or not asked.query:
            yield from ((name, value) for value in values)


def _wider(found: SearchResults, tree: NeedsTree) -> Iterator[SearchLink]:
    asked = replace(found.request, page=1)
    if asked.facets:
        yield SearchLink(_("Take all filters off"), address(replace(asked, facets={})))
    if found.corrected:
        yield SearchLink(
            _("Search for “%(words)s” as you typed it", words=asked.query),
            address(replace(asked, exact=True)),
        )
    if asked.where and asked.query:
        yield SearchLink(
            _("Search for “%(words)s” everywhere", words=asked.query), address(replace(asked, where=""))
        )
    if found.place and asked.query and not found.elsewhere:
        everything = SearchRequest(where=asked.where or found.place.label)
        yield SearchLink(_("See all help near %(place)s", place=found.place.label), address(everything))
    for need in found.needs[:_MAX_NEEDS_SHOWN]:
        yield SearchLink(
            _("Help with: %(need)s", need=tree.label(need)), url_for("directory.need", need_id=need)
        )


def _pager(found: SearchResults, view: str) -> dict[str, Any] | None:
    if found.fallback or found.request.page > found.pages:
        return None
    values = {name: value for name, value in found.request.to_args().items() if name != "page"}
    if view == MAP:
        values["view"] = MAP
    return pages_of(found.request.page, found.total, found.request.per_page, "directory.find", **values)


def is_sensitive(found: SearchResults, tree: NeedsTree) -> bool:
    """Return True when the page must have a way off it: the words, or the need that was chosen, are about
    harm."""
    needs = {*found.needs[:1], *found.request.facets.get("need", ())}
    return bool(set(found.dangers) - {EMERGENCY} or tree.sensitive & needs)
