"""Forged requests: no address takes a POST without a token."""

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


def test_every_post_needs_a_token(app: Flask) -> None:
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) > 30
    assert endpoints_without_protection(app) == []


def test_a_site_without_the_check_is_found(app: Flask) -> None:
    app.before_request_funcs[None].remove(check_csrf)
    assert len(endpoints_without_protection(app)) > 20


def test_a_wrong_token_is_refused_and_a_right_one_is_taken(client: PageCheckingClient) -> None:
    assert client.post("/clear", data={"csrf_token": "made-up"}).status_code == 400
    assert client.post_form("/clear").status_code == 303
