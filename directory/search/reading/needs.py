"""The needs that a query's words ask for, with weights from 0 to 1."""

from collections.abc import Sequence
from typing import NamedTuple

from directory.search.reading.sentences import Clause
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import STOP_WORDS, stem, stems

_TELLING_POINTS = 2.6
_KEPT_ABOVE = 0.3
STORY = 16
"""Words from which a query counts as a story: there, what is asked for weighs more than what is told."""
_TOLD_WEIGHT = 0.6
_SLACK_OF_STORIES = 1
_SLACK = 3
_PAIR = 2
INNER_PHRASE_WEIGHT = 0.5
_ASKING = frozenset(
    stems(
        """
        want wants need needs help looking look find who where anyone anybody somebody someone something
        anything like wish fancy could can how what which advice group club class miss struggle struggling
        """
    )
)


class NeedPhrase(NamedTuple):
    """The stems of a phrase that was found, the need it asks for, and the clause that says it."""

    parts: frozenset[str]
    need: str
    clause: int


def needs_of(thesaurus: Thesaurus, clauses: Sequence[Clause]) -> tuple[dict[str, float], frozenset[str]]:
    """Return the needs asked for, the strongest first with weight 1, and the stems of their phrases.

    A phrase inside a longer one says less of its own; lone words speak where no phrase did.
    """
    found = need_phrases(thesaurus, clauses)
    telling = [phrase for phrase in found if not _is_inside_longer(phrase, found)]
    emphasis = _emphasis(clauses)
    weights: dict[str, float] = {}
    for one in telling:
        needs_of_phrase = {other.need for other in telling if other.parts == one.parts}
        weight = _phrase_weight(thesaurus, one.parts) / len(needs_of_phrase) ** 0.35
        if any(one.parts < other.parts for other in found):
            weight *= INNER_PHRASE_WEIGHT
        weight *= emphasis[one.clause]
        # Combined as independent chances: two phrases of weight 0.8 make 0.96.
        weights[one.need] = 1 - (1 - weights.get(one.need, 0.0)) * (1 - weight)
    used = frozenset(s for one in telling for s in one.parts)
    every_stem = [stem(word) for clause in clauses for word in clause.words]
    lone = [s for s in every_stem if s not in used and s not in STOP_WORDS]
    _add_lone_words(thesaurus, lone, weights)
    top = max(weights.values(), default=1.0)
    strongest_first = sorted(weights, key=lambda need: -weights[need])
    return {need: weights[need] / top for need in strongest_first if weights[need] / top > _KEPT_ABOVE}, used


def need_phrases(thesaurus: Thesaurus, clauses: Sequence[Clause]) -> list[NeedPhrase]:
    """Return the phrases found within the clauses, each once, without those that a phrase of `not` masks.

    In a story a phrase's words follow one another: words from all over it make needs that nobody has.
    """
    is_story = sum(len(clause.words) for clause in clauses) >= STORY
    found: dict[tuple[frozenset[str], str], NeedPhrase] = {}
    for number, clause in enumerate(clauses):
        stems = [stem(word) for word in clause.words]
        masks = []
        for start, length, need in thesaurus.need_not.in_order(stems):
            masks.append((set(stems[start : start + length]), need))
        for parts, need in _matches(thesaurus, stems, is_story):
            if not any(parts <= mask and need == masked for mask, masked in masks):
                found.setdefault((parts, need), NeedPhrase(parts, need, number))
    return list(found.values())


def _matches(thesaurus: Thesaurus, stems: Sequence[str], is_story: bool) -> list[tuple[frozenset[str], str]]:
    asks = thesaurus.need_asks
    if is_story:
        return list(asks.parts_in_order(stems, _SLACK_OF_STORIES))
    # Two words the other way round mean another thing: a care home is no care at home.
    in_order = [pair for pair in asks.parts_in_order(stems, _SLACK) if len(pair[0]) == _PAIR]
    in_any = [(parts, need) for parts, need, _phrase in asks.near(stems, _SLACK) if len(parts) != _PAIR]
    return in_order + in_any


def _emphasis(clauses: Sequence[Clause]) -> list[float]:
    """Return a weight for each clause: in a story, 1 for what is asked for and for how it ends, less for the
    rest."""
    if sum(len(clause.words) for clause in clauses) < STORY:
        return [1.0] * len(clauses)
    last = len(clauses) - 1
    return [
        1.0 if number == last or not _ASKING.isdisjoint(map(stem, clause.words)) else _TOLD_WEIGHT
        for number, clause in enumerate(clauses)
    ]


def _is_inside_longer(phrase: NeedPhrase, found: Sequence[NeedPhrase]) -> bool:
    """True when a longer phrase for the same need holds this one."""
    return any(phrase.parts < other.parts and phrase.need == other.need for other in found)


def _add_lone_words(thesaurus: Thesaurus, lone: Sequence[str], weights: dict[str, float]) -> None:
    """Add the needs that the words outside every phrase hint at, as far as few needs use them.

    They weigh less beside phrases than alone.
    """
    points = thesaurus.need_words([s for s in lone if s not in thesaurus.filler and s not in thesaurus.weak])
    best = max(points.values(), default=0.0)
    if best < _TELLING_POINTS:
        return
    strength = 0.35 if weights else 0.8
    for need, worth in points.items():
        if worth > 0.6 * best:
            weights[need] = max(weights.get(need, 0.0), strength * (worth / best) ** 2)


def _phrase_weight(thesaurus: Thesaurus, parts: frozenset[str]) -> float:
    if parts <= thesaurus.weak | thesaurus.filler:
        return 0.45
    return min(0.95, 0.7 + 0.1 * len(parts))


def nearby_needs(thesaurus: Thesaurus, needs: dict[str, float]) -> dict[str, float]:
    """Return the needs that are related to those asked for and were not asked for themselves."""
    nearby: dict[str, float] = {}
    for need, weight in needs.items():
        for other, closeness in thesaurus.related.get(need, {}).items():
            if other not in needs:
                nearby[other] = max(nearby.get(other, 0.0), weight * closeness)
    return nearby
