"""Whom to ring back, and when it is safe to. Pure; sealed as JSON by values.saved."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from frontdoor.callbacks.windows import Window
from selfassess.values.people import Answered, Communication, CommunicationNeed, ContactWishes, Way


@dataclass(frozen=True, slots=True, repr=False)
class CallBackDetails:
    """Who is rung, on which number, about what, and how.

    `email`: where they may be written to when nobody was reached. `language`: in words; empty: English.
    """

    name: str = ""
    called: str = ""
    phone: str = ""
    email: str = ""
    why: str = ""
    language: str = ""
    wishes: ContactWishes = field(default_factory=ContactWishes)
    communication: Communication = field(default_factory=Communication)

    @property
    def voicemail_is_safe(self) -> bool:
        """True only where they said that a message is safe."""
        refused = CommunicationNeed.NO_VOICEMAIL in self.communication.needs
        return self.wishes.voicemail_is_safe is Answered.YES and not refused

    @property
    def may_be_emailed(self) -> bool:
        """True where they chose e-mail, and there is an address."""
        return Way.EMAIL in self.wishes.ways and bool(self.email)


@dataclass(frozen=True, slots=True)
class SafeTimes:
    """The times at which somebody may be rung.

    `parts`: parts of the day; None: every part. `words`: in their words, where a person has to read them,
    because the words say more than parts of the day.
    """

    parts: frozenset[str] | None = None
    words: str = ""

    def allows(self, window: Window) -> bool:
        """Return False where the window is certainly at another time than they said."""
        return self.parts is None or window.part_of_day in self.parts

    def allows_moment(self, moment: datetime) -> bool:
        """Return the same for a moment."""
        return self.allows(Window(moment))


_PART = r"(?:early |late )?(?:mornings?|afternoons?|evenings?)"
_ONLY_PARTS = re.compile(
    rf"(?:only )?(?:in the )?{_PART}(?:(?:,| and| or|, and|, or) (?:in the )?{_PART})*(?: only)?\.?"
)
_NAMES = ("morning", "afternoon", "evening")
_ANY = ("any time", "anytime", "always", "any")


def safe_times(wishes: ContactWishes) -> SafeTimes:
    """Return when somebody may be rung: what they ticked, and their own words.

    Own words that name parts of the day alone are understood. For all others a person reads them each time.
    """
    ticked = frozenset(part for time in wishes.times for part in _named(time))
    not_read = [time for time in wishes.times if not _named(time) and not _is_any(time)]
    parts = None if not ticked or any(map(_is_any, wishes.times)) else ticked
    own = wishes.safe_time.strip()
    if own and _ONLY_PARTS.fullmatch(own.lower()):
        parts = _named(own) if parts is None else (_named(own) & parts) or _named(own)
    elif own and not _is_any(own):
        not_read.append(own)
    return SafeTimes(parts, "; ".join(not_read))


def _named(text: str) -> frozenset[str]:
    """Return the parts of the day that a text names."""
    return frozenset(part for part in _NAMES if part in text.lower())


def _is_any(text: str) -> bool:
    return text.strip().lower().strip(".") in _ANY
