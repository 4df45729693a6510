"""Requests that wait for a store leave threads to everybody else."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask, request

from core import store_turns
from core.settings import Settings
from tests.conftest import make_app, make_settings
from tests.page_checks import PageCheckingClient


@pytest.fixture
def slow_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site in which two requests may read, and two may write, at once; soon they count as hanging."""
    monkeypatch.setattr(store_turns, "WRITE_SECONDS", 0.01)
    monkeypatch.setattr(store_turns, "READ_SECONDS", 0.01)
    return make_app(make_settings(settings.data_dir, store_requests_at_once=2))


class Waiting:
    """Lets requests with the header X-Waits wait, after they have taken their turn, until they may go on."""

    def __init__(self, app: Flask) -> None:
        self._app, self._release, self._inside = app, threading.Event(), threading.Barrier(3)
        order = app.before_request_funcs[None]
        order.insert([one.__name__ for one in order].index("take_turn") + 1, self._wait)

    def _wait(self) -> None:
        if request.headers.get("X-Waits") == "yes":
            self._inside.wait(30)
            assert self._release.wait(60)

    @contextmanager
    def two(self, method: str, path: str) -> Iterator[list[int]]:
        """Let two requests wait inside; afterwards the list holds their statuses."""
        statuses: list[int] = []

        def send() -> None:
            answer = self._app.test_client().open(path, method=method, headers={"X-Waits": "yes"})
            statuses.append(answer.status_code)

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        self._inside.wait(30)
        time.sleep(0.05)
        try:
            yield statuses
        finally:
            self._release.set()
            for thread in threads:
                thread.join(60)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_form_on_top_is_told_that_nothing_was_kept(slow_app: Flask) -> None:
    client: PageCheckingClient = slow_app.test_client()  # type: ignore[assignment]
    with Waiting(slow_app).two("POST", "/my-list/add") as statuses:
        assert client.get("/").status_code == 200
        assert client.get("/find?q=falls").status_code == 200
        refused = client.post("/service/x/problem", data={"comment": "It has moved"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert "It has moved" in refused.get_data(as_text=True)
    assert statuses == [400, 400]
    # Every turn was given back.
    for _ in range(5):
        assert client.post("/my-list/add").status_code == 400


def test_a_search_on_top_is_told_that_nothing_could_be_searched(slow_app: Flask) -> None:
    client: PageCheckingClient = slow_app.test_client()  # type: ignore[assignment]
    with Waiting(slow_app).two("GET", "/find?q=falls") as statuses:
        for path in ("/", "/urgent-help", "/leave", "/advice/falls", "/health/live", "/health/ready"):
            # After "Exit this page" every page leads away for a while, so each is asked for by somebody else.
            assert slow_app.test_client().get(path).status_code == 200, path
        refused = client.get("/find?q=lunch")
        assert refused.status_code == 503
        assert "We could not search just now" in refused.get_data(as_text=True)
    assert statuses == [200, 200]
    for _ in range(5):
        assert client.get("/find?q=lunch").status_code == 200


def test_a_turn_is_waited_for_while_others_work() -> None:
    turns = store_turns.Turns(1, 30)
    first = turns.take()
    with ThreadPoolExecutor(1) as threads:
        second = threads.submit(turns.take)
        assert not second.done()
        turns.give_back(first)
        turns.give_back(second.result(30))
    assert turns.take()
