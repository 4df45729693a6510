"""How close a long query is in meaning to each need and to each listing.

A need is close where its everyday phrases are: the mean of the three nearest. A listing is close where its own
words are, and where the needs that it meets are.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from directory.search.columns import VECTOR_LENGTH, IndexColumns
from directory.search.engine import Floats
from directory.search.need_model.likely import Meaning
from directory.search.thesaurus import Thesaurus
from directory.search.vectors.table import WordVectors

FEWEST_WORDS = 8
"""Shorter queries are understood by their words: vectors made other councils' results worse there."""
NEED_SHARE = 0.8
_NEAREST_PHRASES = 3
_FEWEST_CLAUSE_WORDS = 3
_MOST_CLAUSES = 12
_SCALE = 400
_MOST = 127
_COMPARE_ALL_BELOW = 10_000
_MOST_COMPARED = 4_000
_CLAUSE_ENDS = re.compile(r"[.!?;]\s+|, | and | but ")


@dataclass(frozen=True)
class NeedVectors:
    """The phrases with which people ask for needs: rows of vectors, grouped by need."""

    needs: tuple[str, ...]
    starts: tuple[int, ...]
    """The first row of each need, and the number of all rows at the end."""
    rows: Floats


def stored_vector(table: WordVectors, text: str) -> str:
    """Return the vector of a listing's text as it is stored in its search document: 256 whole numbers from
    -127 to 127, one byte each, in Base64."""
    whole = np.clip(np.rint(table.vector(text) * _SCALE), -_MOST, _MOST).astype(np.int8)
    return base64.b64encode(whole.tobytes()).decode()


def need_vectors(table: WordVectors, thesaurus: Thesaurus) -> NeedVectors:
    """Return the vectors of every phrase that asks for a need, made once for a thesaurus."""
    return _need_vectors(table, _ByVersion(thesaurus))


class _ByVersion:
    """A thesaurus that is the same as another of its version, as the key of a cache."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self.thesaurus = thesaurus

    def __hash__(self) -> int:
        return hash(self.thesaurus.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and other.thesaurus.version == self.thesaurus.version


@lru_cache(maxsize=2)
def _need_vectors(table: WordVectors, key: _ByVersion) -> NeedVectors:
    phrases: dict[str, list[str]] = defaultdict(list)
    for text, need in key.thesaurus.need_asks.entries():
        phrases[need].append(text)
    needs = tuple(sorted(phrases))
    starts = np.cumsum([0, *(len(phrases[need]) for need in needs)])
    rows = [table.vector(text) for need in needs for text in phrases[need]]
    return NeedVectors(needs, tuple(map(int, starts)), np.array(rows, np.float32).reshape(-1, VECTOR_LENGTH))


def is_long(query: str) -> bool:
    """Return True for a query that is long enough for its meaning to say more than chance."""
    return len(query.split()) >= FEWEST_WORDS


def meaning_of(table: WordVectors, thesaurus: Thesaurus, text: str) -> Meaning:
    """Return the vector of a text, and the needs that it is close to."""
    vector = table.vector(text)
    return Meaning(vector, close_needs(table, thesaurus, text, vector))


def closeness(meaning: Meaning, columns: IndexColumns, words: Floats) -> Floats:
    """Return how much closer each document is to a query than an average one, in standard deviations.

    0 for documents whose text has no vector. `words`: the engine's scores; in a large directory only the
    documents that are best by words and needs are compared, and all others count as far.
    """
    close = np.zeros(columns.size, np.float32)
    by_need = _by_need(columns, meaning.close)
    compared = _compared(columns, by_need, words)
    if not len(compared) or not meaning.vector.any():
        return close
    known = columns.vectors[compared].astype(np.float32) @ (meaning.vector / np.float32(_SCALE))
    known += NEED_SHARE * by_need[compared]
    known = (known - known.mean()) / (float(known.std()) or 1.0)
    if columns.size > _COMPARE_ALL_BELOW:
        close[:] = known.min()
    close[compared] = known
    return close


def _by_need(columns: IndexColumns, wanted: Mapping[str, float]) -> Floats:
    """Return how close the needs that each document meets are; the closest of them counts."""
    by_need = np.zeros(columns.size, np.float32)
    for need, nearness in wanted.items():
        row = columns.needs.strengths(need)
        if row is not None:
            np.maximum(by_need, row * row * np.float32(nearness), out=by_need)
    return by_need


def _compared(columns: IndexColumns, by_need: Floats, words: Floats) -> NDArray[np.intp]:
    """Return the numbers of the documents whose vectors are compared: all in a small directory."""
    if columns.size <= _COMPARE_ALL_BELOW:
        return np.flatnonzero(columns.with_vector)
    hopeful = by_need / max(float(by_need.max()), 1e-9)
    length = min(len(words), len(hopeful))
    hopeful[:length] += words[:length] / max(float(words.max(initial=0.0)), 1e-9)
    best = np.argpartition(-hopeful, _MOST_COMPARED)[:_MOST_COMPARED]
    return best[columns.with_vector[best]]


def close_needs(table: WordVectors, thesaurus: Thesaurus, query: str, whole: Floats) -> Mapping[str, float]:
    """Return the needs that are closer than an average one, the closest first: half by the whole query, half by
    its closest clause."""
    needs = need_vectors(table, thesaurus)
    clauses = [clause for clause in _clauses(query) if clause != query]
    texts = np.array([whole, *map(table.vector, clauses)], np.float32)
    likeness = texts @ needs.rows.T
    nearest = np.empty((len(texts), len(needs.needs)), np.float32)
    for at, (start, end) in enumerate(zip(needs.starts, needs.starts[1:], strict=False)):
        rows = likeness[:, start:end]
        count = min(_NEAREST_PHRASES, end - start)
        nearest[:, at] = np.partition(rows, end - start - count, axis=1)[:, -count:].mean(axis=1)
    scores = 0.5 * nearest[0] + 0.5 * nearest.max(axis=0)
    scores -= scores.mean()
    order = np.argsort(-scores, kind="stable")
    return {needs.needs[at]: float(scores[at]) for at in order if scores[at] > 0}


def _clauses(query: str) -> Sequence[str]:
    parts = (part.strip() for part in _CLAUSE_ENDS.split(query))
    return [part for part in parts if len(part.split()) >= _FEWEST_CLAUSE_WORDS][:_MOST_CLAUSES]
