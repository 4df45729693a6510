"""Trains the model of directory/search/danger from the labelled texts, with numpy alone.

The same texts give the same file on the same machine.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.danger.ordinary import ordinary_texts
from bench.danger.texts import LabelledText, halves
from bench.linear.record import training_digest
from bench.linear.train import (
    Fit,
    Floats,
    features,
    fitted,
    gain_of_more_steps,
    in_eight_bits,
    vocabulary,
)
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


RECORD = Path(__file__).with_name("trained.json")
"""What the shipped weights were trained from."""


def all_texts() -> list[LabelledText]:
    """Return what the shipped model is trained on: both halves, and the ordinary texts."""
    tune, aside = halves()
    return [*tune, *aside, *ordinary_texts()]


def digest() -> str:
    """Return the digest of all that the shipped weights depend on, see `training_digest`."""
    return training_digest(all_texts(), KINDS, FEWEST_TEXTS, FIT)


def trained_on_everything() -> DangerModel:
    """Return the model that is shipped."""
    return trained(all_texts())


def trained_on_half() -> DangerModel:
    """Return a model of the same kind that has not seen the half set aside, to be measured on it."""
    tune, _aside = halves()
    return trained([*tune, *ordinary_texts()])


def trained(texts: Sequence[LabelledText]) -> DangerModel:
    """Return the model that the texts give."""
    words = [normalised_words(one.text) for one in texts]
    keys, rarity = vocabulary(words, BLOCKS, FEWEST_TEXTS)
    weights, biases = fitted(features(words, BLOCKS, keys, rarity), _kinds(texts), FIT)
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


def gain_of_more_training(model: DangerModel, texts: Sequence[LabelledText]) -> float:
    """Return by which share a few more steps lower the model's loss on the texts it was trained on."""
    words = [normalised_words(one.text) for one in texts]
    matrix = features(words, BLOCKS, model.keys, model.rarity)
    return gain_of_more_steps(matrix, _kinds(texts), FIT, model.weights * model.scales, model.biases)


def _kinds(texts: Sequence[LabelledText]) -> Floats:
    """Return a row for each text: 1 for its kind, 0 for the others."""
    rows: Floats = np.eye(len(KINDS))[[KINDS.index(one.kind) for one in texts]]
    return rows


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
