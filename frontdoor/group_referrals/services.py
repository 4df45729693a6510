"""Passing somebody on to a group, and what call handlers do with a referral. The group's part: `answering`."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.outbox.messages import Email
from core.outbox.services import queue_email
from core.settings import Settings
from directory.schedules.stored import year
from frontdoor.contacts.services import add_event, hold
from frontdoor.group_referrals import emails
from frontdoor.group_referrals.models import GroupReferral, ReferralState
from frontdoor.group_referrals.queries import Target, has_come_back
from frontdoor.group_referrals.shared import SharedRecord
from selfassess.referrals.response_times import working_day
from selfassess.saving.references import REFERRAL_LENGTH, new_reference
from selfassess.values.saved import to_json

_MOST_RACES = 10


class ChangedMeanwhile(Exception):
    """Somebody else has changed the referral since the page was shown."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes a referral, and which version of it their page showed."""

    id: str
    version: int


def refer(
    settings: Settings, contact_id: str, target: Target, shared: SharedRecord, key: str, *, actor: str
) -> GroupReferral:
    """Store a referral, tell the group by e-mail, commit, and return it; the same one for the same key.

    Where the group has no address, `told_how` stays empty and a call handler tells it by phone.
    Raises NoContact, and ValueError without a key or where the service takes no referral.
    """
    if not key or target.why_not is not None:
        raise ValueError("a referral needs the key of its form, and a service that takes it")
    hashed = hashlib.sha256(f"{contact_id} {key}".encode()).hexdigest()
    for _attempt in range(_MOST_RACES):
        contact = hold(contact_id)
        found = db.session.scalar(select(GroupReferral).where(GroupReferral.submission_key == hashed))
        if found is not None:
            db.session.rollback()
            return db.session.get_one(GroupReferral, found.id)
        row = _row(settings, contact.id, target, shared, hashed, actor)
        db.session.add(row)
        try:
            db.session.flush()
            tell(settings, row, emails.new_referral(settings, row, target), actor)
            add_event(contact.id, f"referred {row.id}", "group_referred", by=actor, subject_id=row.id)
            _note(settings, actor, "made", row, boxes=" ".join(shared.boxes))
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
        else:
            return row
    raise RuntimeError("no free reference was found")


def _row(
    settings: Settings, contact_id: str, target: Target, shared: SharedRecord, key: str, actor: str
) -> GroupReferral:
    row = GroupReferral(
        id=clock.new_id(),
        reference=new_reference(REFERRAL_LENGTH),
        submission_key=key,
        organization_id=target.organization_id,
        service_id=target.service_id,
        service_name=target.service,
        contact_id=contact_id,
        due_on=answer_day(settings),
        made_by=actor,
        state=ReferralState.WAITING.value,
        version=1,
    )
    row.sealed = vault(settings).seal(row.id, to_json(shared))
    return row


def answer_day(settings: Settings) -> date:
    """Return the last day on which a group that is told today can answer in time."""
    return working_day(clock.today(), settings.group_answer_days, year(settings.content_dir).is_holiday)


def tell(settings: Settings, row: GroupReferral, messages: Iterable[Email], actor: str) -> None:
    """Queue e-mails in the caller's transaction, and store that the group was told where there are any."""
    for email in messages:
        queue_email(db.session, settings, email, limited=False)
        row.told_how, row.told_by, row.told_at = "email", actor, clock.now()


def told_by_phone(settings: Settings, row: GroupReferral, by: Actor) -> None:
    """Store that a handler told the group by phone; the days for the answer begin anew. Commits.

    Raises ChangedMeanwhile.
    """
    values = {"told_how": "phone", "told_by": by.id, "told_at": clock.now(), "due_on": answer_day(settings)}
    if take(row, by, {ReferralState.WAITING}, values):
        finish(settings, row, by, "told_by_phone")


