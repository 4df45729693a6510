"""What can come of a contact, and what is counted at its end. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from selfassess.values.people import Way


class Outcome(StrEnum):
    """What came of a contact. The values are stored and counted, and never change."""

    RESOLVED = "resolved"
    SIGNPOSTED = "signposted"
    SUMMARY_SENT = "summary_sent"
    HUB_APPOINTMENT = "hub_appointment"
    GROUP_REFERRAL = "group_referral"
    TEAM_REFERRAL = "team_referral"
    SAFEGUARDING = "safeguarding"
    EMERGENCY = "emergency"
    COULD_NOT_HELP = "could_not_help"
    ABANDONED = "abandoned"
    LEFT_OPEN = "left_open"
    """Nobody ended it, so the site did after some time. Nobody chooses it."""


OUTCOME_LABELS: Mapping[Outcome, Any] = {
    Outcome.RESOLVED: _l("Answered with information or advice"),
    Outcome.SIGNPOSTED: _l("Told about services"),
    Outcome.SUMMARY_SENT: _l("Summary sent"),
    Outcome.HUB_APPOINTMENT: _l("Appointment at a hub"),
    Outcome.GROUP_REFERRAL: _l("Referral to a group"),
    Outcome.TEAM_REFERRAL: _l("Passed on to a team: a request or a call back"),
    Outcome.SAFEGUARDING: _l("Safeguarding concern"),
    Outcome.EMERGENCY: _l("Emergency: 999 or another emergency service"),
    Outcome.COULD_NOT_HELP: _l("We could not help"),
    Outcome.ABANDONED: _l("They rang off, or the line was lost"),
    Outcome.LEFT_OPEN: _l("Abandoned: nobody had ended it, so the site did"),
}

CHOICES: Mapping[Outcome, Any] = {
    outcome: label for outcome, label in OUTCOME_LABELS.items() if outcome is not Outcome.LEFT_OPEN
}
"""What a handler chooses from, and what is counted as the end of a contact."""

AT_FIRST_CONTACT = frozenset({Outcome.RESOLVED, Outcome.SIGNPOSTED, Outcome.SUMMARY_SENT})
"""Outcomes after which nobody at the council has to do anything more."""


class WhyNot(StrEnum):
    """Why we could not help."""

    NOTHING_FITS = "nothing_fits"
    OTHER_COUNCIL = "other_council"
    NOT_OURS = "not_ours"
    NOT_WANTED = "not_wanted"
    NOT_ENOUGH_KNOWN = "not_enough_known"
    OTHER = "other"


WHY_NOT_LABELS: Mapping[WhyNot, Any] = {
    WhyNot.NOTHING_FITS: _l("We know of nothing that fits"),
    WhyNot.OTHER_COUNCIL: _l("They live in another council’s area"),
    WhyNot.NOT_OURS: _l("It is not about care, health or daily life"),
    WhyNot.NOT_WANTED: _l("They did not want what we could offer"),
    WhyNot.NOT_ENOUGH_KNOWN: _l("We did not learn enough about it"),
    WhyNot.OTHER: _l("Something else"),
}


class WhyUnmet(StrEnum):
    """Why a need stays unmet."""

    NOTHING_THERE = "nothing_there"
    TOO_FAR = "too_far"
    FULL = "full"
    COST = "cost"
    TIMES = "times"
    DOES_NOT_SUIT = "does_not_suit"


WHY_UNMET_LABELS: Mapping[WhyUnmet, Any] = {
    WhyUnmet.NOTHING_THERE: _l("There is nothing like it"),
    WhyUnmet.TOO_FAR: _l("Too far, or no way to get there"),
    WhyUnmet.FULL: _l("Full, or a long wait"),
    WhyUnmet.COST: _l("Costs too much"),
    WhyUnmet.TIMES: _l("Wrong days or times"),
    WhyUnmet.DOES_NOT_SUIT: _l("Does not suit them: language, access or culture"),
}

OWN_ADVICE = "own"
"""Stands for the council itself among the organisations about which advice was given."""

WHOLE_AREA = "all"
"""Stands for the whole area where the town does not matter or is not known."""

FOLLOW_UP_DAYS: Mapping[str, int] = {"days": 3, "weeks_3": 21, "weeks_6": 42}
"""How many days after the contact we ask how it went, by the choice on the form."""

FOLLOW_UP_VERSION = "2026-11"
FOLLOW_UP_WORDS = _l(
    "May we get in touch later to ask how it went? You can say no. You can change your mind."
)
"""What is read out, of the version above. Change both together."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A need for which nothing was found. `area`: a town, or WHOLE_AREA."""

    need_id: str
    why: WhyUnmet
    area: str


@dataclass(frozen=True, slots=True, repr=False)
class Ending:
    """All that is stored at the end of a contact.

    `is_carer`, `follow_up`: None where nobody asked. `advised`: ids of organisations about which a carer got
    information or advice, OWN_ADVICE for our own; each counts once. `unmet`: each need once, by id.
    """

    outcome: Outcome
    why_not: WhyNot | None = None
    more: str = ""
    is_carer: bool | None = None
    advised: tuple[str, ...] = ()
    follow_up: bool | None = None
    follow_up_by: Way | None = None
    follow_up_on: date | None = None
    unmet: tuple[Unmet, ...] = ()
    is_dissatisfied: bool = False
    dissatisfied_words: str = ""


_FROM_EVENTS: tuple[tuple[str, Outcome], ...] = (
    ("safeguarding", Outcome.SAFEGUARDING),
    ("request_sent", Outcome.TEAM_REFERRAL),
    ("hub_appointment", Outcome.HUB_APPOINTMENT),
    ("group_referred", Outcome.GROUP_REFERRAL),
    ("call_back", Outcome.TEAM_REFERRAL),
    ("summary_sent", Outcome.SUMMARY_SENT),
)
"""Kinds of events in a contact's history, the most important first."""


def likely_outcome(event_kinds: Collection[str], *, has_ticked: bool) -> Outcome | None:
    """Return the outcome that follows from what happened; None where the handler has to say."""
    found = next((outcome for kind, outcome in _FROM_EVENTS if kind in event_kinds), None)
    return found or (Outcome.SIGNPOSTED if has_ticked else None)
