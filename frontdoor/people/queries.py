"""Reading people who agreed to be known. Nobody is searched for by name."""

from sqlalchemy import select

from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.contacts.queries import contact_of, sheet_of
from frontdoor.people import needs
from frontdoor.people.models import KnownPerson
from frontdoor.people.record import PersonRecord
from frontdoor.people.wishes import NeedsAndWishes, needs_and_wishes
from selfassess.saving.references import read_reference
from selfassess.values.people import Communication
from selfassess.values.saved import from_json


def person_by_reference(typed: str) -> KnownPerson | None:
    """Return the person with this reference, however it was typed; None where there is none."""
    reference = read_reference(typed)
    if not reference:
        return None
    return db.session.scalar(select(KnownPerson).where(KnownPerson.reference == reference))


def record_of(settings: Settings, person: KnownPerson) -> PersonRecord:
    """Return what is stored about a person. Raises Unreadable. Views record the look first (note_view)."""
    return from_json(PersonRecord, vault(settings).open(person.id, person.sealed))


def needs_of_contact(settings: Settings, contact_id: str) -> NeedsAndWishes:
    """Return what to obey with a contact: from the known person's record, and from the sheet.

    Raises LookupError for an unknown contact, and Unreadable. Who shows it records the look at the contact.
    """
    contact = contact_of(contact_id)
    if contact is None:
        raise LookupError(contact_id)
    person = db.session.get(KnownPerson, contact.known_person_id) if contact.known_person_id else None
    record = record_of(settings, person) if person else None
    sheet = {name: field.text for name, field in sheet_of(settings, contact.id).items()}
    return needs_and_wishes(needs.load(settings.content_dir), record, sheet)


def communication_for(settings: Settings, contact_id: str) -> Communication:
    """Return the needs of a contact as a referral passes them on. Raises LookupError and Unreadable."""
    return needs_of_contact(settings, contact_id).communication
