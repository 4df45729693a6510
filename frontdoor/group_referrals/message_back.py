"""What a group answered, as the PRSB message back to whoever referred the person to it. Pure.

The headings are those of frontdoor.handover.prsb. Of the person it says only what the group was told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from frontdoor.group_referrals.models import GroupReferral, Progress, ReferralState
from frontdoor.group_referrals.shared import GroupAnswer, SharedRecord
from frontdoor.handover.prsb import NOTICE, STANDARD, VERSION, PrsbRecord
from frontdoor.handover.pruning import is_empty, without_empty

_ANSWERED = (ReferralState.ACCEPTED, ReferralState.DECLINED)
_TAKEN = {
    Progress.HELPED.value: "taken",
    Progress.REACHED.value: "reached",
    Progress.NOT_REACHED.value: "not reached",
    Progress.COULD_NOT_HELP.value: "could not be helped",
}


@dataclass(frozen=True, slots=True, repr=False)
class BackFrom:
    """Who tells: the group, and the name of its person who decided last. `to`: who referred.

    `council`: in whose name the message is made, at `made_at`.
    """

    group: str
    decided_by: str
    to: str
    council: str
    made_at: datetime


def has_answered(referral: GroupReferral) -> bool:
    """Return True where the group said yes or no, so that there is something to tell."""
    return referral.state in _ANSWERED


def message_id(referral: GroupReferral) -> str:
    """Return the id of the message: the same one for the same answer, and another one for each later answer."""
    return str(uuid5(NAMESPACE_OID, f"message back {referral.id} {referral.version}"))


def message_back(
    referral: GroupReferral, shared: SharedRecord | None, answer: GroupAnswer, back: BackFrom
) -> dict[str, Any]:
    """Return the message as JSON objects, lists and texts. `shared`: None once its time is over.

    Its id is that of `message_id`. `sequence` grows with each later answer.
    """
    headings = {
        "person": _person(shared) if shared else None,
        "gp": None,
        "referrer": {"name": back.to, "role": "call handler", "organisation": back.council},
        "outcome": {
            "state": referral.state,
            "progress": referral.progress,
            "decided_by": back.decided_by,
            "decided_at": referral.decided_at.isoformat() if referral.decided_at else "",
            "reason_code": referral.reason,
            "reason": answer.reason_words,
            "what_came_of_it": answer.progress_words,
        },
        "services_offered_and_taken": [
            {
                "service": referral.service_name,
                "organisation": back.group,
                "offered_at": referral.made_at.isoformat(),
                "state": _TAKEN.get(referral.progress, referral.state),
            }
        ],
        "plan": None,
        "assessment_measures": None,
        "copies_to": None,
    }
    return {
        "standard": STANDARD,
        "version": VERSION,
        "record": PrsbRecord.MESSAGE_BACK.value,
        "notice": NOTICE,
        "message": {
            "id": message_id(referral),
            "sequence": referral.version,
            "made_at": back.made_at.isoformat(),
            "sender": back.council,
            "about_reference": referral.reference,
        },
        **without_empty(headings),
        "not_recorded": sorted(name for name, value in headings.items() if is_empty(without_empty(value))),
    }


def _person(shared: SharedRecord) -> dict[str, Any]:
    """Return what the person let us tell the group, under the headings of the standard."""
    told = shared.boxes
    return {
        "name": told.get("name", ""),
        "preferred_name": told.get("called", ""),
        "address": told.get("address", ""),
        "postcode": told.get("postcode", ""),
        "contact": {"phone": told.get("phone", ""), "email": told.get("email", "")},
        "communication_and_accessibility": {
            "needs": [need.value for need in shared.needs.communication.needs],
            "interpreter_language": shared.needs.communication.language,
            "other": shared.needs.communication.other,
        },
    }
