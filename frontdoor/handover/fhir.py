"""A referral as a FHIR R4 message: a Bundle with a ServiceRequest and its Task. Pure.

The message is made in the manner of BaRS, the NHS booking and referral standard, which knows no social care:
so it claims no conformance, and names no profile. The message id is the id of the MessageHeader; all ids of
resources come from it, so that the same message is the same text each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from frontdoor.handover.pruning import without_empty
from selfassess.values.people import CommunicationNeed, Relation
from selfassess.values.referral import ReferralRecord
from selfassess.values.request import RequestKind, RequestValue

MEDIA_TYPE = "application/fhir+json"
NOTICE = "In the manner of BaRS. Social care is not part of that standard, so no conformance is claimed."
_EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
_FLAGS = "http://terminology.hl7.org/CodeSystem/flag-category"

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FhirMessage:
    """Which message a Bundle is.

    `sender`: the name of the council. `source`: the address of this site, under which codes and references
    are unique. `destination`: where the message goes; empty for a download. `titles`: the kinds in words.
    """

    id: str
    made_at: datetime
    sender: str
    source: str
    destination: str
    titles: Mapping[RequestKind, str]


def message_bundle(message: FhirMessage, referral: ReferralRecord) -> Resource:
    """Return the message as JSON objects, lists and texts. Nothing in it is empty, as FHIR asks."""
    about = _Ids(message.id)
    resources = [
        _header(message, about),
        _service_request(message, about, referral),
        _task(message, about, referral),
        _patient(about, referral.request),
        {"resourceType": "Organization", "id": about.id("organization"), "name": message.sender},
    ]
    if referral.request.asker.relation is not Relation.SELF:
        resources.append(_related_person(about, referral.request))
    resources += _flags(message, about, referral.request)
    return _bundle(message, about, resources)


def withdrawal_bundle(message: FhirMessage, in_reply_to: str, reference: str) -> Resource:
    """Return the message that a request was taken back: its ServiceRequest is revoked, its Task cancelled.

    `in_reply_to`: the id of the message that sent it, from which the ids of both come. Nothing is about the person.
    """
    about = _Ids(in_reply_to)
    identifier = [{"system": f"{message.source}/reference", "value": reference}]
    resources = [
        _header(message, about, reason="update"),
        {
            "resourceType": "ServiceRequest",
            "id": about.id("servicerequest"),
            "identifier": identifier,
            "status": "revoked",
            "intent": "order",
            "subject": about.reference("Patient"),
        },
        {
            "resourceType": "Task",
            "id": about.id("task"),
            "identifier": identifier,
            "status": "cancelled",
            "statusReason": {"text": "The person has taken the request back."},
            "intent": "order",
            "focus": about.reference("ServiceRequest"),
            "lastModified": message.made_at.isoformat(),
        },
        {"resourceType": "Organization", "id": about.id("organization"), "name": message.sender},
    ]
    return _bundle(message, _Ids(message.id), resources)


def _bundle(message: FhirMessage, about: "_Ids", resources: list[Resource]) -> Resource:
    bundle = {
        "resourceType": "Bundle",
        "id": about.id("bundle"),
        "type": "message",
        "timestamp": message.made_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
    pruned: Resource = without_empty(bundle)
    return pruned


class _Ids:
    """The ids of a message's resources, and references to them."""

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id

    def id(self, name: str) -> str:
        return clock.stable_id("fhir", self.message_id, name)

    def reference(self, kind: str, name: str = "") -> Resource:
        return {"reference": f"urn:uuid:{self.id(name or kind.lower())}", "type": kind}


def _header(message: FhirMessage, about: _Ids, *, reason: str = "new") -> Resource:
    return {
        "resourceType": "MessageHeader",
        "id": message.id,
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{NOTICE}</div>',
        },
        "eventCoding": {"system": _EVENTS, "code": "servicerequest-request"},
        "destination": [{"endpoint": message.destination}],
        "sender": about.reference("Organization"),
        "source": {"name": "Signpost", "endpoint": message.source},
        "reason": {
            "coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": reason}]
        },
        "focus": [about.reference("ServiceRequest"), about.reference("Task")],
    }


