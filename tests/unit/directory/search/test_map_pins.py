"""Pins and the names of towns on the map of the results."""

from directory.listing.card import Card
from directory.search.map_pins import pins, towns
from directory.search.results import Place


def card(id: str, name: str) -> Card:
    return Card(id, name.lower(), name, "FilterGroup", "", ("Free", "Tuesdays"), ())


CARDS = [card("a", "Steady Steps"), card("b", "Kind Calls"), card("c", "Lunch")]


def test_pins_carry_the_numbers_of_their_cards_in_the_order_of_the_list() -> None:
    found = pins([("c", 53.5, -1.4), ("a", 53.52, -1.39), ("a", 53.6, -1.2)], CARDS)
    told = [(pin["number"], pin["name"], pin["lat"]) for pin in found]
    assert told == [(1, "Steady Steps", 53.52), (1, "Steady Steps", 53.6), (3, "Lunch", 53.5)]
    assert found[0]["about"] == "Free · Tuesdays"


def test_what_has_no_card_has_no_pin() -> None:
    assert pins([("hidden", 53.5, -1.4)], CARDS) == []


def test_towns_around_the_pins_come_with_those_first_that_have_most_pins() -> None:
    around = [(53.52, -1.40), (53.521, -1.401), (53.60, -1.20)]
    known = [
        Place("London", 51.5, -0.1),
        Place("Goldthorpe", 53.6, -1.2),
        Place("Elsecar", 53.56, -1.3),
        Place("Wombwell", 53.52, -1.40),
    ]
    assert [town["name"] for town in towns(known, around)] == ["Wombwell", "Goldthorpe", "Elsecar"]
    assert towns(known, []) == []
