"""Pages that need no store answer while every store fails or hangs; the others say so with status 503."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from core.db import db
from core.stores import answers_without_stores, is_store_failure
from directory.listing.card_queries import public_ids
from directory.models import Service
from tests.conftest import make_app, make_settings
from tests.databases import on_files
from tests.examples import sampled, slow_on_both
from tests.integration.core.broken_stores import Hanging, asked_by_this_thread, failing
from tests.page_checks import PageCheckingClient
from tests.routes import LISTED

NEED_NO_STORE = {
    "costs.guide",
    "findable.favicon",
    "findable.manifest",
    "findable.robots",
    "findable.security_text",
    "findable.security_text_before",
    "health.live",
    "information.advice",
    "information.already_getting_care",
    "information.clear",
    "information.cleared",
    "information.come_back",
    "information.contact",
    "information.home",
    "information.leave",
    "information.leave_by_script",
    "information.left",
    "information.life_event",
    "information.life_events",
    "information.page",
    "information.urgent",
    "theme.css",
}
"""The endpoints that must answer whatever happens to the stores."""

ALWAYS = [
    (path, status)
    for row in LISTED
    if row.endpoint in NEED_NO_STORE and row.method == "GET"
    for path, status in row.examples
]
QUICK_EVERY = 10
"""Of the pages that need no store, every tenth is asked with a session and stores that hang by the quick tests."""

LISTS = (
    "/find?q=falls",
    "/find?where=S73",
    "/a-to-z/",
    "/towns/",
    "/towns/wombwell",
    "/whats-on",
    "/service/dearne-hot-plate",
    "/organization/larkhill-neighbourhood-network",
)


def _break(monkeypatch: pytest.MonkeyPatch, fake: Callable[..., Any]) -> None:
    monkeypatch.setattr(Engine, "connect", fake)
    monkeypatch.setattr(Engine, "begin", fake)
    monkeypatch.setattr(Engine, "raw_connection", fake)


@pytest.fixture
def broken_app(demo_app: Flask) -> Flask:
    """The demonstration borough, with parts that wait a short time for stores."""
    return make_app(make_settings(demo_app.extensions["settings"].data_dir, store_wait_seconds=0.05))


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    """Let every store hang until the end of the test."""
    fake = Hanging()
    _break(monkeypatch, fake)
    yield fake
    fake.release()


def test_the_declared_endpoints_are_marked(demo_app: Flask) -> None:
    marked = {endpoint for endpoint in demo_app.view_functions if answers_without_stores(demo_app, endpoint)}
    assert marked == NEED_NO_STORE
    assert {row.endpoint for row in LISTED} >= NEED_NO_STORE


@pytest.mark.parametrize(("path", "status"), sampled(ALWAYS, 5))
def test_pages_that_need_no_store_ask_none(broken_app: Flask, path: str, status: int) -> None:
    """Neither a statement, nor a file of the data folder, nor a connection, in the thread of the request."""
    client = broken_app.test_client()
    with asked_by_this_thread(broken_app.extensions["settings"].data_dir) as asked:
        assert client.get(path).status_code == status
    assert asked == []


def test_a_page_that_reads_a_store_is_noticed(demo_app: Flask, demo_client: PageCheckingClient) -> None:
    with asked_by_this_thread(demo_app.extensions["settings"].data_dir) as asked:
        demo_client.get("/a-to-z/")
    assert any("statement" in line for line in asked)


@pytest.fixture
def known_visitor(broken_app: Flask) -> PageCheckingClient:
    """Return a client whose list holds a service, so that it has a session."""
    client: PageCheckingClient = broken_app.test_client()  # type: ignore[assignment]
    with broken_app.app_context():
        listed = public_ids(list(db.session.scalars(select(Service.id))))
    assert client.post_form("/my-list/add", {"service": sorted(listed)[:1]}).status_code == 303
    return client


@pytest.mark.parametrize(("path", "status"), sampled(ALWAYS, 5))
def test_nor_do_they_for_a_visitor_with_a_session(
    broken_app: Flask, known_visitor: PageCheckingClient, path: str, status: int
) -> None:
    with asked_by_this_thread(broken_app.extensions["settings"].data_dir) as asked:
        assert known_visitor.get(path).status_code == status
    assert asked == []


@pytest.mark.parametrize(
    ("path", "status"),
    sampled(ALWAYS, QUICK_EVERY),
)
def test_a_visitor_with_a_session_is_answered_while_stores_hang(
    known_visitor: PageCheckingClient, hanging: Hanging, path: str, status: int
) -> None:
    assert known_visitor.get(path).status_code == status


def test_leaving_takes_the_cookie_whatever_happens_to_the_store(
    known_visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, failing)
    answer = known_visitor.get("/leave")
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "0; url=/leave/on")
    assert any(cookie.startswith("signpost=;") for cookie in answer.headers.getlist("Set-Cookie"))
    answer = known_visitor.get("/leave/on")
    assert (answer.status_code, answer.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")


@slow_on_both
@on_files
def test_the_number_on_my_list_is_shown_where_the_store_answers(
    known_visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = '<span class="count">1<'
    settings = known_visitor.application.extensions["settings"]
    patient = make_app(make_settings(settings.data_dir)).test_client()
    for cookie in known_visitor._cookies.values():
        patient.set_cookie(cookie.key, cookie.value)
    assert shown in patient.get("/advice/falls").get_data(as_text=True)
    _break(monkeypatch, failing)
    assert shown not in patient.get("/advice/falls").get_data(as_text=True)


@pytest.mark.parametrize(("path", "status"), sampled(ALWAYS, 5))
def test_pages_that_need_no_store_answer_while_stores_fail(
    broken_app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    _break(monkeypatch, failing)
    assert broken_app.test_client().get(path).status_code == status


@pytest.mark.usefixtures("hanging")
@pytest.mark.parametrize(("path", "status"), sampled(ALWAYS, 5))
def test_pages_that_need_no_store_answer_while_stores_hang(broken_app: Flask, path: str, status: int) -> None:
    assert broken_app.test_client().get(path).status_code == status


@pytest.mark.parametrize("path", sampled(LISTS, 4))
def test_lists_say_that_they_are_out_of_order(
    broken_app: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    _break(monkeypatch, failing)
    answer = broken_app.test_client().get(path)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "We could not search just now" in page
    assert "othing" not in page
    for needed in ("tel:01632960100", "tel:999", "tel:116123", 'href="/urgent-help"', 'href="/advice/d"'):
        assert needed in page, needed


def test_needs_are_shown_without_their_services(broken_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, failing)
    client = broken_app.test_client()
    assert "Falls and balance" in client.get("/needs/").get_data(as_text=True)
    page = client.get("/needs/falls").get_data(as_text=True)
    assert "We can’t show services near you just now" in page
    assert "tel:01632960100" in page
    assert "nothing listed" not in page


@pytest.mark.usefixtures("hanging")
@pytest.mark.parametrize("path", sampled(["/needs/", "/needs/falls"], 2))
def test_needs_are_shown_while_stores_hang(broken_app: Flask, path: str) -> None:
    answer = broken_app.test_client().get(path)
    assert answer.status_code == 200
    assert "Falls" in answer.get_data(as_text=True)


def test_danger_in_the_words_is_answered_while_nothing_can_be_searched(
    broken_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, failing)
    page = broken_app.test_client().get("/find?q=my+partner+hits+me").get_data(as_text=True)
    assert page.index("0808 2000 247") < page.index("<h1")
    assert 'href="/leave"' in page
    page = broken_app.test_client().get("/find?q=falls").get_data(as_text=True)
    assert 'href="/advice/falls"' in page


def test_suggestions_are_empty_with_an_honest_status(
    broken_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, failing)
    answer = broken_app.test_client().post("/suggest", data={"q": "falls"})
    assert (answer.status_code, answer.get_json(), answer.headers["Retry-After"]) == (503, [], "30")


def test_a_store_that_failed_is_asked_again_later(broken_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = broken_app.extensions["optional_parts"]
    with broken_app.test_request_context():
        assert parts.read("part", failing, "without") == "without"
        assert parts.read("part", lambda: "with", "without") == "without"
        monkeypatch.setattr("core.stores.RETRY_SECONDS", 0.0)
        parts._closed_until.clear()
        assert parts.read("part", lambda: "with", "without") == "with"


def test_few_threads_wait_for_a_store_that_hangs(broken_app: Flask) -> None:
    parts, fake = broken_app.extensions["optional_parts"], Hanging()
    with broken_app.test_request_context():
        for number in range(4):
            assert parts.read(f"part {number}", fake, "") == ""
        assert parts.read("one more", lambda: "with", "without") == "without"
    fake.release()


def test_a_mistake_of_the_program_is_no_failure_of_a_store() -> None:
    assert is_store_failure(OSError(28, "No space left on device"))
    assert not is_store_failure(FileNotFoundError(2, "No such file"))
    assert not is_store_failure(ValueError())
