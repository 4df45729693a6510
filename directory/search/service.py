"""The search: one function for the results page, the command line and every list of services that stands
beside words.

The steps: analyse the query, choose the candidates that can reach the asker, rank them, apply the filters,
count the facets, and cut one page. Each step runs once for a search. Nothing here writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import clock
from directory.councils.answer import CouncilAnswer
from directory.councils.queries import council_of
from directory.search import facets, now, ranking, reach, reasons, soft_filters
from directory.search.columns import Bools, Floats
from directory.search.context import SearchContext, open_context
from directory.search.danger.recognition import DANGER_KINDS
from directory.search.engine import Clause
from directory.search.filter_wording import fit_reasons
from directory.search.honest import LONGEST, fits_only_nearly
from directory.search.outside import Outside, asked_outside, load_outside
from directory.search.query_analysis import NO_SPELLING, QueryAnalysis, Spelling, analyse_query
from directory.search.ranking import Ranked
from directory.search.reading.languages import ENGLISH
from directory.search.request import SearchRequest
from directory.search.results import Hit, Place, ResultReason, SearchResults
from directory.search.soft_filters import Conditions
from directory.search.spelling import SpellChecker
from directory.search.tokenizer import STOP_WORDS, stem
from directory.search.vectors.meaning import closeness, is_long
from directory.search.vectors.table import word_vectors

_MAX_NEAREST = 6
_JUDGED = 3
_SORT_BY_TEXT_BELOW = 20_000
_RELATED_THEME_WEIGHT = 0.5
_WHEN_NOTHING_IS_RELATED = {"advice": 1.0, "community-spaces": 0.4}


@dataclass(frozen=True)
class _Candidates:
    """The listed services that can reach the asker, and metres from the asker (None without a place)."""

    mask: Bools
    distances: Floats | None


@dataclass(frozen=True)
class _Match:
    """The services that an analysis leads to. `ranked` is None for a search without words."""

    analysis: QueryAnalysis
    ranked: Ranked | None
    mask: Bools
    conditions: Conditions | None = None
    nearest: bool = False
    """Whether the best of them are only near to what the words ask for."""


@dataclass(frozen=True)
class _IndexSpelling:
    """The spelling of words against one snapshot.

    Words of the thesaurus and of towns are right as they are.
    """

    checker: SpellChecker
    known: frozenset[str]
    town_words: frozenset[str]

    def correct(self, word: str) -> str:
        """Return the corrected word, or two words that were written as one; the word itself when it needs
        no correction."""
        return self.checker.correct(word, self.known, self.town_words)

    def expand(self, word: str) -> tuple[str, ...]:
        """Return words of the index that a word missing from it may stand for."""
        return self.checker.expand(word, self.known)


def search(
    request: SearchRequest, context: SearchContext | None = None, analysis: QueryAnalysis | None = None
) -> SearchResults:
    """Return one page of services with facets and reasons. Several searches of one request share a `context`.

    `analysis`: of the request's words, as `understand` returns it, where the caller has it already.
    When words without filters match nothing, the nearest things are returned instead, marked as `fallback`.
    """
    context = context or open_context()
    place = context.find_place(request.where) if request.where else None
    elsewhere = _elsewhere(context, request.where, place)
    unknown_place = request.where if place is None and elsewhere is None else ""
    analysis = analysis or understand(request, context)
    place = place or (analysis.place if elsewhere is None else None)
    candidates = _candidates(context, place) if elsewhere is None else _candidates_beyond(context, place)
    filterable = facets.Filterable(context.columns, context.open_now, candidates.distances)
    request = facets.known_filters(filterable, context.thesaurus, request)
    match = _match(
        context, analysis, candidates, off=request.off, keeps_all=_asks_by_choice(request, analysis)
    )
    outside = _outside(context, analysis)
    match = replace(match, nearest=_fits_only_nearly(context, match, outside is not None))
    results = None
    # In danger nothing else takes the place of help of that kind: numbers and advice stand above the list.
    if not (analysis.empty or request.facets or match.mask.any() or _kinds_of_help(context, analysis)):
        results = _nearest(context, request, analysis, candidates)
    if results is None:
        results = _page(context, request, match, filterable)
    return replace(
        results,
        nearest_only=results.fallback or match.nearest,
        outside=outside,
        tokens=analysis.typed,
        place=place,
        unknown_place=unknown_place,
        elsewhere=elsewhere,
        corrected=analysis.corrected,
        dangers=analysis.dangers,
        needs=tuple(analysis.needs),
        filters=match.conditions.held if match.conditions else (),
        taken_off=tuple(one for one in analysis.filters if one.id in request.off),
        gave_way=match.conditions.gave_way if match.conditions else (),
        language=analysis.language,
        question_back=analysis.question_back,
    )


def _elsewhere(context: SearchContext, where: str, place: Place | None) -> CouncilAnswer | None:
    """Return whose area a typed place is in, where it is outside ours; else None.

    A place of our own gazetteer is ours, unless the settings say by which code we know our area.
    """
    if not where:
        return None
    if place is not None and context.gazetteer.is_own(place) and not context.settings.council_code:
        return None
    answer = council_of(where)
    return answer if answer.is_elsewhere else None


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
        known = context.thesaurus.known_words
        spelling = _IndexSpelling(context.snapshot.spelling, known, context.gazetteer.town_words)
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
    )


def _no_place(_text: str) -> None:
    """Return None: the name of a need names no place."""


def _candidates(context: SearchContext, place: Place | None) -> _Candidates:
    columns = context.columns
    listed = columns.listed(clock.today())
    if place is None:
        return _Candidates(listed, None)
    distances = columns.places.distances(columns.size, place.latitude, place.longitude)
    covers = reach.area_mask(columns, context.gazetteer, place, context.settings.council_area)
    return _Candidates(listed & reach.reachable(columns, covers, distances), distances)


def _candidates_beyond(context: SearchContext, place: Place | None) -> _Candidates:
    """Return the services that reach somebody outside our area. `place`: None where no point is known."""
    columns = context.columns
    listed = columns.listed(clock.today())
    distances = columns.places.distances(columns.size, place.latitude, place.longitude) if place else None
    area = context.settings.council_area
    return _Candidates(listed & reach.beyond_area(columns, context.gazetteer, area, distances), distances)


def _match(
    context: SearchContext,
    analysis: QueryAnalysis,
    candidates: _Candidates,
    *,
    off: Sequence[str] = (),
    keeps_all: bool = False,
) -> _Match:
    """Return what matches an analysis.

    `off`: ids of conditions in the words that were taken off. `keeps_all`: also what has the least of it, for a
    filter to choose from.
    """
    if analysis.empty:
        is_understood = analysis.language == ENGLISH
        return _Match(analysis, None, candidates.mask & is_understood)
    words = context.snapshot.view.scores(analysis.clauses)
    ranked = ranking.rank(
        context.columns,
        context.thesaurus,
        analysis,
        words,
        candidates.mask,
        candidates.distances,
        clock.today(),
        _closeness(context, analysis, words.values),
    )
    ranked = now.out_of_season_later(ranked, context.resting)
    if tonight := context.tonight(_strongest(analysis)):
        danger = _for_dangers_not_asked(context, analysis)
        ranked = now.open_first(context.columns, ranked, tonight, context.open_now, danger)
    kinds = _kinds_of_help(context, analysis)
    # In danger, no condition may hide help.
    filters = [] if kinds else [one for one in analysis.filters if one.id not in off]
    conditions = soft_filters.apply(ranked, context.columns, filters, lambda word: _holding(context, word))
    running = candidates.mask & context.columns.running(clock.today())
    mask = running if keeps_all else conditions.ranked.scores > 0
    if kinds:
        mask &= np.any([context.columns.mask(f"need:{kind}") for kind in kinds], axis=0)
    return _Match(analysis, conditions.ranked, mask, conditions)


def _holding(context: SearchContext, word: str) -> Bools:
    """Return which services have a stem in their text."""
    values = context.snapshot.view.scores([Clause(((word, 1.0),))]).values
    found = np.zeros(context.columns.size, np.bool_)
    length = min(len(found), len(values))
    found[:length] = values[:length] > 0
    return found


def _fits_only_nearly(context: SearchContext, match: _Match, is_outside: bool) -> bool:
    """Return True where the best of what was found is only near to what the words ask for.

    `is_outside`: the words ask for what others deal with, and no listing has these words.
    """
    if match.ranked is None or match.analysis.dangers or match.analysis.language != "en":
        return False
    if is_outside:
        return True
    best = [int(number) for number in np.argsort(-match.ranked.scores)[:_JUDGED] if match.mask[number]]
    return fits_only_nearly(
        context.columns,
        context.thesaurus,
        match.analysis,
        match.ranked,
        best,
        _holder(context, match.analysis),
    )


def _outside(context: SearchContext, analysis: QueryAnalysis) -> Outside | None:
    """Return whom to ask where the words ask for what others deal with and no listing has all of these words."""
    token_stems = [stem(token) for token in analysis.tokens]
    asked = asked_outside(load_outside(context.settings.content_dir), token_stems)
    if asked is None or analysis.dangers or len(analysis.typed) > LONGEST:
        return None
    outside, stems = asked
    holding = _holder(context, analysis)
    everything = np.logical_and.reduce([holding(word) for word in stems if word not in STOP_WORDS])
    return None if (everything & context.columns.listed(clock.today())).any() else outside


def _holder(context: SearchContext, analysis: QueryAnalysis) -> Callable[[str], Bools]:
    """Return a function that says which documents have a stem, or a synonym of it that is looked for, in their
    text."""
    clauses = {clause.alternatives[0][0]: clause for clause in analysis.clauses}

    def holding(word: str) -> Bools:
        clause = clauses.get(word, Clause(((word, 1.0),)))
        values = context.snapshot.view.scores([clause]).values
        found = np.zeros(context.columns.size, np.bool_)
        length = min(len(found), len(values))
        found[:length] = values[:length] > 0
        return found

    return holding


def _closeness(context: SearchContext, analysis: QueryAnalysis, words: Floats) -> Floats | None:
    """Return how close each document is to the meaning of a long query; None for others, and without vectors."""
    if analysis.language != "en" or not is_long(analysis.query):
        return None
    table = word_vectors(context.settings)
    if table is None:
        return None
    return closeness(table, context.thesaurus, context.columns, analysis.query, words)


def _strongest(analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs that the words speak of most; several where they are equal."""
    most = max(analysis.needs.values(), default=0)
    return tuple(need for need, strength in analysis.needs.items() if strength == most)


