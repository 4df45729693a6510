"""Overlapping requests of one visitor: none undoes what another wrote, and what was cleared stays cleared."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from sqlalchemy import func, select

from core import clock
from core.csrf import check_csrf, csrf_token
from core.db import db
from core.sessions.interface import StoredSessions
from core.sessions.models import StoredSession
from core.settings import Settings
from tests.conftest import NOW, make_app
from tests.databases import everything_stored
from tests.examples import slow_on_both

pytestmark = pytest.mark.both_databases

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


@pytest.fixture(params=["table", "redis"])
def app(request: pytest.FixtureRequest, settings: Settings) -> Flask:
    """A fresh site, for each store of sessions."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    return make_app(settings.model_copy(update={"session_url": url}))


@pytest.fixture
def site(app: Flask, turns: Turns) -> Flask:
    """A site with addresses that read, write and clear a session, some of them slowly.

    They stand for any page.
    """
    app.before_request_funcs[None].remove(check_csrf)

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


def calls(site: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that collects the names of the calls that the store of sessions gets from now on."""
    store = stored_sessions(site).sessions.store
    called: list[str] = []

    def noted(name: str, really: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            called.append(name)
            return really(*args, **kwargs)

        return call

    for name in ("read", "add", "replace", "touch", "delete", "lease", "release"):
        monkeypatch.setattr(store, name, noted(name, getattr(store, name)))
    return called


def stored_sessions(site: Flask) -> StoredSessions:
    assert isinstance(site.session_interface, StoredSessions)
    return site.session_interface


def test_reading_writes_nothing_but_counts_as_a_click_after_a_while(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = calls(visitor.application, monkeypatch)
    things(visitor)
    assert called == ["read"]
    clock.set_clock(lambda: NOW + timedelta(seconds=61))
    visitor.get("/static/dist/manifest.json")
    assert called == ["read"]
    assert things(visitor)["things"] == ["first"]
    assert called == ["read", "read", "touch"]
    clock.set_clock(lambda: NOW + timedelta(minutes=61))
    assert things(visitor)["things"] == ["first"]


def test_a_visitor_who_stores_nothing_has_no_session_and_asks_no_store(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = calls(site, monkeypatch)
    client = site.test_client()
    assert things(client)["things"] == []
    for path in ("/", "/find", "/advice/", "/check/"):
        assert client.get(path).status_code == 200
    assert client.get_cookie("signpost") is None
    assert called == []


def test_an_id_that_the_store_does_not_know_is_not_taken_over(site: Flask) -> None:
    client = site.test_client()
    client.set_cookie("signpost", "chosen-by-somebody-else")
    client.post("/add/first")
    cookie = client.get_cookie("signpost")
    assert cookie
    assert cookie.value != "chosen-by-somebody-else"
    other = site.test_client()
    other.set_cookie("signpost", "chosen-by-somebody-else")
    assert things(other)["things"] == []


def test_a_session_ends_after_its_hours_however_busy_it_is(visitor: FlaskClient) -> None:
    for minutes in range(0, 12 * 60, 50):
        clock.set_clock(lambda ahead=timedelta(minutes=minutes): NOW + ahead)
        assert things(visitor)["things"] == ["first"]
        visitor.post("/add/first")
        visitor.post("/take-out")
        visitor.post("/add/first")
    clock.set_clock(lambda: NOW + timedelta(hours=12))
    assert things(visitor)["things"] == []


def test_the_store_holds_neither_the_id_nor_the_content(
    visitor: FlaskClient,
) -> None:
    visitor.post("/add/a-secret-answer")
    cookie = visitor.get_cookie("signpost")
    assert cookie
    id_hash = sha256(cookie.value.encode()).hexdigest()
    stored = stored_sessions(visitor.application).sessions.store.read(id_hash)
    assert stored
    assert b"secret" not in stored.sealed
    url = visitor.application.extensions["settings"].session_url
    if url:
        held = b"".join(key for key in Redis.from_url(url).scan_iter())
    else:
        with visitor.application.app_context():
            held = everything_stored().encode("latin-1", "replace")
    assert id_hash.encode() in held
    assert cookie.value.encode() not in held
    assert b"a-secret-answer" not in held


@slow_on_both
def test_content_that_was_moved_to_another_session_opens_nowhere(visitor: FlaskClient) -> None:
    store = stored_sessions(visitor.application).sessions.store
    ids = []
    for client in (visitor, visitor.application.test_client()):
        client.post("/add/x")
        cookie = client.get_cookie("signpost")
        assert cookie
        ids.append(sha256(cookie.value.encode()).hexdigest())
    mine, other = store.read(ids[0]), store.read(ids[1])
    assert mine
    assert other
    assert store.replace(ids[0], replace(other, version=mine.version + 1))
    assert things(visitor)["things"] == []


def test_purge_deletes_sessions_whose_time_is_over(app: Flask, site: Flask) -> None:
    def left() -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(StoredSession)) or 0

    in_table = not app.extensions["settings"].session_url
    visitor = site.test_client()
    visitor.post("/add/an answer")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["purge"]).exit_code == 0
    assert things(visitor)["things"] == ["an answer"]
    assert left() == in_table
    clock.set_clock(lambda: NOW + timedelta(hours=2))
    assert runner.invoke(args=["purge"]).exit_code == 0
    assert left() == 0


def test_the_first_start_deletes_the_session_files_of_an_earlier_version(
    app: Flask, settings: Settings
) -> None:
    old = settings.data_dir / "sessions" / "2029240f6d1128be89ddc32729463129"
    old.parent.mkdir()
    old.write_bytes(b"an answer")
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    assert not old.parent.exists()


def test_secure_cookies_have_the_prefix_that_binds_them_to_this_host(settings: Settings) -> None:
    app = make_app(settings.model_copy(update={"cookie_secure": True}))

    @app.get("/note")
    def note() -> Answer:
        session["a"] = csrf_token()
        return {}

    cookies = app.test_client().get("/note").headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-signpost", "__Host-signpost-form"}
    for cookie in cookies:
        parts = set(cookie.split("; ")[1:])
        assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
