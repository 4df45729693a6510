"""The services that an analysed query leads to: the candidates that can reach the asker, ranked, and what does
not belong among them taken away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core import clock
from directory.search import now, ranking, reach, soft_filters
from directory.search.columns import Bools, Floats
from directory.search.context import SearchContext
from directory.search.danger.recognition import DANGER_KINDS
from directory.search.engine import Clause
from directory.search.honest import LONGEST, fits_only_nearly
from directory.search.outside import Outside, asked_outside, load_outside
from directory.search.query_analysis import QueryAnalysis
from directory.search.ranking import Ranked
from directory.search.reading.languages import ENGLISH
from directory.search.results import Place
from directory.search.soft_filters import Conditions
from directory.search.tokenizer import STOP_WORDS, stem
from directory.search.vectors.meaning import closeness, is_long

_JUDGED = 3
_MORNING_HOUR = 6


@dataclass(frozen=True)
class Candidates:
    """The listed services that can reach the asker, and metres from the asker (None without a place)."""

    mask: Bools
    distances: Floats | None


@dataclass(frozen=True)
class Match:
    """The services that an analysis leads to. `ranked` is None for a search without words."""

    analysis: QueryAnalysis
    ranked: Ranked | None
    mask: Bools
    conditions: Conditions | None = None
    nearest: bool = False
    """Whether the best of them are only near to what the words ask for."""
    tonight: Bools | None = None
    """Which of them meet a need that cannot wait, while the council is closed for the night; None by day and for
    other needs."""


def candidates_of(context: SearchContext, place: Place | None) -> Candidates:
    """Return the services that reach somebody in our area. `place`: None where the asker named none."""
    columns = context.columns
    listed = columns.listed(clock.today())
    if place is None:
        return Candidates(listed, None)
    distances = columns.places.distances(columns.size, place.latitude, place.longitude)
    covers = reach.area_mask(columns, context.gazetteer, place, context.settings.council_area)
    return Candidates(listed & reach.reachable(columns, covers, distances), distances)


def candidates_beyond(context: SearchContext, place: Place | None) -> Candidates:
    """Return the services that reach somebody outside our area. `place`: None where no point is known."""
    columns = context.columns
    listed = columns.listed(clock.today())
    distances = columns.places.distances(columns.size, place.latitude, place.longitude) if place else None
    area = context.settings.council_area
    return Candidates(listed & reach.beyond_area(columns, context.gazetteer, area, distances), distances)


def match_of(
    context: SearchContext,
    analysis: QueryAnalysis,
    candidates: Candidates,
    *,
    off: Sequence[str] = (),
    keeps_all: bool = False,
) -> Match:
    """Return what matches an analysis.

    `off`: ids of conditions in the words that were taken off. `keeps_all`: also what has the least of it, for a
    filter to choose from.
    """
    if analysis.empty:
        is_understood = analysis.language == ENGLISH
        return Match(analysis, None, candidates.mask & is_understood)
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
    waits = None
    if tonight := context.tonight(_strongest(analysis)):
        danger = _for_dangers_not_asked(context, analysis)
        waits = now.meeting(context.columns, tonight) & ~danger
        ranked = now.open_first(
            ranked, waits, context.helps_now, context.minutes_until_open, _minutes_until_morning()
        )
    kinds = kinds_of_help(context, analysis)
    # In danger, no condition may hide help.
    filters = [] if kinds else [one for one in analysis.filters if one.id not in off]
    faiths = [id for id, culture in context.thesaurus.cultures.items() if culture.kind == "faith"]
    tongues = {
        id: culture.label for id, culture in context.thesaurus.cultures.items() if culture.kind == "language"
    }
    conditions = soft_filters.apply(
        ranked, context.columns, filters, lambda word: _holding(context, word), faiths, tongues
    )
    running = candidates.mask & context.columns.running(clock.today())
    mask = running if keeps_all else conditions.ranked.scores > 0
    if kinds:
        mask &= np.any([context.columns.mask(f"need:{kind}") for kind in kinds], axis=0)
    return Match(
        analysis, conditions.ranked, mask, conditions, tonight=None if waits is None else waits & mask
    )


def _minutes_until_morning() -> int:
    local = clock.now().astimezone(clock.LONDON)
    return (_MORNING_HOUR * 60 - local.hour * 60 - local.minute) % (24 * 60)


def _holding(context: SearchContext, word: str) -> Bools:
    """Return which services have a stem in their text."""
    values = context.snapshot.view.scores([Clause(((word, 1.0),))]).values
    found = np.zeros(context.columns.size, np.bool_)
    length = min(len(found), len(values))
    found[:length] = values[:length] > 0
    return found


def fits_nearly(context: SearchContext, match: Match, is_outside: bool) -> bool:
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


def outside_of(context: SearchContext, analysis: QueryAnalysis) -> Outside | None:
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
    if analysis.meaning is None or not is_long(analysis.query):
        return None
    return closeness(analysis.meaning, context.columns, words)


def _strongest(analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs that the words speak of most; several where they are equal."""
    most = max(analysis.needs.values(), default=0)
    return tuple(need for need, strength in analysis.needs.items() if strength == most)


def _for_dangers_not_asked(context: SearchContext, analysis: QueryAnalysis) -> Bools:
    """Return the services for a kind of danger that is not among the needs asked about."""
    asked = {*analysis.needs, *analysis.dangers}
    kinds = [kind for kind in DANGER_KINDS if kind in context.thesaurus.tree.by_id and kind not in asked]
    return np.any([context.columns.mask(f"need:{kind}") for kind in kinds], axis=0)


def kinds_of_help(context: SearchContext, analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the needs to which a danger keeps the results: none without danger or where ordinary results follow.

    A kind of danger has the id of its need; what is found by chance beside it could hurt.
    """
    if analysis.ordinary_below:
        return ()
    return tuple(kind for kind in analysis.dangers if kind in context.thesaurus.tree.by_id)
