"""Builds a damaged search index again while the site answers: in a thread, one process at a time."""

import logging
import threading
import time

from flask import Flask

from directory.search import indexing
from directory.search.engine import EngineBusyError

log = logging.getLogger("signpost.search")

_RETRY_SECONDS = 60.0
"""Time until the next attempt of a process, as with a full disk."""


class IndexRepair:
    """Starts at most one repair of a process at a time; the writer's lock orders those of all processes."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._next_attempt = 0.0

    def start(self) -> None:
        """Begin a repair in the background, unless one runs or was tried a moment ago."""
        with self._lock:
            is_running = self._thread is not None and self._thread.is_alive()
            if is_running or time.monotonic() < self._next_attempt:
                return
            self._next_attempt = time.monotonic() + _RETRY_SECONDS
            self._thread = threading.Thread(target=self._run, name="index repair", daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until a repair that runs has ended, at most this long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            with self._app.app_context():
                if indexing.mend_index():
                    log.warning("the search index was built again")
        except EngineBusyError:
            log.info("another process writes the search index")
        except Exception:
            log.exception("the search index could not be built again; the next attempt follows in a minute")
