"""The search: one function for the results page, the command line and every list of services that stands
beside words.

The steps: analyse the query, choose the candidates that can reach the asker, rank them, apply the filters,
count the facets, and cut one page. Each step runs once for a search. Nothing here writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from directory.search import facets
from directory.search.asked_place import asked_place
from directory.search.beside import beside
from directory.search.context import SearchContext, open_context
from directory.search.gazetteer import Gazetteer
from directory.search.hits import hits_of, ordered, pins_of
from directory.search.matching import (
    Candidates,
    Match,
    candidates_beyond,
    candidates_of,
    fits_nearly,
    kinds_of_help,
    match_of,
    outside_of,
)
from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.reading.spelt import NO_SPELLING, Spelling
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.spelling import SpellChecker, is_english
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import folded

_MAX_NEAREST = 6
_RELATED_THEME_WEIGHT = 0.5
_WHEN_NOTHING_IS_RELATED = {"advice": 1.0, "community-spaces": 0.4}


@dataclass(frozen=True)
class _IndexSpelling:
    """The spelling of words against one snapshot.

    Words of the thesaurus and of towns are right as they are.
    """

    checker: SpellChecker
    thesaurus: Thesaurus
    gazetteer: Gazetteer

    def written_out(self, text: str) -> str:
        """Return a text with its short forms written out."""
        return self.thesaurus.shorthand.written_out(text)

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with two as one where only that is a word."""
        return self.thesaurus.joined.as_one(words)

    def correct(self, word: str) -> str:
        """Return the corrected word, or several that were written as one; the word itself when it needs no
        correction."""
        known, towns = self.thesaurus.known_words, self.gazetteer.town_words
        if word in self.thesaurus.first_names:
            return word
        right = self.checker.correct(word, known, towns, self.thesaurus.joined)
        if right != word or word in known or word in towns or is_english(word):
            return right
        # A beginning of a town's name is taken for half typed; nobody looks for half a town.
        town = self.gazetteer.town_like([word])
        is_town = town is not None and not self.checker.has_word(word, known)
        return folded(town.label) if town and is_town else word

    def expand(self, word: str) -> tuple[str, ...]:
        """Return words of the index that a word missing from it may stand for."""
        return self.checker.expand(word, self.thesaurus.known_words)


def search(
    request: SearchRequest,
    context: SearchContext | None = None,
    analysis: QueryAnalysis | None = None,
    *,
    only_hits: bool = False,
) -> SearchResults:
    """Return one page of services with facets and reasons. Several searches of one request share a `context`.

    `analysis`: of the request's words, as `understand` returns it, where the caller has it already.
    `only_hits`: for a page without a map that shows no counts of filters; both are left out.
    When words without filters match nothing, the nearest things are returned instead, marked as `fallback`.
    """
    context = context or open_context()
    asked = asked_place(context, request.where)
    place, elsewhere = asked.place, asked.elsewhere
    analysis = analysis or understand(request, context)
    place = place or (analysis.place if elsewhere is None else None)
    candidates = candidates_of(context, place) if elsewhere is None else candidates_beyond(context, place)
    filterable = facets.Filterable(context.columns, context.open_now, candidates.distances)
    request = facets.known_filters(filterable, context.thesaurus, request)
    match = match_of(
        context, analysis, candidates, off=request.off, keeps_all=_asks_by_choice(request, analysis)
    )
    outside = outside_of(context, analysis)
    match = replace(match, nearest=fits_nearly(context, match, outside is not None))
    results = None
    # In danger nothing else takes the place of help of that kind: numbers and advice stand above the list.
    # Outside our area the council there stands above it: a related need of ours is no help for what was
    # asked.
    is_helped = elsewhere is not None or bool(kinds_of_help(context, analysis))
    if not (analysis.empty or request.facets or match.mask.any() or is_helped):
        results = _nearest(context, request, analysis, candidates)
    if results is None:
        results = _page(context, request, match, filterable, only_hits=only_hits)
    return replace(
        results,
        nearest_only=results.fallback or match.nearest,
        open_tonight=_open_tonight(context, match),
        outside=outside,
        tokens=analysis.typed,
        place=place,
        unknown_place=asked.unknown,
        mended_place=asked.mended,
        elsewhere=elsewhere,
        corrected=analysis.corrected,
        dangers=analysis.dangers,
        ordinary_below=analysis.ordinary_below,
        needs=tuple(analysis.needs),
        filters=match.conditions.held if match.conditions else (),
        taken_off=tuple(one for one in analysis.filters if one.id in request.off),
        gave_way=match.conditions.gave_way if match.conditions else (),
        language=request.spoken if context.thesaurus.languages.get(request.spoken) else analysis.language,
        question_back=analysis.question_back,
    )


