"""The outbox: limits, what pages say, what the operator sees, and messages of the previous version."""

from datetime import timedelta

import pytest
from flask import Flask
from pydantic import SecretStr, ValidationError
from sqlalchemy import select, text

from core import clock
from core.db import db
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.services import TooManyEmails, queue_email, send_email
from core.settings import Settings
from directory.models import Service
from tests.conftest import NOW, make_settings
from tests.examples import sampled, slow_on_both
from tests.factories import make_service
from tests.outbox import emails, states
from tests.page_checks import PageCheckingClient
from tests.smtp_server import Faults, mail_server


def email(recipient: str = "jo@example.org", words: str = "Dear Jo") -> Email:
    return Email(recipient, "Your list", words, "test")


def with_a_list(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        service = make_service(db.session, name="Steady Steps")
        db.session.commit()
        client.post_form("/my-list/add", {"service": service.id})


def use_smtp(app: Flask, monkeypatch: pytest.MonkeyPatch, port: int = 9) -> None:
    monkeypatch.setattr(app.extensions["settings"], "email_backend", "smtp")
    monkeypatch.setattr(app.extensions["settings"], "smtp_url", SecretStr(f"smtp://127.0.0.1:{port}"))


def set_state(app: Flask, state: str) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE outbox_message SET status = :state"), {"state": state})
        db.session.commit()


# Pages


@slow_on_both
@pytest.mark.parametrize(
    ("state", "title"),
    sampled(
        [
            ("queued", "Your email is waiting to be sent"),
            ("claimed", "Your email is waiting to be sent"),
            ("sending", "Your email is waiting to be sent"),
            ("sent", "We have sent your email"),
            ("kept", "Your email was not sent"),
            ("failed", "Your email was not sent"),
            ("maybe_sent", "We are not sure that your email was sent"),
        ],
        7,
    ),
)
def test_the_page_says_what_became_of_the_message(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, state: str, title: str
) -> None:
    use_smtp(app, monkeypatch)
    with_a_list(app, client)
    sent = client.post_form("/my-list/send", {"email": "jo@example.org"}).location
    assert "jo" not in sent
    set_state(app, state)
    page = client.get(sent).get_data(as_text=True)
    assert f"{title}</h1>" in page
    assert ("See if it has been sent" in page) is ("waiting" in title)
    assert "01632 960100" in page


@pytest.mark.parametrize("message", ["", "x", "00000000-0000-0000-0000-000000000000", "%00", "💣" * 50])
def test_a_message_that_nobody_knows(client: PageCheckingClient, message: str) -> None:
    for path in ("/my-list/sent", "/my-plan/sent", "/check/save/sent"):
        answer = client.get(f"{path}?message={message}")
        assert answer.status_code == 200
        assert "We no longer know if your email was sent" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/my-list/send", "/my-plan/send"])
def test_a_page_connects_to_no_mail_server(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with_a_list(app, client)
    with mail_server(Faults(silent=True)) as server:
        use_smtp(app, monkeypatch, server.port)
        sent = client.post_form(path, {"email": "jo@example.org"}).location
        assert "Your email is waiting to be sent" in client.get(sent).get_data(as_text=True)
        assert server.connections == 0
    assert states(app) == ["queued"]


# Limits


@pytest.mark.both_databases
def test_limits_of_one_recipient_and_of_the_site(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.extensions["settings"]
    monkeypatch.setattr(settings, "emails_to_one_a_day", 2)
    monkeypatch.setattr(settings, "emails_a_day", 3)
    with app.app_context():
        for address in ("jo@example.org", "JO@example.org "):
            send_email(db.session, settings, email(address.strip()))
        with pytest.raises(TooManyEmails) as one:
            queue_email(db.session, settings, email())
        assert one.value.to_one
        send_email(db.session, settings, email("ann@example.org"))
        with pytest.raises(TooManyEmails) as all_together:
            queue_email(db.session, settings, email("sam@example.org"))
        assert not all_together.value.to_one
        db.session.commit()
        assert len(states(app)) == 3
        clock.set_clock(lambda: NOW + timedelta(hours=24))
        send_email(db.session, settings, email())


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_refusal_says_why_and_loses_nothing(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["settings"], "emails_to_one_a_day", 1)
    with_a_list(app, client)
    assert client.post_form("/my-list/send", {"email": "jo@example.org"}).status_code == 303
    refused = client.post_form("/my-list/send", {"email": "jo@example.org"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 429
    assert "We have sent many emails to this address today" in page
    assert 'value="jo@example.org"' in page
    assert len(states(app)) == 1


@pytest.mark.slow
def test_long_letters_are_refused_and_nothing_is_lost(app: Flask, client: PageCheckingClient) -> None:
    for _part in range(3):
        client.post_form("/my-plan/add", {"part": "goals", "text": "Walk"})
    client.post_form("/my-plan/text", {"part": "what_matters", "text": "a" * 3990, "revision": "1"})
    client.post_form("/my-plan/text", {"part": "contingency", "text": "b" * 3990, "revision": "1"})
    refused = client.post_form("/my-plan/send", {"email": "jo@example.org"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "too long for an email" in page
    assert 'value="jo@example.org"' in page
    assert states(app) == []
    assert "b" * 3990 in client.get("/my-plan").get_data(as_text=True)


def test_web_addresses_of_visitors_do_not_leave_with_the_councils_name(
    app: Flask, client: PageCheckingClient
) -> None:
    with_a_list(app, client)
    with app.app_context():
        service_id = db.session.scalars(select(Service.id)).one()
    note = "Win at https://evil.example/x now, or www.evil.example. Ask jo@example.org at 9.30/10am"
    client.post_form("/my-list/note", {"service": service_id, "note": note})
    client.post_form("/my-list/send", {"email": "jo@example.org", "notes": "yes"})
    text = emails(app)[0].text
    assert "evil" not in text
    assert "(web address left out)" in text
    assert "Ask jo@example.org at 9.30/10am" in text


# Commands


def test_the_operator_sees_messages_without_control_sequences(app: Flask) -> None:
    with app.app_context():
        settings: Settings = app.extensions["settings"]
        send_email(db.session, settings, email(words="\x1b]0;title\x07 \u202e café\nline\x00\x9b2J"))
    shown = app.test_cli_runner().invoke(args=["outbox"]).output
    assert "to jo@example.org: Your list" in shown
    assert "\\x1b]0;title\\x07 \\u202e café\nline\\x00\\x9b2J" in shown
    assert not {"\x1b", "\x07", "\u202e", "\x00", "\x9b"} & set(shown)


def test_a_wiped_message_is_shown_without_its_text(app: Flask) -> None:
    with app.app_context():
        send_email(db.session, app.extensions["settings"], email())
        clock.set_clock(lambda: NOW + timedelta(days=2))
    cli = app.test_cli_runner()
    cli.invoke(args=["purge"])
    shown = cli.invoke(args=["outbox"]).output
    assert "text wiped" in shown
    assert "jo@example.org" not in shown


def test_a_person_decides_only_about_what_is_undecided(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    use_smtp(app, monkeypatch)
    with app.app_context():
        message_id = send_email(db.session, app.extensions["settings"], email())
    cli = app.test_cli_runner()
    assert cli.invoke(args=["outbox", "send-again", message_id]).exit_code == 1
    set_state(app, "maybe_sent")
    assert cli.invoke(args=["outbox", "send-again", message_id]).output == "The message is queued.\n"
    set_state(app, "maybe_sent")
    assert cli.invoke(args=["outbox", "give-up", message_id]).output == "The message is wiped.\n"
    assert cli.invoke(args=["outbox", "send-again", message_id]).exit_code == 1
    assert (states(app), emails(app)) == (["failed"], [])


def test_what_waits_is_held_back_after_a_restore(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    use_smtp(app, monkeypatch)
    with app.app_context():
        send_email(db.session, app.extensions["settings"], email())
    held = app.test_cli_runner().invoke(args=["outbox", "hold"]).output
    assert held == "Messages held back, because they may have been sent since: 1.\n"
    assert states(app) == ["maybe_sent"]


# The previous version


@pytest.mark.both_databases
def test_init_seals_or_empties_what_was_stored_in_clear(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    use_smtp(app, monkeypatch)
    insert = text(
        "INSERT INTO outbox_message (id, channel, recipient, subject, body, status, attempts, last_error, created_at)"
        " VALUES (:status || :age, 'email', 'jo@example.org', 'Your list', 'Dear Jo', :status, 1, '', :at)"
    )
    with app.app_context():
        for status in ("waiting", "sent", "kept", "failed"):
            for age, hours in (("young", 1), ("old", 48)):
                at = (clock.now() - timedelta(hours=hours)).replace(tzinfo=None)
                db.session.execute(insert, {"status": status, "age": age, "at": at})
        db.session.commit()
    for _repeated in range(2):
        assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
        with app.app_context():
            rows = {row.id: row for row in db.session.scalars(select(OutboxMessage))}
        assert {row.recipient + row.subject + row.body for row in rows.values()} == {""}
        assert {key for key, row in rows.items() if row.sealed} == {"waitingyoung", "keptyoung"}
        assert (rows["waitingyoung"].status, rows["waitingold"].status) == ("queued", "failed")
    assert [found.text for found in emails(app)] == ["Dear Jo", "Dear Jo"]


def test_what_was_stored_in_clear_is_not_left_in_the_file(app: Flask, settings: Settings) -> None:
    if settings.database_url:
        pytest.skip("about the file of SQLite")
    secret = "Refuge in Hidden Lane, " * 400
    with app.app_context():
        values = {
            "id": clock.new_id(),
            "body": secret,
            "at": (clock.now() - timedelta(days=9)).replace(tzinfo=None),
        }
        db.session.execute(
            text(
                "INSERT INTO outbox_message (id, channel, recipient, subject, body, status, attempts, last_error,"
                " created_at) VALUES (:id, 'email', 'jo@example.org', '', :body, 'sent', 1, '', :at)"
            ),
            values,
        )
        db.session.commit()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        file = settings.data_dir / "signpost.db"
        assert b"Hidden Lane" in file.read_bytes()
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    with app.app_context():
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.rollback()
        assert b"Hidden Lane" not in file.read_bytes()


# Settings


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"email_backend": "smtp"}, "SIGNPOST_SMTP_URL must name the mail server"),
        ({"email_backend": "notify"}, "SIGNPOST_NOTIFY_API_KEY"),
        ({"email_from": "Council <help@example.org>"}, "SIGNPOST_EMAIL_FROM must be an address"),
        ({"email_from": "nobody"}, "SIGNPOST_EMAIL_FROM must be an address"),
        ({"smtp_url": "mail.example.org"}, "SIGNPOST_SMTP_URL must be like smtp://"),
        ({"smtp_url": "http://user:hunter2@mail.example.org"}, "SIGNPOST_SMTP_URL must be like smtp://"),
    ],
)
def test_settings_that_could_never_send_are_refused(
    app: Flask, more: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message) as refused:
        make_settings(app.extensions["settings"].data_dir, **more)
    assert "hunter2" not in str(refused.value)