def _service_request(message: FhirMessage, about: _Ids, referral: ReferralRecord) -> Resource:
    request = referral.request
    return {
        "resourceType": "ServiceRequest",
        "id": about.id("servicerequest"),
        "identifier": [_identifier(message, referral)],
        "status": "active",
        "intent": "order",
        "priority": "routine",
        "code": _kind(message, request),
        "subject": about.reference("Patient"),
        "authoredOn": referral.sent_at.isoformat(),
        "requester": _requester(about, request),
        "reasonCode": [{"text": request.own_words}],
        "note": [{"text": text} for text in _notes(request)],
    }


def _task(message: FhirMessage, about: _Ids, referral: ReferralRecord) -> Resource:
    by = referral.respond_by.isoformat() if referral.respond_by else ""
    return {
        "resourceType": "Task",
        "id": about.id("task"),
        "identifier": [_identifier(message, referral)],
        "status": "requested",
        "intent": "order",
        "code": _kind(message, referral.request),
        "focus": about.reference("ServiceRequest"),
        "for": about.reference("Patient"),
        "authoredOn": message.made_at.isoformat(),
        "requester": about.reference("Organization"),
        "restriction": {"period": {"end": by}},
    }


def _patient(about: _Ids, request: RequestValue) -> Resource:
    person = request.about
    return {
        "resourceType": "Patient",
        "id": about.id("patient"),
        "name": [
            {"use": use, "text": text}
            for use, text in (("usual", person.name), ("nickname", person.called))
            if text
        ],
        "telecom": _telecom(person.phone, person.email),
        "birthDate": person.born.isoformat() if person.born else "",
        "address": [{"text": person.address, "postalCode": person.postcode, "country": "GB"}]
        if person.address or person.postcode
        else [],
        "communication": [{"language": {"text": request.communication.language}, "preferred": True}]
        if request.communication.language
        else [],
    }


def _related_person(about: _Ids, request: RequestValue) -> Resource:
    return {
        "resourceType": "RelatedPerson",
        "id": about.id("relatedperson"),
        "patient": about.reference("Patient"),
        "relationship": [{"text": request.asker.relation.value}],
        "name": [{"text": request.asker.name}] if request.asker.name else [],
        "telecom": _telecom(request.asker.phone, request.asker.email),
    }


def _flags(message: FhirMessage, about: _Ids, request: RequestValue) -> list[Resource]:
    """Return a Flag for each thing that the person needs so that they can follow."""
    texts = [(need.value, need.value) for need in request.communication.needs]
    texts += [("other", request.communication.other)] if request.communication.other else []
    return [
        {
            "resourceType": "Flag",
            "id": about.id(f"flag {name}"),
            "status": "active",
            "category": [{"coding": [{"system": _FLAGS, "code": "admin"}], "text": "Communication"}],
            "code": _flag_code(message, name, text),
            "subject": about.reference("Patient"),
        }
        for name, text in texts
    ]


def _flag_code(message: FhirMessage, name: str, text: str) -> Resource:
    if name not in set(CommunicationNeed):
        return {"text": text}
    return {"coding": [{"system": f"{message.source}/communication-need", "code": name}], "text": text}


def _requester(about: _Ids, request: RequestValue) -> Resource:
    return about.reference("Patient" if request.asker.relation is Relation.SELF else "RelatedPerson")


def _kind(message: FhirMessage, request: RequestValue) -> Resource:
    coding = {"system": f"{message.source}/request-kind", "code": request.kind.value}
    return {"coding": [coding], "text": message.titles[request.kind]}


def _identifier(message: FhirMessage, referral: ReferralRecord) -> Resource:
    return {"system": f"{message.source}/reference", "value": referral.reference}


def _telecom(phone: str, email: str) -> list[Resource]:
    pairs = (("phone", phone), ("email", email))
    return [{"system": system, "value": value} for system, value in pairs if value]


def _notes(request: RequestValue) -> list[str]:
    """Return what has no field of its own: safe times, consent, and what the self-assessment indicates."""
    notes = []
    if request.contact.safe_time:
        notes.append(f"Contact only at this time: {request.contact.safe_time}")
    if request.contact.voicemail_is_safe == "no":
        notes.append("Leave no voicemail.")
    if request.consent is not None:
        given = "Agreed" if request.consent.given else "Did not agree"
        notes.append(f"{given} on {request.consent.at.isoformat()} to: {request.consent.text}")
    if request.looks_after:
        notes.append(f"Looks after: {request.looks_after}")
    if request.assessment is not None:
        notes += [f"The person answered: {one.words}" for one in request.assessment.reasons if one.words]
    return notes
