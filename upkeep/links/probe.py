"""Opens a web address as a browser would, and reads nothing of it.

Only public addresses are opened: a listing must not make this site ask machines of its own network. A name is
resolved once, and the connection goes to that address.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from core.deadlines import within
from directory.importing.http import NotFetchedError, route

SECONDS = 20
"""The greatest time for one address, redirects included."""
_REQUEST_SECONDS = 10
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_NO_HEAD = (400, 403, 404, 405, 406, 501)
"""Answers to HEAD from sites that may answer GET otherwise."""
_REFUSED = (401, 402, 403, 406, 407, 429, 451, 503)
"""The site answers, but not to a program: nothing is known of the page."""
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Signpost link check)",
    "Accept": "text/html,*/*;q=0.5",
    "Accept-Language": "en-GB,en;q=0.8",
}
_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(com|net|org)$")
"""Names that lead nowhere (RFC 2606), as in a demonstration."""


class Result(StrEnum):
    """What came of opening an address."""

    ANSWERS = "answers"
    GONE = "gone"
    BROKEN = "broken"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


FAILED = (Result.GONE, Result.BROKEN, Result.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result, and the HTTP status; 0 without an answer."""

    result: Result
    status: int = 0


Probe = Callable[[str], Answer]


def host_of(url: str) -> str:
    """Return the host name of a web address in small letters; empty for what is none, and for reserved names."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") and not _RESERVED.search(host) else ""


def probe(url: str) -> Answer:
    """Return what came of opening a web address. Takes SECONDS at most, and raises nothing."""
    try:
        return within(SECONDS, lambda: _follow(url))
    except (TimeoutError, NotFetchedError, HTTPError, OSError, ValueError):
        return Answer(Result.NO_ANSWER)


def _follow(url: str) -> Answer:
    until = time.monotonic() + SECONDS
    for _number in range(_MOST_REDIRECTS + 1):
        status, place = _ask("HEAD", url, until)
        if status in _NO_HEAD:
            status, place = _ask("GET", url, until)
        if status not in _REDIRECTS or not place:
            return Answer(_result(status), status)
        url = urljoin(url, place)
    return Answer(Result.BROKEN, status)


def _ask(method: str, url: str, until: float) -> tuple[int, str]:
    """Return the status and where the answer leads. Raises NotFetchedError for what is not public."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetchedError("no web address")
    seconds = min(_REQUEST_SECONDS, max(0.1, until - time.monotonic()))
    pool, address = route(parts, is_redirect=True, seconds=seconds)
    with pool:
        response = pool.request(
            method,
            address,
            headers=_HEADERS | {"Host": parts.netloc.rpartition("@")[2]},
            preload_content=False,
            retries=False,
            redirect=False,
            timeout=urllib3.Timeout(connect=seconds, read=seconds),
        )
        response.close()
        return response.status, response.headers.get("Location", "")


def _result(status: int) -> Result:
    if status in (404, 410):
        return Result.GONE
    if status in _REFUSED:
        return Result.REFUSED
    return Result.ANSWERS if status < 400 else Result.BROKEN
