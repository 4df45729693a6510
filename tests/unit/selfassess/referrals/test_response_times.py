"""Promises count working days and hours from the moment of sending."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from core.settings import ROOT, Settings
from directory.schedules.holidays import load_calendar
from directory.schedules.weekly_hours import read_hours
from directory.teams.answers import teams_of
from directory.teams.working_time import received_on
from selfassess.referrals.response_times import (
    WORKING_DAYS,
    WORKING_HOURS,
    before_coming_home,
    promise,
    working_day,
)
from selfassess.values.request import Promise, RequestKind

CALENDAR = load_calendar(ROOT / "content" / "calendar.yaml")
ADULT = teams_of(Settings()).adult
HOURS = st.sampled_from(
    ["Mo-Fr 08:30-17:00; PH off", "Mo-Th 09:00-16:00", "24/7", "Sa 10:00-12:00", "Fr-Su 22:00-26:00"]
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1), timezones=st.just(LONDON))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "sent", "by"),
    [
        (RequestKind.SAFEGUARDING_CONCERN, "2026-11-27 10:00", date(2026, 11, 27)),
        (RequestKind.SAFEGUARDING_CONCERN, "2026-11-27 07:00", date(2026, 11, 27)),
        (RequestKind.SAFEGUARDING_CONCERN, "2026-11-27 16:00", date(2026, 11, 27)),
        (RequestKind.SAFEGUARDING_CONCERN, "2026-11-27 16:55", date(2026, 11, 30)),
        (RequestKind.SAFEGUARDING_CONCERN, "2026-11-27 23:00", date(2026, 11, 30)),
        (RequestKind.CHILD_CONCERN, "2026-12-24 17:00", date(2026, 12, 29)),
        (RequestKind.CALL_BACK, "2026-11-27 16:55", date(2026, 12, 2)),
        (RequestKind.CALL_BACK, "2026-11-27 17:00", date(2026, 12, 3)),
        (RequestKind.CALL_BACK, "2026-12-23 12:00", date(2026, 12, 30)),
        (RequestKind.CALL_BACK, "2026-11-28 12:00", date(2026, 12, 3)),
    ],
)
def test_the_day_of_a_promise(app: Flask, kind: RequestKind, sent: str, by: date) -> None:
    with app.test_request_context():
        assert promise(kind, _local(sent), teams_of(Settings()), CALENDAR).by == by


@given(moment=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=9)), hours=HOURS)
@pytest.mark.parametrize("kind", [RequestKind.SAFEGUARDING_CONCERN, RequestKind.HUB_APPOINTMENT])
def test_never_before_sending_never_on_a_day_off_and_never_earlier_for_who_sends_later(
    kind: RequestKind, moment: datetime, later: timedelta, hours: str
) -> None:
    first, second = _by(kind, moment, hours), _by(kind, moment + later, hours)
    assert first >= moment.date()
    assert first.weekday() < 5
    assert not CALENDAR.is_holiday(first)
    assert second >= first


@given(moment=MOMENTS)
def test_the_promised_day_has_working_time_left(moment: datetime) -> None:
    by = received_on(moment, ADULT.hours, CALENDAR, timedelta(hours=1))
    closes = datetime(by.year, by.month, by.day, 17, tzinfo=LONDON)
    assert closes.timestamp() - moment.timestamp() >= 3600


def _by(kind: RequestKind, moment: datetime, hours: str) -> date:
    received = received_on(moment, read_hours(hours), CALENDAR, WORKING_HOURS.get(kind, timedelta()))
    return working_day(received, WORKING_DAYS[kind], CALENDAR.is_holiday)


def _local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("home_on", "by"),
    [
        (None, date(2026, 11, 30)),
        (date(2026, 12, 20), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 11, 26)),
        (date(2026, 11, 30), date(2026, 11, 27)),
        (date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_the_promise_is_for_the_day_before_they_come_home(home_on: date | None, by: date) -> None:
    usual = Promise("Our team", "We get in touch.", date(2026, 11, 30))
    assert before_coming_home(usual, home_on, date(2026, 11, 23), lambda _day: False).by == by
