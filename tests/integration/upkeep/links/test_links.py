"""Web addresses are opened now and then; what fails twice waits for a moderator, what answers is a check."""

import http.server
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.db import db
from directory.facts.kinds import Fact
from directory.facts.queries import checked_on
from directory.importing import http as importing_http
from directory.models import Service
from tests.accounts import signed_in_as
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.factories import make_service
from upkeep.links import probe as probing
from upkeep.links.models import LinkCheck
from upkeep.links.probe import Answer, Result, host_of, probe
from upkeep.links.services import open_links

URL = "https://steady-steps.org.uk/"


def add_listing(app: Flask, url: str = URL, name: str = "Steady Steps") -> str:
    with app.app_context():
        service = make_service(db.session, name=name, url=url)
        db.session.commit()
        return service.id


def run(app: Flask, answer: Answer, days: int = 0) -> list[str]:
    """Run the job on a day after NOW with this answer of all sites; return what was asked."""
    clock.set_clock(lambda: NOW + timedelta(days=days))
    asked: list[str] = []

    def ask(url: str) -> Answer:
        asked.append(url)
        return answer

    with app.app_context():
        open_links(app.extensions["settings"], lambda: False, ask)
    return asked


@pytest.mark.both_databases
def test_an_address_that_answers_is_a_check_and_waits_a_month(app: Flask) -> None:
    service_id = add_listing(app)
    assert run(app, Answer(Result.ANSWERS, 200)) == [URL]
    with app.app_context():
        assert checked_on(service_id) == {Fact.LINK: NOW.date()}
    assert run(app, Answer(Result.ANSWERS, 200), 29) == []
    assert run(app, Answer(Result.ANSWERS, 200), 31) == [URL]


@slow_on_both
def test_one_failure_is_no_news_and_two_are(app: Flask) -> None:
    service_id = add_listing(app)
    run(app, Answer(Result.GONE, 404))
    assert "All websites open" in signed_in_as(app, Role.MODERATOR).get("/moderation/links").get_data(True)
    run(app, Answer(Result.GONE, 404), 3)
    moderator = signed_in_as(app, Role.MODERATOR)
    page = moderator.get("/moderation/links").get_data(as_text=True)
    assert "The page is not there any more" in page
    assert "Steady Steps" in page
    with app.app_context():
        check_id = db.session.scalars(select(LinkCheck.id)).one()
        assert checked_on(service_id) == {}
    assert moderator.post_form("/moderation/links/nothing/again").status_code == 404
    assert moderator.post_form(f"/moderation/links/{check_id}/again").status_code == 303
    assert "within the hour" in moderator.get("/moderation/links").get_data(as_text=True)
    assert run(app, Answer(Result.ANSWERS, 200), 3) == [URL]
    moderator = signed_in_as(app, Role.MODERATOR)
    assert "All websites open" in moderator.get("/moderation/links").get_data(as_text=True)


def test_a_refusal_says_nothing(app: Flask) -> None:
    service_id = add_listing(app)
    run(app, Answer(Result.REFUSED, 403))
    with app.app_context():
        assert checked_on(service_id) == {}
        assert db.session.scalars(select(LinkCheck.failures)).all() == [0]


def test_a_host_is_asked_once_in_a_run_and_old_addresses_are_forgotten(app: Flask) -> None:
    add_listing(app)
    service_id = add_listing(app, f"{URL}other")
    assert len(run(app, Answer(Result.ANSWERS, 200))) == 1
    assert len(run(app, Answer(Result.ANSWERS, 200))) == 1
    with app.app_context():
        db.session.get_one(Service, service_id).url = ""
        db.session.commit()
    run(app, Answer(Result.ANSWERS, 200))
    with app.app_context():
        assert db.session.scalars(select(LinkCheck.url)).all() == [URL]


@pytest.mark.parametrize(
    "url", ["mailto:a@b.org", "https://", "http://[", "https://a.example.org", "nothing"]
)
def test_what_is_no_address_of_the_public_net_is_not_opened(app: Flask, url: str) -> None:
    assert host_of(url) == ""
    add_listing(app, url)
    assert run(app, Answer(Result.ANSWERS, 200)) == []


class _Site(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        answers = {"/ok": 200, "/gone": 404, "/error": 500, "/no-head": 405, "/refused": 403}
        if self.path.startswith("/to"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
        else:
            self.send_response(answers.get(self.path, 302))
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response({"/no-head": 200}.get(self.path, 403 if self.path == "/refused" else 404))
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Write nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_no_address_of_the_own_network_is_opened(site: str) -> None:
    assert probe(f"{site}/ok") == Answer(Result.NO_ANSWER)
    assert probe("http://10.0.0.1/") == Answer(Result.NO_ANSWER)


def test_what_sites_answer(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_http, "is_public", lambda _number: True)
    monkeypatch.setattr(probing, "SECONDS", 5)
    assert probe(f"{site}/ok") == Answer(Result.ANSWERS, 200)
    assert probe(f"{site}/no-head") == Answer(Result.ANSWERS, 200)
    assert probe(f"{site}/gone") == Answer(Result.GONE, 404)
    assert probe(f"{site}/error") == Answer(Result.BROKEN, 500)
    assert probe(f"{site}/refused") == Answer(Result.REFUSED, 403)
    assert probe(f"{site}/to/ok") == Answer(Result.ANSWERS, 200)
    assert probe(f"{site}{'/to' * 7}/ok").result is Result.BROKEN
    assert probe(f"{site}/tofile:///etc/passwd").result is Result.NO_ANSWER


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_redirect_into_the_own_network_is_not_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_http, "is_public", lambda number: number == "127.0.0.1")
    assert probe(f"{site}/tohttp://169.254.169.254/latest").result is Result.NO_ANSWER
