"""Hours in plain English, times and dates in the style of GOV.UK: 10am, 1.30pm, 12 noon, Tuesday 24 November.

Every function returns str (or a list of lines), without a full stop, and lower case unless a name begins it:
see `sentence`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from directory.schedules.schedule import Hours, MonthDay, Schedule, Season, split_byday
from directory.schedules.sessions import LONDON, OpenState, Session

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NTH = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
    -2: "second to last",
    -3: "third to last",
    -4: "fourth to last",
    -5: "fifth to last",
}
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

TIMES_NOT_KNOWN = "Times not known: phone to ask"
NO_MORE = "No more sessions known: phone to ask"
ALWAYS = "24 hours a day, every day"


def sentence(text: str) -> str:
    """The text with its first letter made a capital, and nothing else changed."""
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def time_words(at: time) -> str:
    """A time of day: 10am, 1.30pm, 12 noon, midnight."""
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def date_words(day: date, today: date | None = None) -> str:
    """A date: "Tuesday 24 November", with its year unless it is the year of `today`."""
    year = "" if today and day.year == today.year else f" {day.year}"
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}{year}"


def times_words(schedule: Schedule) -> str:
    """The times of one session: "10am to 12 noon", "from 10am", "all day", "times not known"."""
    if schedule.opens_at is None or schedule.whole_day:
        return "all day" if schedule.times_known else "times not known"
    if schedule.closes_at is None:
        return f"from {time_words(schedule.opens_at)}"
    return f"{time_words(schedule.opens_at)} to {time_words(schedule.closes_at)}"


def days_words(schedule: Schedule) -> str:
    """The days of one schedule: "Monday to Friday", "every two weeks on Wednesdays", "last Friday of..."."""
    if schedule.freq is None:
        return date_words(schedule.dtstart) if schedule.dtstart else ""
    return _weekly(schedule) if schedule.freq == "WEEKLY" else _monthly(schedule)


def _weekly(schedule: Schedule) -> str:
    on = weekdays_words(schedule.weekdays)
    if schedule.interval == 1:
        return on
    every = f"every {_number(schedule.interval)} weeks"
    return f"{every}, {on}" if on == "every day" else f"{every} on {on}"


def weekdays_words(weekdays: Iterable[int]) -> str:
    """Weekdays (Monday is 0): "Tuesdays and Thursdays", "Monday to Friday", "every day"."""
    chosen = frozenset(weekdays)
    if len(chosen) == 7:
        return "every day"
    runs = list(_runs(chosen))
    if any(len(run) > 2 for run in runs):
        return listed(_run_words(run) for run in runs)
    return listed(f"{DAY_NAMES[day]}s" for day in sorted(chosen))


def _runs(chosen: frozenset[int]) -> Iterable[list[int]]:
    """Days that follow each other, the week seen as a ring; over Sunday only when three days or more."""
    starts = [day for day in sorted(chosen) if (day - 1) % 7 not in chosen]
    runs = [_run_from(day, chosen) for day in starts]
    if len(runs[-1]) < 3 and runs[-1][-1] < runs[-1][0]:
        runs = [[0], *runs[:-1], [6]]
    return runs


def _run_from(day: int, chosen: frozenset[int]) -> list[int]:
    run = [day]
    while (run[-1] + 1) % 7 in chosen:
        run.append((run[-1] + 1) % 7)
    return run


def _run_words(run: list[int]) -> str:
    names = [DAY_NAMES[day] for day in run]
    return f"{names[0]} to {names[-1]}" if len(run) > 2 else listed(names)


def _monthly(schedule: Schedule) -> str:
    on = _monthly_days(schedule)
    if schedule.interval == 1:
        return f"{on} of the month"
    return f"every {_number(schedule.interval)} months, {on if on.startswith('every') else f'on the {on}'}"


def _monthly_days(schedule: Schedule) -> str:
    numbers = schedule.bymonthday or ((schedule.dtstart.day,) if schedule.dtstart else ())
    ordered = sorted(numbers, key=lambda number: (number < 0, number))
    monthdays = listed(_monthday(number) for number in ordered)
    if not schedule.byday:
        return monthdays
    weekdays = _nth_words(schedule.byday)
    return f"{weekdays} that is the {monthdays}" if schedule.bymonthday else weekdays


def _nth_words(byday: tuple[str, ...]) -> str:
    by_weekday: dict[int, list[int]] = {}
    for ordinal, weekday in sorted((split_byday(part) for part in byday), key=_nth_order):
        by_weekday.setdefault(weekday, []).append(ordinal or 0)
    return listed(_nth_of(weekday, ordinals) for weekday, ordinals in by_weekday.items())


def _nth_order(pair: tuple[int | None, int]) -> tuple[bool, int, int]:
    ordinal, weekday = pair[0] or 0, pair[1]
    return ordinal < 0, ordinal, weekday


def _nth_of(weekday: int, ordinals: list[int]) -> str:
    which = listed(_NTH[ordinal] for ordinal in ordinals) if ordinals[0] else "every"
    return f"{which} {DAY_NAMES[weekday]}"


def _monthday(number: int) -> str:
    if number < 0:
        return "last day" if number == -1 else f"{_ordinal(-number)} to last day"
    return _ordinal(number)


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _number(number: int) -> str:
    return _NUMBERS[number - 2] if 2 <= number <= 12 else str(number)


def hours_lines(hours: Hours, today: date | None = None) -> list[str]:
    """All schedules, those with the same times merged, one line for each set of days.

    today: leaves out what has ended by then, and a beginning that is past. Never empty.
    """
    if hours.kind == "always":
        return [ALWAYS]
    if hours.kind == "unknown":
        return [hours.note or TIMES_NOT_KNOWN]
    rows = [row for row in hours.schedules if not _ended(row, today)]
    return [_line(group, today) for group in _grouped(_merged(rows))] or [NO_MORE]


def _ended(row: Schedule, today: date | None) -> bool:
    last = row.last_day if row.freq else row.dtstart
    return bool(today and last and last < today)


def _merged(rows: Iterable[Schedule]) -> list[Schedule]:
    """Rows that differ in nothing but their days become one."""
    kept: dict[Schedule, list[str]] = {}
    order: list[Schedule] = []
    for row in rows:
        bare = replace(row, byday=_form(row), description=None, notes=None)
        if bare not in kept:
            order.append(bare)
        kept.setdefault(bare, []).extend(part for part in row.byday if part not in kept.get(bare, []))
    return [replace(row, byday=tuple(kept[row])) for row in order]


def _form(row: Schedule) -> tuple[str, ...]:
    """A stand-in for the days, so that rows by weekday, by numbered weekday and by date are kept apart."""
    if not row.byday:
        return ()
    return ("MO",) if split_byday(row.byday[0])[0] is None else ("1MO",)


def _grouped(rows: Iterable[Schedule]) -> list[list[Schedule]]:
    """Rows with the same days and different times: they share a line."""
    groups: dict[Schedule, list[Schedule]] = {}
    for row in rows:
        days = tuple(sorted(row.byday))
        timeless = replace(row, byday=days, opens_at=None, closes_at=None, times_known=True)
        groups.setdefault(timeless, []).append(row)
    return [sorted(group, key=lambda row: row.opens_at or time()) for group in groups.values()]


def _line(group: list[Schedule], today: date | None) -> str:
    row = group[0]
    days, times = days_words(row), listed(times_words(each) for each in group)
    main = ALWAYS if (days, times) == ("every day", "all day") else f"{days}, {times}"
    return ", ".join([main, *_limits(row, today)])


def _limits(row: Schedule, today: date | None) -> list[str]:
    words = [
        "in school terms only" if row.term_time else "",
        season_words(row.season) if row.season else "",
        "" if row.weeks_known else "phone to ask which weeks",
        *(_from_to(row, today) if row.freq else ()),
    ]
    return [word for word in words if word]


def _from_to(row: Schedule, today: date | None) -> Iterable[str]:
    first, last = row.first_day, row.last_day
    if first and today and first > today:
        yield f"from {date_words(first, today)}"
    if last and last.year < 2100:  # Some systems write "for ever" as the end of the year 9999.
        yield f"until {date_words(last, today)}"


def season_words(season: Season) -> str:
    """A season: "April to September" for whole months, or "1 April to 15 September"."""
    (first, last) = season
    if first[1] == 1 and last[1] >= _MONTH_LENGTHS[last[0] - 1]:
        names = MONTH_NAMES[first[0] - 1], MONTH_NAMES[last[0] - 1]
        return f"{names[0]} to {names[1]}" if first[0] != last[0] else f"in {names[0]}"
    return f"{_month_day(first)} to {_month_day(last)}"


def _month_day(pair: MonthDay) -> str:
    return f"{pair[1]} {MONTH_NAMES[pair[0] - 1]}"


def exception_lines(hours: Hours, today: date | None = None) -> list[str]:
    """What the lines of hours leave out: bank holidays, dates it is closed from `today` on, and the notes."""
    rows = [row for row in hours.schedules if not _ended(row, today)]
    dates = sorted({day for row in rows for day in row.closed_on if not today or day >= today})
    lines = ["Not on bank holidays"] if rows and all(row.closed_bank_holidays for row in rows) else []
    lines += [f"Not on {listed(date_words(day, today) for day in dates)}"] if dates else []
    return lines + list(dict.fromkeys(row.notes for row in rows if row.notes))


def short_words(hours: Hours, today: date | None = None) -> str:
    """A short form for a result card: "Tuesdays 10am", "Monday to Friday 9am to 5pm", "24 hours a day"."""
    if hours.kind != "scheduled":
        return "24 hours a day" if hours.kind == "always" else "Times not known"
    groups = _grouped(_merged(row for row in hours.schedules if not _ended(row, today)))
    if len(groups) > 2:
        return f"{_all_days(groups)}, times vary" if _plain(groups) else "Different days and times"
    return ", ".join(_short(group) for group in groups) or "No more sessions known"


def _plain(groups: list[list[Schedule]]) -> bool:
    return all(row.freq == "WEEKLY" and row.interval == 1 for group in groups for row in group)


def _all_days(groups: list[list[Schedule]]) -> str:
    return sentence(weekdays_words({day for group in groups for row in group for day in row.weekdays}))


def _short(group: list[Schedule]) -> str:
    row = group[0]
    if row.whole_day and days_words(row) == "every day":
        return "24 hours a day"
    long = len(row.weekdays) > 2 or row.whole_day or row.closes_at is None or row.opens_at is None
    times = (times_words(each) if long else time_words(each.opens_at or time()) for each in group)
    comma = "" if row.opens_at or row.whole_day else ","
    return f"{days_words(row)}{comma} {listed(times)}{' in school terms' if row.term_time else ''}"


def state_words(state: OpenState, now: datetime) -> str:
    """A state: "open now until 5pm", "opens tomorrow at 10am", "next on Tuesday 24 November, 10am"."""
    if state.kind == "always":
        return "open now, 24 hours a day"
    local = now.astimezone(LONDON)
    if state.kind == "open":
        return f"open now{_until(state.until, local)}"
    if state.kind == "unknown":
        return f"not sure if open{_WHY.get(state.doubt or '', '')}: phone first"
    if state.next_session is None:
        return NO_MORE[0].lower() + NO_MORE[1:]
    return _next_words(state.next_session, local.date())


_WHY = {
    "term_dates": ", school term dates are not known yet",
    "weeks": ", it does not run every week",
    "times": ", times are not known",
    "closing": ", closing time is not known",
}


def _until(until: datetime | None, now: datetime) -> str:
    if until is None:
        return ""
    days = (until.date() - now.date()).days
    if days == 0 or (days == 1 and until.time() == time()):
        return f" until {time_words(until.time())}"
    if days == 1:
        return f" until {time_words(until.time())} tomorrow"
    midnight = until.time() == time()
    day = until.date() - timedelta(days=1) if midnight else until.date()
    return f" until {time_words(until.time())} on {DAY_NAMES[day.weekday()]}"


def _next_words(session: Session, today: date) -> str:
    at, day = _start_words(session), session.start.date()
    firm = session.doubt in (None, "closing")
    if (day - today).days > 1:
        when = f"{date_words(day, today)}{f', {at}' if at else ''}"
        return f"next on {when}" if firm else f"may be open on {when}: phone first"
    when = f"{'today' if day == today else 'tomorrow'}{f' at {at}' if at else ''}"
    return f"opens {when}" if firm else f"may be open {when}: phone first"


def _start_words(session: Session) -> str:
    no_time = session.schedule.whole_day or session.doubt == "times" or session.schedule.opens_at is None
    return "" if no_time else time_words(session.start.time())
