"""Times of day as people write them, and what two of them mean together."""

import re
from dataclasses import dataclass

CLOCK = (
    r"(?:(?<![\d£])(?<!\d[.:])(?:[01]?\d|2[0-4])(?:\s?[:.h]\s?[0-5]\d(?!\d)|[0-5]\d(?!\d))?(?![\d:])"
    r"(?:\s*(?:am|pm|noon|midday|midnight)\b)?"
    r"|\b(?:noon|midday|midnight)\b)"
)
"""A time of day: 9, 9am, 9.30, 09:30, 0930, 12 noon, midday."""
_PARTS = re.compile(
    r"(?:(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d\d)|(?P<joined>\d\d))?)?"
    r"\s*(?P<half>am|pm|noon|midday|midnight)?",
    re.IGNORECASE,
)
_DAY = 24 * 60
_NOON = 12 * 60

Minutes = tuple[int, int]
"""From and to, in minutes from midnight: 0 to 1440. An end at or before its start is on the next day."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time as it is written: hour and minute as they stand, and "am", "pm" or ''.

    `is_24`: it is written as on a clock of 24 hours. `is_number`: it is a number alone, such as 9.
    """

    hour: int
    minute: int
    half: str
    is_24: bool
    is_number: bool

    @property
    def possible(self) -> bool:
        """Whether there is such a time."""
        return self.hour <= 24 and self.minute <= 59 and (self.hour < 24 or not self.minute)

    @property
    def minutes(self) -> int:
        """Return the minutes from midnight; without am or pm as on a clock of 24 hours."""
        hour = self.hour
        if self.half == "am" and hour == 12:
            hour = 0
        elif self.half == "pm" and hour < 12:
            hour += 12
        return hour * 60 + self.minute

    def as_half(self, half: str) -> int:
        """Return the minutes from midnight when the time is in this half of the day, "am" or "pm"."""
        if self.half or self.is_24 or self.hour > 12:
            return self.minutes
        return (self.hour % 12 + (12 if half == "pm" else 0)) * 60 + self.minute


@dataclass(frozen=True, slots=True)
class Span:
    """Two times together. `doubtful`: the words do not say which half of the day is meant."""

    minutes: Minutes
    doubtful: bool = False


def clock_time(words: str) -> ClockTime:
    """Return a time that CLOCK found."""
    found = _PARTS.fullmatch(words.strip())
    if found is None:
        return ClockTime(99, 0, "", is_24=False, is_number=False)
    half = (found["half"] or "").lower()
    hour, minute = int(found["hour"] or 12), int(found["minute"] or found["joined"] or 0)
    if half in ("noon", "midday"):
        half = "pm"
    elif half == "midnight":
        hour, half = (24, "") if hour in (0, 12, 24) else (hour, "am")
    is_24 = not half and (hour > 12 or (found["hour"] or "").startswith("0") or found["joined"] is not None)
    return ClockTime(
        hour, minute, half, is_24, is_number=not (found["minute"] or found["joined"] or found["half"])
    )


def together(first: ClockTime, last: ClockTime, half: str = "") -> Span:
    """Return what two times mean together, with the likeliest halves of the day, and whether that is in
    doubt.

    `half`: "am" or "pm" where the words around them say morning, or afternoon or evening. "10-4" is plain. An
    end before its start with minutes and without am or pm, as in "11.30-1.30", is in doubt, and so is a start
    before eight o'clock: "6.30-8.30" may be in the morning or in the evening.
    """
    if first.half and last.half:
        return _both_said(first, last)
    if last.half:
        return Span((_before(first, last), _end(last)))
    if first.half:
        return _start_said(first, last)
    return _neither_said(first, last, half)


def _end(last: ClockTime) -> int:
    return last.minutes or _DAY


def _both_said(first: ClockTime, last: ClockTime) -> Span:
    start, end = first.minutes, _end(last)
    overnight = first.half == "pm" and last.half == "am"
    return Span((start, end), doubtful=end <= start and not overnight)


def _before(first: ClockTime, last: ClockTime) -> int:
    """Return the start whose end says its half of the day: 2-3pm is 2pm, 10-2pm is 10am."""
    same, other = first.as_half(last.half), first.as_half("am" if last.half == "pm" else "pm")
    return same if same < _end(last) else other


def _start_said(first: ClockTime, last: ClockTime) -> Span:
    start = first.minutes
    if last.is_24 or last.hour in (0, 24):
        end = last.minutes or _DAY
        return Span((start, end), doubtful=end <= start)
    ends = sorted({last.as_half("am"), last.as_half("pm")})
    later = [end for end in ends if end > start]
    if first.half == "am" and last.hour == 12:
        later = [_NOON + last.minute]
    if later:
        return Span((start, later[0]))
    return Span((start, ends[0]), doubtful=True)


def _neither_said(first: ClockTime, last: ClockTime, half: str) -> Span:
    start, end = first.minutes, last.minutes or _DAY
    if half and not first.is_24 and not last.is_24:
        start = _said_half(first, half)
        end = next((each for each in sorted({last.as_half("am"), last.as_half("pm")}) if each > start), end)
        return Span((start, end), doubtful=end <= start)
    if end > start:
        plain = first.is_24 or last.is_24 or 8 <= first.hour <= 12
        if plain:
            return Span((start, end))
        return Span((first.as_half("pm"), last.as_half("pm")), doubtful=True)
    if start > _NOON + 59 and first.is_24:
        return Span((start, end))
    numbers = first.is_number and last.is_number and 7 <= first.hour <= 12
    end = (last.hour % 12 + 12) * 60 + last.minute
    return Span((start, end), doubtful=not (numbers and end > start))


def _said_half(time: ClockTime, half: str) -> int:
    """Return the start in a part of the day; "lunch" is the hours around noon."""
    if half == "lunch":
        return time.minutes if time.hour >= 10 else time.as_half("pm")
    return time.as_half(half)
