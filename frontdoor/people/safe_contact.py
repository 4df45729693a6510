"""Whether and when a person may be reached in a certain way. Pure, but for lazily translated words.

What a person forbade is always refused. What somebody wrote in free words cannot be read by a program with
certainty, so the answer is then that a person has to read it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from core.clock import LONDON
from selfassess.values.people import Answered, Communication, CommunicationNeed, ContactWishes, Way

Period = tuple[time, time]
"""From and until, in Europe/London; the end does not belong to it."""

PERIODS: Mapping[str, Period | None] = {
    "mornings": (time(8), time(12)),
    "afternoons": (time(12), time(17)),
    "evenings": (time(17), time(20)),
    "any time": None,
}
"""The times that people choose from. None: no time is ruled out."""

TIMED = frozenset({Way.PHONE, Way.TEXT, Way.TEXT_RELAY, Way.VIDEO})
"""The ways that reach somebody at once, so that others may notice."""

_ONLY = re.compile(r"(?:only )?(?:in the )?(?:early )?(morning|afternoon|evening)s?(?: only)?|(any ?time)")
_AFTER = re.compile(r"(?:only )?(after|before) (\d{1,2})(?:[.:](\d{2}))? ?(am|pm)?")
_BETWEEN = re.compile(r"(?:only )?(?:between|from) (\d{1,2}) ?(am|pm)? (?:and|to|until) (\d{1,2}) ?(am|pm)?")
_FIRST, _LAST = time(8), time(20)
"""When calls begin and end where somebody names only one end."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not be reached so now, in words for staff.

    `may_confirm`: True where a handler may go on after the person has agreed to it, or after reading their
    words.
    """

    code: str
    words: Any
    may_confirm: bool = False


_NO_LETTERS = Refusal("no_letters", _l("They asked us to send no letters."))
_NO_TEXTS = Refusal("no_texts", _l("They asked us to send no text messages."))
_NO_MESSAGES = Refusal("no_messages", _l("They asked us to leave no messages on their phone."))
_NOT_CHOSEN = Refusal(
    "not_chosen", _l("They asked us to reach them another way. Ask them first."), may_confirm=True
)
_NOT_NOW = Refusal("not_now", _l("This is not a time when it is safe to reach them."))
_READ_WORDS = Refusal(
    "read_words", _l("They told us in words when it is safe. Read them first."), may_confirm=True
)
_VOICEMAIL_UNSAFE = Refusal("voicemail", _l("Leave no message: we don’t know that it is safe."))


def may_use(wishes: ContactWishes, needs: Communication, way: Way, moment: datetime) -> Refusal | None:
    """Return why this way may not be used at this moment; None where it may."""
    if (refusal := forbidden(wishes, needs, way)) is not None:
        return refusal
    if way in TIMED:
        periods = _periods(wishes)
        if periods is None:
            return _READ_WORDS
        if periods and not any(_is_in(moment.astimezone(LONDON).time(), period) for period in periods):
            return _NOT_NOW
    if wishes.ways and way not in wishes.ways:
        return _NOT_CHOSEN
    return None


def forbidden(wishes: ContactWishes, needs: Communication, way: Way) -> Refusal | None:
    """Return why this way may never be used; None where the person did not forbid it."""
    if way is Way.LETTER and CommunicationNeed.NO_LETTERS in needs.needs:
        return _NO_LETTERS
    if way is Way.TEXT and CommunicationNeed.NO_TEXTS in needs.needs:
        return _NO_TEXTS
    # A text stays on the phone as a message does, unless they chose texts by themselves.
    if way is Way.TEXT and CommunicationNeed.NO_VOICEMAIL in needs.needs and Way.TEXT not in wishes.ways:
        return _NO_MESSAGES
    return None


def may_leave_message(wishes: ContactWishes, needs: Communication) -> Refusal | None:
    """Return why no voicemail may be left; None where it may.

    Where somebody told us when it is safe to call, and not that a message is safe, none is left.
    """
    if CommunicationNeed.NO_VOICEMAIL in needs.needs or wishes.voicemail_is_safe is Answered.NO:
        return _NO_MESSAGES
    not_known = wishes.voicemail_is_safe is Answered.NOT_SURE
    careful = bool(wishes.safe_time.strip()) and wishes.voicemail_is_safe is Answered.NOT_SAID
    return _VOICEMAIL_UNSAFE if not_known or careful else None


def next_safe_time(wishes: ContactWishes, moment: datetime) -> datetime | None:
    """Return the first safe moment from this one on, in the zone of `moment`; the moment itself where it is safe.

    None where only a person can say, because the safe time is given in words.
    """
    periods = _periods(wishes)
    if periods is None:
        return None
    here = moment.astimezone(LONDON)
    if not periods or any(_is_in(here.time(), period) for period in periods):
        return moment
    days = (here.date() + timedelta(days=ahead) for ahead in range(2))
    starts = (_at(day, start) for day in days for start, _end in periods)
    return min(start for start in starts if start > moment).astimezone(moment.tzinfo)


def safe_periods(wishes: ContactWishes) -> tuple[Period, ...] | None:
    """Return the times of day that are safe, in Europe/London; empty: all; None: a person has to read the words."""
    return _periods(wishes)


def _periods(wishes: ContactWishes) -> tuple[Period, ...] | None:
    """The safe time counts before times that suit them."""
    if wishes.safe_time.strip():
        read = _read_period(wishes.safe_time)
        return None if read is None else read
    chosen: list[Period] = []
    for words in wishes.times:
        period = _read_period(words)
        if period is None:
            return None
        if not period:
            return ()
        chosen.extend(period)
    return tuple(sorted(set(chosen)))


def _read_period(words: str) -> tuple[Period, ...] | None:
    """Return what simple words mean; empty: any time; None where they are not simple."""
    plain = " ".join(words.casefold().split()).rstrip(".!")
    if found := _ONLY.fullmatch(plain):
        period = PERIODS["any time" if found[2] else f"{found[1]}s"]
        return (period,) if period else ()
    if found := _AFTER.fullmatch(plain):
        return _one_sided(found[1], _clock_time(found[2], found[3], found[4]))
    if found := _BETWEEN.fullmatch(plain):
        first = _clock_time(found[1], None, found[2] or _half_before(found[1], found[3], found[4]))
        last = _clock_time(found[3], None, found[4])
        return ((first, last),) if first and last and first < last else None
    return None


def _one_sided(side: str, named: time | None) -> tuple[Period, ...] | None:
    if named is None:
        return None
    period = (named, _LAST) if side == "after" else (_FIRST, named)
    return (period,) if period[0] < period[1] else None


def _half_before(first: str, last: str, half: str | None) -> str | None:
    """Return "am" or "pm" for "9 to 11am" and "2 to 4pm"; None for "11 to 2pm", which says it for one only."""
    return half if int(first) < int(last) <= 11 else None


def _clock_time(hour: str, minute: str | None, half: str | None) -> time | None:
    """Return a time of day; None where it can be read in two ways, or is none."""
    number, minutes = int(hour), int(minute or 0)
    if minutes > 59 or number > 23 or (half and not 1 <= number <= 12):
        return None
    if half:
        return time(number % 12 + (12 if half == "pm" else 0), minutes)
    if number == 12 or number >= 13:
        return time(number, minutes)
    # "9" is in the morning, "3" in the afternoon; 7 and 8 may be either.
    return time(number, minutes) if 9 <= number <= 11 else (time(number + 12) if 1 <= number <= 6 else None)


def _is_in(moment: time, period: Period) -> bool:
    return period[0] <= moment < period[1]


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, LONDON)
