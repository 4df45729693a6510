"""Reading people who agreed to be known. Nobody is searched for by name."""

from sqlalchemy import select

from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.people.models import KnownPerson
from frontdoor.people.record import PersonRecord
from selfassess.saving.references import read_reference
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
