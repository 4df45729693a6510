"""E-mailed links: good once, for a day; and messages that are not kept."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock, notifications
from core.db import db
from core.models import OutboxMessage
from core.settings import Settings
from selfassess.models import SavedLink
from selfassess.private_messages.services import send_private_email
from selfassess.saved_copy import services as copy_services
from selfassess.saved_copy.services import Gone
from selfassess.saving import services as saving_services
from selfassess.saving.services import CannotOpen, NewlySaved
from selfassess.values.saved import SavedBody
from tests.conftest import NOW


@pytest.fixture
def site(app: Flask) -> Iterator[Settings]:
    """The settings of a fresh site, inside its application context."""
    with app.app_context():
        yield app.extensions["settings"]


@pytest.fixture
def saved(site: Settings) -> NewlySaved:
    """Something saved."""
    return saving_services.save(site, "adult-needs", "3", SavedBody({"washing": "unsafe"}))


def link(site: Settings, saved: NewlySaved) -> str:
    """The token of a link that was sent."""
    tokens: list[str] = []
    saving_services.send_link(
        site,
        saved.id,
        "bea@example.org",
        lambda token: tokens.append(token) or f"https://council.example/{token}",
    )  # type: ignore[func-returns-value]
    return tokens[0]


def test_a_link_opens_what_was_saved_once(site: Settings, saved: NewlySaved) -> None:
    token = link(site, saved)
    assert saving_services.claim_link(site, token).body.answers == {"washing": "unsafe"}
    with pytest.raises(CannotOpen):
        saving_services.claim_link(site, token)


def test_a_link_is_too_old_after_a_day(site: Settings, saved: NewlySaved) -> None:
    token = link(site, saved)
    clock.set_clock(lambda: NOW + timedelta(hours=24))
    with pytest.raises(CannotOpen):
        saving_services.claim_link(site, token)


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "💣" * 400])
def test_what_is_no_token_opens_nothing(site: Settings, saved: NewlySaved, token: str) -> None:
    link(site, saved)
    with pytest.raises(CannotOpen):
        saving_services.claim_link(site, token)


def test_the_token_is_kept_as_a_hash_and_the_message_says_nothing_of_what_is_behind_it(
    site: Settings, saved: NewlySaved
) -> None:
    token = link(site, saved)
    assert db.session.scalar(select(SavedLink.token_hash)) != token
    message = db.session.scalars(select(OutboxMessage)).one()
    assert f"https://council.example/{token}" in message.body
    for word in ("washing", "care", "assess", saved.reference, *saved.words.split()):
        assert word not in f"{message.subject} {message.body}".lower().replace(token, "")


def test_a_message_that_the_site_only_keeps_goes_after_a_day(site: Settings, saved: NewlySaved) -> None:
    link(site, saved)
    clock.set_clock(lambda: NOW + timedelta(hours=23))
    assert saving_services.purge().messages == 0
    clock.set_clock(lambda: NOW + timedelta(hours=24))
    assert saving_services.purge().messages == 1
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_a_message_that_has_left_is_not_kept_and_others_stay(
    site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []
    monkeypatch.setitem(notifications.BACKENDS, "smtp", lambda message, settings: left.append(message.body))
    monkeypatch.setattr(site, "email_backend", "smtp")
    notifications.queue_email(db.session, "a@example.org", "Your correction", "ordinary")
    db.session.commit()
    send_private_email(site, "bea@example.org", "Your plan", "private words")
    assert left == ["ordinary", "private words"]
    assert [message.body for message in db.session.scalars(select(OutboxMessage))] == ["ordinary"]


def test_a_message_that_cannot_leave_waits_and_breaks_nothing(
    site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(message: OutboxMessage, settings: Settings) -> None:
        raise OSError(EmailMessage)

    monkeypatch.setitem(notifications.BACKENDS, "smtp", broken)
    monkeypatch.setattr(site, "email_backend", "smtp")
    send_private_email(site, "bea@example.org", "Your plan", "private words")
    assert db.session.scalars(select(OutboxMessage)).one().status == "waiting"


def test_no_link_is_sent_for_a_deleted_copy(site: Settings, saved: NewlySaved) -> None:
    copy_services.delete_now(saved.id)
    with pytest.raises(Gone):
        link(site, saved)
    assert db.session.scalars(select(OutboxMessage)).all() == []
