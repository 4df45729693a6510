"""The finder of near-duplicates on the labelled pairs: what the bench prints stays true."""

import pytest

from bench.duplicates.measure import MEASURE, TUNE, LabelledPair, labelled_pairs, measured, scored
from bench.duplicates.records import is_there, listings
from directory.content_audit.duplicates import WORTH_A_LOOK


def test_the_halves_share_no_pair() -> None:
    halves = [{(pair.first, pair.second) for pair in labelled_pairs(half)} for half in (TUNE, MEASURE)]
    assert halves[0].isdisjoint(halves[1])
    assert min(map(len, halves)) >= 100


def test_precision_and_recall_are_counted_right() -> None:
    same, other = LabelledPair(TUNE, "a", "b", True), LabelledPair(TUNE, "a", "c", False)
    one = measured([(0.9, same), (0.9, other), (0.2, same)], 0.5)
    assert (one.precision, one.recall, one.f1) == (0.5, 0.5, 0.5)
    nothing = measured([], 0.5)
    assert (nothing.precision, nothing.recall) == (1.0, 1.0)


@pytest.mark.slow
@pytest.mark.skipif(
    not is_there(), reason="needs the directories of ../shared/data, which are not ours to copy"
)
def test_the_half_that_nobody_tuned_on_is_found_as_well() -> None:
    pairs = labelled_pairs(MEASURE)
    wanted = frozenset(key for pair in pairs for key in (pair.first, pair.second))
    found = measured(scored(pairs, listings(wanted=wanted)), WORTH_A_LOOK)
    assert found.precision >= 0.9
    assert found.recall >= 0.7
