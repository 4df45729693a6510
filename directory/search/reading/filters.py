"""Conditions that stand in the words of a query: "on Sundays", "not in a church", "with my dog"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from directory.search.reading.exclusions import Exclusion
from directory.search.reading.sentences import Clause, Span
from directory.search.tokenizer import tokenize

NEGATED_ONLY = frozenset({"venue", "group"})
"""Facets, and values, that are conditions only where they are shut out: who asks for a library asks for a
service.
"""
NEGATABLE = frozenset({"day", "time", "venue", "delivery", "company"})
"""Facets whose values can be shut out. "Not free" shuts nothing out."""
FILTER_FACETS = {
    "cost": "free or cheap",
    "route": "self: nobody else has to refer you",
    "taking": "taking: people are taken now, without a waiting list",
    "delivery": "home, phone, online, from_home or place",
    "day": "MO to SU, weekend or weekday",
    "time": "morning, afternoon, evening or daytime",
    "access": "a kind of access, such as step_free",
    "language": "the language that is spoken, by its English name",
    "who": "women or men: for these alone",
    "company": "one_to_one or group",
    "age": "the age in years of the person",
    "venue": "church, library, pub, gym or school",
    "place": "the folded name of a town",
    "need": "the id of a need",
    "word": "a folded word in the name of a service",
}
"""Every facet of a condition, and its values. The last four, and company group, are only ever negated."""
OPPOSITE = {"women": "men", "men": "women"}
_SPEAKS = (
    "speaks {}", "speak {}", "speaking {}", "{} speaking", "{} speaker", "{} speakers", "in {}", "talks {}", "talk {}", "spoken {}",
    "only speak {}", "only speaks {}", "speak only {}", "speaks only {}", "speak just {}", "speaks just {}",
)  # fmt: skip
_TIMES = frozenset({"day", "time"})
_BEFORE_A_GROUP = frozenset(
    {"a", "an", "the", "in", "any", "another", "big", "large", "to", "go", "join", "like"}
)
_LONG = 14
"""Words from which a query counts as a story: what happened on a Thursday is no condition there."""
_EVENTS = frozenset(
    tokenize(
        """
        since until till by last next this operation appointment court eviction funeral flying hearing
        bailiffs interview moving ward closed shut died passed fell broke happened went came packed got was
        tomorrow coming
        """
    )
)
_TELLERS = frozenset(tokenize("i we he she they im hes shes were theyre ive weve"))
"""Who does something, in a clause of a story that tells of it: "I take Gran shopping on Fridays"."""
_TOLD_IN_STORIES = frozenset({"phone", "online", "place"})
"""Ways of help that are conditions in a story only where they are asked for: "he was on the phone"."""
_ASKING = frozenset(
    tokenize(
        """
        want wants need needs looking find anyone anybody somebody someone something anything is are any
        where who can could would like only every group club class
        """
    )
)


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """One condition read from the words. FILTER_FACETS says which facets and values there are.

    `negated`: services with the value do not fit.
    """

    facet: str
    value: str
    negated: bool = False

    @property
    def id(self) -> str:
        """The name of this condition in an address: 'day.SU', 'not.venue.church'."""
        return f"{'not.' if self.negated else ''}{self.facet}.{self.value}"


_IN_A_GROUP = ReadFilter("company", "group")


class FoundFilter(NamedTuple):
    """A condition and the words that it was read from."""

    filter: ReadFilter
    span: Span


@dataclass(frozen=True)
class ConditionPhrases:
    """The phrases of conditions, by their first word; a phrase of `unless` masks what it holds."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str, str]]]

    @classmethod
    def of(cls, content: Mapping[str, Any], languages: Iterable[str] = ()) -> "ConditionPhrases":
        """Return the phrases of content/thesaurus/conditions.yaml, the longest of a first word in front.

        `languages`: English names of languages, which people ask for as "speaks Polish".
        """
        rows = [(tuple(text.split()), "", "") for text in content.get("unless") or ()]
        for name in languages:
            spoken = " ".join(tokenize(name))
            rows += [(tuple(text.format(spoken).split()), "language", name) for text in _SPEAKS]
        for facet, values in content.items():
            if facet != "unless":
                rows += [(tuple(t.split()), facet, value) for value, texts in values.items() for t in texts]
        by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for row in sorted(rows, key=lambda row: -len(row[0])):
            by_first.setdefault(row[0][0], []).append(row)
        return cls(by_first)

    def at(self, words: Sequence[str], start: int) -> list[tuple[int, str, str]]:
        """Return what the longest phrase of each facet that begins here means: (length, facet, value).

        The facet is empty for a phrase of `unless`.
        """
        found: dict[str, tuple[int, str, str]] = {}
        for parts, facet, value in self.by_first.get(words[start], ()):
            if tuple(words[start : start + len(parts)]) == parts:
                found.setdefault(facet, (len(parts), facet, value))
        return list(found.values())


