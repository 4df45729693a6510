"""BM25F over segments of postings, on disk and in memory.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (2004).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from directory.search.engine import FIELDS, Clause, Floats, Scores, TextDocument

K1 = 1.2
B_BODY = 0.45

Ids = NDArray[np.int32]
Postings = tuple[Ids, Floats]
NO_POSTINGS: Postings = (np.empty(0, np.int32), np.empty(0, np.float32))


class Segment(Protocol):
    """Some documents: `numbers[i]` and `lengths[i]` belong to the i-th of the segment."""

    numbers: Ids
    lengths: Floats

    def postings(self, field: str, stem: str) -> Postings:
        """Return positions of the documents with the stem in the field, and the number of times it occurs
        in each."""
        ...

    def words(self) -> Mapping[str, int]:
        """Return words as written, each with the number of documents that have it."""
        ...


class MemorySegment:
    """Documents that are not in the index on disk yet, read from the outbox."""

    def __init__(self, documents: Sequence[TextDocument]) -> None:
        self.numbers = np.array([d.number for d in documents], np.int32)
        self.lengths = np.array([d.fields.get("body", "").count(" ") + 1 for d in documents], np.float32)
        self._counts = [{name: Counter(text.split()) for name, text in d.fields.items()} for d in documents]
        self._words = Counter(word for d in documents for word in set(d.surface.split()))

    def postings(self, field: str, stem: str) -> Postings:
        found = [
            (i, counts[field][stem]) for i, counts in enumerate(self._counts) if stem in counts.get(field, ())
        ]
        if not found:
            return NO_POSTINGS
        ids, often = zip(*found, strict=True)
        return np.array(ids, np.int32), np.array(often, np.float32)

    def words(self) -> Mapping[str, int]:
        return self._words


class SegmentView:
    """A consistent view of segments, each with a mask of its documents that are still the newest."""

    def __init__(self, segments: Sequence[tuple[Segment, NDArray[np.bool_]]]) -> None:
        self._segments = [(segment, live) for segment, live in segments if len(segment.numbers)]
        numbers = [segment.numbers[live] for segment, live in self._segments]
        lengths = [segment.lengths[live] for segment, live in self._segments]
        self.size = int(max((n.max() for n in numbers if len(n)), default=-1)) + 1
        self.count = sum(map(len, numbers))
        self._average = float(np.concatenate(lengths).mean()) if self.count else 1.0

    def _add(self, into: Floats, stem: str, weight: float) -> None:
        for segment, live in self._segments:
            for field, field_weight in FIELDS.items():
                ids, often = segment.postings(field, stem)
                if not len(ids):
                    continue
                is_live = live[ids]
                ids, often = ids[is_live], often[is_live]
                if field == "body":
                    often = often / (1 - B_BODY + B_BODY * segment.lengths[ids] / self._average)
                into[segment.numbers[ids]] += weight * field_weight * often

    def scores(self, clauses: Sequence[Clause]) -> Scores:
        """Return the sum over the clauses of importance times saturated frequency.

        Alternatives of a clause count as one word.
        """
        total, coverage = np.zeros(self.size, np.float32), np.zeros(self.size, np.float32)
        asked = 0.0
        for clause in clauses:
            frequencies = np.zeros(self.size, np.float32)
            for stem, weight in clause.alternatives:
                self._add(frequencies, stem, weight)
            hits = np.flatnonzero(frequencies)
            importance = clause.weight * float(np.log1p((self.count - len(hits) + 0.5) / (len(hits) + 0.5)))
            asked += importance
            values = frequencies[hits]
            total[hits] += importance * values * (K1 + 1) / (K1 + values)
            coverage[hits] += importance * np.minimum(1, values)
        return Scores(total, coverage / asked if asked else coverage)

    def frequency(self, stem: str) -> int:
        """Return the number of documents with the stem in at least one field."""
        found = np.zeros(self.size, np.float32)
        self._add(found, stem, 1.0)
        return int(np.count_nonzero(found))

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words as written, with the number of documents over all segments."""
        total: Counter[str] = Counter()
        for segment, _ in self._segments:
            total.update(segment.words())
        return total


def overlay(
    segments: Sequence[tuple[Segment, NDArray[np.bool_]]], pending: Sequence[TextDocument]
) -> SegmentView:
    """Return a view of the segments in which newer documents replace older ones.

    One without fields only hides its older version.
    """
    newest = {document.number: document for document in pending}
    if not newest:
        return SegmentView(segments)
    changed = np.array(list(newest), np.int32)
    masked = [(segment, live & ~np.isin(segment.numbers, changed)) for segment, live in segments]
    fresh = MemorySegment([document for document in newest.values() if document.fields])
    return SegmentView([*masked, (fresh, np.ones(len(fresh.numbers), np.bool_))])
