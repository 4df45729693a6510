"""HTTP to a case system: one request, within its time, to a public address, without following redirects."""

import time
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from core import clock
from core.deadlines import within
from directory.importing.http import NotFetchedError, route
from frontdoor.handover.reactions import CaseSystemAnswer
from frontdoor.handover.signing import signed_headers
from frontdoor.handover.targets import Target

_MOST_BODY = 64 * 1024
_LOOPBACK = ("127.0.0.1", "localhost")


class NotSent(Exception):
    """No byte of the message left. The message is a code."""


class NoAnswer(Exception):
    """The message may have left, and no whole answer came. The message is a code."""


def post(target: Target, message_id: str, body: bytes, media_type: str) -> CaseSystemAnswer:
    """Send a message, and return the answer. Raises NotSent and NoAnswer."""
    headers = {
        "Content-Type": media_type,
        "Accept": "application/json, application/fhir+json",
        "Idempotency-Key": message_id,
        "X-Request-Id": message_id,
        **signed_headers(target.secrets[0], _now(), body),
    }
    return _request(target, "POST", target.url, body, headers)


def look_up(target: Target, message_id: str) -> CaseSystemAnswer:
    """Ask whether the case system has a message, and return the answer. Raises NotSent and NoAnswer."""
    headers = {
        "Accept": "application/json, application/fhir+json",
        **signed_headers(target.secrets[0], _now(), message_id.encode()),
    }
    return _request(target, "GET", f"{target.url}/{quote(message_id, safe='')}", None, headers)


def _now() -> int:
    return int(clock.now().timestamp())


def _request(
    target: Target, method: str, url: str, body: bytes | None, headers: dict[str, str]
) -> CaseSystemAnswer:
    try:
        # A name that is slow to resolve, and an answer that comes byte by byte, end here.
        return within(2 * target.timeout, lambda: _once(target, method, url, body, headers))
    except (NotFetchedError, ConnectTimeoutError, NewConnectionError) as error:
        raise NotSent(type(error).__name__) from error
    except NotSent:
        raise
    except (HTTPError, OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error


def _once(
    target: Target, method: str, url: str, body: bytes | None, headers: dict[str, str]
) -> CaseSystemAnswer:
    parts = urlsplit(url)
    own = target.may_be_private or parts.hostname in _LOOPBACK
    try:
        pool, address = route(parts, is_redirect=not own, seconds=target.timeout)
    except (OSError, UnicodeError) as error:
        raise NotSent("unknown host") from error
    ends = time.monotonic() + target.timeout
    with pool:
        response = pool.request(
            method,
            address,
            body=body,
            headers={"User-Agent": "Signpost hand-over", "Host": parts.netloc, **headers},
            preload_content=False,
            retries=False,
            redirect=False,
            timeout=urllib3.Timeout(connect=target.timeout, read=target.timeout),
        )
        content = bytearray()
        # read1 returns what has arrived, so that a slow body cannot hold the loop.
        while part := response.read1(_MOST_BODY, decode_content=True):
            content += part
            if len(content) > _MOST_BODY or time.monotonic() > ends:
                raise TimeoutError
        names = {name.lower(): value for name, value in response.headers.items()}
        return CaseSystemAnswer(response.status, names, bytes(content))
