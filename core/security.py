"""Protection against forged requests, and the security headers of every response."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from core.csrf import init_csrf
from core.settings import Settings


def content_security_policy(settings: Settings) -> str:
    """Return the policy: all from our own origin, no inline script or style, tiles from the tile server."""
    tiles = urlsplit(settings.tile_url.replace("{s}", "*"))
    images = f"'self' data: {tiles.scheme}://{tiles.netloc}" if tiles.netloc else "'self' data:"
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": images,
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def init_security(app: Flask, settings: Settings) -> None:
    """Put protection against forged requests and security headers on the application."""
    init_csrf(app, settings)
    policy = content_security_policy(settings)

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), payment=(), geolocation=(self)")
        if settings.cookie_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint != "static" and response.mimetype == "text/html":
            # A page must not come back from the browser's memory when somebody else uses the computer.
            headers["Cache-Control"] = "no-store"
        return response
