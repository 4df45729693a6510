"""The forms in which a referral leaves, and which of them a referral has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from core.settings import Settings
from frontdoor.handover import fhir, prsb
from frontdoor.handover.fhir import FhirMessage
from frontdoor.handover.prsb import PrsbMessage, PrsbRecord
from selfassess.referrals import export, labels
from selfassess.values.referral import ReferralRecord
from selfassess.values.request import CONCERNS, RequestKind


class HandOverFormat(StrEnum):
    """A form in which a referral leaves. docs/hand-over.md describes each."""

    SIGNPOST = "signpost"
    FHIR = "fhir"
    PRSB_REFERRAL = "prsb-referral"
    PRSB_RECORD = "prsb-record"
    PRSB_MESSAGE_BACK = "prsb-message-back"


FORMAT_LABELS: Mapping[HandOverFormat, Any] = {
    HandOverFormat.SIGNPOST: _l("Everything in the request (Signpost JSON)"),
    HandOverFormat.FHIR: _l("For health and care systems (FHIR R4, in the manner of BaRS)"),
    HandOverFormat.PRSB_REFERRAL: _l("Social prescribing: the referral (PRSB 1.1)"),
    HandOverFormat.PRSB_RECORD: _l("Social prescribing: the whole record (PRSB 1.1)"),
    HandOverFormat.PRSB_MESSAGE_BACK: _l("Social prescribing: the message back (PRSB 1.1)"),
}

SENT_FORMATS: Mapping[str, HandOverFormat] = {
    "signpost": HandOverFormat.SIGNPOST,
    "fhir": HandOverFormat.FHIR,
    "prsb": HandOverFormat.PRSB_REFERRAL,
}
"""The formats that can be sent to a case system, by the value of the setting."""

_PRSB: Mapping[HandOverFormat, PrsbRecord] = {
    HandOverFormat.PRSB_REFERRAL: PrsbRecord.REFERRAL,
    HandOverFormat.PRSB_RECORD: PrsbRecord.RECORD,
    HandOverFormat.PRSB_MESSAGE_BACK: PrsbRecord.MESSAGE_BACK,
}


@dataclass(frozen=True, slots=True)
class MessageId:
    """Which message a document is, when it was made, and where it goes (empty: to a file)."""

    id: str
    made_at: datetime
    destination: str = ""


def formats_of(referral: ReferralRecord) -> list[HandOverFormat]:
    """Return the formats that a referral has.

    A worry about somebody's safety has ours alone, because no other has a place for its conditions.
    """
    if referral.request.kind in CONCERNS:
        return [HandOverFormat.SIGNPOST]
    return [
        one
        for one in HandOverFormat
        if one is not HandOverFormat.PRSB_MESSAGE_BACK or prsb.can_have_message_back(referral)
    ]


def document(
    settings: Settings, kind: HandOverFormat, message: MessageId, referral: ReferralRecord
) -> dict[str, Any]:
    """Return a referral in a format, as JSON objects, lists and texts. Needs a request or language context."""
    if kind is HandOverFormat.SIGNPOST:
        return export.exported(referral)
    if kind is HandOverFormat.FHIR:
        titles = {one: labels.label(one) for one in RequestKind}
        source = settings.base_url or "http://localhost"
        return fhir.message_bundle(
            FhirMessage(
                message.id, message.made_at, settings.council_name, source, message.destination, titles
            ),
            referral,
        )
    return prsb.prsb_record(
        _PRSB[kind], PrsbMessage(message.id, message.made_at, settings.council_name), referral
    )


def media_type(kind: HandOverFormat) -> str:
    """Return the media type of a document in a format."""
    return fhir.MEDIA_TYPE if kind is HandOverFormat.FHIR else "application/json"
