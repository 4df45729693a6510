"""E-mailed links: good once, for a day; and their messages, which are wiped."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db
from core.settings import Settings
from selfassess.models import SavedLink
from selfassess.purging import purge
from selfassess.saved_copy import services as copy_services
from selfassess.saved_copy.services import SavedCopyMissing
from selfassess.saving import services as saving_services
from selfassess.saving.services import CannotOpen, NewlySaved
from selfassess.values.saved import SavedBody
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.outbox import emails


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
    app: Flask, site: Settings, saved: NewlySaved
) -> None:
    token = link(site, saved)
    assert db.session.scalar(select(SavedLink.token_hash)) != token
    (message,) = emails(app)
    assert f"https://council.example/{token}" in message.text
    for word in ("washing", "care", "assess", saved.reference, *saved.words.split()):
        assert word not in f"{message.subject} {message.text}".lower().replace(token, "")


@slow_on_both
def test_the_text_goes_after_a_day(app: Flask, site: Settings, saved: NewlySaved) -> None:
    link(site, saved)
    clock.set_clock(lambda: NOW + timedelta(hours=23))
    purge(app)
    assert len(emails(app)) == 1
    clock.set_clock(lambda: NOW + timedelta(hours=24))
    purge(app)
    assert emails(app) == []


def test_no_link_is_sent_for_a_deleted_copy(app: Flask, site: Settings, saved: NewlySaved) -> None:
    copy_services.delete_now(saved.id)
    with pytest.raises(SavedCopyMissing):
        link(site, saved)
    assert emails(app) == []
