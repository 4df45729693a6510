"""How a service reaches somebody: services without a place stay in, judged by their service area."""

import numpy as np
import pytest

from directory.search.gazetteer import Gazetteer, make
from directory.search.reach import area_mask, comes_to_people, reachable, way_of_reaching
from directory.search.results import Place
from tests.unit.directory.search.samples import body, columns

PLACES: Gazetteer = make([("S73", 53.52, -1.40, "Wombwell"), ("S74", 53.50, -1.44, "Hoyland")], [])
HERE = Place("S73", 53.52, -1.40, "S73")


def covered(*areas: str, council: str = "Dearne Valley", place: Place = HERE) -> bool:
    snapshot = columns(body(0, values=[f"area:{area}" for area in areas]), body(1, values=["area:s74"]))
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
    snapshot = columns(*(body(n, values=["delivery:place"]) for n in range(5)))
    assert reachable(snapshot, covers, distances).tolist() == [True, True, False, True, False]


@pytest.mark.parametrize("way", ["home", "phone", "online"])
def test_what_comes_to_people_stays_however_far_its_office_where_it_covers_them(way: str) -> None:
    snapshot = columns(*(body(n, values=["delivery:place", f"delivery:{way}"]) for n in range(3)))
    distances, covers = np.array([400_000, 400_000, 500], np.float32), np.array([True, False, False])
    assert reachable(snapshot, covers, distances).tolist() == [True, False, True]
    assert comes_to_people(snapshot).all()
    assert not comes_to_people(
        columns(body(0, values=["delivery:place", "delivery:outreach"]), body(1))
    ).any()


SECTORS: Gazetteer = make(
    [("S73", 53.52, -1.40, "Wombwell"), ("S73 8", 53.53, -1.41, "Wombwell"), ("S73 0", 53.5, -1.4, "")], []
)


@pytest.mark.parametrize(
    ("place", "area", "inside"),
    [
        (Place("S73 8AB", 53.53, -1.41, "S73 8AB"), "s73 8", True),
        (Place("S73 8AB", 53.53, -1.41, "S73 8AB"), "s73 0", False),
        (Place("S73 8", 53.53, -1.41, "S73 8"), "s73 0", False),
        (Place("S73", 53.53, -1.41, "S73"), "s73 8", True),
        (Place("S7", 53.53, -1.41, "S7"), "s73 8", False),
        (Place("Wombwell", 53.53, -1.41), "s73 8", True),
    ],
)
def test_an_area_may_be_a_sector(place: Place, area: str, inside: bool) -> None:
    assert bool(area_mask(columns(body(0, values=[f"area:{area}"])), SECTORS, place, "x")[0]) is inside


@pytest.mark.parametrize(
    ("values", "distance", "way"),
    [
        (["delivery:place"], 400.0, "near"),
        (["delivery:home", "delivery:phone"], np.inf, "home"),
        (["delivery:phone", "delivery:online"], np.inf, "phone"),
        (["delivery:online"], np.inf, "online"),
        (["delivery:phone"], 400.0, "near"),
        (["delivery:phone"], 15_999.0, "near"),
        (["delivery:place", "delivery:phone"], 17_000.0, "phone"),
        (["delivery:online", "delivery:home"], 400_000.0, "home"),
        (["area:s73"], np.inf, "area"),
        ([], np.inf, ""),
    ],
)
def test_in_which_way_it_reaches_you(values: list[str], distance: float, way: str) -> None:
    assert way_of_reaching(columns(body(0, values=values)), 0, distance) == way
