"""Every value of a source is found again in the records that are read, or in the problems.

Each generated value is a word of its own, so that a lost one is noticed wherever it was.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.importing import columns, detect_format
from directory.open_referral.feed import Feed
from directory.open_referral.schema import contacts, locations, organizations, parts, services
from tests.examples import examples

_WORDS = st.integers(min_value=1000, max_value=9999).map(lambda number: f"Word{number}")
_UNKNOWN = st.sampled_from(
    ("colour", "vendor_field", "x_ray", "pc_thing", "extraInfo", "notes", "summary", "payments_accepted")
)


def _object(names: list[str], **nested: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for objects with a few of these names, unknown names, and nested objects."""
    plain = st.dictionaries(st.sampled_from(names) | _UNKNOWN, _WORDS, max_size=5)
    inner = st.fixed_dictionaries({}, optional=nested) if nested else st.just({})
    return st.tuples(plain, inner).map(lambda pair: pair[0] | pair[1])


def _names(*models: type[Any]) -> list[str]:
    left_out = {"id", "held_back", "source_id", "status", "parent_organization_id", "organization_id"}
    return sorted(
        {name for model in models for name, field in model.model_fields.items() if field.annotation is str}
        - left_out
    )


def _some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, min_size=1, max_size=2)


PHONE = _object(["number", "description", "extension"])
CONTACT = _object(_names(contacts.Contact), phones=_some(PHONE))
ADDRESS = _object(_names(locations.Address))
SCHEDULE = _object(["byday", "opens_at", "closes_at", "description", "notes", "valid_from", "freq"])
LOCATION = _object(
    _names(locations.Location),
    addresses=_some(ADDRESS),
    phones=_some(PHONE),
    contacts=_some(CONTACT),
    schedules=_some(SCHEDULE),
    accessibility=_some(_object(_names(locations.Accessibility))),
    languages=_some(_object(["name", "code"])),
)
SITE = st.tuples(
    LOCATION,
    _object(["description"], phones=_some(PHONE), contacts=_some(CONTACT), schedules=_some(SCHEDULE)),
).map(lambda pair: pair[1] | {"location": pair[0] | {"name": "Hall"}})
ORGANIZATION = _object(
    _names(organizations.Organization),
    phones=_some(PHONE),
    contacts=_some(CONTACT),
    organization_identifiers=_some(_object(["identifier", "identifier_scheme"])),
).map(lambda row: {"name": "Test Org"} | row)
VERSION_3 = _object(
    [*_names(services.Service), "minimum_age", "maximum_age", "assured_date", "wait_time", "licenses"],
    phones=_some(PHONE),
    contacts=_some(CONTACT),
    schedules=_some(SCHEDULE),
    service_at_locations=_some(SITE),
    cost_options=_some(_object(_names(parts.CostOption))),
    languages=_some(_object(["name", "code", "note"])),
    service_areas=_some(_object(["name", "extent"])),
    funding=_some(_object(["source"])),
    capacities=_some(_object(["available", "description"])),
    required_documents=_some(_object(["document", "name", "uri"])),
    program=_object(["name", "description"]),
    additional_urls=_some(_object(["label", "url"])),
    metadata=_object(["last_action_type", "updated_by"]),
    attributes=_some(
        st.fixed_dictionaries({"taxonomy_term": st.fixed_dictionaries({"name": _WORDS, "taxonomy": _WORDS})})
    ),
    holiday_schedules=_some(_object(["start_date", "end_date"])),
).map(lambda row: row | {"organization": {"name": "Test Org"}})
VERSION_1 = _object(
    [
        "description",
        "fees",
        "accreditations",
        "attending_type",
        "attending_access",
        "deliverable_type",
        "url",
        "email",
        "free",
    ],
    contacts=_some(CONTACT),
    regular_schedules=_some(SCHEDULE),
    holiday_schedules=_some(_object(["start_date", "end_date"])),
    eligibilitys=_some(_object(["eligibility", "minimum_age", "maximum_age"])),
    cost_options=_some(_object(["option", "amount_description"])),
    service_areas=_some(_object(["service_area", "extent"])),
    fundings=_some(_object(["source"])),
    languages=_some(_object(["language"])),
    links=_some(_object(["label", "url"])),
    locations=_some(
        _object(
            ["name", "address_1", "city", "postal_code", "description"],
            accessibilities=_some(_object(["name"])),
        )
    ),
    service_taxonomys=_some(
        st.fixed_dictionaries({"taxonomy": st.fixed_dictionaries({"name": _WORDS, "vocabulary": _WORDS})})
    ),
).map(lambda row: {"regular_schedules": []} | row | {"organization": {"name": "Test Org"}})
PLAIN = _object(
    [
        "description",
        "url",
        "email",
        "phone",
        "summary",
        "timing",
        "is_free",
        "fees",
        "postcode",
        "lat",
        "cost",
        "address",
        "town",
    ],
    eligibility=_object(["age group", "audience", "culture"]),
    locations=_some(_object(["name", "address", "city", "postcode", "phone"])),
    contact=_object(["email", "telephone", "website", "fax"]),
).map(lambda row: {"organisation": "Test Org"} | row)
ROW = _object([column for column in columns.SERVICE_COLUMNS if column not in ("name", "id")])


