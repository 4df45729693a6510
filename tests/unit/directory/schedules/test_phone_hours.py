"""Hours of a telephone number: stored in one form, and said in words that are read back."""

import pytest

from directory.schedules.parse_values import UnreadableError
from directory.schedules.phone_hours import as_phone_hours, phone_hours, phone_hours_words
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN

STORED = {
    "": "",
    None: "",
    "every day 8am to 9pm": "Mo-Su 08:00-21:00",
    "Mo-Fr 09:00-21:00; PH off": "Mo-Fr 09:00-21:00; PH off",
    "Monday to Friday 9am to 5pm, Saturdays 9am to 12 noon": "Mo-Fr 09:00-17:00; Sa 09:00-12:00",
    "24/7": "24/7",
    "Fridays 8pm to 2am": "Fr 20:00-02:00",
}


@pytest.mark.parametrize(("typed", "stored"), STORED.items())
def test_words_and_osm_are_stored_in_one_form(typed: str | None, stored: str) -> None:
    assert as_phone_hours(typed) == stored
    assert as_phone_hours(stored) == stored


@pytest.mark.parametrize("stored", STORED.values())
def test_the_words_are_read_back_as_the_same_hours(stored: str) -> None:
    words = phone_hours_words(stored)
    assert bool(words) == bool(stored)
    assert phone_hours(as_phone_hours(words)) == phone_hours(stored)


@pytest.mark.parametrize(
    "typed", ["ring Jean", "first Monday 2pm to 4pm", "9-5", "day and night", "x" * 3000]
)
def test_what_is_no_usual_week_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        as_phone_hours(typed)


def test_hours_that_cannot_be_read_are_unknown_and_all_day_is_always() -> None:
    assert phone_hours("") == phone_hours("what is this") == UNKNOWN
    assert phone_hours("24/7") == phone_hours("Mo-Su 00:00-24:00") == ALWAYS_OPEN
    assert phone_hours_words("24/7") == "24 hours a day, every day"
