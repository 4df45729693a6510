"""The site in a real gunicorn with two workers, for tests that break what it stores things in."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

from core.settings import ROOT

ALWAYS = (
    "/leave",
    "/urgent-help",
    "/advice/m",
    "/advice/falls",
    "/contact",
    "/",
    "/health/live",
)
"""Pages that answer 200 whatever is broken."""

LISTS = ("/find?q=falls", "/towns/wombwell", "/a-to-z/s", "/service/dearne-hot-plate")
"""Pages that cannot be shown without database and index."""


class RealSite:
    """Fetches pages of the running site."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"

    def status(self, path: str, form: bytes | None = None) -> int:
        """Return the status of a page; a refused or broken connection raises OSError."""
        return self.answer(path, form)[0]

    def answer(self, path: str, form: bytes | None = None) -> tuple[int, Message]:
        """Return the status and the headers of a page. Raises OSError as `status` does."""
        try:
            with urllib.request.urlopen(self._base + path, form, timeout=60) as answer:
                answer.read()
                return int(answer.status), answer.headers
        except urllib.error.HTTPError as error:
            error.read()
            return error.code, error.headers

    def statuses(self, paths: tuple[str, ...]) -> dict[str, int]:
        """Return the status of each page."""
        return {path: self.status(path) for path in paths}


def environment(data_dir: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process of the site, with nothing of the developer's own settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")}
    settings = {
        "SIGNPOST_DATA_DIR": str(data_dir),
        "SIGNPOST_COOKIE_SECURE": "false",
        "SIGNPOST_LOG_LEVEL": "ERROR",
    }
    return {**own, **settings, **more}


@contextmanager
def real_site(data_dir: Path, *, application: str = "app:create_app()", **more: str) -> Iterator[RealSite]:
    """Run gunicorn with the site in a data folder; `more`: further settings, by their full name."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"]
        command += ["--workers", "2", "--threads", "4", "--log-level", "warning", application]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(data_dir, more),
            pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        site = RealSite(listener.getsockname()[1])
        try:
            _wait_until_it_answers(site)
            yield site
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(site: RealSite) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            site.status("/health/live")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("gunicorn did not start")
