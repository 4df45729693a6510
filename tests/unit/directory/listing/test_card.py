"""The four lines of a card."""

from datetime import date, datetime
from typing import Any

import pytest

from core import clock
from directory.listing.card import Card, make_card
from directory.listing.context import ListingContext
from directory.models.organizations import Phone
from directory.schedules.holidays import Calendar
from directory.search.results import Hit, ResultReason
from tests.factories import loose_place, loose_service, weekly

STALE_DAYS = 365
LIVED_IN = frozenset({"care-homes"})
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)


def card(
    distance: int | None = None, reasons: tuple[ResultReason, ...] = (), now: datetime = MONDAY, **fields: Any
) -> Card:
    hit = Hit(1, "id", 1.0, distance_m=distance, reasons=reasons)
    return make_card(
        loose_service(**fields),
        ListingContext(now, Calendar(), "Dearne Valley", STALE_DAYS, LIVED_IN),
        hit.distance_m,
        [one.text for one in hit.reasons],
    )


def test_the_second_line_says_price_when_and_where() -> None:
    found = card(1931, places=[loose_place("Wombwell")], schedules=[weekly("TU")])
    assert found.details == ("Free", "Tuesdays 10am", "Wombwell, 1.2 miles")


def test_the_third_line_says_who_open_and_checked() -> None:
    found = card(schedules=[weekly("MO", "09:00", "12:00")])
    assert found.checks == ("You can ask, for yourself or somebody else", "open now", "checked 3\xa0Nov")


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("09:00", "12:00", "open now"),
        ("14:00", "16:00", "next: today 2pm"),
        ("08:00", "09:00", "next: Monday 30 November 8am"),
    ],
)
def test_a_card_says_whether_it_is_open_or_when_it_is_next(opens: str, closes: str, words: str) -> None:
    assert card(schedules=[weekly("MO", opens, closes)]).checks[1] == words


def test_what_is_open_on_most_days_opens_again() -> None:
    days = [weekly("MO,WE,FR", "08:00", "09:00")]
    assert card(schedules=days).checks[1] == "opens Wednesday 8am"


@pytest.mark.parametrize(
    ("answers", "now", "words"),
    [
        ("Mo-Su 08:00-21:00", MONDAY.replace(hour=20), ("phone line open until 9pm", "opens Wednesday 8am")),
        ("24/7", MONDAY.replace(hour=3), ("phone line open now", "opens today 8am")),
        ("Mo-Su 08:00-21:00", MONDAY.replace(hour=22), ("opens Wednesday 8am",)),
        ("Mo-Su 08:00-21:00", MONDAY.replace(hour=8, minute=30), ("open now",)),
        ("", MONDAY.replace(hour=20), ("opens Wednesday 8am",)),
    ],
)
def test_a_card_says_that_a_line_is_answered_while_the_place_is_closed(
    answers: str, now: datetime, words: tuple[str, ...]
) -> None:
    days = [weekly("MO,WE,FR", "08:00", "09:00")]
    other, line = Phone(number="01632 960001", type="voice"), Phone(number="01632 960002", answers=answers)
    found = card(now=now, schedules=days, phones=[other, line])
    assert found.checks[1:-1] == words
    assert found.phone
    answered = words[0].startswith("phone line") or words == ("open now",)
    assert found.phone.number == ("01632 960002" if answered else "01632 960001")


def test_a_next_time_after_two_months_is_left_out() -> None:
    late = weekly("MO", "09:00", "12:00", dtstart=date(2027, 3, 1))
    checks = card(schedules=[late]).checks
    assert checks
    assert not any("2027" in check for check in checks)


def test_a_card_says_what_the_service_is_in_a_sentence() -> None:
    assert card(summary="A lift to the shops. We wait for you.").what == "A lift to the shops."
    assert card(summary="", description="A lift to the shops. We wait.").what == "A lift to the shops."
    long = card(summary="word " * 60).what
    assert long.endswith(" …")
    assert len(long) <= 130


def test_a_card_has_the_number_to_ring_before_one_for_texts() -> None:
    phones = [Phone(number="07700 900001", type="text"), Phone(number="01632 960001", type="voice")]
    found = card(phones=phones)
    assert found.phone
    assert found.phone.number == "01632 960001"
    assert found.rings


def test_a_number_is_for_questions_where_only_a_gp_can_ask() -> None:
    assert not card(phones=[Phone(number="01632 960001", type="voice")], route_in=["gp"]).rings


def test_what_has_ended_has_no_number_to_ring() -> None:
    phones = [Phone(number="01632 960001", type="voice")]
    assert card(phones=phones, ends_on=date(2026, 11, 22)).phone is None


def test_a_place_where_people_live_has_no_opening_hours() -> None:
    lived_in = card(hours_kind="always", needs=["care-homes"])
    assert not any("24 hours" in fact or "open" in fact for fact in lived_in.details + lived_in.checks)
    assert "open now" in card(hours_kind="always").checks


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
        (date(2025, 10, 1), "not checked for over a year"),
        (date(2025, 12, 30), "checked 30\xa0Dec\xa02025"),
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
