"""People agree to be known, are recognised, and read about by nobody without a trace."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock, rate_limits
from core.audit.models import AuditEntry
from core.db import db
from core.rate_limits import RATE_LIMITS, Quota
from core.settings import Settings
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactEvent, ContactRecord
from frontdoor.contacts.services import Typed
from frontdoor.people import services
from frontdoor.people.models import KnownPerson, PersonLook
from frontdoor.people.queries import due_for_review, record_of
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import NOW, StatementCounter
from tests.databases import everything_stored
from tests.examples import sampled, slow_on_both
from tests.outbox import emails
from tests.page_checks import PageCheckingClient


@pytest.fixture
def ewa(app: Flask) -> str:
    return add_person(app, "ewa@example.org", Role.CALL_HANDLER, name="Ewa")


@pytest.fixture
def handler(app: Flask, ewa: str) -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, ewa)
    return client


@pytest.fixture
def contact_id(app: Flask, ewa: str) -> str:
    return begin(app, ewa, "first")


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def begin(app: Flask, handler_id: str, key: str) -> str:
    with app.app_context():
        return contacts.start(settings(app), channel=Channel.PHONE, handler_id=handler_id, key=key).id


def form(**more: str | list[str]) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {
        "agreed": "yes",
        "name": "Margaret Hoyle",
        "called": "Peg",
        "phone": "07700 900123",
        "email": "peg@example.org",
        "recognise_by": ["phone", "email"],
        "needs": ["large_print", "lip_reading"],
        "share_needs": "yes",
        "safe_time": "mornings",
        "voicemail": "no",
    }
    return values | more


def known(app: Flask) -> KnownPerson:
    with app.app_context():
        return db.session.scalars(select(KnownPerson)).one()


def page(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


@pytest.fixture
def person_id(app: Flask, handler: PageCheckingClient, contact_id: str) -> str:
    assert handler.post_form(f"/calls/{contact_id}/person", form()).status_code == 303
    return known(app).id


@slow_on_both
def test_what_the_sheet_has_is_not_asked_again(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    with app.app_context():
        for name, text in (
            ("name", "Margaret Hoyle"),
            ("needs", "bsl no_letters"),
            ("safe_time", "after 10am"),
        ):
            contacts.save_field(settings(app), contact_id, Typed(name, text, 0, "t", 1), actor="ewa")
    said = page(handler, f"/calls/{contact_id}/person")
    assert 'value="Margaret Hoyle"' in said
    assert "Safe times: after 10am" in said
    assert "Read this out:" in said
    assert said.count(" checked") >= 3


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_agrees_is_known_once_and_everything_is_sealed(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    for _press in range(2):
        answer = handler.post_form(f"/calls/{contact_id}/person", form())
        assert answer.location == f"/calls/{contact_id}/person?done=person-known"
    person = known(app)
    said = page(handler, f"/calls/{contact_id}/person")
    assert person.reference in said
    assert "Large print" in said
    assert "Face me, so that I can read your lips" in said
    assert "Leave no message" in said or "leave no messages" in said
    with app.app_context():
        record = record_of(settings(app), db.session.get_one(KnownPerson, person.id))
        assert record.agreed.version
        assert "remember you" in record.agreed.text
        assert record.agreed.to_share_needs
        stored = everything_stored()
        for secret in ("Margaret", "07700", "900123", "peg@example.org"):
            assert secret not in stored
    assert "person.agreed" in actions(app)
    # The page of the call says it too.
    assert "Face me, so that I can read your lips" in page(handler, f"/calls/{contact_id}")


@slow_on_both
@pytest.mark.parametrize(
    ("more", "says"),
    sampled(
        [
            ({"agreed": ""}, "Tick this if they agree"),
            ({"name": ""}, "Write their name"),
            ({"phone": "", "recognise_by": "phone"}, "Write the phone number by which we may know them"),
            ({"email": "", "recognise_by": "email"}, "Write the email address by which we may know them"),
            (
                {"needs": "no_letters", "ways": "letter"},
                "They asked us to send no letters. Change one of the two.",
            ),
            ({"worker_name": "Jo", "worker_email": "no@example.org"}, "Nobody with this email address works"),
            ({"worker_role": "Social worker"}, "Write the name of who works with them"),
        ],
        4,
    ),
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    app: Flask, handler: PageCheckingClient, contact_id: str, more: dict[str, str], says: str
) -> None:
    answer = handler.post_form(f"/calls/{contact_id}/person", form(other_needs="Knock twice", **more))
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert says in said
    assert "Knock twice" in said
    with app.app_context():
        assert db.session.scalars(select(KnownPerson)).all() == []


@pytest.mark.parametrize("typed", sampled(["REFERENCE", "+44 7700 900 123", "PEG@example.org"], 3))
def test_a_second_contact_is_put_to_who_is_recognised(
    app: Flask, handler: PageCheckingClient, ewa: str, person_id: str, typed: str
) -> None:
    second = begin(app, ewa, "second")
    words = known(app).reference.lower() if typed == "REFERENCE" else typed
    found = handler.post_form(f"/calls/{second}/person/find", {"known_by": words}).get_data(as_text=True)
    assert "Margaret Hoyle" in found
    assert "07700 900123" not in found
    for _press in range(2):
        answer = handler.post_form(f"/calls/{second}/person/link", {"known": person_id, "how": "phone"})
        assert answer.location.endswith("done=person-linked")
    assert "2 contacts" in page(handler, f"/people/{person_id}")
    handler.post_form(f"/calls/{second}/person/unlink", {})
    assert "1 contact<" in page(handler, f"/people/{person_id}")
    assert {"person.recognised", "person.unlinked", "person.viewed"} <= set(actions(app))


@pytest.mark.parametrize("typed", sampled(["Margaret Hoyle", "07700 900124", "K7MX-4RTP", ""], 4))
def test_nobody_is_found_by_name_or_by_what_they_did_not_agree_to(
    app: Flask, handler: PageCheckingClient, ewa: str, person_id: str, typed: str
) -> None:
    answer = handler.post_form(f"/calls/{begin(app, ewa, 'second')}/person/find", {"known_by": typed})
    assert answer.status_code == 422
    assert "It is them" not in answer.get_data(as_text=True)
    assert handler.post_form("/people/find", {"known_by": typed}).status_code == 422


def test_who_did_not_agree_to_their_phone_is_not_recognised_by_it(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    handler.post_form(f"/calls/{contact_id}/person", form(recognise_by=["email"]))
    assert handler.post_form("/people/find", {"known_by": "07700 900123"}).status_code == 422
    assert handler.post_form("/people/find", {"known_by": "peg@example.org"}).status_code == 303


def test_recognising_is_limited(
    app: Flask, handler: PageCheckingClient, person_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = rate_limits.RateLimit(network=Quota(2, 3600), guess=True)
    monkeypatch.setitem(RATE_LIMITS, "recognise", few)
    tries = [handler.post_form("/people/find", {"known_by": "K7MX-4RTP"}).status_code for _try in range(3)]
    assert tries == [422, 422, 429]


@slow_on_both
def test_a_contact_of_somebody_else_is_not_put_to_two(
    app: Flask, handler: PageCheckingClient, ewa: str, contact_id: str, person_id: str
) -> None:
    second = begin(app, ewa, "second")
    handler.post_form(f"/calls/{second}/person", form(name="Fred Hoyle"))
    answer = handler.post_form(f"/calls/{second}/person/link", {"known": person_id, "how": "phone"})
    assert answer.location.endswith("done=person-not-linked")
    third = begin(app, ewa, "third")
    answer = handler.post_form(f"/calls/{third}/person/link", {"known": "nobody"})
    assert answer.location.endswith("done=person-not-linked")
    # Both share a phone.
    found = handler.post_form(f"/calls/{third}/person/find", {"known_by": "07700 900123"})
    assert "2 people" in found.get_data(as_text=True)


@slow_on_both
def test_a_change_is_not_lost_under_another(app: Flask, handler: PageCheckingClient, person_id: str) -> None:
    path = f"/people/{person_id}/edit"
    assert 'value="Peg"' in page(handler, path)
    mine = form(version="1", called="Maggie", needs=["bsl"], share_needs="")
    assert handler.post_form(path, mine).status_code == 303
    answer = handler.post_form(path, form(version="1", called="Mo"))
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    assert "Somebody else changed this meanwhile" in said
    assert 'value="Mo"' in said
    with app.app_context():
        record = record_of(settings(app), db.session.get_one(KnownPerson, person_id))
        assert (record.person.called, record.listed_needs) == ("Maggie", ("bsl",))
        assert not record.agreed.to_share_needs
        assert record.agreed.version
    assert handler.post_form(path, form(version="2", name="")).status_code == 422


def test_a_restricted_person_is_only_found_to_exist_until_a_reason_is_given(
    app: Flask, handler: PageCheckingClient, ewa: str, person_id: str
) -> None:
    leader, triage = signed_in_as(app, Role.SUPERVISOR), signed_in_as(app, Role.TRIAGE)
    path = f"/people/{person_id}"
    assert handler.post_form(f"{path}/restrict", {"version": "1", "restricted": "yes"}).status_code == 403
    assert leader.post_form(f"{path}/restrict", {"version": "1", "restricted": "yes"}).status_code == 303
    for client in (handler, leader, triage):
        said = page(client, path)
        assert known(app).reference in said
        for secret in ("Margaret", "07700", "mornings", "Large print"):
            assert secret not in said
        assert client.get(f"{path}/edit").status_code == 404
        assert client.post_form(f"{path}/edit", form(version="2")).status_code == 404
        assert client.post_form(f"{path}/withdraw", {"sure": "yes"}).status_code == 404
    assert "Why do you need to see this record?" not in page(handler, path)
    assert handler.post_form(f"{path}/reason", {"why": "safety", "words": "x"}).status_code == 403
    found = handler.post_form(f"/calls/{begin(app, ewa, 'second')}/person/find", {"known_by": "07700 900123"})
    assert "Margaret" not in found.get_data(as_text=True)
    answer = triage.post_form(f"{path}/reason", {"why": "safety", "words": ""})
    assert answer.status_code == 422
    assert "Margaret" not in page(triage, path)
    reason = {"why": "safety", "words": "A neighbour rang about her"}
    assert triage.post_form(f"{path}/reason", reason).status_code == 303
    assert "Margaret Hoyle" in page(triage, path)
    assert "Margaret" not in page(leader, path)
    with app.app_context():
        assert db.session.scalars(select(PersonLook.why)).one() == "safety"
        assert "neighbour rang" not in everything_stored()
        assert services.seal_again(settings(app)) == 2
    clock.set_clock(lambda: NOW + timedelta(minutes=31))
    assert "Margaret" not in page(triage, path)
    assert "person.reason_given" in actions(app)


@slow_on_both
def test_an_agreement_that_is_withdrawn_leaves_contacts_and_nothing_else(
    app: Flask, handler: PageCheckingClient, contact_id: str, person_id: str
) -> None:
    path = f"/people/{person_id}"
    assert handler.post_form(f"{path}/withdraw", {}).location.endswith("done=person-not-sure")
    for _press in range(2):
        answer = handler.post_form(f"{path}/withdraw", {"sure": "yes"})
        assert answer.location == "/people?done=agreement-withdrawn"
    assert handler.get(path).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(KnownPerson)).all() == []
        assert db.session.get_one(ContactRecord, contact_id).known_person_id is None
    assert "Do they want to be known?" in page(handler, f"/calls/{contact_id}/person")


def test_who_works_with_them_is_told_once_and_the_email_names_nobody(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    yusuf = add_person(app, "yusuf@example.org", Role.TRIAGE, name="Yusuf")
    worker = {
        "worker_name": "Yusuf Rahman",
        "worker_role": "social worker",
        "worker_email": "yusuf@example.org",
    }
    handler.post_form(f"/calls/{contact_id}/person", form(**worker))
    said = page(handler, f"/calls/{contact_id}/person")
    assert "Already works with them: Yusuf Rahman, social worker." in said
    for _press in range(2):
        handler.post_form(f"/calls/{contact_id}/person/tell", {})
    assert "was told that they got in touch" in page(handler, f"/calls/{contact_id}/person")
    with app.app_context():
        (email,) = emails(app)
        assert email.recipient == "yusuf@example.org"
        assert "Margaret" not in email.text
        assert f"/people/{known(app).id}" in email.text
        told = db.session.scalars(select(ContactEvent).where(ContactEvent.kind == "worker_told")).one()
        assert told.subject_id == yusuf
    person_id = known(app).id
    kept = page(handler, f"/people/{person_id}/edit")
    assert 'value="yusuf@example.org"' in kept


@slow_on_both
def test_needs_are_reviewed_after_a_year(app: Flask, handler: PageCheckingClient, person_id: str) -> None:
    assert "Nobody is due today" in page(handler, "/people")
    with app.app_context():
        assert due_for_review(NOW.date() + timedelta(days=364), 1, 10)[1] == 0
    later = app.test_client()
    assert isinstance(later, PageCheckingClient)
    clock.set_clock(lambda: NOW + timedelta(days=365))
    sign_in(app, later, add_person(app, "jo@example.org", Role.CALL_HANDLER))
    said = page(later, "/people")
    assert known(app).reference in said
    assert "Margaret" not in said
    assert later.post_form(f"/people/{person_id}/reviewed", {"version": "1"}).location.endswith(
        "needs-reviewed"
    )
    assert later.post_form(f"/people/{person_id}/reviewed", {"version": "1"}).location.endswith("meanwhile")
    assert "Nobody is due today" in page(later, "/people")


@pytest.mark.both_databases
@pytest.mark.slow
def test_lists_take_the_same_statements_with_many_rows(
    app: Flask, handler: PageCheckingClient, ewa: str, person_id: str, statements: StatementCounter
) -> None:
    with statements(app) as one:
        page(handler, f"/people/{person_id}")
    with app.app_context():
        for number in range(12):
            later = contacts.start(settings(app), channel=Channel.PHONE, handler_id=ewa, key=str(number))
            contacts.save_field(settings(app), later.id, Typed("matters", "Garden", 0, "t", 1), actor=ewa)
            services.link(settings(app), later.id, person_id, "phone", actor=ewa)
    with statements(app) as many:
        said = page(handler, f"/people/{person_id}")
    assert len(many) == len(one)
    assert "13 contacts" in said
    assert "Garden" in said
    assert "Page 2" in said
