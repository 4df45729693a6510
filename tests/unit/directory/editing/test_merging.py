"""Edits of different units merge; edits of the same unit ask; differences name every change. Pure."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.editing.differences import differences
from directory.editing.holding import reasons_to_hold
from directory.editing.merging import OURS, THEIRS, merge
from directory.editing.units import NOT_EDITED, ORGANIZATION_UNITS, SERVICE_UNITS
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Accessibility, Address, Location
from directory.open_referral.schema.organizations import Funding, Organization, OrganizationIdentifier
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute, TaxonomyTerm
from directory.versions.record_json import as_json, from_json

_text = st.text(max_size=20)
_phone = st.builds(Phone.model_construct, id=st.sampled_from("abc"), number=_text, description=_text)
_schedule = st.builds(
    Schedule.model_construct,
    id=st.sampled_from("abc"),
    freq=st.just("WEEKLY"),
    byday=st.sampled_from(["MO", "TU,WE"]),
    opens_at=st.times(),
    valid_to=st.none() | st.dates(),
    extra=st.just({"term_time": True}),
)
_unique = {"unique_by": lambda part: part.id, "max_size": 3}
_changes = st.fixed_dictionaries(
    {},
    optional={
        "name": _text,
        "description": _text,
        "former_names": st.lists(_text, unique=True),
        "minimum_age": st.none() | st.integers(0, 120),
        "paused_from": st.none() | st.dates(),
        "paused_until": st.none() | st.dates(),
        "phones": st.lists(_phone, **_unique),
        "schedules": st.lists(_schedule, **_unique),
        "contacts": st.lists(
            st.builds(Contact.model_construct, id=st.sampled_from("abc"), private=st.booleans()), **_unique
        ),
        "cost_options": st.lists(
            st.builds(
                CostOption.model_construct,
                id=st.sampled_from("abc"),
                amount=st.none() | st.decimals(0, 999, places=2),
            ),
            **_unique,
        ),
        "secret_address": st.booleans(),
    },
)


def service(**fields: Any) -> Service:
    return Service.model_construct(**({"id": "s", "name": "Lunch club"} | fields))


@given(_changes)
def test_a_record_survives_json(fields: dict[str, Any]) -> None:
    record = service(**fields)
    assert from_json("service", as_json(record)) == record


@given(_changes, _changes)
def test_merging_with_nothing_is_nothing(before: dict[str, Any], changed: dict[str, Any]) -> None:
    base, edit = service(**before), service(**before | changed)
    assert merge(base, base, edit).record == edit
    assert merge(base, edit, base).record == edit
    assert merge(base, edit, edit).record == edit


@given(_changes, _changes, _changes)
def test_both_orders_ask_about_the_same_and_agree_elsewhere(
    before: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    base, mine, theirs = service(**before), service(**before | one), service(**before | other)
    forth, back = merge(base, theirs, mine), merge(base, mine, theirs)
    assert forth.conflicts == back.conflicts
    for unit in SERVICE_UNITS:
        if unit in forth.conflicts:
            continue
        for name in unit.fields:
            merged, swapped = getattr(forth.record, name), getattr(back.record, name)
            if isinstance(merged, list):
                assert sorted(map(repr, merged)) == sorted(map(repr, swapped))
            else:
                assert merged == swapped


def test_different_units_merge_and_the_same_unit_asks() -> None:
    base = service(description="Old", email="old@example.org")
    mine = service(description="Mine", email="old@example.org")
    theirs = service(description="Old", email="new@example.org")
    merged = merge(base, theirs, mine)
    assert (merged.record.description, merged.record.email, merged.conflicts) == (
        "Mine",
        "new@example.org",
        (),
    )
    theirs.description = "Theirs"
    asked = merge(base, theirs, mine)
    assert [unit.name for unit in asked.conflicts] == ["description"]
    assert merge(base, theirs, mine, {"description": OURS}).record.description == "Mine"
    chosen = merge(base, theirs, mine, {"description": THEIRS})
    assert (chosen.record.description, chosen.conflicts) == ("Theirs", ())


def phones(**numbers: str) -> list[Phone]:
    return [Phone.model_construct(id=key, number=number) for key, number in numbers.items()]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"a": "1", "b": "9"}, {"a": "8", "b": "2"}, {"a": "8", "b": "9"}),
        ({"a": "1"}, {"a": "1", "b": "2", "c": "3"}, {"a": "1", "c": "3"}),
        ({"a": "9", "b": "2"}, {"a": "8", "b": "2"}, None),
        ({"b": "2", "c": "9"}, {"b": "2", "d": "8"}, None),
        ({"b": "2"}, {"a": "8", "b": "2"}, None),
    ],
    ids=["two numbers", "removed and added", "one number", "both replaced", "removed and changed"],
)
def test_parts_merge_one_by_one(
    mine: dict[str, str], theirs: dict[str, str], expected: dict[str, str] | None
) -> None:
    base = service(phones=phones(a="1", b="2"))
    merged = merge(base, service(phones=phones(**theirs)), service(phones=phones(**mine)))
    if expected is None:
        assert [unit.name for unit in merged.conflicts] == ["phones"]
    else:
        assert merged.record.phones == phones(**expected)


def test_two_sets_of_times_are_not_merged() -> None:
    base = service()
    one = service(schedules=[Schedule.model_construct(id="a", freq="WEEKLY", byday="MO")])
    other = service(schedules=[Schedule.model_construct(id="b", freq="WEEKLY", byday="TU")])
    assert [unit.name for unit in merge(base, other, one).conflicts] == ["hours"]


def test_every_field_is_in_a_unit_or_not_edited() -> None:
    for kind, units in ((Service, SERVICE_UNITS), (Organization, ORGANIZATION_UNITS)):
        names = [name for unit in units for name in unit.fields]
        assert len(names) == len(set(names))
        assert set(kind.model_fields) - NOT_EDITED == set(names)


PARTS: dict[str, Any] = {
    "phones": [Phone.model_construct(number="01632 960900", extension="3", type="textphone")],
    "contacts": [Contact.model_construct(name="Ann", private=True, phones=[Phone(number="01632 960901")])],
    "service_at_locations": [
        ServiceAtLocation.model_construct(
            location=Location.model_construct(
                name="Hall",
                secret=True,
                addresses=[Address.model_construct(address_1="1 Park Street", postal_code="S73 8CV")],
                accessibility=[Accessibility.model_construct(description="No steps")],
            )
        )
    ],
    "schedules": [
        Schedule.model_construct(
            freq="WEEKLY", byday="TU", opens_at=time(12), closes_at=time(14), valid_to=date(2026, 12, 1)
        )
    ],
    "cost_options": [CostOption.model_construct(amount=Decimal("4.50"), option="with pudding")],
    "languages": [Language.model_construct(name="Polish")],
    "service_areas": [ServiceArea.model_construct(name="Wombwell")],
    "funding": [Funding.model_construct(source="The council")],
    "attributes": [Attribute.model_construct(taxonomy_term=TaxonomyTerm.model_construct(name="Lunch"))],
    "organization_identifiers": [
        OrganizationIdentifier.model_construct(identifier_type="Charity number", identifier="123")
    ],
    "former_names": ["Dinner club"],
    "route_in": ["gp"],
    "delivery": ["home"],
    "successor_ids": ["t"],
    "status": "defunct",
    "hours_kind": "always",
    "availability": "full",
}


def _changed(kind: type[Any], name: str) -> Any:
    if name in PARTS:
        return PARTS[name]
    annotation = str(kind.model_fields[name].annotation)
    if "date" in annotation:
        return date(2026, 12, 31)
    if "bool" in annotation:
        return True
    return 7 if "int" in annotation else "<b>Something</b>"


@pytest.mark.parametrize("kind", [Service, Organization])
def test_every_changed_field_is_a_difference_in_words(kind: type[Any]) -> None:
    before = kind.model_construct(id="x", name="Lunch club", organization_id="o")
    assert differences(before, before.model_copy(deep=True)) == []
    for name in set(kind.model_fields) - NOT_EDITED:
        after = before.model_copy(update={name: _changed(kind, name)})
        (found,) = differences(before, after)
        assert found.label
        assert found.after not in ((), found.before), name
        assert "not shown here" not in found.after[-1], name


def test_a_part_that_was_typed_again_is_no_difference() -> None:
    before, after = (service(phones=[Phone.model_construct(id=key, number="1")]) for key in "ab")
    assert differences(before, after) == []


def test_a_new_record_shows_all_that_it_says() -> None:
    found = differences(None, service(description="Soup", organization_id="o"), {"o": "The group"})
    assert [(each.field, each.after) for each in found] == [
        ("name", ("Lunch club",)),
        ("organization_id", ("The group",)),
        ("description", ("Soup",)),
        ("status", ("Open",)),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Sign up at https://bit.ly/abc", "shortened"),
        ("<script>alert(1)</script>", "code"),
        ('<img src=x onerror="x()">', "code"),
        ("[ring](javascript:alert(1))", "code"),
        ("Best online casino in town", "gambling"),
        ("Payday loans, no credit checks", "loans"),
        ("Escort agency", "adults"),
        ("They are all wankers", "insult"),
        ('=HYPERLINK("http://x","y")', "formula"),
        (" ".join(f"https://example.org/{n}" for n in range(9)), "many"),
    ],
)
def test_spam_and_unsafe_content_is_held(text: str, word: str) -> None:
    reasons = reasons_to_hold(service(description=text))
    assert any(word in reason.why for reason in reasons)


@pytest.mark.parametrize(
    "text",
    [
        "We help with gambling debts, and with loans from loan sharks. Phone us on 01632 960900.",
        "Dinner = £4. See https://example.org and https://www.example.org.uk/times.",
        "Support for sex workers and survivors of porn addiction.".replace("porn addiction", "abuse"),
        "A slow walk for people with dementia and for carers. Tea & cake <3",
    ],
)
def test_ordinary_words_are_not_held(text: str) -> None:
    assert reasons_to_hold(service(description=text)) == []
