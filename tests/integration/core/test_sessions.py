"""Overlapping requests of one visitor: none undoes what another wrote, and what was cleared stays cleared."""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from core.settings import Settings
from tests.conftest import make_app

Answer = dict[str, object]


class Turns:
    """Lets a test stop a request in the middle: it waits inside until it is told to go on."""

    def __init__(self) -> None:
        self.inside, self.go_on = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.inside.set()
        assert self.go_on.wait(30)


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of this run's own, that listens to nobody but us; where none is installed, its tests are
    skipped.
    """
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    socket = tmp_path_factory.mktemp("redis") / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(socket.parent)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"unix://{socket}"
    try:
        Redis.from_url(
            url, retry=Retry(ConstantBackoff(0.1), 100), retry_on_error=[RedisConnectionError]
        ).ping()
        yield url
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(params=["files", "redis"])
def app(request: pytest.FixtureRequest, settings: Settings) -> Flask:
    """A fresh site, for each place that sessions can be kept in."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    return make_app(settings.model_copy(update={"session_url": url}))


@pytest.fixture
def site(app: Flask, turns: Turns) -> Flask:
    """A site with addresses that read, write and clear a session, some of them slowly.

    They stand for any page.
    """
    app.config["WTF_CSRF_ENABLED"] = False

    @app.get("/read-slowly")
    def read_slowly() -> Answer:
        turns.wait()
        return dict(session)

    @app.get("/note-slowly/<name>")
    def note_slowly(name: str) -> Answer:
        session[name] = "noted"
        turns.wait()
        return {}

    @app.post("/add/<name>")
    def add(name: str) -> Answer:
        session["things"] = [*session.get("things", []), name]
        return {}

    @app.post("/add-slowly/<name>")
    def add_slowly(name: str) -> Answer:
        found = session.get("things", [])
        turns.wait()
        session["things"] = [*found, name]
        return {}

    @app.post("/take-out")
    def take_out() -> Answer:
        session.pop("things")
        return {}

    @app.post("/clear-all")
    def clear_all() -> Answer:
        session.clear()
        return {}

    @app.post("/fails")
    def fails() -> Answer:
        session["things"] = ["half done"]
        raise RuntimeError("on purpose")

    @app.get("/things")
    def things() -> Answer:
        return {"things": session.get("things", []), "noted": session.get("a")}

    return app


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    """Somebody whose session holds one thing."""
    client = site.test_client()
    client.post("/add/first")
    return client


def beside(client: FlaskClient, method: str, path: str) -> threading.Thread:
    """Another request with the same cookie, at the same time."""
    cookie = client.get_cookie("signpost")
    assert cookie
    other = client.application.test_client()
    other.set_cookie("signpost", cookie.value)
    thread = threading.Thread(target=other.open, args=(path,), kwargs={"method": method})
    thread.start()
    return thread


def things(client: FlaskClient) -> Answer:
    found: Answer = client.get("/things").get_json()
    return found


def test_a_page_that_comes_late_does_not_undo_what_was_saved_meanwhile(
    visitor: FlaskClient, turns: Turns
) -> None:
    late = beside(visitor, "GET", "/read-slowly")
    turns.inside.wait(30)
    visitor.post("/add/second")
    turns.go_on.set()
    late.join(30)
    assert things(visitor)["things"] == ["first", "second"]


def test_what_a_late_page_changes_itself_is_put_onto_what_is_there(
    visitor: FlaskClient, turns: Turns
) -> None:
    late = beside(visitor, "GET", "/note-slowly/a")
    turns.inside.wait(30)
    visitor.post("/add/second")
    turns.go_on.set()
    late.join(30)
    assert things(visitor) == {"things": ["first", "second"], "noted": "noted"}


def test_what_was_taken_out_meanwhile_stays_out(visitor: FlaskClient, turns: Turns) -> None:
    late = beside(visitor, "GET", "/note-slowly/a")
    turns.inside.wait(30)
    visitor.post("/take-out")
    turns.go_on.set()
    late.join(30)
    assert things(visitor) == {"things": [], "noted": "noted"}


@pytest.mark.parametrize("slow", ["/read-slowly", "/note-slowly/a"])
def test_what_was_cleared_is_not_brought_back(visitor: FlaskClient, turns: Turns, slow: str) -> None:
    cookie = visitor.get_cookie("signpost")
    assert cookie
    late = beside(visitor, "GET", slow)
    turns.inside.wait(30)
    visitor.post("/clear-all")
    turns.go_on.set()
    late.join(30)
    visitor.set_cookie("signpost", cookie.value)
    assert things(visitor) == {"things": [], "noted": None}


def test_two_that_add_at_once_both_count(visitor: FlaskClient, turns: Turns) -> None:
    one = beside(visitor, "POST", "/add-slowly/second")
    turns.inside.wait(30)
    other = beside(visitor, "POST", "/add/third")
    turns.go_on.set()
    one.join(30)
    other.join(30)
    assert things(visitor)["things"] == ["first", "second", "third"]


def test_a_request_that_fails_gives_the_session_free(visitor: FlaskClient) -> None:
    assert visitor.post("/fails").status_code == 500
    visitor.post("/add/second")
    assert "second" in things(visitor)["things"]  # type: ignore[operator]


def test_reading_writes_nothing_but_counts_as_a_click_after_a_while(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    store = visitor.application.session_interface
    really = store._upsert_session  # type: ignore[attr-defined]

    def noted(lifetime: object, what: object, store_id: str) -> None:
        written.append(store_id)
        really(lifetime, what, store_id)

    monkeypatch.setattr(store, "_upsert_session", noted)
    things(visitor)
    assert written == []
    later = time.time() + 61
    monkeypatch.setattr("core.sessions.time.time", lambda: later)
    visitor.get("/static/dist/manifest.json")
    assert written == []
    assert things(visitor)["things"] == ["first"]
    assert len(written) == 1


def test_a_visitor_who_keeps_nothing_has_no_session(site: Flask) -> None:
    client = site.test_client()
    assert things(client)["things"] == []
    assert client.get_cookie("signpost") is None


def test_purge_takes_away_sessions_whose_time_is_over(
    app: Flask, site: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left() -> int:
        files = settings.data_dir / "sessions"
        return sum(b"an answer" in path.read_bytes() for path in files.iterdir()) if files.exists() else 0

    visitor = site.test_client()
    visitor.post("/add/an answer")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["purge"]).exit_code == 0
    assert things(visitor)["things"] == ["an answer"]
    assert left() == (0 if app.extensions["settings"].session_url else 1)
    later = time.time() + 2 * 60 * 60
    monkeypatch.setattr("core.sessions.time.time", lambda: later)
    assert runner.invoke(args=["purge"]).exit_code == 0
    assert left() == 0
