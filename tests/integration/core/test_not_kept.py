"""What could not be stored is answered with 503 and what was typed, never as a success."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.db import db
from core.sessions.interface import StoredSessions
from core.sessions.redis_store import PAUSE_SECONDS
from core.settings import Settings
from core.stores import StoreUnavailable
from tests.conftest import make_app, make_settings
from tests.databases import on_sqlite
from tests.examples import slow_on_both
from tests.integration.selfassess.steps import field, text_of
from tests.page_checks import PageCheckingClient
from tests.redis_server import RedisServer, redis_server

TYPED = "Walk to the allotment, with Jo & Bea"
NOT_KEPT = "Sorry, we could not save that"


def client_of(app: Flask) -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


def goal(client: PageCheckingClient, text: str) -> dict[str, object]:
    """The form by which a goal is added to the plan."""
    revision = field(text_of(client.get("/my-plan")), "revision")
    return {"csrf_token": client.token(), "revision": revision, "part": "goals", "text": text}


def somebody_with_a_plan(app: Flask) -> tuple[PageCheckingClient, dict[str, object]]:
    """A visitor with one goal in the plan, and the form with the next one, ready to be sent."""
    client = client_of(app)
    assert client.post("/my-plan/add", data=goal(client, "Sleep well")).status_code == 303
    return client, goal(client, TYPED)


def refused(client: PageCheckingClient, form: dict[str, object]) -> str:
    """Send the form, see that it is refused, and return the page."""
    answer = client.post("/my-plan/add", data=form)
    page = text_of(answer)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Location" not in answer.headers
    assert NOT_KEPT in page
    assert page.count(TYPED) == 2, "in the form that is sent again, and to be copied"
    return page


def send_again(client: PageCheckingClient, page: str) -> None:
    """Send what the page kept, and see that it is stored with what was there before."""
    form = {name: field(page, name) for name in ("csrf_token", "revision", "part", "text")}
    assert client.post("/my-plan/add", data=form).status_code == 303
    shown = text_of(client.get("/my-plan"))
    assert "Sleep well" in shown
    assert TYPED in shown


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a disk of 16 MB on a folder. Skips the test aloud where that is not allowed."""
    folder.mkdir()
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounting.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounting.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Write a file until the disk is full."""
    filler = folder / "filler"
    written = 4096
    with filler.open("wb", buffering=0) as file:
        while written:
            try:
                written = file.write(b"x" * 4096)
            except OSError as error:
                if error.errno != ENOSPC:
                    raise
                written = 0
    return filler


@on_sqlite
@pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount here")
def test_on_a_full_disk_nothing_is_called_saved(settings: Settings, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk"):
        shutil.copytree(settings.data_dir, tmp_path / "disk" / "data")
        app = make_app(Settings(**{**settings.model_dump(), "data_dir": tmp_path / "disk" / "data"}))
        client, form = somebody_with_a_plan(app)
        with app.app_context():
            # Closing the last connection truncates the write-ahead log, which could still take a write.
            db.engine.dispose()
        filler = fill(tmp_path / "disk")
        page = refused(client, form)
        assert client.get("/urgent-help").status_code == 200
        other = client_of(app)
        other.set_cookie("signpost", "of-another-visitor")
        assert other.get("/leave").status_code == 200
        filler.unlink()
        send_again(client, page)
        with app.app_context():
            db.engine.dispose()


@on_sqlite
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the full disk is tried instead")
def test_on_a_read_only_disk_nothing_is_called_saved(app: Flask, settings: Settings) -> None:
    client, form = somebody_with_a_plan(app)
    with app.app_context():
        db.engine.dispose()
    database = settings.data_dir / "signpost.db"
    settings.data_dir.chmod(0o500)
    database.chmod(0o400)
    try:
        page = refused(client, form)
    finally:
        settings.data_dir.chmod(0o700)
        database.chmod(0o600)
    send_again(client, page)


@on_sqlite
@pytest.mark.slow
def test_while_another_process_locks_the_database_nothing_is_called_saved(
    app: Flask, settings: Settings
) -> None:
    client, form = somebody_with_a_plan(app)
    other = sqlite3.connect(settings.data_dir / "signpost.db", isolation_level=None)
    try:
        other.execute("begin immediate")
        page = refused(client, form)
        assert client.get("/my-plan").status_code == 200
    finally:
        other.close()
    send_again(client, page)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


@pytest.fixture
def redis_app(settings: Settings, redis: RedisServer) -> Flask:
    """An empty site with its sessions in Redis."""
    return make_app(settings.model_copy(update={"session_url": redis.url, "store_wait_seconds": 1}))


@pytest.mark.both_databases
@pytest.mark.slow
def test_while_redis_is_frozen_nothing_is_called_saved_and_urgent_pages_answer(
    redis_app: Flask, redis: RedisServer
) -> None:
    client, form = somebody_with_a_plan(redis_app)
    redis.freeze()
    refused(client, form)
    for path in ("/", "/urgent-help", "/advice/falls", "/contact", "/clear", "/find"):
        assert client.get(path).status_code == 200, path
    for path in ("/my-plan", "/check/"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert "Retry-After" in answer.headers


@pytest.mark.slow
def test_when_redis_answers_again_the_form_can_be_sent_again(redis_app: Flask, redis: RedisServer) -> None:
    """The frozen server may still grant the lease that was asked for: it ends by itself."""
    client, form = somebody_with_a_plan(redis_app)
    redis.freeze()
    page = refused(client, form)
    redis.thaw()
    time.sleep(PAUSE_SECONDS)
    send_again(client, page)


@slow_on_both
def test_when_redis_is_gone_whoever_leaves_gets_away(redis_app: Flask, redis: RedisServer) -> None:
    client, _form = somebody_with_a_plan(redis_app)
    redis.stop()
    for method in ("GET", "POST"):
        answer = client.open("/leave", method=method, data={"csrf_token": client.token()})
        assert (answer.status_code, answer.headers["Refresh"]) == (200, "0; url=/leave/on")
        assert client.get_cookie("signpost") is None
    assert client.get("/leave/on").location == "https://www.bbc.co.uk/weather"


def interface(app: Flask) -> StoredSessions:
    assert isinstance(app.session_interface, StoredSessions)
    return app.session_interface


def failing(*_arguments: Any, **_more: Any) -> Any:
    raise StoreUnavailable("planted")


@slow_on_both
def test_a_session_that_fails_at_the_end_takes_the_success_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, form = somebody_with_a_plan(app)
    with monkeypatch.context() as broken:
        broken.setattr(interface(app).sessions.store, "replace", failing)
        answer = client.post("/my-plan/add", data=form, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 503
        assert NOT_KEPT in text_of(answer)
        page = refused(client, form)
    send_again(client, page)


def test_whoever_clears_is_told_when_it_did_not_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _form = somebody_with_a_plan(app)
    token = client.token()
    with monkeypatch.context() as broken:
        broken.setattr(interface(app).sessions.store, "delete", failing)
        answer = client.post("/clear", data={"csrf_token": token})
        assert answer.status_code == 503
        assert "Clear-Site-Data" not in answer.headers
    assert client.get_cookie("signpost")
    assert client.post_form("/clear").status_code == 303
    assert client.get_cookie("signpost") is None


def test_a_page_stays_where_only_a_shown_message_could_not_be_removed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _form = somebody_with_a_plan(app)
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "Your plan is on its way.")]
    monkeypatch.setattr(interface(app).sessions.store, "replace", failing)
    answer = client.get("/my-plan")
    assert answer.status_code == 200
    assert "Your plan is on its way." in text_of(answer)


def test_the_three_words_are_not_repeated(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(app)
    monkeypatch.setattr("selfassess.saving.services.open_saved", failing)
    answer = client.post_form("/come-back", {"reference": "K7M-4RT", "words": "puddle candle robin"})
    assert answer.status_code == 503
    assert "K7M-4RT" in text_of(answer)
    assert "puddle" not in text_of(answer)


@on_sqlite
def test_a_site_without_tables_answers_its_public_pages(tmp_path: Path) -> None:
    client = client_of(make_app(make_settings(tmp_path)))
    client.set_cookie("signpost", "of-an-earlier-visit")
    assert client.get("/urgent-help").status_code == 200
    assert client.get("/check/").status_code == 503
