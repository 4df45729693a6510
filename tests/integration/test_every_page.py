"""Every address of tests/routes.txt is fetched and checked, and the links on its pages are followed."""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bench import measure
from core import clock
from core.db import db
from core.health import TRY_TO_WRITE
from directory.corrections.services import report
from directory.importing.store import services_changed
from directory.listing.card_queries import public_ids
from directory.models import Organization, Service
from directory.my_list.items import encode
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_organization, make_service, weekly
from tests.integration.selfassess.steps import FINE, QUICK, answer_all
from tests.page_checks import PageCheckingClient
from tests.routes import GETS, LISTED, POSTS, ListedRoute

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}


def test_every_address_is_listed(demo_app: Flask) -> None:
    rules = list(demo_app.url_map.iter_rules())
    there = {
        (method, rule.endpoint, rule.rule)
        for rule in rules
        for method in set(rule.methods or ()) - {"HEAD", "OPTIONS"}
    }
    assert {(row.method, row.endpoint, row.rule) for row in LISTED} == there
    assert all(row.examples for row in LISTED)


@pytest.mark.parametrize("row", [row for row in LISTED if row.method == "GET"], ids=lambda row: row.rule)
def test_examples_are_of_their_rule(demo_app: Flask, row: ListedRoute) -> None:
    assert row.examples
    for path, _ in row.examples:
        assert demo_app.url_map.bind("localhost").match(urlsplit(path).path)[0] == row.endpoint


@contextmanager
def writes(app: Flask) -> Iterator[list[str]]:
    """Yield a list that collects what is written to the database inside the block: statements that change
    something, and commits of sessions with changes."""
    found: list[str] = []

    def committing(session: Session) -> None:
        found.extend(f"commit of {record!r}" for record in (*session.new, *session.dirty, *session.deleted))

    event.listen(Session, "before_commit", committing)
    try:
        with measure.statements(app) as sent:
            yield found
    finally:
        event.remove(Session, "before_commit", committing)
    found.extend(
        one
        for one in sent
        if not re.match(r"\s*(select|pragma|explain|with)\b", one, re.IGNORECASE) and one != TRY_TO_WRITE
    )


def _text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


@pytest.mark.parametrize(("path", "status"), sampled(GETS, 4))
def test_every_page_passes_the_checks(
    demo_app: Flask, demo_client: PageCheckingClient, path: str, status: int
) -> None:
    """PageCheckingClient checks the HTML, the council's telephone number included.

    This test adds the status, the headers, and that GET writes nothing.
    """
    with writes(demo_app) as written:
        response = demo_client.get(path)
    assert response.status_code == status
    assert written == []
    for name, beginning in HEADERS.items():
        assert response.headers.get(name, "").startswith(beginning), name
    if response.mimetype == "text/html" and status != 303 and status != 308:
        assert response.headers.get("Cache-Control") == "no-store" or path.startswith("/static/")


def test_pages_that_need_something_first(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    """Pages of a filled list, of a shared list and of a report do not write either."""
    with own_demo_app.app_context():
        chosen = sorted(public_ids(_all_ids()))[:3]
        settings = own_demo_app.extensions["settings"]
        reference = report(settings, chosen[0], "cost", "", "").reference
    own_demo_client.post_form("/my-list/add", {"service": chosen})
    with writes(own_demo_app) as written:
        for path in (
            "/my-plan",
            "/my-list/send",
            "/my-list/share",
            f"/list/{encode(chosen)}",
            f"/problem/thanks/{reference}",
        ):
            assert own_demo_client.get(path).status_code == 200, path
    assert written == []


def _all_ids() -> list[str]:
    return list(db.session.scalars(select(Service.id)))


def test_a_planted_write_is_noticed(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    with writes(own_demo_app) as written:
        sent = own_demo_client.post_form("/service/dearne-hot-plate/problem", {"what": "cost"})
    assert sent.status_code == 303
    assert any("insert" in line.lower() for line in written)


@pytest.mark.parametrize("path", sampled(POSTS, 5))
def test_a_post_without_a_token_is_refused(
    demo_app: Flask, demo_client: PageCheckingClient, path: str
) -> None:
    with writes(demo_app) as written:
        response = demo_client.post(path, data={"service": "x", "what": "cost", "email": "a@example.org"})
    assert response.status_code == 400
    assert "Please send that again" in _text(response)
    assert written == []
    for name, beginning in HEADERS.items():
        assert response.headers.get(name, "").startswith(beginning), name


_LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')
_MOST = 2000
_MOST_FORMS = 20


def _plain(address: str) -> str:
    """Return the address without its fragment and without `back`, which changes only one link."""
    parts = urlsplit(unescape(address))
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "back"])
    return parts.path + (f"?{query}" if query else "")


