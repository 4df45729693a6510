"""Whether the best results really fit what was asked, or are only the nearest things there are. Pure.

A result fits where its name was typed, where several words together ask for a need, or where enough of the
words that carry meaning stand in its text or in a phrase for a need, group or culture that it has. Words that
few listings have count more (inverse document frequency).
"""

import math
from collections.abc import Callable, Collection, Sequence

from directory.search.columns import Bools, IndexColumns, Matrix
from directory.search.query_analysis import QueryAnalysis
from directory.search.ranking import Ranked
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import STOP_WORDS, PhraseMatcher, stem

ENOUGH = 0.4
"""The least share of the asked words, by their weight, that a fitting result explains."""
LONGEST = 12
"""Words of a query up to which each word counts. A story holds many words that no listing has."""
_IS_ITS_NAME = 0.4
_NO_NEED = 0.02
"""The probability that the words ask for nothing we have, from which no result fits unless it has their name, or
MOST of the words.
"""
_MOST = 0.75
_EXPECTED = 0.35
"""How far the possible needs of the words are met, each by its probability, from which a result fits."""
_HAS = 90
"""The least stored strength (0 to 200) of a need or group that a listing has."""
_LOOKED_AT = 3

Holding = Callable[[str], Bools]
"""Returns which documents have a stem, or a synonym of it, in their text."""


def fits_only_nearly(
    columns: IndexColumns,
    thesaurus: Thesaurus,
    analysis: QueryAnalysis,
    ranked: Ranked,
    best: Sequence[int],
    holding: Holding,
) -> bool:
    """Return True when none of the best results really fits the words. `best`: their numbers, best first."""
    token_stems = [stem(token) for token in analysis.tokens]
    if analysis.no_need >= _NO_NEED and len(analysis.typed) <= LONGEST:
        return all(
            ranked.name[number] < _IS_ITS_NAME and ranked.coverage[number] < _MOST
            for number in best[:_LOOKED_AT]
        )
    asked = [word for word in _asked(thesaurus, token_stems) if word not in analysis.condition_stems]
    if (
        not asked
        or len(analysis.typed) > LONGEST
        or _is_asked_in_several_words(thesaurus, analysis, token_stems)
        or any(_expected(columns, analysis, number) >= _EXPECTED for number in best[:_LOOKED_AT])
    ):
        return False
    size = max(1, int(columns.alive.sum()))
    held = {word: holding(word) for word in asked}
    weights = {
        word: math.log1p((size - count + 0.5) / (count + 0.5))
        for word, count in ((word, int(mask.sum())) for word, mask in held.items())
    }
    whole = sum(weights.values())
    for number in best[:_LOOKED_AT]:
        if ranked.name[number] >= _IS_ITS_NAME:
            return False
        meant = _meant(columns, thesaurus, analysis, token_stems, number)
        explained = sum(weights[word] for word in asked if word in meant or held[word][number])
        if explained >= ENOUGH * whole:
            return False
    return True


def _expected(columns: IndexColumns, analysis: QueryAnalysis, number: int) -> float:
    """Return how far a document meets the possible needs of the words, each by its probability."""
    rows = ((share, columns.needs.row(need)) for need, share in analysis.possible_needs.items())
    return sum(share * float(row[number]) / 200 for share, row in rows if row is not None)


def _asked(thesaurus: Thesaurus, token_stems: Sequence[str]) -> list[str]:
    """Return the stems that carry meaning."""
    light = thesaurus.filler | thesaurus.weak | STOP_WORDS
    return [word for word in dict.fromkeys(token_stems) if word not in light and not word.isdigit()]


def _is_asked_in_several_words(
    thesaurus: Thesaurus, analysis: QueryAnalysis, token_stems: Sequence[str]
) -> bool:
    found = thesaurus.need_asks.near(token_stems, 0)
    return any(len(parts) > 1 and need in analysis.phrase_needs for parts, need, _phrase in found)


def _meant(
    columns: IndexColumns,
    thesaurus: Thesaurus,
    analysis: QueryAnalysis,
    token_stems: Sequence[str],
    number: int,
) -> frozenset[str]:
    """Return the stems of phrases for what one document has."""
    return frozenset(
        word
        for phrases, matrix, names in (
            (thesaurus.need_asks, columns.needs, analysis.phrase_needs),
            (thesaurus.audience_asks, columns.audiences, analysis.audiences),
            (thesaurus.culture_asks, columns.cultures, analysis.cultures),
        )
        for word in _stems_for(phrases, matrix, names, token_stems, number)
    )


def _stems_for(
    phrases: PhraseMatcher[str],
    matrix: Matrix,
    names: Collection[str],
    token_stems: Sequence[str],
    number: int,
) -> set[str]:
    stems: set[str] = set()
    for parts, name, _phrase in phrases.near(token_stems, 0):
        row = matrix.row(name)
        if name in names and row is not None and row[number] >= _HAS:
            stems |= parts
    return stems
