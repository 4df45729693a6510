"""Places that people name."""

import pytest

from directory.search.gazetteer import Gazetteer, Point, make, outward, plain_postcode
from directory.search.results import Place

AREAS = [
    ("S73", 53.52, -1.40, "Wombwell"),
    ("S73 8", 53.53, -1.41, "Wombwell"),
    ("S74", 53.50, -1.44, "Hoyland"),
    ("S74 1", 53.50, -1.44, "Hoyland"),
    ("S63", 53.54, -1.30, "Wath upon Dearne"),
    ("S64", 53.49, -1.28, ""),
]
LISTINGS = [
    ("Elsecar", "S74", 53.49, -1.42),
    ("Elsecar", "LS1", 53.51, -1.44),
    ("Wombwell", "S73", 0.0, 0.0),
    ("", "LS1", 53.81, -1.54),
    ("", "", 1.0, 1.0),
]
WHOLE = {"S738AB": (53.531, -1.411)}


@pytest.fixture
def places() -> Gazetteer:
    return make(AREAS, LISTINGS)


def postcode(code: str) -> Point | None:
    return WHOLE.get(code)


@pytest.mark.parametrize(
    ("text", "label", "latitude"),
    [
        ("S73 8AB", "S73 8AB", 53.531),
        ("s738ab", "S73 8AB", 53.531),
        (" S73  8ab ", "S73 8AB", 53.531),
        ("S73 8ZZ", "S73 8ZZ", 53.53),
        ("S73 9ZZ", "S73 9ZZ", 53.52),
        ("S73 8", "S73 8", 53.53),
        ("s73 1", "S73 1", 53.52),
        ("S64", "S64", 53.49),
        ("LS1", "LS1", 53.66),
        ("LS1 4AB", "LS1 4AB", 53.66),
        ("wombwell", "Wombwell", 53.525),
        ("WATH  UPON dearne", "Wath upon Dearne", 53.54),
        ("Elsecar", "Elsecar", 53.50),
        ("S73-8AB.", "S73 8AB", 53.531),
        ("(S73 8A B)", "S73 8AB", 53.531),
        ("S74 OAB", "S74 0AB", 53.50),
        ("Wath", "Wath upon Dearne", 53.54),
        ("wath-on-dearne", "Wath upon Dearne", 53.54),
        ("womb well", "Wombwell", 53.525),
    ],
)
def test_what_people_type_is_found(places: Gazetteer, text: str, label: str, latitude: float) -> None:
    place = places.find(text, postcode)
    assert place
    assert (place.label, place.latitude) == (label, pytest.approx(latitude))


@pytest.mark.parametrize(
    "text", ["", "ZZ99 9ZZ", "S99", "Atlantis", "S73 8A", "8AB", "S738AB S738AB", "%", "S73\x00"]
)
def test_what_is_nowhere_is_not_found(places: Gazetteer, text: str) -> None:
    assert places.find(text, postcode) is None


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("wombwel", "Wombwell"),
        ("wommbwell", "Wombwell"),
        ("hoylnd", "Hoyland"),
        ("elsicar", "Elsecar"),
        ("womb", None),
        ("wood", None),
        ("barnsley", None),
    ],
)
def test_a_misspelt_town_is_known_where_one_alone_is_near(
    places: Gazetteer, typed: str, town: str | None
) -> None:
    found = places.town_like([typed])
    assert (found.label if found else None) == town


def test_a_short_name_that_two_towns_share_is_neither() -> None:
    shared = make([*AREAS, ("S62", 53.45, -1.32, "Wath on the Hill")], [])
    assert shared.find("Wath", postcode) is None
    assert (
        make([("AB1", 1.0, 1.0, "Marston"), ("AB2", 1.0, 2.0, "Marsten")], []).town_like(["marstan"]) is None
    )


def test_a_whole_postcode_is_more_exact_than_its_sector(places: Gazetteer) -> None:
    exact, sector, town = (places.find(text, postcode) for text in ("S73 8AB", "S73 8", "Wombwell"))
    assert exact
    assert sector
    assert town
    assert len({exact.latitude, sector.latitude, town.latitude}) == 3
    assert (exact.code, sector.code, town.code) == ("S73 8AB", "S73 8", "")


def test_the_gazetteer_s_own_towns_and_codes_are_not_moved_by_listings(places: Gazetteer) -> None:
    assert places.codes["S73"] == (53.52, -1.40)
    assert places.codes["S74"] == (53.50, -1.44)
    town = places.find("Wombwell", postcode)
    assert town
    assert town.latitude == pytest.approx(53.525)
    assert "" not in places.towns


def test_names_by_which_a_service_area_means_a_place(places: Gazetteer) -> None:
    by_code, by_town = places.find("S73 8AB", postcode), places.find("Wombwell", postcode)
    assert by_code
    assert by_town
    assert {"s73", "wombwell"} <= places.names_of(by_code)
    assert {"s73", "wombwell"} <= places.names_of(by_town)
    assert not {"s74", "hoyland"} & (places.names_of(by_code) | places.names_of(by_town))


def test_a_service_area_may_be_a_sector(places: Gazetteer) -> None:
    by_code, elsewhere, by_town, by_sector = (
        places.find(text, postcode) for text in ("S73 8AB", "S73 9ZZ", "Wombwell", "S73 8")
    )
    assert by_code
    assert elsewhere
    assert by_town
    assert by_sector
    assert all("s73 8" in places.names_of(place) for place in (by_code, by_town, by_sector))
    assert "s73 9" in places.names_of(elsewhere)
    assert not {"s73 8", "s74 1"} & places.names_of(elsewhere)
    assert "s74 1" not in places.names_of(by_town)
    assert "sw1a 2" in places.names_of(Place("SW1A 2AA", 51.5, -0.1, "SW1A 2AA"))


def test_areas_that_can_be_judged(places: Gazetteer) -> None:
    assert all(places.knows(area) for area in ("s73", "wombwell", "wath upon dearne", "elsecar"))
    assert not any(places.knows(area) for area in ("borough", "the north", "ls2", ""))


def test_words_of_towns_are_kept_from_the_speller(places: Gazetteer) -> None:
    assert {"wath", "upon", "dearne", "elsecar"} <= places.town_words


@pytest.mark.parametrize(
    ("code", "first"),
    [("S73 8AB", "S73"), ("s738ab", "S73"), ("S73 8", "S73"), ("S73", "S73"), ("SW1A 1AA", "SW1A")],
)
def test_outward_codes(code: str, first: str) -> None:
    assert outward(code) == first


def test_a_postcode_is_stored_plain() -> None:
    assert plain_postcode(" s73 8ab\n") == "S738AB"
