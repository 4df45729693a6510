"""Delivery by GOV.UK Notify, against a server that answers as Notify does, or not at all."""

import socket
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask

from core.db import db
from core.outbox.channels import ProviderUnavailable
from core.outbox.messages import Email
from core.outbox.queries import delivery_state
from core.outbox.sender import send_due
from core.outbox.services import send_email
from core.settings import Settings
from tests.hanging_names import hanging_names
from tests.notify_server import Notify, notify_server, use_notify


@pytest.fixture
def notify() -> Iterator[Notify]:
    with notify_server() as found:
        yield found


@pytest.fixture
def site(app: Flask, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    with app.app_context():
        found: Settings = app.extensions["settings"]
        use_notify(found, notify, monkeypatch)
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, "sent"),
        (400, "failed"),
        (403, "queued"),
        (429, "queued"),
        (500, "maybe_sent"),
        (503, "queued"),
        (0, "maybe_sent"),
    ],
)
def test_each_answer_has_its_own_outcome(site: Settings, notify: Notify, status: int, outcome: str) -> None:
    notify.status = status
    site.email_timeout = 5 if status else 0.5
    message_id = send_email(db.session, site, Email("jo@example.org", "Your list", "Dear Jo", "test"))
    with suppress(ProviderUnavailable):
        send_due(db.session, site)
    assert delivery_state(db.session, message_id) == outcome
    (request,) = notify.requests
    assert request["email_address"] == "jo@example.org"
    assert request["reference"] == message_id
    assert request["personalisation"] == {"subject": "Your list", "body": "Dear Jo"}


def test_a_text_message_goes_to_a_number_by_its_own_template(
    site: Settings, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify.status = 201
    assert not site.can_text
    monkeypatch.setattr(site, "notify_text_template_id", "text-template")
    assert site.can_text
    text = Email("07700 900123", "", "Your reference is K7MX-4RTP.", "confirmation", by_text=True)
    message_id = send_email(db.session, site, text)
    send_due(db.session, site)
    assert delivery_state(db.session, message_id) == "sent"
    (request,) = notify.requests
    assert (request["phone_number"], request["template_id"]) == ("07700 900123", "text-template")
    assert request["personalisation"] == {"body": "Your reference is K7MX-4RTP."}


@pytest.mark.both_databases
@pytest.mark.slow
def test_without_a_connection_nothing_left(site: Settings) -> None:
    site.notify_url = "http://127.0.0.1:9"
    message_id = send_email(db.session, site, Email("jo@example.org", "Your list", "Dear Jo", "test"))
    with suppress(ProviderUnavailable):
        send_due(db.session, site)
    assert delivery_state(db.session, message_id) == "queued"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_name_that_is_never_resolved_is_given_up_before_anything_is_handed_over(site: Settings) -> None:
    site.email_timeout, site.notify_url = 0.1, "http://notify.example"
    message_id = send_email(db.session, site, Email("jo@example.org", "Your list", "Dear Jo", "test"))
    with hanging_names(), pytest.raises(ProviderUnavailable):
        send_due(db.session, site)
    assert delivery_state(db.session, message_id) == "queued"


@pytest.mark.slow
def test_an_answer_that_arrives_byte_by_byte_is_given_up(site: Settings) -> None:
    """Each byte is within the time-out; the whole answer is not, and the message may have been sent."""
    site.email_timeout = 0.3
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_trickle, args=(server,), daemon=True).start()
        site.notify_url = f"http://127.0.0.1:{server.getsockname()[1]}"
        message_id = send_email(db.session, site, Email("jo@example.org", "Your list", "Dear Jo", "test"))
        send_due(db.session, site)
    assert delivery_state(db.session, message_id) == "maybe_sent"


def _trickle(server: socket.socket) -> None:
    connection, _address = server.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
        for _number in range(1000):
            connection.sendall(b" ")
            time.sleep(0.02)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_letter_leaves_as_a_document_with_the_address_on_it(site: Settings, notify: Notify) -> None:
    document = b64encode(b"%PDF-1.7 a letter").decode()
    address = "Jo Bell\n1 High Street\nWombwell\nS73 8CV"
    letter = Email(address, "", "", "summary", by_letter=True, document=document)
    message = send_email(db.session, site, letter)
    assert send_due(db.session, site) == 1
    (sent,) = notify.requests
    assert sent["reference"] == message
    assert b64decode(str(sent["content"])) == b"%PDF-1.7 a letter"
    assert delivery_state(db.session, message) == "sent"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_server_that_takes_a_message_and_hangs_up_leaves_it_unsure(site: Settings, notify: Notify) -> None:
    notify.drops = True
    text = Email("07700 900123", "", "Hello", "summary", by_text=True)
    message = send_email(db.session, site, text)
    assert send_due(db.session, site) == 0
    assert delivery_state(db.session, message) == "maybe_sent"
    notify.drops = False
    assert send_due(db.session, site) == 0
    assert len(notify.requests) == 1
