"""Trains the model of directory/search/need_model from the labelled texts, with numpy alone.

The same texts give the same file on the same machine, where the package of word vectors is installed.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.linear.record import training_digest
from bench.linear.train import (
    Fit,
    Floats,
    FullMatrix,
    WideMatrix,
    features,
    fitted,
    gain_of_more_steps,
    in_eight_bits,
    vocabulary,
)
from bench.needs.corpus import CONTENT, TrainingText, training_texts
from directory.search.columns import VECTOR_LENGTH
from directory.search.linear.features import normalised_words
from directory.search.need_model.features import BLOCKS
from directory.search.need_model.model import NO_NEED, NeedModel
from directory.search.vectors.table import WordVectors, find_folder, load_word_vectors
from directory.taxonomy import needs as needs_tree

NEEDS = (*needs_tree.load(CONTENT).by_id, NO_NEED)
FEWEST_TEXTS = 3
"""An n-gram is kept when at least so many texts have it."""
FIT = Fit(penalty=0.04, steps=50, tolerance=0.3)
VECTOR_FIT = Fit(penalty=0.3, steps=80, tolerance=0.3)
_VECTOR_LENGTH_IN_TRAINING = 5.0
"""Vectors are made this long for the fit, so that the penalty weighs as it should."""
BEST_SHARE = 0.7
"""The share of the best need of a text that has several."""
_MOST_NEEDS = 3
PHRASE_IMPORTANCE = 0.4
"""How much a phrase of the thesaurus counts beside a whole text."""


RECORD = Path(__file__).with_name("trained.json")
"""What the shipped weights were trained from."""


def digest() -> str:
    """Return the digest of all that the shipped weights depend on, see `training_digest`."""
    settings = FEWEST_TEXTS, FIT, VECTOR_FIT, _VECTOR_LENGTH_IN_TRAINING, BEST_SHARE, _MOST_NEEDS
    return training_digest(training_texts(), NEEDS, *settings, PHRASE_IMPORTANCE)


def trained_on_everything() -> NeedModel:
    """Return the model that is shipped."""
    return trained(training_texts())


def trained_on_half() -> NeedModel:
    """Return a model of the same kind that has not seen the half set aside, to be measured on it."""
    return trained([one for one in training_texts() if not one.aside])


def word_table() -> WordVectors:
    """Return the table of word vectors. Raises RuntimeError where it is not installed."""
    folder = find_folder()
    table = load_word_vectors(folder) if folder else None
    if table is None:
        raise RuntimeError("install requirements-vectors.txt: the model is trained on word vectors too")
    return table


def trained(texts: Sequence[TrainingText]) -> NeedModel:
    """Return the model that the texts give."""
    words = [normalised_words(one.text) for one in texts]
    keys, rarity = vocabulary(words, BLOCKS, FEWEST_TEXTS)
    answers, importance = _answers(texts)
    matrix = features(words, BLOCKS, keys, rarity, WideMatrix)
    weights, biases = fitted(matrix, answers, FIT, importance)
    whole, scales = in_eight_bits(weights)
    vectors = _vectors([one.text for one in texts])
    by_vector, vector_biases = fitted(vectors, answers, VECTOR_FIT, importance)
    whole_by_vector, vector_scales = in_eight_bits(by_vector * _VECTOR_LENGTH_IN_TRAINING)
    return NeedModel(
        needs=NEEDS,
        keys=keys,
        rarity=rarity,
        weights=whole,
        scales=scales,
        biases=biases.astype(np.float32),
        vector_weights=whole_by_vector,
        vector_scales=vector_scales,
        vector_biases=vector_biases.astype(np.float32),
    )


def gains_of_more_training(model: NeedModel, texts: Sequence[TrainingText]) -> tuple[float, float]:
    """Return by which share a few more steps lower the model's two losses on the texts it was trained on: by
    words, and by vectors."""
    words = [normalised_words(one.text) for one in texts]
    answers, importance = _answers(texts)
    matrix = features(words, BLOCKS, model.keys, model.rarity, WideMatrix)
    weights, by_vector = model.weights * model.scales, model.vector_weights * model.vector_scales
    vectors = _vectors([one.text for one in texts])
    shown = by_vector / _VECTOR_LENGTH_IN_TRAINING
    return (
        gain_of_more_steps(matrix, answers, FIT, weights, model.biases, importance),
        gain_of_more_steps(vectors, answers, VECTOR_FIT, shown, model.vector_biases, importance),
    )


def _answers(texts: Sequence[TrainingText]) -> tuple[Floats, Floats]:
    """Return the shares of the needs in each text, and how much each text counts."""
    importance = np.array([PHRASE_IMPORTANCE if one.is_phrase else 1.0 for one in texts])
    return np.array([answer(one.needs) for one in texts]), importance


def answer(needs: Sequence[str]) -> Floats:
    """Return the shares of the needs in a text: most for the best, the rest for the next ones."""
    shares = np.zeros(len(NEEDS))
    best, *others = needs[:_MOST_NEEDS] or (NO_NEED,)
    shares[NEEDS.index(best)] = BEST_SHARE if others else 1.0
    for need in others:
        shares[NEEDS.index(need)] += (1 - BEST_SHARE) / len(others)
    return shares


def _vectors(texts: Sequence[str]) -> FullMatrix:
    """Return the vectors of texts as a matrix whose last column is 1."""
    table = word_table()
    rows = np.ones((len(texts), VECTOR_LENGTH + 1))
    rows[:, :-1] = [_VECTOR_LENGTH_IN_TRAINING * table.vector(text) for text in texts]
    return FullMatrix(rows)


def save(model: NeedModel, path: Path) -> None:
    """Write the model. The same model gives the same bytes: numpy stamps no time on the parts."""
    parts = {name: getattr(model, name) for name in NeedModel.__dataclass_fields__ if name != "needs"}
    with path.open("wb") as file:
        np.savez_compressed(file, needs=np.array(model.needs), **parts)
