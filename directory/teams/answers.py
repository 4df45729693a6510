"""The teams of social care, and which of their numbers answers at a moment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from core.opening_hours import WeeklyHours, read_opening_hours
from core.settings import Settings
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import ALWAYS_OPEN, WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import open_state

TeamName = Literal["adult", "children", "night"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its number and the hours in which people answer it."""

    name: TeamName
    phone: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a team answers at a moment, and until or from when.

    until: the end of these hours; None when closed, or when they last a week or more.
    opens: the next opening; None when open, or when none is known within 400 days.
    """

    team: Team
    moment: datetime
    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Teams:
    """All teams. `night` is the team for what cannot wait while the others are closed."""

    adult: Team
    children: Team
    night: Team


def teams_of(settings: Settings) -> Teams:
    """Return the teams that the settings name."""
    return Teams(
        Team("adult", settings.council_phone, read_hours(settings.council_hours)),
        Team("children", settings.council_children_phone, read_hours(settings.council_children_hours)),
        Team("night", settings.council_out_of_hours_phone, read_hours(settings.council_out_of_hours_hours)),
    )


@lru_cache(maxsize=64)
def read_hours(text: str) -> Hours:
    """Return opening hours in OpenStreetMap's syntax as `Hours`. Raises ValueError when they cannot be read."""
    week = read_opening_hours(text)
    if week.always:
        return ALWAYS_OPEN
    return Hours.of(*_schedules(week))


def _schedules(week: WeeklyHours) -> list[Schedule]:
    """Return one schedule for each pair of times, with all its days."""
    spans = dict.fromkeys(span for day in week.days for span in day)
    return [
        Schedule(
            "WEEKLY",
            byday=tuple(name for name, day in zip(WEEKDAYS, week.days, strict=True) if span in day),
            opens_at=span[0],
            closes_at=span[1],
            closed_bank_holidays=week.closed_bank_holidays,
        )
        for span in spans
    ]


def answer(team: Team, moment: datetime, calendar: Calendar) -> Answer:
    """Return whether the team answers at `moment`. Raises ValueError when `moment` has no time zone."""
    state = open_state(team.hours, moment, calendar)
    if state.kind in ("open", "always"):
        return Answer(team, moment, is_open=True, until=state.until)
    following = state.next_session
    return Answer(team, moment, is_open=False, opens=following.start if following else None)
