"""The security headers of every kind of answer: pages, files, calendars, PDFs, errors, redirects."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.settings import ROOT
from tests.conftest import make_app
from tests.examples import sampled
from tests.page_checks import PageCheckingClient
from tests.routes import GETS, LISTED

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "",
}

INDEXED = {
    "costs.guide",
    "directory.a_to_z",
    "directory.need",
    "directory.needs",
    "directory.organization",
    "directory.service",
    "directory.town",
    "directory.towns",
    "directory.use_our_data",
    "directory.whats_on",
    "information.advice",
    "information.already_getting_care",
    "information.contact",
    "information.home",
    "information.life_event",
    "information.life_events",
    "information.page",
    "information.urgent",
    "selfassess.decides",
    "selfassess.how_it_decides",
    "selfassess.index",
    "selfassess.start",
}
"""The pages that search engines may show. Every other answer says noindex."""

QUICK_EVERY = 12
"""Of all addresses, every twelfth is asked by the quick tests."""

FEEDS_OF_ALERTS = {"directory.alerts_json", "directory.alerts_atom"}
"""What other sites may read, beside the feed of the Open Referral standard."""

CACHED = {
    "directory.new_services",
    "directory.whats_on_calendar",
    "printed.directory",
    "findable.favicon",
    "findable.manifest",
    "findable.robots",
    "findable.security_text",
    "sitemap.pages",
    "selfassess.flow",
    "static",
    "theme.css",
    "theme.logo",
}
"""Drawings of the public questionnaires, and files: the same for everybody."""

ENDPOINTS = {path: row.endpoint for row in LISTED if row.method == "GET" for path, _ in row.examples}

FILES = sorted(
    {
        next(ROOT.glob(f"static/**/*{ending}")).relative_to(ROOT).as_posix()
        for ending in {path.suffix for path in ROOT.glob("static/**/*.*") if path.is_file()}
        if ending not in (".gz", ".br", ".map")
    }
)
"""One file of each kind in static/."""


def lacking(response: TestResponse) -> list[str]:
    """Return the headers that an answer lacks."""
    headers = response.headers
    return [
        name
        for name, beginning in ALWAYS.items()
        if name not in headers or not headers[name].startswith(beginning)
    ]


@pytest.mark.parametrize(
    "path",
    sampled((path for path, _status in GETS), QUICK_EVERY),
)
def test_every_address_has_the_headers(demo_client: PageCheckingClient, path: str) -> None:
    response = demo_client.get(path)
    is_feed = ENDPOINTS[path].startswith("feed.") or ENDPOINTS[path] in FEEDS_OF_ALERTS
    assert lacking(response) == ["Cross-Origin-Resource-Policy"] * is_feed
    assert response.headers.get("Access-Control-Allow-Origin") == ("*" if is_feed else None)
    if ENDPOINTS[path] in INDEXED:
        assert response.headers.get("X-Robots-Tag") is None
    else:
        assert response.headers["X-Robots-Tag"] == "noindex"
    if ENDPOINTS[path] not in CACHED and not is_feed:
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", FILES)
def test_every_kind_of_file_has_the_headers(demo_app: Flask, path: str) -> None:
    response = FlaskClient(demo_app, TestResponse).get(f"/{path}")
    assert response.status_code == 200
    assert lacking(response) == []
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"].startswith("max-age=")


def test_there_are_files_of_several_kinds() -> None:
    assert {".css", ".js"} <= {f".{path.rpartition('.')[2]}" for path in FILES}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/static/gone.css", 404), ("/nothing", 404), ("/leave/on", 303), ("/advice/urgent-help", 308)],
)
def test_errors_and_redirects_have_the_headers(demo_app: Flask, path: str, status: int) -> None:
    response = FlaskClient(demo_app, TestResponse).get(path)
    assert response.status_code == status
    assert lacking(response) == []


def test_a_failure_and_a_wrong_method_have_the_headers(app: Flask) -> None:
    app.add_url_rule("/fails", "fails", lambda: 1 / 0)
    client = FlaskClient(app, TestResponse)
    for response, status in (
        (client.get("/fails"), 500),
        (client.post("/nothing"), 404),
        (client.put("/"), 405),
        (client.open("/", method="TRACE"), 405),
        (client.post("/leave"), None),
        (client.get("/", headers={"Host": "evil.example"}), 400),
    ):
        assert lacking(response) == []
        assert status in (None, response.status_code)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_pdf_and_the_calendars_are_not_stored_by_a_browser(
    own_demo_client: PageCheckingClient,
) -> None:
    for path in ("/my-plan/plan.pdf", "/service/larkhill-dogs-and-walkers/calendar.ics"):
        response = own_demo_client.get(path)
        assert response.mimetype in ("application/pdf", "text/calendar")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert lacking(response) == []


def test_with_https_browsers_are_told_to_stay_on_it(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"].model_copy(update={"cookie_secure": True})
    client = FlaskClient(make_app(settings), TestResponse)
    for path in ("/", f"/{FILES[0]}", "/nothing"):
        assert client.get(path).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_missing_header_is_noticed(app: Flask) -> None:
    response = FlaskClient(app, TestResponse).get("/")
    del response.headers["X-Content-Type-Options"]
    response.headers["Referrer-Policy"] = "unsafe-url"
    assert lacking(response) == ["X-Content-Type-Options", "Referrer-Policy"]
