"""What a resident would miss in a listing."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.open_referral.schema.services import Service
from tests.factories import loose_place, loose_service, weekly
from upkeep.completeness.parts import ListingParts, parts_of_record, parts_of_stored
from upkeep.completeness.rules import completeness_of

EMPTY = ListingParts(**{one.name: False for one in fields(ListingParts)})
FULL = ListingParts(**{one.name: True for one in fields(ListingParts)})
LONG = "A friendly lunch for older people with songs and games in the village hall."


def test_a_listing_with_everything_is_complete() -> None:
    found = completeness_of(FULL)
    assert found.is_complete
    assert (found.filled, found.gaps, found.extras) == (10, (), ())


def test_an_empty_listing_misses_hours_first_and_no_access_without_a_place() -> None:
    found = completeness_of(EMPTY)
    assert (found.filled, found.total) == (0, 9)
    assert [gap.code for gap in found.gaps][:2] == ["hours", "phone"]
    assert "access" not in {gap.code for gap in (*found.gaps, *found.extras)}
    assert "access" in {gap.code for gap in completeness_of(replace(EMPTY, goes_to_a_place=True)).gaps}


def test_a_photo_that_nobody_knows_of_is_not_missed() -> None:
    assert "photo" in {gap.code for gap in completeness_of(replace(FULL, photo=False)).extras}
    assert completeness_of(replace(FULL, photo=None)).extras == ()


@given(st.builds(ListingParts), st.sampled_from([one.name for one in fields(ListingParts)]))
def test_saying_more_never_makes_a_listing_less_complete(parts: ListingParts, name: str) -> None:
    if name in ("goes_to_a_place", "photo"):
        return
    before, after = (
        completeness_of(replace(parts, **{name: False})),
        completeness_of(replace(parts, **{name: True})),
    )
    assert before.filled <= after.filled
    assert before.total == after.total
    assert set(after.gaps) <= set(before.gaps)


def test_a_stored_service_and_its_record_say_the_same() -> None:
    record = Service.model_validate(
        {
            "id": "a",
            "name": "Lunch",
            "status": "active",
            "description": LONG,
            "phones": [{"number": "01226 000000"}],
            "service_at_locations": [
                {"location": {"name": "Hall", "transportation": "Bus 22"}, "schedules": []}
            ],
            "cost_options": [{"option": "Free"}],
        }
    )
    stored = loose_service(
        description=LONG,
        summary="",
        route_in=[],
        availability="",
        delivery=[],
        places=[loose_place(transportation="Bus 22")],
    )
    assert parts_of_record(record) == parts_of_stored(stored)
    codes = {gap.code for gap in completeness_of(parts_of_record(record)).gaps}
    assert codes == {"hours", "who", "how", "summary", "needs", "access"}


@pytest.mark.parametrize(
    ("given_fields", "code"),
    [
        ({"hours_kind": "always"}, "hours"),
        ({"hours_text": "By arrangement"}, "hours"),
        ({"schedules": [weekly("MO", "10:00", "12:00")]}, "hours"),
        ({"fees": "Pay what you can"}, "cost"),
        ({"minimum_age": 18}, "who"),
        ({"needs": ["falls"]}, "needs"),
        ({"access": ["step_free"]}, "access"),
    ],
)
def test_each_way_of_saying_something_counts(given_fields: dict[str, Any], code: str) -> None:
    place = [loose_place()]
    without = parts_of_stored(loose_service(costs=[], phones=[], places=place))
    with_it = parts_of_stored(loose_service(**({"costs": [], "phones": [], "places": place} | given_fields)))
    assert code in {gap.code for gap in completeness_of(without).gaps}
    assert code not in {gap.code for gap in completeness_of(with_it).gaps}
