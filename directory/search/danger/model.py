"""The trained model: from a text to the probability of each kind of danger."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from directory.search.danger.features import BLOCKS, normalised_words

WEIGHTS = Path(__file__).with_name("weights.npz")
HARMLESS = "none"
LONG, LONG_THRESHOLD = 24, 0.5
"""The words from which a text is a story, and the probability from which a kind is named in one.

A story of danger says so in many words and reaches almost 1. One of ordinary hardship collects a little from many
words: stroke, tired, alone.
"""
RARITY_STEP = 1 / 16
"""How fine the inverse document frequencies are stored."""


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
        for rows, values in known_features(words, self.keys, self.rarity):
            scores += values @ self.weights[rows].astype(np.float32) * self.scales
        exponents = np.exp(scores - scores.max())
        shares = exponents / exponents.sum()
        return {kind: float(share) for kind, share in zip(self.kinds, shares, strict=True)}

    def danger(self, text: str) -> tuple[float, str]:
        """Return the probability that the text speaks of danger, and the likeliest kind of it."""
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


def key_of(ngram: str) -> int:
    """Return the hash under which an n-gram is stored, of 32 bits."""
    return crc32(ngram.encode("utf-8", "replace"))


def known_features(
    words: list[str], keys: NDArray[np.uint32], rarity: NDArray[np.uint8]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float32]]]:
    """Yield for each block of features the rows of the known n-grams and their values (sublinear tf-idf)."""
    for ngrams, scale in BLOCKS:
        counts = Counter(map(key_of, ngrams(words)))
        asked = np.fromiter(counts, dtype=np.uint32, count=len(counts))
        rows = np.searchsorted(keys, asked)
        rows[rows == len(keys)] = 0
        known = keys[rows] == asked
        rows = rows[known]
        frequencies = np.array([1 + math.log(count) for count in counts.values()], dtype=np.float32)[known]
        values = frequencies * (rarity[rows] * np.float32(RARITY_STEP))
        length = float(np.sqrt(values @ values))
        yield rows, values * np.float32(scale / (length or 1))


@cache
def danger_model() -> DangerModel:
    """Return the model that is shipped, read once."""
    return DangerModel.load()
