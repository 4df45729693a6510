"""Ranking: one score from words, needs, names, groups, distance and freshness. Pure.

Neutral: nothing here knows who runs a service or who pays. Each part is an array with a number from 0 to 1
for each document. WEIGHTS here and the factors of `directory.search.factors` combine the parts, and are the
only place for tuning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from rapidfuzz import fuzz

from directory.search.columns import Bools, IndexColumns
from directory.search.engine import Floats, Scores
from directory.search.factors import (
    audience_factor,
    availability_factor,
    distance_factor,
    freshness_factor,
    other_group_factor,
)
from directory.search.query_analysis import QueryAnalysis
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import folded

WEIGHTS = {
    "text": 1.0,
    "need": 0.9,
    "nearby": 0.6,
    "name": 1.35,
    "audience": 0.3,
    "culture": 0.5,
    "near": 0.25,
}
MEANING = 0.2
"""What one standard deviation of closeness in meaning adds, as a share of the best score by words and needs.
"""
POSSIBLE = 0.5
"""What the needs that the words may ask for add, as a share of the best score by words and needs."""
_POSSIBLE_POWER = 3
"""The power of a strength there: a listing's first need counts most."""
KEEP_ABOVE = 0.14
NEED_BEST = 0.2
LIKELY_NEED_BEST = 0.5
"""The same where the trained model weighed the needs: they are more often one need or another than both."""
NEED_FLOOR = 0.7
TEXT_BESIDE_NEEDS = 0.65
_NAME_CANDIDATES = 60
_IS_ITS_NAME = 0.6
_LIKE_ITS_NAME = 0.4
_MEETS = 50
"""The least stored strength (0 to 200) of a need that a listing meets."""
_MOST_WORDS = 0.35
_CLOSE = 2.0
"""Standard deviations above the average from which a listing is close in meaning to a long query."""
_UNLIKE = 60
_HALF = 0.5
_SHORTEST_BEGINNING = 4
_NEAR_METRES = 3000.0


Strengths = Callable[[str], Floats | None]
"""Returns the strengths of a named row (0 to 1), or None."""


@dataclass(frozen=True)
class Ranked:
    """Scores by document number (0: not found), and their parts, for the reasons."""

    scores: Floats
    text: Floats
    need: Floats
    name: Floats
    coverage: Floats

    @property
    def far_off(self) -> bool:
        """True when even the best document has few of the words, has another name, and meets none of the
        needs."""
        best = int(np.argmax(self.scores)) if len(self.scores) else -1
        return best < 0 or bool(
            self.coverage[best] < _HALF and self.need[best] < _HALF / 2 and self.name[best] < _HALF
        )


def rank(
    columns: IndexColumns,
    thesaurus: Thesaurus,
    analysis: QueryAnalysis,
    text: Scores,
    candidates: Bools,
    distances: Floats | None,
    today: date,
    closeness: Floats | None = None,
) -> Ranked:
    """Return a score for every candidate, and 0 for all other documents.

    `text`: the engine's scores. `distances`: metres from the asker, None without a place. `closeness`: how much
    closer in meaning than the average each document is, in standard deviations; None for short queries.
    """
    size = columns.size
    words_part = _padded(text, size)
    need_part = _need_part(
        columns.needs.strengths, analysis.needs, size, is_likely=bool(analysis.possible_needs)
    )
    nearby_part = _strongest(columns.needs.strengths, analysis.nearby_needs, size)
    name_part = _name_part(columns, analysis.rest, words_part, need_part, candidates)
    weight = WEIGHTS["text"] * (TEXT_BESIDE_NEEDS if analysis.needs else 1.0)
    total = (
        weight * words_part
        + WEIGHTS["need"] * need_part
        + WEIGHTS["nearby"] * nearby_part
        + WEIGHTS["name"] * name_part
    )
    total += WEIGHTS["audience"] * _strongest(columns.audiences.strengths, analysis.audiences, size)
    total += WEIGHTS["culture"] * _strongest(columns.cultures.strengths, analysis.cultures, size)
    is_its_name = name_part > _IS_ITS_NAME
    availability = np.where(is_its_name, 1, availability_factor(columns))
    factor = (
        audience_factor(columns, analysis)
        * other_group_factor(columns, thesaurus, analysis, is_its_name)
        * freshness_factor(columns, today)
        * availability
    )
    total *= factor
    if analysis.possible_needs:
        top = float(np.max(total, where=candidates, initial=0.0)) or 1.0
        total += (
            POSSIBLE * top * factor * _possible_part(columns.needs.strengths, analysis.possible_needs, size)
        )
    if distances is not None:
        total *= distance_factor(columns, distances)
        near = np.exp(-distances / _NEAR_METRES).astype(np.float32)
        total += np.where(total > 0, WEIGHTS["near"] * near * np.minimum(1, total), 0)
    if closeness is not None:
        top = float(np.max(total, where=candidates, initial=0.0)) or 1.0
        total = np.maximum(0, total + MEANING * top * np.where(closeness > 0, closeness * factor, closeness))
    need = np.maximum(need_part, nearby_part * 0.5)
    coverage = _sized(text.coverage, size)
    supported = candidates
    if analysis.needs:
        supported = candidates & _is_no_accident(columns, analysis, name_part, coverage, closeness)
    total = np.where(supported, total, 0).astype(np.float32)
    return Ranked(_without_tail(total), words_part, need, name_part, coverage)


