"""Fetches one address over HTTP within limits: time, size, unpacked size, and where redirects may lead.

The address is resolved once for each request. The connection goes to the resolved address, so that a name
cannot lead to another address after the check.
"""

import ipaddress
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import HTTPError

from core.deadlines import proxy_for, resolve, within
from directory.source_files import unpacking
from directory.source_files.unpacking import SourceError

TIMEOUT_SECONDS = 20
TOTAL_SECONDS = 120
"""The greatest time for one page, from the first attempt to the last byte."""
ATTEMPTS = 3
BACKOFF_SECONDS = 1.0
"""The second retry waits twice this number of seconds; the first retry does not wait."""
BIGGEST_PAGE = 100 * 1024 * 1024
"""The greatest size of a page, packed and unpacked, in bytes."""
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_TOO_BUSY = (429, *range(500, 600))
"""Status codes after which a retry may succeed."""
_CHUNK = 64 * 1024
_HEADERS = {
    "User-Agent": "Signpost directory import",
    "Accept": "application/json, text/csv;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


class NotFetchedError(Exception):
    """An address could not be fetched; the message gives the reason and never a password."""


@dataclass(slots=True)
class Answer:
    """An answer: its status, headers, and the body, which `fetch` unpacks."""

    status: int
    headers: urllib3.HTTPHeaderDict
    content: bytes


def without_password(url: str) -> str:
    """Return an address without user name and password, and without the values of its query."""
    url = re.sub(r"//[^/?#\s]*@", "//", url)
    return re.sub(r"=[^&#\s]*", "=…", url)


def get(url: str) -> bytes:
    """Return the body at an http(s) address. Raises NotFetchedError, also for answers from 300 on."""
    answer = fetch(url)
    if answer.status >= 300:
        raise NotFetchedError(f"{without_password(url)} answered with code {answer.status}")
    return answer.content


def fetch(url: str, *, seconds: float = TOTAL_SECONDS, headers: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of an http(s) address, after at most ATTEMPTS attempts. Raises NotFetchedError.

    Redirects lead to public https addresses only, and no further than _MOST_REDIRECTS times. An address on this
    machine or in its network is fetched only when the operator names it; no redirect leads there. `seconds`: how
    long all of it may take. Answers without success have no body.
    """
    ends = time.monotonic() + min(seconds, TOTAL_SECONDS)
    current = url
    for number in range(_MOST_REDIRECTS + 1):
        answer = _attempts(current, ends, headers or {}, is_redirect=number > 0)
        if answer.status not in _REDIRECTS:
            return Answer(answer.status, answer.headers, _body(current, answer))
        place = answer.headers.get("Location", "")
        current = _redirect(current, place)
    raise NotFetchedError(f"{without_password(url)} leads on more than {_MOST_REDIRECTS} times")


def _redirect(current: str, place: str) -> str:
    """Return the address to which an answer leads. Raises NotFetchedError when it is not allowed."""
    try:
        target = urljoin(current, place)
        parts = urlsplit(target)
        host = parts.hostname
    except ValueError as error:
        raise NotFetchedError(f"{without_password(current)} leads to no address") from error
    if not host or parts.scheme != "https":
        shown = without_password(target)
        raise NotFetchedError(
            f"{without_password(current)} leads to {shown}: only https addresses are followed"
        )
    return target


def _attempts(url: str, deadline: float, headers: Mapping[str, str], *, is_redirect: bool) -> Answer:
    problem: NotFetchedError | None = None
    for number in range(ATTEMPTS):
        if number > 1:
            time.sleep(min(BACKOFF_SECONDS * 2 ** (number - 1), max(0.0, deadline - time.monotonic())))
        if time.monotonic() >= deadline:
            break
        try:
            answer = _within(deadline, url, headers, is_redirect)
        except (HTTPError, OSError, ValueError) as error:
            problem = NotFetchedError(f"{without_password(url)} did not answer: {_reason(error)}")
            problem.__cause__ = error
            continue
        if answer.status not in _TOO_BUSY:
            return answer
        problem = NotFetchedError(f"{without_password(url)} answered with code {answer.status}")
    raise problem or NotFetchedError(f"{without_password(url)} took too long")


def _within(deadline: float, url: str, headers: Mapping[str, str], is_redirect: bool) -> Answer:
    """Return the answer of one request, which ends at the deadline also when headers arrive byte by byte.

    Raises what the request raises.
    """
    left = max(0.1, deadline - time.monotonic() + 0.5)
    try:
        return within(left, lambda: _once(url, deadline, headers, is_redirect=is_redirect))
    except TimeoutError:
        if time.monotonic() < deadline:
            raise
        raise NotFetchedError(f"{without_password(url)} took too long") from None


def _body(url: str, answer: Answer) -> bytes:
    """Return the unpacked body. Raises NotFetchedError."""
    try:
        if answer.content and answer.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
            return unpacking.gunzip(answer.content, BIGGEST_PAGE)
    except SourceError as error:
        raise NotFetchedError(f"{without_password(url)}: {error}") from error
    return answer.content


def _once(url: str, deadline: float, more: Mapping[str, str], *, is_redirect: bool) -> Answer:
    """Return the answer of one request, with the body as it was sent."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise NotFetchedError(f"{without_password(url)} does not begin with http:// or https://")
    headers = _HEADERS | dict(more)
    if parts.username:
        user = unquote(parts.username)
        password = unquote(parts.password or "")
        headers |= urllib3.make_headers(basic_auth=f"{user}:{password}")
    seconds = min(TIMEOUT_SECONDS, max(0.1, deadline - time.monotonic()))
    timeout = urllib3.Timeout(connect=seconds, read=seconds)
    pool, address = route(parts, is_redirect=is_redirect, seconds=seconds)
    headers["Host"] = parts.netloc.rpartition("@")[2]
    with pool:
        response = pool.request(
            "GET",
            address,
            headers=headers,
            preload_content=False,
            retries=False,
            redirect=False,
            timeout=timeout,
        )
        return _read(url, response, deadline)


def route(
    parts: SplitResult, *, is_redirect: bool, seconds: float
) -> tuple[urllib3.HTTPConnectionPool | urllib3.ProxyManager, str]:
    """Return what leads to an address, a proxy or a connection, and the address as it is asked there.

    `seconds`: how long the resolution of the name may take.
    """
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = parts.path or "/"
    proxy = proxy_for(parts.scheme, host)
    number = _check_host(host, port, seconds, is_redirect=is_redirect, may_be_unknown=bool(proxy))
    if not proxy:
        return _pool(parts.scheme, host, number, port), urlunsplit(("", "", path, parts.query, ""))
    # The proxy resolves the name. Redirects are still limited to https and to names that are public here.
    address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, parts.query, ""))
    return urllib3.ProxyManager(proxy), address


