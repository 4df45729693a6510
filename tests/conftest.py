"""Fixtures for all tests: settings, an empty site, the demonstration borough, and a fixed time."""

import fcntl
import json
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic_settings import BaseSettings

from accounts.access_list import PUBLIC
from accounts.permissions import ACCESS_LIST
from app import create_app
from bench import measure
from core import clock, rate_limits
from core.db import db
from core.logs import JsonLines
from core.settings import Settings
from tests import databases, reuse
from tests.page_checks import PageCheckingClient

# A developer's own settings must not reach the tests.
for _name in [name for name in os.environ if name.startswith("SIGNPOST_")]:
    del os.environ[_name]

reuse.share()


def pytest_collection_finish() -> None:
    """Begin the run with everything imported."""
    reuse.rarely_collect()


NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
"""The time of all tests that set no other: a Monday in term time."""


def _now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def frozen() -> Iterator[datetime]:
    """Set the clock to NOW. A test may set another time with core.clock.set_clock."""
    clock.set_clock(_now)
    yield NOW
    clock.set_clock(None)


class _GivenSettings(Settings):
    """Settings that look nowhere else: neither into the environment, which is empty, nor into files."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: Any, **_others: Any
    ) -> tuple[Any, ...]:
        """Return what was given as the only source."""
        return (init_settings,)


def make_settings(data_dir: Path, **more: object) -> Settings:
    """Return the settings of a site in `data_dir` that is served over http://, on the servers of this run."""
    # On a busy machine a page must not lose its optional parts.
    values = {"store_wait_seconds": 30, "log_level": "WARNING", "cookie_secure": False}
    values |= {"base_url": "http://localhost", **databases.settings_for(data_dir), **more}
    return _GivenSettings(data_dir=data_dir, **values)  # type: ignore[arg-type]


def make_app(settings: Settings) -> Flask:
    """Return the application, with a test client that runs the page checks on every page."""
    app = create_app(settings)
    reuse.share_with(app)
    # What a test adds to the application after its start is public.
    app.extensions[ACCESS_LIST] = defaultdict(lambda: PUBLIC, app.extensions[ACCESS_LIST])
    app.test_client_class = PageCheckingClient
    return app


def _built_once(root: Path, name: str, *commands: list[str]) -> Path:
    """Return a data folder that the commands have filled, once for all test workers."""
    name += databases.KIND
    folder = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            clock.set_clock(_now)
            app = make_app(make_settings(folder))
            runner = app.test_cli_runner()
            for command in commands:
                result = runner.invoke(args=command)
                assert result.exit_code == 0, f"{' '.join(command)}: {result.output}\n{result.exception!r}"
            with app.app_context():
                # Closing the last connection folds SQLite's write-ahead log into the database: nobody copies
                # half of it.
                db.engine.dispose()
            (folder / "built").touch()
    return folder


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all workers of this run; scripts/run_tests.py gives one folder to all its
    shares."""
    if given := os.environ.get("TESTS_SHARED_ROOT"):
        return Path(given)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture
def settings(tmp_path: Path, shared_root: Path) -> Iterator[Settings]:
    """Return the settings of a new, empty site for one test."""
    template, folder = _built_once(shared_root, "empty-site", ["init"]), tmp_path / "data"
    databases.copy_empty_site(template, folder)
    yield make_settings(folder)
    databases.give_back(template, folder)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Return a new application without listings, for one test."""
    app = make_app(settings)
    yield app
    _close(app)


def _close(app: Flask) -> None:
    """Close the connections of an application that a test is done with, and their files."""
    with app.app_context():
        db.engine.dispose()


def _client(app: Flask) -> PageCheckingClient:
    with app.app_context():
        rate_limits.reset()
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


@pytest.fixture
def client(app: Flask) -> PageCheckingClient:
    """Return a client of the new, empty site."""
    return _client(app)


@pytest.fixture(scope="session")
def demo_folder(shared_root: Path) -> Path:
    """Return a data folder with the demonstration borough. Tests copy it and never write to it."""
    return _built_once(shared_root, "demo-site", ["init"], ["directory", "demo"])


@pytest.fixture(scope="session")
def demo_app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the demonstration borough that all tests of one worker share. Tests only read from it."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    databases.copy_site(demo_folder, folder)
    return make_app(make_settings(folder))


@pytest.fixture
def own_demo_app(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return a demonstration borough for one test, which may change it."""
    folder = tmp_path / "own-demo"
    databases.copy_site(demo_folder, folder)
    app = make_app(make_settings(folder))
    yield app
    _close(app)
    databases.drop(folder)


@pytest.fixture
def demo_client(demo_app: Flask) -> PageCheckingClient:
    """Return a client of the shared demonstration borough."""
    return _client(demo_app)


@pytest.fixture
def own_demo_client(own_demo_app: Flask) -> PageCheckingClient:
    """Return a client of the demonstration borough of this test."""
    return _client(own_demo_app)


class SecurityLines(logging.Handler):
    """Collects the lines of the security log as they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, object]] = []
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def security_lines() -> Iterator[list[dict[str, object]]]:
    """Return the lines that the security log gets during the test."""
    handler, log = SecurityLines(), logging.getLogger("signpost.security")
    log.addHandler(handler)
    yield handler.lines
    log.removeHandler(handler)


StatementCounter = Callable[[Flask], AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> StatementCounter:
    """Return a context manager: `with statements(app) as sent:` collects the SQL statements that are sent
    inside."""
    return measure.statements