def _is_no_accident(
    columns: IndexColumns,
    analysis: QueryAnalysis,
    name_part: Floats,
    coverage: Floats,
    closeness: Floats | None,
) -> Bools:
    """Return which documents have more than a stray word in common with a query whose needs were understood.

    They meet a need or one beside it, have the name that was typed, most of the words, or the meaning.
    """
    met = columns.needs.most((*analysis.needs, *analysis.nearby_needs)) >= _MEETS
    found: Bools = met | (name_part >= _LIKE_ITS_NAME) | (coverage >= _MOST_WORDS)
    return found if closeness is None else found | (closeness >= _CLOSE)


def standing(columns: IndexColumns, thesaurus: Thesaurus, today: date) -> Floats:
    """Return the order of services where nothing was asked for: from 0 to 1, by whom they are for, room and
    freshness."""
    nothing = np.zeros(columns.size, np.bool_)
    factor: Floats = (
        other_group_factor(columns, thesaurus, QueryAnalysis(), nothing)
        * freshness_factor(columns, today)
        * availability_factor(columns)
    )
    return factor


def _padded(text: Scores, size: int) -> Floats:
    """Return the part of the words: about half relative to the best listing, half the share of the asked
    words."""
    values, coverage = _sized(text.values, size), _sized(text.coverage, size)
    top = float(values.max(initial=0.0))
    return (0.55 * values / top + 0.45 * coverage).astype(np.float32) if top else values


def _sized(values: Floats, size: int) -> Floats:
    """Return the values for the documents of the columns. The engine may know fewer, or for a moment more."""
    sized = np.zeros(size, np.float32)
    length = min(size, len(values))
    sized[:length] = values[:length]
    return sized


def _need_part(strengths: Strengths, wanted: Mapping[str, float], size: int, *, is_likely: bool) -> Floats:
    """Return how far the needs asked for are met: a little by the best one alone, mostly by the weighted
    mean of all. `is_likely`: the trained model weighed the needs."""
    rows = []
    for need, weight in wanted.items():
        row = strengths(need)
        if row is not None:
            rows.append((weight, _relative(row)))
    if not rows:
        return np.zeros(size, np.float32)
    best = np.max([weight * row for weight, row in rows], axis=0)
    counts = [weight**2 if is_likely else weight for weight, _ in rows]
    summed = np.sum([count * row for count, (_, row) in zip(counts, rows, strict=True)], axis=0) / sum(counts)
    share = LIKELY_NEED_BEST if is_likely else NEED_BEST
    return (share * best + (1 - share) * summed).astype(np.float32)


def _possible_part(strengths: Strengths, possible: Mapping[str, float], size: int) -> Floats:
    """Return how far the needs that the words may ask for are met, each by its probability."""
    met = np.zeros(size, np.float32)
    for need, share in possible.items():
        row = strengths(need)
        if row is not None:
            met += np.float32(share) * np.minimum(1, _relative(row)) ** _POSSIBLE_POWER
    return met


def _relative(row: Floats) -> Floats:
    """Return a need's strengths relative to the best that this directory has for it, so that a weak best
    answer still leads."""
    return row / max(float(row.max(initial=0.0)), NEED_FLOOR)


def _strongest(strengths: Strengths, wanted: Mapping[str, float], size: int) -> Floats:
    """Return the greatest weighted strength of the wanted names."""
    best = np.zeros(size, np.float32)
    for name, weight in wanted.items():
        row = strengths(name)
        if row is not None:
            np.maximum(best, weight * _relative(row), out=best)
    return best


def _name_part(
    columns: IndexColumns, typed: str, words_part: Floats, need_part: Floats, candidates: Bools
) -> Floats:
    """Return how well the words are the name, or its beginning, of a service or its organization.

    Only the sixty documents with the best words are compared: comparing names is slow.
    """
    part = np.zeros(columns.size, np.float32)
    if not typed:
        return part
    hopeful = np.where(candidates, words_part + 0.1 * need_part, 0)
    for number in np.argsort(-hopeful)[:_NAME_CANDIDATES]:
        if hopeful[number] <= 0:
            break
        part[number] = name_likeness(typed, columns, int(number))
    return part


def name_likeness(typed: str, columns: IndexColumns, number: int) -> float:
    """Return the likeness of folded words to a document's names, from 0 (another name) to 1 (the same
    words)."""
    names = columns.names[number]
    name, organization = folded(names.name), folded(names.organization)
    own_names = (name, *map(folded, names.others))
    best = max(fuzz.token_sort_ratio(typed, own_name) for own_name in own_names)
    best = max(best, 0.96 * fuzz.token_sort_ratio(typed, organization))
    both = 0.98 * fuzz.token_sort_ratio(typed, f"{name} {organization}")
    begins = name.startswith(typed) and len(typed) > _SHORTEST_BEGINNING
    inside = 82 + 18 * len(typed) / len(name) if begins else 0
    return max(0.0, (max(best, both, inside) - _UNLIKE) / (100 - _UNLIKE))


def _without_tail(total: Floats) -> Floats:
    """Return the scores with 0 for those far below the best: a long tail of chance matches hides the few
    right ones."""
    top = float(total.max(initial=0.0))
    return np.where(total >= KEEP_ABOVE * top, total, 0).astype(np.float32)
