"""What lowers a listing: it only says where to get help, it is full, or it is closed for now."""

import pytest

from directory.search.factors import FULL_FACTOR, PAUSED_FACTOR, SIGNPOSTS_FACTOR, availability_factor
from tests.unit.directory.search import samples


@pytest.mark.parametrize(
    ("values", "factor"),
    [
        ([], 1.0),
        (["signposts:only"], SIGNPOSTS_FACTOR),
        (["paused:now"], PAUSED_FACTOR),
        (["signposts:only", "taking:full"], SIGNPOSTS_FACTOR * FULL_FACTOR),
    ],
)
def test_each_reason_lowers_once(values: list[str], factor: float) -> None:
    columns = samples.columns(samples.body(0, values=values))
    assert availability_factor(columns)[0] == pytest.approx(factor)
    assert SIGNPOSTS_FACTOR < 1
