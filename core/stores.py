"""What a page may need besides the program: database, search index, sessions, disk. They can be out of order.

A page that needs a store answers 503 while the store is out of order (core.errors). A page that needs none
is marked with `needs_no_store`, and one that shows what stores hold beside its own content with `store_beside`.
Such a part is read by `optional`, in another thread and with a time limit. Where the store fails or hangs, the
page is answered without it, and says so.
"""

import errno
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import force_locale, get_locale
from redis.exceptions import RedisError
from sqlalchemy import exc

from core.settings import Settings

log = logging.getLogger("signpost.stores")

View = TypeVar("View", bound=Callable[..., Any])
Value = TypeVar("Value")

RETRY_SECONDS = 5.0
"""A store that failed is not asked again for an optional part within this time."""

_MOST_THREADS = 4
"""Threads of one process that may wait for optional parts at the same time."""

_DISK_ERRORS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ESTALE,
    errno.ENOTCONN,
    errno.EMFILE,
    errno.ENFILE,
}


class StoreUnavailable(Exception):
    """A store cannot be used at this moment: it is gone, locked, full, damaged, or does not answer."""


def is_store_failure(error: BaseException | None) -> bool:
    """Return True where an error says that a store is out of order, and not that the program is wrong."""
    if isinstance(error, (StoreUnavailable, RedisError, exc.TimeoutError)):
        return True
    if isinstance(error, exc.DBAPIError):
        # "database disk image is malformed" and "file is not a database" have the type DatabaseError itself.
        kinds = (exc.OperationalError, exc.InterfaceError, exc.InternalError)
        return isinstance(error, kinds) or type(error) is exc.DatabaseError or error.connection_invalidated
    return isinstance(error, OSError) and error.errno in _DISK_ERRORS


def needs_no_store(view: View) -> View:
    """Declare that a view answers without any store. Its optional parts are read by `optional`."""
    view.needs_no_store = True  # type: ignore[attr-defined]
    return view


def answers_without_stores(app: Flask, endpoint: str | None) -> bool:
    """Return True where the view of an endpoint is marked with `needs_no_store`."""
    return getattr(app.view_functions.get(endpoint or ""), "needs_no_store", False)


def store_beside(view: View) -> View:
    """Declare that a view shows its main content without any store, and reads by `optional` what comes from one.

    Unlike one with `needs_no_store` it has a turn of those that use stores (core.store_turns).
    """
    view.store_beside = True  # type: ignore[attr-defined]
    return view


def stores_are_beside(app: Flask, endpoint: str) -> bool:
    """Return True where the main content of an endpoint needs no store."""
    view = app.view_functions.get(endpoint)
    return answers_without_stores(app, endpoint) or getattr(view, "store_beside", False)


def bounded_elsewhere(view: View) -> View:
    """Declare that requests for a view have a bound of their own, and may rightly take long."""
    view.bounded_elsewhere = True  # type: ignore[attr-defined]
    return view


def is_bounded_elsewhere(app: Flask, endpoint: str) -> bool:
    """Return True where the view of an endpoint is marked with `bounded_elsewhere`."""
    return getattr(app.view_functions.get(endpoint), "bounded_elsewhere", False)


@dataclass
class _Outcome:
    """The result of reading an optional part in its thread."""

    done: threading.Event = field(default_factory=threading.Event)
    values: list[Any] = field(default_factory=list)
    error: BaseException | None = None


class OptionalParts:
    """Reads optional parts for the requests of one process, within a time limit (circuit breaker pattern)."""

    def __init__(self, app: Flask, seconds: float) -> None:
        self._app, self._seconds = app, seconds
        self._free = threading.BoundedSemaphore(_MOST_THREADS)
        self._closed_until: dict[str, float] = {}

    def read(
        self, name: str, read: Callable[[], Value], default: Value, *, insist: bool = False, waits: int = 1
    ) -> Value:
        """Return what `read` returns; the default where it fails, takes too long, or failed a moment ago.

        `insist`: try although it failed a moment ago. `waits`: how many times the usual limit to wait.
        """
        if not insist and time.monotonic() < self._closed_until.get(name, 0.0):
            return default
        if not self._free.acquire(blocking=False):
            return default
        outcome = _Outcome()
        # A daemon: a thread that hangs must not keep the process from ending.
        thread = threading.Thread(target=self._run, args=(read, str(get_locale()), outcome), daemon=True)
        try:
            thread.start()
        except RuntimeError:
            self._free.release()
            return default
        outcome.done.wait(waits * self._seconds)
        if outcome.values:
            value: Value = outcome.values[0]
            return value
        self._closed_until[name] = time.monotonic() + RETRY_SECONDS
        log.warning("a page is shown without an optional part: %s", name, exc_info=outcome.error)
        return default

    def _run(self, read: Callable[[], Any], locale: str, outcome: _Outcome) -> None:
        try:
            with self._app.app_context(), force_locale(locale):
                outcome.values.append(read())
        except BaseException as error:
            outcome.error = error
        finally:
            outcome.done.set()
            self._free.release()


def optional(
    name: str, read: Callable[[], Value], default: Value, *, insist: bool = False, waits: int = 1
) -> Value:
    """Return what `read` returns, or the default where its store fails or hangs.

    `read` runs in a thread with an application context of its own, without the request. A thread that takes
    too long goes on in the background. `insist`: try although the store failed a moment ago. `waits`: how
    many times SIGNPOST_STORE_WAIT_SECONDS to wait, for a part that the visitor came for.
    """
    parts: OptionalParts = current_app.extensions["optional_parts"]
    return parts.read(name, read, default, insist=insist, waits=waits)


def init_stores(app: Flask, settings: Settings) -> None:
    """Let pages read optional parts."""
    app.extensions["optional_parts"] = OptionalParts(app, settings.store_wait_seconds)
