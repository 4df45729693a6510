"""Fixtures for all tests: settings, a fresh site, the demonstration borough, a clock that stands still."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from bench import measure
from core import clock
from core.security import limiter
from core.settings import Settings
from tests.page_checks import PageCheckingClient

# A developer's own settings must not reach the tests.
for _name in [name for name in os.environ if name.startswith("SIGNPOST_")]:
    del os.environ[_name]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
"""A Monday in term time: the moment at which all tests take place, unless they set another."""


def _now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def frozen() -> Iterator[datetime]:
    """The clock stands at NOW. A test may set it further with core.clock.set_clock."""
    clock.set_clock(_now)
    yield NOW
    clock.set_clock(None)


def make_settings(data_dir: Path, **more: object) -> Settings:
    """Settings of a site in `data_dir`, for http:// addresses."""
    return Settings(data_dir=data_dir, cookie_secure=False, log_level="WARNING", **more)  # type: ignore[arg-type]


def make_app(settings: Settings) -> Flask:
    """The real application, with a test client that runs the page checks on every page."""
    app = create_app(settings)
    app.test_client_class = PageCheckingClient
    return app


def _built_once(root: Path, name: str, *commands: list[str]) -> Path:
    """A data folder made by the given commands, once for all test workers."""
    folder = root / name
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            clock.set_clock(_now)
            runner = make_app(make_settings(folder)).test_cli_runner()
            for command in commands:
                result = runner.invoke(args=command)
                assert result.exit_code == 0, f"{' '.join(command)}: {result.output}\n{result.exception!r}"
            (folder / "built").touch()
    return folder


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share; scripts/run_tests.py gives one to all its shares."""
    if given := os.environ.get("TESTS_SHARED_ROOT"):
        return Path(given)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture
def settings(tmp_path: Path, shared_root: Path) -> Settings:
    """The settings of a fresh, empty site of this test's own."""
    shutil.copytree(_built_once(shared_root, "empty-site", ["init"]), tmp_path / "data")
    return make_settings(tmp_path / "data")


@pytest.fixture
def app(settings: Settings) -> Flask:
    """A fresh site without any listings."""
    return make_app(settings)


def _client(app: Flask) -> PageCheckingClient:
    with app.app_context():
        limiter.reset()
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


@pytest.fixture
def client(app: Flask) -> PageCheckingClient:
    """A visitor of the fresh site."""
    return _client(app)


@pytest.fixture(scope="session")
def demo_folder(shared_root: Path) -> Path:
    """A data folder with the demonstration borough. To be copied, not used."""
    return _built_once(shared_root, "demo-site", ["init"], ["directory", "demo"])


@pytest.fixture(scope="session")
def demo_app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demonstration borough, shared by the tests of one worker: for reading."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(demo_folder, folder)
    return make_app(make_settings(folder))


@pytest.fixture
def own_demo_app(demo_folder: Path, tmp_path: Path) -> Flask:
    """The demonstration borough for one test alone, which may change it."""
    shutil.copytree(demo_folder, tmp_path / "own-demo")
    return make_app(make_settings(tmp_path / "own-demo"))


@pytest.fixture
def demo_client(demo_app: Flask) -> PageCheckingClient:
    """A visitor of the demonstration borough."""
    return _client(demo_app)


@pytest.fixture
def own_demo_client(own_demo_app: Flask) -> PageCheckingClient:
    """A visitor of this test's own demonstration borough."""
    return _client(own_demo_app)


StatementCounter = Callable[[Flask], AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> StatementCounter:
    """`with statements(app) as sent:` gathers the SQL statements that the application sends meanwhile."""
    return measure.statements
