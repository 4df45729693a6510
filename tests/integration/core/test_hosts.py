"""Host names: only the trusted ones are answered, and every full link comes from the base URL."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError
from werkzeug.test import TestResponse

from core.db import db
from core.settings import Settings
from tests.conftest import make_app, make_settings
from tests.examples import slow_on_both
from tests.factories import make_service
from tests.integration.selfassess.steps import FINE, answer_all
from tests.outbox import emails
from tests.page_checks import PageCheckingClient

BASE = "https://help.example.org"


@pytest.fixture
def site(settings: Settings) -> Flask:
    """Return a site with a base URL and one further host."""
    return make_app(settings.model_copy(update={"base_url": BASE, "trusted_hosts": "10.0.0.5, .lb.example"}))


@pytest.fixture
def bare(settings: Settings) -> Flask:
    """Return a site without a base URL."""
    return make_app(settings.model_copy(update={"base_url": ""}))


def get(app: Flask, host: str, path: str = "/", **headers: str) -> TestResponse:
    """Fetch a page under a host name, without the checks of the page."""
    return FlaskClient(app, TestResponse).get(path, headers={"Host": host, **headers})


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "help.example.org", "10.0.0.5:80", "a.lb.example"]
)
def test_trusted_hosts_are_answered(site: Flask, host: str) -> None:
    assert get(site, host, "/health/live").status_code == 200


@slow_on_both
@pytest.mark.parametrize(
    "host",
    [
        "evil.example.com",
        "help.example.org.evil.example",
        "evil-help.example.org",
        "localhost@evil",
        "10.0.0.6",
        "",
    ],
)
def test_other_hosts_get_a_plain_page(
    site: Flask, host: str, security_lines: list[dict[str, object]]
) -> None:
    for path in ("/", "/health/ready", "/leave", "/not-there"):
        answer = get(site, host, path)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400, path
        assert "This is not our web address" in page
        assert "01632 960100" in page
        assert "evil" not in page
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {(line["event"], line["outcome"]) for line in security_lines} == {("host", "refused")}
    assert "evil" not in json.dumps(security_lines)


def test_without_a_base_url_only_this_machine_is_answered(bare: Flask) -> None:
    assert get(bare, "localhost:8000").status_code == 200
    assert get(bare, "help.example.org").status_code == 400


def test_a_forwarded_host_changes_nothing(settings: Settings) -> None:
    app = make_app(settings.model_copy(update={"base_url": BASE, "proxy_hops": 1}))
    answer = get(app, "help.example.org", "/my-plan", **{"X-Forwarded-Host": "evil.example.com"})
    assert answer.status_code == 200
    assert "evil.example.com" not in answer.get_data(as_text=True)


def client_of(app: Flask) -> PageCheckingClient:
    """Return a client that checks each page."""
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


def test_an_emailed_link_begins_with_the_base_url(own_demo_app: Flask) -> None:
    app = make_app(own_demo_app.extensions["settings"].model_copy(update={"base_url": BASE}))
    client = client_of(app)
    answer_all(client, FINE)
    assert client.post_form("/check/save/email", {"email": "jo@example.org"}).status_code == 303
    (message,) = emails(app)
    assert f"{BASE}/come-back/" in message.text
    assert "localhost" not in message.text


def test_without_a_base_url_no_link_is_sent_and_the_page_says_so(own_demo_app: Flask) -> None:
    app = make_app(own_demo_app.extensions["settings"].model_copy(update={"base_url": ""}))
    client = client_of(app)
    answer_all(client, FINE)
    answer = client.post_form("/check/save/email", {"email": "jo@example.org"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "email is not set up on this site yet" in page
    assert "jo@example.org" in page
    assert "Email is not set up" in client.get("/check/save").get_data(as_text=True)
    assert emails(app) == []


def test_without_a_base_url_no_list_is_sent(bare: Flask) -> None:
    with bare.app_context():
        service = make_service(db.session)
        db.session.commit()
        service_id = service.id
    client = client_of(bare)
    client.post_form("/my-list/add", {"service": service_id})
    answer = client.post_form("/my-list/send", {"email": "jo@example.org"})
    assert answer.status_code == 422
    assert "jo@example.org" in answer.get_data(as_text=True)
    assert emails(bare) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "help.example.org",
        "ftp://help.example.org",
        "https://user:pw@help.example.org",
        "https://",
        "https://a/?b=c",
        "https://a b",
    ],
)
def test_a_base_url_that_is_none_stops_the_start(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValidationError, match="SIGNPOST_BASE_URL"):
        make_settings(tmp_path, base_url=wrong)


@pytest.mark.parametrize("wrong", ["https://a.example", "a.example/path", "a example", "*"])
def test_a_host_that_is_none_stops_the_start(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValidationError, match="SIGNPOST_TRUSTED_HOSTS"):
        make_settings(tmp_path, trusted_hosts=f"good.example, {wrong}")


def test_the_last_slash_of_the_base_url_does_not_matter(tmp_path: Path) -> None:
    assert make_settings(tmp_path, base_url=BASE + "/").base_url == BASE
