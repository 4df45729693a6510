"""The distance between two points."""

import pytest

from core.distance import metres_between


def test_one_minute_of_latitude_is_a_nautical_mile() -> None:
    assert metres_between(53.5, -1.4, 53.5 + 1 / 60, -1.4) == pytest.approx(1853, rel=0.001)


def test_barnsley_to_wombwell_is_the_same_both_ways() -> None:
    there = metres_between(53.5526, -1.4797, 53.5217, -1.3961)
    assert there == pytest.approx(6_520, rel=0.02)
    assert metres_between(53.5217, -1.3961, 53.5526, -1.4797) == pytest.approx(there)
