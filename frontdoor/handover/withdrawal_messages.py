"""The message that a person has taken a request back, in each form that a case system takes. Pure.

It names the request and the message with which it was sent, and holds nothing about the person.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdoor.handover import fhir, prsb
from frontdoor.handover.formats import HandOverFormat

FORMAT = "signpost-withdrawal"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Which message this is. `in_reply_to`: the id of the message that sent the request; `reference`: ours.

    `source` and `destination`: as in fhir.FhirMessage.
    """

    id: str
    in_reply_to: str
    reference: str
    made_at: datetime
    sender: str
    source: str
    destination: str


def withdrawal_message(form: HandOverFormat, withdrawal: Withdrawal) -> dict[str, Any]:
    """Return the message as JSON objects, lists and texts."""
    if form is HandOverFormat.FHIR:
        return fhir.withdrawal_bundle(
            fhir.FhirMessage(
                withdrawal.id,
                withdrawal.made_at,
                withdrawal.sender,
                withdrawal.source,
                withdrawal.destination,
                {},
            ),
            withdrawal.in_reply_to,
            withdrawal.reference,
        )
    if form is HandOverFormat.SIGNPOST:
        return {
            "format": FORMAT,
            "format_version": "1",
            "message_id": withdrawal.id,
            "in_reply_to": withdrawal.in_reply_to,
            "reference": withdrawal.reference,
            "status": "withdrawn",
            "withdrawn_at": withdrawal.made_at.isoformat(),
        }
    return {
        "standard": prsb.STANDARD,
        "version": prsb.VERSION,
        "record": prsb.PrsbRecord.REFERRAL.value,
        "message": {
            "id": withdrawal.id,
            "in_reply_to": withdrawal.in_reply_to,
            "made_at": withdrawal.made_at.isoformat(),
            "sender": withdrawal.sender,
            "about_reference": withdrawal.reference,
        },
        "outcome": {"state": "withdrawn", "decided_at": withdrawal.made_at.isoformat()},
    }