def _words_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words_of(part)
    elif isinstance(value, str) and value.startswith("Word"):
        yield value


def everything_in(feed: Feed) -> str:
    """Return all that a feed holds and tells, as one text."""
    records = [*feed.services, *feed.organizations.values(), *feed.locations.values()]
    return "\n".join([*(record.model_dump_json() for record in records), *map(str, feed.problems)])


def lost(source: Any, feed: Feed) -> set[str]:
    """Return the words of a source that its feed neither holds nor tells."""
    found = everything_in(feed).lower()
    return {word for word in _words_of(source) if word.lower() not in found}


def _read_json(record: dict[str, Any]) -> Feed:
    return detect_format.read_text(json.dumps({"contents": [record]}), "test")


def _read_table(record: dict[str, Any]) -> Feed:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([record.keys(), record.values()])
    return detect_format.read_text(text.getvalue(), "test")


def _read_package(record: dict[str, Any]) -> Feed:
    return detect_format.read_text(json.dumps(record), "test")


SERVICE = {"id": "7c1d2b8e-1111-4a11-8a11-0000000000d2", "name": "Club", "status": "active"}
SHAPES: dict[str, tuple[st.SearchStrategy[dict[str, Any]], Callable[[dict[str, Any]], Feed]]] = {
    "version 3": (
        VERSION_3.map(lambda row: {"id": "7c1d2b8e-1111-4a11-8a11-0000000000d1", "name": "Club"} | row),
        _read_json,
    ),
    "version 1": (VERSION_1.map(lambda row: {"id": "s1"} | row | {"name": "Club"}), _read_json),
    "plain list": (PLAIN.map(lambda row: {"name": "Club"} | row), _read_json),
    "row of a table": (ROW.map(lambda row: {"name": "Club"} | row), _read_table),
    "organization package": (
        ORGANIZATION.map(lambda row: row | {"id": "o1", "services": [SERVICE]}),
        _read_package,
    ),
}


def _assert_nothing_is_lost(data: st.DataObject, shape: str) -> None:
    records, read = SHAPES[shape]
    record = data.draw(records)
    assert lost(record, read(record)) == set()


@pytest.mark.parametrize("shape", SHAPES)
@settings(deadline=None, derandomize=True, max_examples=examples(5))
@given(data=st.data())
def test_nothing_is_lost(shape: str, data: st.DataObject) -> None:
    _assert_nothing_is_lost(data, shape)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@settings(
    deadline=None, derandomize=True, max_examples=examples(400), suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data())
def test_nothing_is_lost_in_many_records(shape: str, data: st.DataObject) -> None:
    _assert_nothing_is_lost(data, shape)


@pytest.mark.parametrize("read", [_read_json, _read_table])
def test_a_lost_value_is_noticed(read: Callable[[dict[str, Any]], Feed]) -> None:
    feed = read({"name": "Club", "organisation": "Test Org", "phone": "01632 960111"})
    assert lost({"planted": "Word1234"}, feed) == {"Word1234"}
