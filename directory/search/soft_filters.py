"""Conditions read from the words, applied to what was found: what fits comes first, what is known not to fit goes.

Unlike a facet that somebody chose, a condition keeps services of which nobody knows whether they fit, below those
that do; and it gives way where nothing would be left. Pure.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.search.columns import Bools, IndexColumns
from directory.search.ranking import Ranked
from directory.search.reading.filters import OPPOSITE, ReadFilter
from directory.search.tokenizer import folded, stem, tokenize

FITS, UNKNOWN, FAILS = 1, 0, -1
Fit = NDArray[np.int8]
"""For each document FITS, UNKNOWN or FAILS."""
WordMask = Callable[[str], Bools]
"""Returns which documents hold a word."""

_UNKNOWN_FACTOR = 0.8
_STILL_GOOD = 0.35
"""The share of the best score that something fitting must have; otherwise the condition gives way."""
_GIVEN_WAY_FACTOR = 0.9
_IS_ITS_NAME = 0.9
_STRONG = 160
_DAY_MINUTES = 24 * 60
_LEAST_MINUTES = 45
_HOURS = {"morning": (7, 12), "afternoon": (12, 17.5), "evening": (17.5, 22.5), "daytime": (9, 17)}
"""From and to, as hours of the day. A service fits that is open for three quarters of an hour of it."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = {"weekend": ("SA", "SU"), "weekday": ("MO", "TU", "WE", "TH", "FR")}
_ACCEPTED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("cost", "free"): ("cost:free", "cost:donation"),
    ("cost", "cheap"): ("cost:free", "cost:donation", "cost:sliding"),
    ("access", "step_free"): ("access:step_free", "access:wheelchair"),
    ("access", "wheelchair"): ("access:wheelchair",),
    ("access", "accessible_toilet"): ("access:accessible_toilet", "access:changing_places"),
    ("access", "parking"): ("access:parking", "access:blue_badge_parking"),
    ("delivery", "home"): ("delivery:home", "access:home_visits"),
    ("delivery", "from_home"): ("delivery:phone", "delivery:online", "delivery:home"),
    ("delivery", "place"): ("delivery:place", "delivery:outreach"),
    ("route", "self"): ("route:self", "route:anyone"),
}
_ALSO_NAMED: Mapping[str, tuple[str, ...]] = {
    "Chinese": ("Chinese", "Mandarin", "Cantonese"),
    "Cantonese": ("Cantonese", "Chinese"),
    "Farsi": ("Farsi", "Persian", "Dari"),
    "Kurdish": ("Kurdish", "Sorani", "Kurmanji", "Kurdish Sorani", "Kurdish Kurmanji"),
    "Bengali": ("Bengali", "Bangla", "Sylheti"),
    "Punjabi": ("Punjabi", "Panjabi", "Mirpuri"),
    "Tagalog": ("Tagalog", "Filipino"),
}
"""Names under which listings carry a language. Most Polish, Urdu and other speakers need only one."""
_CLOSED = frozenset({"delivery", "route", "taking"})
"""Facets in which a listing that has any value says all of them."""
_NOT_FREE = ("cost:fixed", "cost:means_tested", "cost:sliding")
_COMES = ("delivery:home", "delivery:phone", "delivery:online")


@dataclass(frozen=True)
class Conditions:
    """What the conditions made of a ranking: those that held, and those that gave way, with the fits of each."""

    ranked: Ranked
    held: tuple[ReadFilter, ...] = ()
    gave_way: tuple[ReadFilter, ...] = ()
    fits: tuple[tuple[ReadFilter, Fit], ...] = ()
    """Each condition that held, with how each document fits it."""

    def fit(self, number: int) -> list[tuple[ReadFilter, int]]:
        """Return how one document fits each condition that held."""
        return [(one, int(fit[number])) for one, fit in self.fits]


