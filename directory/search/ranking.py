"""One order out of words, needs, names, groups, distance and freshness. Neutral: nothing here knows who runs a service or pays.

Every part is a number from 0 to 1 per document; WEIGHTS says how they are put together and is the only place to tune.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz

from directory.search.columns import Bools, IndexColumns
from directory.search.engine import Floats, Scores
from directory.search.query_analysis import QueryAnalysis
from directory.search.reach import comes_to_people
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import tokenize

WEIGHTS = {
    "text": 1.0,
    "need": 0.9,
    "nearby": 0.6,
    "name": 1.35,
    "audience": 0.3,
    "culture": 0.5,
    "near": 0.25,
}
OTHER_GROUP_FACTOR = 0.76
NOT_YOURSELF_FACTOR = 0.94
FULL_FACTOR = 0.93
FAR_FACTOR = 0.5
WRONG_AGE_FACTOR = 0.55
STALE_FACTOR = 0.85
NOT_STARTED_FACTOR = 0.8
KEEP_ABOVE = 0.14
NEED_BEST = 0.2
NEED_FLOOR = 0.7
NOT_FOR_ASKED = 0.17
TEXT_BESIDE_NEEDS = 0.65
_NAME_CANDIDATES = 60
_UNLIKE = 60
_HALF = 0.5
_SHORTEST_BEGINNING = 4
_NEAR_METRES = 3000.0
_WALK_OR_BUS_METRES = 6000.0
_JOURNEY_METRES = 20_000.0


@dataclass(frozen=True)
class Ranked:
    """Scores by number (0: not found), and the parts that they were made of, for the reasons."""

    scores: Floats
    text: Floats
    need: Floats
    name: Floats
    coverage: Floats

    @property
    def meets_needs(self) -> Bools:
        """Which documents meet a need, directly or nearly; all where none does. In danger nobody should wade through accidents."""
        meets = self.need >= _HALF / 4
        return meets if (meets & (self.scores > 0)).any() else np.ones(len(self.need), np.bool_)

    @property
    def far_off(self) -> bool:
        """True when even the best has little of what was typed, is not its name, and meets no need that was understood."""
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
) -> Ranked:
    """Score every candidate. `candidates` are the documents that pass the filters; `distances` are metres from the asker."""
    size = columns.size
    words_part = _padded(text, size)
    need_part = _need_part(columns.needs.strengths, analysis.needs, size)
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
    total *= _for_whom(columns, analysis)
    total *= (
        _fitting(columns, thesaurus, analysis, name_part)
        * _fresh(columns, today)
        * np.where(name_part > 0.6, 1, _to_be_had(columns))
    )
    if distances is not None:
        total *= _within_reach(columns, distances)
        near = np.exp(-distances / _NEAR_METRES).astype(np.float32)
        total += np.where(total > 0, WEIGHTS["near"] * near * np.minimum(1, total), 0)
    total = np.where(candidates, total, 0).astype(np.float32)
    need = np.maximum(need_part, nearby_part * 0.5)
    return Ranked(_without_tail(total), words_part, need, name_part, _sized(text.coverage, size))


def _padded(text: Scores, size: int) -> Floats:
    """Words as a part from 0 to 1: half against the best listing, half the share of what was asked."""
    values, coverage = _sized(text.values, size), _sized(text.coverage, size)
    top = float(values.max(initial=0.0))
    return (0.55 * values / top + 0.45 * coverage).astype(np.float32) if top else values


def _sized(values: Floats, size: int) -> Floats:
    """The values for the documents that the columns know: the words may know fewer, or for a moment more."""
    sized = np.zeros(size, np.float32)
    length = min(size, len(values))
    sized[:length] = values[:length]
    return sized


def _need_part(strengths: Callable[[str], Floats | None], wanted: Mapping[str, float], size: int) -> Floats:
    """How far the needs asked for are met: mostly by the best one, and more where several are met at once."""
    rows = [
        (weight, _relative(row)) for need, weight in wanted.items() if (row := strengths(need)) is not None
    ]
    if not rows:
        return np.zeros(size, np.float32)
    best = np.max([weight * row for weight, row in rows], axis=0)
    summed = np.sum([weight * row for weight, row in rows], axis=0) / sum(weight for weight, _ in rows)
    return (NEED_BEST * best + (1 - NEED_BEST) * summed).astype(np.float32)


def _relative(row: Floats) -> Floats:
    """A need's strengths against the best that this directory has for it, so that a weak best answer still leads."""
    return row / max(float(row.max(initial=0.0)), NEED_FLOOR)


def _strongest(strengths: object, wanted: Mapping[str, float], size: int) -> Floats:
    best = np.zeros(size, np.float32)
    for name, weight in wanted.items():
        row = strengths(name)  # type: ignore[operator]
        if row is not None:
            np.maximum(best, weight * _relative(row), out=best)
    return best


def _name_part(
    columns: IndexColumns, typed: str, words_part: Floats, need_part: Floats, candidates: Bools
) -> Floats:
    """How well the query is the name, or the beginning of the name, of a service or of who runs it."""
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
    """From 0 (not its name) to 1 (its name to the letter, or all of the words of it), for one document."""
    card = columns.names[number]
    name, organization = _plain(card.name), _plain(card.organization)
    best = max(
        (fuzz.token_sort_ratio(typed, other) for other in (name, *map(_plain, card.others))), default=0.0
    )
    best = max(best, 0.96 * fuzz.token_sort_ratio(typed, organization))
    both = 0.98 * fuzz.token_sort_ratio(typed, f"{name} {organization}")
    begins = name.startswith(typed) and len(typed) > _SHORTEST_BEGINNING
    inside = 82 + 18 * len(typed) / len(name) if begins else 0
    return max(0.0, (max(best, both, inside) - _UNLIKE) / (100 - _UNLIKE))


