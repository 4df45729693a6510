"""Whatever is posted to a page of the directory, the answer is a page or an error message, never a
failure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask

from core.db import db
from tests.factories import make_service
from tests.page_checks import PageCheckingClient

FIELDS = ("service", "to", "note", "next", "email", "notes", "what", "message", "reply_to")
LONG = "x" * 100_000
EMPTY: Mapping[str, str] = MappingProxyType({})
JUNK: list[dict[str, Any]] = [
    {},
    dict.fromkeys(FIELDS, ""),
    {name: ["one", "two"] for name in FIELDS},
    {name: ["", "", ""] for name in FIELDS},
    dict.fromkeys(FIELDS, LONG),
    dict.fromkeys(FIELDS, "\x00\x07\ud7ff"),
    dict.fromkeys(FIELDS, "-1"),
    dict.fromkeys(FIELDS, "99999999999999999999"),
    dict.fromkeys(FIELDS, "١²"),
    dict.fromkeys(FIELDS, "' OR 1=1 --"),
    dict.fromkeys(FIELDS, "//evil.example/\r\nX: y"),
    {f"{name}[]": "x" for name in FIELDS},
]


def post_routes(app: Flask) -> list[str]:
    """Return the paths of every POST route of the directory, with a service's slug for the variable."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    return sorted(
        rule.rule.replace("<slug>", "junk-target") for rule in rules if rule.endpoint.startswith("directory.")
    )


def add_service(app: Flask) -> str:
    with app.app_context():
        service = make_service(db.session, slug="junk-target")
        db.session.commit()
        return service.id


def statuses(client: PageCheckingClient, path: str, beside: Mapping[str, str] = EMPTY) -> set[int]:
    """Post each kind of junk, with the fields of `beside` in place of its own; return the statuses of the
    answers."""
    return {client.post_form(path, {**junk, **beside}).status_code for junk in JUNK}


def test_every_post_route_is_fired_at(app: Flask) -> None:
    paths = post_routes(app)
    assert {"/my-list/note", "/my-list/move", "/my-list/send", "/service/junk-target/problem"} <= set(paths)
    assert not [path for path in paths if "<" in path]


@pytest.mark.both_databases
@pytest.mark.slow
def test_junk_beside_a_service_is_answered_with_words(app: Flask, client: PageCheckingClient) -> None:
    service = {"service": add_service(app)}
    client.post_form("/my-list/add", dict(service))
    for path in post_routes(app):
        assert max(statuses(client, path, service)) < 500, path


@pytest.mark.slow
def test_junk_alone_is_answered_with_words(app: Flask, client: PageCheckingClient) -> None:
    client.post_form("/my-list/add", {"service": add_service(app)})
    for path in post_routes(app):
        assert max(statuses(client, path)) < 500, path


def test_a_page_that_fails_is_noticed(app: Flask, client: PageCheckingClient) -> None:
    """A planted fault: a route that reads a field which is not there."""

    def fails() -> str:
        raise KeyError("field")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["directory.clear_list"] = fails
    assert max(statuses(client, "/my-list/clear")) >= 500
