"""Conditions read from the words: what fits stays, what nobody knows stands lower, what fails goes, and what would
leave nothing gives way."""

import numpy as np
import pytest

from directory.search.columns import Bools
from directory.search.ranking import Ranked
from directory.search.reading.filters import ReadFilter
from directory.search.soft_filters import FAILS, FITS, UNKNOWN, Conditions, apply
from tests.unit.directory.search.samples import body, columns

FREE, DEAR, SILENT = 0, 1, 2
LISTED = columns(body(FREE, values=["cost:free"]), body(DEAR, values=["cost:fixed"]), body(SILENT, values=[]))
FOR_FREE = ReadFilter("cost", "free")


def under(
    *filters: ReadFilter, scores: tuple[float, ...] = (0.8, 0.9, 0.9), named: int | None = None
) -> Conditions:
    """Return what conditions make of a ranking. `named`: the document that was asked for by its name."""
    ranking = np.array(scores, np.float32)
    names = np.zeros(LISTED.size, np.float32)
    if named is not None:
        names[named] = 1.0
    part = np.zeros(LISTED.size, np.float32)
    return apply(Ranked(ranking, part, part, names, part), LISTED, filters, _in_none, (), {})


def _in_none(_word: str) -> Bools:
    return np.zeros(LISTED.size, np.bool_)


def test_what_fits_stays_what_is_unknown_falls_and_what_fails_goes() -> None:
    found = under(FOR_FREE)
    assert found.ranked.scores == pytest.approx([0.8, 0, 0.72])
    assert (found.held, found.gave_way) == ((FOR_FREE,), ())
    assert [found.fit(number) for number in (FREE, DEAR, SILENT)] == [
        [(FOR_FREE, FITS)],
        [(FOR_FREE, FAILS)],
        [(FOR_FREE, UNKNOWN)],
    ]


def test_what_was_asked_for_by_its_name_stays_as_it_is() -> None:
    assert under(FOR_FREE, named=DEAR).ranked.scores == pytest.approx([0.8, 0.9, 0.72])
    assert under(FOR_FREE, named=SILENT).ranked.scores == pytest.approx([0.8, 0, 0.9])


@pytest.mark.parametrize("scores", [(0.0, 0.9, 0.0), (0.2, 0.9, 0.1)])
def test_a_condition_under_which_nothing_good_is_left_gives_way(scores: tuple[float, ...]) -> None:
    found = under(FOR_FREE, scores=scores)
    assert found.ranked.scores == pytest.approx(scores)
    assert (found.held, found.gave_way) == ((), (FOR_FREE,))


def test_without_conditions_nothing_changes() -> None:
    assert under().ranked.scores == pytest.approx([0.8, 0.9, 0.9])