def _for_dangers_not_asked(context: SearchContext, analysis: QueryAnalysis) -> Bools:
    """Return the services for a kind of danger that is not among the needs asked about."""
    asked = {*analysis.needs, *analysis.dangers}
    kinds = [kind for kind in DANGER_KINDS if kind in context.thesaurus.tree.by_id and kind not in asked]
    return np.any([context.columns.mask(f"need:{kind}") for kind in kinds], axis=0)


def _kinds_of_help(context: SearchContext, analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs to which a danger keeps the results: none for an emergency alone, or without danger.

    A kind of danger has the id of its need; what is found by chance beside it could hurt.
    """
    return tuple(kind for kind in analysis.dangers if kind in context.thesaurus.tree.by_id)


def _nearest(
    context: SearchContext, request: SearchRequest, analysis: QueryAnalysis, candidates: _Candidates
) -> SearchResults | None:
    """Return at most six services for related needs, when no service matched the words; None when there
    are none either."""
    match = replace(_match(context, _related(context, analysis), candidates), nearest=True)
    numbers = np.flatnonzero(match.mask)
    if not len(numbers):
        return None
    first_page = replace(request, page=1, per_page=_MAX_NEAREST)
    shown = _order(context, first_page, numbers, match.ranked, candidates.distances)[:_MAX_NEAREST]
    hits = _hits(context, match, shown, candidates.distances)
    return SearchResults(
        request=request, hits=hits, total=len(hits), pins=_pins(context, shown), fallback=True
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
    context: SearchContext, request: SearchRequest, match: _Match, filterable: facets.Filterable
) -> SearchResults:
    passing, countable = facets.filtered(filterable, request, match.mask)
    numbers = np.flatnonzero(passing)
    order = _order(context, request, numbers, match.ranked, filterable.distances)
    start = (request.page - 1) * request.per_page
    shown = order[start : start + request.per_page]
    return SearchResults(
        request=request,
        hits=_hits(context, match, shown, filterable.distances),
        total=len(numbers),
        facets=facets.facets(filterable, context.thesaurus, request, countable),
        pins=_pins(context, shown),
        fallback=bool(len(numbers) and match.analysis.typed and match.ranked and match.ranked.far_off),
    )


def _order(
    context: SearchContext,
    request: SearchRequest,
    numbers: NDArray[np.intp],
    ranked: Ranked | None,
    distances: Floats | None,
) -> NDArray[np.intp]:
    """Return the numbers in the asked order, as far as the asked page needs them.

    Of equal ones those come first that are for everyone, have room and were checked lately; then an order
    follows that favours no name and is the same at each request.
    """
    columns = context.columns
    if request.sort == "name":
        return _by_text(numbers, [columns.names[int(number)].name.casefold() for number in numbers])
    standing = -ranking.standing(columns, context.thesaurus, clock.today())[numbers]
    keys: dict[str, NDArray[Any]] = {"best": standing, "checked": -columns.assured[numbers]}
    if distances is not None:
        keys["near"] = keys["best"] = distances[numbers]
    if ranked is not None:
        keys["best"] = -ranked.scores[numbers]
    main = keys.get(request.sort, keys["best"])
    shown = request.page * request.per_page
    if shown < len(numbers):
        # Only what can reach the page is sorted: the values up to the last one shown, with all that equal it.
        needed = main <= np.partition(main, shown - 1)[shown - 1]
        numbers, main, standing = numbers[needed], main[needed], standing[needed]
    by_id = _by_text(np.arange(len(numbers)), [columns.names[int(number)].service_id for number in numbers])
    ordered: NDArray[np.intp] = numbers[by_id[np.lexsort((standing[by_id], main[by_id]))]]
    return ordered


def _by_text(numbers: NDArray[np.intp], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the numbers in the order of their texts; unchanged where sorting so many would take too long."""
    if len(numbers) >= _SORT_BY_TEXT_BELOW:
        return numbers
    ordered: NDArray[np.intp] = numbers[np.argsort(np.array(texts, dtype=object), kind="stable")]
    return ordered


def _hits(
    context: SearchContext, match: _Match, shown: NDArray[np.intp], distances: Floats | None
) -> tuple[Hit, ...]:
    return tuple(_hit(context, match, int(number), distances) for number in shown)


def _hit(context: SearchContext, match: _Match, number: int, distances: Floats | None) -> Hit:
    columns, ranked = context.columns, match.ranked
    distance = float(distances[number]) if distances is not None else float("inf")
    reached = reach.way_of_reaching(columns, number, distance) if distances is not None else ""
    names = columns.names[number]
    why = reasons.reasons(columns, context.thesaurus, match.analysis, ranked, number, reached, match.nearest)
    return Hit(
        number=number,
        service_id=names.service_id,
        name=names.name,
        organization=names.organization,
        score=round(float(ranked.scores[number]), 4) if ranked is not None else 0.0,
        distance_m=round(distance) if np.isfinite(distance) else None,
        reached=reached,
        reasons=(*why[:1], *_fit_reasons(context, match, number), *why[1:]),
    )


def _fit_reasons(context: SearchContext, match: _Match, number: int) -> list[ResultReason]:
    fits = match.conditions.fit(number) if match.conditions else []
    return fit_reasons(fits, context.thesaurus.tree)


def _pins(context: SearchContext, shown: NDArray[np.intp]) -> tuple[tuple[str, float, float], ...]:
    """Return service id, latitude and longitude of each place of the shown services."""
    columns = context.columns
    places = columns.places
    pins = []
    for row in np.flatnonzero(np.isin(places.numbers, shown)):
        service_id = columns.names[int(places.numbers[row])].service_id
        pins.append((service_id, float(places.latitudes[row]), float(places.longitudes[row])))
    return tuple(pins)
