"""A referral under the headings of the PRSB Social Prescribing Information Standard 1.1. Pure.

The standard has three records: of the social prescribing, the referral to it, and the message back to the
referrer. docs/hand-over.md maps each heading to a field of a request. `not_recorded` names the headings for
which a request has nothing, so that nobody takes an empty heading for an answer.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from frontdoor.handover.pruning import is_empty, without_empty
from selfassess.values.people import Relation
from selfassess.values.referral import EventKind, EventRecord, ReferralRecord, Status

STANDARD = "PRSB Social Prescribing Information Standard"
VERSION = "1.1"
NOTICE = (
    "The headings follow the PRSB Social Prescribing Information Standard 1.1 as far as its published summary "
    "names them; the names of the fields are ours. What the person told is no decision."
)
_DECIDED = (Status.ACCEPTED, Status.DECLINED, Status.CLOSED)


class PrsbRecord(StrEnum):
    """The three records of the standard."""

    RECORD = "social_prescribing_record"
    REFERRAL = "referral_to_social_prescribing"
    MESSAGE_BACK = "message_back"


@dataclass(frozen=True, slots=True)
class PrsbMessage:
    """Which message a record is: its id, when it was made, and the organisation that sends it."""

    id: str
    made_at: datetime
    sender: str


def prsb_record(kind: PrsbRecord, message: PrsbMessage, referral: ReferralRecord) -> dict[str, Any]:
    """Return one of the three records as JSON objects, lists and texts."""
    headings = _headings(kind, referral)
    return {
        "standard": STANDARD,
        "version": VERSION,
        "record": kind.value,
        "notice": NOTICE,
        "message": {
            "id": message.id,
            "made_at": message.made_at.isoformat(),
            "sender": message.sender,
            "about_reference": referral.reference,
        },
        **without_empty(headings),
        "not_recorded": sorted(name for name, value in headings.items() if is_empty(without_empty(value))),
    }


def can_have_message_back(referral: ReferralRecord) -> bool:
    """Return True where somebody has decided about the referral, so that there is something to tell."""
    return _decision(referral) is not None


def _headings(kind: PrsbRecord, referral: ReferralRecord) -> dict[str, Any]:
    shared = {
        "person": _person(referral),
        "gp": None,
        "referrer": _referrer(referral),
    }
    if kind is PrsbRecord.MESSAGE_BACK:
        return shared | {
            "outcome": _outcome(referral),
            "services_offered_and_taken": None,
            "plan": None,
            "assessment_measures": None,
            "copies_to": None,
        }
    reasons = {
        "reason_for_referral": _reason(referral),
        "what_matters_to_the_person": referral.request.own_words,
        "what_is_going_well": None,
        "assessment_measures": None,
        "consent": _consent(referral),
        "safety_risks": _safety(referral),
    }
    if kind is PrsbRecord.REFERRAL:
        return shared | reasons | {"copies_to": None}
    return (
        shared
        | reasons
        | {
            "services_offered_and_taken": None,
            "outcome": _outcome(referral),
            "plan": None,
            "copies_to": None,
            "history": [_step(event) for event in referral.history],
        }
    )


def _person(referral: ReferralRecord) -> dict[str, Any]:
    about, wishes = referral.request.about, referral.request.contact
    communication = referral.request.communication
    return {
        "name": about.name,
        "preferred_name": about.called,
        "birth_date": about.born.isoformat() if about.born else "",
        "age_band": "" if about.age == "not_said" else about.age.value,
        "address": about.address,
        "postcode": about.postcode,
        "contact": {
            "phone": about.phone,
            "email": about.email,
            "contact_whom": wishes.whom,
            "ways": [way.value for way in wishes.ways],
            "times": list(wishes.times),
            "safe_time": wishes.safe_time,
            "voicemail_is_safe": "" if wishes.voicemail_is_safe == "not_said" else wishes.voicemail_is_safe,
        },
        "communication_and_accessibility": {
            "needs": [need.value for need in communication.needs],
            "interpreter_language": communication.language,
            "other": communication.other,
        },
    }


def _referrer(referral: ReferralRecord) -> dict[str, Any]:
    asker = referral.request.asker
    if asker.relation is Relation.SELF:
        return {"role": "self"}
    return {
        "name": asker.name,
        "role": "" if asker.relation is Relation.NOT_SAID else asker.relation.value,
        "contact": {"phone": asker.phone, "email": asker.email},
        "person_agrees": asker.agreement.value,
    }


def _reason(referral: ReferralRecord) -> dict[str, Any]:
    assessment = referral.request.assessment
    return {
        "asked_for": referral.request.kind.value,
        "asked_at": referral.sent_at.isoformat(),
        "looks_after": referral.request.looks_after,
        "needs": list(assessment.needs) if assessment else [],
        "reasons": [one.words for one in assessment.reasons] if assessment else [],
    }


def _consent(referral: ReferralRecord) -> dict[str, Any] | None:
    consent = referral.request.consent
    if consent is None:
        return None
    return {
        "given": consent.given,
        "words_read": consent.text,
        "version": consent.version,
        "at": consent.at.isoformat(),
    }


def _safety(referral: ReferralRecord) -> dict[str, Any]:
    wishes = referral.request.contact
    return {
        "call_only_at": wishes.safe_time,
        "leave_no_voicemail": True if wishes.voicemail_is_safe == "no" else None,
    }


def _decision(referral: ReferralRecord) -> EventRecord | None:
    """Return the last step in which somebody decided; None where nobody has, or it was opened again."""
    decided = [
        event
        for event in referral.history
        if event.kind is EventKind.STEP and event.status in _DECIDED and event.by
    ]
    return decided[-1] if decided and referral.status in _DECIDED else None


def _outcome(referral: ReferralRecord) -> dict[str, Any] | None:
    decision = _decision(referral)
    if decision is None:
        return None
    return {
        "state": referral.status.value,
        "outcome": referral.outcome,
        "decided_by": decision.by,
        "decided_at": decision.at.isoformat(),
        "reason": decision.note if decision.status is Status.DECLINED else "",
    }


def _step(event: EventRecord) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "state": event.status.value,
        "kind": event.kind.value,
        "by": event.by,
        "note": event.note,
    }
