"""Conversion to and from Open Referral rows, and rows as real feeds write them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedules.open_referral import EXTRA, from_row, from_rows, hours_to_rows, to_row
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, WEEKDAYS, Hours, Schedule
from directory.schedules.wording.hours import hours_lines
from tests.examples import examples
from tests.unit.directory.schedules.test_strategies import HOURS, SCHEDULES

PLAIN = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "10:00", "closes_at": "12:00"}
STANDARD = {
    "freq",
    "interval",
    "byday",
    "bymonthday",
    "dtstart",
    "valid_from",
    "valid_to",
    "opens_at",
    "closes_at",
    "description",
    "notes",
    EXTRA,
}


def _read(**values: Any) -> Schedule:
    row, problems = from_row(PLAIN | values)
    assert row is not None
    assert problems == []
    return row


@given(SCHEDULES, st.booleans())
@settings(max_examples=examples(500), deadline=None)
def test_a_schedule_written_and_read_again_is_the_same(row: Schedule, default: bool) -> None:
    again, problems = from_row(to_row(row), closed_bank_holidays=default)
    assert again == row
    assert [problem.field for problem in problems] == ([] if row.weeks_known else ["dtstart"])


@given(HOURS)
@settings(deadline=None)
def test_hours_written_and_read_again_are_the_same(hours: Hours) -> None:
    assert from_rows(hours_to_rows(hours)).hours == hours


@pytest.mark.parametrize("hours", [ALWAYS_OPEN, UNKNOWN, Hours.of(note="Most mornings")])
def test_hours_without_schedules_come_back(hours: Hours) -> None:
    parsed = from_rows(hours_to_rows(hours))
    assert (parsed.hours, parsed.problems) == (hours, ())


@given(SCHEDULES)
def test_rows_hold_the_words_of_the_standard_and_no_empty_values(row: Schedule) -> None:
    made = to_row(row)
    assert set(made) <= STANDARD
    assert all(value not in (None, "", [], {}) for value in made.values())
    assert all(isinstance(value, str) for key, value in made.items() if key not in (EXTRA, "interval"))


def test_a_row_reads_as_the_standard_has_it() -> None:
    row = Schedule(
        "MONTHLY",
        2,
        ("1TU", "-1FR"),
        dtstart=date(2026, 1, 6),
        opens_at=time(9, 30),
        closes_at=time(17),
        count=6,
        term_time=True,
        closed_on=frozenset({date(2026, 5, 5)}),
        season=((9, 1), (3, 31)),
    )

    assert to_row(row) == {
        "freq": "MONTHLY",
        "interval": 2,
        "byday": "1TU,-1FR",
        "dtstart": "2026-01-06",
        "opens_at": "09:30",
        "closes_at": "17:00",
        EXTRA: {
            "count": 6,
            "term_time": True,
            "closed": ["2026-05-05"],
            "season": {"from": "09-01", "to": "03-31"},
            "closed_bank_holidays": False,
        },
    }


def test_always_is_understood_by_others_as_well() -> None:
    (row,) = hours_to_rows(ALWAYS_OPEN)
    assert (row["byday"], row["opens_at"], row["closes_at"]) == ("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")
    del row[EXTRA]
    assert hours_lines(from_rows([row]).hours) == ["24 hours a day, every day"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10:00", time(10)),
        ("10:00:00", time(10)),
        ("10:00Z", time(10)),
        ("10:00:00+00:00", time(10)),
        ("10:00:00+01:00", time(10)),
        ("10:00:00.000Z", time(10)),
        ("T10:00", time(10)),
        ("1000", time(10)),
        (930, time(9, 30)),
        ("9.30am", time(9, 30)),
        ("10 AM", time(10)),
        ("2005-01-01T10:00:00Z", time(10)),
        (time(10), time(10)),
        (datetime(2026, 1, 1, 10, tzinfo=UTC), time(10)),
        ("12am", time(0)),
        ("10:15:30", time(10, 15, 30)),
    ],
)
def test_times_as_people_write_them(written: object, meant: time) -> None:
    assert _read(opens_at=written, closes_at="23:00").opens_at == meant


@pytest.mark.parametrize("written", ["24:00", "23:59", "23:59:59", "00:00", "12am"])
def test_a_closing_time_at_midnight(written: str) -> None:
    assert _read(closes_at=written).closes_at == time(0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mo,tu", ("MO", "TU")),
        ("MO, TU", ("MO", "TU")),
        ("Monday;Tuesdays", ("MO", "TU")),
        ("Mon Tue", ("MO", "TU")),
        (["MO", "TU"], ("MO", "TU")),
        ("MO,MO", ("MO",)),
    ],
)
def test_days_as_people_write_them(written: object, meant: tuple[str, ...]) -> None:
    assert _read(byday=written).byday == meant


@pytest.mark.parametrize(
    ("written", "freq", "interval"),
    [
        ("weekly", "WEEKLY", 1),
        ("Weekly", "WEEKLY", 1),
        ("FREQ=WEEKLY", "WEEKLY", 1),
        (None, "WEEKLY", 1),
        ("", "WEEKLY", 1),
        ("monthly", "MONTHLY", 1),
        ("fortnightly", "WEEKLY", 2),
        ("DAILY", "WEEKLY", 1),
    ],
)
def test_frequencies_as_people_write_them(written: object, freq: str, interval: int) -> None:
    row = _read(freq=written, dtstart="2026-01-05")
    assert (row.freq, row.interval) == (freq, interval)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05",
        "2026-01-05T00:00:00Z",
        "05/01/2026",
        date(2026, 1, 5),
        datetime(2026, 1, 5, 3, tzinfo=UTC),
    ],
)
def test_dates_as_people_write_them(written: object) -> None:
    assert _read(valid_from=written).valid_from == date(2026, 1, 5)


def test_values_from_the_database_are_taken_as_they_are() -> None:
    row = _read(
        interval=2,
        dtstart=date(2026, 1, 5),
        opens_at=time(9),
        byday="MO",
        bymonthday="",
        until=date(2026, 6, 1),
        count=None,
        description="",
        **{EXTRA: {"term_time": True}},
    )
    assert (row.until, row.term_time, row.description) == (date(2026, 6, 1), True, None)


def test_missing_values_are_missing() -> None:
    row = _read(dtstart="", valid_from=None, valid_to="null", interval="", description=" ")
    assert row == _read()


def test_a_row_of_version_1_names_its_weekday() -> None:
    row, problems = from_row({"weekday": "Monday", "opens_at": "10:00", "closes_at": "17:00"})
    assert row
    assert not problems
    assert row.byday == ("MO",)


def test_a_row_valid_on_one_day_is_that_day() -> None:
    row, _ = from_row(
        {"valid_from": "2026-05-01", "valid_to": "2026-05-01", "opens_at": "10:00", "closes_at": "12:00"}
    )
    assert row
    assert (row.freq, row.dtstart) == (None, date(2026, 5, 1))


def test_the_example_of_the_standard_is_read() -> None:
    row, problems = from_row(PLAIN | {"byday": "TH,FR", "bymonthday": "2,3,4", "dtstart": "2005-01-01"})
    assert row
    assert (row.byday, row.bymonthday) == (("TH", "FR"), ())
    assert [problem.field for problem in problems] == ["bymonthday"]


def test_numbered_days_in_a_weekly_row_mean_the_month() -> None:
    row, problems = from_row(PLAIN | {"byday": "1TU"})
    assert row
    assert row.freq == "MONTHLY"
    assert problems[0].field == "freq"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"byday": "MO,XX"}, "schedule 1: byday: 'XX' is not a day of the week"),
        ({"opens_at": "teatime"}, "schedule 1: opens_at: 'teatime' is not a time such as 10:00"),
        ({"closes_at": "25:00"}, "schedule 1: closes_at: '25:00' is not a time such as 10:00"),
        ({"valid_to": "31/02/2026"}, "schedule 1: valid_to: '31/02/2026' is not a date such as 2026-12-25"),
        ({"interval": "often"}, "schedule 1: interval: 'often' is not a whole number"),
        ({"interval": "-1"}, "schedule 1: interval: -1 is not a number of weeks or months: taken as 1"),
        ({"freq": "HOURLY"}, "schedule 1: freq: 'HOURLY' is not WEEKLY or MONTHLY"),
        ({"count": 5}, "schedule 1: count: needs dtstart, no until, and 1 to 1000: left out"),
        ({"interval": 2}, "schedule 1: dtstart: needed to know which weeks: shown as not known"),
        ({EXTRA: "term"}, "schedule 1: x_signpost: is not a set of named values"),
        (
            {EXTRA: {"season": {"from": "04-01"}}},
            "schedule 1: season: needs from and to, such as 04-01 and 09-30",
        ),
        ({EXTRA: {"term_time": "perhaps"}}, "schedule 1: term_time: 'perhaps' is not yes or no"),
        (
            {"freq": "DAILY", "interval": 2, "dtstart": "2026-01-05"},
            "schedule 1: freq: every so many days cannot be kept",
        ),
    ],
)
def test_nonsense_is_noted_and_the_rest_kept(values: dict[str, Any], message: str) -> None:
    row, problems = from_row(PLAIN | values)
    assert row is not None
    assert message in [str(problem) for problem in problems]


def test_times_that_cannot_be_read_are_not_known_rather_than_all_day() -> None:
    row, _ = from_row(PLAIN | {"opens_at": "teatime"})
    assert row
    assert not row.times_known
    nothing = from_row({"freq": "WEEKLY", "byday": "MO"})[0]
    assert nothing
    assert not nothing.times_known
    assert not nothing.whole_day


@pytest.mark.parametrize(
    "values",
    [
        {"byday": ""},
        {"byday": "XX"},
        {"valid_from": "2026-05-01", "valid_to": "2026-04-01"},
        {"byday": "MO,1TU"},
    ],
)
def test_unusable_rows_give_no_schedule_and_a_problem(values: dict[str, Any]) -> None:
    row, problems = from_row(PLAIN | values)
    assert row is None
    assert problems


def test_rows_that_do_not_say_leave_bank_holidays_unknown() -> None:
    assert _read().closed_bank_holidays is None
    assert _read(**{EXTRA: {"closed_bank_holidays": True}}).closed_bank_holidays is True
    assert "closed_bank_holidays" not in to_row(_read())[EXTRA]
    assert not _read(**{EXTRA: {"closed_bank_holidays": False}}).closed_bank_holidays
    assert not _read(opens_at="00:00", closes_at="24:00").closed_bank_holidays
    single = from_row({"dtstart": "2026-12-25", "opens_at": "10:00", "closes_at": "12:00"})[0]
    assert single
    assert not single.closed_bank_holidays
    phone = from_row(PLAIN, closed_bank_holidays=False)[0]
    assert phone
    assert not phone.closed_bank_holidays


def test_rows_of_words_become_the_note() -> None:
    parsed = from_rows([PLAIN, {"description": "Ring for summer times"}, {"notes": "Ring for summer times"}])
    assert parsed.hours.note == "Ring for summer times"
    assert len(parsed.hours.schedules) == 1
    assert parsed.problems == ()
    assert from_rows([{"description": "Ring"}]).hours == Hours("unknown", note="Ring")


def test_problems_name_the_row_and_the_same_row_twice_is_one() -> None:
    parsed = from_rows([PLAIN, PLAIN, {"byday": "XX"}, "nonsense"])
    assert len(parsed.hours.schedules) == 1
    assert [problem.row for problem in parsed.problems] == [3, 3, 4]


@pytest.mark.parametrize(("value", "count"), [(None, 0), ([], 0), ("MO-FR 9-5", 1), ({"byday": "MO"}, 1)])
def test_a_value_that_is_no_list_gives_unknown_hours(value: object, count: int) -> None:
    parsed = from_rows(value)
    assert parsed.hours == UNKNOWN
    assert len(parsed.problems) == count


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "WEEKLY",
            "MONTHLY",
            "MO,1TU",
            "-1",
            "31",
            "10:00",
            "2026-01-01",
            "24:00",
            "-5SU",
            "9MO",
            "9999-12-31",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["from", "to", "season"]), inner)
    ),
    max_leaves=5,
)
KEYS = [*STANDARD, "until", "count", "weekday"]
INNER = st.dictionaries(
    st.sampled_from(
        ["all_day", "closed", "season", "until", "count", "term_time", "always", "closed_bank_holidays"]
    ),
    ANYTHING,
)


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING | INNER, max_size=10) | ANYTHING)
@settings(max_examples=examples(300), deadline=None)
def test_nothing_makes_it_raise(row: object) -> None:
    schedule, problems = from_row(row)
    assert schedule is None or isinstance(schedule, Schedule)
    assert all(str(problem) for problem in problems)
    assert from_rows([row]).hours.kind in ("scheduled", "unknown", "always")
    assert from_rows(row).hours.kind in ("scheduled", "unknown", "always")


def test_every_day_of_the_week_has_a_name() -> None:
    assert _read(byday=",".join(WEEKDAYS)).byday == WEEKDAYS