def ask_again(settings: Settings, row: GroupReferral, target: Target, by: Actor) -> None:
    """Tell the group by e-mail again; the days for the answer begin anew. Commits. Raises ChangedMeanwhile."""
    if take(row, by, {ReferralState.WAITING}, {"due_on": answer_day(settings)}):
        tell(settings, row, emails.new_referral(settings, row, target), by.id)
        finish(settings, row, by, "asked_again")


def take_back(settings: Settings, row: GroupReferral, target: Target | None, by: Actor) -> None:
    """Take a referral back: the group no longer sees what was passed on. Commits. Raises ChangedMeanwhile."""
    values = {"state": ReferralState.WITHDRAWN.value, "ended_at": clock.now()}
    if take(row, by, {ReferralState.WAITING, ReferralState.ACCEPTED}, values):
        for email in emails.taken_back(settings, row, target) if target and row.told_how == "email" else ():
            queue_email(db.session, settings, email, limited=False)
        finish(settings, row, by, "withdrawn")


def settle(settings: Settings, row: GroupReferral, next_step: str, by: Actor) -> None:
    """Store what a call handler did about a referral that came back. Commits.

    Raises ChangedMeanwhile, also where the referral has not come back.
    """
    now = clock.now()
    values: dict[str, Any] = {"next_step": next_step, "settled_by": by.id, "settled_at": now, "ended_at": now}
    if row.state == ReferralState.WAITING:
        values["state"] = ReferralState.NO_ANSWER.value
    if row.version == by.version and not has_come_back(row):
        raise ChangedMeanwhile(row.id)
    states = {ReferralState.WAITING, ReferralState.DECLINED, ReferralState.ACCEPTED}
    if take(row, by, states, values):
        finish(settings, row, by, "settled", next_step=next_step)


def take(row: GroupReferral, by: Actor, states: set[ReferralState], values: dict[str, Any]) -> bool:
    """Change a referral that is in one of these states and as the page showed it, in this transaction.

    Return False where the same change by the same person is the last one: a button that was pressed twice.
    Raises ChangedMeanwhile.
    """
    referral_id = row.id
    taken = (
        update(GroupReferral)
        .where(
            GroupReferral.id == referral_id,
            GroupReferral.version == by.version,
            GroupReferral.state.in_([state.value for state in states]),
        )
        .values(version=by.version + 1, **values)
        .returning(GroupReferral.id)
    )
    changed = db.session.execute(taken, execution_options={"synchronize_session": False}).scalar()
    if changed is None:
        db.session.rollback()
    db.session.refresh(row)
    if changed is None and not _is_same(row, by, values):
        raise ChangedMeanwhile(referral_id)
    return changed is not None


def _is_same(row: GroupReferral, by: Actor, values: dict[str, Any]) -> bool:
    """Return True where the last change of a referral is this one. Times and sealed words differ each time."""
    codes = {
        name: value
        for name, value in values.items()
        if not isinstance(value, bytes | datetime) and value is not None
    }
    same = all(getattr(row, name) == value for name, value in codes.items())
    people = (row.decided_by, row.told_by, row.settled_by)
    named = by.id in people or not any(name.endswith("_by") for name in codes)
    return row.version == by.version + 1 and same and named


def finish(settings: Settings, row: GroupReferral, by: Actor, what: str, **detail: str) -> None:
    """Add a change to the history of its contact and to the audit trail, and commit."""
    if row.contact_id:
        key = f"group referral {row.id} {row.version}"
        add_event(row.contact_id, key[:80], f"group_{what}", by=by.id, subject_id=row.id)
    _note(settings, by.id, what, row, **detail)
    db.session.commit()


def _note(settings: Settings, actor: str, what: str, row: GroupReferral, **detail: str) -> None:
    note(
        settings,
        actor,
        f"group_referral.{what}",
        "group_referral",
        row.id,
        organization=row.organization_id,
        service=row.service_id,
        **detail,
    )
