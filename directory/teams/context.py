"""Gives templates and messages the council's teams as they are at this moment: `teams.adult`,
`teams.children` and `teams.night`."""

from datetime import datetime
from functools import cached_property

from flask import Flask
from flask_babel import gettext as _

from core import clock
from core.languages import facts
from core.settings import Settings
from directory.schedules.stored import year
from directory.schedules.wording.times import sentence
from directory.teams.answers import Answer, Team, Teams, answer, teams_of
from directory.teams.wording import answer_words, exceptions_words, hours_words, opens_words


class TeamNow:
    """A team for a template: its number and hours, and whether it answers at the moment of the page.

    Everything is worked out when it is first asked for, so that a page that shows nothing of it reads
    nothing.
    """

    def __init__(self, team: Team, now: "TeamsNow") -> None:
        self.name = team.name
        self.phone = team.phone
        self._team, self._now = team, now

    @property
    def hours(self) -> str:
        """The usual hours: "Monday to Friday, 8.30am to 5pm"."""
        with facts():
            return hours_words(self._team.hours)

    @property
    def exceptions(self) -> str:
        """When the hours do not hold: "Not on bank holidays"; empty when they always do."""
        return exceptions_words(self._team.hours)

    @cached_property
    def answer(self) -> Answer:
        """Whether the team answers, and until or from when."""
        return answer(self._team, self._now.moment, year(self._now.settings.content_dir))

    @property
    def is_open(self) -> bool:
        """True when somebody answers now."""
        return self.answer.is_open

    @property
    def status(self) -> str:
        """The state as a sentence without a full stop: "Open now until 5pm", "Closed now, opens Monday
        8.30am".
        """
        return sentence(answer_words(self.answer))

    @property
    def opens(self) -> str:
        """When it opens: "opens Monday 8.30am"; empty when open, or when that is not known."""
        return opens_words(self.answer)

    @property
    def closed_note(self) -> str:
        """That nobody answers now, and the number for what cannot wait; empty when somebody answers."""
        if self.is_open:
            return ""
        night = self._now.night.phone
        return f"{answer_words(self.answer)}. " + _("Can’t wait? Call %(phone)s", phone=night)

    @property
    def phone_and_note(self) -> str:
        """The number; outside the team's hours with `closed_note` behind it."""
        return f"{self.phone} ({self.closed_note})" if self.closed_note else self.phone

    @property
    def phone_now(self) -> str:
        """The number that answers now: its own when open, otherwise that of the team for nights and weekends."""
        return self.phone if self.is_open else self._now.night.phone


class TeamsNow:
    """All teams at one moment, which is that of the first question."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._teams: Teams = teams_of(settings)
        self.adult = TeamNow(self._teams.adult, self)
        self.children = TeamNow(self._teams.children, self)
        self.night = TeamNow(self._teams.night, self)

    @cached_property
    def moment(self) -> datetime:
        """The moment for which all teams answer."""
        return clock.now()


TEAM_FACTS = ("phone", "phone_hours", "childrens_phone", "childrens_hours", "night_phone", "night_hours")
"""The names that pages of advice fill in with numbers and hours of the teams."""


def team_facts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the names and values that pages of advice fill in: {{ phone }}, {{ night_phone }} and so on, as
    of now.
    """
    teams = TeamsNow(settings)
    values = (
        teams.adult.phone_and_note,
        teams.adult.hours,
        teams.children.phone_and_note,
        teams.children.hours,
        teams.night.phone,
        teams.night.hours,
    )
    return tuple(zip(TEAM_FACTS, values, strict=True))


def init_teams(app: Flask, settings: Settings) -> None:
    """Give every template `teams`.

    The holidays are read at the start, because each page shows who answers now.
    """
    year(settings.content_dir)

    @app.context_processor
    def teams() -> dict[str, TeamsNow]:
        return {"teams": TeamsNow(settings)}
