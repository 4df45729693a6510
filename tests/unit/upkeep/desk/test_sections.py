"""Opening and sending a section changes nothing; changing one field changes that alone, and loses nothing."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from core.clock import new_id
from core.forms import Form
from directory.importing.demo import read
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.services import Service
from directory.taxonomy.needs import load as load_needs
from directory.taxonomy.sync import AUDIENCES, CULTURES
from upkeep.desk.contacts.own_contact import OwnContact
from upkeep.desk.sections.all_sections import SECTIONS
from upkeep.desk.sections.concurrent import read_shown, sent_changes, shown_text
from upkeep.desk.sections.place import place_section
from upkeep.desk.sections.section import Section, Surroundings, Values
from upkeep.desk.sections.when import WHEN_BOXES, when_section

CONTENT = Path("content")
OWN = OwnContact("c1", "Jean", "secretary", "jean@example.org", "01632 960306")


@cache
def around() -> Surroundings:
    return Surroundings(
        area="Dearne Valley",
        themes=load_needs(CONTENT).themes,
        audiences=AUDIENCES,
        cultures=CULTURES,
        contacts={OWN.id: OWN},
    )


@cache
def records() -> tuple[Service, ...]:
    feed = read(CONTENT / "demo")
    for service in feed.services:
        _give_ids(service)
        for site in service.service_at_locations:
            site.location = site.location or feed.locations[site.location_id]
            _give_ids(site.location)
    return tuple(feed.services)


def _give_ids(record: OpenReferralObject) -> None:
    for name in type(record).model_fields:
        value = getattr(record, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, OpenReferralObject):
                part.id = part.id or new_id()
                _give_ids(part)


def named(name: str) -> Service:
    return next(record for record in records() if record.name == name)


def lunch_club() -> Service:
    return named("Ings Lane luncheon club")


def sections_of(record: Service) -> Iterator[Section]:
    yield from SECTIONS.values()
    yield WHEN_BOXES
    for site in record.service_at_locations:
        yield place_section(site.id)
        yield when_section(site.id)
        yield when_section(site.id, boxes=True)


def browser(kind: type[Form], values: Values, **typed: Any) -> MultiDict[str, str]:
    """Return what a browser sends of a form, with some fields changed."""
    form: MultiDict[str, str] = MultiDict()
    for name, value in {**kind(data=values).data, **typed}.items():
        if isinstance(value, list):
            form.setlist(name, value)
        elif value is True:
            form[name] = "yes"
        elif value:
            lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
            form[name] = lines.replace("\n", "\r\n")
    return form


def sent(section: Section, record: Service, **typed: Any) -> Service:
    """Return the record after somebody opened a section, changed some fields, and sent it."""
    kind, values = section.form_kind(record, around()), section.values(record, around())
    posted = kind(browser(kind, values, **typed)).data
    found = sent_changes(kind, values, posted, read_shown(shown_text(kind, values)))
    assert not found.conflicts
    return section.with_changes(record, found.changed, around())


@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_an_untouched_form_changes_nothing_in_any_listing(step: int) -> None:
    assert len(records()) > 250
    for record in records()[::step]:
        for section in sections_of(record):
            assert sent(section, record) == record, (record.name, section.id)


messy = st.text(alphabet=st.sampled_from("ab é.,\t\n\r  \x00\u200bÄ£<>&"), max_size=30)


@settings(deadline=None, max_examples=25)
@given(name=messy, summary=messy, description=messy, fees=messy, address=messy, note=messy)
def test_an_untouched_form_changes_nothing_whatever_the_texts_are(**texts: str) -> None:
    record = lunch_club().model_copy(deep=True)
    record.name, record.summary, record.description = texts["name"], texts["summary"], texts["description"]
    record.fees, record.phones[0].description = texts["fees"], texts["note"]
    location = record.service_at_locations[0].location
    assert location
    location.addresses[0].address_1 = texts["address"]
    before = record.model_copy(deep=True)
    for section in sections_of(record):
        assert sent(section, record) == before, section.id


def changed_fields(before: Service, after: Service) -> set[str]:
    return {name for name in Service.model_fields if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize(
    ("section", "typed", "changed"),
    [
        ("what", {"name": "Ings Lane lunches"}, {"name"}),
        ("who", {"maximum_age": "90"}, {"maximum_age"}),
        ("who", {"needs": ["lunch-clubs", "loneliness"]}, {"attributes"}),
        ("who", {"languages": ["Polish"]}, {"languages"}),
        ("where", {"areas": ["Goldthorpe"]}, {"service_areas"}),
        ("where", {"whole_area": True}, {"service_areas"}),
        ("contact", {"phone-new1-number": "01632 960111"}, {"phones"}),
        ("contact", {"phone-new1-number": "01632 960111", "phone-new1-answers": "24/7"}, {"phones"}),
        ("contact", {"contacts": [OWN.id]}, {"contacts"}),
        ("cost", {"fees": "Ask us."}, {"fees"}),
        ("when", {"written": "Tuesdays 10am to 12 noon"}, {"schedules"}),
        ("when", {"closed_on": "25 12 2026\n31/12/2026"}, {"schedules"}),
        ("when", {"always": True}, {"schedules", "hours_kind"}),
    ],
)
def test_one_changed_field_changes_that_alone(section: str, typed: Values, changed: set[str]) -> None:
    before = lunch_club()
    assert changed_fields(before, sent(SECTIONS[section], before, **typed)) == changed


def test_the_hours_of_a_number_are_stored_and_shown_in_words() -> None:
    typed = {"phone-new1-number": "01632 960111", "phone-new1-answers": "every day 8am to 9pm"}
    record = sent(SECTIONS["contact"], lunch_club(), **typed)
    line = record.phones[-1]
    assert line.answers == "Mo-Su 08:00-21:00"
    assert SECTIONS["contact"].values(record, around())[f"phone-{line.id}-answers"] == "Every day, 8am to 9pm"
    assert sent(SECTIONS["contact"], record) == record
    assert sent(SECTIONS["contact"], record, **{f"phone-{line.id}-answers": ""}).phones[-1].answers == ""


def test_other_times_keep_the_row_its_exceptions_and_its_note() -> None:
    record = named("Waggonway supper by the fire")
    row = record.schedules[0]
    after = sent(SECTIONS["when"], record, written="Last Friday of the month 6pm to 8pm").schedules
    assert [each.id for each in after] == [row.id]
    assert (after[0].byday, after[0].freq, after[0].opens_at) == ("-1FR", "MONTHLY", after[0].opens_at)
    assert after[0].extra["season"] == row.extra["season"]
    assert after[0].extra["closed"] == ["2026-12-31"]


def test_the_words_of_most_listings_with_times_are_in_the_box() -> None:
    """A volunteer who changes a time finds the words there, and changes a number in them."""
    timed = [record for record in records() if record.schedules]
    shown = [record for record in timed if SECTIONS["when"].values(record, around())["written"]]
    assert len(shown) / len(timed) > 0.85
    assert SECTIONS["when"].values(lunch_club(), around())["written"] == "Thursdays, 11.45am to 1.45pm"


def test_boxes_change_one_row_and_add_another() -> None:
    record = lunch_club()
    row = record.schedules[0]
    typed = {f"time-{row.id}-closes": "2pm", "time-new1-days": ["TU"], "time-new1-weeks": "1"}
    after = sent(WHEN_BOXES, record, **typed).schedules
    assert after[0].model_copy(update={"closes_at": row.closes_at}) == row
    assert str(after[0].closes_at) == "14:00:00"
    assert (after[1].byday, after[1].freq, after[1].opens_at) == ("1TU", "MONTHLY", None)
    gone = sent(WHEN_BOXES, record, **{f"time-{row.id}-days": []})
    assert (gone.schedules, gone.hours_kind) == ([], "unknown")


def test_one_date_is_added_and_taken_away() -> None:
    record = lunch_club()
    typed = {"event-new1-day": "12 12 2026", "event-new1-opens": "12 noon", "event-new1-closes": "2pm"}
    after = sent(SECTIONS["when"], record, **typed)
    single = after.schedules[-1]
    assert (single.freq, str(single.dtstart), str(single.opens_at)) == (None, "2026-12-12", "12:00:00")
    assert sent(SECTIONS["when"], after, **{f"event-{single.id}-day": ""}) == record


def test_prices() -> None:
    record = lunch_club()
    price = record.cost_options[0]
    after = sent(SECTIONS["cost"], record, **{f"cost-{price.id}-amount": "£5"}).cost_options
    assert after[0] == price.model_copy(update={"amount": Decimal(5)})
    assert sent(SECTIONS["cost"], record, **{"cost-new1-amount": "0"}).cost_options[1].kind == "free"
    cleared = {f"cost-{price.id}-amount": "", f"cost-{price.id}-kind": ""}
    assert sent(SECTIONS["cost"], record, **cleared).cost_options == []


def test_a_place_is_added_and_a_moved_one_keeps_its_access() -> None:
    record = lunch_club()
    new = {"address_1": "1 High Street", "city": "Wombwell", "postal_code": "s738cv"}
    after = sent(place_section("new"), record, **new).service_at_locations
    assert len(after) == 2
    assert after[1].location
    assert after[1].location.addresses[0].postal_code == "S73 8CV"
    site = record.service_at_locations[0]
    moved = sent(place_section(site.id), record, postal_code="S73 8CV").service_at_locations[0]
    assert moved.location
    assert site.location
    assert moved.location.accessibility == site.location.accessibility
    assert moved.location.addresses[0].postal_code == "S73 8CV"


def test_two_people_in_one_section() -> None:
    """What both changed differently is a conflict; what one of them changed stays changed."""
    section, record = SECTIONS["what"], lunch_club()
    kind, values = section.form_kind(record, around()), section.values(record, around())
    shown = read_shown(shown_text(kind, values))
    now = record.model_copy(update={"name": "Lunch by Jean", "summary": "A dinner."})
    posted = kind(browser(kind, values, name="Lunch by June", description="New.")).data
    found = sent_changes(kind, section.values(now, around()), posted, shown)
    assert found.changed == {"name": "Lunch by June", "description": "New."}
    assert found.conflicts == {"name": "Lunch by Jean"}
    merged = section.with_changes(now, found.changed, around())
    assert merged.summary == "A dinner."


@given(st.text() | st.from_type(dict).map(json.dumps))
def test_digests_that_somebody_made_up_do_no_harm(text: str) -> None:
    assert all(isinstance(value, str) for value in read_shown(text).values())
