"""Forged requests: no address takes a POST without a token."""

from flask import Blueprint, Flask
from werkzeug.routing import Rule

from core.security import csrf
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


def test_a_view_that_is_exempt_is_found(app: Flask) -> None:
    planted = Blueprint("planted", __name__)

    @planted.post("/planted/<name>")
    def exempt(name: str) -> dict[str, str]:
        return {"name": name}

    app.register_blueprint(planted)
    try:
        csrf.exempt(exempt)
        assert endpoints_without_protection(app) == ["planted.exempt"]
    finally:
        csrf._exempt_views.clear()


def test_a_wrong_token_is_refused_and_a_right_one_is_taken(client: PageCheckingClient) -> None:
    assert client.post("/clear", data={"csrf_token": "made-up"}).status_code == 400
    assert client.post_form("/clear").status_code == 303
