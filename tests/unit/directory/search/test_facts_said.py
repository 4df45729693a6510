"""Days and costs read from the words of a listing."""

import pytest

from directory.search.facts_said import company_said, cost_said, days_said


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


@pytest.mark.parametrize(
    ("name", "text", "need", "company"),
    [
        ("Wren Room Counselling", "", "counselling", {"one_to_one"}),
        ("Larkhill choir", "", "music-drama", {"group"}),
        ("Kettle's on", "Tea for all", "social-groups", {"group"}),
        ("Computer help", "One-to-one, or join our class", "digital-skills", {"one_to_one"}),
        ("Buddies", "Somebody who takes you to a group", "loneliness", set()),
    ],
)
def test_company_is_read(name: str, text: str, need: str, company: set[str]) -> None:
    assert company_said(name, text, need) == company
