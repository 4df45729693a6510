"""Sessions as they really take place, and the state of a service at a moment."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedules.holidays import Calendar
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import LONDON, LOOK_AHEAD_DAYS, open_state, sessions, sessions_this_week
from tests.examples import examples
from tests.unit.directory.schedules.test_strategies import CALENDAR, HOURS, covers

MOMENTS = st.integers(0, 394 * 24 * 60).map(
    lambda minutes: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
NO_DAYS = Calendar()
OFFICE = Hours.of(Schedule("WEEKLY", byday=WEEKDAYS[:5], opens_at=time(9), closes_at=time(17)))


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc,arg-type]


def _row(opens: time | None = time(10), closes: time | None = time(12), **values: object) -> Schedule:
    shape: dict[str, object] = {"freq": "WEEKLY", "byday": ("TU",)} | values
    return Schedule(opens_at=opens, closes_at=closes, **shape)  # type: ignore[arg-type]


def _starts(hours: Hours, first: datetime, days: int, calendar: Calendar = NO_DAYS) -> list[str]:
    found = sessions(hours, first, first + timedelta(days=days), calendar)
    return [session.start.isoformat() for session in found]


@given(HOURS, MOMENTS)
@settings(max_examples=examples(200), deadline=None)
def test_sessions_are_in_order_in_the_range_and_on_their_days(hours: Hours, start: datetime) -> None:
    end = start + timedelta(days=45)
    found = list(sessions(hours, start, end, CALENDAR))
    assert all(a.start.timestamp() <= b.start.timestamp() for a, b in pairwise(found))
    assert len({(each.start.timestamp(), each.end.timestamp()) for each in found}) == len(found)
    for each in found:
        assert start < each.end.astimezone(UTC)
        assert each.start.astimezone(UTC) < end
        assert each.start.astimezone(UTC) < each.end.astimezone(UTC)
        assert each.start.weekday() in each.schedule.weekdays


@given(HOURS, MOMENTS)
@settings(max_examples=examples(60), deadline=None)
def test_quarter_by_quarter_the_state_is_that_of_the_definitions(hours: Hours, start: datetime) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    for moment in (start + timedelta(minutes=15 * n) for n in range(4 * 26)):
        answers = [covers(row, moment, CALENDAR) for row in hours.schedules]
        expected = "open" if True in answers else "unknown" if None in answers or not answers else "closed"
        assert open_state(hours, moment, CALENDAR).kind == expected


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (time(22), time(1, 30)),
        (time(1, 30), time(3)),
        (time(0, 30), time(1, 30)),
        (time(1, 15), time(1, 45)),
        (time(1, 30), time(2, 15)),
        (None, None),
    ],
)
def test_minute_by_minute_over_the_changes_of_the_clocks(day: date, opens: time, closes: time) -> None:
    row = _row(opens, closes, byday=("SA", "SU"))
    begin = datetime.combine(day, time(21), LONDON).astimezone(UTC)
    for moment in (begin + timedelta(minutes=n) for n in range(8 * 60)):
        expected = "open" if covers(row, moment, NO_DAYS) else "closed"
        assert open_state(Hours.of(row), moment, NO_DAYS).kind == expected


@given(HOURS, MOMENTS)
@settings(max_examples=examples(200), deadline=None)
def test_the_state_agrees_with_the_sessions(hours: Hours, now: datetime) -> None:
    state = open_state(hours, now, CALENDAR)
    soon = list(sessions(hours, now, now + timedelta(days=60), CALENDAR))
    running = [each for each in soon if each.start.astimezone(UTC) <= now]
    assert (state.kind == "open") == any(each.certain for each in running)
    later = [each.start.timestamp() for each in soon if each.start.astimezone(UTC) > now]
    if state.kind == "open":
        assert state.next_session is None
    elif later:
        assert state.next_session
        assert state.next_session.start.timestamp() == later[0]
    elif state.next_session:
        assert state.next_session.start.astimezone(UTC) > now + timedelta(days=59)


@given(HOURS, MOMENTS)
@settings(max_examples=examples(150), deadline=None)
def test_open_until_is_the_first_moment_it_is_not_open(hours: Hours, now: datetime) -> None:
    state = open_state(hours, now, CALENDAR)
    if state.until:
        until = state.until.astimezone(UTC)
        assert open_state(hours, until - timedelta(seconds=1), CALENDAR).kind == "open"
        assert open_state(hours, until, CALENDAR).kind != "open"


def test_wall_clock_times_are_kept_over_the_changes_of_the_clocks() -> None:
    hours = Hours.of(_row(byday=("SU",)))
    assert _starts(hours, _at(2026, 3, 22), 8) == ["2026-03-22T10:00:00+00:00", "2026-03-29T10:00:00+01:00"]
    assert _starts(hours, _at(2026, 10, 18), 8) == ["2026-10-18T10:00:00+01:00", "2026-10-25T10:00:00+00:00"]


def test_a_time_that_does_not_exist_moves_on_and_one_that_exists_twice_is_the_first() -> None:
    hours = Hours.of(_row(time(1, 30), time(3), byday=("SU",)))
    assert _starts(hours, _at(2026, 3, 29), 1) == ["2026-03-29T02:30:00+01:00"]
    assert _starts(hours, _at(2026, 10, 25), 1) == ["2026-10-25T01:30:00+01:00"]
    lost = Hours.of(_row(time(1, 30), time(2, 15), byday=("SU",)))
    assert _starts(lost, _at(2026, 3, 29), 1) == []


def test_a_night_in_october_lasts_an_hour_longer() -> None:
    hours = Hours.of(_row(time(22), time(6), byday=("SA",)))
    night = next(sessions(hours, _at(2026, 10, 24), _at(2026, 10, 26), NO_DAYS))
    assert night.end.timestamp() - night.start.timestamp() == 9 * 3600


def test_past_midnight_it_is_still_open_from_the_day_before() -> None:
    hours = Hours.of(_row(time(22), time(2), byday=("FR",)))
    state = open_state(hours, _at(2026, 11, 28, 1, 59), NO_DAYS)
    assert (state.kind, state.until) == ("open", _at(2026, 11, 28, 2))
    assert open_state(hours, _at(2026, 11, 28, 2), NO_DAYS).next_session.start == _at(2026, 12, 4, 22)


def test_sessions_that_touch_are_one_opening() -> None:
    hours = Hours.of(_row(time(9), time(12)), _row(time(12), time(17)), _row(time(16), time(18)))
    assert open_state(hours, _at(2026, 11, 24, 9, 30), NO_DAYS).until == _at(2026, 11, 24, 18)
    days = Hours.of(_row(None, None, byday=("TU", "WE")))
    assert open_state(days, _at(2026, 11, 24, 9), NO_DAYS).until == _at(2026, 11, 26)


def test_seven_whole_days_have_no_end_in_sight() -> None:
    hours = Hours.of(_row(None, None, byday=WEEKDAYS))
    state = open_state(hours, _at(2026, 11, 24, 9), NO_DAYS)
    assert (state.kind, state.until) == ("open", None)


def test_exceptions_take_sessions_away() -> None:
    christmas = Calendar(
        bank_holidays=frozenset({date(2026, 12, 25)}), closures=frozenset({date(2026, 12, 26)})
    )
    shut = _row(
        byday=("TH", "FR", "SA"), closed_bank_holidays=True, closed_on=frozenset({date(2026, 12, 24)})
    )
    assert _starts(Hours.of(shut), _at(2026, 12, 22), 7, christmas) == []
    still = _row(byday=("FR", "SA"))
    assert len(_starts(Hours.of(still), _at(2026, 12, 22), 7, christmas)) == 2


def test_a_season_over_the_new_year() -> None:
    hours = Hours.of(_row(byday=("TU",), season=((12, 20), (1, 10))))
    found = _starts(hours, _at(2026, 12, 1), 60)
    assert [each[:10] for each in found] == ["2026-12-22", "2026-12-29", "2027-01-05"]


def test_term_time_in_a_holiday_is_closed_and_outside_known_terms_is_unknown() -> None:
    hours = Hours.of(_row(byday=WEEKDAYS, term_time=True))
    assert open_state(hours, _at(2026, 3, 3, 11), CALENDAR).kind == "open"
    holiday = open_state(hours, _at(2026, 4, 1, 11), CALENDAR)
    assert (holiday.kind, holiday.next_session.start) == ("closed", _at(2026, 4, 13, 10))
    beyond = open_state(hours, _at(2026, 9, 15, 11), CALENDAR)
    assert (beyond.kind, beyond.doubt) == ("unknown", "term_dates")
    later = open_state(hours, _at(2026, 9, 15, 13), CALENDAR)
    assert later.kind == "closed"
    assert later.next_session
    assert later.next_session.doubt == "term_dates"


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (_row(None, None, times_known=False), "times"),
        (_row(time(10), None, times_known=False), "closing"),
        (_row(interval=2), "weeks"),
        (_row(interval=2, term_time=True, freq="MONTHLY"), "weeks"),
    ],
)
def test_what_is_not_known_is_unknown_on_its_days_and_closed_on_others(row: Schedule, doubt: str) -> None:
    state = open_state(Hours.of(row), _at(2026, 3, 24, 11), CALENDAR)
    assert (state.kind, state.doubt) == ("unknown", doubt)
    other = open_state(Hours.of(row), _at(2026, 3, 25, 11), CALENDAR)
    assert other.kind == "closed"
    assert other.next_session
    assert other.next_session.doubt


def test_a_certain_session_wins_over_one_in_doubt() -> None:
    hours = Hours.of(_row(None, None, times_known=False), _row())
    assert open_state(hours, _at(2026, 11, 24, 11), NO_DAYS).kind == "open"
    assert open_state(hours, _at(2026, 11, 24, 13), NO_DAYS).kind == "unknown"
    same = Hours.of(_row(interval=2), _row())
    assert [each.certain for each in sessions(same, _at(2026, 11, 24), _at(2026, 11, 25), NO_DAYS)] == [True]


def test_always_and_unknown_have_a_state_and_no_sessions() -> None:
    now = _at(2026, 11, 24, 11)
    assert open_state(ALWAYS_OPEN, now, NO_DAYS).kind == "always"
    assert open_state(UNKNOWN, now, NO_DAYS).kind == "unknown"
    assert sessions_this_week(ALWAYS_OPEN, now, NO_DAYS) == sessions_this_week(UNKNOWN, now, NO_DAYS) == []


def test_the_next_opening_is_looked_for_400_days_ahead() -> None:
    now = _at(2026, 11, 24, 11)
    last = now.date() + timedelta(days=LOOK_AHEAD_DAYS)
    near, far = (_row(freq=None, byday=(), dtstart=day) for day in (last, last + timedelta(days=1)))
    assert open_state(Hours.of(near), now, NO_DAYS).next_session is not None
    assert open_state(Hours.of(far), now, NO_DAYS).next_session is None


def test_this_week_is_today_and_six_days_more() -> None:
    now = _at(2026, 11, 24, 11)
    found = sessions_this_week(Hours.of(_row(byday=WEEKDAYS)), now, NO_DAYS)
    assert [each.start.day for each in found] == [24, 25, 26, 27, 28, 29, 30]
    assert len(sessions_this_week(Hours.of(_row(byday=WEEKDAYS)), _at(2026, 11, 24, 12), NO_DAYS)) == 6


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        open_state(OFFICE, _at(2026, 11, 24).replace(tzinfo=None), NO_DAYS)
    with pytest.raises(ValueError, match="time zone"):
        list(sessions(OFFICE, _at(2026, 11, 24).replace(tzinfo=None), _at(2026, 11, 25), NO_DAYS))


def test_moments_of_any_zone_are_accepted() -> None:
    assert open_state(OFFICE, datetime(2026, 7, 1, 8, 30, tzinfo=UTC), NO_DAYS).until == _at(2026, 7, 1, 17)
