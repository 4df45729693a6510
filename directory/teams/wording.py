"""Hours of a team, and whether it answers now, in words. Texts begin with a small letter and have no full
stop.
"""

from datetime import datetime, time, timedelta

from core.clock import LONDON
from core.messages import gettext as _
from core.messages import weekday_name
from directory.schedules.schedule import Hours
from directory.schedules.wording.hours import exception_lines, hours_lines
from directory.schedules.wording.times import date_words, sentence, time_words
from directory.teams.answers import Answer

_WEEK = 7


def hours_words(hours: Hours) -> str:
    """Return the usual hours: "Monday to Friday, 8.30am to 5pm"."""
    return sentence("; ".join(hours_lines(hours)))


def exceptions_words(hours: Hours) -> str:
    """Return when the hours do not hold: "Not on bank holidays"; empty when they always do."""
    return "; ".join(exception_lines(hours))


def answer_words(answer: Answer) -> str:
    """Return the state of a team: "open now until 5pm", "closed now, opens Monday 8.30am"."""
    if not answer.is_open:
        return _("closed now, %(opens)s", opens=opens_words(answer)) if answer.opens else _("closed now")
    if answer.until is None:
        return _("open now")
    return _("open now until %(time)s", time=until_words(answer.until, answer.moment))


def opens_words(answer: Answer) -> str:
    """Return "opens Monday 8.30am"; empty when no opening is known."""
    return _("opens %(when)s", when=when_words(answer.opens, answer.moment)) if answer.opens else ""


def until_words(until: datetime, now: datetime) -> str:
    """Return the end of an opening: "5pm" for today, "Saturday 2am" for another day."""
    end, local = until.astimezone(LONDON), now.astimezone(LONDON)
    is_last_midnight = end.time() == time() and end.date() == local.date() + timedelta(days=1)
    if end.date() == local.date() or is_last_midnight:
        return time_words(end.time())
    return when_words(until, now)


def when_words(moment: datetime, now: datetime) -> str:
    """Return a coming moment: "today 8.30am", "Monday 8.30am", "Tuesday 29 December 8.30am" after six days."""
    at, local = moment.astimezone(LONDON), now.astimezone(LONDON)
    days = (at.date() - local.date()).days
    if days == 0:
        day = _("today")
    elif days < _WEEK:
        day = weekday_name(at.weekday())
    else:
        day = date_words(at.date(), local.date())
    return _("%(day)s %(time)s", day=day, time=time_words(at.time()))
