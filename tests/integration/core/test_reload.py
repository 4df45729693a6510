"""A site under gunicorn shows an edit of content after SIGHUP, and stays up after a broken one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.settings import ROOT, Settings

START_SECONDS = 60
OLD, NEW, NEWER = "Cookies on this site", "Biscuits on this site", "Crackers on this site"


@dataclass
class Server:
    """A running gunicorn, the page that is edited, and the log."""

    process: subprocess.Popen[bytes]
    origin: str
    page: Path
    log: Path

    def reload(self) -> None:
        """Ask for new workers, as `kill -HUP` does."""
        self.process.send_signal(signal.SIGHUP)

    def read(self) -> str:
        with urllib.request.urlopen(f"{self.origin}/advice/cookies", timeout=START_SECONDS) as answer:
            return answer.read().decode()

    def wait_for(self, text: str) -> None:
        """Ask until a worker shows the text."""
        until = time.monotonic() + START_SECONDS
        while text not in self.read():
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    own = tmp_path / "content"
    shutil.copytree(ROOT / "content", own, ignore=shutil.ignore_patterns("demo"))
    log = tmp_path / "log"
    environment = {
        **os.environ,
        "SIGNPOST_DATA_DIR": str(settings.data_dir),
        "SIGNPOST_CONTENT_DIR": str(own),
        "SIGNPOST_COOKIE_SECURE": "false",
    }
    with socket.create_server(("127.0.0.1", 0)) as listening, log.open("wb") as output:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}", "--workers", "1"]
        process = subprocess.Popen(
            [*command, "--no-control-socket", "app:create_app()"],
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
            yield Server(process, origin, own / "pages" / "cookies.md", log)
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


@pytest.mark.slow
def test_an_edit_shows_after_a_reload_and_a_broken_one_takes_nothing_down(server: Server) -> None:
    text = server.page.read_text()
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    server.page.write_text(text.replace(title, f"title: {OLD}"))
    server.wait_for(OLD)
    server.page.write_text(text.replace(title, f"title: {NEW}"))
    time.sleep(0.5)
    assert NEW not in server.read(), "in production no request looks at the files"
    server.reload()
    server.wait_for(NEW)

    server.page.write_text("no page at all")
    server.reload()
    until = time.monotonic() + START_SECONDS
    while "cookies.md" not in server.log.read_text():
        assert time.monotonic() < until, server.log.read_text()
        assert NEW in server.read()
        time.sleep(0.2)
    assert NEW in server.read()
    assert server.process.poll() is None

    server.page.write_text(text.replace(title, f"title: {NEWER}"))
    server.reload()
    server.wait_for(NEWER)
