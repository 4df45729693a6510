"""Prices and distances in words."""

from datetime import date
from typing import Any

import pytest

from directory.listing import wording as listing_wording
from tests.factories import loose_service

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ([{"kind": "free"}], "Free"),
        ([{"kind": "fixed", "amount": "3.50", "amount_description": "session"}], "£3.50 a session"),
        ([{"kind": "fixed", "amount": "20", "amount_description": "hour"}], "£20 an hour"),
        ([{"kind": "fixed", "amount": "5", "amount_description": "per week"}], "£5 per week"),
        ([{"kind": "fixed"}], "There is a charge"),
        ([{"kind": "donation"}], "Donation if you wish"),
        ([{"kind": "means_tested"}], "Cost depends on your money"),
        ([{"kind": "fixed", "amount": "8"}, {"kind": "fixed", "amount": "3"}], "From £3"),
        ([{"kind": "free"}, {"kind": "fixed", "amount": "3"}], "Free or from £3"),
        (
            [
                {"kind": "fixed", "amount": "6.95", "amount_description": "meal"},
                {"kind": "fixed", "amount": "5.40", "amount_description": "meal"},
            ],
            "From £5.40 a meal",
        ),
        (
            [{"kind": "free"}, {"kind": "fixed", "amount": "1540", "amount_description": "week"}],
            "Free or from £1,540 a week",
        ),
        ([{"amount": "0"}], "Free"),
        ([], ""),
    ],
)
def test_price_in_a_few_words(costs: list[dict[str, Any]], words: str) -> None:
    assert listing_wording.short_price(loose_service(costs=costs), TODAY) == words


def test_a_price_that_is_over_does_not_count() -> None:
    costs = [
        {"kind": "fixed", "amount": "3", "valid_to": date(2026, 11, 22)},
        {"kind": "fixed", "amount": "4", "valid_from": date(2026, 11, 23)},
    ]
    assert listing_wording.short_price(loose_service(costs=costs), TODAY) == "£4"


def test_price_in_full_has_its_note() -> None:
    service = loose_service(
        costs=[
            {"kind": "fixed", "amount": "3.50", "amount_description": "session", "option": "includes a drink"}
        ]
    )
    assert listing_wording.cost_words(service.cost_options[0]) == "£3.50 a session: includes a drink"


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (100, "less than half a mile"),
        (1609, "1 mile"),
        (1931, "1.2 miles"),
        (3219, "2 miles"),
        (32187, "20 miles"),
    ],
)
def test_miles(metres: float, words: str) -> None:
    assert listing_wording.miles(metres) == words
