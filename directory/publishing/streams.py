"""Long answers that are sent piece by piece, and a bound on how many of them one worker sends at once."""

import threading
from collections.abc import Iterator

from flask import Response, request, stream_with_context
from werkzeug.exceptions import ServiceUnavailable

MOST_AT_ONCE = 2
"""A slow reader holds a thread of the worker for the whole answer; the others stay free for people."""
RETRY_SECONDS = 20
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class _Stream:
    """The pieces of one answer. The turn is given back when the answer ends or its reader goes away."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._has_turn = True

    def __iter__(self) -> "_Stream":
        return self

    def __next__(self) -> str:
        try:
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


def streamed(pieces: Iterator[str], mimetype: str, filename: str = "") -> Response:
    """Return an answer made of pieces. Raises ServiceUnavailable while too many others are being sent."""
    if request.method == "HEAD":
        response = Response(mimetype=mimetype)
    else:
        if not _turns.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=RETRY_SECONDS)
        stream = _Stream(stream_with_context(pieces))
        response = Response(stream, mimetype=mimetype)
        response.call_on_close(stream.close)
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
