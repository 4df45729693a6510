"""Addresses for those who watch the site: does the process run, can it do all of its work, and a page to
read.
"""

import logging
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, current_app, render_template
from flask_babel import format_datetime, format_timedelta, lazy_gettext
from sqlalchemy import text

from core import clock, rate_limits
from core.db import db
from core.jobs.queries import jobs_check
from core.key_check.services import OtherKey, check_key
from core.settings import Settings
from core.stores import bounded_elsewhere, needs_no_store

log = logging.getLogger("signpost.health")

health = Blueprint("health", __name__)

CHECK_SECONDS = 2.0
"""A store that takes longer to answer counts as out of order."""

TRY_TO_WRITE = "UPDATE alembic_version SET version_num = version_num WHERE 1 = 0"
"""Changes nothing, but fails where the database is locked or read-only."""

_BYTES_ON_DISK = 256 * 1024

OK, LATE, FAILED, SLOW = "ok", "late", "out of order", "does not answer"

_WORDS = {
    OK: lazy_gettext("works"),
    LATE: lazy_gettext("late"),
    FAILED: lazy_gettext("out of order"),
    SLOW: lazy_gettext("does not answer"),
    "accounts": lazy_gettext("Ending sign-ins that have expired"),
    "printed directory": lazy_gettext("Making the printed directory"),
    "database": lazy_gettext("Database"),
    "disk": lazy_gettext("Disk"),
    "encryption key": lazy_gettext("Encryption key"),
    "index": lazy_gettext("Keeping the search index up to date"),
    "jobs": lazy_gettext("Regular jobs"),
    "messages": lazy_gettext("Sending messages"),
    "breaks": lazy_gettext("Pausing and opening listings"),
    "usage": lazy_gettext("Counting how listings are used"),
    "feeds": lazy_gettext("Reading feeds of others"),
    "near-duplicates": lazy_gettext("Looking for listings that may be the same"),
    "content-audit": lazy_gettext("Looking for mistakes in listings"),
    "photos": lazy_gettext("Deleting photos that nobody uses"),
    "freshness": lazy_gettext("Asking groups to check their listings"),
    "old-merges": lazy_gettext("Closing old merges"),
    "front door retention": lazy_gettext("Deleting old contacts and call-backs"),
    "hand-overs": lazy_gettext("Passing requests on to the case system"),
    "summaries": lazy_gettext("Deleting old summaries of calls"),
    "group requests": lazy_gettext("Deleting old requests of groups"),
    "links": lazy_gettext("Opening web addresses of listings"),
    "purge": lazy_gettext("Deleting what has expired"),
    "receipts": lazy_gettext("Asking whether messages have arrived"),
    "rate limits": lazy_gettext("Rate limits"),
    "search index": lazy_gettext("Search index"),
    "sessions": lazy_gettext("Visitors’ sessions"),
}
"""States, parts and jobs of /health/ready in the words of the status page."""

Details = Mapping[str, Any] | None
"""What a check tells: numbers and words without secrets or personal data; `status` where it is not OK."""


class CheckFailed(Exception):
    """A store is out of order; the message says how, in words that anybody may read."""


@dataclass(frozen=True)
class Check:
    """One part of the answer of /health/ready.

    `run` returns details and raises where the part is out of order. `needed`: without the part the site is
    not ready.
    """

    name: str
    run: Callable[[], Details]
    needed: bool


