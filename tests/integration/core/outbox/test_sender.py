"""Messages leave by a real SMTP connection, encrypted, once, with a truthful state."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core import clock
from core.db import db
from core.jobs.queries import job_statuses
from core.jobs.runner import Runner
from core.outbox import sender, smtp
from core.outbox.channels import ProviderUnavailable
from core.outbox.messages import Email
from core.outbox.models import DeliveryState, OutboxMessage
from core.outbox.queries import content, delivery_state
from core.outbox.sender import BACK_OFF, claim, send_due
from core.outbox.services import decide, remove_expired, send_email
from core.settings import Settings
from tests.conftest import NOW
from tests.examples import sampled
from tests.hanging_names import hanging_names
from tests.smtp_server import Faults, MailServer, mail_server, make_certificate

PERSON = "jo@example.org"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def site(app: Flask, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The settings of a site that sends by SMTP and trusts the test's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    # The wait for the last answer, on which some tests rely: a tenth of the time-out.
    monkeypatch.setattr(smtp, "_LAST_ANSWER", 0.1)
    with app.app_context():
        found: Settings = app.extensions["settings"]
        monkeypatch.setattr(found, "email_backend", "smtp")
        monkeypatch.setattr(found, "email_timeout", 5)
        yield found


def use(site: Settings, server: MailServer, scheme: str = "smtp", login: str = "") -> None:
    site.smtp_url = SecretStr(f"{scheme}://{login}127.0.0.1:{server.port}")


def queued(site: Settings, recipient: str = PERSON) -> str:
    return send_email(db.session, site, Email(recipient, "Your list", "Dear Jo\n.\nA café.\n", "test"))


def send(site: Settings) -> int:
    """Send what is due, and return how many left; 0 where the provider cannot be used."""
    try:
        return send_due(db.session, site)
    except ProviderUnavailable:
        return 0


def state(message_id: str) -> str | None:
    return delivery_state(db.session, message_id)


def row(message_id: str) -> OutboxMessage:
    db.session.expire_all()
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.id == message_id)).one()


def test_a_message_leaves_encrypted_and_is_wiped(site: Settings, certificate: Path) -> None:
    with mail_server(Faults(certificate)) as server:
        use(site, server, login="user:pass%40word@")
        message_id = queued(site)
        assert (state(message_id), server.connections) == ("queued", 0)
        assert send(site) == 1
    assert server.encrypted
    commands = [command.split(" ")[0] for command in server.commands]
    assert commands.index("STARTTLS") < commands.index("AUTH") < commands.index("MAIL")
    assert (state(message_id), row(message_id).sealed) == ("sent", None)
    (text,) = server.to(PERSON)
    mail = message_from_string(text, policy=policy.default)
    assert mail["From"] == "Dearne Valley Council <signpost@dearnevalley.example.org>"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == f"<{message_id}@dearnevalley.example.org>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == "Dear Jo\n.\nA café.\n"
    assert "A café." in html.get_content()
    assert text.isascii()


def test_tls_from_the_start(site: Settings, certificate: Path) -> None:
    with mail_server(Faults(certificate, tls_from_start=True)) as server:
        use(site, server, "smtps")
        message_id = queued(site)
        send(site)
    assert state(message_id) == "sent"


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_that_is_not_trusted_gets_nothing(
    site: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path)))
    with mail_server(Faults(certificate, tls_from_start=scheme == "smtps")) as server:
        use(site, server, scheme, "user:secret@")
        message_id = queued(site)
        assert send(site) == 0
    assert server.accepted == []
    assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]
    assert (state(message_id), row(message_id).last_error) == ("queued", "SSLCertVerificationError")


def test_without_encryption_neither_password_nor_message_leaves(site: Settings) -> None:
    with mail_server() as server:
        use(site, server, login="user:secret@")
        message_id = queued(site)
        assert send(site) == 0
        assert [command.split(" ")[0] for command in server.commands] == ["EHLO"]
        assert "STARTTLS" in row(message_id).last_error
        site.smtp_plain_on_loopback = True
        db.session.execute(OutboxMessage.__table__.update().values(next_attempt_at=clock.now()))  # type: ignore[attr-defined]
        db.session.commit()
        assert send(site) == 1
    assert len(server.to(PERSON)) == 1


@pytest.mark.parametrize(
    ("faults", "outcome"),
    sampled(
        [
            ({"RCPT": "550 unknown"}, "failed"),
            ({"RCPT": "451 later"}, "queued"),
            ({"MAIL": "550 not you"}, "queued"),
            ({"AUTH": "535 wrong"}, "queued"),
            ({"DATA": "451 later"}, "queued"),
            ({"DATA": None}, "queued"),
            ({".": "554 spam"}, "failed"),
            ({".": "451 later"}, "queued"),
            ({".": None}, "maybe_sent"),
        ],
        5,
    ),
)
def test_each_failure_has_its_own_outcome(
    site: Settings, certificate: Path, faults: dict[str, str | None], outcome: str
) -> None:
    with mail_server(Faults(certificate, replies=faults)) as server:
        use(site, server, login="user:secret@")
        message_id = queued(site)
        site.email_timeout = 1 if faults.get("DATA", "") is None else site.email_timeout
        assert send(site) == 0
    assert state(message_id) == outcome
    assert row(message_id).attempts == (outcome == "queued")
    assert PERSON not in row(message_id).last_error


@pytest.mark.slow
@pytest.mark.parametrize("faults", [Faults(silent=True), Faults(one_byte_a_time=True)])
def test_a_server_that_hangs_or_trickles_is_cut_off(site: Settings, faults: Faults) -> None:
    site.email_timeout = 0.1 if faults.silent else 0.3
    with mail_server(faults) as server:
        use(site, server)
        first, second = queued(site), queued(site, "ann@example.org")
        assert send(site) == 0
        assert server.connections == 1, "the second message must not wait for the same server in this run"
    assert (state(first), state(second)) == ("queued", "queued")
    assert sorted((row(first).attempts, row(second).attempts)) == [0, 1]


@pytest.mark.parametrize("scheme", sampled(["smtp", "smtps"], 2))
def test_a_name_that_is_never_resolved_is_given_up(site: Settings, scheme: str) -> None:
    site.email_timeout = 0.1
    site.smtp_url = SecretStr(f"{scheme}://mail.example.org:25")
    message_id = queued(site)
    with hanging_names():
        assert send(site) == 0
    assert (state(message_id), row(message_id).last_error) == ("queued", "TimeoutError")


def test_the_name_of_this_machine_is_asked_of_nobody(site: Settings, certificate: Path) -> None:
    with mail_server(Faults(certificate)) as server, hanging_names():
        use(site, server)
        queued(site)
        assert send(site) == 1
    assert any(
        line.endswith(" dearnevalley.example.org") for line in server.commands if "hlo" in line.lower()
    )


def test_a_mail_server_is_tried_at_each_of_its_addresses(
    site: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "resolve", lambda *_arguments: ["127.0.0.9", "127.0.0.1"])
    with mail_server(Faults(certificate)) as server:
        use(site, server)
        queued(site)
        assert send(site) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_outage_of_the_mail_server_shows_in_the_status_of_the_job(app: Flask, site: Settings) -> None:
    site.smtp_url = SecretStr("smtp://127.0.0.1:9")
    queued(site)
    Runner(app).run_once()
    status = next(status for status in job_statuses(app) if status.name == "messages")
    assert (status.late, status.failures, status.detail) == (True, 1, "ProviderUnavailable")


def test_what_may_have_been_sent_is_never_sent_again_by_itself(site: Settings, certificate: Path) -> None:
    with mail_server(Faults(certificate, replies={".": None})) as server:
        use(site, server)
        message_id = queued(site)
        send(site)
    with mail_server(Faults(certificate)) as server:
        use(site, server)
        for hours in (1, 12, 23):
            clock.set_clock(lambda hours=hours: NOW + timedelta(hours=hours))  # type: ignore[misc]
            send(site)
        assert (state(message_id), server.accepted) == ("maybe_sent", [])
        assert decide(db.session, message_id, send_again=True)
        send(site)
        assert (state(message_id), len(server.to(PERSON))) == ("sent", 1)
    assert not decide(db.session, message_id, send_again=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_giving_up_wipes_the_text(site: Settings, certificate: Path) -> None:
    with mail_server(Faults(certificate, replies={".": None})) as server:
        use(site, server)
        message_id = queued(site)
        send(site)
    assert decide(db.session, message_id, send_again=False)
    assert (state(message_id), row(message_id).sealed) == ("failed", None)


def test_attempts_have_a_growing_wait_and_an_end(site: Settings) -> None:
    site.smtp_url = SecretStr("smtp://127.0.0.1:9")
    message_id = queued(site)
    moment = NOW
    for wait in BACK_OFF:
        send(site)
        found = row(message_id)
        assert found.next_attempt_at
        assert 0.8 * wait <= found.next_attempt_at - moment <= 1.2 * wait
        moment = found.next_attempt_at
        clock.set_clock(lambda moment=moment: moment)  # type: ignore[misc]
    send(site)
    assert (state(message_id), row(message_id).attempts) == ("failed", len(BACK_OFF) + 1)


@pytest.mark.both_databases
def test_a_sender_that_ended_after_its_claim_loses_nothing_and_repeats_nothing(
    site: Settings, certificate: Path
) -> None:
    claimed, handed_over = queued(site), queued(site, "ann@example.org")
    held = dict(filter(None, [claim(db.session, site), claim(db.session, site)]))
    assert set(held) == {claimed, handed_over}
    row(handed_over).status = DeliveryState.SENDING
    db.session.commit()
    with mail_server(Faults(certificate)) as server:
        use(site, server)
        assert send(site) == 0
        clock.set_clock(lambda: NOW + timedelta(minutes=2))
        assert send(site) == 1
    assert (state(claimed), state(handed_over)) == ("sent", "maybe_sent")
    assert [to for to, _text in server.accepted] == [PERSON]


def test_a_database_that_is_locked_after_the_delivery_is_tried_again(
    site: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "RECORD_PAUSES", (0.0, 0.0))
    change, failures = sender._change, [1, 2]

    def locked(*arguments: Any, **values: Any) -> bool:
        if values.get("status") == DeliveryState.SENT and failures:
            failures.pop()
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return change(*arguments, **values)

    monkeypatch.setattr(sender, "_change", locked)
    with mail_server(Faults(certificate)) as server:
        use(site, server)
        message_id = queued(site)
        assert send(site) == 1
    assert (failures, state(message_id), len(server.to(PERSON))) == ([], "sent", 1)


def test_an_address_that_cannot_be_written_fails_without_stopping_others(
    site: Settings, certificate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server(Faults(certificate)) as server:
        use(site, server)
        bad, good = queued(site, "jö@example.org"), queued(site)
        assert send(site) == 1
    assert (state(bad), state(good)) == ("failed", "sent")
    assert "example.org" not in caplog.text


def test_a_message_that_never_left_fails_and_is_wiped_after_a_day(site: Settings) -> None:
    message_id = queued(site)
    clock.set_clock(lambda: NOW + timedelta(hours=24))
    remove_expired(db.session, clock.now())
    found = row(message_id)
    assert (found.status, found.sealed, found.recipient_lookup) == ("failed", None, "")
    clock.set_clock(lambda: NOW + timedelta(days=30))
    remove_expired(db.session, clock.now())
    assert state(message_id) is None


def test_what_is_stored_shows_neither_address_nor_text(site: Settings) -> None:
    message_id = queued(site)
    stored = repr(db.session.execute(select(OutboxMessage.__table__)).mappings().all())  # type: ignore[arg-type]
    for secret in (PERSON, "Dear Jo", "Your list"):
        assert secret not in stored
    found = content(site, message_id, row(message_id).sealed)
    assert found is not None
    assert found.recipient == PERSON