NO_CONDITIONS = ConditionPhrases({})


def conditions(
    phrases: ConditionPhrases, clauses: Sequence[Clause], excluded: Sequence[Exclusion]
) -> list[FoundFilter]:
    """Return the conditions that the clauses state, each once, in their order."""
    is_story = sum(len(clause.words) for clause in clauses) > _LONG
    found: dict[str, FoundFilter] = {}
    for number, clause in enumerate(clauses):
        for one in _in_clause(phrases, number, clause.words, excluded):
            if one.filter.facet in _TIMES and not _is_condition(clause.words, one, is_story):
                continue
            if is_story and _is_told_of(clause.words, one.filter):
                continue
            found.setdefault(one.filter.id, one)
    if "cost.cheap" in found:
        found.pop("cost.free", None)
    if not {"delivery.online", "delivery.phone"}.isdisjoint(found):
        # "Online, I can't leave the house" asks for nobody to come.
        found.pop("delivery.home", None)
    return list(found.values())


def _in_clause(
    phrases: ConditionPhrases, number: int, words: Sequence[str], excluded: Sequence[Exclusion]
) -> Iterator[FoundFilter]:
    covered = 0
    for start in range(len(words)):
        if start < covered:
            # A phrase of `unless` masks nothing either: "women only free" is for women only, and free.
            continue
        matches = phrases.at(words, start)
        longest = max((length for length, _facet, _value in matches), default=0)
        for length, facet, value in matches:
            # "Free" inside "step free" is no condition; the day in "Friday night" begins with its phrase.
            if not facet or (length < longest and facet not in _TIMES):
                continue
            span = Span(number, start, start + length)
            one = _negated_where_excluded(ReadFilter(facet, value), span, words, excluded)
            if one:
                yield FoundFilter(one, span)
        covered = start + longest


def _negated_where_excluded(
    one: ReadFilter, span: Span, words: Sequence[str], excluded: Iterable[Exclusion]
) -> ReadFilter | None:
    """Return the condition as the words around it mean it; None where it is none."""
    # A phrase that begins with its own "no" or "not" is no part of what that word shuts out.
    holding = [
        out
        for out in excluded
        if not (span.start <= out.span.start) and out.span.holds(span.clause, span.start, span.end)
    ]
    inside = bool(holding)
    if inside and one == _IN_A_GROUP:
        # "Not a church group" shuts out churches, and no groups.
        between = words[holding[0].span.start + holding[0].cue : span.start]
        return replace(one, negated=True) if _BEFORE_A_GROUP.issuperset(between) else None
    if inside and one.facet == "who" and one.value in OPPOSITE:
        return replace(one, value=OPPOSITE[one.value])
    if inside:
        return replace(one, negated=True) if one.facet in NEGATABLE else None
    return one if NEGATED_ONLY.isdisjoint((one.facet, one.value)) else None


def _is_condition(words: Sequence[str], found: FoundFilter, is_story: bool) -> bool:
    """True where a day or a time is asked for, and not told of: 'she fell on Sunday'."""
    if found.filter.negated:
        return True
    before = words[max(0, found.span.start - 2) : found.span.start]
    if not _EVENTS.isdisjoint(before):
        return False
    if not is_story:
        return not (_EVENTS - {"by", "this", "next", "coming", "got", "was"}) & set(words)
    is_repeated = words[found.span.end - 1].endswith("s") and found.filter.facet == "day"
    is_asked = not _ASKING.isdisjoint(words)
    if is_repeated:
        return is_asked or _TELLERS.isdisjoint(words)
    return is_asked and _EVENTS.isdisjoint(words)


def _is_told_of(words: Sequence[str], one: ReadFilter) -> bool:
    """True in a story for a way of help that its clause does not ask for."""
    is_way = one.facet == "delivery" and one.value in _TOLD_IN_STORIES
    return is_way and not one.negated and _ASKING.isdisjoint(words)
