"""Ending a contact, and opening it again. Each contact that has ended has one end that counts, and no other has."""

from datetime import datetime

from sqlalchemy import select, update

from core import clock
from core.audit.services import SYSTEM, note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.contacts.models import ContactRecord, ContactState
from frontdoor.contacts.services import ChangedMeanwhile, add_event, hold
from frontdoor.ending.models import CarerInstance, ContactEnding, UnmetNeed
from frontdoor.ending.outcomes import FOLLOW_UP_VERSION, Ending, Outcome
from frontdoor.ending.queries import earliest_end, endings_count, living_ending, stored_ending

_MOST_LEFT_OPEN = 500


class AlreadyEnded(Exception):
    """Somebody has ended the contact since the page was shown."""


class CannotReopen(Exception):
    """The contact is open, or it ended on an earlier day, or by somebody else."""


def end(settings: Settings, contact_id: str, ending: Ending, version: int, *, actor: str) -> None:
    """End a contact, and commit. The same form sent twice ends it once.

    `version`: the contact's version that the page had shown. Raises NoContact; AlreadyEnded where the contact
    has another end; ChangedMeanwhile where it was assigned, merged or opened again since.
    """
    contact = hold(contact_id)
    if contact.id != contact_id:
        db.session.rollback()
        raise ChangedMeanwhile(contact_id)
    row = living_ending(contact.id)
    if row is not None:
        is_same = row.by == actor and row.from_version == version and stored_ending(settings, row) == ending
        db.session.rollback()
        if not is_same:
            raise AlreadyEnded(contact_id)
        return
    if contact.version != version or contact.state != ContactState.OPEN:
        db.session.rollback()
        raise ChangedMeanwhile(contact_id)
    _store(settings, contact, ending, actor, earliest_end(contact, clock.now()))
    add_event(contact.id, f"ended {contact.version}", "ended", by=actor, detail=ending.outcome)
    note(settings, actor, "contact.ended", "contact", contact.id, outcome=ending.outcome)
    db.session.commit()


def _store(settings: Settings, contact: ContactRecord, ending: Ending, actor: str, moment: datetime) -> None:
    row = ContactEnding(
        id=clock.new_id(),
        contact_id=contact.id,
        number=endings_count(contact.id) + 1,
        from_version=contact.version,
        outcome=ending.outcome,
        why_not=ending.why_not or "",
        is_carer=ending.is_carer,
        follow_up=ending.follow_up,
        follow_up_by=ending.follow_up_by or "",
        follow_up_on=ending.follow_up_on,
        words_version="" if ending.follow_up is None else FOLLOW_UP_VERSION,
        is_dissatisfied=ending.is_dissatisfied,
        by=actor,
        at=moment,
    )
    if ending.more or ending.dissatisfied_words:
        words = {"more": ending.more, "unhappy": ending.dissatisfied_words}
        row.sealed = vault(settings).seal(row.id, words)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        UnmetNeed(id=clock.new_id(), ending_id=row.id, need_id=one.need_id, why=one.why, area=one.area)
        for one in ending.unmet
    )
    day = moment.astimezone(clock.LONDON).date()
    db.session.add_all(
        CarerInstance(id=clock.new_id(), ending_id=row.id, organization_id=one, on=day)
        for one in ending.advised
    )
    contact.state, contact.version = ContactState.ENDED, contact.version + 1
    contact.outcome, contact.is_carer = ending.outcome, ending.is_carer
    contact.ended_at, contact.ended_by = moment, actor


def end_left_open(settings: Settings, limit: datetime) -> int:
    """End the contacts in which nobody wrote since `limit`, and commit after each. Return how many.

    A contact in which somebody writes at that moment stays open.
    """
    forgotten = ContactRecord.state == ContactState.OPEN, ContactRecord.touched_at <= limit
    ended = 0
    for contact_id in db.session.scalars(
        select(ContactRecord.id).where(*forgotten).limit(_MOST_LEFT_OPEN)
    ).all():
        # The condition again: it holds the row, or finds that somebody was quicker.
        held = update(ContactRecord).where(ContactRecord.id == contact_id, *forgotten)
        found = db.session.execute(
            held.values(touched_at=clock.now()), execution_options={"synchronize_session": False}
        )
        if not found.rowcount:  # type: ignore[attr-defined]
            db.session.rollback()
            continue
        contact = db.session.get_one(ContactRecord, contact_id, populate_existing=True)
        _store(settings, contact, Ending(Outcome.LEFT_OPEN), SYSTEM, earliest_end(contact, clock.now()))
        add_event(contact.id, f"ended {contact.version}", "ended", by=SYSTEM, detail=Outcome.LEFT_OPEN.value)
        note(settings, SYSTEM, "contact.ended", "contact", contact.id, outcome=Outcome.LEFT_OPEN.value)
        db.session.commit()
        ended += 1
    db.session.commit()
    return ended


def may_reopen(contact: ContactRecord, actor: str, *, leads: bool) -> bool:
    """Return True where somebody may open the contact again: on the day it ended, a supervisor or who had it.

    What the site ended, they may open on any day.

    `leads`: whether they are a supervisor.
    """
    if contact.state != ContactState.ENDED or contact.ended_at is None:
        return False
    had_it = actor in (contact.handler_id, contact.ended_by)
    if contact.outcome == Outcome.LEFT_OPEN:
        return leads or had_it
    return (leads or had_it) and clock.today() <= contact.ended_at.astimezone(clock.LONDON).date()


def reopen(settings: Settings, contact_id: str, version: int, *, actor: str, leads: bool) -> None:
    """Open a contact again, and commit; its end no longer counts. The same button pressed twice opens it once.

    Raises NoContact, CannotReopen, and ChangedMeanwhile where it was opened and ended again since.
    """
    contact = hold(contact_id)
    if contact.id == contact_id and contact.state == ContactState.OPEN and contact.version == version + 1:
        db.session.rollback()
        return
    if not may_reopen(contact, actor, leads=leads):
        db.session.rollback()
        raise CannotReopen(contact_id)
    row = living_ending(contact.id)
    if contact.version != version or row is None:
        db.session.rollback()
        raise ChangedMeanwhile(contact_id)
    row.reopened_at, row.reopened_by = max(clock.now(), row.at), actor
    contact.state, contact.version = ContactState.OPEN, contact.version + 1
    contact.outcome, contact.is_carer, contact.ended_at, contact.ended_by = "", None, None, ""
    add_event(contact.id, f"reopened {contact.version}", "reopened", by=actor)
    note(settings, actor, "contact.reopened", "contact", contact.id)
    db.session.commit()


def seal_again(settings: Settings) -> int:
    """Encrypt the words of endings with the newest key, commit, and return how many. Raises Unreadable."""
    cipher, changed = vault(settings), 0
    for row in db.session.scalars(select(ContactEnding).where(ContactEnding.sealed.is_not(None))):
        if row.sealed:
            row.sealed = cipher.sealed_again(row.sealed)
            changed += 1
    db.session.commit()
    return changed