def _pool(scheme: str, host: str, number: str, port: int) -> urllib3.HTTPConnectionPool:
    """Return a connection to a resolved address. The certificate is checked against the name."""
    if scheme == "http":
        return urllib3.HTTPConnectionPool(number, port)
    return urllib3.HTTPSConnectionPool(
        number,
        port,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=_authorities(),
    )


def _authorities() -> str | None:
    return os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE") or None


def _check_host(host: str, port: int, seconds: float, *, is_redirect: bool, may_be_unknown: bool) -> str:
    """Return the address to connect to. Raises NotFetchedError when a redirect leads to one that is not
    public.
    """
    try:
        numbers = resolve(host, port, seconds)
    except (OSError, UnicodeError):
        if may_be_unknown:
            return host
        raise
    if is_redirect and not all(is_public(number) for number in numbers):
        raise NotFetchedError(f"the address leads to {host}, which is not a public address")
    return numbers[0]


def is_public(number: str) -> bool:
    """Return True for an IP address that anybody can reach, and False for loopback and private networks."""
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (mapped is None or mapped.is_global)


def _read(url: str, response: urllib3.BaseHTTPResponse, deadline: float) -> Answer:
    """Return an answer whose body arrives within the limits of size and time."""
    parts: list[bytes] = []
    size = 0
    try:
        while response.status < 300:
            # read1 returns what has arrived, so that a body of one byte a second cannot hold the loop.
            part = response.read1(_CHUNK, decode_content=False) or b""
            if not part:
                break
            size += len(part)
            if size > BIGGEST_PAGE:
                raise NotFetchedError(
                    f"{without_password(url)} is larger than {BIGGEST_PAGE // 1024 // 1024} MB"
                )
            if time.monotonic() > deadline:
                raise NotFetchedError(f"{without_password(url)} took too long")
            parts.append(part)
    finally:
        response.close()
        response.release_conn()
    return Answer(response.status, urllib3.HTTPHeaderDict(response.headers), b"".join(parts))


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return without_password(str(reason or error))
