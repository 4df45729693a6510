"""What became of a message is told by GOV.UK Notify, or asked for, and shown as it is."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
import requests
from flask import Flask
from pydantic import SecretStr, ValidationError

from core import clock
from core.db import db
from core.outbox.channels import ProviderUnavailable
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.queries import delivery_state, state_counts
from core.outbox.receipt_services import ask_due
from core.outbox.sender import send_due
from core.outbox.services import queue_email, send_email
from core.settings import Settings
from frontdoor.inbox.emails import STEP_PURPOSE
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.notify_server import Notify, notify_server, use_notify
from tests.page_checks import PageCheckingClient

ADDRESS = "/notify/receipts"
TOKEN = "t" * 32
EMAIL = Email("jo@example.org", "Your list", "Dear Jo", "test")
LETTER = Email("Jo\n1 High Street\nS73 8CV", "", "", "summary", by_letter=True, document="JVBERg==")
pytestmark = pytest.mark.both_databases


@pytest.fixture
def notify() -> Iterator[Notify]:
    with notify_server() as found:
        yield found


@pytest.fixture
def site(app: Flask, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    with app.app_context():
        found: Settings = app.extensions["settings"]
        use_notify(found, notify, monkeypatch)
        monkeypatch.setattr(found, "notify_receipt_token", SecretStr(TOKEN))
        yield found


def sent(site: Settings, email: Email = EMAIL) -> str:
    message = send_email(db.session, site, email)
    send_due(db.session, site)
    return message


def deliver(client: PageCheckingClient, receipt: dict[str, object], token: str = TOKEN) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post(ADDRESS, json=receipt, headers=headers).status_code


def shown(message: str) -> str | None:
    db.session.rollback()
    return delivery_state(db.session, message)


@slow_on_both
@pytest.mark.parametrize(
    "status", ["delivered", "permanent-failure", "temporary-failure", "technical-failure"]
)
def test_a_receipt_says_what_became_of_a_message(
    site: Settings, client: PageCheckingClient, notify: Notify, status: str
) -> None:
    message = sent(site)
    assert shown(message) == "sent"
    assert [deliver(client, notify.says(message, status)) for _ in range(2)] == [200, 200]
    assert shown(message) == status
    assert state_counts(db.session) == {status: 1}


def test_a_late_receipt_takes_nothing_back(
    site: Settings, client: PageCheckingClient, notify: Notify
) -> None:
    message = sent(site, LETTER)
    early = dict(notify.says(message, "accepted"))
    assert deliver(client, notify.says(message, "received")) == 200
    assert deliver(client, early) == 200
    assert shown(message) == "posted"


def test_a_letter_is_posted_when_notify_says_so(
    site: Settings, client: PageCheckingClient, notify: Notify
) -> None:
    message = sent(site, LETTER)
    for status, state in (("accepted", "printing"), ("received", "posted")):
        assert deliver(client, notify.says(message, status)) == 200
        assert shown(message) == state


def test_a_receipt_settles_a_message_that_may_have_been_sent(
    site: Settings, client: PageCheckingClient, notify: Notify
) -> None:
    notify.drops = True
    message = sent(site)
    assert shown(message) == "maybe_sent"
    assert deliver(client, notify.says(message, "delivered")) == 200
    assert shown(message) == "delivered"
    assert db.session.get_one(OutboxMessage, message).sealed is None


def test_who_has_no_token_changes_nothing(
    site: Settings,
    client: PageCheckingClient,
    notify: Notify,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = sent(site)
    receipt = notify.says(message, "delivered")
    with caplog.at_level(logging.INFO):
        for token in ("", "u" * 32, "t" * 31, "t" * 33, "ü" * 32):
            assert deliver(client, receipt, token) == 401, token
        assert client.post(ADDRESS, json=receipt).status_code == 401
        assert client.post(ADDRESS, json=receipt, headers={"Authorization": TOKEN}).status_code == 401
        assert deliver(client, {"status": "delivered", "to": "jo@example.org"}) == 422
        assert deliver(client, receipt | {"reference": clock.new_id()}) == 404
        assert deliver(client, receipt | {"padding": "x" * 20_001}) == 413
    assert "jo@example.org" not in caplog.text
    assert "07700" not in caplog.text
    assert shown(message) == "sent"
    monkeypatch.setattr(site, "notify_receipt_token", SecretStr("n" * 32 + "," + TOKEN))
    assert deliver(client, receipt) == 200
    monkeypatch.setattr(site, "notify_receipt_token", SecretStr(""))
    assert deliver(client, receipt) == 404


def test_who_got_no_news_of_a_request_is_rung(site: Settings, client: PageCheckingClient, app: Flask) -> None:
    referral = Referral(id=clock.new_id(), reference="K7MX-4RTP", kind="needs-assessment", body=b"")
    referral.submission_key = "k"
    db.session.add(referral)
    db.session.flush()
    db.session.add(RequestWork(referral_id=referral.id, queue="adult", priority="usual", due_at=NOW))
    news = Email("jo@example.org", "News", "There is news", STEP_PURPOSE)
    message = queue_email(db.session, site, news, about=referral.id)
    db.session.commit()
    send_due(db.session, site)
    receipt = {"id": "n", "reference": message, "status": "permanent-failure"}
    assert deliver(client, receipt) == 200
    db.session.rollback()
    assert db.session.get_one(RequestWork, referral.id).to_ring


def test_a_short_token_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32 characters"):
        Settings(notify_receipt_token=SecretStr("short"))


def test_without_receipts_notify_is_asked(
    site: Settings, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "notify_receipt_token", SecretStr(""))
    message, letter = sent(site), sent(site, LETTER)
    notify.says(message, "sending")
    notify.says(letter, "accepted")
    assert ask_due(db.session, site) == 2
    assert (shown(message), shown(letter)) == ("sent", "printing")
    assert ask_due(db.session, site) == 0, "it was asked a moment ago"
    notify.says(message, "temporary-failure")
    clock.set_clock(lambda: NOW + timedelta(minutes=6))
    assert ask_due(db.session, site) == 2
    assert shown(message) == "temporary-failure"
    clock.set_clock(lambda: NOW + timedelta(days=4))
    assert ask_due(db.session, site) == 1, "letters are printed on working days"
    clock.set_clock(lambda: NOW + timedelta(days=11))
    assert ask_due(db.session, site) == 0
    paths = [path for path in notify.asked if "?" not in path]
    assert set(paths) == {f"/v2/notifications/{notify.id_of(each)}" for each in (message, letter)}


def test_with_receipts_notify_is_asked_only_about_what_none_came_for(site: Settings, notify: Notify) -> None:
    message = sent(site)
    notify.says(message, "delivered")
    assert ask_due(db.session, site) == 0
    clock.set_clock(lambda: NOW + timedelta(hours=3))
    assert ask_due(db.session, site) == 1
    assert shown(message) == "delivered"


def test_notify_is_asked_whether_a_message_left_that_may_have(site: Settings, notify: Notify) -> None:
    notify.drops = True
    known, unknown = sent(site), sent(site)
    notify.says(known, "delivered")
    assert ask_due(db.session, site) == 2
    assert (shown(known), shown(unknown)) == ("delivered", "maybe_sent")


def test_while_notify_is_away_nothing_changes(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "notify_receipt_token", SecretStr(""))
    message = sent(site)
    monkeypatch.setattr(site, "notify_url", "http://127.0.0.1:9")
    with suppress(ProviderUnavailable):
        ask_due(db.session, site)
    assert shown(message) == "sent"


@pytest.mark.slow
def test_a_receipt_arrives_over_http(site: Settings, app: Flask, notify: Notify) -> None:
    """The stand-in calls the site as Notify does: without a cookie, over a socket."""
    from threading import Thread

    from werkzeug.serving import make_server

    message = sent(site)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        answer = requests.post(
            f"http://127.0.0.1:{server.server_port}{ADDRESS}",
            json=notify.says(message, "delivered"),
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=10,
        )
    finally:
        server.shutdown()
        server.server_close()
    assert answer.status_code == 200, answer.text
    assert shown(message) == "delivered"
