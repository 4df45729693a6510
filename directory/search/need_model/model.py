"""The trained model: from words, and where there is one a vector, to scores of the needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.search.linear.features import known_features
from directory.search.need_model.features import BLOCKS

WEIGHTS = Path(__file__).with_name("weights.npz")
NO_NEED = "none"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NeedModel:
    """Two multinomial logistic regressions with weights of eight bits: over n-grams, and over word vectors.

    `needs`: the ids of the needs, NO_NEED among them. `keys`, `rarity`: see `known_features`. `weights`: a
    row for each key, a column for each need, to be multiplied by `scales`. `vector_weights`: the same, with a row
    for each number of a vector.
    """

    needs: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: NDArray[np.uint8]
    weights: NDArray[np.int8]
    scales: Floats
    biases: Floats
    vector_weights: NDArray[np.int8]
    vector_scales: Floats
    vector_biases: Floats

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "NeedModel":
        """Return the model in a file that `bench.needs` wrote. Raises OSError or ValueError."""
        with np.load(path, allow_pickle=False) as stored:
            parts = {name: stored[name] for name in stored.files if name != "needs"}
            return cls(needs=tuple(str(need) for need in stored["needs"]), **parts)

    def by_words(self, words: list[str]) -> Floats:
        """Return the logarithms of the needs' probabilities by normalised words."""
        scores = self.biases.copy()
        for rows, values in known_features(words, BLOCKS, self.keys, self.rarity):
            scores += values @ self.weights[rows].astype(np.float32) * self.scales
        return log_shares(scores)

    def by_vector(self, vector: Floats) -> Floats:
        """Return the logarithms of the needs' probabilities by the vector of a text."""
        scores = vector @ self.vector_weights.astype(np.float32) * self.vector_scales + self.vector_biases
        return log_shares(scores)

    def row(self, strengths: Mapping[str, float]) -> Floats:
        """Return strengths by need in the order of the model's needs; 0 for those without one."""
        return np.array([strengths.get(need, 0.0) for need in self.needs], dtype=np.float32)


def log_shares(scores: Floats) -> Floats:
    """Return the logarithms of the shares of the exponentials (log-softmax)."""
    below = scores - scores.max()
    logs: Floats = (below - np.log(np.exp(below).sum())).astype(np.float32)
    return logs


@cache
def need_model() -> NeedModel:
    """Return the model that is shipped, read once."""
    return NeedModel.load()
