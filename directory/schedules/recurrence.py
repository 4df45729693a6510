"""Computes the days on which a schedule's pattern falls, before exceptions are removed (RFC 5545 3.3.10).

A results page needs the state of many services at once. The functions therefore compute only the days asked
for. dateutil's rrule continues to the year 9999 for a rule that never falls. The tests check that both give
the same days.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice

from directory.schedules.schedule import Schedule, split_byday


def days(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Return the days of the pattern from `first` to `last`, both included, in order.

    For "every two weeks" without a date to count from, the days of every week are returned.
    """
    first, last = max(first, schedule.first_day or first), min(last, schedule.last_day or last)
    if first > last:
        return iter(())
    if schedule.count is not None and schedule.dtstart is not None:
        series = islice(_pattern(schedule, schedule.dtstart, last), schedule.count)
        return (day for day in series if day >= first)
    return _pattern(schedule, first, last)


def _pattern(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    if schedule.freq is None:
        return iter(day for day in (schedule.dtstart,) if day and first <= day <= last)
    return (_weekly if schedule.freq == "WEEKLY" else _monthly)(schedule, first, last)


def _weekly(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    weekdays, start = schedule.weekdays, schedule.dtstart
    monday = start.toordinal() - start.weekday() if start else 0
    interval = schedule.interval if schedule.weeks_known else 1
    for number in range(first.toordinal(), last.toordinal() + 1):
        # date.toordinal(): day 1 was a Monday.
        if (number - 1) % 7 in weekdays and (interval == 1 or (number - monday) // 7 % interval == 0):
            yield date.fromordinal(number)


def _monthly(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    numbers, start = schedule.bymonthday, schedule.dtstart
    if start and not numbers and not schedule.byday:
        numbers = (start.day,)
    for year, month in _months(schedule, first, last):
        for number in _in_month(schedule.byday, numbers, year, month):
            if first <= (day := date(year, month, number)) <= last:
                yield day


def _months(schedule: Schedule, first: date, last: date) -> Iterator[tuple[int, int]]:
    """Yield year and month of each month of the pattern. The interval counts from the month of `dtstart`."""
    start = schedule.dtstart
    zero = start.year * 12 + start.month - 1 if start else 0
    interval = schedule.interval if schedule.weeks_known else 1
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if (number - zero) % interval == 0:
            yield number // 12, number % 12 + 1


@lru_cache(maxsize=4096)
def _in_month(byday: tuple[str, ...], bymonthday: tuple[int, ...], year: int, month: int) -> tuple[int, ...]:
    """Return the days of one month that match both lists; an empty list matches every day."""
    first_weekday, length = monthrange(year, month)
    found = {number for part in byday for number in _nth(part, first_weekday, length)}
    numbers = {number if number > 0 else length + 1 + number for number in bymonthday} & set(
        range(1, length + 1)
    )
    return tuple(sorted(found & numbers if byday and bymonthday else found | numbers))


def _nth(part: str, first_weekday: int, length: int) -> list[int]:
    """Return days of the month for "TU" (all of them), "1TU" or "-1TU" (one, or none when there is no
    fifth).
    """
    ordinal, weekday = split_byday(part)
    every = list(range(1 + (weekday - first_weekday) % 7, length + 1, 7))
    if ordinal is None:
        return every
    place = ordinal - 1 if ordinal > 0 else len(every) + ordinal
    return every[place : place + 1] if place >= 0 else []
