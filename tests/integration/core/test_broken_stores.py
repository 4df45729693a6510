"""With a real gunicorn and real stores that break: what answers, and with which status."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from sqlalchemy import make_url

from core.settings import ROOT
from scripts.ensure_services import missing, services
from tests import databases
from tests.integration.core.real_site import ALWAYS, LISTS, RealSite, environment, real_site

pytestmark = pytest.mark.skipif(bool(databases.SERVER), reason="these tests start stores of their own")

FINE = dict.fromkeys(ALWAYS, 200)
OUT_OF_ORDER = dict.fromkeys(LISTS, 503)


@pytest.fixture
def data(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration borough's data folder."""
    return Path(shutil.copytree(demo_folder, tmp_path / "data"))


@pytest.mark.slow
def test_a_database_of_rubbish(data: Path) -> None:
    for name in ("signpost.db-wal", "signpost.db-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "signpost.db").write_bytes(os.urandom(100_000))
    with real_site(data) as site:
        assert site.statuses(ALWAYS) == FINE
        assert site.statuses(LISTS) == OUT_OF_ORDER
        assert site.status("/health/ready") == 503


@pytest.mark.slow
def test_a_database_that_becomes_rubbish_while_the_site_runs(data: Path) -> None:
    with real_site(data) as site:
        assert site.status("/find?q=falls") == 200
        (data / "signpost.db").write_bytes(os.urandom(100_000))
        assert site.statuses(ALWAYS) == FINE
        assert site.status("/health/ready") == 503


@pytest.mark.slow
def test_a_database_that_another_process_has_locked(data: Path) -> None:
    """Twelve forms wait for the lock; pages that only read, and those that need nothing, answer meanwhile."""
    with real_site(data) as site, ThreadPoolExecutor(12) as threads:
        assert site.status("/find?q=falls") == 200
        forms = _forms(site, 12)
        holder = sqlite3.connect(data / "signpost.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            waiting = [threads.submit(form) for form in forms]
            assert site.statuses(ALWAYS) == FINE
            assert site.status("/find?q=lunch") == 200
            assert site.status("/health/ready") == 503
            assert {answer.result(90) for answer in waiting} == {503}
        finally:
            holder.close()
        assert site.status("/health/ready") == 200
        assert forms[0]() == 200


def _forms(site: RealSite, number: int) -> list[Callable[[], int]]:
    """Return functions that report a mistake in a listing, each of a visitor of its own, with its status."""
    return [_form(site) for _ in range(number)]


def _form(site: RealSite) -> Callable[[], int]:
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"{site._base}/service/dearne-hot-plate/problem"
    page = visitor.open(address, timeout=60).read().decode()
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    body = urllib.parse.urlencode({"csrf_token": token, "what": "cost"}).encode()

    def send() -> int:
        try:
            return int(visitor.open(address, body, timeout=90).status)
        except urllib.error.HTTPError as error:
            return error.code

    return send


@pytest.fixture
def redis() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A Redis of this test's own, with its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL
    )
    url = f"redis://127.0.0.1:{port}"
    try:
        retry = Retry(ConstantBackoff(0.1), 100)
        Redis.from_url(url, retry=retry, retry_on_error=[RedisConnectionError]).ping()
        yield server, url
    finally:
        server.send_signal(signal.SIGCONT)
        server.kill()
        server.wait()


@pytest.mark.slow
def test_a_redis_that_freezes_and_then_is_gone(
    data: Path, redis: tuple[subprocess.Popen[bytes], str]
) -> None:
    server, url = redis
    more = {"SIGNPOST_SESSION_URL": f"{url}/0", "SIGNPOST_RATE_LIMIT_URL": f"{url}/1"}
    with real_site(data, **more) as site:
        assert site.status("/health/ready") == 200
        server.send_signal(signal.SIGSTOP)
        assert site.statuses((*ALWAYS, *LISTS)) == dict.fromkeys((*ALWAYS, *LISTS), 200)
        assert site.status("/health/ready") == 503
        server.send_signal(signal.SIGCONT)
        _until(lambda: site.status("/health/ready") == 200)
        server.kill()
        server.wait()
        assert site.statuses((*ALWAYS, *LISTS)) == dict.fromkeys((*ALWAYS, *LISTS), 200)
        assert site.status("/health/ready") == 503


def _until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Mount a file system in memory of 60 MB; skip where this account may not."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this account may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("mount") or os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk(demo_folder: Path, tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as disk:
        data = Path(shutil.copytree(demo_folder, disk / "data"))
        with real_site(data) as site:
            assert site.status("/health/ready") == 200
            form = _form(site)
            _fill(disk / "filling")
            assert site.statuses(ALWAYS) == FINE
            assert site.status("/health/ready") == 503
            assert form() == 503
            (disk / "filling").unlink()
            assert form() == 200


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            return


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason="PostgreSQL and Redis are not installed")
def test_a_postgresql_that_is_gone(data: Path) -> None:
    with ExitStack() as servers:
        more = {"SIGNPOST_DATABASE_URL": servers.enter_context(services()).database_url}
        _command(data, more, "init")
        _command(data, more, "directory", "demo")
        with real_site(data, **more) as site:
            assert site.status("/find?q=falls") == 200
            assert site.status("/health/ready") == 200
            servers.close()
            assert site.statuses(ALWAYS) == FINE
            assert site.statuses(LISTS) == OUT_OF_ORDER
            assert site.status("/health/ready") == 503


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason="PostgreSQL and Redis are not installed")
def test_a_postgresql_that_freezes_and_then_goes_on(data: Path) -> None:
    """No page waits for ever: RealSite gives an answer up after a minute. Its kernel answers for the server."""
    with services() as servers:
        more = {"SIGNPOST_DATABASE_URL": servers.database_url}
        _command(data, more, "init")
        _command(data, more, "directory", "demo")
        with real_site(data, **more) as site:
            assert site.statuses(LISTS) == dict.fromkeys(LISTS, 200)
            frozen = _processes_of(servers.database_url)
            assert len(frozen) > 3
            try:
                _signal(frozen, signal.SIGSTOP)
                with ThreadPoolExecutor(12) as threads:
                    lists = [threads.submit(site.answer, path) for path in LISTS * 3]
                    assert site.statuses(ALWAYS) == FINE
                    assert {(found.result()[0], found.result()[1]["Retry-After"]) for found in lists} == {
                        (503, "30")
                    }
                assert site.status("/health/ready") == 503
            finally:
                _signal(frozen, signal.SIGCONT)
            _until(lambda: site.status("/health/ready") == 200)
            assert site.statuses(LISTS) == dict.fromkeys(LISTS, 200)


def _processes_of(database_url: str) -> list[int]:
    """Return the ids of all processes of a PostgreSQL server."""
    address = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row
    first = (Path(row[0]) / "postmaster.pid").read_text().split()[0]
    shown = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in shown.stdout.splitlines()]
    return [int(first), *(int(process) for process, parent in pairs if parent == first)]


def _signal(processes: Sequence[int], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _command(data: Path, more: Mapping[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    subprocess.run(command, cwd=ROOT, env=environment(data, more), check=True, stdout=subprocess.DEVNULL)
