"""From what somebody typed to what they mean: needs, groups, faiths and languages, an age, danger, and the words that are left.

Knows no web and no database: which places exist is asked through a callback.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from directory.search.engine import Clause
from directory.search.results import Place
from directory.search.thesaurus import Lexicon
from directory.search.tokenizer import GLUE, fold, outside, stem, words

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:\s*(\d)([a-z]{2})|\s+(\d))?\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:aged?|im|i am|hes|shes|is|and|turned)\s+(\d{1,3})\b|\b(\d{1,3})\s*(?:years?|yrs?|yo\b|year old)",
    re.IGNORECASE,
)
_NEARNESS = frozenset({"near", "nr", "around", "by", "in", "at", "close"})

_TELLING_POINTS = 2.6
_DISTRESS_SLACK = 1
INNER_PHRASE_WEIGHT = 0.5
RELATIVE_WEIGHT = 0.2
TOWN_WEIGHT = 0.45
WEAK_WEIGHT = 0.35
NEED_WORD_WEIGHT = 0.9
OTHER_WORD_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.6

FindPlace = Callable[[str], Place | None]
Others = Callable[[str], Sequence[str]]


def _none(word: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Understanding:
    """What a query means. Needs, groups and cultures carry weights from 0 to 1."""

    stems: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    needs: dict[str, float] = field(default_factory=dict)
    nearby_needs: dict[str, float] = field(default_factory=dict)
    """Needs whose services also help somebody who has these."""
    audiences: dict[str, float] = field(default_factory=dict)
    cultures: dict[str, float] = field(default_factory=dict)
    distress: tuple[str, ...] = ()
    age: int | None = None
    place: Place | None = None
    rest: str = ""
    """The words without a postcode that stood among them."""

    @property
    def empty(self) -> bool:
        """True when nothing is left to look for."""
        return not (self.clauses or self.needs or self.audiences or self.cultures)


def take_place(query: str, find_place: FindPlace) -> tuple[str, Place | None]:
    """A postcode within the words, and the words without it. A code that is nowhere stays a word."""
    for match in _POSTCODE.finditer(query):
        place = find_place(match.group(0))
        if place:
            rest = query[: match.start()].rstrip()
            tail = rest.rsplit(" ", 1)
            if tail[-1].lower() in _NEARNESS:
                rest = tail[0] if len(tail) > 1 else ""
            return f"{rest} {query[match.end() :]}".strip(), place
    return query, None


def understand(lexicon: Lexicon, query: str, find_place: FindPlace, others: Others = _none) -> Understanding:
    """Read a query. Every word of it counts for something unless it only holds a sentence together.

    `others` gives, for a word that no listing has, words that it may stand for.
    """
    rest, place = take_place(query, find_place)
    typed = words(rest)
    tokens = [stem(w) for w in typed]
    content = [t for t in tokens if t not in GLUE] or tokens
    town, town_stems = (None, frozenset[str]()) if place else _town(rest, find_place)
    needs, need_stems = _needs(lexicon, tokens)
    age = _age(rest)
    return Understanding(
        stems=tuple(content),
        clauses=_clauses(lexicon, content, need_stems, town_stems, {stem(w): others(w) for w in typed}),
        needs=needs,
        nearby_needs=_nearby(lexicon, needs),
        audiences=_audiences(lexicon, tokens, age),
        cultures=_cultures(lexicon, tokens),
        distress=_distress(lexicon, [stem(w) for w in words(query)]),
        age=age,
        place=place or town,
        rest=" ".join(typed),
    )


def _town(query: str, find_place: FindPlace) -> tuple[Place | None, frozenset[str]]:
    typed = words(query)
    for length in (3, 2, 1):
        for start in range(len(typed) - length, -1, -1):
            name = " ".join(typed[start : start + length])
            place = find_place(name) if len(name) > 3 else None
            if place:
                return place, frozenset(stem(w) for w in typed[start : start + length])
    return None, frozenset()


def _distress(lexicon: Lexicon, tokens: Sequence[str]) -> tuple[str, ...]:
    """Kinds of danger in the words, in their order; not where a phrase such as 'bereaved by suicide' says that it is none."""
    calm = list(lexicon.calm.in_order(tokens))
    found = lexicon.distress.in_order(tokens, _DISTRESS_SLACK)
    kinds = (hit[2] for hit in found if list(outside([hit], (mask for mask in calm if mask[2] == hit[2]))))
    return tuple(dict.fromkeys(kinds))


def _cultures(lexicon: Lexicon, tokens: Sequence[str]) -> dict[str, float]:
    barred = [
        set(tokens[start : start + length]) for start, length, _ in lexicon.culture_not.in_order(tokens)
    ]
    found = lexicon.culture_asks.near(tokens, 0)
    return {culture: 1.0 for parts, culture, _ in found if not any(parts <= mask for mask in barred)}


def _needs(lexicon: Lexicon, tokens: Sequence[str]) -> tuple[dict[str, float], frozenset[str]]:
    """Needs asked for. A phrase inside a longer one says less of its own; lone words speak where no phrase did."""
    found = _need_phrases(lexicon, tokens)
    telling = [
        (parts, need)
        for parts, need in found
        if not any(parts < other and need == theirs for other, theirs in found)
    ]
    weights: dict[str, float] = {}
    for parts, need in telling:
        rivals = len({n for p, n in telling if p == parts})
        weight = _phrase_weight(lexicon, parts) / rivals**0.35
        if any(parts < other for other, _ in found):
            weight *= INNER_PHRASE_WEIGHT
        weights[need] = 1 - (1 - weights.get(need, 0.0)) * (1 - weight)
    used = frozenset(s for parts, _ in telling for s in parts)
    _add_lone_words(lexicon, [s for s in tokens if s not in used and s not in GLUE], weights)
    top = max(weights.values(), default=1.0)
    return {need: weight / top for need, weight in weights.items() if weight / top > 0.3}, used


def _need_phrases(lexicon: Lexicon, tokens: Sequence[str]) -> list[tuple[frozenset[str], str]]:
    """Phrases found, with their needs, but for those inside a phrase that looks like the need and is not."""
    barred = [
        (set(tokens[start : start + length]), need)
        for start, length, need in lexicon.need_not.in_order(tokens)
    ]
    asked = ((parts, need) for parts, need, _ in lexicon.need_asks.near(tokens))
    return [
        (parts, need)
        for parts, need in asked
        if not any(parts <= mask and need == theirs for mask, theirs in barred)
    ]


def _add_lone_words(lexicon: Lexicon, left: Sequence[str], weights: dict[str, float]) -> None:
    """What the words outside every phrase hint at, as far as few needs use them; weaker beside phrases than alone."""
    points = lexicon.need_words([s for s in left if s not in lexicon.filler and s not in lexicon.weak])
    best = max(points.values(), default=0.0)
    if best < _TELLING_POINTS:
        return
    strength = 0.35 if weights else 0.8
    for need, worth in points.items():
        if worth > 0.6 * best:
            weights[need] = max(weights.get(need, 0.0), strength * (worth / best) ** 2)


def _phrase_weight(lexicon: Lexicon, parts: frozenset[str]) -> float:
    if parts <= lexicon.weak | lexicon.filler:
        return 0.45
    return min(0.95, 0.7 + 0.1 * len(parts))


def _nearby(lexicon: Lexicon, needs: dict[str, float]) -> dict[str, float]:
    nearby: dict[str, float] = {}
    for need, weight in needs.items():
        for other, closeness in lexicon.related.get(need, {}).items():
            if other not in needs:
                nearby[other] = max(nearby.get(other, 0.0), weight * closeness)
    return nearby


def _age(query: str) -> int | None:
    for match in _AGE.finditer(fold(query)):
        age = int(match.group(1) or match.group(2))
        if 0 < age <= 110:
            return age
    return None


def _audiences(lexicon: Lexicon, tokens: Sequence[str], age: int | None) -> dict[str, float]:
    groups: dict[str, float] = {}
    for parts, group, _ in lexicon.audience_asks.near(tokens, 0):
        if parts <= lexicon.weak:
            continue
        weight = RELATIVE_WEIGHT if parts <= lexicon.filler else 1.0
        groups[group] = max(groups.get(group, 0.0), weight)
    if age is not None:
        for group, lowest, highest in (
            ("children", 0, 12),
            ("young_people", 11, 24),
            ("older_people", 60, 120),
        ):
            if lowest <= age <= highest:
                groups[group] = 1.0
    return groups


def _clauses(
    lexicon: Lexicon,
    content: Sequence[str],
    need_stems: frozenset[str],
    town_stems: frozenset[str],
    others: Mapping[str, Sequence[str]],
) -> tuple[Clause, ...]:
    meant = {s: _canonical(lexicon, [s]) for s in content}
    strong = [s for s in content if s not in lexicon.filler and s not in lexicon.weak and s not in town_stems]
    clauses = []
    for s in dict.fromkeys(content):
        weight = _word_weight(lexicon, s, need_stems, town_stems, bool(strong))
        if weight:
            guesses = ((stem(other), OTHER_WORD_WEIGHT) for other in others.get(s, ()))
            clauses.append(
                Clause(((s, 1.0), *((name, SYNONYM_WEIGHT) for name in meant[s]), *guesses), weight)
            )
    for name, length in _spans(lexicon, content):
        if length > 1:
            clauses.append(Clause(((name, 1.0),), SYNONYM_WEIGHT))
    return tuple(clauses)


def _word_weight(
    lexicon: Lexicon, s: str, need_stems: frozenset[str], town_stems: frozenset[str], others: bool
) -> float:
    if s in town_stems:
        return TOWN_WEIGHT
    if s in lexicon.filler:
        return 0.0 if others or need_stems else 0.4
    if s in lexicon.weak:
        return WEAK_WEIGHT if others else 1.0
    return NEED_WORD_WEIGHT if s in need_stems else 1.0


def _spans(lexicon: Lexicon, content: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, length) for _, length, name in lexicon.synonyms.in_order(content)]


def _canonical(lexicon: Lexicon, content: Sequence[str]) -> list[str]:
    """The names under which listings carry this word's meaning, beside the word itself."""
    return list(dict.fromkeys(name for name, length in _spans(lexicon, content) if length == len(content)))
