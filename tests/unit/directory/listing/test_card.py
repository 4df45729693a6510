"""The four lines of a card."""

from datetime import date, datetime
from typing import Any

import pytest

from core import clock
from directory.listing.card import Card, make_card
from directory.listing.context import ListingContext
from directory.schedules.holidays import Calendar
from directory.search.results import Hit, ResultReason
from tests.factories import loose_place, loose_service, weekly

STALE_DAYS = 365
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)


def card(
    distance: int | None = None, reasons: tuple[ResultReason, ...] = (), now: datetime = MONDAY, **fields: Any
) -> Card:
    hit = Hit(1, "id", 1.0, distance_m=distance, reasons=reasons)
    return make_card(
        loose_service(**fields),
        ListingContext(now, Calendar(), "Dearne Valley", STALE_DAYS),
        hit.distance_m,
        [one.text for one in hit.reasons],
    )


def test_the_second_line_says_price_when_and_where() -> None:
    found = card(1931, places=[loose_place("Wombwell")], schedules=[weekly("TU")])
    assert found.details == ("Free", "Tuesdays 10am", "Wombwell, 1.2 miles")


def test_the_third_line_says_who_open_and_checked() -> None:
    found = card(schedules=[weekly("MO", "09:00", "12:00")])
    assert found.checks == ("Anyone can ask", "open now", "checked 3 Nov")


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [("09:00", "12:00", "open now"), ("14:00", "16:00", "open today"), ("08:00", "09:00", None)],
)
def test_open_is_said_for_now_and_for_later_today(opens: str, closes: str, words: str | None) -> None:
    said = {"open now", "open today"} & set(card(schedules=[weekly("MO", opens, closes)]).checks)
    assert said == ({words} if words else set())


@pytest.mark.parametrize(
    ("delivery", "mark"),
    [
        ("home", "visits you at home"),
        ("phone", "by phone"),
        ("online", "online"),
        ("borough_wide", "all of Dearne Valley"),
    ],
)
def test_each_way_of_delivery_has_a_mark(delivery: str, mark: str) -> None:
    assert card(delivery=[delivery]).marks == (mark,)


def test_delivery_at_a_place_has_no_mark() -> None:
    assert card(delivery=["place"]).marks == ()


def test_the_last_line_joins_reasons_once_each() -> None:
    reasons = (
        ResultReason("words", 'matches "falling"'),
        ResultReason("place", "near you"),
        ResultReason("place", "near you"),
    )
    assert card(reasons=reasons).why == 'matches "falling", near you'


def test_what_only_a_gp_can_ask_for_is_not_offered_to_all() -> None:
    assert card(route_in=["gp"]).checks[0] == "Your GP or nurse asks for you"


def test_a_secret_service_has_no_town_and_no_distance() -> None:
    found = card(500, secret_address=True, places=[loose_place("Hidden Town")])
    assert "Hidden" not in repr(found)
    assert found.distance_m is None
    assert not any("mile" in fact for fact in found.details)
    assert found.details[-1] == "Address kept secret"


def test_a_secret_location_of_an_open_service_is_left_out() -> None:
    found = card(500, places=[loose_place("Hidden Town", secret=True), loose_place("Hoyland")])
    assert "Hidden" not in repr(found)
    assert "Hoyland" in found.details[-1]


def test_several_towns_are_counted() -> None:
    assert card(places=[loose_place("Wombwell"), loose_place("Hoyland")]).details[-1] == "2 places"


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (None, "not checked yet"),
        (date(2025, 10, 1), "last checked over a year ago"),
        (date(2025, 12, 30), "checked 30 Dec 2025"),
    ],
)
def test_when_it_was_checked(checked: date | None, words: str) -> None:
    assert card(assured_date=checked).checks[-1] == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_on": date(2026, 11, 22)}, "This has ended"),
        ({"ends_on": date(2026, 12, 1)}, "Ends on 1 December 2026"),
        ({"starts_on": date(2027, 1, 4)}, "Starts on 4 January 2027"),
        ({"availability": "full"}, "Full at the moment"),
        ({"availability": "waiting_list", "waiting_time": "about 6 weeks"}, "Waiting list: about 6 weeks"),
        ({"status": "temporarily closed"}, "Closed for now"),
        ({"availability": "taking"}, ""),
    ],
)
def test_the_notice_is_the_most_important_news(fields: dict[str, Any], words: str) -> None:
    assert card(**fields).notice == words


def test_a_service_that_has_not_started_is_not_open() -> None:
    found = card(starts_on=date(2027, 1, 4), schedules=[weekly("MO", "09:00", "12:00")])
    assert "open now" not in found.checks


def test_always_open_counts_as_open_now_but_not_before_it_starts() -> None:
    assert "open now" in card(hours_kind="always").checks
    assert "open now" not in card(hours_kind="always", starts_on=date(2027, 1, 4)).checks
