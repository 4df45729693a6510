"""The summary of a contact is written, looked at, sent once, and told what became of it."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.clock import LONDON
from core.db import db
from core.outbox.models import OutboxMessage
from core.outbox.receipt_services import receive
from core.outbox.receipts import read_notification
from core.outbox.sender import send_due
from core.settings import Settings
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactEvent, ContactRecord
from frontdoor.contacts.services import Typed
from frontdoor.sending.models import SentSummary
from frontdoor.sending.services import remove_expired
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.factories import make_service
from tests.notify_server import Notify, notify_server, use_notify
from tests.outbox import emails, states
from tests.page_checks import PageCheckingClient

_WHY_NAME = 40


@pytest.fixture
def handler_id(app: Flask) -> str:
    return add_person(app, "handler@example.org", Role.CALL_HANDLER)


@pytest.fixture
def handler(app: Flask, client: PageCheckingClient, handler_id: str) -> PageCheckingClient:
    sign_in(app, client, handler_id)
    return client


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


@pytest.fixture
def contact_id(app: Flask, handler_id: str) -> str:
    """Return a contact with two ticked services, a mobile number and an e-mail address."""
    with app.app_context():
        found = contacts.start(settings(app), channel=Channel.PHONE, handler_id=handler_id, key="k")
        for number, name in enumerate(("Steady Steps", "Warm Welcome Café"), 1):
            service = make_service(db.session, name=name, slug=f"service-{number}", phones=["01226 555014"])
            db.session.commit()
            contacts.tick(settings(app), found.id, service.id, actor=handler_id, why="You said you fell.")
        contact = found.id
    say(app, contact, phone="07700 900123", email="ewa@example.org")
    return contact


def say(app: Flask, contact_id: str, **texts: str) -> None:
    """Write texts into boxes of the sheet."""
    with app.app_context():
        for name, text in texts.items():
            typed = Typed(name, text, 0, clock.new_id(), 1)
            contacts.save_field(settings(app), contact_id, typed, actor="ewa")


def form_of(client: PageCheckingClient, contact_id: str) -> dict[str, object]:
    """Return what the form of a summary sends where nothing is changed."""
    page = client.get(f"/calls/{contact_id}/summary").get_data(as_text=True)
    fields = dict(re.findall(r'<input[^>]*name="((?:why-[^"]+|key|phone|email))"[^>]*?value="([^"]*)"', page))
    for name in ("opening", "closing", "address"):
        found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>([^<]*)</textarea>', page)
        fields[name] = found[1] if found else ""
    for name in ("channel", "form"):
        fields[name] = next(
            (
                value
                for value, more in re.findall(rf'name="{name}"[^>]*value="(\w+)"([^>]*)', page)
                if "checked" in more
            ),
            "",
        )
    return fields


def draft(client: PageCheckingClient, contact_id: str, **more: object) -> str:
    """Write a draft, and return the path of its preview."""
    answer = client.post_form(f"/calls/{contact_id}/summary", form_of(client, contact_id) | more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location).removesuffix("#to")


def page(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def text_of(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>([^<]*)</textarea>', page)
    assert found
    return found[1]


def test_the_form_begins_with_what_is_known(handler: PageCheckingClient, contact_id: str) -> None:
    form = form_of(handler, contact_id)
    assert form["channel"] == "text"
    assert form["phone"] == "07700 900123"
    assert "Here is what may help you" in str(form["opening"])
    whys = [value for name, value in form.items() if name.startswith("why-") and len(name) == _WHY_NAME]
    assert whys == ["You said you fell."] * 2


@pytest.mark.both_databases
def test_an_email_is_looked_at_and_sent_once(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    path = draft(handler, contact_id, channel="email", opening="Hello Ewa, as we said.")
    preview = page(handler, path)
    assert "Hello Ewa, as we said." in preview
    assert "ewa@example.org" in preview
    locations = {handler.post_form(path, {}).location for _ in range(2)}
    assert {one.partition("?")[0] for one in locations} == {path}
    (email,) = emails(app)
    assert email.recipient == "ewa@example.org"
    for words in ("Hello Ewa", "Steady Steps", "01226 555014", "Why: You said you fell.", "/s/"):
        assert words in email.text
    assert "Steady" not in email.subject
    after = page(handler, path)
    assert "Kept here: this site sends nothing yet" in after
    assert "ewa@example.org" not in after
    assert "e…@example.org" in after
    with app.app_context():
        kinds = db.session.scalars(select(ContactEvent.kind).where(ContactEvent.contact_id == contact_id))
        assert list(kinds).count("summary_sent") == 1
        actions = list(db.session.scalars(select(AuditEntry.action)))
        assert actions.count("summary.sent") == 1
        assert "contact.viewed" in actions
    assert "Sent already" in page(handler, f"/calls/{contact_id}/summary")


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_same_message_from_another_page_has_to_be_meant(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    first, second = draft(handler, contact_id), draft(handler, contact_id)
    assert first != second
    words = text_of(page(handler, first))
    assert handler.post_form(first, {"text": words}).status_code == 303
    refused = handler.post_form(second, {"text": words})
    assert refused.status_code == 422
    assert "You sent them the same message a short time ago" in refused.get_data(as_text=True)
    assert len(emails(app)) == 1
    assert handler.post_form(second, {"text": words, "again": "yes"}).status_code == 303
    assert len(emails(app)) == 2


@slow_on_both
def test_a_text_has_three_parts_at_most_and_loses_nothing(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    path = draft(handler, contact_id)
    words = text_of(page(handler, path))
    assert "Steady Steps: 01226 555014" in words
    assert "/s/" in words
    long = words + " zażółć" * 60
    refused = handler.post_form(path, {"text": long})
    assert refused.status_code == 422
    told = refused.get_data(as_text=True)
    assert "A text can have 3 parts at most" in told
    assert "Take out about" in told
    assert text_of(told).strip() == long.strip()
    assert emails(app) == []
    assert handler.post_form(path, {"text": words + " It’s free…"}).status_code == 303
    (sent,) = emails(app)
    assert sent.by_text
    assert sent.text.endswith("It's free...")
    with app.app_context():
        assert db.session.scalars(select(OutboxMessage.channel)).all() == ["text"]


@slow_on_both
def test_what_is_missing_is_said_at_its_field(handler: PageCheckingClient, contact_id: str) -> None:
    form = form_of(handler, contact_id)
    for more, words in (
        ({"channel": "text", "phone": "01226 555014"}, "Write a British mobile number"),
        ({"channel": "email", "email": ""}, "Write their email address"),
        ({"channel": "post", "address": "Ewa\nS73 8CV"}, "Write 3 to 7 lines"),
        ({"channel": ""}, "Choose how they get it"),
    ):
        answer = handler.post_form(
            f"/calls/{contact_id}/summary", form | more | {"opening": "Nothing of this is lost"}
        )
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
        assert "Nothing of this is lost" in answer.get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_somebody_else_cannot_open_the_contact(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    path = draft(handler, contact_id, channel="email")
    other = signed_in_as(app, Role.CALL_HANDLER)
    for where in (f"/calls/{contact_id}/summary", path, f"{path}/letter.pdf"):
        assert other.get(where).status_code == 404
    for where in (path, f"{path}/decide", f"{path}/made", f"/calls/{contact_id}/summary"):
        assert other.post_form(where, {}).status_code == 404
    assert emails(app) == []
    assert signed_in_as(app, Role.SUPERVISOR).get(path).status_code == 200


# Safe contact, and what the person needs


def test_no_texts_is_obeyed(app: Flask, handler: PageCheckingClient, contact_id: str) -> None:
    path = draft(handler, contact_id)
    words = text_of(page(handler, path))
    say(app, contact_id, needs="no_texts")
    assert "They asked us to send no text messages" in page(handler, path)
    assert handler.post_form(path, {"text": words}).status_code == 422
    assert emails(app) == []


@pytest.mark.both_databases
@pytest.mark.slow
def test_only_mornings_waits_for_the_morning(
    app: Flask,
    handler: PageCheckingClient,
    handler_id: str,
    contact_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    say(app, contact_id, safe_time="only mornings")
    evening = datetime(2026, 11, 23, 19, tzinfo=LONDON)
    clock.set_clock(lambda: evening)
    sign_in(app, handler, handler_id)
    path = draft(handler, contact_id)
    assert "it is not a safe time for them" in page(handler, path)
    with notify_server() as notify:
        use_texts(app, notify, monkeypatch)
        assert handler.post_form(path, {"text": "Hello"}).status_code == 303
        assert "It leaves on 24 Nov 2026, 08:00" in page(handler, path)
        assert leaves(app) == 0
        clock.set_clock(lambda: datetime(2026, 11, 24, 8, tzinfo=LONDON))
        assert leaves(app) == 1
    assert states(app) == ["sent"]


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_they_said_meanwhile_counts_when_it_leaves(
    app: Flask, handler: PageCheckingClient, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draft(handler, contact_id)
    with notify_server() as notify:
        use_texts(app, notify, monkeypatch)
        handler.post_form(path, {"text": "Hello"})
        say(app, contact_id, needs="no_texts")
        assert leaves(app) == 0
        assert notify.requests == []
    assert states(app) == ["failed"]
    after = page(handler, path)
    assert "Not sent" in after
    assert "They asked us to send no text messages." in after


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_need_that_is_not_met_is_asked_about(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    say(app, contact_id, needs="large_print", language="Polish")
    path = draft(handler, contact_id, channel="print", form="normal")
    refused = handler.post_form(path, {})
    assert refused.status_code == 422
    assert "Ask them, and tick what they agree to" in refused.get_data(as_text=True)
    assert handler.post_form(path, {"confirmed": ["language"]}).status_code == 422
    assert handler.post_form(path, {"confirmed": ["language", "large_print"]}).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(SentSummary)).one()
        assert row.confirmed == "language large_print"
        assert row.message_id == ""


@pytest.mark.both_databases
@pytest.mark.slow
def test_large_print_is_what_the_letter_begins_with(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    say(app, contact_id, needs="large_print")
    assert form_of(handler, contact_id)["form"] == "large"
    path = draft(handler, contact_id, channel="print")
    assert 'class="letter letter--large"' in page(handler, path)
    assert handler.post_form(path, {}).status_code == 303


@pytest.mark.both_databases
@pytest.mark.slow
def test_braille_is_a_task_until_it_is_made(app: Flask, handler: PageCheckingClient, contact_id: str) -> None:
    say(app, contact_id, needs="braille")
    path = draft(handler, contact_id, channel="other")
    handler.post_form(path, {})
    assert "Put it on the list" not in page(handler, path)
    assert "1 is waiting" in page(handler, "/calls/to-make")
    other = signed_in_as(app, Role.CALL_HANDLER)
    assert "Nothing is waiting" in page(other, "/calls/to-make")
    for _ in range(2):
        assert handler.post_form(f"{path}/made", {}).status_code == 303
    assert "Nothing is waiting" in page(handler, "/calls/to-make")


# What became of it


def use_texts(app: Flask, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    use_notify(settings(app), notify, monkeypatch)
    monkeypatch.setattr(settings(app), "notify_text_template_id", "text")


def leaves(app: Flask) -> int:
    with app.app_context():
        return send_due(db.session, settings(app))


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_message_of_which_nobody_knows_is_decided_once(
    app: Flask, handler: PageCheckingClient, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draft(handler, contact_id)
    with notify_server() as notify:
        use_texts(app, notify, monkeypatch)
        notify.drops = True
        handler.post_form(path, {"text": "Hello"})
        assert leaves(app) == 0
        shown = page(handler, path)
        assert "May have been sent" in shown
        # However often the sender runs, the message is not handed over once more.
        notify.drops = False
        assert leaves(app) == 0
        assert len(notify.requests) == 1
        again = {"choice": "again", "decided": "0"}
        assert handler.post_form(f"{path}/decide", again).status_code == 303
        late = handler.post_form(f"{path}/decide", {"choice": "leave", "decided": "0"})
        assert late.status_code == 409
        assert leaves(app) == 1
        assert len(notify.requests) == 2
        assert handler.post_form(f"{path}/decide", again).status_code == 409
        assert leaves(app) == 0
    assert states(app) == ["sent"]
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action)))
        assert actions.count("summary.summary_sent_again") == 1


@slow_on_both
def test_what_became_of_a_message_is_shown(
    app: Flask, handler: PageCheckingClient, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with notify_server() as notify:
        use_texts(app, notify, monkeypatch)
        path = draft(handler, contact_id, channel="text")
        handler.post_form(path, {"text": text_of(page(handler, path))})
        with app.app_context():
            send_due(db.session, settings(app))
        for status, words in (
            ("delivered", "Delivered"),
            ("temporary-failure", "Not delivered. Their inbox is full or their phone is off"),
        ):
            with app.app_context():
                receive(
                    db.session, read_notification(notify.says(str(notify.requests[0]["reference"]), status))
                )
            assert words in page(handler, path)
            listed = page(handler, f"/calls/{contact_id}/summary")
            assert words in listed
            assert ("Please decide what to do." in listed) == (status != "delivered")
        assert "The person does not have this message." in page(handler, path)


@slow_on_both
def test_a_message_that_must_leave_leaves_after_an_outage(
    app: Flask, handler: PageCheckingClient, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = draft(handler, contact_id)
    with notify_server() as notify:
        use_texts(app, notify, monkeypatch)
        notify.status = 503
        handler.post_form(path, {"text": "Hello"})
        with pytest.raises(Exception, match="HTTP 503"):
            leaves(app)
        assert "Waiting to be sent" in page(handler, path)
        assert "1 try did not work" in page(handler, path)
        notify.status = 201
        clock.set_clock(lambda: NOW + timedelta(minutes=5))
        assert leaves(app) == 1
        assert "Sent" in page(handler, path)


# The link


def link_in(app: Flask) -> str:
    found = re.search(r"/s/\w+", emails(app)[-1].text)
    assert found
    return found[0]


def test_the_link_opens_the_list_and_names_nobody(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    path = draft(handler, contact_id, channel="email", opening="Hello Ewa")
    visitor = app.test_client()
    assert isinstance(visitor, PageCheckingClient)
    with app.app_context():
        token_hash = db.session.scalars(select(SentSummary.token_hash)).one()
    handler.post_form(path, {})
    link = link_in(app)
    answer = visitor.get(link)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Steady Steps" in shown
    for hidden in ("Ewa", "ewa@", "07700", "You said", contact_id):
        assert hidden not in shown
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert link.rpartition("/")[2] not in str(token_hash)
    with app.app_context():
        contact = db.session.get_one(ContactRecord, contact_id)
        assert contact.reference not in shown


def test_a_draft_and_an_old_link_open_nothing(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    path = draft(handler, contact_id, channel="email")
    found = re.search(r"/s/\w+", page(handler, path))
    assert found
    assert app.test_client().get(found[0]).status_code == 404
    handler.post_form(path, {})
    assert app.test_client().get(found[0]).status_code == 200
    assert app.test_client().get(found[0][:-1]).status_code == 404
    clock.set_clock(lambda: NOW + timedelta(days=91))
    over = app.test_client().get(found[0])
    assert over.status_code == 404
    assert "This link no longer works" in over.get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_closed_since_is_said(app: Flask, handler: PageCheckingClient, contact_id: str) -> None:
    handler.post_form(draft(handler, contact_id, channel="email"), {})
    link = link_in(app)
    with app.app_context():
        from directory.models import Service

        service = db.session.scalars(select(Service).where(Service.name == "Steady Steps")).one()
        service.ends_on = (NOW - timedelta(days=1)).date()
        db.session.commit()
    assert "Since we sent this, these have closed" in page(handler, link)


@slow_on_both
def test_time_empties_drafts_and_links(app: Flask, handler: PageCheckingClient, contact_id: str) -> None:
    draft(handler, contact_id, channel="email")
    handler.post_form(draft(handler, contact_id, channel="email", opening="Sent"), {})
    with app.app_context():
        left = []
        for days in (0, 2, 91):
            remove_expired(NOW + timedelta(days=days))
            left.append(len(db.session.scalars(select(SentSummary)).all()))
        assert left == [2, 1, 0]
