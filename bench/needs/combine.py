"""Fits how much the model, the phrases and the vectors count together, on texts that the model has not seen.

A multinomial logistic regression with one weight for each opinion, the same for all needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.linear.minimise import minimise
from bench.linear.train import Floats
from bench.needs.corpus import CONTENT, TrainingText
from bench.needs.train import word_table
from directory.search.linear.features import normalised_words
from directory.search.need_model.likely import Weights
from directory.search.need_model.model import NO_NEED, NeedModel
from directory.search.reading.needs import needs_of
from directory.search.reading.sentences import clauses_of
from directory.search.thesaurus import load_thesaurus
from directory.search.vectors.meaning import meaning_of

_STEPS, _TOLERANCE = 60, 1e-5
_PENALTY = 1e-3


@dataclass(frozen=True)
class Opinions:
    """What each opinion says of the needs of texts (texts, needs, weights), and the right needs."""

    scores: Floats
    right: Floats

    def chosen(self, weights: Weights) -> Floats:
        """Return the needs of each text, the likeliest first, by their places in the model."""
        order: Floats = np.argsort(-(self.scores @ np.array(weights)), axis=1, kind="stable")
        return order

    def found(self, weights: Weights, among: int) -> float:
        """Return the share of texts whose best need is among so many of the likeliest."""
        hits = (self.chosen(weights)[:, :among] == self.right[:, np.newaxis]).any(axis=1)
        return float(hits.mean())


def opinions(model: NeedModel, texts: Sequence[TrainingText], *, vectors: bool) -> Opinions:
    """Return the opinions about texts."""
    thesaurus, table = load_thesaurus(CONTENT), word_table()
    nothing = np.zeros(len(model.needs), np.float32)
    scores = []
    for one in texts:
        phrases = needs_of(thesaurus, clauses_of(one.text))[0]
        meaning = meaning_of(table, thesaurus, one.text) if vectors else None
        scores.append(
            [
                model.by_words(normalised_words(one.text)),
                model.row(phrases),
                model.by_vector(meaning.vector) if meaning else nothing,
                model.row(meaning.close) if meaning else nothing,
            ]
        )
    right = [model.needs.index(one.needs[0] if one.needs else NO_NEED) for one in texts]
    return Opinions(np.array(scores, np.float64).transpose(0, 2, 1), np.array(right))


def fitted_weights(about: Opinions) -> Weights:
    """Return the weights under which the right needs are likeliest."""
    texts = np.arange(len(about.right))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = about.scores @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        errors = np.exp(logs)
        errors[texts, about.right] -= 1
        gradient = np.einsum("nk,nkw->w", errors, about.scores) / len(texts) + _PENALTY * weights
        value = -float(logs[texts, about.right].mean()) + 0.5 * _PENALTY * float(weights @ weights)
        return value, gradient

    found = minimise(loss, np.full(len(Weights._fields), 0.3), _STEPS, _TOLERANCE)
    return Weights(*(round(float(weight), 2) for weight in found))
