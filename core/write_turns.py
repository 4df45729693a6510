"""A bound on the requests of one worker that change something at the same time.

A request that waits for a locked database occupies a thread. Without the bound, a few of them would occupy
all threads, and nobody could open any page (bulkhead pattern).
"""

import threading

from flask import Flask, current_app, g, request

from core.csrf import SAFE_METHODS
from core.settings import Settings
from core.stores import StoreUnavailable, answers_without_stores

WAIT_SECONDS = 0.2
"""How long a request waits for its turn. Changes take some hundredths of a second where the store answers."""


def init_write_turns(app: Flask, settings: Settings) -> None:
    """Let a limited number of requests change something at once; the others get the page of status 503."""
    turns = threading.BoundedSemaphore(settings.writes_at_once)

    @app.before_request
    def take_turn() -> None:
        if request.method in SAFE_METHODS or answers_without_stores(current_app, request.endpoint):
            return
        if not turns.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable("too many requests wait for a store")
        g.has_write_turn = True

    @app.teardown_appcontext
    def end_turn(_error: BaseException | None) -> None:
        if g.pop("has_write_turn", False):
            turns.release()
