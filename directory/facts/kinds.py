"""The words of the ledger: kinds of facts, ways of a check, and outcomes. Pure, but for the lazily translated
labels.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l


class Fact(StrEnum):
    """A kind of fact that is checked by itself."""

    RECORD = "record"
    """The listing as a whole: it still runs, and as it is described."""
    PHONE = "phone"
    ADDRESS = "address"
    HOURS = "hours"
    LINK = "link"
    """The website: its address answers."""


class How(StrEnum):
    """The way in which a fact was checked."""

    GROUP = "group"
    """The group said so, from an e-mail or signed in."""
    CALL = "call"
    """A moderator rang."""
    USE = "use"
    """Somebody used it: a call was put through, a booking was kept, a person got in."""
    MACHINE = "machine"
    """A program asked, such as the job that opens web addresses."""
    IMPORT = "import"
    """The source of an import says when it was checked."""


class Outcome(StrEnum):
    """What a check found."""

    RIGHT = "right"
    CHANGED = "changed"
    """It was not right, and was put right at once."""
    WRONG = "wrong"
    """It is not right, and somebody still has to put it right."""
    COULD_NOT_TELL = "could_not_tell"
    """Somebody looked and could not tell: the value stays, and counts as not checked."""
    NO_ANSWER = "no_answer"
    """Nobody answered the telephone."""


FACT_LABELS: Mapping[Fact, Any] = MappingProxyType(
    {
        Fact.RECORD: _l("The listing as a whole"),
        Fact.PHONE: _l("Phone number"),
        Fact.ADDRESS: _l("Address"),
        Fact.HOURS: _l("Opening times"),
        Fact.LINK: _l("Website"),
    }
)

PROVED = (Outcome.RIGHT, Outcome.CHANGED)
"""Outcomes after which a fact counts as checked."""

WHOLE = (Fact.RECORD, Fact.PHONE, Fact.ADDRESS, Fact.HOURS)
"""The facts that somebody proves who has read the whole listing and says that it is right."""


class ProvingUse(StrEnum):
    """A use of a service that proves something about its listing."""

    CALL_PUT_THROUGH = "call_put_through"
    BOOKING_KEPT = "booking_kept"
    GOT_IN = "got_in"


PROVED_BY_USE: Mapping[ProvingUse, tuple[Fact, ...]] = MappingProxyType(
    {
        ProvingUse.CALL_PUT_THROUGH: (Fact.PHONE,),
        ProvingUse.BOOKING_KEPT: (Fact.RECORD, Fact.ADDRESS),
        ProvingUse.GOT_IN: (Fact.RECORD,),
    }
)
"""Which facts each use proves. A person who got in proves that it runs, not that the number is right."""
