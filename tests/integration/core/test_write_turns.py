"""Requests that wait for a store leave threads to everybody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, request

from core import write_turns
from core.settings import Settings
from tests.conftest import make_app, make_settings
from tests.page_checks import PageCheckingClient


@pytest.fixture
def slow_app(settings: Settings) -> Flask:
    """A site in which two requests may change something at once."""
    return make_app(make_settings(settings.data_dir, writes_at_once=2))


def test_a_form_on_top_is_told_that_nothing_was_kept(
    slow_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, inside = threading.Event(), threading.Barrier(3)

    def wait() -> None:
        if request.headers.get("X-Waits") == "yes":
            inside.wait(30)
            assert release.wait(60)

    # After the turn was taken, before the token is checked.
    order = slow_app.before_request_funcs[None]
    order.insert([one.__name__ for one in order].index("take_turn") + 1, wait)
    monkeypatch.setattr(write_turns, "WAIT_SECONDS", 0.01)
    clients = [slow_app.test_client() for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        waiting = [
            threads.submit(client.post, "/my-list/add", headers={"X-Waits": "yes"}) for client in clients
        ]
        inside.wait(30)
        client: PageCheckingClient = slow_app.test_client()  # type: ignore[assignment]
        assert client.get("/").status_code == 200
        assert client.get("/find?q=falls").status_code == 200
        refused = client.post("/service/x/problem", data={"comment": "It has moved"})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert "It has moved" in refused.get_data(as_text=True)
        assert client.post("/leave").status_code in (200, 400)
        release.set()
        assert {answer.result(60).status_code for answer in waiting} == {400}
    # Every turn was given back.
    for _ in range(5):
        assert client.post("/my-list/add").status_code == 400
