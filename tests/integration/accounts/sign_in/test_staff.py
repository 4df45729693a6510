"""Staff sign in by password and second factor, after they have set both up from an invitation."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Account, AccountSession, TotpCredential
from accounts.passwords import queries
from accounts.passwords.services import set_password
from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.audit.services import SYSTEM
from core.db import db
from core.slow_hash import fits
from tests.accounts import add_person, signed_in_as
from tests.conftest import NOW
from tests.databases import on_files
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

EMAIL, PASSWORD = "priya@example.org", "quarry lantern biscuit"


def page(client: PageCheckingClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def later(seconds: int) -> None:
    moment = NOW + timedelta(seconds=seconds)
    clock.set_clock(lambda: moment)


def code_now(key: str) -> str:
    return pyotp.TOTP(key.replace(" ", "")).at(int(clock.now().timestamp()))


def link_of_command(app: Flask, *command: str) -> str:
    result = app.test_cli_runner().invoke(args=["accounts", *command])
    assert result.exit_code == 0, result.output
    path = re.search(r"http://localhost(/invitation/\S+)", result.output)
    assert path, result.output
    return path[1]


def set_up(client: PageCheckingClient, link: str) -> tuple[str, list[str]]:
    """Accept an invitation and set up password and app; return the app's key and the recovery codes."""
    assert client.post_form(link).location == "/account/security"
    assert client.get("/account").status_code == 303, "not signed in before all is set up"
    missing = client.post_form("/account/security/finish")
    assert "still missing" in missing.get_data(as_text=True)
    assert client.post_form("/account/password", {"password": PASSWORD}).status_code == 303
    assert client.post_form("/account/app/begin").location == "/account/app"
    key = re.search(r'account-key">([A-Z2-7 ]+)<', page(client, "/account/app"))
    assert key
    wrong = client.post_form("/account/app", {"code": "000000"})
    assert wrong.status_code == 422
    assert client.post_form("/account/app", {"code": code_now(key[1])}).location == "/account/recovery-codes"
    shown = page(client, "/account/recovery-codes")
    codes = re.findall(r"<li>(\w{4}-\w{4})</li>", shown)
    assert len(codes) == 10
    assert client.post_form("/account/recovery-codes").location == "/account/security"
    assert client.get("/account/recovery-codes").location == "/account/security", "shown once"
    assert client.post_form("/account/security/finish").location == "/account"
    return key[1], codes


@pytest.fixture
def admin(app: Flask, client: PageCheckingClient) -> tuple[str, list[str]]:
    """Return key and recovery codes of an administrator who is signed out again."""
    link = link_of_command(app, "create-admin", EMAIL, "--name", "Priya Nair")
    found = set_up(client, link)
    assert "Administrator" in page(client, "/account")
    client.post_form("/sign-out")
    return found


def password(client: PageCheckingClient, text: str = PASSWORD, email: str = EMAIL) -> int:
    return client.post_form("/sign-in/staff", {"email": email, "password": text}).status_code


@pytest.mark.both_databases
def test_password_and_code_sign_in_and_a_code_works_once(
    app: Flask, client: PageCheckingClient, admin: tuple[str, list[str]]
) -> None:
    key, _codes = admin
    later(60)
    answer = client.post_form(
        "/sign-in/staff", {"email": EMAIL, "password": PASSWORD, "next": "/administration"}
    )
    assert answer.location == "/sign-in/second"
    assert client.get("/administration").status_code == 303, "the password alone opens nothing"
    assert client.get("/account/security").status_code == 303, "and changes no factor"
    code = code_now(key)
    assert client.post_form("/sign-in/second", {"code": "123"}).status_code == 422
    assert (
        client.post_form("/sign-in/second", {"code": f"{code[:3]} {code[3:]}"}).location == "/administration"
    )
    assert "People with an account" in page(client, "/administration")
    client.post_form("/sign-out")
    assert password(client) == 303
    assert client.post_form("/sign-in/second", {"code": code}).status_code == 422, "used already"


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_recovery_code_works_once(
    app: Flask, client: PageCheckingClient, admin: tuple[str, list[str]]
) -> None:
    _key, codes = admin
    for status in (303, 422):
        assert password(client) == 303
        answer = client.post_form("/sign-in/second", {"code": codes[0].lower().replace("-", " ")})
        assert answer.status_code == status
        client.post_form("/sign-out")
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action)))
        assert actions.count("recovery_code.used") == 1
        assert {"password.set", "app.added", "recovery_codes.renewed", "invitation.sent"} <= set(actions)
        stored = db.session.scalars(select(TotpCredential)).one()
        assert _key.replace(" ", "").encode() not in stored.sealed


