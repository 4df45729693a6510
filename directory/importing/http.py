"""Fetches one address over HTTP, with a time limit, a size limit and a few retries."""

import urllib.request
from functools import cache
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

TIMEOUT_SECONDS = 20
ATTEMPTS = 3
BACKOFF_SECONDS = 1.0
"""The second retry waits twice this number of seconds; the first retry does not wait."""
BIGGEST_PAGE = 100 * 1024 * 1024
_MOST_REDIRECTS = 5
_TOO_BUSY = (429, *range(500, 600))
"""Status codes after which a retry may succeed."""
_HEADERS = {
    "User-Agent": "Signpost directory import",
    "Accept": "application/json, text/csv;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


class NotFetchedError(Exception):
    """An address could not be fetched; the message gives the reason."""


def get(url: str) -> bytes:
    """Return the body at an http(s) address, after at most ATTEMPTS attempts. Raises NotFetchedError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise NotFetchedError(f"{url} does not begin with http:// or https://")
    try:
        pool = _pool(_proxy(parts.scheme, parts.hostname or ""))
        response = pool.request("GET", url, headers=_HEADERS, preload_content=False, retries=_retries())
        try:
            content = response.read(BIGGEST_PAGE + 1, decode_content=True)
        finally:
            response.release_conn()
    except (HTTPError, OSError, ValueError) as error:
        raise NotFetchedError(f"{url} did not answer: {_reason(error)}") from error
    if response.status >= 300:
        raise NotFetchedError(f"{url} answered with code {response.status}")
    if len(content) > BIGGEST_PAGE:
        raise NotFetchedError(f"{url} is larger than {BIGGEST_PAGE // 1024 // 1024} MB")
    return content


def _retries() -> urllib3.Retry:
    return urllib3.Retry(
        total=None,
        connect=ATTEMPTS - 1,
        read=ATTEMPTS - 1,
        status=ATTEMPTS - 1,
        other=0,
        redirect=_MOST_REDIRECTS,
        status_forcelist=_TOO_BUSY,
        backoff_factor=BACKOFF_SECONDS,
        raise_on_status=False,
        # A server may ask to wait for hours, but the command must end.
        respect_retry_after_header=False,
    )


def _proxy(scheme: str, host: str) -> str:
    """Return the proxy that the environment sets for a host; empty when there is none."""
    if urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get(scheme, "")


@cache
def _pool(proxy: str) -> urllib3.PoolManager:
    timeout = urllib3.Timeout(connect=TIMEOUT_SECONDS, read=TIMEOUT_SECONDS)
    return urllib3.ProxyManager(proxy, timeout=timeout) if proxy else urllib3.PoolManager(timeout=timeout)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return str(reason or error)
