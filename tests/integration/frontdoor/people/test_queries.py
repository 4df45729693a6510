"""What is obeyed with a contact is read from the record of who agreed to be known, and from the sheet."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from core import clock
from core.crypt import vault
from core.db import db
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord
from frontdoor.contacts.services import Typed
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import communication_for, needs_of_contact
from frontdoor.people.record import Agreed, PersonRecord
from selfassess.values.people import Communication, CommunicationNeed, ContactWishes, Person, Way
from selfassess.values.saved import to_json

pytestmark = pytest.mark.both_databases


def test_needs_of_a_contact(app: Flask) -> None:
    settings = app.extensions["settings"]
    with app.app_context():
        contact_id = contacts.start(settings, channel=Channel.PHONE, handler_id="ewa", key="k").id
        assert needs_of_contact(settings, contact_id).is_empty
        for name, text in (("needs", "large_print no_texts"), ("ways", "letter")):
            contacts.save_field(settings, contact_id, Typed(name, text, 0, "a", 1), actor="ewa")
        found = needs_of_contact(settings, contact_id)
        assert found.communication.needs == (CommunicationNeed.LARGE_PRINT, CommunicationNeed.NO_TEXTS)
        assert found.wishes.ways == (Way.LETTER,)

        person_id = clock.new_id()
        record = PersonRecord(
            Person(name="Mary"),
            Agreed("I agree", "1", datetime(2026, 11, 1, tzinfo=UTC)),
            wishes=ContactWishes(safe_time="mornings"),
            communication=Communication(needs=(CommunicationNeed.BRAILLE,)),
            listed_needs=("braille",),
        )
        sealed = vault(settings).seal(person_id, to_json(record))
        db.session.add(KnownPerson(id=person_id, reference="K7MX-4RTP", sealed=sealed, agreed_at=clock.now()))
        db.session.flush()
        db.session.get_one(ContactRecord, contact_id).known_person_id = person_id
        db.session.commit()
        known = needs_of_contact(settings, contact_id)
        assert CommunicationNeed.BRAILLE in known.communication.needs
        assert known.wishes.safe_time == "mornings"
        # They did not agree that what their record says is passed on.
        assert CommunicationNeed.BRAILLE not in communication_for(settings, contact_id).needs
        assert CommunicationNeed.LARGE_PRINT in communication_for(settings, contact_id).needs


def test_an_unknown_contact_has_no_needs(app: Flask) -> None:
    with app.app_context(), pytest.raises(LookupError):
        needs_of_contact(app.extensions["settings"], "none")
