"""While the search index fails or hangs, only lists of services are out of order: every other page is shown,
and says in plain words that services cannot be shown.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.stores import StoreUnavailable
from directory.listing import queries as listing_queries
from directory.listing.card_queries import public_ids
from directory.models import Service
from directory.search.index import SearchIndex
from tests.conftest import make_app, make_settings
from tests.examples import sampled, slow_on_both
from tests.integration.core.broken_stores import Hanging
from tests.integration.selfassess.steps import FINE, HARD, QUICK, answer_all, text_of
from tests.page_checks import PageCheckingClient
from tests.routes import LISTED

SAID = "We can’t show services near you just now"
PHONE = 'href="tel:01632960100"'
SEARCHES = {"directory.find", "directory.ask", "directory.suggest"}
"""The endpoints whose main content is what the index finds."""

ENDPOINTS = [row for row in LISTED if row.method == "GET" and row.endpoint not in SEARCHES]
DANGERS = ("/needs/a", "/needs/d")
"""Pages of a kind of danger, which are results of a search."""
ANSWERED_BY_INDEX = tuple(
    path
    for row in ENDPOINTS
    for path, status in row.examples
    if status == 200 and (path.startswith("/widget?") or re.search("[?&](?:search|proximity)=", path))
)
"""Parts of the feed, and lists for other sites, whose content is what the index finds."""
OTHERS = {
    path: status
    for row in ENDPOINTS
    for path, status in row.examples
    if path not in (*DANGERS, *ANSWERED_BY_INDEX)
}
BESIDE = ("/advice/falls", "/advice/d", "/life-events/looking-after-someone", f"{QUICK}/result")
"""Pages that show services beside their main content."""


def damaged(*_arguments: Any) -> Any:
    """Fail as an index does that is damaged and too large to be replaced by the database."""
    raise StoreUnavailable("the search index is damaged")


@pytest.fixture(params=["fails", "hangs"])
def broken(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Return what stands in place of a store."""
    hanging = Hanging()
    yield damaged if request.param == "fails" else hanging
    hanging.release()


@pytest.fixture
def visitor(demo_app: Flask) -> PageCheckingClient:
    """Return a visitor of the demonstration borough, where parts of pages wait a short time for stores."""
    app = make_app(make_settings(demo_app.extensions["settings"].data_dir, store_wait_seconds=0.05))
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


@pytest.fixture
def with_a_plan(visitor: PageCheckingClient) -> PageCheckingClient:
    """Return the visitor with a service in the plan."""
    with visitor.application.app_context():
        service = min(public_ids(list(db.session.scalars(select(Service.id)))))
    assert visitor.post_form("/my-list/add", {"service": [service]}).status_code == 303
    return visitor


@pytest.mark.slow
def test_pages_that_do_not_search_answer_as_ever(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SearchIndex, "current", damaged)
    assert {path: visitor.get(path).status_code for path in OTHERS} == OTHERS


def test_the_feed_and_the_lists_for_other_sites_say_when_to_come_back(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SearchIndex, "current", damaged)
    assert len(ANSWERED_BY_INDEX) >= 4
    answers = [visitor.get(path) for path in ANSWERED_BY_INDEX]
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers.get("Retry-After") for answer in answers)


def test_pages_of_dangers_show_their_numbers_without_the_index(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SearchIndex, "current", damaged)
    for path in DANGERS:
        answer = visitor.get(path)
        assert answer.status_code == 503
        assert 'class="distress' in text_of(answer)
        assert 'href="tel:' in text_of(answer).partition('class="distress')[2]


@slow_on_both
@pytest.mark.parametrize("path", sampled(BESIDE, 8))
def test_pages_say_that_the_services_beside_them_cannot_be_shown(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Any], path: str
) -> None:
    answer_all(visitor, HARD)
    monkeypatch.setattr(SearchIndex, "current", broken)
    answer = visitor.get(path)
    page = text_of(answer)
    assert answer.status_code == 200
    assert SAID in page
    assert PHONE in page[page.index(SAID) :][:400]
    assert 'class="card"' not in page
    assert "nothing near you" not in page


@slow_on_both
@pytest.mark.parametrize("path", sampled(BESIDE, 4))
def test_pages_say_nothing_of_it_while_services_can_be_found(
    demo_client: PageCheckingClient, path: str
) -> None:
    answer_all(demo_client, HARD)
    page = text_of(demo_client.get(path))
    assert SAID not in page
    assert 'class="card"' in page


def test_a_result_has_everything_but_the_services(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Any]
) -> None:
    answer_all(visitor, {**HARD, "harm": ["hurt"]})
    monkeypatch.setattr(SearchIndex, "current", broken)
    page = text_of(visitor.get(f"{QUICK}/result"))
    for part in (
        "Tell us, so that we can help to stop the harm",
        "Ask for a care assessment",
        "Who to call to stay safe",
        "/ask/safeguarding-concern",
        "/ask/needs-assessment",
        "Make my plan",
        "Independent advice and advocacy",
        SAID,
    ):
        assert part in page, part


@slow_on_both
def test_a_place_is_kept_while_services_cannot_be_found(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Any]
) -> None:
    answer_all(visitor, HARD)
    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "current", broken)
        assert visitor.post_form(f"{QUICK}/where", {"where": "Wombwell"}).status_code == 303
        page = text_of(visitor.get(f"{QUICK}/result"))
        assert SAID in page
        assert 'value="Wombwell"' in page
    visitor.application.extensions["optional_parts"]._closed_until.clear()
    visitor.application.extensions["optional_parts"]._seconds = 30
    assert "Near Wombwell" in text_of(visitor.get(f"{QUICK}/result"))


def test_who_has_no_needs_is_told_nothing_of_the_index(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_all(visitor, FINE)
    monkeypatch.setattr(SearchIndex, "current", damaged)
    answer = visitor.get(f"{QUICK}/result")
    assert answer.status_code == 200
    assert SAID not in text_of(answer)


@slow_on_both
@pytest.mark.parametrize("path", sampled(["/my-plan", "/my-plan/send", "/my-list/send", "/my-list/share"], 4))
def test_plan_and_list_need_no_index(
    with_a_plan: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(SearchIndex, "current", damaged)
    assert with_a_plan.get(path).status_code == 200


@slow_on_both
def test_a_plan_is_shown_while_listings_cannot_be_read(
    with_a_plan: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Any]
) -> None:
    """The page then says so, and calls no service one that is no longer listed."""
    monkeypatch.setattr(listing_queries, "public_services", broken)
    answer = with_a_plan.get("/my-plan")
    page = text_of(answer)
    assert answer.status_code == 200
    assert SAID in page
    assert "Nothing is saved yet" not in page
    assert "no longer on this site" not in page
    assert 'href="/service/' not in page
    assert "We don’t list this any more" not in page


@slow_on_both
def test_a_listing_opened_from_a_search_is_shown_without_distances(
    visitor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., Any]
) -> None:
    path = "/service/steady-feet-balance-and-strength-classes?back=q%3Dfalls%26where%3DS73"
    assert visitor.get("/find?q=falls").status_code == 200, (
        "reads the index, which takes longer than a part may"
    )
    whole = visitor.get(path)
    assert whole.status_code == 200
    assert "miles" in text_of(whole).casefold()
    monkeypatch.setattr(SearchIndex, "current", broken)
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "miles" not in text_of(answer).casefold()
    assert "Steady Feet" in text_of(answer)
