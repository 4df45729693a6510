"""Weekly hours that are stored as one text in OpenStreetMap's syntax, as `Hours`. Pure."""

from functools import lru_cache

from core.opening_hours import WeeklyHours, read_opening_hours
from directory.schedules.schedule import ALWAYS_OPEN, WEEKDAYS, Hours, Schedule


@lru_cache(maxsize=64)
def read_hours(text: str) -> Hours:
    """Return opening hours in OpenStreetMap's syntax as `Hours`. Raises ValueError when they cannot be read."""
    week = read_opening_hours(text)
    if week.always:
        return ALWAYS_OPEN
    return Hours.of(*_schedules(week))


def _schedules(week: WeeklyHours) -> list[Schedule]:
    """Return one schedule for each pair of times, with all its days."""
    spans = dict.fromkeys(span for day in week.days for span in day)
    return [
        Schedule(
            "WEEKLY",
            byday=tuple(name for name, day in zip(WEEKDAYS, week.days, strict=True) if span in day),
            opens_at=span[0],
            closes_at=span[1],
            closed_bank_holidays=week.closed_bank_holidays,
        )
        for span in spans
    ]