def apply(
    ranked: Ranked,
    columns: IndexColumns,
    filters: Sequence[ReadFilter],
    holds_word: WordMask,
    faiths: Collection[str],
    tongues: Mapping[str, str],
) -> Conditions:
    """Return the ranking under the conditions. `faiths`: the ids of the cultures that are faiths; `tongues`:
    the labels of those that are languages by their ids.

    A document that is known to fail one goes, unless it was asked for by its name. A condition under which
    nothing good is left gives way, the last one first.
    """
    fits = [(one, _fit_of(columns, one, filters, holds_word, faiths, tongues)) for one in filters]
    named = ranked.name > _IS_ITS_NAME
    top = float(ranked.scores.max(initial=0.0))
    held: list[tuple[ReadFilter, Fit]] = []
    gave_way: list[ReadFilter] = []
    passing = np.ones(columns.size, np.bool_)
    for one, fit in fits:
        still = passing & ((fit != FAILS) | named)
        known_to_fit = one.negated or bool((ranked.scores[still & (fit == FITS)] > 0).any())
        if (top and float(ranked.scores[still].max(initial=0.0)) < _STILL_GOOD * top) or not known_to_fit:
            gave_way.append(one)
        else:
            passing = still
            held.append((one, fit))
    factor = np.where(passing, np.float32(1), np.float32(0))
    for _one, fit in held:
        factor = np.where((fit == UNKNOWN) & ~named, factor * np.float32(_UNKNOWN_FACTOR), factor)
    scores = (ranked.scores * factor).astype(np.float32)
    return Conditions(
        replace(ranked, scores=scores), tuple(one for one, _ in held), tuple(gave_way), tuple(held)
    )


def _fit_of(
    columns: IndexColumns,
    one: ReadFilter,
    every: Sequence[ReadFilter],
    holds_word: WordMask,
    faiths: Collection[str],
    tongues: Mapping[str, str],
) -> Fit:
    match one.facet:
        case "day":
            return _fit_of_days(columns, one)
        case "time":
            days = [
                day for other in every if other.facet == "day" and not other.negated for day in days_of(other)
            ]
            return _fit_of_time(columns, one, days or _WEEKDAYS)
        case "who":
            return _fit_of_group(columns, one)
        case "age":
            age = int(one.value)
            wrong = ((columns.minimum_age >= 0) & (age < columns.minimum_age)) | (
                (columns.maximum_age >= 0) & (age > columns.maximum_age)
            )
            # A listing that names no age takes people of every age, as far as anybody knows.
            return _fit(~wrong, wrong)
        case "venue":
            is_there = columns.mask(f"venue:{one.value}")
            if one.value == "church":
                is_there = is_there | (columns.cultures.most(faiths) >= _STRONG)
            return _fit(~is_there, is_there)
        case "place":
            return _fit_of_place(columns, one)
        case "need":
            row = columns.needs.row(one.value)
            meets = np.zeros(columns.size, np.bool_) if row is None else row >= _STRONG
            return _fit(~meets, meets)
        case "word":
            return _fit_of_word(columns, one, holds_word)
        case "language":
            names = _ALSO_NAMED.get(one.value, (one.value,))
            speaking = _any(columns, (f"language:{name}" for name in names))
            others = [id for id, label in tongues.items() if not any(name in label for name in names)]
            return _fit(speaking, (columns.cultures.most(others) >= _STRONG) & ~speaking)
        case _:
            return _fit_of_values(columns, one)


def _fit(fitting: Bools, failing: Bools) -> Fit:
    return np.where(failing, FAILS, np.where(fitting, FITS, UNKNOWN)).astype(np.int8)


def _any(columns: IndexColumns, values: Iterable[str]) -> Bools:
    masks = [columns.mask(value) for value in values]
    return np.logical_or.reduce(masks) if masks else np.zeros(columns.size, np.bool_)


def _fit_of_values(columns: IndexColumns, one: ReadFilter) -> Fit:
    accepted = _ACCEPTED.get((one.facet, one.value), (f"{one.facet}:{one.value}",))
    fitting = _any(columns, accepted)
    if one.facet == "access":
        # Who comes to people's homes, or answers by phone, needs no ramp.
        elsewhere = _any(columns, _COMES) & ~_any(columns, ("delivery:place", "delivery:outreach"))
        return _fit(fitting | elsewhere, np.zeros(columns.size, np.bool_))
    if one.facet == "cost":
        never = _any(columns, _NOT_FREE) if one.value == "free" else columns.mask("cost:means_tested")
        return _fit(fitting, never & ~fitting)
    known = _any(columns, (name for name in columns.values.rows if name.startswith(f"{one.facet}:")))
    failing = known & ~fitting if one.facet in _CLOSED else np.zeros(columns.size, np.bool_)
    if one.negated:
        return _fit(failing, fitting & ~_others(columns, one, accepted))
    return _fit(fitting, failing)


