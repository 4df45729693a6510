"""One visit to a feed: all of its requests within one time limit."""

import time
from collections.abc import Mapping

from directory.importing import http
from directory.importing.http import Answer, NotFetchedError, without_password

SECONDS = 600.0
"""The greatest time for reading one feed."""
PROBE_SECONDS = 90.0
"""The greatest time for probing one feed."""
REQUEST_SECONDS = 15.0
"""The greatest time for one request of a probe."""


class NotModified(Exception):
    """The feed answered that nothing has changed since the last visit."""


class Visit:
    """Fetches the addresses of one feed. Calling it returns the body at an address.

    `first` is the address whose answer tells whether anything changed, and `known` the headers to ask it with.
    After the visit, `etag` and `last_modified` hold what that answer said.
    """

    def __init__(
        self,
        seconds: float,
        *,
        each: float = http.TOTAL_SECONDS,
        first: str = "",
        known: Mapping[str, str] | None = None,
    ) -> None:
        self._until = time.monotonic() + seconds
        self._began = time.monotonic()
        self._each, self._first, self._known = each, first, known or {}
        self.etag = self.last_modified = ""

    @property
    def seconds(self) -> int:
        """Return how long the visit has taken."""
        return round(time.monotonic() - self._began)

    def answer(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer at an address, of any status. Raises NotFetchedError."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise NotFetchedError(f"{without_password(url)} was not asked: the feed took too long")
        return http.fetch(url, seconds=min(left, self._each), headers=headers)

    def __call__(self, url: str) -> bytes:
        """Return the body at an address. Raises NotFetchedError, and NotModified for the first address."""
        is_first = url == self._first
        answer = self.answer(url, self._known if is_first else None)
        if is_first and answer.status == 304:
            raise NotModified
        if answer.status >= 300:
            raise NotFetchedError(f"{without_password(url)} answered with code {answer.status}")
        if is_first:
            self.etag = answer.headers.get("ETag", "")[:300]
            self.last_modified = answer.headers.get("Last-Modified", "")[:100]
        return answer.content


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask whether anything has changed since the last visit."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}
