"""The view model of a listing, tested without rendering a page."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from core import clock
from directory.listing.context import ListingContext
from directory.listing.json_ld import schema_org
from directory.listing.page import Listing, make_listing
from directory.models import Contact, Phone
from directory.schedules.holidays import Calendar
from tests.factories import loose, loose_place, loose_service, weekly

STALE_DAYS = 365
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
CALENDAR = Calendar(frozenset({date(2026, 11, 27)}))
SECRETS = ("Hidden Town", "Hidden House", "9 Hidden Lane", "S99 9CV", "53.987", "1.234", "bus to hidden")


def listing(**fields: Any) -> Listing:
    return make_listing(
        loose_service(**fields), ListingContext(MONDAY, CALENDAR, "Dearne Valley", STALE_DAYS)
    )


def hidden_place(**fields: Any) -> Any:
    address = {"address_1": "9 Hidden Lane", "postal_code": "S99 9CV"}
    more = {
        "name": "Hidden House",
        "latitude": 53.987,
        "longitude": -1.234,
        "transportation": "bus to hidden",
        "description": "Hidden House",
    }
    return loose_place("Hidden Town", address=address, **(more | fields))


@pytest.mark.parametrize("routes", [["gp"], ["professional"], ["gp", "professional"]])
def test_what_others_must_ask_for_never_offers_asking_for_yourself(routes: list[str]) -> None:
    action = listing(route_in=routes, url="https://clinic.example.org", email="ask@example.org").action
    assert not action.own
    assert action.label == action.href == ""
    assert "cannot ask for this yourself" in action.words


@pytest.mark.parametrize("routes", [["self"], ["anyone"], ["self", "gp", "professional"]])
def test_what_people_may_ask_for_has_one_button(routes: list[str]) -> None:
    action = listing(route_in=routes).action
    assert action.own
    assert action.href == "tel:01632960900"


@pytest.mark.parametrize(
    ("fields", "href"),
    [
        ({"url": "https://a.example.org"}, "https://a.example.org"),
        ({"url": "https://a.example.org", "delivery": ["phone"]}, "tel:01632960900"),
        ({"phones": [], "email": "a@example.org"}, "mailto:a@example.org"),
        (
            {"phones": [Phone(number="07700 900123", type="text")], "email": "a@example.org"},
            "sms:07700900123",
        ),
        ({"phones": []}, ""),
        ({"phones": [], "url": "javascript:alert(1)"}, ""),
        ({"phones": [], "url": "www.a.example.org"}, "https://www.a.example.org"),
        ({"phones": [], "email": "a@example.org?bcc=x@example.org"}, ""),
    ],
)
def test_where_the_button_leads(fields: dict[str, Any], href: str) -> None:
    assert listing(**fields).action.href == href


def test_an_unknown_route_says_get_in_touch() -> None:
    action = listing(route_in=[]).action
    assert action.own
    assert action.words == "Get in touch to ask how to get this help."


def test_private_contacts_are_not_shown() -> None:
    private = loose(Contact, name="Ann", private=True, phones=[loose(Phone, number="01632 960111")])
    public = loose(Contact, name="Bob", phones=[loose(Phone, number="01632 960222")])
    numbers = [line.number for line in listing(phones=[], contacts=[private, public]).phones]
    assert numbers == ["01632 960222"]


def test_without_own_numbers_the_organizations_are_given() -> None:
    service = loose_service(phones=[])
    service.organization.phones = [loose(Phone, number="01632 960333")]
    assert [
        p.number for p in make_listing(service, ListingContext(MONDAY, CALENDAR, "", STALE_DAYS)).phones
    ] == ["01632 960333"]


@pytest.mark.parametrize("where", ["service", "location"])
def test_nothing_of_a_secret_place_is_in_the_value_or_the_data_block(where: str) -> None:
    place = hidden_place(secret=where == "location", access=["parking"], schedules=[weekly("TU")])
    found = listing(secret_address=where == "service", places=[place])
    block = json.dumps(schema_org(found, "https://x/", "https://y/"))
    assert found.secret
    assert found.places == ()
    for secret in SECRETS:
        assert secret not in repr(found)
        assert secret not in block


def test_a_secret_place_beside_an_open_one() -> None:
    found = listing(places=[hidden_place(secret=True), loose_place("Hoyland")])
    assert found.secret
    assert [place.town for place in found.places] == ["Hoyland"]
    assert not any(secret in repr(found) for secret in SECRETS)


def test_a_planted_secret_is_noticed() -> None:
    found = listing(places=[hidden_place()])
    assert any(secret in repr(found) for secret in SECRETS)


def test_ended_with_reason_and_successors() -> None:
    successor = loose_service(name="New meals", slug="new-meals")
    hidden = loose_service(name="For staff", slug="for-staff", professionals_only=True)
    found = listing(
        ends_on=date(2026, 11, 1), ended_reason="The money ran out.", successors=[successor, hidden]
    )
    assert found.ended
    assert found.banners[0].title == "This ended on 1 November 2026"
    assert found.banners[0].text == "The money ran out."
    assert [link.slug for link in found.successors] == ["new-meals"]
    assert not found.action.own
    assert found.calendars == ()


def test_ends_soon_and_starts_later() -> None:
    assert listing(ends_on=date(2026, 12, 31)).banners[0].kind == "ending"
    assert listing(ends_on=date(2027, 12, 31)).banners == ()
    assert listing(starts_on=date(2027, 1, 4)).banners[0].title == "This starts on 4 January 2027"


def test_former_and_other_names() -> None:
    found = listing(alternate_name="Steps", former_names=["Falls Club", "Old Steps"])
    assert found.other_names == "Also called Steps. Used to be called Falls Club and Old Steps."


def test_this_week_day_by_day_without_bank_holidays() -> None:
    rows = [weekly("MO,FR", "14:00", "15:30", extra={"closed_bank_holidays": True})]
    found = listing(schedules=rows)
    assert [(day.label, day.times) for day in found.when.week] == [
        ("Today, Monday 23 November", ("2pm to 3.30pm",))
    ]
    assert "Not on bank holidays" in found.when.exceptions


def test_a_session_past_midnight_belongs_to_the_day_on_which_it_began() -> None:
    after_midnight = datetime(2026, 11, 29, 0, 30, tzinfo=clock.LONDON)
    context = ListingContext(after_midnight, CALENDAR, "Dearne Valley", STALE_DAYS)
    found = make_listing(loose_service(schedules=[weekly("SA", "22:00", "02:00")]), context)
    assert found.when.open_words == "Open now until 2am"
    assert [day.label for day in found.when.week] == [
        "Saturday 28 November",
        "Saturday 5 December",
    ]


def test_sessions_of_several_places_say_where() -> None:
    places = [
        loose_place("Wombwell", schedules=[weekly("TU")]),
        loose_place("Hoyland", schedules=[weekly("WE")]),
    ]
    times = [day.times for day in listing(places=places).when.week]
    assert times == [("10am to 12 noon, Wombwell Hall",), ("10am to 12 noon, Hoyland Hall",)]


def test_unknown_times_stay_unknown() -> None:
    when = listing().when
    assert not when.known
    assert when.lines == ("Times not known: phone to ask",)
    assert when.open_words == ""


def test_a_calendar_for_sessions_and_none_for_opening_hours() -> None:
    assert [c.number for c in listing(schedules=[weekly("TU")], places=[loose_place()]).calendars] == [0]
    assert listing(schedules=[weekly("MO,TU,WE,TH,FR", "09:00", "17:00")]).calendars == ()
    assert listing(hours_kind="always").calendars == ()
    assert listing(schedules=[weekly("TU")], route_in=["gp"]).calendars == ()


def test_a_sensitive_service_has_no_calendar() -> None:
    assert listing(schedules=[weekly("TU")], sensitive=True).calendars == ()


def test_who_it_is_for() -> None:
    assert listing(minimum_age=50).who_for == ("Aged 50 and over",)
    assert listing(minimum_age=16, maximum_age=25).who_for == ("Aged 16 to 25",)
    assert listing(eligibility_description="Men.", audiences=["men"]).who_for == ("Men.", "Men")


def test_area_languages_and_access() -> None:
    found = listing(areas=["borough"], languages=["Polish", "Urdu"], access=["hearing_loop"])
    assert found.area == "All of Dearne Valley"
    assert found.languages == "English, Polish and Urdu."
    assert found.access == ("Hearing loop",)


def test_waiting_list_says_how_long_and_what_to_do() -> None:
    found = listing(availability="waiting_list", waiting_time="about 6 weeks", if_full="Ring the helpline.")
    assert found.availability == "There is a waiting list: about 6 weeks."
    assert found.if_full == "Ring the helpline."


def test_checked_line_and_stale() -> None:
    assert listing().checked == "Checked on 3 November 2026 by the group."
    assert not listing().stale
    assert not listing(assured_date=date(2025, 11, 23)).stale
    assert listing(assured_date=date(2025, 11, 22)).stale
    assert listing(assured_date=None).checked == "We have not checked this page yet."


def test_the_data_block_names_the_place_and_the_price() -> None:
    block = schema_org(listing(places=[loose_place("Hoyland")], areas=["S74"]), "https://x/", "https://y/")
    assert block["areaServed"] == "S74"
    assert block["offers"][0]["price"] == "0"
    assert block["availableChannel"][1]["serviceLocation"]["address"]["addressLocality"] == "Hoyland"


def test_the_data_block_of_a_gp_service_has_no_number_to_ask_at() -> None:
    block = schema_org(listing(route_in=["gp"], url="https://clinic.example.org"), "https://x/", "https://y/")
    assert "servicePhone" not in json.dumps(block)
    assert "clinic.example.org" not in json.dumps(block)


def test_the_data_block_has_hours_and_units() -> None:
    costs = [{"kind": "fixed", "amount": "3.50", "amount_description": "session"}, {"kind": "means_tested"}]
    block = schema_org(listing(costs=costs, schedules=[weekly("TU")]), "https://x/", "https://y/")
    priced, words = block["offers"]
    assert (priced["price"], priced["priceSpecification"]["unitText"]) == ("3.50", "session")
    assert "price" not in words
    assert block["hoursAvailable"][0]["dayOfWeek"] == ["https://schema.org/Tuesday"]


@pytest.mark.parametrize("fields", [{"ends_on": date(2026, 11, 1)}, {"status": "temporarily closed"}])
def test_what_has_stopped_offers_nothing(fields: dict[str, Any]) -> None:
    block = schema_org(listing(schedules=[weekly("TU")], **fields), "https://x/", "https://y/")
    assert not {"offers", "hoursAvailable", "availableChannel"} & block.keys()


@pytest.mark.parametrize(
    ("fields", "kind", "title"),
    [
        ({"status": "temporarily closed"}, "closed", "Closed for now"),
        (
            {"status": "temporarily closed", "paused_until": date(2026, 12, 31)},
            "closed",
            "Closed until 31 December 2026",
        ),
        ({"paused_from": date(2026, 12, 20)}, "notice", "Closed from 20 December 2026"),
        (
            {"paused_from": date(2026, 12, 20), "paused_until": date(2027, 1, 3)},
            "notice",
            "Closed from 20 December 2026 to 3 January 2027",
        ),
    ],
)
def test_a_break_is_said_while_it_lasts_and_before(fields: dict[str, Any], kind: str, title: str) -> None:
    banner = listing(**fields).banners[0]
    assert (banner.kind, banner.title) == (kind, title)


def test_a_break_in_months_is_not_said_yet() -> None:
    assert listing(paused_from=date(2027, 8, 1)).banners == ()
