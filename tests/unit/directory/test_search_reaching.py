"""How a service reaches somebody: services without a place stay in, judged by their service area."""

import numpy as np
import pytest

from directory.search.facts import Facts
from directory.search.gazetteer import Gazetteer, make
from directory.search.reaching import area_mask, how, reachable
from directory.search.results import Place
from tests.unit.directory.search_samples import body, facts

PLACES: Gazetteer = make([("S73", 53.52, -1.40, "Wombwell"), ("S74", 53.50, -1.44, "Hoyland")], [])
HERE = Place("S73", 53.52, -1.40, "S73")


def covered(*areas: str, council: str = "Dearne Valley", place: Place = HERE) -> bool:
    snapshot = facts(body(0, values=[f"area:{area}" for area in areas]), body(1, values=["area:s74"]))
    return bool(area_mask(snapshot, PLACES, place, council)[0])


@pytest.mark.parametrize(
    ("areas", "inside"),
    [
        (("s73",), True),
        (("wombwell",), True),
        (("s74",), False),
        (("hoyland",), False),
        (("s74", "s73"), True),
        (("borough",), True),
        (("dearne valley",), True),
        (("national",), True),
        (("somewhere nobody knows",), True),
        (("hoyland", "somewhere nobody knows"), True),
        ((), True),
    ],
)
def test_an_area_includes_excludes_or_cannot_be_judged(areas: tuple[str, ...], inside: bool) -> None:
    assert covered(*areas) is inside


def test_an_asker_who_gave_a_town_is_judged_alike() -> None:
    town = Place("Wombwell", 53.52, -1.40)
    assert covered("s73", place=town)
    assert not covered("s74", place=town)


def test_the_council_s_own_name_covers_all_of_it() -> None:
    assert covered("hoyland", "Anyshire".lower(), council="Anyshire")
    assert not covered("hoyland", council="Anyshire")


def test_placed_ones_are_judged_by_distance_and_others_by_area() -> None:
    distances = np.array([500, 59_000, 61_000, np.inf, np.inf], np.float32)
    covers = np.array([False, False, True, True, False])
    assert reachable(Facts(), covers, distances).tolist() == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("values", "distance", "way"),
    [
        (["delivery:place"], 400.0, "near"),
        (["delivery:home", "delivery:phone"], np.inf, "home"),
        (["delivery:phone", "delivery:online"], np.inf, "phone"),
        (["delivery:online"], np.inf, "online"),
        (["delivery:phone"], 400.0, "near"),
        (["area:s73"], np.inf, "area"),
        ([], np.inf, ""),
    ],
)
def test_in_which_way_it_reaches_you(values: list[str], distance: float, way: str) -> None:
    assert how(facts(body(0, values=values)), 0, distance) == way
