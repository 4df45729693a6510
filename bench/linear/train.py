"""A multinomial logistic regression over hashed n-grams, with an L2 penalty, fitted by L-BFGS.

The same texts give the same weights on the same machine. Nocedal and Wright, Numerical Optimization, 2006,
algorithms 7.4 and 3.1.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bench.linear.minimise import minimise
from directory.search.linear.features import RARITY_STEP, Blocks, key_of, known_features

Floats = NDArray[np.float64]
Words = list[str]
LARGEST_WEIGHT = 127
_ENTRIES_AT_ONCE = 2_000
_MORE_STEPS = 3


@dataclass(frozen=True)
class Matrix:
    """The features of texts as compressed sparse rows.

    `columns` and `values` from `starts[i]` belong to text i.
    """

    starts: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.float32]
    width: int

    def times(self, weights: Floats) -> Floats:
        """Return the scores of each text: the matrix times one column of weights for each class."""
        columns = np.ascontiguousarray(weights.T)
        scores = [np.add.reduceat(self.values * column[self.columns], self.starts) for column in columns]
        return np.stack(scores, axis=1)

    def transposed_times(self, errors: Floats) -> Floats:
        """Return the gradient: the transposed matrix times one column of errors for each class."""
        lengths = np.diff(np.append(self.starts, len(self.columns)))
        sums = [
            np.bincount(self.columns, self.values * np.repeat(column, lengths), self.width)
            for column in errors.T
        ]
        return np.stack(sums, axis=1)


class WideMatrix(Matrix):
    """The same for many classes: all classes of a feature at once, in numbers of 32 bits."""

    @cached_property
    def _by_column(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """The order of the entries by column, the columns that have any, and where each starts."""
        order = np.argsort(self.columns, kind="stable")
        columns, starts = np.unique(self.columns[order], return_index=True)
        return order, columns, starts

    def times(self, weights: Floats) -> Floats:
        """Return the scores of each text: the matrix times a row of weights for each feature."""
        return _summed(self.values, weights.astype(np.float32), self.columns, self.starts).astype(np.float64)

    def transposed_times(self, errors: Floats) -> Floats:
        """Return the gradient: the transposed matrix times a row of errors for each text."""
        order, columns, starts = self._by_column
        texts = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.columns))))
        gradient = np.zeros((self.width, errors.shape[1]))
        gradient[columns] = _summed(self.values[order], errors.astype(np.float32), texts[order], starts)
        return gradient


@dataclass(frozen=True)
class FullMatrix:
    """A matrix with a number for each text and feature, the last of which is 1."""

    rows: Floats

    @property
    def width(self) -> int:
        """The number of features."""
        return int(self.rows.shape[1])

    def times(self, weights: Floats) -> Floats:
        """Return the scores of each text: the matrix times a row of weights for each feature."""
        scores: Floats = self.rows @ weights
        return scores

    def transposed_times(self, errors: Floats) -> Floats:
        """Return the gradient: the transposed matrix times a row of errors for each text."""
        gradient: Floats = self.rows.T @ errors
        return gradient


def _summed(
    values: NDArray[np.float32],
    rows: NDArray[np.float32],
    picked: NDArray[np.intp],
    starts: NDArray[np.intp],
) -> NDArray[np.float32]:
    """Return the sums of the picked rows times the values, a sum for each start."""
    sums = np.empty((len(starts), rows.shape[1]), dtype=np.float32)
    ends = np.append(starts[1:], len(values))
    first = 0
    while first < len(starts):
        # At least one sum, and as many more as fit into the processor's cache.
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _ENTRIES_AT_ONCE, side="right")))
        entries = slice(int(starts[first]), int(ends[last - 1]))
        products = rows[picked[entries]] * values[entries, np.newaxis]
        sums[first:last] = np.add.reduceat(products, starts[first:last] - starts[first], axis=0)
        first = last
    return sums


@dataclass(frozen=True)
class Fit:
    """How a model is fitted.

    `penalty`: half of it times the sum of the squared weights is added to the loss. After at most `steps`
    steps, or once no part of the gradient is larger than `tolerance`, the search ends.
    """

    penalty: float
    steps: int
    tolerance: float


def vocabulary(
    texts: Sequence[Words], blocks: Blocks, fewest: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the keys of the n-grams that at least `fewest` texts have, and their rarity."""
    counts: Counter[int] = Counter()
    for words in texts:
        counts.update({key_of(ngram) for ngrams, _scale in blocks for ngram in ngrams(words)})
    kept = sorted(key for key, count in counts.items() if count >= fewest)
    found_in = np.array([counts[key] for key in kept])
    rarity = np.log((1 + len(texts)) / (1 + found_in)) + 1
    return np.array(kept, dtype=np.uint32), np.rint(rarity / RARITY_STEP).astype(np.uint8)


