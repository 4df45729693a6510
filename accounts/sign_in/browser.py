"""The cookie that binds the steps of signing in to one browser: a random token that lives as long as a step."""

import secrets
from datetime import timedelta

from flask import Response, request

from core.settings import Settings

LIFE = timedelta(minutes=15)


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie. Browsers accept the prefix `__Host-` over https only."""
    return "__Host-signpost-sign-in" if settings.cookie_secure else "signpost-sign-in"


def browser_token(settings: Settings) -> str:
    """Return the token of this request's browser; empty where there is none."""
    return request.cookies.get(cookie_name(settings), "")


def new_token() -> str:
    """Return a new random token."""
    return secrets.token_urlsafe(32)


def remember(response: Response, settings: Settings, token: str) -> Response:
    """Give the response the cookie, and return it."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(LIFE.total_seconds()),
        secure=settings.cookie_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response, settings: Settings) -> Response:
    """Remove the cookie from the browser, and return the response."""
    response.delete_cookie(
        cookie_name(settings), secure=settings.cookie_secure, httponly=True, samesite="Lax"
    )
    return response
