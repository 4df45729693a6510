"""The council's promise for a request: who does what, and by which day. Pure except for translated texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from directory.schedules.holidays import Calendar
from directory.teams.answers import Teams
from directory.teams.working_time import received_on
from selfassess.values.request import FOR_CHILDREN, Promise, RequestKind

WORKING_DAYS = {
    RequestKind.NEEDS_ASSESSMENT: 5,
    RequestKind.CARERS_ASSESSMENT: 5,
    RequestKind.OCCUPATIONAL_THERAPY: 5,
    RequestKind.HUB_APPOINTMENT: 10,
    RequestKind.SAFEGUARDING_CONCERN: 0,
    RequestKind.CHILD_CONCERN: 0,
    RequestKind.REVIEW: 5,
    RequestKind.CALL_BACK: 3,
    RequestKind.CHILDREN_HELP: 3,
    RequestKind.REABLEMENT: 2,
    RequestKind.HOSPITAL_DISCHARGE: 1,
    RequestKind.MENTAL_HEALTH: 5,
}
"""Days within which the council answers, as in content/assessments/wording.yaml; a test compares the two."""
WORKING_HOURS = {
    RequestKind.SAFEGUARDING_CONCERN: timedelta(hours=1),
    RequestKind.CHILD_CONCERN: timedelta(hours=1),
}
"""Working time that a team needs on the day of the promise: "the same day" means nothing five minutes before
it closes.
"""
_SATURDAY = 5


def promise(kind: RequestKind, moment: datetime, teams: Teams, calendar: Calendar) -> Promise:
    """Return the promise for a request that is sent at `moment`.

    Counting begins on the day of sending where the team that answers still works then, otherwise on its next
    working day. Raises ValueError when `moment` has no time zone.
    """
    who, what = _who_and_what(kind)
    team = teams.children if kind in FOR_CHILDREN else teams.adult
    received = received_on(moment, team.hours, calendar, WORKING_HOURS.get(kind, timedelta()))
    return Promise(who=who, what=what, by=working_day(received, WORKING_DAYS[kind], calendar.is_holiday))


def before_coming_home(
    usual: Promise, home_on: date | None, today: date, is_holiday: Callable[[date], bool]
) -> Promise:
    """Return the promise for somebody who comes home from hospital: an earlier day, where that is needed.

    The day is the last working day before they come home, and the next working day after today at the earliest.
    """
    if home_on is None or usual.by is None:
        return usual
    day = home_on - timedelta(days=1)
    while _is_day_off(day, is_holiday):
        day -= timedelta(days=1)
    return replace(usual, by=min(usual.by, max(day, working_day(today, 1, is_holiday))))


def working_day(today: date, days: int, is_holiday: Callable[[date], bool]) -> date:
    """Return the day that is `days` working days after today.

    Counting begins at today, or at the next working day where today is none.
    """
    day = today
    while _is_day_off(day, is_holiday):
        day += timedelta(days=1)
    for _count in range(days):
        day += timedelta(days=1)
        while _is_day_off(day, is_holiday):
            day += timedelta(days=1)
    return day


def _is_day_off(day: date, is_holiday: Callable[[date], bool]) -> bool:
    return day.weekday() >= _SATURDAY or is_holiday(day)


def team_name(kind: RequestKind) -> str:
    """Return the team that answers a kind of request, in words."""
    return _who_and_what(kind)[0]


def _who_and_what(kind: RequestKind) -> tuple[str, str]:
    """Return the team that answers a kind of request, and a sentence about what the team does."""
    return {
        RequestKind.NEEDS_ASSESSMENT: (
            _("Our adult social care team"),
            _("We get in touch to agree a time to talk about your care assessment."),
        ),
        RequestKind.CARERS_ASSESSMENT: (
            _("Our carers team"),
            _("We get in touch to agree a time to talk about your carer’s assessment."),
        ),
        RequestKind.OCCUPATIONAL_THERAPY: (
            _("Our occupational therapists and short-term help team"),
            _("We get in touch to ask what is hard."),
        ),
        RequestKind.HUB_APPOINTMENT: (
            _("Our community hub team"),
            _("We offer you a time to meet, or a visit."),
        ),
        RequestKind.SAFEGUARDING_CONCERN: (
            _("Our safeguarding adults team"),
            _("We read it, and decide with the person what to do next."),
        ),
        RequestKind.CHILD_CONCERN: (
            _("Our children’s social care team"),
            _("A social worker reads it, and decides what to do so that the child is safe."),
        ),
        RequestKind.REVIEW: (
            _("Our adult social care team"),
            _("We read it, tell you who is looking at it, and agree a time to talk."),
        ),
        RequestKind.CALL_BACK: (_("Our first contact team"), _("We call you back.")),
        RequestKind.CHILDREN_HELP: (
            _("Our team for children and young people"),
            _("Someone who works with children and young people reads it, and gets in touch."),
        ),
        RequestKind.REABLEMENT: (
            _("Our short-term help team"),
            _("We get in touch to ask what they want to do for themselves again."),
        ),
        RequestKind.HOSPITAL_DISCHARGE: (
            _("Our hospital discharge team"),
            _("We get in touch with the ward and the person to plan going home."),
        ),
        RequestKind.MENTAL_HEALTH: (
            _("Our mental health social care team"),
            _("We get in touch to agree a time to talk."),
        ),
    }[kind]
