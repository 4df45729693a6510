"""Erasing what is held about one person: what goes, and what has to be kept, with the reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from core.audit.services import note
from core.db import db
from core.outbox.services import empty
from core.settings import Settings
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.services import end
from frontdoor.contacts.models import ContactRecord, ContactState
from frontdoor.ending.outcomes import Outcome
from frontdoor.group_referrals.models import GroupReferral, ReferralState
from frontdoor.keeping.copy_of_all import Held
from frontdoor.people.models import KnownPerson
from frontdoor.sending.models import SentSummary
from selfassess.models import Referral
from selfassess.values.referral import OPEN, Status
from selfassess.values.request import CONCERNS, RequestKind

_NO_SYNC = {"synchronize_session": False}


class WhyKept(StrEnum):
    """Why something is not erased."""

    SAFETY = "safety"
    CARE_RECORD = "care_record"
    STILL_OPEN = "still_open"


REASONS = {
    WhyKept.SAFETY: _l(
        "It is about somebody’s safety. We keep it so that people are safe (UK GDPR Article 17(3)(b))."
    ),
    WhyKept.CARE_RECORD: _l(
        "It is part of a care record, which the law makes us keep (UK GDPR Article 17(3)(b))."
    ),
    WhyKept.STILL_OPEN: _l("Somebody still works on it. Finish it first, then erase again."),
}


@dataclass(frozen=True, slots=True)
class KeptBack:
    """One row that is not erased. `kind`: what it is; `reference`: by which it is found."""

    kind: Any
    reference: str
    why: WhyKept


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What an erasure does. The ids of the rows that go, and what is kept."""

    contacts: tuple[str, ...]
    requests: tuple[str, ...]
    group_referrals: tuple[str, ...]
    call_backs: int
    messages: int
    kept: tuple[KeptBack, ...]


def plan_of(held: Held) -> Plan:
    """Return what an erasure of a person would do."""
    kept = list(_kept(held))
    references = {one.reference for one in kept}
    return Plan(
        tuple(one.id for one in held.contacts if one.reference not in references),
        tuple(one.id for one in held.requests if one.reference not in references),
        tuple(one.id for one in held.group_referrals if one.reference not in references),
        len(held.call_backs),
        len(held.summaries),
        tuple(kept),
    )


def _kept(held: Held) -> Iterator[KeptBack]:
    for contact in held.contacts:
        if contact.outcome == Outcome.SAFEGUARDING:
            yield KeptBack(_l("Contact"), contact.reference, WhyKept.SAFETY)
        elif contact.state == ContactState.OPEN:
            yield KeptBack(_l("Contact"), contact.reference, WhyKept.STILL_OPEN)
    for request in held.requests:
        if (why := _why_request(request)) is not None:
            yield KeptBack(_l("Request"), request.reference, why)
    for referral in held.group_referrals:
        if referral.state == ReferralState.WAITING:
            yield KeptBack(_l("Referral to a group"), referral.reference, WhyKept.STILL_OPEN)


def _why_request(request: Referral) -> WhyKept | None:
    kind, status = RequestKind(request.kind), Status(request.status)
    if kind in CONCERNS:
        return WhyKept.SAFETY
    if status in OPEN:
        return WhyKept.STILL_OPEN
    if status is Status.CLOSED and kind is not RequestKind.CALL_BACK:
        return WhyKept.CARE_RECORD
    return None


def erase(settings: Settings, held: Held, *, actor: str) -> Plan:
    """Erase what may be erased about a person, commit, and return what was done.

    What is kept is no longer put together: the record of the known person goes in any case.
    """
    plan, person_id = plan_of(held), held.person.id
    for call_back in held.call_backs:
        if call_back.state == CallBackState.BOOKED:
            end(call_back, CallBackState.CANCELLED)
    db.session.flush()
    _delete(CallBack, (one.id for one in held.call_backs))
    # What still waits to be sent to them is not sent any more.
    empty(db.session, [one.message_id for one in held.summaries if one.message_id])
    _delete(SentSummary, (one.id for one in held.summaries))
    _delete(GroupReferral, plan.group_referrals)
    _delete(Referral, plan.requests)
    db.session.execute(
        delete(ContactRecord).where(ContactRecord.merged_into.in_(plan.contacts)), execution_options=_NO_SYNC
    )
    _delete(ContactRecord, plan.contacts)
    db.session.execute(
        update(ContactRecord).where(ContactRecord.known_person_id == person_id).values(known_person_id=None),
        execution_options=_NO_SYNC,
    )
    _delete(KnownPerson, [person_id])
    counts = {"contacts": len(plan.contacts), "requests": len(plan.requests), "kept": len(plan.kept)}
    note(
        settings,
        actor,
        "person.erased",
        "person",
        person_id,
        **{name: str(count) for name, count in counts.items()},
    )
    db.session.commit()
    return plan


def _delete(table: Any, ids: Iterable[str]) -> None:
    db.session.execute(delete(table).where(table.id.in_(list(ids))), execution_options=_NO_SYNC)
