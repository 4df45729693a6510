"""Everything that the front door holds about one person who agreed to be known, as plain values for JSON.

What belongs to the person: contacts that were put together with their agreement, what hangs on these, requests
that a contact or a call-back led to, and what came without a contact (keeping.belonging).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import DeclarativeBase

from core.db import db
from core.outbox.queries import content
from core.settings import Settings
from frontdoor.callbacks.models import CallBack, CallBackAttempt
from frontdoor.callbacks.queries import details_of
from frontdoor.contacts.models import ContactEvent, ContactRecord
from frontdoor.contacts.queries import additions_of, sheet_of, ticked_services
from frontdoor.ending.models import ContactEnding
from frontdoor.ending.queries import stored_ending
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.queries import answer_of, shared_with
from frontdoor.handover.models import HandOver
from frontdoor.handover.queries import last_answer, remark_of
from frontdoor.inbox.models import RequestWork
from frontdoor.keeping.belonging import calls_of_groups, requests_of
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import record_of
from frontdoor.sending.models import SentSummary
from frontdoor.sending.queries import content_of, delivery_of
from selfassess.models import Referral
from selfassess.referrals.export import exported
from selfassess.referrals.queries import find
from selfassess.values.saved import to_json

Plain = dict[str, Any]
NOT_COMPARED = "records_that_could_not_be_compared"
"""The key of a copy under which the number of records stands that nobody could read."""


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What is held about a person: rows, by which an export is made and an erasure is decided."""

    person: KnownPerson
    contacts: Sequence[ContactRecord]
    call_backs: Sequence[CallBack]
    summaries: Sequence[SentSummary]
    group_referrals: Sequence[GroupReferral]
    requests: Sequence[Referral]
    elsewhere: Sequence[str] = ()
    """The references of requests that came without a contact, recognised by name and number."""
    not_compared: int = 0
    """How many records could not be read, so that nobody knows whether they are about the person."""


def held_about(settings: Settings, person: KnownPerson) -> Held:
    """Return the rows about a person, each kind in the order of time. Raises Unreadable."""
    who = record_of(settings, person).person
    contacts = db.session.scalars(
        select(ContactRecord)
        .where(ContactRecord.known_person_id == person.id)
        .order_by(ContactRecord.opened_at, ContactRecord.id)
    ).all()
    ids = [one.id for one in contacts]
    led_to = select(RequestWork.referral_id).where(RequestWork.contact_id.in_(ids))
    elsewhere, of_groups = requests_of(settings, who, ids), calls_of_groups(settings, who)
    theirs = (
        CallBack.contact_id.in_(ids),
        CallBack.opened_contact_id.in_(ids),
        CallBack.referral_id.in_(elsewhere.ids),
        CallBack.referral_id.in_(led_to),
        CallBack.id.in_(of_groups.ids),
    )
    call_backs = db.session.scalars(
        select(CallBack).where(or_(*theirs)).order_by(CallBack.created_at, CallBack.id)
    ).all()
    rung = [one.referral_id for one in call_backs if one.referral_id]
    requests = db.session.scalars(
        select(Referral)
        .where(or_(Referral.id.in_(led_to), Referral.id.in_(rung), Referral.id.in_(elsewhere.ids)))
        .order_by(Referral.created_at)
    ).all()
    return Held(
        person,
        contacts,
        call_backs,
        db.session.scalars(
            select(SentSummary).where(SentSummary.contact_id.in_(ids)).order_by(SentSummary.created_at)
        ).all(),
        db.session.scalars(
            select(GroupReferral).where(GroupReferral.contact_id.in_(ids)).order_by(GroupReferral.made_at)
        ).all(),
        requests,
        tuple(one.reference for one in requests if one.id in elsewhere.ids),
        elsewhere.not_compared + of_groups.not_compared,
    )


