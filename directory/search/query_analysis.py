"""Query analysis: from typed words to needs, groups, faiths and languages, an age, dangers, a place and words
to look for.

Knows no web and no database: which places exist, and how words are spelt, is asked through callbacks. The
query is tokenised once; the analysis carries its tokens.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from directory.search.danger.recognition import phrase_dangers, recognised_dangers
from directory.search.engine import Clause
from directory.search.reading.filters import ReadFilter
from directory.search.reading.question import QuestionBack
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import STOP_WORDS, fold, stem, tokenize

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:\s*(\d)([a-z]{2})|\s+(\d))?\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:aged?|im|i am|hes|shes|is|and|turned)\s+(\d{1,3})\b|\b(\d{1,3})\s*(?:years?|yrs?|yo\b|year old)",
    re.IGNORECASE,
)
_OLDEST = 110
_AUDIENCES_BY_AGE = (("children", 0, 12), ("young_people", 11, 24), ("older_people", 60, 120))
_NEARNESS = frozenset({"near", "nr", "around", "by", "in", "at", "close"})
_MOST_TOWN_WORDS = 3
_SHORTEST_TOWN = 4

_TELLING_POINTS = 2.6
INNER_PHRASE_WEIGHT = 0.5
RELATIVE_WEIGHT = 0.2
TOWN_WEIGHT = 0.45
WEAK_WEIGHT = 0.35
NEED_WORD_WEIGHT = 0.9
EXPANSION_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.6

FindPlace = Callable[[str], Place | None]
NeedPhrase = tuple[frozenset[str], str]
"""The stems of a phrase that was found, and the need it asks for."""


class Spelling(Protocol):
    """How words are spelt in the index."""

    def correct(self, word: str) -> str:
        """Return the corrected word, or two words; the word itself when it is right."""
        ...

    def expand(self, word: str) -> Sequence[str]:
        """Return words that a word, which no listing has, may stand for."""
        ...


class _NoSpelling:
    """Takes every word as typed."""

    def correct(self, word: str) -> str:
        return word

    def expand(self, word: str) -> Sequence[str]:
        return ()


NO_SPELLING: Spelling = _NoSpelling()


class QueryParts(NamedTuple):
    """A query cut at the postcode within it. Without one, all of it is `before`.

    `where` is the postcode with the word that leads to it: 'near S73' of 'lunch near S73 today'.
    """

    before: str
    where: str = ""
    after: str = ""
    place: Place | None = None
    filters: tuple[ReadFilter, ...] = ()
    """Conditions read from the words, in their order: what fits them comes first."""
    language: str = "en"
    """The language of the words (BCP 47); 'und' where none is recognised."""
    question_back: QuestionBack | None = None
    """What the words leave open between two meanings; None where they are clear."""

    @property
    def rest(self) -> str:
        """The query without its postcode."""
        return f"{self.before} {self.after}".strip() if self.where else self.before


@dataclass(frozen=True)
class QueryAnalysis:
    """The meaning of a query. Needs, groups and cultures carry weights from 0 to 1."""

    query: str = ""
    """The words as they were typed."""
    typed: tuple[str, ...] = ()
    """All words as typed, folded."""
    tokens: tuple[str, ...] = ()
    """The words, spelling corrected, without a postcode that stood among them."""
    corrected: str = ""
    """The whole query with its spelling corrected; empty when nothing was corrected."""
    stems: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    needs: dict[str, float] = field(default_factory=dict)
    """Needs that the words ask for, the strongest first."""
    nearby_needs: dict[str, float] = field(default_factory=dict)
    """Needs whose services also help somebody who has these."""
    audiences: dict[str, float] = field(default_factory=dict)
    cultures: dict[str, float] = field(default_factory=dict)
    dangers: tuple[str, ...] = ()
    """Kinds of danger, the one that is helped first in front."""
    age: int | None = None
    place: Place | None = None
    filters: tuple[ReadFilter, ...] = ()
    """Conditions read from the words, in their order: what fits them comes first."""
    language: str = "en"
    """The language of the words (BCP 47); 'und' where none is recognised."""
    question_back: QuestionBack | None = None
    """What the words leave open between two meanings; None where they are clear."""

    @property
    def rest(self) -> str:
        """The tokens as one text."""
        return " ".join(self.tokens)

    @property
    def empty(self) -> bool:
        """True when nothing is left to look for."""
        return not (self.clauses or self.needs or self.audiences or self.cultures)


def split_at_place(query: str, find_place: FindPlace) -> QueryParts:
    """Return the query cut at its first postcode that is somewhere. A code that is nowhere stays a word."""
    for match in _POSTCODE.finditer(query):
        place = find_place(match.group(0))
        if place is None:
            continue
        before = query[: match.start()].rstrip()
        last_word = before.rsplit(" ", 1)[-1]
        if last_word.lower() in _NEARNESS:
            before = before[: -len(last_word)].removesuffix(" ")
        return QueryParts(before, query[len(before) : match.end()], query[match.end() :], place)
    return QueryParts(query)


def analyse_query(
    thesaurus: Thesaurus,
    query: str,
    find_place: FindPlace,
    find_town: FindPlace | None = None,
    *,
    spelling: Spelling = NO_SPELLING,
) -> QueryAnalysis:
    """Return the analysis of a query. Every word counts for something unless it only holds a sentence
    together.

    `find_place` looks a text up; `find_town` looks up folded words, and is `find_place` where it is left out.
    """
    parts = split_at_place(query, find_place)
    before, where, after = tokenize(parts.before), tokenize(parts.where), tokenize(parts.after)
    typed = [*before, *where, *after]
    every_token = _corrected(typed, spelling)
    is_corrected = every_token != typed
    tokens = _corrected([*before, *after], spelling) if where else every_token
    token_stems = [stem(token) for token in tokens]
    content = [s for s in token_stems if s not in STOP_WORDS] or token_stems
    town, town_stems = None, frozenset[str]()
    if parts.place is None:
        town, town_stems = _town(tokens, find_town or find_place)
    needs, need_stems = _needs(thesaurus, token_stems)
    age = _age(" ".join(tokens) if is_corrected else parts.rest)
    expansions = {stem(token): spelling.expand(token) for token in tokens}
    return QueryAnalysis(
        query=query,
        typed=tuple(typed),
        tokens=tuple(tokens),
        corrected=" ".join(every_token) if is_corrected else "",
        stems=tuple(content),
        clauses=_clauses(thesaurus, content, need_stems, town_stems, expansions),
        needs=needs,
        nearby_needs=_nearby(thesaurus, needs),
        audiences=_audiences(thesaurus, token_stems, age),
        cultures=_cultures(thesaurus, token_stems),
        dangers=recognised_dangers(
            query,
            phrase_dangers(thesaurus.dangers, thesaurus.not_danger, [stem(token) for token in every_token]),
        ),
        age=age,
        place=parts.place or town,
    )


def _corrected(tokens: Sequence[str], spelling: Spelling) -> list[str]:
    """Return the tokens with their spelling corrected; one may become two."""
    return [word for token in tokens for word in spelling.correct(token).split()]


def _town(tokens: Sequence[str], find_town: FindPlace) -> tuple[Place | None, frozenset[str]]:
    """Return the town that the longest run of tokens names, the last such run first, and the stems of that
    run."""
    for length in range(_MOST_TOWN_WORDS, 0, -1):
        for start in range(len(tokens) - length, -1, -1):
            run = tokens[start : start + length]
            name = " ".join(run)
            place = find_town(name) if len(name) >= _SHORTEST_TOWN else None
            if place:
                return place, frozenset(stem(token) for token in run)
    return None, frozenset()


def _cultures(thesaurus: Thesaurus, token_stems: Sequence[str]) -> dict[str, float]:
    masks = []
    for start, length, _culture in thesaurus.culture_not.in_order(token_stems):
        masks.append(set(token_stems[start : start + length]))
    found = thesaurus.culture_asks.near(token_stems, 0)
    return {culture: 1.0 for parts, culture, _phrase in found if not any(parts <= mask for mask in masks)}


def _needs(thesaurus: Thesaurus, token_stems: Sequence[str]) -> tuple[dict[str, float], frozenset[str]]:
    """Return the needs asked for with weights, the strongest 1, and the stems of their phrases.

    A phrase inside a longer one says less of its own; lone words speak where no phrase did.
    """
    found = _need_phrases(thesaurus, token_stems)
    telling = [phrase for phrase in found if not _is_inside_longer(phrase, found)]
    weights: dict[str, float] = {}
    for parts, need in telling:
        needs_of_phrase = {other_need for other_parts, other_need in telling if other_parts == parts}
        weight = _phrase_weight(thesaurus, parts) / len(needs_of_phrase) ** 0.35
        if any(parts < other_parts for other_parts, _need in found):
            weight *= INNER_PHRASE_WEIGHT
        # Combined as independent chances: two phrases of weight 0.8 make 0.96.
        weights[need] = 1 - (1 - weights.get(need, 0.0)) * (1 - weight)
    used = frozenset(s for parts, _need in telling for s in parts)
    lone = [s for s in token_stems if s not in used and s not in STOP_WORDS]
    _add_lone_words(thesaurus, lone, weights)
    top = max(weights.values(), default=1.0)
    strongest_first = sorted(weights, key=lambda need: -weights[need])
    return {need: weights[need] / top for need in strongest_first if weights[need] / top > 0.3}, used


def _need_phrases(thesaurus: Thesaurus, token_stems: Sequence[str]) -> list[NeedPhrase]:
    """Return the phrases found, without those inside a phrase that looks like their need and is not."""
    masks = []
    for start, length, need in thesaurus.need_not.in_order(token_stems):
        masks.append((set(token_stems[start : start + length]), need))
    found = []
    for parts, need, _phrase in thesaurus.need_asks.near(token_stems):
        if not any(parts <= mask and need == masked_need for mask, masked_need in masks):
            found.append((parts, need))
    return found


def _is_inside_longer(phrase: NeedPhrase, found: Sequence[NeedPhrase]) -> bool:
    """True when a longer phrase for the same need holds this one."""
    parts, need = phrase
    return any(parts < other_parts and need == other_need for other_parts, other_need in found)


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


def _nearby(thesaurus: Thesaurus, needs: dict[str, float]) -> dict[str, float]:
    """Return the needs that are related to those asked for and were not asked for themselves."""
    nearby: dict[str, float] = {}
    for need, weight in needs.items():
        for other, closeness in thesaurus.related.get(need, {}).items():
            if other not in needs:
                nearby[other] = max(nearby.get(other, 0.0), weight * closeness)
    return nearby


def _age(text: str) -> int | None:
    """Return the first age in years that the text names, 1 to 110; None when it names none."""
    for match in _AGE.finditer(fold(text)):
        age = int(match.group(1) or match.group(2))
        if 0 < age <= _OLDEST:
            return age
    return None


def _audiences(thesaurus: Thesaurus, token_stems: Sequence[str], age: int | None) -> dict[str, float]:
    groups: dict[str, float] = {}
    masks = []
    for start, length, masked_group in thesaurus.audience_not.in_order(token_stems):
        masks.append((set(token_stems[start : start + length]), masked_group))
    for parts, group, _phrase in thesaurus.audience_asks.near(token_stems, 0):
        is_masked = any(parts <= mask and group == masked_group for mask, masked_group in masks)
        if is_masked or parts <= thesaurus.weak:
            continue
        # A word for a relative ('my mum') is filler for the need, and says little of whom the help is for.
        weight = RELATIVE_WEIGHT if parts <= thesaurus.filler else 1.0
        groups[group] = max(groups.get(group, 0.0), weight)
    for group, lowest, highest in _AUDIENCES_BY_AGE:
        if age is not None and lowest <= age <= highest:
            groups[group] = 1.0
    return groups


def _clauses(
    thesaurus: Thesaurus,
    content: Sequence[str],
    need_stems: frozenset[str],
    town_stems: frozenset[str],
    expansions: Mapping[str, Sequence[str]],
) -> tuple[Clause, ...]:
    """Return a clause for each word that counts, with its synonyms and expansions, then one for each
    synonym of several words."""
    spans = _synonym_spans(thesaurus, content)
    light = thesaurus.filler | thesaurus.weak | town_stems
    has_strong_word = any(s not in light for s in content)
    clauses = []
    for s in dict.fromkeys(content):
        weight = _word_weight(thesaurus, s, need_stems, town_stems, has_strong_word)
        if not weight:
            continue
        alternatives = [(s, 1.0)]
        alternatives += [(name, SYNONYM_WEIGHT) for name in _synonyms(thesaurus, s)]
        alternatives += [(stem(other), EXPANSION_WEIGHT) for other in expansions.get(s, ())]
        clauses.append(Clause(tuple(alternatives), weight))
    for name, length in spans:
        if length > 1:
            clauses.append(Clause(((name, 1.0),), SYNONYM_WEIGHT))
    return tuple(clauses)


def _word_weight(
    thesaurus: Thesaurus,
    s: str,
    need_stems: frozenset[str],
    town_stems: frozenset[str],
    has_strong_word: bool,
) -> float:
    if s in town_stems:
        return TOWN_WEIGHT
    if s in thesaurus.filler:
        return 0.0 if has_strong_word or need_stems else 0.4
    if s in thesaurus.weak:
        return WEAK_WEIGHT if has_strong_word else 1.0
    return NEED_WORD_WEIGHT if s in need_stems else 1.0


def _synonym_spans(thesaurus: Thesaurus, content: Sequence[str]) -> list[tuple[str, int]]:
    """Return the name of each group of synonyms in the stems, with how many stems its phrase spans."""
    return [(name, length) for _start, length, name in thesaurus.synonyms.in_order(content)]


def _synonyms(thesaurus: Thesaurus, s: str) -> list[str]:
    """Return the names under which listings carry one word's meaning, beside the word itself."""
    return list(dict.fromkeys(name for name, length in _synonym_spans(thesaurus, [s]) if length == 1))