def _open_tonight(context: SearchContext, match: Match) -> int | None:
    """Return how many that help with a need which cannot wait are open now; None where no such need was asked
    for.
    """
    return None if match.tonight is None else int((match.tonight & context.helps_now).sum())


def _asks_by_choice(request: SearchRequest, analysis: QueryAnalysis) -> bool:
    """Return True where needs were chosen and no words typed: everything for them is found, and only ordered."""
    return bool(request.facets.get("need")) and not (analysis.typed or request.dangers)


def understand(request: SearchRequest, context: SearchContext) -> QueryAnalysis:
    """Return the analysis of a request's words.

    Kinds of danger take the place of words; without words, chosen needs are asked for by their names.
    """
    if request.dangers:
        needs = dict.fromkeys((kind for kind in request.dangers if kind in context.thesaurus.tree.by_id), 1.0)
        return QueryAnalysis(needs=needs, dangers=request.dangers)
    spelling: Spelling = NO_SPELLING
    if not request.exact:
        spelling = _IndexSpelling(context.snapshot.spelling, context.thesaurus, context.gazetteer)
    by_id = context.thesaurus.tree.by_id
    chosen = [need for need in request.facets.get("need", ()) if need in by_id]
    if not request.query and chosen:
        named = analyse_query(context.thesaurus, by_id[chosen[0]].label, _no_place)
        return replace(
            named,
            typed=(),
            tokens=(),
            needs=dict.fromkeys(chosen, 1.0),
            nearby_needs={},
            dangers=(),
            age=None,
            # The name of a need, such as "Coffee mornings and social groups", states no condition.
            filters=(),
            question_back=None,
        )
    return analyse_query(
        context.thesaurus,
        request.query,
        context.find_place,
        context.find_town,
        spelling=spelling,
        meant=request.meant,
        off=request.off,
        meaning_of=context.meaning_of,
    )


def _no_place(_text: str) -> None:
    """Return None: the name of a need names no place."""


def _nearest(
    context: SearchContext, request: SearchRequest, analysis: QueryAnalysis, candidates: Candidates
) -> SearchResults | None:
    """Return at most six services for related needs, when no service matched the words; None when there
    are none either."""
    match = replace(match_of(context, _related(context, analysis), candidates), nearest=True)
    numbers = np.flatnonzero(match.mask)
    if not len(numbers):
        return None
    first_page = replace(request, page=1, per_page=_MAX_NEAREST)
    shown = ordered(context, first_page, numbers, match.ranked, candidates.distances)[:_MAX_NEAREST]
    hits = hits_of(context, match, shown, candidates.distances)
    return SearchResults(
        request=request, hits=hits, total=len(hits), pins=pins_of(context, shown), fallback=True
    )


def _related(context: SearchContext, analysis: QueryAnalysis) -> QueryAnalysis:
    """Return an analysis of needs alone: those that help with the needs asked for, then all needs of the
    same themes."""
    tree = context.thesaurus.tree
    themes = {tree.by_id[need].theme_id for need in analysis.needs}
    needs: dict[str, float] = {}
    for theme in tree.themes:
        if theme.id in themes:
            needs |= dict.fromkeys((need.id for need in theme.needs), _RELATED_THEME_WEIGHT)
    needs |= analysis.nearby_needs
    return QueryAnalysis(needs=needs or _WHEN_NOTHING_IS_RELATED)


def _page(
    context: SearchContext,
    request: SearchRequest,
    match: Match,
    filterable: facets.Filterable,
    *,
    only_hits: bool,
) -> SearchResults:
    passing, countable = facets.filtered(filterable, request, match.mask)
    numbers = np.flatnonzero(passing)
    # By another order, such as the nearest first, what fits and what may also help stand mixed.
    by_relevance = request.sort == "best" or (request.sort == "near" and filterable.distances is None)
    others = beside(context.columns, match.analysis, match.ranked) if by_relevance else None
    order = ordered(context, request, numbers, match.ranked, filterable.distances, others)
    start = (request.page - 1) * request.per_page
    shown = order[start : start + request.per_page]
    return SearchResults(
        request=request,
        hits=hits_of(context, match, shown, filterable.distances, others),
        total=len(numbers),
        beside=int(np.count_nonzero(others[numbers])) if others is not None else 0,
        facets=() if only_hits else facets.facets(filterable, context.thesaurus, request, countable),
        pins=() if only_hits else pins_of(context, shown),
        fallback=bool(len(numbers) and match.analysis.typed and match.ranked and match.ranked.far_off),
    )
