"""The state of a service (open, closed, next session) in words."""

from datetime import datetime, time, timedelta

from core.messages import N_, weekday_name
from core.messages import gettext as _
from directory.schedules.schedule import Hours
from directory.schedules.sessions import LONDON, OpenState, Session
from directory.schedules.wording.hours import NO_MORE
from directory.schedules.wording.times import date_words, time_words

_NOT_SURE = {
    "term_dates": N_("not sure if open, school term dates are not known yet: phone first"),
    "weeks": N_("not sure if open, it does not run every week: phone first"),
    "bank_holidays": N_("not sure if open, it is a bank holiday: phone first"),
    "times": N_("not sure if open, times are not known: phone first"),
    "closing": N_("not sure if open, closing time is not known: phone first"),
}


_HELD_NOW_AND_THEN = 2
"""What is held on this many days of the week or fewer has a next time; what is open on more opens."""


def opens_most_days(hours: Hours) -> bool:
    """Return True for what is open on more than two days of the week, such as an office."""
    return len({day for row in hours.schedules for day in row.weekdays}) > _HELD_NOW_AND_THEN


def state_words(state: OpenState, now: datetime, *, opens: bool = False) -> str:
    """Return a state: "open now until 5pm", "opens tomorrow at 10am", "next on Tuesday 24 November, 10am".

    `opens`: it opens on most days, so that a later day is when it opens, not a session of its own.
    """
    if state.kind == "always":
        return _("open now, 24 hours a day")
    local = now.astimezone(LONDON)
    if state.kind == "open":
        return _open_words(state.until, local)
    if state.kind == "unknown":
        return _(_NOT_SURE.get(state.doubt or "", N_("not sure if open: phone first")))
    if state.next_session is None:
        no_more = _(NO_MORE)
        return no_more[:1].lower() + no_more[1:]
    return _next_words(state.next_session, local, opens=opens)


def _open_words(until: datetime | None, now: datetime) -> str:
    if until is None:
        return _("open now")
    at = time_words(until.time())
    is_midnight = until.time() == time()
    days = (until.date() - now.date()).days
    if days == 0 or (days == 1 and is_midnight):
        return _("open now until %(time)s", time=at)
    if days == 1:
        return _("open now until %(time)s tomorrow", time=at)
    # Midnight is the end of the day before: a session until midnight today ends today.
    day = until.date() - timedelta(days=1) if is_midnight else until.date()
    return _("open now until %(time)s on %(weekday)s", time=at, weekday=weekday_name(day.weekday()))


def _next_words(session: Session, now: datetime, *, opens: bool) -> str:
    day, today = session.start.date(), now.date()
    is_sure = session.doubt in (None, "closing")
    when = _when(session, now)
    if (day - today).days > 1:
        if not is_sure:
            return _("may be open on %(when)s: phone first", when=when)
        return _("opens on %(when)s", when=when) if opens else _("next on %(when)s", when=when)
    return _("opens %(when)s", when=when) if is_sure else _("may be open %(when)s: phone first", when=when)


def _when(session: Session, now: datetime) -> str:
    """Return day and time of a session: "today at 10am", "tomorrow", "Tuesday 24 November, 10am"."""
    day, today, at = session.start.date(), now.date(), _start_words(session)
    if (day - today).days > 1:
        date = date_words(day, today)
        return _("%(date)s, %(time)s", date=date, time=at) if at else date
    if day == today:
        return _("today at %(time)s", time=at) if at else _("today")
    return _("tomorrow at %(time)s", time=at) if at else _("tomorrow")


def _start_words(session: Session) -> str:
    no_time = session.schedule.whole_day or session.doubt == "times" or session.schedule.opens_at is None
    return "" if no_time else time_words(session.start.time())
