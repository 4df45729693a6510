"""The days of a schedule in words: weekdays, numbered weekdays of a month, days of a month."""

from collections.abc import Iterable

from core.messages import N_, listed, weekday_name
from core.messages import gettext as _
from directory.schedules.schedule import Schedule, split_byday
from directory.schedules.wording.times import date_words

_EACH_WEEK = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)
_NTH = {
    1: N_("first"),
    2: N_("second"),
    3: N_("third"),
    4: N_("fourth"),
    5: N_("fifth"),
    -1: N_("last"),
    -2: N_("second to last"),
    -3: N_("third to last"),
    -4: N_("fourth to last"),
    -5: N_("fifth to last"),
}
_NUMBERS = {
    2: N_("two"),
    3: N_("three"),
    4: N_("four"),
    5: N_("five"),
    6: N_("six"),
    7: N_("seven"),
    8: N_("eight"),
    9: N_("nine"),
    10: N_("ten"),
    11: N_("eleven"),
    12: N_("twelve"),
}


def is_every_day(schedule: Schedule) -> bool:
    """Return True for a schedule of all seven days of every week."""
    return schedule.freq == "WEEKLY" and schedule.interval == 1 and len(schedule.weekdays) == 7


def days_words(schedule: Schedule) -> str:
    """Return the days of one schedule: "Monday to Friday", "every two weeks on Wednesdays", "last Friday
    of...".

    The text is empty when the days are not known.
    """
    if schedule.freq is None:
        return date_words(schedule.dtstart) if schedule.dtstart else ""
    return _weekly(schedule) if schedule.freq == "WEEKLY" else _monthly(schedule)


def _weekly(schedule: Schedule) -> str:
    days = weekdays_words(schedule.weekdays)
    if schedule.interval == 1:
        return days
    number = _number(schedule.interval)
    if len(schedule.weekdays) == 7:
        return _("every %(number)s weeks, every day", number=number)
    return _("every %(number)s weeks on %(days)s", number=number, days=days)


def weekdays_words(weekdays: Iterable[int]) -> str:
    """Return weekdays (Monday is 0): "Tuesdays and Thursdays", "Monday to Friday", "every day"."""
    chosen = frozenset(weekdays)
    if len(chosen) == 7:
        return _("every day")
    runs = _runs(chosen)
    if any(len(run) > 2 for run in runs):
        return listed(_run_words(run) for run in runs)
    return listed(_(_EACH_WEEK[day]) for day in sorted(chosen))


def _runs(chosen: frozenset[int]) -> list[list[int]]:
    """Return runs of consecutive weekdays. The week is a ring; a run crosses Sunday only with three days or
    more.

    {0, 1, 2, 4} gives [[0, 1, 2], [4]]; {5, 6, 0} gives [[5, 6, 0]]; {6, 0} gives [[0], [6]].
    """
    starts = [day for day in sorted(chosen) if (day - 1) % 7 not in chosen]
    runs = [_run_from(day, chosen) for day in starts]
    last_run = runs[-1]
    goes_over_sunday = last_run[-1] < last_run[0]
    if goes_over_sunday and len(last_run) < 3:
        return [[0], *runs[:-1], [6]]
    return runs


def _run_from(day: int, chosen: frozenset[int]) -> list[int]:
    run = [day]
    while (run[-1] + 1) % 7 in chosen:
        run.append((run[-1] + 1) % 7)
    return run


def _run_words(run: list[int]) -> str:
    names = [weekday_name(day) for day in run]
    if len(run) > 2:
        return _("%(first)s to %(last)s", first=names[0], last=names[-1])
    return listed(names)


def _monthly(schedule: Schedule) -> str:
    days = _monthly_days(schedule)
    if schedule.interval == 1:
        return _("%(days)s of the month", days=days)
    number = _number(schedule.interval)
    if any(split_byday(part)[0] is None for part in schedule.byday):
        return _("every %(number)s months, %(days)s", number=number, days=days)
    return _("every %(number)s months, on the %(days)s", number=number, days=days)


def _monthly_days(schedule: Schedule) -> str:
    numbers = schedule.bymonthday or ((schedule.dtstart.day,) if schedule.dtstart else ())
    ordered = sorted(numbers, key=lambda number: (number < 0, number))
    monthdays = listed(_monthday(number) for number in ordered)
    if not schedule.byday:
        return monthdays
    weekdays = _numbered_weekdays(schedule.byday)
    if not schedule.bymonthday:
        return weekdays
    return _("%(weekdays)s that is the %(monthdays)s", weekdays=weekdays, monthdays=monthdays)


def _numbered_weekdays(byday: tuple[str, ...]) -> str:
    by_weekday: dict[int, list[int]] = {}
    for ordinal, weekday in sorted((split_byday(part) for part in byday), key=_ordinal_order):
        by_weekday.setdefault(weekday, []).append(ordinal or 0)
    return listed(_ordinals_of(weekday, ordinals) for weekday, ordinals in by_weekday.items())


def _ordinal_order(pair: tuple[int | None, int]) -> tuple[bool, int, int]:
    """Sort key: first, second and so on come before those that are counted from the end."""
    ordinal, weekday = pair[0] or 0, pair[1]
    return ordinal < 0, ordinal, weekday


def _ordinals_of(weekday: int, ordinals: list[int]) -> str:
    if not ordinals[0]:
        return _("every %(weekday)s", weekday=weekday_name(weekday))
    which = listed(_(_NTH[ordinal]) for ordinal in ordinals)
    return _("%(which)s %(weekday)s", which=which, weekday=weekday_name(weekday))


def _monthday(number: int) -> str:
    if number == -1:
        return _("last day")
    if number < 0:
        return _("%(ordinal)s to last day", ordinal=_ordinal(-number))
    return _ordinal(number)


def _ordinal(number: int) -> str:
    is_teen = 10 <= number % 100 <= 20
    last_digit = 0 if is_teen else number % 10
    match last_digit:
        case 1:
            return _("%(number)sst", number=number)
        case 2:
            return _("%(number)snd", number=number)
        case 3:
            return _("%(number)srd", number=number)
        case _other:
            return _("%(number)sth", number=number)


def _number(number: int) -> str:
    return _(_NUMBERS[number]) if number in _NUMBERS else str(number)