def export(settings: Settings, held: Held) -> Plain:
    """Return everything as plain values. Raises Unreadable."""
    return {
        "person": _columns(held.person, "reference", "agreed_at", "created_at", "needs_review_on")
        | {"record": to_json(record_of(settings, held.person))},
        "contacts": [_contact(settings, one) for one in held.contacts],
        "call_backs": [_call_back(settings, one) for one in held.call_backs],
        "messages": [_message(settings, one) for one in held.summaries],
        "referrals_to_groups": [_group_referral(settings, one) for one in held.group_referrals],
        "requests": list(_requests(settings, held.requests)),
        "passed_on": [_hand_over(settings, one) for one in _hand_overs(held.requests)],
        NOT_COMPARED: held.not_compared,
    }


def _contact(settings: Settings, row: ContactRecord) -> Plain:
    written = sheet_of(settings, row.id)
    events = select(ContactEvent).where(ContactEvent.contact_id == row.id).order_by(ContactEvent.at)
    endings = select(ContactEnding).where(ContactEnding.contact_id == row.id).order_by(ContactEnding.number)
    return _columns(row, "reference", "channel", "state", "outcome", "is_carer", "opened_at", "ended_at") | {
        "texts": {name: field.text for name, field in sorted(written.items()) if field.text},
        "texts_beside": [{"box": one.name, "text": one.text} for one in additions_of(settings, row.id)],
        "services": [
            {"service_id": one.service_id, "why": one.why} for one in ticked_services(settings, row.id)
        ],
        "history": [_columns(one, "kind", "at") for one in db.session.scalars(events)],
        "endings": [
            _columns(one, "at") | {"said": to_json(stored_ending(settings, one))}
            for one in db.session.scalars(endings)
        ],
    }


def _call_back(settings: Settings, row: CallBack) -> Plain:
    tries = select(CallBackAttempt).where(CallBackAttempt.call_back_id == row.id)
    return _columns(row, "team", "window_code", "state", "created_at", "ended_at") | {
        "details": to_json(details_of(settings, row)),
        "tries": [
            _columns(one, "outcome", "at")
            for one in db.session.scalars(tries.order_by(CallBackAttempt.number))
        ],
    }


def _message(settings: Settings, row: SentSummary) -> Plain:
    return _columns(row, "channel", "form", "language", "created_at", "sent_at") | {
        "content": to_json(content_of(settings, row)),
        "waits": _waiting(settings, row),
    }


def _waiting(settings: Settings, row: SentSummary) -> Plain | None:
    """Return to whom a message goes that has not left yet; None for any other."""
    found = delivery_of(row)
    message = content(settings, found.id, found.sealed) if found else None
    return {"to": message.recipient, "text": message.text} if message else None


def _group_referral(settings: Settings, row: GroupReferral) -> Plain:
    shared, answered = shared_with(settings, row), answer_of(settings, row)
    return _columns(
        row, "reference", "service_name", "state", "reason", "progress", "made_at", "ended_at"
    ) | {
        "passed_on": to_json(shared) if shared else None,
        "answer": to_json(answered),
    }


def _requests(settings: Settings, rows: Iterable[Referral]) -> Iterable[Plain]:
    for row in rows:
        record = find(settings, row.reference)
        if record is not None:
            yield exported(record)


def _hand_overs(requests: Sequence[Referral]) -> Sequence[HandOver]:
    wanted = select(HandOver).where(HandOver.referral_id.in_([one.id for one in requests]))
    return db.session.scalars(wanted.order_by(HandOver.created_at, HandOver.id)).all()


def _hand_over(settings: Settings, row: HandOver) -> Plain:
    answer = last_answer(settings, row.id)
    return _columns(row, "target", "purpose", "status", "external_reference", "created_at", "arrived_at") | {
        "they_said": remark_of(settings, row),
        "they_decided": {"decided_by": answer.decided_by, "reason": answer.reason} if answer else None,
    }


def _columns(row: DeclarativeBase, *names: str) -> Plain:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def lines_of(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Return an export as pairs of a path and a text, for a page that people read; empty values are left out."""
    if isinstance(value, Mapping):
        parts = [lines_of(inner, f"{name}.{key}" if name else str(key)) for key, inner in value.items()]
    elif isinstance(value, list | tuple):
        parts = [lines_of(inner, f"{name} {number}") for number, inner in enumerate(value, 1)]
    else:
        return [] if value in (None, "", False) else [(name.replace("_", " "), str(value))]
    return [line for part in parts for line in part]