def features(
    texts: Sequence[Words],
    blocks: Blocks,
    keys: NDArray[np.uint32],
    rarity: NDArray[np.uint8],
    kind: type[Matrix] = Matrix,
) -> Matrix:
    """Return the features of the texts. The last column is 1 for every text: it carries the biases."""
    starts, columns, values, start = [], [], [], 0
    for words in texts:
        parts = list(known_features(words, blocks, keys, rarity))
        rows = np.concatenate([rows for rows, _ in parts] + [[len(keys)]])
        starts.append(start)
        start += len(rows)
        columns.append(rows)
        values.append(np.concatenate([part for _, part in parts] + [np.ones(1, dtype=np.float32)]))
    return kind(
        np.array(starts), np.concatenate(columns).astype(np.intp), np.concatenate(values), len(keys) + 1
    )


def fitted(
    matrix: Matrix | FullMatrix, answers: Floats, fit: Fit, importance: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return the weights and the biases that minimise the penalised loss.

    `answers`: for each text the shares of the classes, which add up to 1. `importance`: how much each text
    counts.
    """
    shape = (matrix.width, answers.shape[1])
    loss = penalised_loss(matrix, answers, fit, importance)
    best = minimise(loss, np.zeros(shape).ravel(), fit.steps, fit.tolerance).reshape(shape)
    return best[:-1], best[-1]


def gain_of_more_steps(
    matrix: Matrix | FullMatrix,
    answers: Floats,
    fit: Fit,
    weights: Floats,
    biases: Floats,
    importance: Floats | None = None,
) -> float:
    """Return by which share a few more steps of training lower the loss of given weights and biases.

    It is small for those that `fitted` returned, on whatever machine, and for what eight bits keep of them.
    """
    loss = penalised_loss(matrix, answers, fit, importance)
    start = np.vstack([weights, biases]).ravel()
    value = loss(start)[0]
    return 1 - loss(minimise(loss, start, _MORE_STEPS, fit.tolerance))[0] / value


def penalised_loss(
    matrix: Matrix | FullMatrix, answers: Floats, fit: Fit, importance: Floats | None = None
) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the function that is minimised: of all weights in one row, its value and its gradient."""
    shape = (matrix.width, answers.shape[1])
    counts = np.ones((len(answers), 1)) if importance is None else importance[:, np.newaxis]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        scores = matrix.times(weights)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        penalised = weights.copy()
        penalised[-1] = 0
        value = 0.5 * fit.penalty * float((penalised**2).sum()) - float((counts * answers * logs).sum())
        gradient = matrix.transposed_times(counts * (np.exp(logs) - answers)) + fit.penalty * penalised
        return value, gradient.ravel()

    return loss


def in_eight_bits(weights: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return weights as whole numbers, and by how much each column is to be multiplied."""
    scales = np.abs(weights).max(axis=0) / LARGEST_WEIGHT
    return np.rint(weights / scales).astype(np.int8), scales.astype(np.float32)
