"""The e-mail that holds a list."""

from datetime import datetime

from core import clock
from core.settings import Settings
from directory.listing.context import ListingContext
from directory.listing.page import make_listing
from directory.my_list.emails import ListedService, list_email
from directory.schedules.holidays import Calendar
from tests.factories import loose_place, loose_service

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
SETTINGS = Settings(council_name="Our Council", council_phone="01632 960100", council_hours="Mo 09:00-10:00")


def email(note: str = "", **fields: object) -> tuple[str, str]:
    listing = make_listing(loose_service(**fields), ListingContext(MONDAY, Calendar(), "Dearne Valley", 365))
    return list_email([ListedService(listing, "https://x/service/steady-steps", note)], SETTINGS)


def message(note: str = "", **fields: object) -> str:
    return email(note, **fields)[1]


def test_the_message_has_numbers_and_links_and_says_who_sent_it() -> None:
    text = message("ask for Jo", places=[loose_place("Hoyland")])
    for words in (
        "Our Council",
        "01632 960100",
        "Steady Steps",
        "01632 960900",
        "https://x/service/steady-steps",
        "Hoyland",
        "ask for Jo",
        "999",
    ):
        assert words in text


def test_the_message_tells_no_secret_place() -> None:
    assert "Hidden" not in message(secret_address=True, places=[loose_place("Hidden Town")])


def test_the_message_says_that_a_gp_must_ask() -> None:
    assert "You cannot ask for this yourself" in message(route_in=["gp"])


def test_the_subject_tells_nothing_of_the_list() -> None:
    assert email()[0] == "Your list from Our Council"
