"""Forged requests: no address takes a POST without a token."""

import re
from html import unescape

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.csrf import check_csrf
from tests.page_checks import PageCheckingClient

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def address(app: Flask, rule: Rule) -> str:
    """Return an address of a rule. Its values need not exist: the token is looked at before the view runs."""
    return app.url_map.bind("localhost").build(
        rule.endpoint, dict.fromkeys(rule.arguments, "x"), method=_method(rule)
    )


def _method(rule: Rule) -> str:
    return sorted(WRITING & set(rule.methods or ()))[0]


def endpoints_without_protection(app: Flask) -> list[str]:
    """Return the endpoints that answer a request without a token with anything but the page that asks to send
    it again.
    """
    client = app.test_client()
    found = []
    for rule in app.url_map.iter_rules():
        if WRITING & set(rule.methods or ()):
            response = client.open(address(app, rule), method=_method(rule))
            if response.status_code != 400 or "Please send that again" not in response.get_data(as_text=True):
                found.append(rule.endpoint)
    return found


NEED_NO_TOKEN = {
    *("directory.ask", "directory.suggest", "upkeep.similar", "directory.used"),
    *("frontdoor.hand_over_answers", "outbox.notify_receipt"),
}
"""Forms that are sent by POST so that their words stand in no address, and change nothing; the count of a
pressed button, which a browser sends while it leaves the page; and what another system sends with its signature or token."""


def test_every_post_needs_a_token(app: Flask) -> None:
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) > 30
    assert set(endpoints_without_protection(app)) == NEED_NO_TOKEN


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_site_without_the_check_is_found(app: Flask) -> None:
    app.before_request_funcs[None].remove(check_csrf)
    assert len(endpoints_without_protection(app)) > 20


def test_a_wrong_token_is_refused_and_a_right_one_is_taken(client: PageCheckingClient) -> None:
    assert client.post("/clear", data={"csrf_token": "made-up"}).status_code == 400
    assert client.post_form("/clear").status_code == 303


HERE = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"})


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_is_refused_also_with_a_right_token(
    client: PageCheckingClient, headers: dict[str, str]
) -> None:
    assert client.post_form("/clear", headers=headers).status_code == 400


def test_a_right_token_needs_its_cookie(client: PageCheckingClient) -> None:
    token = client.token()
    client.delete_cookie("signpost-form")
    assert client.post("/clear", data={"csrf_token": token}).status_code == 400


def test_a_refused_form_shows_what_was_typed_and_can_be_sent_again(client: PageCheckingClient) -> None:
    typed = "Walk to the allotment, with Jo & Bea"
    data = {"csrf_token": "too old", "revision": "1", "part": "goals", "text": typed}
    refused = client.post("/my-plan/add", data=data, headers=HERE)
    page = unescape(refused.get_data(as_text=True))
    assert refused.status_code == 400
    assert page.count(typed) == 2
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert again.keys() == data.keys()
    assert client.post("/my-plan/add", data=again, headers=HERE).status_code == 303
    assert typed in unescape(client.get("/my-plan").get_data(as_text=True))


@pytest.mark.parametrize("headers", [{}, *ELSEWHERE])
def test_what_another_site_may_have_written_is_not_offered_to_be_sent(
    client: PageCheckingClient, headers: dict[str, str]
) -> None:
    data = {"csrf_token": "too old", "part": "goals", "text": "Send money to Mallory"}
    page = client.post("/my-plan/add", data=data, headers=headers).get_data(as_text=True)
    assert "<form" not in page
    assert "Send money to Mallory" in page


def test_protection_needs_no_session(app: Flask) -> None:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    token = client.token()
    assert client.get_cookie("signpost") is None
    assert client.get_cookie("signpost-form") is not None
    assert client.post("/my-list/clear", data={"csrf_token": token}).status_code == 303
