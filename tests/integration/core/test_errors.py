"""Error pages: in plain words, with the telephone number, and they cannot fail twice."""

import logging

import pytest
from flask import Flask, abort

from core import theme


@pytest.fixture
def failing(app: Flask) -> Flask:
    """The site with pages that fail."""
    app.add_url_rule("/fails", "fails", lambda: 1 / 0)
    app.add_url_rule("/refuses", "refuses", lambda: abort(403))
    app.add_url_rule("/too-many", "too_many", lambda: abort(429))
    return app


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/fails", 500, "Sorry, something went wrong"),
        ("/refuses", 403, "We can’t do that"),
        ("/too-many", 429, "Please wait"),
        ("/not-there", 404, "We can’t find that page"),
    ],
)
def test_each_error_has_a_page(failing: Flask, path: str, status: int, heading: str) -> None:
    response = failing.test_client().get(path)
    page = response.get_data(as_text=True)
    assert response.status_code == status
    assert f'<h1 class="govuk-heading-xl">{heading}' in page
    assert "01632 960100" in page


def test_a_template_that_fails_leads_to_a_plain_page(failing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(failing.jinja_env.globals, "error_sheets", lambda: 1 / 0)
    response = failing.test_client().get("/fails")
    page = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "01632 960100" in page
    assert "<link" not in page


def test_style_sheets_that_cannot_be_found_are_logged(
    failing: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def not_built(_name: str) -> str:
        raise RuntimeError("not built")

    monkeypatch.setattr(theme, "asset", not_built)
    monkeypatch.setattr(logging.getLogger("signpost"), "propagate", True)
    page = failing.test_client().get("/not-there").get_data(as_text=True)
    assert "We can’t find that page" in page
    assert "<link" not in page
    assert "without its style sheets" in caplog.text
