"""What the audit calls an error, and what it leaves alone."""

from dataclasses import replace

import pytest

from directory.content_audit.duplicates import LIKELY, near_duplicates, similarity
from directory.content_audit.listing_facts import ListingFacts
from directory.content_audit.rules import errors_of

RIGHT = ListingFacts(
    id="1",
    name="Lunch club",
    organization="Old School Hall",
    summary="A hot meal and company every Tuesday.",
    emails=("hello@example.org",),
    urls=("https://example.org",),
    phones=("01632 960001",),
    towns=("Wombwell",),
    postcodes=("S73 8CV",),
    places=frozenset({"hall"}),
    slots=frozenset({"TU 12:00"}),
)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, None),
        ({"summary": "Tell us your name and phone. Coming soon: a garden. Things to do."}, None),
        ({"description": "Lorem ipsum dolor sit amet consectetur adipiscing elit."}, "placeholder"),
        ({"description": "Enter your description here and then press save."}, "placeholder"),
        ({"name": "TBC"}, "placeholder"),
        ({"description": "N/A"}, "placeholder"),
        ({"summary": "A hot meal on Tuesdays"}, "too short"),
        ({"summary": "A hot meal every Tuesday noon"}, None),
        ({"emails": (), "urls": (), "phones": ()}, "no contact"),
        ({"emails": (), "urls": (), "phones": (), "has_address": True}, None),
        ({"emails": ("01632 960001",)}, "swapped fields"),
        ({"phones": ("hello@example.org",)}, "swapped fields"),
        ({"urls": ("hello@example.org",)}, "swapped fields"),
        ({"towns": ("S73 8CV",)}, "swapped fields"),
        ({"towns": ("Wombwell S73 8CV",)}, "swapped fields"),
        ({"postcodes": ("Wombwell",)}, "swapped fields"),
        ({"name": "https://example.org"}, "swapped fields"),
    ],
)
def test_errors(changed: dict[str, object], kind: str | None) -> None:
    found = [finding.kind for finding in errors_of(replace(RIGHT, **changed))]  # type: ignore[arg-type]
    assert found == ([kind] if kind else [])


def test_the_same_listing_twice_is_near_and_neighbours_are_not() -> None:
    again = replace(RIGHT, id="2", name="Lunch Club (Wombwell)", summary="Hot meal and company each Tuesday.")
    neighbour = replace(
        RIGHT,
        id="3",
        name="Knit and natter",
        summary="Bring your needles. Wool is free for beginners.",
        slots=frozenset(),
    )
    pairs = near_duplicates([RIGHT, again, neighbour])
    assert [(pair.first.id, pair.second.id) for pair in pairs] == [("1", "2")]
    assert similarity(RIGHT, again) == similarity(again, RIGHT) >= LIKELY > similarity(RIGHT, neighbour)


def test_empty_texts_are_no_sign() -> None:
    blank = ListingFacts(id="1", name="", organization="")
    assert similarity(blank, replace(blank, id="2")) == 0
