"""The teams of social care, and which of their numbers answers at a moment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.settings import Settings
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import Hours
from directory.schedules.sessions import open_state
from directory.schedules.weekly_hours import read_hours

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


def answer(team: Team, moment: datetime, calendar: Calendar) -> Answer:
    """Return whether the team answers at `moment`. Raises ValueError when `moment` has no time zone."""
    state = open_state(team.hours, moment, calendar)
    if state.kind in ("open", "always"):
        return Answer(team, moment, is_open=True, until=state.until)
    following = state.next_session
    return Answer(team, moment, is_open=False, opens=following.start if following else None)
