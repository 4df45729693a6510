"""The conditions that a query states, and the words that it shuts out. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from directory.search.reading.exclusions import Exclusion, exclusions
from directory.search.reading.filters import FoundFilter, ReadFilter, conditions
from directory.search.reading.needs import NeedPhrase, need_phrases
from directory.search.reading.places import Town
from directory.search.reading.sentences import Clause, Span
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import STOP_WORDS, stem, tokenize

_MOST_EXCLUDED_WORDS = 2
_THEME_OF_ACTIVITIES = "seeing-people"
_MEASURES = frozenset(
    map(stem, ("far", "big", "long", "loud", "hard", "fast", "posh", "sure", "dear", "strenuous", "busy"))
)
"""Words of "not too far", which shut nothing out by themselves."""
_BROAD = frozenset(
    {"exercise", "walking", "adult-learning", "finding-work", "childrens-activities", "youth-clubs"}
)


class StatedConditions(NamedTuple):
    """The conditions of a query, the words that state them, and the words that are shut out.

    `filters` and `stated` begin with the same conditions; further filters come from words that are shut out.
    """

    filters: tuple[ReadFilter, ...]
    stated: tuple[Span, ...]
    shut_out: tuple[Span, ...]


def stated_conditions(
    thesaurus: Thesaurus, clauses: Sequence[Clause], towns: Sequence[Town]
) -> StatedConditions:
    """Return the conditions of a query.

    What is shut out counts for nothing else: "not a care home" asks for no care home.
    """
    excluded = [one for one in exclusions(clauses) if not _is_part_of_a_need(thesaurus, clauses, one)]
    found = conditions(thesaurus.condition_phrases, clauses, excluded)
    filters = [one.filter for one in found]
    shut_out = []
    for one in excluded:
        more, is_shut_out = _shut_out(thesaurus, clauses, towns, found, one)
        filters += [each for each in more if each not in filters]
        if is_shut_out:
            shut_out.append(one.span)
    shut_out += [one.span for one in found if _is_negative(clauses, one.span)]
    return StatedConditions(tuple(filters), tuple(one.span for one in found), tuple(shut_out))


def _is_negative(clauses: Sequence[Clause], span: Span) -> bool:
    """True for a condition that says itself what is not there: "no steps" asks for no steps."""
    return clauses[span.clause].words[span.start] in ("no", "not", "without", "dont")


def _is_part_of_a_need(thesaurus: Thesaurus, clauses: Sequence[Clause], one: Exclusion) -> bool:
    """True when a phrase for a need holds the "not" itself: "not sleeping" is what is wrong."""
    stems = [stem(word) for word in clauses[one.span.clause].words]
    cue = one.span.start
    return any(start <= cue < start + length for start, length, _ in thesaurus.need_asks.in_order(stems))


def _shut_out(
    thesaurus: Thesaurus,
    clauses: Sequence[Clause],
    towns: Sequence[Town],
    found: Sequence[FoundFilter],
    one: Exclusion,
) -> tuple[list[ReadFilter], bool]:
    """Return the conditions that an exclusion makes beside those of phrases, and whether it shuts its words
    out."""
    span = one.span
    words = clauses[span.clause].words
    has_condition = any(span.holds(*each.span) and each.span.start > span.start for each in found)
    places = [
        ReadFilter("place", " ".join(words[town.span.start : town.span.end]), negated=True)
        for town in towns
        if span.holds(*town.span)
    ]
    if places or has_condition:
        return places, True
    inside = Clause(words[span.start + one.cue : span.end])
    light = STOP_WORDS | thesaurus.filler | thesaurus.weak | _MEASURES
    telling = [word for word in inside.words if stem(word) not in light and len(word) > 2]
    phrases = need_phrases(thesaurus, [inside])
    has_activity = any(is_activity(thesaurus, phrase.need) for phrase in phrases)
    if not one.sure and not (has_activity and telling):
        return [], False
    whole = [phrase for phrase in phrases if phrase.parts >= set(map(stem, telling))]
    if whole and not has_activity:
        phrase = max(whole, key=lambda phrase: len(phrase.parts))
        if _names_its_need(thesaurus, phrase):
            return [ReadFilter("need", phrase.need, negated=True)], True
    return [ReadFilter("word", word, negated=True) for word in telling[:_MOST_EXCLUDED_WORDS]], True


def _names_its_need(thesaurus: Thesaurus, phrase: NeedPhrase) -> bool:
    """True for a phrase that stands for all of its need. "Not a taxi" may still ask for a lift, and "not a skip"
    for help with clutter."""
    label = thesaurus.tree.by_id[phrase.need].label
    return len(phrase.parts) > 1 or not phrase.parts.isdisjoint(map(stem, tokenize(label)))


def is_activity(thesaurus: Thesaurus, need: str) -> bool:
    """True for needs so broad that one activity shut out ("not football") leaves the others wanted."""
    return need in _BROAD or thesaurus.tree.by_id[need].theme_id == _THEME_OF_ACTIVITIES
