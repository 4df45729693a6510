"""Protection of every request that changes something against request forgery (CSRF). It needs no session.

Double submit with a cookie of its own: the cookie holds a random secret, and each page holds the secret under
a mask that differs from page to page, so that compression reveals nothing (BREACH). Another site can neither
read the secret nor, because of the prefix `__Host-`, set the cookie. Beside it, the headers Sec-Fetch-Site
and Origin must not name another site. Source: OWASP, Cross-Site Request Forgery Prevention Cheat Sheet.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import BadRequest

from core.logs import security_event
from core.settings import Settings

FIELD = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_BYTES = 32


View = TypeVar("View", bound=Callable[..., Any])
_NEED_NO_TOKEN: set[Callable[..., Any]] = set()


class CSRFError(BadRequest):
    """The request has no valid token, or comes from another site."""


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie. Browsers accept the prefix `__Host-` over https only."""
    return "__Host-signpost-form" if settings.cookie_secure else "signpost-form"


def csrf_token() -> str:
    """Return the token for the forms of this page: the secret under a new mask."""
    if "csrf_token" not in g:
        mask = secrets.token_bytes(_BYTES)
        g.csrf_token = urlsafe_b64encode(mask + _xor(mask, _secret() or _new_secret())).decode()
    token: str = g.csrf_token
    return token


def is_valid(token: str, secret: bytes) -> bool:
    """Return True where a token holds this secret. An empty secret has no valid token."""
    masked = _decoded(token, 2 * _BYTES)
    if not masked or not secret:
        return False
    return hmac.compare_digest(_xor(masked[:_BYTES], masked[_BYTES:]), secret)


def is_from_here() -> bool | None:
    """Return whether the browser says that the request comes from a page of this site; None: it says nothing.

    Fetch metadata is the browser's own judgement and counts before Origin, which a proxy that changes Host
    makes differ. Sources: W3C, Fetch Metadata Request Headers; RFC 6454, section 7.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    own_hosts = {request.host.lower(), urlsplit(_settings().base_url).netloc.lower()}
    return urlsplit(origin).netloc.lower() in own_hosts - {""}


def forget_csrf_cookie(response: Response) -> None:
    """Remove the cookie from the browser, so that no trace of the visit stays there."""
    g.pop("csrf_secret", None)
    name, secure = cookie_name(_settings()), _settings().cookie_secure
    response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")


def init_csrf(app: Flask, settings: Settings) -> None:
    """Check every request that may change something, and give templates `csrf_token()`."""
    app.before_request(check_csrf)
    app.jinja_env.globals["csrf_token"] = csrf_token

    @app.after_request
    def set_cookie(response: Response) -> Response:
        if "csrf_token" in g:
            response.vary.add("Cookie")
        secret: bytes = g.get("csrf_secret", b"")
        if secret:
            response.set_cookie(
                cookie_name(settings),
                urlsafe_b64encode(secret).decode(),
                secure=settings.cookie_secure,
                httponly=True,
                samesite="Lax",
            )
        return response


def changes_nothing(view: View) -> View:
    """Mark a view whose POST changes nothing: it needs no token, and so no cookie.

    Words are posted only to keep them out of addresses.
    """
    _NEED_NO_TOKEN.add(view)
    return view


def signed_by_system(view: View) -> View:
    """Mark a view that only other systems call: it checks a signature or a secret, and looks at no cookie."""
    _NEED_NO_TOKEN.add(view)
    return view


def check_csrf() -> None:
    """Refuse a request that may change something and is not proved to come from here. Raises CSRFError."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    if current_app.view_functions.get(request.endpoint) in _NEED_NO_TOKEN:
        return
    if is_from_here() is False or not is_valid(request.form.get(FIELD, ""), _secret()):
        security_event("csrf", "refused")
        raise CSRFError


def _secret() -> bytes:
    """Return the secret of the visitor's cookie, or of the cookie that this response sets; empty: none."""
    new: bytes = g.get("csrf_secret", b"")
    return new or _decoded(request.cookies.get(cookie_name(_settings()), ""), _BYTES)


def _new_secret() -> bytes:
    secret = secrets.token_bytes(_BYTES)
    g.csrf_secret = secret
    return secret


def _decoded(text: str, length: int) -> bytes:
    """Return the bytes of a text in base64url; empty where they have another length or the text is junk."""
    try:
        found = urlsafe_b64decode(text.encode("ascii"))
    except (Error, ValueError):
        return b""
    return found if len(found) == length else b""


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
