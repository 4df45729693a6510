"""All the times of a service in words: as full lines for its page, and in short for a card."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from itertools import chain

from core.messages import N_, listed
from core.messages import gettext as _
from directory.schedules.schedule import Hours, Schedule, split_byday
from directory.schedules.wording.days import days_words, is_every_day, weekdays_words
from directory.schedules.wording.times import date_words, season_words, sentence, time_words, times_words

TIMES_NOT_KNOWN = N_("Times not known: phone to ask")
NO_MORE = N_("No more sessions known: phone to ask")
ALWAYS = N_("24 hours a day, every day")
_FOR_EVER = 2100
"""Some systems write "for ever" as the end of the year 9999. An end in this year or later is not shown."""


def hours_lines(hours: Hours, today: date | None = None) -> list[str]:
    """Return all schedules in words, one line for each set of days. Schedules with the same times are
    merged.

    With `today`, schedules that have ended and first days in the past are left out. The list is never empty.
    """
    if hours.kind == "always":
        return [_(ALWAYS)]
    if hours.kind == "unknown":
        return [hours.note or _(TIMES_NOT_KNOWN)]
    rows = [row for row in hours.schedules if not _has_ended(row, today)]
    return [_line(group, today) for group in _grouped(_merged(rows))] or [_(NO_MORE)]


def _has_ended(row: Schedule, today: date | None) -> bool:
    last = row.last_day if row.freq else row.dtstart
    return bool(today and last and last < today)


def _merged(rows: Iterable[Schedule]) -> list[Schedule]:
    """Merge schedules that differ only in their days.

    Mondays 10am to 12 and Wednesdays 10am to 12 become Mondays and Wednesdays 10am to 12.
    """
    days_of: dict[Schedule, list[str]] = {}
    for row in rows:
        same_but_days = replace(row, byday=_days_stand_in(row), description=None, notes=None)
        days = days_of.setdefault(same_but_days, [])
        days.extend(part for part in row.byday if part not in days)
    return [replace(row, byday=tuple(days)) for row, days in days_of.items()]


def _days_stand_in(row: Schedule) -> tuple[str, ...]:
    """Return stand-in days, so that rows of one form compare as equal in `_merged`.

    ("MO",) stands for weekdays, ("1MO",) for numbered weekdays, () for rows without weekdays.
    """
    if not row.byday:
        return ()
    return ("MO",) if split_byday(row.byday[0])[0] is None else ("1MO",)


def _grouped(rows: Iterable[Schedule]) -> list[list[Schedule]]:
    """Return groups of schedules that have the same days and different times. A group shares a line."""
    groups: dict[Schedule, list[Schedule]] = {}
    for row in rows:
        days = tuple(sorted(row.byday))
        timeless = replace(row, byday=days, opens_at=None, closes_at=None, times_known=True)
        groups.setdefault(timeless, []).append(row)
    return [sorted(group, key=lambda row: row.opens_at or time()) for group in groups.values()]


def _line(group: list[Schedule], today: date | None) -> str:
    row = group[0]
    if len(group) == 1 and is_every_day(row) and row.whole_day:
        main = _(ALWAYS)
    else:
        times = listed(times_words(each) for each in group)
        main = _("%(days)s, %(times)s", days=days_words(row), times=times)
    return ", ".join([main, *_limits(row, today)])


def _limits(row: Schedule, today: date | None) -> list[str]:
    limits = [
        _("in school terms only") if row.term_time else "",
        season_words(row.season) if row.season else "",
        "" if row.weeks_known else _("phone to ask which weeks"),
        *(_from_to(row, today) if row.freq else ()),
    ]
    return [words for words in limits if words]


def _from_to(row: Schedule, today: date | None) -> Iterable[str]:
    first, last = row.first_day, row.last_day
    if first and today and first > today:
        yield _("from %(date)s", date=date_words(first, today))
    if last and last.year < _FOR_EVER:
        yield _("until %(date)s", date=date_words(last, today))


def exception_lines(hours: Hours, today: date | None = None) -> list[str]:
    """Return the exceptions to the hours: bank holidays, dates without a session, and the notes.

    With `today`, dates before today are left out.
    """
    rows = [row for row in hours.schedules if not _has_ended(row, today)]
    dates = sorted({day for row in rows for day in row.closed_on if not today or day >= today})
    lines = []
    if rows and all(row.closed_bank_holidays is True for row in rows):
        lines.append(_("Not on bank holidays"))
    elif any(row.closed_bank_holidays is None for row in rows):
        lines.append(_("May differ on bank holidays: phone first"))
    if dates:
        lines.append(_("Not on %(dates)s", dates=listed(date_words(day, today) for day in dates)))
    return lines + list(dict.fromkeys(row.notes for row in rows if row.notes))


def short_words(hours: Hours, today: date | None = None) -> str:
    """Return a short form for a card: "Tuesdays 10am", "Monday to Friday 9am to 5pm", "24 hours a day"."""
    if hours.kind == "always":
        return _("24 hours a day")
    if hours.kind == "unknown":
        return _("Times not known")
    groups = _grouped(_merged(row for row in hours.schedules if not _has_ended(row, today)))
    if not groups:
        return _("No more sessions known")
    if len(groups) <= 2:
        return ", ".join(_short(group) for group in groups)
    if _are_weekly(groups):
        return _("%(days)s, times vary", days=_all_days(groups))
    return _("Different days and times")


def _are_weekly(groups: list[list[Schedule]]) -> bool:
    return all(row.freq == "WEEKLY" and row.interval == 1 for group in groups for row in group)


def _all_days(groups: list[list[Schedule]]) -> str:
    rows = chain.from_iterable(groups)
    return sentence(weekdays_words({day for row in rows for day in row.weekdays}))


def _short(group: list[Schedule]) -> str:
    row = group[0]
    if row.whole_day and is_every_day(row):
        return _("24 hours a day")
    words = {"days": days_words(row), "times": listed(_short_times(row, each) for each in group)}
    is_clear = row.opens_at or row.whole_day
    short = _("%(days)s %(times)s", **words) if is_clear else _("%(days)s, %(times)s", **words)
    return _("%(hours)s in school terms", hours=short) if row.term_time else short


def _short_times(first: Schedule, row: Schedule) -> str:
    """Return only the start, such as "10am", for sessions on one or two days; else start and end."""
    needs_both = first.whole_day or first.closes_at is None or first.opens_at is None
    if needs_both or len(first.weekdays) > 2:
        return times_words(row)
    return time_words(row.opens_at or time())
