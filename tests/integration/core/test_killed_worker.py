"""A web worker that is killed while a visitor's request has the session to itself."""

import os
import re
import shutil
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.databases import on_files
from tests.integration.core.real_site import RealSite, real_site

pytestmark = pytest.mark.slow

HOLDING = """
import os, time
from pathlib import Path
from flask import request, session
from app import create_app

app = create_app()

@app.before_request
def hold():
    if "X-Hold" in request.headers:
        len(session)
        Path(os.environ["HELD_BY"]).write_text(str(os.getpid()))
        time.sleep(300)
"""
"""The site, where a request with the header X-Hold takes the lease of the session and goes no further."""


class Visitor:
    """Somebody who writes a plan on the running site."""

    def __init__(self, site: RealSite) -> None:
        self._base = site._base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def page(self) -> str:
        """Return the page of the plan."""
        return str(self._opener.open(f"{self._base}/my-plan", timeout=60).read().decode())

    def add_goal(self, text: str, **headers: str) -> int:
        """Send a goal, and return the status of the page that follows."""
        page = self.page()
        fields = {"part": "goals", "text": text}
        for name in ("csrf_token", "revision"):
            found = re.search(rf'name="{name}" value="([^"]*)"', page)
            assert found, name
            fields[name] = found[1]
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(f"{self._base}/my-plan/add", body, headers)
        with self._opener.open(request, timeout=60) as answer:
            answer.read()
            return int(answer.status)


@on_files
def test_the_next_post_works_after_the_lease_and_nothing_acknowledged_is_lost(
    demo_folder: Path, tmp_path: Path
) -> None:
    """The lease of the killed request stays stored; a POST waits for its end, and would be refused after 20
    s.
    """
    data, held_by = tmp_path / "data", tmp_path / "held-by"
    (tmp_path / "holding.py").write_text(HOLDING)
    more = {"PYTHONPATH": str(tmp_path), "HELD_BY": str(held_by)}
    shutil.copytree(demo_folder, data)
    with real_site(data, application="holding:app", **more) as site:
        visitor = Visitor(site)
        assert visitor.add_goal("Walk to the shop") == 200
        killed = threading.Thread(target=_add_and_fail, args=(visitor,))
        killed.start()
        _until_there(held_by)
        assert _leases(data) == 1
        os.kill(int(held_by.read_text()), signal.SIGKILL)
        killed.join(60)
        assert not killed.is_alive()
        assert _leases(data) == 1
        assert visitor.add_goal("Cook on Sundays") == 200
        page = visitor.page()
        assert _leases(data) == 0
    assert "Walk to the shop" in page
    assert "Cook on Sundays" in page
    assert "Never acknowledged" not in page


def _add_and_fail(visitor: Visitor) -> None:
    with suppress(urllib.error.URLError, HTTPException, OSError):
        visitor.add_goal("Never acknowledged", **{"X-Hold": "yes"})


def _until_there(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, "no request took the lease"
        time.sleep(0.05)


def _leases(data: Path) -> int:
    """Return how many sessions a request has to itself, or had when its worker ended."""
    connection = sqlite3.connect(data / "signpost.db")
    try:
        return int(connection.execute("select count(*) from stored_session where lease != ''").fetchone()[0])
    finally:
        connection.close()
