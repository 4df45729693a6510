"""Word vectors: the table's files, the word pieces, and closeness in meaning to needs and listings."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from directory.search.columns import VECTOR_LENGTH
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import PhraseMatcher
from directory.search.vectors import meaning
from directory.search.vectors.meaning import close_needs, closeness, is_long, meaning_of, stored_vector
from directory.search.vectors.table import WordVectors, load_word_vectors
from tests.unit.directory.search.samples import body, columns, write_content

PIECES = [
    "\u2581",
    "f",
    "a",
    "l",
    "m",
    "e",
    "fa",
    "ll",
    "fall",
    "\u2581fall",
    "\u2581meal",
    "me",
    "al",
    "meal",
]


def write_table(folder: Path, kind: str = "F16", rows: int = len(PIECES)) -> Path:
    """Write the files of the package as they are on disk, with one dimension for each word piece."""
    (folder / "tokenizers").mkdir(parents=True)
    (folder / "weights").mkdir()
    vocabulary = {piece: at for at, piece in enumerate(PIECES)}
    (folder / "tokenizers" / "l2_supercat_tokenizer_config.json").write_text(
        json.dumps({"model": {"vocab": vocabulary}}), encoding="utf-8"
    )
    numbers = np.eye(rows, VECTOR_LENGTH, dtype=np.float16).tobytes()
    header = {
        "__metadata__": {},
        "rows": {"dtype": kind, "shape": [rows, VECTOR_LENGTH], "data_offsets": [0, len(numbers)]},
    }
    text = json.dumps(header).encode()
    (folder / "weights" / "l2_supercat_256.safetensors").write_bytes(
        len(text).to_bytes(8, "little") + text + numbers
    )
    return folder


@pytest.fixture
def table(tmp_path: Path) -> WordVectors:
    found = load_word_vectors(write_table(tmp_path / "table"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("fall", ["\u2581fall"]),
        ("Fall meal", ["\u2581fall", "\u2581meal"]),
        ("lame", ["\u2581", "l", "a", "me"]),
    ],
)
def test_words_are_parted_into_pieces(table: WordVectors, text: str, pieces: list[str]) -> None:
    vector = table.vector(text)
    assert {PIECES[at] for at in np.flatnonzero(vector)} == set(pieces)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", "?", "\u4f60\u597d"])
def test_text_without_known_pieces_is_far_from_everything(table: WordVectors, text: str) -> None:
    assert set(np.flatnonzero(table.vector(text))) <= {0}


@pytest.mark.parametrize("harm", ["missing", "cut", "kind", "rows", "json"])
def test_a_table_that_cannot_be_read_is_done_without(tmp_path: Path, harm: str) -> None:
    folder = write_table(
        tmp_path / harm, "F32" if harm == "kind" else "F16", 3 if harm == "rows" else len(PIECES)
    )
    weights = folder / "weights" / "l2_supercat_256.safetensors"
    if harm == "missing":
        weights.unlink()
    elif harm == "cut":
        weights.write_bytes(weights.read_bytes()[:300])
    elif harm == "json":
        (folder / "tokenizers" / "l2_supercat_tokenizer_config.json").write_text("{", encoding="utf-8")
    assert load_word_vectors(folder) is None


def test_needs_and_listings_close_to_a_story_stand_out(table: WordVectors, tmp_path: Path) -> None:
    asks = PhraseMatcher([("fall", "falls"), ("meal", "meals")])
    thesaurus = replace(
        load_thesaurus(write_content(tmp_path / "content")), need_asks=asks, version=str(tmp_path)
    )
    story = "fall and a fall and a fall and a fall"
    snapshot = columns(
        body(0, needs={}, vector=stored_vector(table, "meal")),
        body(1, needs={}, vector=stored_vector(table, "fall")),
        body(2, needs={}),
    )
    close = closeness(meaning_of(table, thesaurus, story), snapshot, np.zeros(3, np.float32))
    assert close[1] > 0 > close[0]
    assert close[2] == 0
    assert next(iter(close_needs(table, thesaurus, story, table.vector(story)))) == "falls"


def test_in_a_large_directory_the_best_by_words_are_compared(
    table: WordVectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "_COMPARE_ALL_BELOW", 3)
    monkeypatch.setattr(meaning, "_MOST_COMPARED", 2)
    thesaurus = load_thesaurus(write_content(tmp_path / "content"))
    texts = ["meal", "fall", "fall", "meal"]
    snapshot = columns(
        *(body(n, needs={}, vector=stored_vector(table, text)) for n, text in enumerate(texts))
    )
    words = np.array([2, 3, 0, 0], np.float32)
    story = meaning_of(table, thesaurus, "fall and a fall and a fall and a fall")
    close = closeness(story, snapshot, words)
    assert close[1] > close[0] == close[2] == close[3], "only the first two were compared"


def test_a_query_of_eight_words_is_long() -> None:
    assert is_long("my mum fell and I am worried sick")
    assert not is_long("my mum fell and I am worried")
