"""The schema has the specification's fields and enumerations, reads feeds leniently and checks our own data
strictly.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.settings import ROOT
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Feed
from directory.open_referral.schema import (
    contacts,
    locations,
    organizations,
    parts,
    schedules,
    services,
    taxonomies,
)
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service
from directory.schedules.open_referral import EXTRA
from directory.vocabulary import STATUS

# The published JSON Schemas lie beside the repository for those who work on it; never part of it.
SPECIFICATION = ROOT.parent / "shared" / "data" / "open-referral" / "3.0" / "schema"
needs_specification = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the specification of Open Referral UK 3.0 is not on this machine"
)
MODULES = (contacts, locations, organizations, parts, schedules, services, taxonomies)
OBJECTS = list(
    dict.fromkeys(
        each
        for module in MODULES
        for each in vars(module).values()
        if isinstance(each, type) and "object_name" in vars(each)
    )
)
NOT_STORED = {
    # Parents that the nesting says, and parts of parts that no table holds.
    "service_id",
    "service_at_location_id",
    "location_id",
    "organization_id",
    "contact_id",
    "phone_id",
    "link_id",
    "attributes",
    "languages",
}
ALIASES = {"service_area", "accessibility", "term", "taxonomy_term_id"}
"""Fields that are read into another field of the same object."""


def collector() -> Collector:
    return Collector(Feed("test", "test"))


def problems(into: Collector) -> list[tuple[str, str]]:
    return [(problem.field, problem.what) for problem in into.feed.problems]


def missing_fields(model: type[OpenReferralObject], published: dict[str, Any]) -> set[str]:
    """Fields of a published JSON Schema that a model does not read."""
    return published["properties"].keys() - model.model_fields.keys() - NOT_STORED - ALIASES


def published_schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SPECIFICATION / f"{name}.json").read_text(encoding="utf-8"))
    return found


@needs_specification
@pytest.mark.parametrize("model", OBJECTS, ids=lambda model: model.object_name)
def test_every_field_of_the_specification_is_read(model: type[OpenReferralObject]) -> None:
    assert missing_fields(model, published_schema(model.object_name)) == set()


def test_a_field_that_is_not_read_is_noticed() -> None:
    planted = {"properties": {"number": {}, "colour": {}}}
    assert missing_fields(contacts.Phone, planted) == {"colour"}


@needs_specification
@pytest.mark.parametrize(
    ("name", "field", "ours"),
    [
        ("service", "status", STATUS),
        ("location", "location_type", locations.LOCATION_TYPES),
        ("address", "address_type", locations.LOCATION_TYPES),
    ],
)
def test_enumerations_are_the_specifications(name: str, field: str, ours: tuple[str, ...]) -> None:
    assert set(published_schema(name)["properties"][field]["enum"]) == set(ours)


def test_the_models_are_found() -> None:
    assert {"service", "organization", "location", "schedule", "phone", "attribute"} <= {
        each.object_name for each in OBJECTS
    }


def test_an_unknown_value_becomes_a_problem_that_names_it() -> None:
    into = collector()
    row = {
        "name": "A",
        "status": "sleeping",
        "url": "javascript:x",
        "phones": [{"number": "1234567", "type": "drum"}],
    }
    service = Service.model_validate(row, context=into)
    assert (service.status, service.url, service.phones[0].type) == ("inactive", "", "voice")
    assert {field for field, _what in problems(into)} == {"url", "status", "phone type"}
    assert "sleeping" in dict(problems(into))["status"]


def test_without_a_log_an_unknown_value_is_refused() -> None:
    with pytest.raises(ValidationError, match="sleeping"):
        Service.model_validate({"name": "A", "status": "sleeping"})


def test_a_part_that_says_nothing_is_left_out() -> None:
    service = Service.model_validate(
        {"name": "A", "languages": [{"id": "x"}, {"name": "Urdu"}], "cost_options": [{}], "attributes": [{}]},
        context=collector(),
    )
    assert [each.name for each in service.languages] == ["Urdu"]
    assert (service.cost_options, service.attributes) == ([], [])


def test_what_is_no_list_is_told_and_a_single_part_counts_as_a_list() -> None:
    into = collector()
    service = Service.model_validate(
        {"name": "A", "contacts": "none", "languages": {"name": "Urdu"}}, context=into
    )
    assert (service.contacts, [each.name for each in service.languages]) == ([], ["Urdu"])
    assert problems(into) == [("contacts", "is not a list: left out")]


def test_our_own_facts_are_read_from_the_extension_only() -> None:
    row = {"name": "A", "if_full": "a vendor's field", EXTRA: {"sensitive": True}}
    into = collector()
    service = Service.model_validate(row, context=into)
    assert (service.if_full, service.sensitive) == ("", True)
    assert problems(into) == [("if_full", "is not read: “a vendor's field”")]


def test_a_vendors_secret_address_is_kept_secret() -> None:
    into = collector()
    assert Service.model_validate({"name": "A", "secret_address": True}, context=into).secret_address
    assert problems(into) == [("secret_address", "is “True”: the address is kept secret")]


@pytest.mark.parametrize(
    ("rows", "kind", "number"),
    [
        ([], "unknown", 0),
        ([{"byday": "MO", "opens_at": "10:00", "closes_at": "11:00"}], "scheduled", 1),
        ([{"description": "Ask us"}], "unknown", 1),
        ([{EXTRA: {"always": True}}], "always", 0),
    ],
)
def test_the_kind_of_hours_follows_from_the_schedules(rows: list[Any], kind: str, number: int) -> None:
    service = Service.model_validate({"name": "A", "schedules": rows}, context=collector())
    assert (service.hours_kind, len(service.schedules)) == (kind, number)


def test_words_of_rows_without_days_are_kept() -> None:
    rows = [{"description": "Ask us"}, {"notes": "Not in August"}, {"byday": "MO", "description": "Mondays"}]
    service = Service.model_validate({"name": "A", "schedules": rows}, context=collector())
    assert service.hours_text == "Ask us\nNot in August"


def test_a_place_that_never_closes_keeps_a_row_that_says_so() -> None:
    row = {
        "name": "A",
        "service_at_locations": [{"location": {"name": "Hall"}, "schedules": [{EXTRA: {"always": True}}]}],
    }
    service = Service.model_validate(row, context=collector())
    schedule = service.service_at_locations[0].schedules[0]
    assert (schedule.byday, schedule.extra) == ("MO,TU,WE,TH,FR,SA,SU", {"always": True})
    assert service.hours_kind == "scheduled"


def test_one_coordinate_alone_is_no_place() -> None:
    location = Location.model_validate({"name": "Hall", "latitude": 53.5}, context=collector())
    assert (location.latitude, location.longitude) == (None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({*Service.model_fields, *Location.model_fields, *Schedule.model_fields, "location", EXTRA})


@settings(deadline=None)
@given(
    row=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8),
    part=st.dictionaries(st.sampled_from(FIELDS), JSON),
)
def test_no_feed_whatever_stops_the_reading(row: dict[str, Any], part: dict[str, Any]) -> None:
    """Any JSON is read with problems noted, never with an exception."""
    nested = {
        "schedules": [part],
        "contacts": [part],
        "phones": [part],
        "cost_options": [part],
        "attributes": [part],
        "service_at_locations": [part | {"location": part}],
        "languages": [part],
        "service_areas": [part],
    }
    for given_row in (row, nested | row, row | nested):
        Service.model_validate(given_row, context=collector())
