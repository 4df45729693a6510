"""Who answers at a moment: in hours, at night, on bank holidays and over Christmas."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from core.settings import ROOT, Settings
from directory.schedules.holidays import load_calendar
from directory.schedules.weekly_hours import read_hours
from directory.teams.answers import Team, answer, teams_of
from directory.teams.wording import answer_words, hours_words

CALENDAR = load_calendar(ROOT / "content" / "calendar.yaml")
ADULT = teams_of(Settings()).adult


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-27 08:29", "closed now, opens today 8.30am"),
        ("2026-11-27 08:30", "open now until 5pm"),
        ("2026-11-27 16:59", "open now until 5pm"),
        ("2026-11-27 17:00", "closed now, opens Monday 8.30am"),
        ("2026-11-29 23:59", "closed now, opens Monday 8.30am"),
        ("2026-12-24 16:00", "open now until 5pm"),
        ("2026-12-24 17:45", "closed now, opens Tuesday 8.30am"),
        ("2026-12-25 10:00", "closed now, opens Tuesday 8.30am"),
        ("2026-12-28 10:00", "closed now, opens Tuesday 8.30am"),
        ("2027-05-03 12:00", "closed now, opens Tuesday 8.30am"),
        ("2027-12-24 17:00", "closed now, opens Wednesday 8.30am"),
    ],
)
def test_the_state_in_words(moment: str, words: str) -> None:
    assert answer_words(answer(ADULT, _local(moment), CALENDAR)) == words


@pytest.mark.parametrize(
    ("hours", "usual", "state"),
    [
        (
            "Mo-Th 08:30-17:00; Fr 08:30-16:30",
            "Monday to Thursday, 8.30am to 5pm; Fridays, 8.30am to 4.30pm",
            None,
        ),
        ("24/7", "24 hours a day, every day", "open now"),
        ("Fr 22:00-26:00", "Fridays, 10pm to 2am", "open now until Saturday 2am"),
        ("Fr 12:00-24:00", "Fridays, 12 noon to midnight", "open now until midnight"),
        ("Th 09:00-10:00", "Thursdays, 9am to 10am", "closed now, opens Thursday 9am"),
        ("Mo,Sa 17:00-09:00", "Mondays and Saturdays, 5pm to 9am", "closed now, opens Saturday 5pm"),
    ],
)
def test_hours_of_other_councils(hours: str, usual: str, state: str | None) -> None:
    team = Team("night", "01632 960101", read_hours(hours))
    assert hours_words(team.hours) == usual
    if state:
        assert answer_words(answer(team, _local("2026-11-27 23:00"), CALENDAR)) == state


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1)))  # noqa: DTZ001
def test_an_answer_agrees_with_the_moments_around_it(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    now = answer(ADULT, moment, CALENDAR)
    change = now.until if now.is_open else now.opens
    assert change is not None
    assert change.timestamp() > moment.timestamp()
    assert answer(ADULT, change.astimezone(UTC), CALENDAR).is_open != now.is_open
    assert answer(ADULT, change.astimezone(UTC) - timedelta(minutes=1), CALENDAR).is_open == now.is_open or (
        change.timestamp() - moment.timestamp() < 60
    )
    assert not (now.is_open and CALENDAR.is_holiday(moment.astimezone(LONDON).date()))


def _local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)
