"""Signing in through a real OpenID Connect provider, and what a false or lost answer leads to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.identity_provider.client import IdentityRefused, ProviderUnavailable, identity_provider
from accounts.models import Account
from accounts.roles import Role
from core import clock
from core.db import db
from core.settings import Settings
from tests import oidc_server
from tests.accounts import add_person
from tests.conftest import make_app, make_settings
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

BACK = "http://localhost/sign-in/provider/back"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Return the address of a running provider."""
    with oidc_server.identity_provider(BACK) as found:
        yield found


@pytest.fixture
def site(settings: Settings, issuer: str) -> Flask:
    """Return a site whose staff sign in through the provider."""
    # The provider has the time of the machine, and its tokens say so.
    clock.set_clock(None)
    more = {"oidc_issuer": issuer, "oidc_client_id": oidc_server.CLIENT_ID}
    return make_app(make_settings(settings.data_dir, oidc_client_secret=oidc_server.CLIENT_SECRET, **more))


def begun(client: PageCheckingClient) -> str:
    """Begin to sign in, and return the address of the provider."""
    page = client.post_form("/sign-in/provider", {"next": "/administration"}).get_data(as_text=True)
    address = re.search(r'<a class="govuk-link" href="(http://127[^"]+)"', page)
    assert address, page
    return unescape(address[1])


def came_back(client: PageCheckingClient, name: str) -> tuple[str, str]:
    """Sign in at the provider, open the page to which it leads, and return code and state."""
    target = urlsplit(oidc_server.sign_in_at_provider(begun(client), name, BACK))
    assert client.get(f"{target.path}?{target.query}").status_code == 200
    assert client.get("/account").status_code == 303, "the address alone signs nobody in"
    query = parse_qs(target.query)
    return query["code"][0], query["state"][0]


def test_an_invited_person_signs_in_and_is_bound_to_the_identity(site: Flask) -> None:
    person = add_person(site, "Priya@example.org", Role.ADMINISTRATOR)
    client = site.test_client()
    assert isinstance(client, PageCheckingClient)
    query = parse_qs(urlsplit(begun(client)).query)
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["nonce"][0]) >= 32
    code, state = came_back(client, "priya")
    other = site.test_client()
    assert isinstance(other, PageCheckingClient)
    assert other.post_form("/sign-in/provider/back", {"code": code, "state": state}).status_code == 422
    answer = client.post_form("/sign-in/provider/back", {"code": code, "state": state})
    assert answer.location == "/administration"
    assert client.get("/administration").status_code == 200
    again = client.post_form("/sign-in/provider/back", {"code": code, "state": state})
    assert again.status_code == 422, "state and code work once"
    with site.app_context():
        account = db.session.get_one(Account, person)
        assert account.oidc_subject == "priya"
        account.email = account.email_key = "renamed@example.org"
        db.session.commit()
    code, state = came_back(other, "priya")
    assert other.post_form("/sign-in/provider/back", {"code": code, "state": state}).status_code == 303


@pytest.mark.parametrize("name", sampled(["nobody", "unverified-jo", "locked"], 3))
def test_nobody_without_an_account_signs_in(site: Flask, name: str) -> None:
    add_person(site, "unverified-jo@example.org", Role.MODERATOR)
    add_person(site, "locked@example.org", Role.MODERATOR)
    with site.app_context():
        db.session.scalars(
            select(Account).where(Account.email_key == "locked@example.org")
        ).one().state = "locked"
        db.session.commit()
    client = site.test_client()
    assert isinstance(client, PageCheckingClient)
    code, state = came_back(client, name)
    answer = client.post_form("/sign-in/provider/back", {"code": code, "state": state})
    assert answer.status_code == 422
    assert "You have no account here yet" in answer.get_data(as_text=True)
    assert client.get("/account").status_code == 303


def test_a_forged_state_a_code_of_somebody_else_and_a_refusal_sign_nobody_in(site: Flask) -> None:
    add_person(site, "priya@example.org", Role.ADMINISTRATOR)
    one, other = site.test_client(), site.test_client()
    assert isinstance(one, PageCheckingClient)
    assert isinstance(other, PageCheckingClient)
    code, _state = came_back(one, "priya")
    assert one.post_form("/sign-in/provider/back", {"code": code, "state": "forged"}).status_code == 422
    code, _state = came_back(one, "priya")
    _code, state = came_back(other, "priya")
    # The code was made for another PKCE verifier.
    assert other.post_form("/sign-in/provider/back", {"code": code, "state": state}).status_code == 422
    assert other.get("/sign-in/provider/back?error=access_denied").status_code == 422


def test_a_token_with_another_nonce_or_for_another_site_is_refused(site: Flask, issuer: str) -> None:
    provider = identity_provider(site.extensions["settings"])
    assert provider
    address, attempt = provider.begin(BACK)
    code = parse_qs(urlsplit(oidc_server.sign_in_at_provider(address, "priya", BACK)).query)["code"][0]
    with pytest.raises(IdentityRefused, match="token"):
        provider.finish(BACK, code, replace(attempt, nonce="another"))


@slow_on_both
def test_a_provider_that_is_gone_has_a_page_of_its_own(settings: Settings) -> None:
    app = make_app(make_settings(settings.data_dir, oidc_issuer="http://127.0.0.1:9", oidc_client_id="x"))
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    answer = client.post_form("/sign-in/provider")
    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)
    provider = identity_provider(app.extensions["settings"])
    assert provider
    with pytest.raises(ProviderUnavailable):
        provider.begin(BACK)


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://login.example.org", "oidc_client_id": "x"},
        {"oidc_issuer": "https://login.example.org"},
        {"oidc_only": True},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: Settings, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="SIGNPOST_OIDC"):
        make_settings(settings.data_dir, **wrong)


def test_without_passwords_only_the_provider_is_offered(site: Flask) -> None:
    app = make_app(site.extensions["settings"].model_copy(update={"oidc_only": True}))
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    page = client.get("/sign-in/staff").get_data(as_text=True)
    assert "Sign in with your council account" in page
    assert 'type="password"' not in page
    assert client.post_form("/sign-in/staff", {"email": "a@example.org", "password": "x"}).status_code == 404
