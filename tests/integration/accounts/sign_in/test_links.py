"""Signing in by an e-mailed link and by its code."""

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.current import cookie_name
from accounts.models import AccountSession, SignInLink
from accounts.roles import Role
from accounts.sign_in import links
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from tests import outbox
from tests.accounts import add_person
from tests.conftest import NOW, StatementCounter
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

EMAIL = "jo@example.org"


def link_and_code(app: Flask) -> tuple[str, str]:
    """Return the path of the link and the code of the newest e-mail."""
    text = outbox.emails(app)[-1].text
    path = re.search(r"http://localhost(/sign-in/link/\S+)", text)
    code = re.search(r"\b(\d{3} \d{3})\b", text)
    assert path
    assert code
    return path[1], code[1]


def page(client: PageCheckingClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def ask(client: PageCheckingClient, email: str = EMAIL, **more: object) -> None:
    answer = client.post_form("/sign-in", {"email": email, **more})
    assert (answer.status_code, answer.location) == (303, "/sign-in/sent")


@pytest.fixture
def person(app: Flask) -> str:
    return add_person(app, EMAIL, Role.GROUP_OWNER)


@pytest.mark.both_databases
def test_a_link_signs_in_once_by_its_button_and_a_scanner_does_not_burn_it(
    app: Flask, client: PageCheckingClient, person: str
) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"
    ask(client, " Jo@Example.ORG ", next="/account?x=1")
    path, _code = link_and_code(app)
    for _scan in range(3):
        assert "Press the button" in page(client, path)
    assert client.get("/account").status_code == 303
    answer = client.post_form(path)
    assert (answer.status_code, answer.location) == (303, "/account?x=1")
    account = page(client, "/account")
    assert "Jo Bell, jo@example.org" in account
    assert "Group owner: A group that is no longer listed" in account
    assert "no longer works" in page(client, path)
    assert client.post_form(path).status_code == 422
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
        assert actions == ["account.added", "role.granted", "account.signed_in"]
        assert db.session.scalars(select(AccountSession)).one().account_id == person


@pytest.mark.both_databases
def test_the_code_works_in_the_browser_that_asked_and_in_no_other(
    app: Flask, client: PageCheckingClient, person: str
) -> None:
    ask(client)
    _path, code = link_and_code(app)
    other = app.test_client()
    assert isinstance(other, PageCheckingClient)
    assert other.post_form("/sign-in/code", {"code": code}).status_code == 422
    wrong = client.post_form("/sign-in/code", {"code": "000 001" if code != "000 001" else "000 002"})
    assert wrong.status_code == 422
    assert "You can try 4 more times" in wrong.get_data(as_text=True)
    assert client.post_form("/sign-in/code", {"code": code}).location == "/account"
    assert "Jo Bell" in page(client, "/account")
    assert client.post_form("/sign-in/code", {"code": code}).status_code == 422


@slow_on_both
def test_five_wrong_codes_end_the_link(app: Flask, client: PageCheckingClient, person: str) -> None:
    ask(client)
    path, code = link_and_code(app)
    wrong = "111111" if code.replace(" ", "") != "111111" else "222222"
    for _try in range(5):
        answer = client.post_form("/sign-in/code", {"code": wrong})
    assert "tried too often" in answer.get_data(as_text=True)
    assert "no longer works" in client.post_form("/sign-in/code", {"code": code}).get_data(as_text=True)
    assert client.post_form(path).status_code == 303, (
        "the link in the e-mail is not guessed, so it still works"
    )


def test_a_newer_link_ends_the_older_one(app: Flask, client: PageCheckingClient, person: str) -> None:
    ask(client)
    old, _code = link_and_code(app)
    ask(client)
    new, _code = link_and_code(app)
    assert client.post_form(old).status_code == 422
    assert client.post_form(new).status_code == 303


def test_a_link_lives_for_15_minutes(app: Flask, client: PageCheckingClient, person: str) -> None:
    ask(client)
    path, _code = link_and_code(app)
    clock.set_clock(lambda: NOW + timedelta(minutes=15, seconds=1))
    assert "no longer works" in page(client, path)
    assert client.post_form(path).status_code == 422


def test_nobody_learns_which_addresses_have_an_account(
    app: Flask, client: PageCheckingClient, person: str, statements: StatementCounter
) -> None:
    """The same page, the same headers and the same statements, and no e-mail to an unknown address."""
    sent, pages = [], []
    for email in (EMAIL, "nobody@example.org"):
        client.token()
        ask(client, email)
        with statements(app) as told:
            ask(client, email)
        sent.append([re.sub(r"\s+", " ", line) for line in told])
        pages.append(page(client, "/sign-in/sent"))
    assert sent[0] == sent[1]
    assert re.sub('value="[^"]*"', "", pages[0]) == re.sub('value="[^"]*"', "", pages[1])
    assert {email.recipient for email in outbox.emails(app)} == {EMAIL}
    with app.app_context():
        assert len(db.session.scalars(select(SignInLink)).all()) == 2


def test_staff_get_no_link(app: Flask, client: PageCheckingClient) -> None:
    add_person(app, EMAIL, Role.MODERATOR)
    ask(client)
    assert "/sign-in/link/" not in outbox.emails(app)[0].text
    assert "another page" in outbox.emails(app)[0].text


def test_a_link_gives_no_roles_of_staff(app: Flask, client: PageCheckingClient) -> None:
    add_person(app, EMAIL, Role.GROUP_EDITOR, Role.ADMINISTRATOR)
    ask(client)
    client.post_form(link_and_code(app)[0])
    account = page(client, "/account")
    assert "Group editor" in account
    assert "Administrator" not in account
    assert "need the staff sign-in" in account


@pytest.mark.parametrize(
    "path", sampled(["//evil.example", "https://evil.example/", "/\\evil.example", "/nothing-here", ""], 5)
)
def test_after_signing_in_nobody_is_sent_elsewhere(
    app: Flask, client: PageCheckingClient, person: str, path: str
) -> None:
    ask(client, next=path)
    assert client.post_form(link_and_code(app)[0]).location == "/account"


def test_each_sign_in_has_a_new_session_and_a_cookie_that_scripts_cannot_read(
    app: Flask, client: PageCheckingClient, person: str
) -> None:
    name = cookie_name(app.extensions["settings"])
    client.set_cookie(name, "chosen-by-somebody-else")
    tokens = []
    for _time in range(2):
        ask(client)
        answer = client.post_form(link_and_code(app)[0])
        cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}="))
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        tokens.append(cookie.split(";")[0])
        client.post_form("/sign-out")
        assert client.get("/account").status_code == 303
    assert len(set(tokens)) == 2
    assert "chosen" not in "".join(tokens)
    with app.app_context():
        assert db.session.scalars(select(AccountSession)).all() == []


@pytest.mark.both_databases
def test_of_two_who_claim_a_link_at_once_one_gets_in(
    app: Flask, client: PageCheckingClient, person: str
) -> None:
    ask(client)
    token = link_and_code(app)[0].rpartition("/")[2]
    start, entered, over = threading.Barrier(2), [], []

    def claim() -> None:
        start.wait()
        try:
            with app.app_context():
                entered.append(links.claim(app.extensions["settings"], token, device=""))
        except links.LinkIsOver:
            over.append(token)

    threads = [threading.Thread(target=claim) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(entered), len(over)) == (1, 1)
