"""What the front door holds, why, and how long: the register of retention of its tables.

Tests hold the list against all tables of the front door, and against what the job "front door retention" deletes.
The requests to the council themselves are in selfassess.typed_data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from core.settings import Settings

TASK = _l(
    "Our work as a council under the Care Act 2014 (UK GDPR Article 6(1)(e)); for health, Article 9(2)(h)."
)
AGREED = _l("The person agreed, and can take that back at any time (UK GDPR Article 6(1)(a) and 9(2)(a)).")
PROOF = _l("To show who looked at what, and why (UK GDPR Article 5(2)).")
NOBODY = _l("It says nothing about a single person.")
REASONS = (TASK, AGREED, PROOF, NOBODY)
"""Why the front door may hold something."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One table. `days`: how long after `since`; None: as long as what `since` names."""

    place: str
    holds: Any
    why: Any
    days: int | None
    since: Any


_CONTACT = _l("the contact ended")
_REQUEST = _l("the request that it belongs to")
_PERSON = _l("the last contact with the person, or until they no longer agree")


def kept(settings: Settings) -> tuple[Kept, ...]:
    """Return the register for these settings."""
    contact, call_back = settings.contact_days, settings.ended_call_back_days
    return (
        Kept(
            "contact_record",
            _l("That somebody was in touch: when, how, with which end"),
            TASK,
            contact,
            _CONTACT,
        ),
        Kept("contact_field", _l("What they said and what was concluded, sealed"), TASK, contact, _CONTACT),
        Kept("contact_addition", _l("Texts that two people wrote at once, sealed"), TASK, contact, _CONTACT),
        Kept(
            "contact_service",
            _l("Services that were named to them, and why, sealed"),
            TASK,
            contact,
            _CONTACT,
        ),
        Kept("contact_event", _l("What was done in the contact, by whom"), TASK, contact, _CONTACT),
        Kept(
            "contact_ending",
            _l("How the contact ended, and the words about it, sealed"),
            TASK,
            contact,
            _CONTACT,
        ),
        Kept("unmet_need", _l("A need for which nothing was found"), TASK, contact, _CONTACT),
        Kept("carer_instance", _l("That a carer got information or advice"), TASK, contact, _CONTACT),
        Kept(
            "sent_summary",
            _l("What was sent to them, sealed; its link ends earlier"),
            TASK,
            contact,
            _CONTACT,
        ),
        Kept(
            "call_back",
            _l("Whom to ring, on which number and why, sealed"),
            TASK,
            call_back,
            _l("the call-back ended; where a group never answered, since it was asked"),
        ),
        Kept("call_back_attempt", _l("When we tried to ring"), TASK, call_back, _l("the call-back ended")),
        Kept(
            "call_back_window",
            _l("How many call-backs a half hour has"),
            NOBODY,
            WINDOW_DAYS,
            _l("that half hour"),
        ),
        Kept("call_back_places", _l("How many call-backs a team takes"), NOBODY, None, _l("the setting")),
        Kept(
            "call_me_service",
            _l("On which pages people can ask a group for a call"),
            NOBODY,
            None,
            _l("the group’s choice"),
        ),
        Kept(
            "group_referral",
            _l("Who was passed on to which group, with their agreement, sealed"),
            AGREED,
            settings.kept_group_referral_days,
            _l("the referral ended"),
        ),
        Kept(
            "known_person",
            _l("Who agreed to be known, and what they need, sealed"),
            AGREED,
            settings.known_person_days,
            _PERSON,
        ),
        Kept("person_look", _l("Why somebody read a restricted record, sealed"), PROOF, None, _PERSON),
        Kept(
            "request_work", _l("Where a request waits, and keyed hashes of who asked"), TASK, None, _REQUEST
        ),
        Kept(
            "restricted_opening",
            _l("Why somebody opened a restricted request, sealed"),
            PROOF,
            None,
            _REQUEST,
        ),
        Kept("hand_over", _l("A request on its way to the case system, sealed"), TASK, None, _REQUEST),
        Kept("hand_over_answer", _l("What the case system answered, sealed"), TASK, None, _REQUEST),
        Kept(
            "referring_organization",
            _l("Which organisations have a form of their own"),
            NOBODY,
            None,
            _l("a supervisor’s decision"),
        ),
        Kept("professional_referral", _l("Which professional sent a request"), TASK, None, _REQUEST),
        Kept(
            "professional_details",
            _l("The role and the phone number of a professional who signs in"),
            TASK,
            None,
            _l("the professional’s account"),
        ),
        Kept(
            "shift_mark",
            _l("When a worker last looked at the inbox"),
            NOBODY,
            None,
            _l("the worker’s account"),
        ),
    )


WINDOW_DAYS = 7

LONGER: Mapping[str, str] = {
    "safeguarding": "safeguarding_contact_days",
    "abandoned": "abandoned_contact_days",
}
"""Settings with the days of contacts that ended in a certain way; all others: `contact_days`."""


def unregistered(tables: set[str], settings: Settings) -> set[str]:
    """Return the tables that the register lacks."""
    return tables - {entry.place for entry in kept(settings)}
