"""Tokens against request forgery, as pure values."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from core.csrf import _decoded, cookie_name, csrf_token, is_from_here, is_valid
from core.settings import Settings


def app_with(settings: Settings) -> Flask:
    app = Flask("planted")
    app.extensions["settings"] = settings
    return app


HTTP = app_with(Settings(cookie_secure=False, base_url="https://help.example.org"))
HTTPS = app_with(Settings())


def token_for(secret: bytes) -> str:
    cookie = f"{cookie_name(HTTP.extensions['settings'])}={urlsafe_b64encode(secret).decode()}"
    with HTTP.test_request_context(headers={"Cookie": cookie}):
        return csrf_token()


@given(st.binary(min_size=32, max_size=32))
def test_a_token_confirms_its_secret_and_no_other(secret: bytes) -> None:
    token = token_for(secret)
    assert is_valid(token, secret)
    assert not is_valid(token, secrets.token_bytes(32))
    assert not is_valid(token, b"")


def test_tokens_of_one_secret_have_nothing_in_common() -> None:
    secret = secrets.token_bytes(32)
    one, other = (urlsafe_b64decode(token_for(secret)) for _page in range(2))
    assert one != other
    assert secret not in one + other


@given(st.text(max_size=120))
def test_junk_is_no_token_and_never_a_failure(junk: str) -> None:
    assert not is_valid(junk, secrets.token_bytes(32))
    assert len(_decoded(junk, 32)) in (0, 32)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "odd"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://help.example.org"}, True),
        ({"Origin": "https://HELP.example.org"}, True),
        ({"Origin": "https://help.example.org.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_where_a_request_comes_from(headers: dict[str, str], expected: bool | None) -> None:
    with HTTP.test_request_context(headers=headers):
        assert is_from_here() is expected


def test_the_cookie_is_bound_to_this_host_over_https() -> None:
    assert cookie_name(HTTPS.extensions["settings"]) == "__Host-signpost-form"
    assert cookie_name(HTTP.extensions["settings"]) == "signpost-form"