class Checks:
    """The checks of an application. Each runs in a thread of its own, within CHECK_SECONDS."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._checks: list[Check] = []
        self._running: dict[str, Future[Details]] = {}
        self._lock = threading.Lock()

    def add(self, check: Check) -> None:
        """Add a check."""
        self._checks.append(check)

    def results(self) -> tuple[bool, dict[str, dict[str, Any]]]:
        """Run all checks. Return whether all that are needed passed, and the result of each by its name."""
        started = [(check, self._start(check)) for check in self._checks]
        deadline = time.monotonic() + CHECK_SECONDS
        ready, results = True, {}
        for check, future in started:
            result = _result(check, future, deadline)
            results[check.name] = result
            ready = ready and (result["status"] == OK or not check.needed)
        return ready, results

    def _start(self, check: Check) -> "Future[Details]":
        """Start a check in a thread; return the earlier run where it still hangs."""
        with self._lock:
            earlier = self._running.get(check.name)
            if earlier is not None and not earlier.done():
                return earlier
            future = self._running[check.name] = Future()
        threading.Thread(target=self._run, args=(check, future), daemon=True).start()
        return future

    def _run(self, check: Check, future: "Future[Details]") -> None:
        try:
            # The end of the context gives connections back, which fails where a server has just gone.
            with self._app.app_context():
                details = check.run()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(details)


def _result(check: Check, future: "Future[Details]", deadline: float) -> dict[str, Any]:
    try:
        details = future.result(max(0.0, deadline - time.monotonic()))
    except NotInTime:
        return {"status": SLOW}
    except CheckFailed as error:
        return {"status": FAILED, "why": str(error)}
    except BaseException as error:
        log.warning("a check of the site failed: %s", check.name, exc_info=error)
        # The kind alone: messages of drivers hold addresses and statements.
        return {"status": FAILED, "why": type(error).__name__}
    return {"status": OK, **(details or {})}


def add_check(app: Flask, name: str, run: Callable[[], Details], *, needed: bool = True) -> None:
    """Add a part to the answer of /health/ready; see `Check`. `run` has an application context."""
    checks: Checks = app.extensions["health_checks"]
    checks.add(Check(name, run, needed))


@health.get("/health/live")
@needs_no_store
def live() -> tuple[dict[str, str], int]:
    """Answer where the process runs. Asks no store."""
    return {"status": OK}, 200


@health.get("/health/ready")
@bounded_elsewhere
def ready() -> tuple[dict[str, Any], int]:
    """Answer 200 where every store that the site needs works, otherwise 503; say which does not."""
    checks: Checks = current_app.extensions["health_checks"]
    is_ready, results = checks.results()
    return {"status": OK if is_ready else FAILED, "checks": results}, 200 if is_ready else 503


@health.get("/health/status")
@bounded_elsewhere
def status() -> tuple[str, int]:
    """Show the same as /health/ready on a page, for the people who run the site."""
    checks: Checks = current_app.extensions["health_checks"]
    is_ready, results = checks.results()
    looked_at = format_datetime(clock.local_now(), "d MMMM y, HH:mm", rebase=False)
    page = render_template("health/status.html", is_ready=is_ready, checks=results, looked_at=looked_at)
    return page, 200 if is_ready else 503


def _in_words(name: str) -> str:
    """Return a state or the name of a part in words; the name itself where there are none."""
    return str(_WORDS.get(name, name))


def _duration(seconds: int) -> str:
    """Return a length of time in words, such as "3 minutes"."""
    return format_timedelta(timedelta(seconds=max(1, seconds)))


def _database() -> None:
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(text(TRY_TO_WRITE))
        connection.rollback()


def _disk() -> None:
    settings: Settings = current_app.extensions["settings"]
    with tempfile.TemporaryFile(dir=settings.data_dir, buffering=0) as file:
        file.write(bytes(_BYTES_ON_DISK))


def _rate_limits() -> None:
    if not rate_limits.store_answers():
        raise CheckFailed("limits cannot be counted; pages work without them, saved copies do not open")


def _encryption_key() -> None:
    try:
        check_key(db.session, current_app.extensions["settings"])
    except OtherKey:
        raise CheckFailed("it is missing or another one; what people told the site cannot be read") from None


def _jobs() -> Details:
    each = jobs_check()
    is_late = any(job["status"] != OK for job in each.values())
    return {"status": LATE if is_late else OK, "each": each}


def init_health(app: Flask) -> None:
    """Answer the two addresses, with checks of the database and of the data folder's disk."""
    app.extensions["health_checks"] = Checks(app)
    app.jinja_env.filters["duration"] = _duration
    app.jinja_env.filters["health_words"] = _in_words
    app.register_blueprint(health)
    add_check(app, "database", _database)
    add_check(app, "disk", _disk)
    add_check(app, "encryption key", _encryption_key)
    add_check(app, "rate limits", _rate_limits, needed=False)
    add_check(app, "jobs", _jobs, needed=False)
