"""The words of a query as clauses for the engine, with weights, synonyms and expansions."""

from collections.abc import Collection, Mapping, Sequence

from directory.search.engine import Clause
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import stem

TOWN_WEIGHT = 0.45
WEAK_WEIGHT = 0.35
NEED_WORD_WEIGHT = 0.9
EXPANSION_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.6


def word_clauses(
    thesaurus: Thesaurus,
    content: Sequence[str],
    need_stems: frozenset[str],
    town_stems: frozenset[str],
    expansions: Mapping[str, Sequence[str]],
    condition_stems: Collection[str] = frozenset(),
) -> tuple[Clause, ...]:
    """Return a clause for each word that counts, with its synonyms and expansions, then one for each
    synonym of several words.

    `condition_stems`: words that were read as conditions. They count a little, where nothing else filters.
    """
    spans = _synonym_spans(thesaurus, content)
    light = thesaurus.filler | thesaurus.weak | town_stems | frozenset(condition_stems)
    has_strong_word = any(s not in light for s in content)
    clauses = []
    for s in dict.fromkeys(content):
        weight = _word_weight(thesaurus, s, need_stems, town_stems, has_strong_word)
        if not weight:
            continue
        if s in condition_stems and s not in need_stems:
            weight = min(weight, WEAK_WEIGHT)
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
