"""Feeds with anything in them: no crash, and nothing that was stored is lost."""

import json
import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from directory.importing import http
from directory.models import Service
from directory.pulling import queries, services
from directory.pulling.reading import BROKEN, pull
from tests.feed_server import FakeFeed, service, serving

_JUNK: list[Any] = [
    None,
    "",
    -1,
    1e308,
    "x" * 5000,
    [],
    {},
    [[]],
    True,
    "\x00",
    "<script>alert(1)</script>",
    {"id": []},
]


def mutated(rng: random.Random, value: Any, depth: int = 0) -> Any:
    """Return a value in which some parts are replaced by junk, repeated or left out."""
    if rng.random() < 0.06 and depth:
        return rng.choice(_JUNK)
    if isinstance(value, dict):
        return {key: mutated(rng, one, depth + 1) for key, one in value.items() if rng.random() > 0.03}
    if isinstance(value, list):
        return [mutated(rng, one, depth + 1) for one in value for _time in range(1 + (rng.random() < 0.05))]
    return value


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_feed_full_of_junk_loses_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    rng = random.Random(seed)
    rows = [service(number) for number in range(20)]
    settings = app.extensions["settings"]
    with serving(FakeFeed(rows)) as feed, app.app_context():
        services.add_source(settings, feed.url, name="fuzzed")
        assert pull(settings, "fuzzed").succeeded
        for _round in range(6):
            page: Any = {
                "total_items": 20,
                "total_pages": 1,
                "page_number": 1,
                "contents": mutated(rng, rows),
            }
            content = json.dumps(page).encode()
            feed.raw = content[: rng.randrange(len(content))] if rng.random() < 0.3 else content
            row = queries.profile("fuzzed")
            assert row is not None
            services.ask_for_run(settings, row, actor="system")
            reading = pull(settings, "fuzzed")
            assert reading.outcome != BROKEN, reading.detail
            assert db.session.scalar(select(func.count()).select_from(Service)) >= 20
        feed.raw = None
        row = queries.profile("fuzzed")
        assert row is not None
        services.ask_for_run(settings, row, actor="system", may_shrink=True)
        assert pull(settings, "fuzzed").succeeded
        ids = [one["id"] for one in rows]
        active = select(func.count()).where(Service.id.in_(ids), Service.status == "active")
        assert db.session.scalar(active) == 20