def _links(page: str) -> set[str]:
    forms = set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page))
    return {
        _plain(address)
        for address in _LINK.findall(page)
        if address not in forms and not address.startswith("//")
    }


def _followed(path: str) -> bool:
    """Whether links are read from this page; the many filters of a search are left out."""
    return not path.startswith(("/find", "/static", "/leave"))


@dataclass
class Crawl:
    """The result of a crawl: the status of each address, the links that lead to an error with their page, and
    the addresses that were not fetched."""

    seen: dict[str, int]
    lost: list[str]
    left: set[str]

    def pages(self, beginning: str) -> int:
        """Return how many addresses with this beginning were fetched."""
        return sum(path.startswith(beginning) for path in self.seen)


def crawl(app: Flask, starts: set[str], most: int) -> Crawl:
    """Fetch the starts and follow their links, breadth first, until `most` addresses were fetched.

    Each is fetched once.
    """
    # Without cookies: one of the links is the way off a page, after which every page leads elsewhere.
    client = FlaskClient(app, TestResponse, use_cookies=False)
    found = Crawl({}, [], set())
    ahead = deque(sorted(starts))
    origin = dict.fromkeys(starts, "tests/routes.txt")
    forms = 0
    while ahead and len(found.seen) < most:
        path = ahead.popleft()
        # Each listing has the same form: some of them are enough.
        forms += path.endswith("/problem")
        if path.endswith("/problem") and forms > _MOST_FORMS:
            continue
        response = client.get(path)
        found.seen[path] = response.status_code
        if response.status_code not in (200, 303):
            found.lost.append(f"{path} on {origin[path]}: {response.status_code}")
        read = response.mimetype == "text/html" and response.status_code == 200
        if read and (_followed(path) or path in starts):
            links = sorted(_links(_text(response)) - origin.keys())
            origin.update(dict.fromkeys(links, path))
            ahead.extend(links)
    found.left = set(ahead)
    return found


STARTS = {path for path, status in GETS if status == 200}
MAIN_PAGES = {"/", "/advice/", "/needs/", "/a-to-z/", "/check/", "/urgent-help"}


@pytest.mark.slow
def test_every_link_of_the_main_pages_leads_somewhere(demo_app: Flask) -> None:
    found = crawl(demo_app, MAIN_PAGES, most=150)
    assert not found.lost, "\n".join(found.lost)
    assert found.pages("/advice/") > 25


def test_a_planted_dead_link_is_found(tmp_path: Path) -> None:
    app = Flask("planted")
    app.add_url_rule("/", "home", lambda: '<a href="/there">There</a><a href="/gone?back=x">Gone</a>')
    app.add_url_rule("/there", "there", lambda: "")
    found = crawl(app, {"/"}, most=10)
    assert found.lost == ["/gone on /: 404"]
    assert found.seen == {"/": 200, "/there": 200, "/gone": 404}
    assert crawl(app, {"/"}, most=1).left == {"/there", "/gone"}


@pytest.mark.slow
def test_every_link_leads_somewhere(demo_app: Flask) -> None:
    """From all examples of tests/routes.txt through the whole demonstration borough."""
    found = crawl(demo_app, STARTS, most=_MOST)
    assert not found.lost, "\n".join(found.lost)
    assert not found.left, f"{len(found.left)} links were not followed; raise the bound"
    assert found.pages("/service/") > 300
    assert found.pages("/advice/") > 25
    assert found.pages("/organization/") > 100


