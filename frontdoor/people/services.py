"""Writing people who agreed to be known."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select, update

from accounts.models import Account
from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.field_values import british_phone
from core.outbox.services import queue_email
from core.settings import Settings
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.services import ChangedMeanwhile, add_event, hold
from frontdoor.people import needs
from frontdoor.people.agreement import LookReason
from frontdoor.people.emails import worker_email
from frontdoor.people.models import KnownPerson, PersonLook
from frontdoor.people.queries import EMAIL, PHONE, record_of, told_workers
from frontdoor.people.record import Agreed, PersonRecord
from selfassess.saving.references import REFERRAL_LENGTH, new_reference
from selfassess.values.saved import to_json


class AlreadyKnown(Exception):
    """The contact belongs to somebody already."""


@dataclass(frozen=True, slots=True)
class RecognisedBy:
    """What the person agreed to be recognised by, besides their reference."""

    phone: bool = False
    email: bool = False


def agree(settings: Settings, contact_id: str, record: PersonRecord, by: RecognisedBy, *, actor: str) -> str:
    """Store that who is in touch agreed to be known, commit, and return the person's id.

    A form that is sent twice makes one person. Raises NoContact.
    """
    contact = hold(contact_id)
    if contact.known_person_id:
        known = contact.known_person_id
        db.session.rollback()
        return known
    person = KnownPerson(
        id=clock.new_id(), reference=_free_reference(), agreed_at=record.agreed.at, version=1
    )
    _write(settings, person, record, by)
    db.session.add(person)
    db.session.flush()
    contact.known_person_id = person.id
    add_event(contact.id, f"agreed {person.id}", "agreed_to_be_known", by=actor, subject_id=person.id)
    note(settings, actor, "person.agreed", "person", person.id, contact=contact.id)
    db.session.commit()
    return person.id


def _free_reference() -> str:
    while True:
        reference = new_reference(REFERRAL_LENGTH)
        taken = select(KnownPerson.id).where(KnownPerson.reference == reference)
        if db.session.scalar(taken) is None:
            return reference


def _write(settings: Settings, person: KnownPerson, record: PersonRecord, by: RecognisedBy) -> None:
    cipher = vault(settings)
    person.sealed = cipher.seal(person.id, to_json(record))
    _set_lookups(settings, person, record, by)
    person.needs_review_on = _next_review(settings)
    person.touched_at = clock.now()


def _set_lookups(settings: Settings, person: KnownPerson, record: PersonRecord, by: RecognisedBy) -> None:
    """Store the hashes by which somebody agreed to be recognised, with the newest key."""
    cipher = vault(settings)
    phone, email = british_phone(record.person.phone), record.person.email.strip().lower()
    person.phone_lookup = cipher.lookup(PHONE, phone) if by.phone and phone else ""
    person.email_lookup = cipher.lookup(EMAIL, email) if by.email and email else ""


def _next_review(settings: Settings) -> date:
    return clock.today() + timedelta(days=needs.load(settings.content_dir).review_after_days)


def link(settings: Settings, contact_id: str, person_id: str, how: str, *, actor: str) -> None:
    """Put a contact to a person who was recognised, and commit. `how`: "reference", "phone" or "email".

    Raises NoContact, LookupError for an unknown person, and AlreadyKnown where it belongs to somebody else.
    """
    contact = hold(contact_id)
    if contact.known_person_id == person_id:
        db.session.rollback()
        return
    if contact.known_person_id:
        db.session.rollback()
        raise AlreadyKnown(contact_id)
    person = db.session.get(KnownPerson, person_id)
    if person is None:
        db.session.rollback()
        raise LookupError(person_id)
    contact.known_person_id, person.touched_at = person_id, clock.now()
    number = clock.new_id()
    add_event(contact.id, f"recognised {number}", "recognised", by=actor, subject_id=person_id, detail=how)
    note(settings, actor, "person.recognised", "person", person_id, contact=contact.id, how=how)
    db.session.commit()


def unlink(settings: Settings, contact_id: str, *, actor: str) -> None:
    """Take a contact from the person to whom it was put by mistake, and commit. Raises NoContact."""
    contact = hold(contact_id)
    person_id = contact.known_person_id
    if not person_id:
        db.session.rollback()
        return
    contact.known_person_id = None
    number = clock.new_id()
    add_event(contact.id, f"unlinked {number}", "unlinked", by=actor, subject_id=person_id)
    note(settings, actor, "person.unlinked", "person", person_id, contact=contact.id)
    db.session.commit()


def change(
    settings: Settings, person_id: str, record: PersonRecord, by: RecognisedBy, version: int, *, actor: str
) -> None:
    """Store a changed record, and commit. Raises ChangedMeanwhile where it is no longer this version."""
    person = _hold_person(person_id, version)
    _write(settings, person, record, by)
    note(settings, actor, "person.changed", "person", person_id)
    db.session.commit()


def agreed_again(agreed: Agreed, *, to_share_needs: bool) -> Agreed:
    """Return the agreement with another answer to whether needs are passed on."""
    return replace(agreed, to_share_needs=to_share_needs)


def _hold_person(person_id: str, version: int) -> KnownPerson:
    """Return the person, whose version is one higher now. Raises ChangedMeanwhile."""
    taken = db.session.execute(
        update(KnownPerson)
        .where(KnownPerson.id == person_id, KnownPerson.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        raise ChangedMeanwhile(person_id)
    return db.session.get_one(KnownPerson, person_id, populate_existing=True)


def needs_are_right(settings: Settings, person_id: str, version: int, *, actor: str) -> None:
    """Store that the needs were asked about and are right, and commit. Raises ChangedMeanwhile."""
    person = _hold_person(person_id, version)
    person.needs_review_on = _next_review(settings)
    note(settings, actor, "person.needs_reviewed", "person", person_id)
    db.session.commit()


def restrict(settings: Settings, person_id: str, version: int, *, restricted: bool, actor: str) -> None:
    """Let everybody give a reason before they read about this person, or no longer. Commits.

    Raises ChangedMeanwhile.
    """
    person = _hold_person(person_id, version)
    person.is_restricted = restricted
    action = "person.restricted" if restricted else "person.unrestricted"
    note(settings, actor, action, "person", person_id)
    db.session.commit()


def give_reason(settings: Settings, person_id: str, why: LookReason, words: str, *, actor: str) -> None:
    """Store why somebody looks at a restricted person, and commit. The words are sealed."""
    look = PersonLook(id=clock.new_id(), person_id=person_id, by=actor, why=why)
    look.sealed = vault(settings).seal(look.id, {"words": words})
    db.session.add(look)
    note(settings, actor, "person.reason_given", "person", person_id, why=why, look=look.id)
    db.session.commit()


def withdraw(settings: Settings, person_id: str, *, actor: str) -> None:
    """Delete what was kept because somebody agreed to be known, and commit. Their contacts stay, without a link."""
    person = db.session.get(KnownPerson, person_id)
    if person is None:
        return
    theirs = select(ContactRecord).where(ContactRecord.known_person_id == person_id)
    for contact in db.session.scalars(theirs):
        contact.known_person_id = None
        add_event(contact.id, f"withdrawn {person_id}", "agreement_withdrawn", by=actor)
    db.session.flush()
    db.session.delete(person)
    note(settings, actor, "person.agreement_withdrawn", "person", person_id)
    db.session.commit()


def tell_worker(settings: Settings, contact_id: str, account: Account, url: str, *, actor: str) -> None:
    """Tell somebody who works with the person that they got in touch, once for each contact, and commit.

    The e-mail holds a link and nothing about the person. Raises NoContact and EmailRefused.
    """
    contact = hold(contact_id)
    if account.id in told_workers(contact.id):
        db.session.rollback()
        return
    queue_email(db.session, settings, worker_email(settings, account.email, url), limited=False)
    add_event(contact.id, f"told {account.id}", "worker_told", by=actor, subject_id=account.id)
    note(settings, actor, "contact.worker_told", "contact", contact.id, account=account.id)
    db.session.commit()


def seal_again(settings: Settings) -> int:
    """Encrypt what is stored about people with the newest key, commit, and return how many rows.

    The hashes by which they are recognised are made with it too.

    Raises Unreadable.
    """
    cipher = vault(settings)
    rows = [*db.session.scalars(select(KnownPerson)), *db.session.scalars(select(PersonLook))]
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed)
        if isinstance(row, KnownPerson):
            by = RecognisedBy(bool(row.phone_lookup), bool(row.email_lookup))
            _set_lookups(settings, row, record_of(settings, row), by)
    db.session.commit()
    return len(rows)
