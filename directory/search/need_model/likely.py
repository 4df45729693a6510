"""The likely needs of a query: the trained model, the phrases of the thesaurus and word vectors together.

The weights below were fitted on texts that the model had not seen: `python -m bench.needs combine` fits
them again.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from directory.search.need_model.model import NO_NEED, Floats, NeedModel, log_shares


class Weights(NamedTuple):
    """How much each opinion counts."""

    words: float
    """The model's logarithm of a need's probability by the words of the text."""
    phrases: float
    """The strength, from 0 to 1, of the thesaurus' phrases for a need in the text."""
    vector: float = 0.0
    """The model's logarithm of a need's probability by the vector of the text."""
    closeness: float = 0.0
    """How close the vector of the text is to those of the need's phrases."""


WITHOUT_VECTORS = Weights(words=0.77, phrases=1.44)
WITH_VECTORS = Weights(words=0.49, phrases=1.02, vector=0.28, closeness=0.76)

SHARPNESS = 0.7
"""The power of a need's probability, relative to the likeliest, that is its weight in ranking."""
KEPT_ABOVE = 0.3
"""The least weight of a need that is taken to be asked for."""


LEAST_SHARE = 0.02
"""The probability from which a need is possible."""

_STORY = 16
_CLEAR_PHRASE = 0.7
"""The strength from which a phrase for a need, in a text that is no story, is always heard."""

FEWEST_POSSIBLE = 3
"""Words from which a text hints at needs: an unknown word or two hint at none."""

KEYWORDS = 4
"""Words up to which a text that has a phrase for a need is understood by it alone."""
FEWEST_WORDS = 8
"""Words from which a text says something by all of them together. In a shorter one the model must be sure."""
SURE = 0.3
"""The probability from which the model is sure of its likeliest need."""


class Meaning(NamedTuple):
    """The vector of a text, and the needs whose phrases are closer to it than an average one."""

    vector: Floats
    close: Mapping[str, float]


class Likely(NamedTuple):
    """The likely needs of a text with their weights, and the probability that it asks for nothing we have.

    `shares`: the probabilities of all needs that are not quite unlikely, where the model was asked.
    """

    needs: dict[str, float]
    no_need: float
    shares: Mapping[str, float] = MappingProxyType({})


def is_clear_by_phrases(words: list[str], phrases: Mapping[str, float]) -> bool:
    """Return True for a text of a few words with a phrase for a need, which needs neither model nor vectors."""
    return len(words) <= KEYWORDS and bool(phrases)


def probabilities(
    model: NeedModel,
    words: list[str],
    phrases: Mapping[str, float],
    meaning: Meaning | None,
    weights: Weights,
) -> dict[str, float]:
    """Return the probability of each need and of NO_NEED, which add up to 1."""
    scores = weights.words * model.by_words(words) + weights.phrases * model.row(phrases)
    if meaning is not None:
        scores += weights.vector * model.by_vector(meaning.vector)
        scores += weights.closeness * model.row(meaning.close)
    shares = np.exp(log_shares(scores))
    return dict(zip(model.needs, map(float, shares), strict=True))


def likely_needs(
    model: NeedModel,
    words: list[str],
    phrases: Mapping[str, float],
    meaning: Meaning | None = None,
) -> Likely:
    """Return the needs that a text is likely to ask for, the strongest first with weight 1 as a rule.

    `phrases`: the needs that the thesaurus' phrases in the text ask for. They alone count where the model is
    unsure, or finds that the text asks for nothing that a directory has. In a short text each keeps its strength.
    """
    if is_clear_by_phrases(words, phrases):
        return Likely(dict(phrases), 0.0)
    weights = WITH_VECTORS if meaning is not None else WITHOUT_VECTORS
    found = probabilities(model, words, phrases, meaning, weights)
    best = max(found, key=lambda need: found[need])
    possible = {need: share for need, share in found.items() if share >= LEAST_SHARE and need != NO_NEED}
    if len(words) < FEWEST_POSSIBLE:
        possible = {}
    is_short = len(words) < FEWEST_WORDS
    if best == NO_NEED or (is_short and found[best] < SURE):
        return Likely(dict(phrases), found[NO_NEED], possible)
    no_need = found.pop(NO_NEED)
    top = found[best]
    strengths = {need: (share / top) ** SHARPNESS for need, share in found.items()}
    if is_short:
        for need, strength in phrases.items():
            strengths[need] = max(strengths.get(need, 0.0), strength)
    elif len(words) < _STORY:
        for need, strength in phrases.items():
            if strength >= _CLEAR_PHRASE:
                strengths[need] = max(strengths.get(need, 0.0), KEPT_ABOVE)
    strongest_first = sorted(strengths, key=lambda need: -strengths[need])
    needs = {need: strengths[need] for need in strongest_first if strengths[need] >= KEPT_ABOVE}
    return Likely(needs, no_need, possible)
