"""Calendar files, read back by icalendar and dateutil, have the same sessions as our own code."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, cast

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from icalendar import Calendar as ICalendar
from icalendar import Timezone

from directory.schedules.holidays import Calendar
from directory.schedules.icalendar_file import HORIZON, calendar_file, has_sessions
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import LONDON, sessions
from tests.examples import examples
from tests.unit.directory.schedules.test_strategies import CALENDAR, SCHEDULES

NOW = datetime(2026, 2, 1, 9, tzinfo=LONDON)


def _file(hours: Hours, calendar: Calendar = CALENDAR, now: datetime = NOW) -> bytes:
    return calendar_file(
        "s1@example.org",
        "Lunch; club",
        "Hot meal",
        "https://example.org/s1",
        "The hall",
        hours,
        calendar,
        now,
    )


def _events(data: bytes) -> list[Any]:
    return list(ICalendar.from_ical(data).walk("VEVENT"))


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _local(value: Any) -> datetime:
    """A date or local date-time as a naive date-time, so that dateutil can do the counting."""
    naive = isinstance(value, datetime)
    return value.replace(tzinfo=None) if naive else datetime.combine(value, time())


def _days_of(event: Any, last: date) -> list[date]:
    start, rule = event["DTSTART"].dt, event.get("RRULE")
    if rule is None:
        return [_day(start)]
    parts = [part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL")]
    until = [
        _local(each.astimezone(LONDON) if isinstance(each, datetime) else each)
        for each in rule.get("UNTIL", [])
    ]
    end = min([*until, datetime.combine(last, time.max)])
    found = takewhile(lambda each: each <= end, rrulestr(";".join(parts), dtstart=_local(start)))
    off = event.get("EXDATE")
    closed = {_day(each.dt) for each in off.dts} if off else set()
    return [each.date() for each in found if each.date() not in closed]


@given(SCHEDULES)
@settings(max_examples=examples(250), deadline=None)
def test_the_file_says_what_the_sessions_say(row: Schedule) -> None:
    last = NOW.date() + HORIZON
    midnight = datetime.combine(NOW.date(), time(), LONDON)
    found = sessions(Hours.of(row), midnight, datetime.combine(last, time(23, 59), LONDON), CALENDAR)
    expected = [each.start.date() for each in found if each.doubt in (None, "closing")]
    expected = [day for day in expected if NOW.date() <= day <= last]
    events = _events(_file(Hours.of(row)))
    assert [day for event in events for day in _days_of(event, last)] == expected
    assert has_sessions(Hours.of(row), CALENDAR, NOW) == bool(expected)


def _weekly(**values: Any) -> Hours:
    shape: dict[str, Any] = {
        "freq": "WEEKLY",
        "byday": ("TU",),
        "opens_at": time(10),
        "closes_at": time(12),
    } | values
    return Hours.of(Schedule(**shape))


def test_a_plain_week_is_one_event_without_an_end() -> None:
    text = _file(_weekly()).decode()
    assert "DTSTART;TZID=Europe/London:20260203T100000" in text
    assert "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU\r\n" in text
    assert "SUMMARY:Lunch\\; club" in text
    assert "LOCATION:The hall" in text
    assert "UID:s1@example.org-1" in text
    assert "EXDATE" not in text


def test_a_fortnight_in_term_leaves_out_holidays_and_ends_with_what_is_known() -> None:
    hours = _weekly(interval=2, dtstart=date(2026, 1, 6), term_time=True)
    (event,) = _events(_file(hours))
    assert _days_of(event, date(2027, 1, 1)) == [
        date(2026, 2, 3),
        date(2026, 2, 17),
        date(2026, 3, 3),
        date(2026, 3, 17),
        date(2026, 4, 14),
        date(2026, 4, 28),
        date(2026, 5, 12),
    ]


def test_bank_holidays_are_left_out_at_their_time_and_until_is_in_utc() -> None:
    text = _file(_weekly(byday=("MO",), closed_bank_holidays=True)).decode()
    assert "EXDATE;TZID=Europe/London:20260406T100000,20260504T100000" in text
    assert "UNTIL=20270802T090000Z" in text


def test_whole_days_are_dates() -> None:
    hours = _weekly(byday=WEEKDAYS, opens_at=None, closes_at=None, closed_bank_holidays=True)
    text = _file(hours).decode()
    assert "DTSTART;VALUE=DATE:20260201" in text
    assert "DTEND;VALUE=DATE:20260202" in text
    assert "EXDATE;VALUE=DATE:20260403," in text
    assert "UNTIL=20270803;" in text


def test_a_night_ends_on_the_next_day() -> None:
    (event,) = _events(_file(_weekly(opens_at=time(22), closes_at=time(2))))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=4)


def test_a_date_closed_beyond_the_horizon_is_left_out_too() -> None:
    assert "20280104T100000" in _file(_weekly(closed_on=frozenset({date(2028, 1, 4)}))).decode()


def test_the_zone_is_described_as_the_law_has_it() -> None:
    (zone,) = ICalendar.from_ical(_file(_weekly())).walk("VTIMEZONE")
    made = cast(Timezone, zone).to_tz()
    for moment in (NOW, datetime(2026, 7, 1, tzinfo=UTC), datetime(2035, 10, 28, 0, 59, tzinfo=UTC)):
        assert moment.astimezone(made).utcoffset() == moment.astimezone(LONDON).utcoffset()


def test_sessions_in_doubt_are_left_out() -> None:
    unsure = [
        ALWAYS_OPEN,
        UNKNOWN,
        _weekly(interval=2),
        _weekly(opens_at=None, closes_at=None, times_known=False),
    ]
    for hours in unsure:
        assert _events(_file(hours)) == []
        assert not has_sessions(hours, CALENDAR, NOW)


def test_a_secret_place_stays_out() -> None:
    data = calendar_file("a", "b", "", "", None, _weekly(), CALENDAR, NOW)
    assert b"LOCATION" not in data
    assert b"DESCRIPTION" not in data


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    data = calendar_file("a", "Ł" * 200, "x\ny", "", None, _weekly(), CALENDAR, NOW)
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        _file(_weekly(), now=NOW.replace(tzinfo=None))
