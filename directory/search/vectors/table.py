"""The table of word vectors that the package wordllama brings, read from its files.

The package itself is never imported: its loader asks a network and needs libraries that nothing else here uses.
Its files are a tokeniser (SentencePiece's byte-pair encoding, Sennrich et al. 2016, as Hugging Face's JSON) and
one tensor in the safetensors format: eight bytes with the length of a JSON header, the header, then the numbers.
"""

import itertools
import json
import logging
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.settings import Settings
from directory.search.columns import VECTOR_LENGTH
from directory.search.engine import Floats

log = logging.getLogger("signpost.search")

PACKAGE = "wordllama"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_SPACE = "\u2581"
_LENGTH_BYTES = 8
_MOST_WORD_CHARACTERS = 40
_MOST_WORDS = 120


class WordVectors:
    """Vectors of word pieces. A text's vector is the sum of its pieces' vectors, with length 1."""

    def __init__(self, vocabulary: dict[str, int], rows: NDArray[np.float16]) -> None:
        self._vocabulary, self._rows = vocabulary, rows
        self._pieces = lru_cache(maxsize=50_000)(self._pieces_of)

    def vector(self, text: str) -> Floats:
        """Return the vector of a text; zeros where it has no words."""
        ids = [id for word in text.lower().split()[:_MOST_WORDS] for id in self._pieces(word)]
        summed: Floats = self._rows[ids].astype(np.float32).sum(axis=0)
        length = float(np.linalg.norm(summed))
        return summed / np.float32(length) if length else summed

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces: pairs are merged, the pair with the lowest id of all first.

        Characters that the vocabulary does not have are left out.
        """
        pieces = [_SPACE, *word[:_MOST_WORD_CHARACTERS]]
        vocabulary = self._vocabulary
        while len(pieces) > 1:
            merged = [
                (vocabulary.get(left + right, len(vocabulary)), at)
                for at, (left, right) in enumerate(itertools.pairwise(pieces))
            ]
            best, at = min(merged)
            if best == len(vocabulary):
                break
            pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]
        return tuple(vocabulary[piece] for piece in pieces if piece in vocabulary)


def find_folder() -> Path | None:
    """Return the folder of the installed package; None where it is not installed. Nothing is imported."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def word_vectors(settings: Settings) -> WordVectors | None:
    """Return the table that a site uses; None where the settings switch it off or it is not installed."""
    folder = find_folder()
    return load_word_vectors(folder) if settings.word_vectors and folder else None


@lru_cache(maxsize=2)
def load_word_vectors(folder: Path) -> WordVectors | None:
    """Return the table in a folder; None, with a line in the log, where it cannot be read."""
    try:
        tokenizer = json.loads((folder / _TOKENIZER).read_text(encoding="utf-8"))
        vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
        rows = _read_tensor(folder / _WEIGHTS)
        if rows.shape != (len(vocabulary), VECTOR_LENGTH):
            raise ValueError(f"a table of {rows.shape} for {len(vocabulary)} word pieces")
        return WordVectors(vocabulary, rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("word vectors cannot be read, and search does without: %r", error)
        return None


def _read_tensor(path: Path) -> NDArray[np.float16]:
    """Return the first tensor of a safetensors file, mapped into memory that all workers share."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        header: dict[str, Any] = json.loads(file.read(length))
    tensor = next(value for name, value in header.items() if name != "__metadata__")
    if tensor["dtype"] != "F16":
        raise ValueError(f"numbers of the kind {tensor['dtype']}")
    start = _LENGTH_BYTES + length + tensor["data_offsets"][0]
    return np.memmap(path, np.float16, "r", start, tuple(tensor["shape"]))