def _others(columns: IndexColumns, one: ReadFilter, accepted: Iterable[str]) -> Bools:
    names = [
        name for name in columns.values.rows if name.startswith(f"{one.facet}:") and name not in accepted
    ]
    return _any(columns, names)


def days_of(one: ReadFilter) -> tuple[str, ...]:
    """Return the weekdays, MO to SU, that a condition about days names."""
    return _DAYS.get(one.value, (one.value,))


def _fit_of_days(columns: IndexColumns, one: ReadFilter) -> Fit:
    named = days_of(one)
    on_named = _any(columns, (f"day:{day}" for day in named))
    on_others = _any(columns, (f"day:{day}" for day in _WEEKDAYS if day not in named))
    if one.negated:
        return _fit(on_others, on_named & ~on_others)
    return _fit(on_named, on_others & ~on_named)


def _fit_of_time(columns: IndexColumns, one: ReadFilter, days: Sequence[str]) -> Fit:
    start, end = _HOURS[one.value]
    numbers = {_WEEKDAYS.index(day) for day in days}
    known, inside, outside = (np.zeros(columns.size, np.bool_) for _ in range(3))
    rows = columns.openings
    known[rows.numbers] = True
    for day in range(7):
        first, last = day * _DAY_MINUTES + int(start * 60), day * _DAY_MINUTES + int(end * 60)
        overlap = np.minimum(rows.ends, last) - np.maximum(rows.starts, first)
        hits = rows.numbers[overlap >= _LEAST_MINUTES]
        (inside if day in numbers else outside)[hits] = True
    known[list(columns.conditional)] = True
    for number, sessions in columns.conditional.items():
        # On which days hours with conditions fall, such as the first Tuesday, is told on the listing. What
        # never begins in these hours of the day still fails.
        if any(_may_be_within(session, start, end) for session in sessions):
            known[number] = False
    if one.negated:
        return _fit(known & ~inside, inside & known & ~_elsewhen(columns, start, end))
    return _fit(inside, known & ~inside)


def _may_be_within(session: Mapping[str, Any], start: float, end: float) -> bool:
    """True for an Open Referral row of a schedule that overlaps these hours of the day, or has no times."""
    if not session.get("opens_at") or not session.get("closes_at"):
        return True
    opens, closes = (_minute(session[name]) for name in ("opens_at", "closes_at"))
    closes += _DAY_MINUTES if closes <= opens else 0
    return min(closes, int(end * 60)) - max(opens, int(start * 60)) >= _LEAST_MINUTES


def _minute(clock: str) -> int:
    """Return the minute of the day of 'HH:MM' or 'HH:MM:SS'."""
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _elsewhen(columns: IndexColumns, start: float, end: float) -> Bools:
    """Return which documents are also open outside these hours of the day."""
    rows = columns.openings
    begins, closes = rows.starts % _DAY_MINUTES, rows.ends - rows.starts // _DAY_MINUTES * _DAY_MINUTES
    also = np.zeros(columns.size, np.bool_)
    also[rows.numbers[(begins + _LEAST_MINUTES <= start * 60) | (closes - _LEAST_MINUTES >= end * 60)]] = True
    return also


def _fit_of_group(columns: IndexColumns, one: ReadFilter) -> Fit:
    def strong(group: str) -> Bools:
        return columns.audiences.most([group]) >= _STRONG

    fitting = strong(one.value)
    other = OPPOSITE.get(one.value)
    return _fit(fitting, strong(other) & ~fitting if other else np.zeros(columns.size, np.bool_))


def _fit_of_place(columns: IndexColumns, one: ReadFilter) -> Fit:
    fitting, failing = (np.zeros(columns.size, np.bool_) for _ in range(2))
    for number, names in columns.names.items():
        if names.town:
            is_there = folded(names.town) == one.value
            (failing if is_there else fitting)[number] = True
    comes = _any(columns, _COMES)
    return _fit(fitting | comes, failing & ~comes)


def _fit_of_word(columns: IndexColumns, one: ReadFilter, holds_word: WordMask) -> Fit:
    """A document named by the word fails; one that only mentions it may be about something else."""
    wanted = stem(one.value)
    failing = np.zeros(columns.size, np.bool_)
    mentions = holds_word(wanted)
    for number in np.flatnonzero(mentions):
        names = columns.names.get(int(number))
        failing[number] = names is not None and wanted in map(stem, tokenize(names.name))
    return _fit(~mentions, failing)
