"""After a change of encryption keys nothing about a person is missed in silence by a copy or an erasure."""

import json

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select, update

from accounts.roles import Role
from core import clock
from core.crypt import vault
from core.db import db
from core.upgrades import run_steps
from frontdoor.inbox.models import RequestWork
from frontdoor.keeping.copy_of_all import NOT_COMPARED
from frontdoor.people.models import KnownPerson
from frontdoor.people.record import Agreed, PersonRecord
from selfassess.values.people import Person
from selfassess.values.saved import to_json
from tests.accounts import signed_in_as
from tests.conftest import make_app
from tests.integration.frontdoor.inbox.requests import a_request, send

pytestmark = pytest.mark.both_databases
TOLD = "could not be compared with this person"


def beatrice(app: Flask) -> str:
    """Add Beatrice, who agreed to be known and has no contact, and return her id."""
    with app.app_context():
        person = KnownPerson(id=clock.new_id(), reference="K7MX-4RTP", agreed_at=clock.now())
        record = PersonRecord(Person("Beatrice Hall", phone="01632 960555"), Agreed("Yes", "1", clock.now()))
        person.sealed = vault(app.extensions["settings"]).seal(person.id, to_json(record))
        db.session.add(person)
        db.session.commit()
        return person.id


def with_new_key(app: Flask, *, keep_old: bool) -> Flask:
    settings = app.extensions["settings"]
    new, old = Fernet.generate_key().decode(), (settings.data_dir / "encryption_key").read_text()
    keys = f"{new},{old}" if keep_old else new
    return make_app(settings.model_copy(update={"encryption_keys": SecretStr(keys)}))


def test_before_anything_is_sealed_again_a_request_is_found_by_its_old_hashes(app: Flask) -> None:
    reference, person_id = send(app, a_request()), beatrice(app)
    changed = with_new_key(app, keep_old=True)
    page = signed_in_as(changed, Role.SUPERVISOR).get(f"/people/{person_id}/erase").text
    assert reference in page
    assert TOLD not in page


def test_what_no_key_opens_is_counted_for_the_supervisor(app: Flask) -> None:
    send(app, a_request())
    changed = with_new_key(app, keep_old=False)
    reference, person_id = send(changed, a_request()), beatrice(changed)
    denise = signed_in_as(changed, Role.SUPERVISOR)
    for path in ("erase", "export"):
        page = denise.get(f"/people/{person_id}/{path}").text
        assert f"1 request or call {TOLD}" in page
        assert reference in page
    assert json.loads(denise.get(f"/people/{person_id}/export.json").data)[NOT_COMPARED] == 1


def test_what_had_no_hashes_gets_them_when_the_site_is_upgraded(app: Flask) -> None:
    """A request of an earlier version, or one that could not be read when it was put into its queue."""
    reference, person_id = send(app, a_request()), beatrice(app)
    denise = signed_in_as(app, Role.SUPERVISOR)
    with app.app_context():
        nothing = dict.fromkeys(("phone_lookup", "email_lookup", "person_lookup", "hashes_key"), "")
        db.session.execute(update(RequestWork).values(**nothing))
        db.session.commit()
    page = denise.get(f"/people/{person_id}/erase").text
    assert f"1 request or call {TOLD}" in page
    assert reference not in page
    with app.app_context():
        run_steps(app)
        assert db.session.scalars(select(RequestWork.hashes_key)).one() != ""
    page = denise.get(f"/people/{person_id}/erase").text
    assert TOLD not in page
    assert reference in page
