"""Trains the model of directory/search/danger from the labelled texts, with numpy alone.

A multinomial logistic regression with an L2 penalty, fitted by L-BFGS (Nocedal and Wright, Numerical
Optimization, 2006, algorithms 7.4 and 3.1). The same texts give the same file on the same machine.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.danger.minimise import minimise
from bench.danger.ordinary import ordinary_texts
from bench.danger.texts import LabelledText, halves
from directory.search.danger.features import BLOCKS, normalised_words
from directory.search.danger.model import HARMLESS, RARITY_STEP, DangerModel, key_of, known_features
from directory.search.danger.recognition import DANGER_KINDS

KINDS = (*DANGER_KINDS, HARMLESS)
FEWEST_TEXTS = 2
"""An n-gram is kept when at least so many texts have it."""
PENALTY = 0.1
"""Half of this times the sum of the squared weights is added to the loss."""
STEPS = 100
TOLERANCE = 0.3
THRESHOLD = 0.38
"""The probability of danger from which the shipped model names a kind."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Matrix:
    """The features of texts as compressed sparse rows: `columns` and `values` from `starts[i]` belong to text i."""

    starts: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.float32]
    width: int

    def times(self, weights: Floats) -> Floats:
        """Return the scores of each text: the matrix times one column of weights for each kind."""
        scores = [np.add.reduceat(self.values * column[self.columns], self.starts) for column in weights.T]
        return np.stack(scores, axis=1)

    def transposed_times(self, errors: Floats) -> Floats:
        """Return the gradient: the transposed matrix times one column of errors for each kind."""
        lengths = np.diff(np.append(self.starts, len(self.columns)))
        sums = [
            np.bincount(self.columns, self.values * np.repeat(column, lengths), self.width)
            for column in errors.T
        ]
        return np.stack(sums, axis=1)


def trained_on_everything() -> DangerModel:
    """Return the model that is shipped: trained on both halves, and on the ordinary texts."""
    tune, aside = halves()
    return trained([*tune, *aside, *ordinary_texts()])


def trained_on_half() -> DangerModel:
    """Return a model of the same kind that has not seen the half set aside, to be measured on it."""
    tune, _aside = halves()
    return trained([*tune, *ordinary_texts()])


def trained(texts: Sequence[LabelledText]) -> DangerModel:
    """Return the model that the texts give."""
    keys, rarity = vocabulary(texts)
    matrix = features(texts, keys, rarity)
    kinds = np.array([KINDS.index(one.kind) for one in texts])
    weights, biases = fitted(matrix, kinds)
    scales = np.abs(weights).max(axis=0) / 127
    return DangerModel(
        kinds=KINDS,
        keys=keys,
        rarity=rarity,
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        biases=biases.astype(np.float32),
        threshold=THRESHOLD,
    )


def vocabulary(texts: Sequence[LabelledText]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the keys of the n-grams that enough texts have, and their inverse document frequencies."""
    counts: Counter[int] = Counter()
    for one in texts:
        words = normalised_words(one.text)
        counts.update({key_of(ngram) for ngrams, _scale in BLOCKS for ngram in ngrams(words)})
    kept = sorted(key for key, count in counts.items() if count >= FEWEST_TEXTS)
    found_in = np.array([counts[key] for key in kept])
    rarity = np.log((1 + len(texts)) / (1 + found_in)) + 1
    return np.array(kept, dtype=np.uint32), np.rint(rarity / RARITY_STEP).astype(np.uint8)


def features(texts: Sequence[LabelledText], keys: NDArray[np.uint32], rarity: NDArray[np.uint8]) -> Matrix:
    """Return the features of the texts. The last column is 1 for every text: it carries the biases."""
    starts, columns, values, start = [], [], [], 0
    for one in texts:
        words = normalised_words(one.text)
        parts = list(known_features(words, keys, rarity))
        rows = np.concatenate([rows for rows, _ in parts] + [[len(keys)]])
        starts.append(start)
        start += len(rows)
        columns.append(rows)
        values.append(np.concatenate([part for _, part in parts] + [np.ones(1, dtype=np.float32)]))
    return Matrix(
        np.array(starts), np.concatenate(columns).astype(np.intp), np.concatenate(values), len(keys) + 1
    )


def fitted(matrix: Matrix, kinds: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the weights and the biases that minimise the penalised loss."""
    shape = (matrix.width, len(KINDS))
    answers = np.eye(len(KINDS))[kinds]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        scores = matrix.times(weights)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        penalised = weights.copy()
        penalised[-1] = 0
        value = 0.5 * PENALTY * float((penalised**2).sum()) - float((answers * logs).sum())
        gradient = matrix.transposed_times(np.exp(logs) - answers) + PENALTY * penalised
        return value, gradient.ravel()

    best = minimise(loss, np.zeros(shape).ravel(), STEPS, TOLERANCE).reshape(shape)
    return best[:-1], best[-1]


def save(model: DangerModel, path: Path) -> None:
    """Write the model. The same model gives the same bytes: numpy stamps no time on the parts."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            kinds=np.array(model.kinds),
            keys=model.keys,
            rarity=model.rarity,
            weights=model.weights,
            scales=model.scales,
            biases=model.biases,
            threshold=np.array(model.threshold),
        )
