"""Moderators see how each feed does, have it read, and pause it; nobody else does."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event, select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from core.jobs.registry import jobs_of
from directory.importing import http
from directory.models import FeedProfile
from directory.pulling import services
from tests.accounts import signed_in_as
from tests.examples import slow_on_both
from tests.feed_server import FakeFeed, service, serving
from tests.page_checks import PageCheckingClient

PAGE = "/moderation/sources"


@pytest.fixture
def feed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeFeed]:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(FakeFeed([service(number) for number in range(12)], faults={"licence", "search"})) as fake:
        with app.app_context():
            services.add_source(app.extensions["settings"], fake.url, name="Next Door")
        yield fake


def run_job(app: Flask) -> str:
    with app.app_context():
        return jobs_of(app)["feeds"].run(lambda: False)


def test_a_moderator_follows_a_source_from_new_to_shrunk_and_back(app: Flask, feed: FakeFeed) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    page = client.get(PAGE).text
    assert "It has not been read yet." in page
    assert "It names no licence." in page
    assert "It takes no notice of search words." in page
    assert run_job(app) == "1 read"
    page = client.get(PAGE).text
    assert "12 new, 0 changed, 0 gone" in page
    assert run_job(app) == "none due"
    feed.services = feed.services[:3]
    assert client.post_form(f"{PAGE}/read", {"source": "Next Door"}).status_code == 303
    assert run_job(app) == "1 shrunk"
    page = client.get(PAGE).text
    assert "Needs a look" in page
    assert "1 waits" in client.get("/moderation").text
    client.post_form(f"{PAGE}/read", {"source": "Next Door", "may_shrink": "yes"})
    assert run_job(app) == "1 read"
    assert "0 new, 0 changed, 9 gone" in client.get(PAGE).text


@slow_on_both
def test_a_paused_source_rests_until_it_is_resumed(app: Flask, feed: FakeFeed) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    for _twice in range(2):
        client.post_form(f"{PAGE}/pause", {"source": "Next Door"})
    assert run_job(app) == "none due"
    assert "Not while it is paused" in client.get(PAGE).text
    client.post_form(f"{PAGE}/resume", {"source": "Next Door"})
    assert run_job(app) == "1 read"
    with app.app_context():
        actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
    told = [action for action in actions if action.startswith("source.")]
    assert told == ["source.added", "source.paused", "source.resumed", "source.read"]


def test_a_source_that_is_not_there_is_not_found(app: Flask) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    assert "We read no other lists yet." in client.get(PAGE).text
    assert client.post_form(f"{PAGE}/pause", {"source": "nothing"}).status_code == 404


def test_a_group_may_not_see_it(app: Flask) -> None:
    assert signed_in_as(app, Role.GROUP_OWNER).get(PAGE).status_code == 403


def test_the_page_takes_as_many_statements_for_many_sources_as_for_one(app: Flask) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    counts = []
    for number in (1, 20):
        with app.app_context():
            for each in range(number):
                row = FeedProfile(source=f"{number} {each}", url="https://example.org/services")
                row.next_due_at = clock.now()
                db.session.add(row)
            db.session.commit()
        counts.append(statements(app, client))
    assert counts[0] == counts[1]


def statements(app: Flask, client: PageCheckingClient) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        client.get(PAGE)
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
