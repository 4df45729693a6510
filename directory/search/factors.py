"""Factors of ranking: how far a listing's groups, distance, vacancies and freshness lower its score. Pure.

Each is an array with a number from 0 to 1 for each document; 1 lowers nothing.
"""

from collections.abc import Collection
from datetime import date

import numpy as np

from directory.search.columns import Bools, IndexColumns, Matrix
from directory.search.engine import Floats
from directory.search.query_analysis import QueryAnalysis
from directory.search.reach import comes_to_people
from directory.search.thesaurus import Thesaurus

OTHER_GROUP_FACTOR = 0.76
NOT_YOURSELF_FACTOR = 0.94
FULL_FACTOR = 0.93
SIGNPOSTS_FACTOR = 0.9
PAUSED_FACTOR = 0.8
FAR_FACTOR = 0.5
WRONG_AGE_FACTOR = 0.55
STALE_FACTOR = 0.85
NOT_STARTED_FACTOR = 0.8
NOT_FOR_ASKED = 0.17
_LOWERED = (
    ("taking:full", FULL_FACTOR),
    ("signposts:only", SIGNPOSTS_FACTOR),
    ("paused:now", PAUSED_FACTOR),
)
_OPEN_GROUPS = ("everyone", "adults")
_TAGGED = 160
"""The least stored strength (0 to 200) of what a listing is tagged with."""
_WALK_OR_BUS_METRES = 6000.0
_JOURNEY_METRES = 20_000.0


def audience_factor(columns: IndexColumns, analysis: QueryAnalysis) -> Floats:
    """Return less than 1 for services that are not for all of the people asked for.

    'autistic teenager' means neither every teenager nor every autistic person.
    """
    rows = []
    for matrix, asked in ((columns.audiences, analysis.audiences), (columns.cultures, analysis.cultures)):
        for name, weight in asked.items():
            row = matrix.strengths(name)
            if row is not None and weight > 0:
                rows.append((weight, np.minimum(1, row / 0.8)))
    if not rows:
        return np.ones(columns.size, np.float32)
    best = np.max([w * r for w, r in rows], axis=0)
    mean = np.sum([w * r for w, r in rows], axis=0) / sum(w for w, _ in rows)
    top = max(w for w, _ in rows)
    return (1 - NOT_FOR_ASKED * top * (1 - (0.6 * best / top + 0.4 * mean))).astype(np.float32)


def other_group_factor(
    columns: IndexColumns, thesaurus: Thesaurus, analysis: QueryAnalysis, is_its_name: Bools
) -> Floats:
    """Return less than 1 for services of a group that was not asked for, or for another age.

    A service that is for adults or everyone as well is not lowered, and one for several groups is lowered less.
    `is_its_name`: which were asked for by their names; these are hardly lowered.
    """
    exclusive = [group for group, named in thesaurus.audiences.items() if named.exclusive]
    unasked = [group for group in exclusive if not _is_asked(thesaurus, group, analysis)]
    is_open = columns.audiences.most(_OPEN_GROUPS) >= _TAGGED
    factor = _lowered(columns.audiences, exclusive, unasked, _OTHER_GROUP, ~is_open)
    wanted = {*analysis.needs, *analysis.nearby_needs}
    others = [need for need in thesaurus.exclusive_needs if need not in wanted]
    np.minimum(factor, _lowered(columns.needs, thesaurus.exclusive_needs, others, _OTHER_PEOPLE), out=factor)
    exclusive_cultures: list[str] = []
    open_cultures: list[str] = []
    for culture, named in thesaurus.cultures.items():
        if culture not in analysis.cultures and named.kind != "diet":
            (exclusive_cultures if named.exclusive else open_cultures).append(culture)
    np.minimum(factor, _OTHER_CULTURE[columns.cultures.most(exclusive_cultures)], out=factor)
    np.minimum(factor, _OTHER_OPEN_CULTURE[columns.cultures.most(open_cultures)], out=factor)
    if analysis.age is not None:
        too_young = (columns.minimum_age >= 0) & (analysis.age < columns.minimum_age)
        too_old = (columns.maximum_age >= 0) & (analysis.age > columns.maximum_age)
        factor = np.where(too_young | too_old, factor * WRONG_AGE_FACTOR, factor)
    return np.where(is_its_name, np.maximum(factor, 0.95), factor).astype(np.float32)


def _is_asked(thesaurus: Thesaurus, group: str, analysis: QueryAnalysis) -> bool:
    """Return True when a group, or a need that belongs to the group alone, was asked for."""
    return group in analysis.audiences or any(
        need in thesaurus.audience_needs.get(group, ()) for need in analysis.needs
    )


def _lowered(
    matrix: Matrix,
    rows: Collection[str],
    unasked: Collection[str],
    table: Floats,
    where: Bools | None = None,
) -> Floats:
    """Return a factor below 1 for documents of rows that were not asked for.

    What is lost is divided by the number of rows a document is in: one for many groups is for hardly any alone.
    """
    lost = 1 - table[matrix.most(unasked)]
    lost /= np.maximum(1, matrix.count_above(rows, _TAGGED))
    if where is not None:
        lost[~where] = 0
    return (1 - lost).astype(np.float32)


def distance_factor(columns: IndexColumns, distances: Floats) -> Floats:
    """Return less than 1 for a place beyond a walk or a bus ride, down to FAR_FACTOR.

    What comes to people is never far.
    """
    beyond = np.where(
        np.isfinite(distances) & ~comes_to_people(columns), np.maximum(0, distances - _WALK_OR_BUS_METRES), 0
    )
    return np.maximum(FAR_FACTOR, np.exp(-beyond / _JOURNEY_METRES)).astype(np.float32)


def availability_factor(columns: IndexColumns) -> Floats:
    """Return less than 1 for services that a person cannot ask for alone, that are full or closed for now, or
    that only say where to get help."""
    by_yourself = columns.mask("route:self") | columns.mask("route:anyone")
    by_others = columns.mask("route:gp") | columns.mask("route:professional")
    factor = np.where(by_others & ~by_yourself, NOT_YOURSELF_FACTOR, 1.0)
    for value, lower in _LOWERED:
        factor = np.where(columns.mask(value), factor * lower, factor)
    return factor.astype(np.float32)


def freshness_factor(columns: IndexColumns, today: date) -> Floats:
    """Return less than 1 for records that were not checked for long, and for services that have not begun
    or have ended."""
    fresh = 1 - (1 - STALE_FACTOR) * columns.staleness(today)
    waiting = columns.starts > today.toordinal()
    ended = (columns.ends >= 0) & (columns.ends < today.toordinal())
    return (fresh * np.where(waiting | ended, NOT_STARTED_FACTOR, 1.0)).astype(np.float32)


def _table(lowest: float, width: float, share: float) -> Floats:
    """Return the factor for each stored strength (0 to 200): 1 up to `lowest`, then falling over `width`."""
    strengths = np.arange(256, dtype=np.float32) / 200
    factors: Floats = (
        1 - (1 - OTHER_GROUP_FACTOR) * np.clip((strengths - lowest) / width, 0, 1) * share
    ).astype(np.float32)
    return factors


_OTHER_GROUP = _table(0.55, 0.35, 1.0)
_OTHER_PEOPLE = _table(0.55, 0.25, 1.0)
_OTHER_CULTURE = _table(0.8, 0.2, 1.0)
_OTHER_OPEN_CULTURE = _table(0.8, 0.2, 0.6)