def test_the_wrong_address_and_the_wrong_password_get_the_same_answer_after_the_same_work(
    client: PageCheckingClient, admin: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, hashes = [], []
    monkeypatch.setattr(queries, "fits", lambda stored, typed: hashes.append(stored) or fits(stored, typed))
    for email, text in ((EMAIL, "not the password"), ("nobody@example.org", PASSWORD)):
        answer = client.post_form("/sign-in/staff", {"email": email, "password": text})
        assert answer.status_code == 422
        said = answer.get_data(as_text=True)
        assert text not in said
        pages.append(re.sub(r'(value|href)="[^"]*"', "", said))
    assert pages[0] == pages[1]
    assert [stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for stored in hashes] == [True, True]


@pytest.mark.both_databases
@pytest.mark.slow
@on_files
def test_guesses_of_a_password_and_of_a_code_are_limited(
    app: Flask, client: PageCheckingClient, admin: tuple[str, list[str]]
) -> None:
    assert [password(client, "wrong password") for _try in range(6)] == [422] * 5 + [429]
    assert password(client) == 429, "also the right one has to wait"
    later(16 * 60)
    assert password(client) == 303
    codes = [client.post_form("/sign-in/second", {"code": "000000"}).status_code for _try in range(6)]
    assert codes == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("weak", "why"),
    sampled(
        [
            ("short", "too short"),
            ("password1234", "very common"),
            ("P4ssw0rd!!!!2026", "very common"),
            ("liverpoolfootball", "very common"),
            ("qwertyuiop123", "very common"),
            ("aaaaaaaaaaaaaaa", "very common"),
            ("Jo Bell Jo Bell 12", "your name"),
        ],
        7,
    ),
)
def test_a_weak_password_is_refused(app: Flask, weak: str, why: str) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    answer = client.post_form("/account/password", {"password": weak})
    assert answer.status_code == 422
    assert why in answer.get_data(as_text=True)


@slow_on_both
def test_another_password_needs_the_present_one_and_signs_other_devices_out(
    app: Flask, client: PageCheckingClient
) -> None:
    person = signed_in_as(app, Role.MODERATOR)
    assert person.post_form("/account/password", {"password": PASSWORD}).status_code == 303
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        db.session.add(
            AccountSession(
                account_id=account.id,
                id_hash="x",
                epoch=0,
                way="password",
                expires_at=NOW + timedelta(hours=1),
                ends_at=NOW + timedelta(hours=1),
            )
        )
        db.session.commit()
    new = {"password": "another lantern entirely"}
    assert person.post_form("/account/password", {**new, "present": "wrong"}).status_code == 422
    assert person.post_form("/account/password", {**new, "present": PASSWORD}).status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(AccountSession)).all()) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_sessions_end_by_idleness_by_age_and_everywhere(app: Flask, client: PageCheckingClient) -> None:
    settings = app.extensions["settings"]
    idle = signed_in_as(app, Role.MODERATOR)
    busy = signed_in_as(app, Role.MODERATOR)
    minutes = settings.account_idle_minutes
    for minute in range(0, settings.account_hours * 60 - 5, minutes - 5):
        later(minute * 60)
        assert busy.get("/account").status_code == 200, minute
    assert idle.get("/account").status_code == 303
    later(settings.account_hours * 3600 + 1)
    assert busy.get("/account").status_code == 303
    clock.set_clock(lambda: NOW)
    here = signed_in_as(app, Role.MODERATOR)
    assert here.post_form("/account/sign-out-everywhere").location == "/signed-out"
    assert here.get("/account").status_code == 303


@slow_on_both
def test_an_app_cannot_be_changed_long_after_signing_in(app: Flask) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    later(16 * 60)
    answer = client.post_form("/account/app/begin")
    assert answer.status_code == 403
    assert "Sign in again first" in answer.get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_reset_ends_what_was_there(
    app: Flask, client: PageCheckingClient, admin: tuple[str, list[str]]
) -> None:
    link = link_of_command(app, "reset-sign-in", EMAIL)
    assert password(client) == 422
    later(60)
    set_up(client, link)
    assert client.post_form(link).status_code == 422


def test_commands_refuse_what_they_cannot_use(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["accounts", "create-admin", "nonsense", "--name", "X"]).exit_code == 2
    assert runner.invoke(args=["accounts", "reset-sign-in", "nobody@example.org"]).exit_code == 1
    add_person(app, "locked@example.org", Role.MODERATOR)
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        account.state = "locked"
        set_password(app.extensions["settings"], account.id, PASSWORD, actor=SYSTEM)
        db.session.commit()
    assert (
        runner.invoke(args=["accounts", "create-admin", "locked@example.org", "--name", "X"]).exit_code == 1
    )
    assert password(app.test_client(), email="locked@example.org") == 422  # type: ignore[arg-type]