def _for_whom(columns: IndexColumns, analysis: QueryAnalysis) -> Floats:
    """Below 1 for services that are not for the people asked for: 'autistic teenager' is not any teenager, nor any autistic person."""
    factor = np.ones(columns.size, np.float32)
    asked = {
        **{("a", g): w for g, w in analysis.audiences.items()},
        **{("c", c): w for c, w in analysis.cultures.items()},
    }
    rows = []
    for (kind, name), weight in asked.items():
        row = (columns.audiences if kind == "a" else columns.cultures).strengths(name)
        if row is not None and weight > 0:
            rows.append((weight, np.minimum(1, row / 0.8)))
    if not rows:
        return factor
    best = np.max([w * r for w, r in rows], axis=0)
    mean = np.sum([w * r for w, r in rows], axis=0) / sum(w for w, _ in rows)
    top = max(w for w, _ in rows)
    return (1 - NOT_FOR_ASKED * top * (1 - (0.6 * best / top + 0.4 * mean))).astype(np.float32)


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    return " ".join(tokenize(name))


def _fitting(
    columns: IndexColumns, thesaurus: Thesaurus, analysis: QueryAnalysis, name_part: Floats
) -> Floats:
    """Below 1 for a service of a group that was not asked for, or for another age; a service asked for by name is left alone."""
    implied = {
        group
        for group in thesaurus.audiences
        if group in analysis.audiences or _implied(thesaurus, group, analysis)
    }
    groups = [
        group for group, named in thesaurus.audiences.items() if named.exclusive and group not in implied
    ]
    cultures = [
        (id, named)
        for id, named in thesaurus.cultures.items()
        if id not in analysis.cultures and named.kind != "diet"
    ]
    # The more a service is for others the lower its factor, so the strongest of all rows decides: one look at each, one table at the end.
    factor = _OTHER_GROUP[columns.audiences.most(groups)]
    np.minimum(
        factor,
        _OTHER_CULTURE[columns.cultures.most(id for id, named in cultures if named.exclusive)],
        out=factor,
    )
    np.minimum(
        factor,
        _OTHER_OPEN_CULTURE[columns.cultures.most(id for id, named in cultures if not named.exclusive)],
        out=factor,
    )
    if analysis.age is not None:
        wrong = ((columns.minimum_age >= 0) & (analysis.age < columns.minimum_age)) | (
            (columns.maximum_age >= 0) & (analysis.age > columns.maximum_age)
        )
        factor = np.where(wrong, factor * WRONG_AGE_FACTOR, factor)
    return np.where(name_part > 0.6, np.maximum(factor, 0.95), factor).astype(np.float32)


def _table(lowest: float, width: float, share: float) -> Floats:
    """The factor for each strength as it is kept (0 to 200): 1 up to `lowest`, then falling over `width`."""
    strengths = np.arange(256, dtype=np.float32) / 200
    factors: Floats = (
        1 - (1 - OTHER_GROUP_FACTOR) * np.clip((strengths - lowest) / width, 0, 1) * share
    ).astype(np.float32)
    return factors


_OTHER_GROUP = _table(0.55, 0.35, 1.0)
_OTHER_CULTURE = _table(0.8, 0.2, 1.0)
_OTHER_OPEN_CULTURE = _table(0.8, 0.2, 0.6)


def _implied(thesaurus: Thesaurus, group: str, analysis: QueryAnalysis) -> bool:
    return any(need in thesaurus.audience_needs.get(group, ()) for need in analysis.needs)


def _within_reach(columns: IndexColumns, distances: Floats) -> Floats:
    """Below 1 for a place that is a journey away, down to FAR_FACTOR; what comes to people is never far."""
    beyond = np.where(
        np.isfinite(distances) & ~comes_to_people(columns), np.maximum(0, distances - _WALK_OR_BUS_METRES), 0
    )
    return np.maximum(FAR_FACTOR, np.exp(-beyond / _JOURNEY_METRES)).astype(np.float32)


def _to_be_had(columns: IndexColumns) -> Floats:
    """Below 1 for what a person cannot ask for alone, or cannot have at the moment: the way that is open comes first."""
    by_yourself = columns.mask("route:self") | columns.mask("route:anyone")
    by_others = columns.mask("route:gp") | columns.mask("route:professional")
    factor = np.where(by_others & ~by_yourself, NOT_YOURSELF_FACTOR, 1.0)
    return np.where(columns.mask("taking:full"), factor * FULL_FACTOR, factor).astype(np.float32)


def _fresh(columns: IndexColumns, today: date) -> Floats:
    fresh = 1 - (1 - STALE_FACTOR) * columns.staleness(today)
    waiting = columns.starts > today.toordinal()
    ended = (columns.ends >= 0) & (columns.ends < today.toordinal())
    return (fresh * np.where(waiting | ended, NOT_STARTED_FACTOR, 1.0)).astype(np.float32)


def _without_tail(total: Floats) -> Floats:
    """Leave out what fits far worse than the best: a long tail of accidents hides the few right things."""
    top = float(total.max(initial=0.0))
    return np.where(total >= KEEP_ABOVE * top, total, 0).astype(np.float32)
