"""The trained model: from a text to the probability of each kind of danger."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.search.danger.features import hashed_features

WEIGHTS = Path(__file__).with_name("weights.npz")
HARMLESS = "none"


@dataclass(frozen=True)
class DangerModel:
    """A multinomial logistic regression with weights of eight bits.

    `kinds`: names of the classes. `weights`: a row for each bucket, a column for each class, to be multiplied by
    `scales`. `rarity`: inverse document frequency of each bucket in sixteenths. `threshold`: probability of
    any danger from which a kind is named.
    """

    kinds: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    biases: NDArray[np.float32]
    rarity: NDArray[np.uint8]
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "DangerModel":
        """Return the model in a file that `bench.danger.train` wrote. Raises OSError or ValueError."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                kinds=tuple(str(kind) for kind in stored["kinds"]),
                weights=stored["weights"],
                scales=stored["scales"],
                biases=stored["biases"],
                rarity=stored["rarity"],
                threshold=float(stored["threshold"]),
            )

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability of each kind, HARMLESS among them. They add up to 1."""
        buckets, values = hashed_features(text)
        values = values * (self.rarity[buckets] / np.float32(16))
        length = float(np.sqrt(values @ values))
        rows = self.weights[buckets].astype(np.float32)
        scores = (values / (length or 1)) @ rows * self.scales + self.biases
        exponents = np.exp(scores - scores.max())
        shares = exponents / exponents.sum()
        return {kind: float(share) for kind, share in zip(self.kinds, shares, strict=True)}

    def kind(self, text: str) -> str | None:
        """Return the likeliest kind of danger; None where danger is less likely than the threshold."""
        probabilities = self.probabilities(text)
        if 1 - probabilities.pop(HARMLESS) < self.threshold:
            return None
        return max(probabilities, key=lambda kind: probabilities[kind])


@cache
def danger_model() -> DangerModel:
    """Return the model that is shipped, read once."""
    return DangerModel.load()
