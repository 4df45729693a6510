"""A bound on the requests of one worker that use a store at the same time.

A request that waits for a locked database or a frozen server occupies a thread. Without the bound, a few of
them would occupy all threads, and nobody could open any page (bulkhead pattern).
"""

import threading
import time

from flask import Flask, current_app, g, request

from core.csrf import SAFE_METHODS
from core.settings import Settings
from core.stores import StoreUnavailable, answers_without_stores, is_bounded_elsewhere

READ_SECONDS, WRITE_SECONDS = 3.0, 0.2
"""The age from which a request that reads, or changes something, counts as one that hangs.

Where stores answer, requests take some hundredths of a second.
"""


class Turns:
    """Gives a limited number of requests a turn. While all that have one hang, others are refused at once."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._changed = threading.Condition()
        self._started: dict[object, float] = {}

    def take(self) -> object:
        """Return a turn, after a wait where all are taken. Raises StoreUnavailable where all of them hang."""
        turn = object()
        with self._changed:
            while len(self._started) >= self._limit:
                wait = max(self._started.values()) + self._seconds - time.monotonic()
                if wait <= 0:
                    raise StoreUnavailable("too many requests wait for a store")
                self._changed.wait(wait)
            self._started[turn] = time.monotonic()
        return turn

    def give_back(self, turn: object) -> None:
        """End a turn."""
        with self._changed:
            self._started.pop(turn, None)
            self._changed.notify()


def init_store_turns(app: Flask, settings: Settings) -> None:
    """Let a limited number of requests use stores at once; the others get the page of status 503.

    Reading and changing are bounded apart, because a lock stops only those that change something.
    """
    reads = Turns(settings.store_requests_at_once, READ_SECONDS)
    writes = Turns(settings.store_requests_at_once, WRITE_SECONDS)

    @app.before_request
    def take_turn() -> None:
        app, endpoint = current_app, request.endpoint
        if endpoint is None or answers_without_stores(app, endpoint) or is_bounded_elsewhere(app, endpoint):
            return
        turns = reads if request.method in SAFE_METHODS else writes
        g.store_turn = turns, turns.take()

    @app.teardown_request
    def end_turn(_error: BaseException | None) -> None:
        if "store_turn" in g:
            turns, turn = g.pop("store_turn")
            turns.give_back(turn)
