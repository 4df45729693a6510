"""Long answers that are sent piece by piece, and a bound on how many of them one worker sends at once."""

import threading
from collections.abc import Iterator

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import ServiceUnavailable

MOST_AT_ONCE = 4
"""A slow reader holds a thread of the worker for the whole answer; the others stay free for people."""
RETRY_SECONDS = 20
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class _Stream:
    """The pieces of one answer. The turn is given back when the answer ends or its reader goes away.

    Each piece is made in an application context of its own: a reader that is slow, or never comes back, holds
    no connection to the database.
    """

    def __init__(self, app: Flask, pieces: Iterator[str]) -> None:
        self._app, self._pieces = app, pieces
        self._has_turn = True

    def __iter__(self) -> "_Stream":
        return self

    def __next__(self) -> str:
        try:
            with self._app.app_context():
                return next(self._pieces)
        except BaseException:
            # The end, or a failure.
            self.close()
            raise

    def close(self) -> None:
        """Give the turn back."""
        if self._has_turn:
            self._has_turn = False
            _turns.release()

    def __del__(self) -> None:
        self.close()


def streamed(pieces: Iterator[str], mimetype: str, filename: str = "") -> Response:
    """Return an answer made of pieces. Raises ServiceUnavailable while too many others are being sent."""
    if request.method == "HEAD":
        response = Response(mimetype=mimetype)
    else:
        if not _turns.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=RETRY_SECONDS)
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        stream = _Stream(app, pieces)
        response = Response(stream, mimetype=mimetype)
        response.call_on_close(stream.close)
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
