"""Pins and the names of towns on the map of the results."""

from directory.cards import Card
from directory.finding_map import pins, towns
from directory.search.results import Place


def card(id: str, name: str) -> Card:
    return Card(id, name.lower(), name, "Group", "", ("Free", "Tuesdays"), ())


CARDS = [card("a", "Steady Steps"), card("b", "Kind Calls"), card("c", "Lunch")]


def test_pins_carry_the_numbers_of_their_cards_in_the_order_of_the_list() -> None:
    found = pins([("c", 53.5, -1.4), ("a", 53.52, -1.39), ("a", 53.6, -1.2)], CARDS)
    told = [(pin["number"], pin["name"], pin["lat"]) for pin in found]
    assert told == [(1, "Steady Steps", 53.52), (1, "Steady Steps", 53.6), (3, "Lunch", 53.5)]
    assert found[0]["about"] == "Free · Tuesdays"


def test_what_has_no_card_has_no_pin() -> None:
    assert pins([("hidden", 53.5, -1.4)], CARDS) == []


def test_towns_stand_around_the_pins_and_not_over_one_another() -> None:
    around = pins([("a", 53.52, -1.40), ("b", 53.521, -1.401), ("c", 53.60, -1.20)], CARDS)
    wombwell, beside = Place("Wombwell", 53.52, -1.40), Place("Aldham", 53.522, -1.402)
    known = [Place("London", 51.5, -0.1), beside, wombwell, Place("Goldthorpe", 53.6, -1.2)]
    names = [town["name"] for town in towns(known, around)]
    assert names == ["Aldham", "Goldthorpe"]
    assert towns(known, []) == []
