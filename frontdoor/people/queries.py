"""Reading people who agreed to be known. Nobody is searched for by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from core import clock
from core.crypt import vault
from core.db import db
from core.field_values import british_phone, email_address
from core.settings import Settings
from frontdoor.contacts.models import ContactEvent, ContactField, ContactRecord
from frontdoor.contacts.queries import contact_of, field_place, sheet_of
from frontdoor.people import needs
from frontdoor.people.models import KnownPerson, PersonLook
from frontdoor.people.record import PersonRecord
from frontdoor.people.wishes import NeedsAndWishes, needs_and_wishes
from selfassess.saving.references import read_reference
from selfassess.values.people import Communication
from selfassess.values.saved import from_json

PHONE, EMAIL, REFERENCE = "known phone", "known email", "reference"
"""The purposes of keyed hashes, and how somebody was recognised."""

LOOK_MINUTES = 30
"""How long a reason to look at a restricted person counts."""

_MOST_FOUND = 5


@dataclass(frozen=True, slots=True, repr=False)
class Recognised:
    """Somebody who was recognised. `how`: "reference", "phone" or "email". `name`: empty where restricted."""

    id: str
    how: str
    name: str
    is_restricted: bool


def person_with_id(person_id: str | None) -> KnownPerson | None:
    """Return a person who agreed to be known; None without an id, and for an unknown one."""
    return db.session.get(KnownPerson, person_id) if person_id else None


def person_by_reference(typed: str) -> KnownPerson | None:
    """Return the person with this reference, however it was typed; None where there is none."""
    reference = read_reference(typed)
    if not reference:
        return None
    return db.session.scalar(select(KnownPerson).where(KnownPerson.reference == reference))


def recognised(settings: Settings, typed: str) -> list[Recognised]:
    """Return who agreed to be recognised by what was typed: a phone number, an e-mail address or a reference.

    Two people may share a phone. Raises Unreadable. Views count the try (core.rate_limits) and record the look.
    """
    cipher = vault(settings)
    if address := email_address(typed):
        column, how, known = KnownPerson.email_lookup, "email", cipher.lookups(EMAIL, address.lower())
    elif phone := british_phone(typed):
        column, how, known = KnownPerson.phone_lookup, "phone", cipher.lookups(PHONE, phone)
    else:
        person = person_by_reference(typed)
        return [_recognised(settings, person, REFERENCE)] if person else []
    found = select(KnownPerson).where(column.in_(known)).order_by(KnownPerson.created_at, KnownPerson.id)
    return [_recognised(settings, one, how) for one in db.session.scalars(found.limit(_MOST_FOUND))]


def _recognised(settings: Settings, person: KnownPerson, how: str) -> Recognised:
    name = "" if person.is_restricted else record_of(settings, person).person.name
    return Recognised(person.id, how, name, person.is_restricted)


def record_of(settings: Settings, person: KnownPerson) -> PersonRecord:
    """Return what is stored about a person. Raises Unreadable. Views record the look first (note_view)."""
    return from_json(PersonRecord, vault(settings).open(person.id, person.sealed))


def needs_of_contact(settings: Settings, contact_id: str) -> NeedsAndWishes:
    """Return what to obey with a contact: from the known person's record, and from the sheet.

    Raises LookupError for an unknown contact, and Unreadable. Who shows it records the look at the contact.
    """
    return needs_and_wishes(needs.load(settings.content_dir), *_record_and_sheet(settings, contact_id))


def communication_for(settings: Settings, contact_id: str) -> Communication:
    """Return the needs of a contact as a referral passes them on. Raises LookupError and Unreadable.

    Where the person did not agree that the needs of their record are passed on, those of this contact alone.
    """
    record, sheet = _record_and_sheet(settings, contact_id)
    shared = record if record and record.agreed.to_share_needs else None
    return needs_and_wishes(needs.load(settings.content_dir), shared, sheet).communication


def _record_and_sheet(settings: Settings, contact_id: str) -> tuple[PersonRecord | None, dict[str, str]]:
    contact = contact_of(contact_id)
    if contact is None:
        raise LookupError(contact_id)
    person = db.session.get(KnownPerson, contact.known_person_id) if contact.known_person_id else None
    record = record_of(settings, person) if person else None
    return record, {name: field.text for name, field in sheet_of(settings, contact.id).items()}


def needs_of_record(settings: Settings, record: PersonRecord) -> NeedsAndWishes:
    """Return what to obey with a person, outside a contact."""
    return needs_and_wishes(needs.load(settings.content_dir), record, {})


def may_look(person: KnownPerson, account_id: str) -> bool:
    """Return True where the person is not restricted, or this account gave a reason a short time ago."""
    if not person.is_restricted:
        return True
    since = clock.now() - timedelta(minutes=LOOK_MINUTES)
    given = select(PersonLook.id).where(
        PersonLook.person_id == person.id, PersonLook.by == account_id, PersonLook.at >= since
    )
    return db.session.scalar(given.limit(1)) is not None


def contacts_of_person(person_id: str, page: int, per_page: int) -> tuple[Sequence[ContactRecord], int]:
    """Return one page of a person's contacts, the newest first, and how many there are."""
    theirs = select(ContactRecord).where(
        ContactRecord.known_person_id == person_id, ContactRecord.merged_into == ""
    )
    total = db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    ordered = theirs.order_by(ContactRecord.opened_at.desc(), ContactRecord.id)
    return db.session.scalars(ordered.limit(per_page).offset((page - 1) * per_page)).all(), total


def texts_of(
    settings: Settings, contact_ids: Sequence[str], names: Sequence[str]
) -> Mapping[str, dict[str, str]]:
    """Return texts of these boxes by contact and box, with one statement. Raises Unreadable."""
    cipher = vault(settings)
    wanted = select(ContactField).where(
        ContactField.contact_id.in_(contact_ids), ContactField.name.in_(names)
    )
    found: dict[str, dict[str, str]] = {one: {} for one in contact_ids}
    for row in db.session.scalars(wanted):
        text = cipher.open(field_place(row.contact_id, row.name), row.sealed)["text"]
        found[row.contact_id][row.name] = text
    return found


def told_workers(contact_id: str) -> set[str]:
    """Return the ids of the accounts that were told about a contact."""
    told = select(ContactEvent.subject_id).where(
        ContactEvent.contact_id == contact_id, ContactEvent.kind == "worker_told"
    )
    return set(db.session.scalars(told))


def due_for_review(day: date, page: int, per_page: int) -> tuple[Sequence[KnownPerson], int]:
    """Return one page of people whose needs are asked about again by a day, and how many there are."""
    due = select(KnownPerson).where(KnownPerson.needs_review_on <= day)
    total = db.session.scalar(select(func.count()).select_from(due.subquery())) or 0
    ordered = due.order_by(KnownPerson.needs_review_on, KnownPerson.id)
    return db.session.scalars(ordered.limit(per_page).offset((page - 1) * per_page)).all(), total
