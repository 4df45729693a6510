"""Times of day, dates and seasons in words."""

from datetime import date, time

from core.messages import gettext as _
from core.messages import month_name, weekday_name
from directory.schedules.schedule import MonthDay, Schedule, Season

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def sentence(text: str) -> str:
    """Return the text with its first letter made a capital, and nothing else changed."""
    return text[:1].upper() + text[1:]


def time_words(at: time) -> str:
    """Return a time of day: 10am, 1.30pm, 12 noon, midnight."""
    if (at.hour, at.minute) == (0, 0):
        return _("midnight")
    if (at.hour, at.minute) == (12, 0):
        return _("12 noon")
    minutes = f".{at.minute:02}" if at.minute else ""
    clock_time = f"{at.hour % 12 or 12}{minutes}"
    return _("%(time)sam", time=clock_time) if at.hour < 12 else _("%(time)spm", time=clock_time)


def date_words(day: date, today: date | None = None) -> str:
    """Return a date: "Tuesday 24 November", with its year unless it is the year of `today`."""
    names = {"weekday": weekday_name(day.weekday()), "day": day.day, "month": month_name(day.month)}
    if today and day.year == today.year:
        return _("%(weekday)s %(day)s %(month)s", **names)
    return _("%(weekday)s %(day)s %(month)s %(year)s", **names, year=day.year)


def times_words(schedule: Schedule) -> str:
    """Return the times of one session: "10am to 12 noon", "from 10am", "all day", "times not known"."""
    if schedule.opens_at is None or schedule.whole_day:
        return _("all day") if schedule.times_known else _("times not known")
    opens = time_words(schedule.opens_at)
    if schedule.closes_at is None:
        return _("from %(time)s", time=opens)
    return _("%(first)s to %(last)s", first=opens, last=time_words(schedule.closes_at))


def season_words(season: Season) -> str:
    """Return a season: "April to September" for whole months, or "1 April to 15 September"."""
    first, last = season
    is_whole_months = first[1] == 1 and last[1] >= _MONTH_LENGTHS[last[0] - 1]
    if not is_whole_months:
        return _("%(first)s to %(last)s", first=_month_day(first), last=_month_day(last))
    if first[0] == last[0]:
        return _("in %(month)s", month=month_name(first[0]))
    return _("%(first)s to %(last)s", first=month_name(first[0]), last=month_name(last[0]))


def _month_day(pair: MonthDay) -> str:
    return _("%(day)s %(month)s", day=pair[1], month=month_name(pair[0]))
