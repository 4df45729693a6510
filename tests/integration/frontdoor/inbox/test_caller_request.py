"""A handler asks the council for the caller, without asking twice."""

from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactEvent
from frontdoor.contacts.services import Typed
from selfassess.models import Referral
from selfassess.referrals.queries import record_of
from tests.accounts import add_person, sign_in
from tests.examples import slow_on_both
from tests.integration.frontdoor.inbox.requests import found
from tests.integration.selfassess.steps import field, text_of
from tests.page_checks import PageCheckingClient

SHEET = {
    "who": "self",
    "name": "Beatrice Hall",
    "phone": "01632 960555",
    "matters": "To walk the dog",
    "ways": "phone",
}


def a_call(app: Flask, **sheet: str) -> tuple[PageCheckingClient, str]:
    """Return a handler's client, and the id of a contact with what was written."""
    handler, client = add_person(app, "ewa@example.org", Role.CALL_HANDLER), app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, handler)
    settings = app.extensions["settings"]
    with app.app_context():
        contact = contacts.start(settings, channel=Channel.PHONE, handler_id=handler, key="k").id
        for number, (name, text) in enumerate({**SHEET, **sheet}.items(), 1):
            typed = Typed(name, text, 0, "tab", number)
            contacts.save_field(settings, contact, typed, actor=handler)
    return client, contact


def test_the_sheet_fills_the_form_and_a_double_press_sends_once(app: Flask) -> None:
    client, contact = a_call(app)
    page = text_of(client.get(f"/calls/{contact}/request"))
    assert "To walk the dog" in page
    values = {
        "number": field(page, "number"),
        "kind": "needs_assessment",
        "own_words": "To walk the dog",
        "for_whom": "self",
        "name": "Beatrice Hall",
        "phone": "01632 960555",
        "ways": ["phone"],
        "agrees": "yes",
    }
    for _press in range(2):
        answer = client.post_form(f"/calls/{contact}/request", values)
        assert answer.location == f"/calls/{contact}/request/1"
    receipt = text_of(client.get(answer.location))
    with app.app_context():
        row = db.session.scalars(select(Referral)).one()
        request = record_of(app.extensions["settings"], row).request
        assert (request.about.name, request.about.phone) == ("Beatrice Hall", "01632 960555")
        assert found(row.reference).work.contact_id == contact
        kinds = list(db.session.scalars(select(ContactEvent.kind).where(ContactEvent.contact_id == contact)))
        assert kinds.count("request_sent") == 1
        assert row.reference in receipt
    assert "Three words" in receipt
    # A second request of the same call is another one.
    page = text_of(client.get(f"/calls/{contact}/request"))
    assert field(page, "number") == "2"


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(app: Flask) -> None:
    client, contact = a_call(app, who="behalf", about_whom="Mrs T")
    page = text_of(client.get(f"/calls/{contact}/request"))
    assert 'value="Mrs T"' in page
    values = {"number": "1", "kind": "needs_assessment", "own_words": "Home again", "for_whom": "other"}
    values |= {"name": "Mrs T", "agrees": "yes", "safe_time": "Tuesdays"}
    answer = client.post_form(f"/calls/{contact}/request", values)
    assert answer.status_code == 422
    page = text_of(answer)
    assert page.count("This is needed to send the request") >= 2
    assert "Tuesdays" in page


def test_another_handler_sees_nothing_of_it(app: Flask) -> None:
    _client, contact = a_call(app)
    other = app.test_client()
    assert isinstance(other, PageCheckingClient)
    sign_in(app, other, add_person(app, "other@example.org", Role.CALL_HANDLER))
    for path in ("request", "request/1"):
        assert other.get(f"/calls/{contact}/{path}").status_code == 404
    assert other.post_form(f"/calls/{contact}/request", {}).status_code == 404


def test_help_for_a_child_is_asked_for_from_a_call(app: Flask) -> None:
    client, contact = a_call(app, who="behalf", about_whom="Milo Hall")
    values = {
        "number": "1",
        "kind": "children_help",
        "own_words": "He does not sleep",
        "for_whom": "other",
        "name": "Milo Hall",
        "asker_name": "Beatrice Hall",
        "phone": "01632 960555",
        "ways": ["phone"],
        "agrees": "yes",
    }
    refused = client.post_form(f"/calls/{contact}/request", values)
    assert refused.status_code == 422
    assert "This is needed to send the request" in refused.get_data(as_text=True)
    assert client.post_form(f"/calls/{contact}/request", {**values, "age": "from_5"}).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(Referral)).one()
        assert record_of(app.extensions["settings"], row).request.about.age == "from_5"
        assert found(row.reference).work.queue == "children"
    # The queue of children's social care is for their role alone.
    assert client.get(f"/requests/{row.reference}").status_code in (403, 404)


@slow_on_both
def test_a_worry_is_sent_from_a_call_once_and_its_reference_stays_out_of_the_contact(app: Flask) -> None:
    client, contact = a_call(app, said="Her son takes her pension")
    page = text_of(client.get(f"/calls/{contact}/concern"))
    assert "Her son takes her pension" in page
    values = {"number": field(page, "number"), "subject": "adult", "own_words": "Her son takes her pension"}
    refused = client.post_form(f"/calls/{contact}/concern", values)
    assert refused.status_code == 422
    assert "Write where we can find them" in refused.get_data(as_text=True)
    for _press in range(2):
        answer = client.post_form(
            f"/calls/{contact}/concern", {**values, "where": "At home", "unnamed": "yes"}
        )
        assert answer.location == f"/calls/{contact}/concern/1"
    with app.app_context():
        row = db.session.scalars(select(Referral)).one()
        request = record_of(app.extensions["settings"], row).request
        assert (request.kind, request.concern.where if request.concern else "") == (
            "safeguarding_concern",
            "At home",
        )
        assert (request.asker.name, request.asker.phone) == ("", "")
        assert not found(row.reference).work.contact_id
        event = db.session.scalars(
            select(ContactEvent).where(
                ContactEvent.contact_id == contact, ContactEvent.kind == "safeguarding"
            )
        ).one()
        assert event.subject_id == ""
        reference = row.reference
    assert reference in text_of(client.get(answer.location))
    assert client.get(f"/requests/{reference}").status_code in (403, 404)
    assert 'value="safeguarding" checked' in text_of(client.get(f"/calls/{contact}/end"))


@slow_on_both
def test_an_appointment_at_a_hub_is_chosen_beforehand_as_what_came_of_it(app: Flask) -> None:
    client, contact = a_call(app)
    values = {
        "number": "1",
        "kind": "hub_appointment",
        "own_words": "To talk to somebody",
        "for_whom": "self",
        "name": "Beatrice Hall",
        "phone": "01632 960555",
        "ways": ["phone"],
        "agrees": "yes",
    }
    assert client.post_form(f"/calls/{contact}/request", values).status_code == 303
    assert 'value="hub_appointment" checked' in text_of(client.get(f"/calls/{contact}/end"))
    # The next request of this contact has a number of its own.
    assert field(text_of(client.get(f"/calls/{contact}/request")), "number") == "2"
