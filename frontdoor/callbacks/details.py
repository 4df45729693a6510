"""Whom to ring back, and when it is safe to. Pure; sealed as JSON by values.saved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import LONDON
from frontdoor.callbacks.windows import Window
from frontdoor.people.safe_contact import Period, may_leave_message, safe_periods
from selfassess.values.people import Communication, ContactWishes

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, repr=False)
class CallBackDetails:
    """Who is rung, on which number, about what, and how.

    `email`, `address`: where they may be written to when nobody was reached; the address in lines, with their
    name. `language`: in words; empty: English.
    `agreed`: the words to which they agreed, where they asked a group to ring; otherwise empty.
    """

    name: str = ""
    called: str = ""
    phone: str = ""
    email: str = ""
    why: str = ""
    language: str = ""
    wishes: ContactWishes = field(default_factory=ContactWishes)
    communication: Communication = field(default_factory=Communication)
    agreed: str = ""
    address: str = ""

    @property
    def voicemail_is_safe(self) -> bool:
        """True where a message may be left on their phone."""
        return may_leave_message(self.wishes, self.communication) is None


@dataclass(frozen=True, slots=True)
class SafeTimes:
    """The times at which somebody may be rung.

    `periods`: times of day in Europe/London; empty: all. `words`: in their words, where a person has to read
    them before each call; otherwise empty.
    """

    periods: tuple[Period, ...] = ()
    words: str = ""

    def allows(self, window: Window) -> bool:
        """Return False where a part of the window is certainly at another time than they said."""
        return self.allows_moment(window.start) and self.allows_moment(window.end - _MINUTE)

    def allows_moment(self, moment: datetime) -> bool:
        """Return the same for a moment."""
        at = moment.astimezone(LONDON).time()
        return not self.periods or any(start <= at < end for start, end in self.periods)


def safe_times(wishes: ContactWishes) -> SafeTimes:
    """Return when somebody may be rung: as they ticked it, or wrote it."""
    periods = safe_periods(wishes)
    if periods is None:
        return SafeTimes((), wishes.safe_time.strip() or "; ".join(wishes.times))
    return SafeTimes(periods)
