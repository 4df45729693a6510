"""Hours in plain English."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings

from core.messages import listed
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import LONDON, open_state
from directory.schedules.wording.days import weekdays_words
from directory.schedules.wording.hours import exception_lines, hours_lines, short_words
from directory.schedules.wording.state import opens_most_days, state_words
from directory.schedules.wording.times import date_words, season_words, sentence, time_words
from tests.examples import examples
from tests.unit.directory.schedules.test_strategies import CALENDAR, HOURS

TODAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 1, 7)


def _row(
    byday: str = "TU", opens: time | None = time(10), closes: time | None = time(12), **values: Any
) -> Schedule:
    shape = {"freq": "WEEKLY", "byday": tuple(byday.split())} | values
    return Schedule(opens_at=opens, closes_at=closes, **shape)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0), "midnight"),
        (time(0, 30), "12.30am"),
        (time(10), "10am"),
        (time(12), "12 noon"),
        (time(12, 5), "12.05pm"),
        (time(13, 30), "1.30pm"),
        (time(23, 59), "11.59pm"),
    ],
)
def test_times(at: time, words: str) -> None:
    assert time_words(at) == words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row("TU TH"), "Tuesdays and Thursdays, 10am to 12 noon"),
        (_row("MO TU WE TH FR", time(9), time(17)), "Monday to Friday, 9am to 5pm"),
        (_row("MO WE FR"), "Mondays, Wednesdays and Fridays, 10am to 12 noon"),
        (_row("SA SU"), "Saturdays and Sundays, 10am to 12 noon"),
        (_row("SU MO"), "Mondays and Sundays, 10am to 12 noon"),
        (_row("SA SU MO"), "Saturday to Monday, 10am to 12 noon"),
        (_row("MO TU WE TH SA"), "Monday to Thursday and Saturday, 10am to 12 noon"),
        (_row("MO TU WE TH FR SA SU"), "every day, 10am to 12 noon"),
        (_row("MO TU WE TH FR SA SU", None, None), "24 hours a day, every day"),
        (_row("SA", None, None), "Saturdays, all day"),
        (_row("SA", time(0), time(0)), "Saturdays, all day"),
        (_row("FR", time(22), time(0)), "Fridays, 10pm to midnight"),
        (_row("TU", time(10), None, times_known=False), "Tuesdays, from 10am"),
        (_row("TU", None, None, times_known=False), "Tuesdays, times not known"),
        (
            _row("WE", time(13, 30), time(15, 30), interval=2, dtstart=WEDNESDAY),
            "every two weeks on Wednesdays, 1.30pm to 3.30pm",
        ),
        (_row("WE", interval=2), "every two weeks on Wednesdays, 10am to 12 noon, phone to ask which weeks"),
        (_row("", dtstart=WEDNESDAY), "Wednesdays, 10am to 12 noon"),
        (
            _row("1TU", time(14), time(16), freq="MONTHLY", term_time=True),
            "first Tuesday of the month, 2pm to 4pm, in school terms only",
        ),
        (_row("3TU 1TU", freq="MONTHLY"), "first and third Tuesday of the month, 10am to 12 noon"),
        (_row("1TU 1TH", freq="MONTHLY"), "first Tuesday and first Thursday of the month, 10am to 12 noon"),
        (_row("-1FR 2FR", freq="MONTHLY"), "second and last Friday of the month, 10am to 12 noon"),
        (_row("TU", freq="MONTHLY"), "every Tuesday of the month, 10am to 12 noon"),
        (
            _row("1TU", freq="MONTHLY", interval=2, dtstart=WEDNESDAY),
            "every two months, on the first Tuesday, 10am to 12 noon",
        ),
        (
            _row("", freq="MONTHLY", bymonthday=(15, 1, -1)),
            "1st, 15th and last day of the month, 10am to 12 noon",
        ),
        (
            _row("FR", freq="MONTHLY", bymonthday=(13,)),
            "every Friday that is the 13th of the month, 10am to 12 noon",
        ),
        (_row("", freq="MONTHLY", dtstart=date(2026, 1, 22)), "22nd of the month, 10am to 12 noon"),
        (_row("", freq=None, dtstart=date(2026, 12, 5)), "Saturday 5 December 2026, 10am to 12 noon"),
        (_row("TU", season=((4, 1), (9, 30))), "Tuesdays, 10am to 12 noon, April to September"),
        (_row("TU", valid_to=date(2027, 3, 30)), "Tuesdays, 10am to 12 noon, until Tuesday 30 March 2027"),
        (_row("TU", valid_to=date(9999, 12, 31)), "Tuesdays, 10am to 12 noon"),
    ],
)
def test_schedules(row: Schedule, words: str) -> None:
    assert hours_lines(Hours.of(row)) == [words]


def test_a_beginning_is_said_while_it_is_to_come() -> None:
    row = _row("TU", valid_from=date(2027, 1, 5))
    assert hours_lines(Hours.of(row), TODAY) == ["Tuesdays, 10am to 12 noon, from Tuesday 5 January 2027"]
    assert hours_lines(Hours.of(row), date(2027, 1, 5)) == ["Tuesdays, 10am to 12 noon"]


@pytest.mark.parametrize(
    ("season", "words"),
    [
        (((4, 1), (9, 30)), "April to September"),
        (((12, 1), (2, 28)), "December to February"),
        (((8, 1), (8, 31)), "in August"),
        (((4, 1), (9, 15)), "1 April to 15 September"),
    ],
)
def test_seasons(season: Any, words: str) -> None:
    assert season_words(season) == words


def test_rows_that_differ_in_their_days_only_are_merged() -> None:
    days = Hours.of(*(_row(day, time(9), time(17)) for day in WEEKDAYS[:5]), _row("SA"))
    assert hours_lines(days) == ["Monday to Friday, 9am to 5pm", "Saturdays, 10am to 12 noon"]
    nth = Hours.of(_row("1TU", freq="MONTHLY", notes="hall"), _row("3TU", freq="MONTHLY"))
    assert hours_lines(nth) == ["first and third Tuesday of the month, 10am to 12 noon"]


def test_rows_that_differ_in_their_times_only_share_a_line() -> None:
    hours = Hours.of(_row("TU", time(13), time(16)), _row("TU"))
    assert hours_lines(hours) == ["Tuesdays, 10am to 12 noon and 1pm to 4pm"]


def test_rows_of_different_kinds_stay_apart() -> None:
    hours = Hours.of(_row("TU"), _row("TU", term_time=True), _row("1TU", freq="MONTHLY"))
    assert len(hours_lines(hours)) == 3


def test_always_unknown_and_ended() -> None:
    assert hours_lines(ALWAYS_OPEN) == ["24 hours a day, every day"]
    assert hours_lines(UNKNOWN) == ["Times not known: phone to ask"]
    assert hours_lines(Hours.of(note="Most mornings")) == ["Most mornings"]
    ended = Hours.of(_row("TU", valid_to=date(2026, 1, 31)), _row("", freq=None, dtstart=WEDNESDAY))
    assert hours_lines(ended, TODAY) == ["No more sessions known: phone to ask"]
    assert len(hours_lines(ended)) == 2


def test_exceptions_are_said_beside_the_hours() -> None:
    dates = frozenset({date(2026, 12, 28), date(2026, 12, 26), date(2026, 1, 1)})
    hours = Hours.of(_row("TU", closed_bank_holidays=True, closed_on=dates, notes="not in August"))
    assert exception_lines(hours, TODAY) == [
        "Not on bank holidays",
        "Not on Saturday 26 December and Monday 28 December",
        "not in August",
    ]
    assert exception_lines(Hours.of(_row("TU"))) == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Hours.of(_row("TU")), "Tuesdays 10am"),
        (Hours.of(_row("TU", term_time=True)), "Tuesdays 10am in school terms"),
        (Hours.of(_row("TU"), _row("TU", time(14), time(16))), "Tuesdays 10am and 2pm"),
        (Hours.of(_row("MO TU WE TH FR", time(9), time(17))), "Monday to Friday 9am to 5pm"),
        (Hours.of(_row("1TU", freq="MONTHLY")), "first Tuesday of the month 10am"),
        (Hours.of(_row("TU"), _row("FR", time(14), time(16))), "Tuesdays 10am, Fridays 2pm"),
        (
            Hours.of(_row("TU"), _row("WE", time(14), time(16)), _row("TH", time(11), time(16))),
            "Tuesday to Thursday, times vary",
        ),
        (
            Hours.of(_row("TU"), _row("1WE", freq="MONTHLY"), _row("TH", time(11), time(16))),
            "Different days and times",
        ),
        (Hours.of(_row("TU", None, None, times_known=False)), "Tuesdays, times not known"),
        (Hours.of(_row("MO TU WE TH FR SA SU", None, None)), "24 hours a day"),
        (Hours.of(_row("TU", valid_to=date(2026, 1, 31))), "No more sessions known"),
        (ALWAYS_OPEN, "24 hours a day"),
        (UNKNOWN, "Times not known"),
    ],
)
def test_the_short_form(hours: Hours, words: str) -> None:
    assert short_words(hours, TODAY) == words


def _state(hours: Hours, *now: int, calendar: Calendar = CALENDAR) -> str:
    moment = datetime(*now, tzinfo=LONDON)  # type: ignore[misc,arg-type]
    return state_words(open_state(hours, moment, calendar), moment, opens=opens_most_days(hours))


@pytest.mark.parametrize(
    ("hours", "now", "words"),
    [
        (Hours.of(_row("TU", time(9), time(17))), (2026, 11, 24, 10), "open now until 5pm"),
        (Hours.of(_row("TU")), (2026, 11, 24, 9), "opens today at 10am"),
        (Hours.of(_row("TU")), (2026, 11, 23, 9), "opens tomorrow at 10am"),
        (Hours.of(_row("TU")), (2026, 11, 22, 9), "next on Tuesday 24 November, 10am"),
        (Hours.of(_row("TU")), (2026, 12, 29, 13), "next on Tuesday 5 January 2027, 10am"),
        (Hours.of(_row("MO TU WE TH FR")), (2026, 11, 28, 23), "opens on Monday 30 November, 10am"),
        (Hours.of(_row("TU", time(22), time(2))), (2026, 11, 24, 23), "open now until 2am tomorrow"),
        (Hours.of(_row("TU", time(22), time(2))), (2026, 11, 25, 1), "open now until 2am"),
        (Hours.of(_row("TU", time(18), time(0))), (2026, 11, 24, 23), "open now until midnight"),
        (Hours.of(_row("TU WE TH", None, None)), (2026, 11, 24, 9), "open now until midnight on Thursday"),
        (Hours.of(_row("TU", None, None)), (2026, 11, 23, 9), "opens tomorrow"),
        (Hours.of(_row("MO TU WE TH FR SA SU", None, None)), (2026, 11, 23, 9), "open now"),
        (ALWAYS_OPEN, (2026, 11, 24, 9), "open now, 24 hours a day"),
        (UNKNOWN, (2026, 11, 24, 9), "not sure if open: phone first"),
        (
            Hours.of(_row("TU", term_time=True)),
            (2026, 11, 24, 11),
            "not sure if open, school term dates are not known yet: phone first",
        ),
        (
            Hours.of(_row("TU", term_time=True)),
            (2026, 11, 23, 11),
            "may be open tomorrow at 10am: phone first",
        ),
        (
            Hours.of(_row("TU", None, None, times_known=False)),
            (2026, 11, 22, 11),
            "may be open on Tuesday 24 November: phone first",
        ),
        (
            Hours.of(_row("TU", time(10), None, times_known=False)),
            (2026, 11, 23, 11),
            "opens tomorrow at 10am",
        ),
        (
            Hours.of(_row("TU", valid_to=date(2026, 1, 31))),
            (2026, 11, 22, 11),
            "no more sessions known: phone to ask",
        ),
    ],
)
def test_states(hours: Hours, now: tuple[int, ...], words: str) -> None:
    assert _state(hours, *now) == words


def test_small_words() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert sentence("next on Tuesday") == "Next on Tuesday"
    assert (date_words(TODAY), date_words(TODAY, TODAY)) == ("Sunday 22 November 2026", "Sunday 22 November")
    assert weekdays_words({6, 0, 2}) == "Mondays, Wednesdays and Sundays"


@given(HOURS)
@settings(max_examples=examples(300), deadline=None)
def test_there_are_words_for_everything(hours: Hours) -> None:
    now = datetime(2026, 5, 1, 11, tzinfo=LONDON)
    texts = [*hours_lines(hours), *hours_lines(hours, now.date()), short_words(hours, now.date())]
    texts.append(state_words(open_state(hours, now, CALENDAR), now))
    assert all(
        text.strip() and "None" not in text and "  " not in text and ",," not in text for text in texts
    )
