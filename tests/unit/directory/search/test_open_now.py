"""Open now by arithmetic, and by the day where there are conditions."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from directory.schedules.holidays import Calendar
from directory.schedules.open_referral import to_row
from directory.schedules.phone_hours import phone_hours
from directory.schedules.schedule import ALWAYS_OPEN, WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import open_state
from directory.search.document import _openings
from directory.search.open_now import ConditionalHours, answering_now, open_now
from tests.examples import examples
from tests.unit.directory.search.samples import body, columns

CALENDAR = Calendar(frozenset({date(2026, 12, 25)}), ((date(2026, 11, 2), date(2026, 12, 18)),))
TUESDAYS = Schedule("WEEKLY", byday=("TU",), opens_at=time(10), closes_at=time(12))
FIRST_TUESDAY = Schedule("MONTHLY", byday=("1TU",), opens_at=time(10), closes_at=time(12))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.LONDON)


def is_open(hours: Hours, moment: datetime, calendar: Calendar = CALENDAR) -> bool:
    snapshot = columns(body(0, **_openings(hours)))
    return bool(open_now(snapshot, ConditionalHours(), moment, calendar)[0])


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (at(24, 10), True),
        (at(24, 11, 59), True),
        (at(24, 12), False),
        (at(24, 9, 59), False),
        (at(25, 11), False),
    ],
)
def test_a_plain_week(moment: datetime, open_: bool) -> None:
    assert is_open(Hours.of(TUESDAYS), moment) is open_


@pytest.mark.parametrize(
    ("moment", "open_"), [(at(3, 11), True), (at(10, 11), False), (at(1, 11, month=12), True)]
)
def test_conditions_are_looked_at_day_by_day(moment: datetime, open_: bool) -> None:
    assert is_open(Hours.of(FIRST_TUESDAY), moment) is open_


def test_always_and_unknown() -> None:
    assert all(is_open(ALWAYS_OPEN, at(22, hour)) for hour in (0, 3, 23))
    assert not is_open(Hours("unknown"), at(24, 11))


def test_a_number_with_hours_of_its_own_answers_while_the_place_is_closed() -> None:
    snapshot = columns(
        body(
            0,
            **_openings(Hours.of(TUESDAYS)),
            answering=_openings(phone_hours("Tu 08:00-21:00; PH off"))["week"],
        ),
        body(1, **_openings(ALWAYS_OPEN)),
    )
    assert answering_now(snapshot, at(24, 20), CALENDAR).tolist() == [True, False]
    assert answering_now(snapshot, at(24, 21), CALENDAR).tolist() == [False, False]
    assert open_now(snapshot, ConditionalHours(), at(24, 20), CALENDAR).tolist() == [False, True]


def test_a_night_that_ends_on_monday() -> None:
    night = Hours.of(Schedule("WEEKLY", byday=("SU",), opens_at=time(22), closes_at=time(6)))
    assert is_open(night, at(22, 23))
    assert is_open(night, at(23, 5, 59))
    assert not is_open(night, at(23, 6))


def test_closed_on_bank_holidays_where_it_says_so() -> None:
    fridays = {"freq": "WEEKLY", "byday": ("FR",), "opens_at": time(10), "closes_at": time(12)}
    christmas = at(25, 11, month=12)
    assert not is_open(Hours.of(Schedule(**fridays, closed_bank_holidays=True)), christmas)  # type: ignore[arg-type]
    assert is_open(Hours.of(Schedule(**fridays)), christmas)  # type: ignore[arg-type]


def test_each_row_rests_on_its_own() -> None:
    mondays = Schedule(
        "WEEKLY", byday=("MO",), opens_at=time(10), closes_at=time(12), closed_bank_holidays=True
    )
    fridays = Schedule("WEEKLY", byday=("FR",), opens_at=time(10), closes_at=time(12))
    resting = Schedule(
        "WEEKLY", byday=("FR",), opens_at=time(12), closes_at=time(14), closed_bank_holidays=True
    )
    assert is_open(Hours.of(mondays, fridays, resting), at(25, 11, month=12))
    assert not is_open(Hours.of(mondays, fridays, resting), at(25, 13, month=12))
    assert is_open(Hours.of(mondays, fridays, resting), at(18, 13, month=12))


def test_a_closure_is_a_holiday_too() -> None:
    """26 December 2026 is a Saturday: no bank holiday, and shut all the same."""
    saturdays = Schedule(
        "WEEKLY", byday=("SA",), opens_at=time(10), closes_at=time(12), closed_bank_holidays=True
    )
    closed = Calendar(frozenset(), (), frozenset({date(2026, 12, 26)}))
    assert not is_open(Hours.of(saturdays), at(26, 11, month=12), closed)
    assert is_open(Hours.of(saturdays), at(26, 11, month=12))
    assert is_open(Hours.of(replace(saturdays, closed_bank_holidays=False)), at(26, 11, month=12), closed)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (at(24, 23, month=12), True),
        (at(25, 3, month=12), True),
        (at(25, 23, month=12), False),
        (at(26, 3, month=12), False),
    ],
)
def test_a_night_into_a_holiday_goes_on_and_one_out_of_it_never_began(moment: datetime, open_: bool) -> None:
    nights = Hours.of(
        Schedule(
            "WEEKLY", byday=("TH", "FR"), opens_at=time(22), closes_at=time(6), closed_bank_holidays=True
        )
    )
    assert is_open(nights, moment) is open_ is (open_state(nights, moment, CALENDAR).kind == "open")


def test_a_holiday_of_last_week_is_over() -> None:
    fridays = Schedule(
        "WEEKLY", byday=("FR",), opens_at=time(10), closes_at=time(12), closed_bank_holidays=True
    )
    assert is_open(Hours.of(fridays), at(25, 11, month=12) + timedelta(days=7))
    assert is_open(Hours.of(fridays), at(25, 11, month=12) - timedelta(days=7))


def test_a_moment_is_told_in_english_time() -> None:
    summer = datetime(2026, 6, 2, 9, 30, tzinfo=clock.LONDON)
    utc = summer.astimezone(tz=datetime.fromisoformat("2026-01-01T00:00:00+00:00").tzinfo)
    nine_to_ten = Hours.of(Schedule("WEEKLY", byday=("TU",), opens_at=time(9), closes_at=time(10)))
    assert is_open(nine_to_ten, utc)


def test_changed_conditions_are_noticed_within_a_day() -> None:
    kept, snapshot = ConditionalHours(), columns(body(0, **_openings(Hours.of(FIRST_TUESDAY))))
    assert open_now(snapshot, kept, at(3, 11), CALENDAR).tolist() == [True]
    newer = snapshot.changed(
        {
            0: body(
                0,
                conditional=[
                    to_row(Schedule("MONTHLY", byday=("2TU",), opens_at=time(10), closes_at=time(12)))
                ],
            )
        },
        2,
    )
    assert open_now(newer, kept, at(3, 11), CALENDAR).tolist() == [False]
    assert open_now(newer, kept, at(10, 11), CALENDAR).tolist() == [True]
    assert open_now(newer.changed({0: {}}, 3), kept, at(10, 11), CALENDAR).tolist() == [False]


def test_only_a_few_days_are_kept() -> None:
    kept, snapshot = ConditionalHours(), columns(body(0, **_openings(Hours.of(FIRST_TUESDAY))))
    for day in range(1, 20):
        open_now(snapshot, kept, at(day, 11), CALENDAR)
    assert len(kept._days) <= 5


YEAR_END = replace(CALENDAR, closures=frozenset({date(2026, 12, 26)}))
_HOLIDAY_QUARTERS = st.integers(52 * 24 * 4, 56 * 24 * 4)
"""From 24 December to the end of the 27th."""
_times = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30])).map(lambda pair: time(*pair))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    conditions: dict[str, Any] = draw(
        st.sampled_from(
            [
                {},
                {"term_time": True},
                {"interval": 2},
                {"interval": 2, "dtstart": date(2026, 11, 3)},
                {"valid_to": date(2026, 11, 20)},
            ]
        )
    )
    more = {**conditions, "closed_bank_holidays": draw(st.booleans())}
    days = tuple(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True)))
    opens, closes = draw(_times), draw(_times)
    if draw(st.booleans()):
        return Schedule("WEEKLY", byday=days, opens_at=opens, closes_at=closes, **more)
    monthly = {
        key: value for key, value in more.items() if key in ("term_time", "valid_to", "closed_bank_holidays")
    }
    return Schedule(
        "MONTHLY", byday=tuple(f"2{day}" for day in days), opens_at=opens, closes_at=closes, **monthly
    )


@settings(max_examples=examples(120), deadline=None)
@given(
    st.lists(schedules(), min_size=1, max_size=3), st.one_of(st.integers(0, 59 * 24 * 4), _HOLIDAY_QUARTERS)
)
def test_the_same_answer_as_a_listing_gives(rows: list[Schedule], quarters: int) -> None:
    """From 2 November to the new year, when the clocks do not change, with a bank holiday and a closure
    among the days."""
    hours, moment = Hours.of(*rows), at(2, 0) + timedelta(minutes=15 * quarters)
    assert is_open(hours, moment, YEAR_END) is (
        open_state(hours, moment, YEAR_END).kind in ("open", "always")
    )
