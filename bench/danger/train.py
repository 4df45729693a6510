"""Trains the model of directory/search/danger from the labelled texts, with numpy alone.

The same texts give the same file on the same machine.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.danger.ordinary import ordinary_texts
from bench.danger.texts import LabelledText, halves
from bench.linear.train import Fit, features, fitted, in_eight_bits, vocabulary
from directory.search.danger.features import BLOCKS
from directory.search.danger.model import HARMLESS, DangerModel
from directory.search.danger.recognition import DANGER_KINDS
from directory.search.linear.features import normalised_words

KINDS = (*DANGER_KINDS, HARMLESS)
FEWEST_TEXTS = 2
"""An n-gram is kept when at least so many texts have it."""
FIT = Fit(penalty=0.1, steps=100, tolerance=0.3)
THRESHOLD = 0.38
"""The probability of danger from which the shipped model names a kind."""


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
    words = [normalised_words(one.text) for one in texts]
    keys, rarity = vocabulary(words, BLOCKS, FEWEST_TEXTS)
    kinds = np.eye(len(KINDS))[[KINDS.index(one.kind) for one in texts]]
    weights, biases = fitted(features(words, BLOCKS, keys, rarity), kinds, FIT)
    whole, scales = in_eight_bits(weights)
    return DangerModel(
        kinds=KINDS,
        keys=keys,
        rarity=rarity,
        weights=whole,
        scales=scales,
        biases=biases.astype(np.float32),
        threshold=THRESHOLD,
    )


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
