"""Days and costs read from the words of a listing."""

import pytest

from directory.search.facts_said import cost_said, days_said


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("We meet on Tuesdays, 10am to noon.", {"TU"}),
        ("Open Monday to Wednesday and every Saturday", {"MO", "TU", "WE", "SA"}),
        ("Mondays & Thursdays", {"MO", "TH"}),
        ("Monday–Friday", {"MO", "TU", "WE", "TH", "FR"}),
        ("Closed on Sundays", set()),
        ("Open daily except Mondays", set()),
        ("The fair is Saturday 3 May", set()),
        ("", set()),
    ],
)
def test_regular_days_are_read(text: str, days: set[str]) -> None:
    assert days_said(text) == days


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("Sessions are £4 a time", {"fixed"}),
        ("The group is free", {"free"}),
        ("Free of charge for carers", {"free"}),
        ("Feel free to call", set()),
        ("", set()),
    ],
)
def test_costs_are_read(text: str, cost: set[str]) -> None:
    assert cost_said(text) == cost
