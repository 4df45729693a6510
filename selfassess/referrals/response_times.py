"""The council's promise for a request: who does what, and by which day. Pure except for translated texts."""

from collections.abc import Callable
from datetime import date, timedelta

from flask_babel import gettext as _

from selfassess.values.request import Promise, RequestKind

WORKING_DAYS = {
    RequestKind.NEEDS_ASSESSMENT: 5,
    RequestKind.CARERS_ASSESSMENT: 5,
    RequestKind.OCCUPATIONAL_THERAPY: 5,
    RequestKind.HUB_APPOINTMENT: 10,
    RequestKind.SAFEGUARDING_CONCERN: 0,
    RequestKind.CHILD_CONCERN: 0,
    RequestKind.CALL_BACK: 3,
}
"""Days within which the council answers, as in content/assessments/wording.yaml; a test compares the two."""
_SATURDAY = 5


def promise(kind: RequestKind, today: date, is_holiday: Callable[[date], bool]) -> Promise:
    """Return the promise for a request that is sent today. `is_holiday`: True for a bank holiday."""
    who, what = _who_and_what(kind)
    return Promise(who=who, what=what, by=working_day(today, WORKING_DAYS[kind], is_holiday))


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
        RequestKind.CALL_BACK: (_("Our first contact team"), _("We call you back.")),
    }[kind]