PARTS = 4


def _slugs(app: Flask, part: int, parts: int) -> list[str]:
    """Return the slugs of every `parts`-th public listing, from number `part`."""
    with app.app_context():
        found = [row.slug for row in db.session.scalars(select(Service)) if not row.professionals_only]
    return sorted(found)[part::parts]


@pytest.mark.slow
def test_every_tenth_listing_passes_the_checks(demo_app: Flask, demo_client: PageCheckingClient) -> None:
    slugs = _slugs(demo_app, 3, 10)
    assert len(slugs) > 25
    for slug in slugs:
        assert demo_client.get(f"/service/{slug}").status_code == 200, slug


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_listing_passes_the_checks(demo_app: Flask, demo_client: PageCheckingClient, part: int) -> None:
    slugs = _slugs(demo_app, part, PARTS)
    assert len(slugs) > 60
    for slug in slugs:
        assert demo_client.get(f"/service/{slug}").status_code == 200, slug


def _alike(app: Flask, number: int) -> list[str]:
    """Add that many similar services of one organization, with every kind of detail; return their ids."""
    with app.app_context():
        group = db.session.scalar(select(Organization)) or make_organization(
            db.session, slug="neighbours", name="Neighbours"
        )
        made = [_one(group) for _ in range(number)]
        db.session.commit()
        services_changed(db.session, [service.id for service in made])
        db.session.commit()
        return [service.id for service in made]


def _one(group: Organization) -> Service:
    return make_service(
        db.session,
        organization=group,
        name=f"Balance class {clock.new_id()[:8]}",
        summary="Fewer falls.",
        needs=["falls"],
        audiences=["older_people"],
        access=["wheelchair"],
        cultures=["polish"],
        languages=["Polish"],
        places=[(make_location(db.session, access=["parking"]), [weekly("MO", "14:00", "15:00")])],
        costs=[{"kind": "free"}, {"kind": "fixed", "amount": "3"}],
    )


COUNTED = (
    "/find?q=falls",
    "/find?q=falls&view=map",
    "/needs/",
    "/needs/falls",
    "/a-to-z/b",
    "/towns/",
    "/towns/wombwell",
    "/whats-on",
    "/my-plan",
    "/my-list/send",
    "/my-list/share",
    "/organization/neighbours",
    "/advice/falls",
    "/life-events/fall-or-fright",
)


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_result_and_many_take_the_same_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    """Each page is fetched once before the count, because what is cached for all pages is no cost of one
    page. Of two counts the smaller holds: a thread in the background may send a statement meanwhile."""
    counts: dict[str, list[int]] = {path: [] for path in COUNTED}
    sizes: dict[str, list[int]] = {path: [] for path in COUNTED}
    for number in (1, 15):
        client.post_form("/my-list/add", {"service": _alike(app, number)})
        for path in COUNTED:
            page, numbers = client.get(path), list[int]()
            assert page.status_code == 200
            for _ in range(2):
                with statements(app) as sent:
                    client.get(path)
                numbers.append(len(sent))
            counts[path].append(min(numbers))
            sizes[path].append(len(page.data))
    assert [path for path, (few, many) in sizes.items() if many <= few] in ([], ["/my-list/share"])
    assert {path: found for path, found in counts.items() if found[0] != found[1]} == {}
    assert {path: found for path, found in counts.items() if found[0] > 20} == {}


@slow_on_both
def test_the_result_page_takes_the_same_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    """With one service for a need and with many, after searches for several needs."""
    answer_all(client, {**FINE, "safe_home": ["falls"]})
    counts = []
    for number in (1, 15):
        _alike(app, number)
        assert client.get(f"{QUICK}/result").status_code == 200
        with statements(app) as sent:
            page = client.get(f"{QUICK}/result")
        assert "Balance class" in page.get_data(as_text=True)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_shared_list_takes_the_same_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    counts = []
    for number in (1, 15):
        path = f"/list/{encode(_alike(app, number))}"
        client.get(path)
        with statements(app) as sent:
            assert client.get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
