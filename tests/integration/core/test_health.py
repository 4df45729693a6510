"""/health/ready tells the truth about each store; /health/live asks none."""

import os
import sqlite3
import threading

import pytest
from flask import Flask

from core import health
from core.jobs.registry import jobs_of
from core.settings import Settings
from tests.conftest import make_app
from tests.databases import on_sqlite
from tests.page_checks import PageCheckingClient


def _checks(app: Flask) -> tuple[int, dict[str, dict[str, object]]]:
    answer = app.test_client().get("/health/ready")
    return answer.status_code, answer.get_json()["checks"]


def test_every_store_is_named(demo_client: PageCheckingClient) -> None:
    answer = demo_client.get("/health/ready")
    assert answer.status_code == 200
    checks = answer.get_json()["checks"]
    assert {"database", "disk", "search index", "sessions"} <= checks.keys()
    assert checks["search index"] == {"status": "ok", "changes not written": 0}


@pytest.mark.both_databases
@pytest.mark.slow
@on_sqlite
def test_a_locked_database_is_told(own_demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be read, so that pages answer, and it cannot be written."""
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.3)
    path = own_demo_app.extensions["settings"].data_dir / "signpost.db"
    holder = sqlite3.connect(path, isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        status, checks = _checks(own_demo_app)
        assert (status, checks["database"]["status"]) == (503, health.SLOW)
        assert own_demo_app.test_client().get("/find?q=falls").status_code == 200
    finally:
        holder.close()


@on_sqlite
def test_a_database_of_rubbish_is_told(settings: Settings) -> None:
    (settings.data_dir / "signpost.db").write_bytes(os.urandom(8192))
    for name in ("signpost.db-wal", "signpost.db-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    app = make_app(settings)
    status, checks = _checks(app)
    assert status == 503
    assert checks["database"] == {"status": health.FAILED, "why": "DatabaseError"}
    assert app.test_client().get("/urgent-help").status_code == 200
    assert app.test_client().get("/find?q=falls").status_code == 503


def test_a_disk_that_cannot_be_written_is_told(own_demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_values: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.health.tempfile.TemporaryFile", full)
    status, checks = _checks(own_demo_app)
    assert (status, checks["disk"]["status"]) == (503, health.FAILED)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_damaged_index_is_told_until_it_is_built_again(own_demo_app: Flask) -> None:
    index = own_demo_app.extensions["settings"].index_dir
    (index / "current").write_text("rubbish")
    status, checks = _checks(own_demo_app)
    assert (status, checks["search index"]["status"]) == (503, health.FAILED)
    own_demo_app.extensions["index_repair"].wait(30)
    assert _checks(own_demo_app)[0] == 200


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_store_that_hangs_is_waited_for_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    release, runs = threading.Event(), []

    def hangs() -> None:
        runs.append(1)
        release.wait(60)

    monkeypatch.setattr(health, "CHECK_SECONDS", 0.1)
    health.add_check(app, "hangs", hangs)
    for _ in range(5):
        status, checks = _checks(app)
        assert (status, checks["hangs"]) == (503, {"status": health.SLOW})
    assert len(runs) == 1
    release.set()


def test_what_is_not_needed_stops_nothing(app: Flask) -> None:
    def late() -> None:
        raise health.CheckFailed("late")

    health.add_check(app, "extra", late, needed=False)
    status, checks = _checks(app)
    assert (status, checks["extra"]) == (200, {"status": health.FAILED, "why": "late"})


def test_an_error_tells_no_address(app: Flask) -> None:
    def fails() -> None:
        raise OSError("redis://user:secret@10.0.0.1 refused")

    health.add_check(app, "another store", fails)
    assert "secret" not in app.test_client().get("/health/ready").get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_status_page_shows_parts_and_jobs(app: Flask) -> None:
    page = app.test_client().get("/health/status").get_data(as_text=True)
    assert "Everything that the site needs works." in page
    assert "<strong>Sending messages</strong>: late," in page
    assert "never worked yet" in page
    assert [name for name in jobs_of(app) if f"<strong>{name}</strong>" in page] == [], "no words for a job"
    assert app.test_cli_runner().invoke(args=["jobs", "run", "--once"]).exit_code == 0
    page = app.test_client().get("/health/status").get_data(as_text=True)
    assert "<strong>Sending messages</strong>: works," in page
    assert "last worked 1 second ago" in page


@on_sqlite
def test_the_status_page_answers_during_an_outage(settings: Settings) -> None:
    (settings.data_dir / "signpost.db").write_bytes(os.urandom(8192))
    for name in ("signpost.db-wal", "signpost.db-shm"):
        (settings.data_dir / name).unlink(missing_ok=True)
    answer = make_app(settings).test_client().get("/health/status")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "Something that the site needs is out of order." in page
    assert "<strong>Database</strong>: out of order (DatabaseError)" in page
    assert "The jobs cannot be read just now." in page
