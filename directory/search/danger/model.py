"""The trained model: from a text to the probability of each kind of danger."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.search.danger.features import BLOCKS
from directory.search.linear.features import known_features, normalised_words

WEIGHTS = Path(__file__).with_name("weights.npz")
HARMLESS = "none"
LONG, LONG_THRESHOLD = 24, 0.6
"""The words from which a text is a story, and the probability from which a kind is named in one.

A story of danger says so in many words and reaches almost 1. One of ordinary hardship collects a little from many
words: stroke, tired, alone.
"""


@dataclass(frozen=True)
class DangerModel:
    """A multinomial logistic regression with weights of eight bits.

    `keys`: the hashes of the known n-grams in ascending order. `rarity`: their inverse document frequencies
    in steps of RARITY_STEP. `weights`: a row for each key, a column for each kind, to be multiplied by `scales`.
    `threshold`: the probability of any danger from which a kind is named, in a text that is not LONG.
    """

    kinds: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: NDArray[np.uint8]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    biases: NDArray[np.float32]
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "DangerModel":
        """Return the model in a file that `bench.danger` wrote. Raises OSError or ValueError."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                kinds=tuple(str(kind) for kind in stored["kinds"]),
                keys=stored["keys"],
                rarity=stored["rarity"],
                weights=stored["weights"],
                scales=stored["scales"],
                biases=stored["biases"],
                threshold=float(stored["threshold"]),
            )

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability of each kind, HARMLESS among them. They add up to 1."""
        words = normalised_words(text)
        scores = self.biases.copy()
        for rows, values in known_features(words, BLOCKS, self.keys, self.rarity):
            scores += values @ self.weights[rows].astype(np.float32) * self.scales
        exponents = np.exp(scores - scores.max())
        shares = exponents / exponents.sum()
        return {kind: float(share) for kind, share in zip(self.kinds, shares, strict=True)}

    def danger(self, text: str) -> tuple[float, str]:
        """Return the probability that the text speaks of danger, and the likeliest kind of it.

        A text without letters, such as "50+", speaks of none.
        """
        if not any(map(str.isalpha, text)):
            return 0.0, self.kinds[0]
        probabilities = self.probabilities(text)
        harmless = probabilities.pop(HARMLESS)
        return 1 - harmless, max(probabilities, key=lambda kind: probabilities[kind])

    def least_probability(self, text: str) -> float:
        """Return the probability from which a kind of danger is named for this text."""
        return LONG_THRESHOLD if len(text.split()) >= LONG else self.threshold

    def kind(self, text: str) -> str | None:
        """Return the likeliest kind of danger; None where danger is too unlikely."""
        probability, kind = self.danger(text)
        return kind if probability >= self.least_probability(text) else None


@cache
def danger_model() -> DangerModel:
    """Return the model that is shipped, read once."""
    return DangerModel.load()
