"""Precision and recall of the finder on the labelled pairs."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from directory.content_audit.duplicates import similarity
from directory.content_audit.listing_facts import ListingFacts

LABELS = Path(__file__).with_name("labels.csv")
TUNE, MEASURE = "tune", "measure"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two records and whether they are one: `half` is the half of the sample to which the pair belongs."""

    half: str
    first: str
    second: str
    is_duplicate: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What a threshold finds: `found` pairs, of which `right` are duplicates, of `all_duplicates`."""

    threshold: float
    found: int
    right: int
    all_duplicates: int

    @property
    def precision(self) -> float:
        """The share of found pairs that are duplicates; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of duplicates that were found; 1 where there are none."""
        return self.right / self.all_duplicates if self.all_duplicates else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, self.found + self.all_duplicates)


def labelled_pairs(half: str, path: Path = LABELS) -> list[LabelledPair]:
    """Return the labelled pairs of a half."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [
            LabelledPair(half, row["first"], row["second"], row["duplicate"] == "1")
            for row in rows
            if row["half"] == half
        ]


def scored(
    pairs: Iterable[LabelledPair], listings: Mapping[str, ListingFacts]
) -> list[tuple[float, LabelledPair]]:
    """Return each pair with its similarity. Raises KeyError where the records are not those of the sample."""
    return [(similarity(listings[pair.first], listings[pair.second]), pair) for pair in pairs]


def measured(pairs: Sequence[tuple[float, LabelledPair]], threshold: float) -> Measured:
    """Return what a threshold finds among scored pairs."""
    found = [pair for score, pair in pairs if score >= threshold]
    right = sum(pair.is_duplicate for pair in found)
    return Measured(threshold, len(found), right, sum(pair.is_duplicate for _score, pair in pairs))


def best_threshold(pairs: Sequence[tuple[float, LabelledPair]]) -> Measured:
    """Return the threshold with the best F1; of equal ones the highest, which bothers moderators least."""
    steps = [number / 100 for number in range(30, 100)]
    return max((measured(pairs, step) for step in steps), key=lambda one: (one.f1, one.threshold))
