"""Writes hours in OpenStreetMap's `opening_hours` syntax.

https://wiki.openstreetmap.org/wiki/Key:opening_hours
"""

from itertools import groupby

from directory.schedules.pasted.hours import PastedHours, WeeklyTimes
from directory.schedules.pasted.times import Minutes

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def osm_text(read: PastedHours) -> str | None:
    """Return the hours, or None where no days with times were read.

    Where questions are open, these are the hours to be confirmed, not more.
    """
    if not read.rules:
        return None
    parts = [f"{_days(rule)} {','.join(map(_span, rule.spans))}" for rule in read.rules]
    if any(rule.term_time for rule in read.rules):
        always = all(rule.term_time for rule in read.rules)
        parts += ["SH off"] if always else [f"SH {_days(rule)} off" for rule in read.rules if rule.term_time]
    if read.closed_bank_holidays:
        parts.append("PH off")
    return "; ".join(parts)


def _days(rule: WeeklyTimes) -> str:
    if rule.ordinals:
        numbers = ",".join(map(str, rule.ordinals))
        return ",".join(f"{_DAYS[day]}[{numbers}]" for day in rule.days)
    runs = [
        [day for _place, day in group]
        for _step, group in groupby(enumerate(rule.days), key=lambda pair: (pair[1] - pair[0]) % 7)
    ]
    return ",".join(_DAYS[run[0]] if len(run) == 1 else f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" for run in runs)


def _span(minutes: Minutes) -> str:
    return "-".join(f"{each // 60:02}:{each % 60:02}" for each in minutes)
