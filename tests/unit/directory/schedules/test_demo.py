"""The short form of the demonstration borough's files."""

from datetime import date, time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedules.demo import from_demo
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, Schedule
from directory.schedules.wording.hours import hours_lines
from tests.examples import examples


def _read(text: str, **options: bool) -> tuple[Schedule, ...]:
    parsed = from_demo(yaml.safe_load(text), **options)
    assert parsed.problems == ()
    return parsed.hours.schedules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{days: [tue, thu], from: "10:00", to: "12:00"}]', "Tuesdays and Thursdays, 10am to 12 noon"),
        (
            '[{days: [wed], from: "13:30", to: "15:30", every: 2, starting: "2026-01-07"}]',
            "every two weeks on Wednesdays, 1.30pm to 3.30pm",
        ),
        (
            '[{days: [tue], nth: [1], from: "14:00", to: "16:00", term_time: true}]',
            "first Tuesday of the month, 2pm to 4pm, in school terms only",
        ),
        (
            "[{days: [fri], nth: [2, -1], from: 14:00, to: 16:00}]",
            "second and last Friday of the month, 2pm to 4pm",
        ),
        (
            '[{days: [sat], from: "10:00", to: "12:00", season: {from: "04-01", to: "09-30"}}]',
            "Saturdays, 10am to 12 noon, April to September",
        ),
        (
            '[{dates: [2026-12-05, "2026-12-12"], from: "10:00", to: "12:00"}]',
            "Saturday 5 December 2026, 10am to 12 noon; Saturday 12 December 2026, 10am to 12 noon",
        ),
        ("[{days: [sat], all_day: true}]", "Saturdays, all day"),
        ("[{days: [sat]}]", "Saturdays, times not known"),
        ("always", "24 hours a day, every day"),
        ("unknown", "Times not known: phone to ask"),
    ],
)
def test_entries(text: str, words: str) -> None:
    parsed = from_demo(yaml.safe_load(text))
    assert ("; ".join(hours_lines(parsed.hours)), parsed.problems) == (words, ())


def test_times_without_quotation_marks_are_understood() -> None:
    (row,) = _read("[{days: [mon], from: 10:30, to: 24:00}]")
    assert (row.opens_at, row.closes_at) == (time(10, 30), time(0))


def test_facts_beside_the_times() -> None:
    (row,) = _read(
        '[{days: [fri], from: "10:00", to: "12:00", closed: ["2026-12-25", 2026-12-28], note: not in August}]'
    )
    assert row.closed_on == {date(2026, 12, 25), date(2026, 12, 28)}
    assert row.notes == "not in August"


def test_bank_holidays_are_days_off_unless_said_otherwise() -> None:
    entry = 'days: [mon], from: "10:00", to: "12:00"'
    assert _read(f"[{{{entry}}}]")[0].closed_bank_holidays
    assert not _read(f"[{{{entry}, closed_bank_holidays: false}}]")[0].closed_bank_holidays
    assert not _read(f"[{{{entry}}}]", closed_bank_holidays=False)[0].closed_bank_holidays


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("sometimes", "schedules: is not unknown, always or a list"),
        (["mon"], "schedule 1: ?: is not a word of this format"),
        ([{"days": ["moonday"], "from": "10:00", "to": "12:00"}], "schedule 1: days: 'moonday' is not a day"),
        ([{"days": ["mon"], "form": "10:00"}], "schedule 1: form: is not a word of this format"),
        ([{"days": ["mon"], "from": "ten", "to": "12:00"}], "schedule 1: from: 'ten' is not a time"),
        (
            [{"days": ["mon"], "nth": [7], "from": "10:00", "to": "12:00"}],
            "schedule 1: byday: '7MO' is not a day",
        ),
    ],
)
def test_mistakes_are_listed(value: Any, message: str) -> None:
    problems = [str(problem) for problem in from_demo(value).problems]
    assert any(problem.startswith(message) for problem in problems), problems


def test_the_good_entries_are_kept() -> None:
    parsed = from_demo([{"days": []}, {"days": ["mon"], "from": "10:00", "to": "12:00"}])
    assert len(parsed.hours.schedules) == 1
    assert parsed.problems[0].row == 1


def test_words_alone() -> None:
    assert (from_demo(None).hours, from_demo("unknown").hours, from_demo("always").hours) == (
        UNKNOWN,
        UNKNOWN,
        ALWAYS_OPEN,
    )


VALUES = (
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.sampled_from(["mon", 1, -1, "x", None]), max_size=3)
)
ENTRIES = st.dictionaries(
    st.sampled_from(["days", "from", "to", "every", "starting", "nth", "dates", "closed", "season"]), VALUES
)


@given(st.lists(ENTRIES | VALUES, max_size=3) | VALUES)
@settings(max_examples=examples(500), deadline=None)
def test_nothing_makes_it_raise(value: object) -> None:
    assert from_demo(value).hours.kind in ("scheduled", "unknown", "always")
