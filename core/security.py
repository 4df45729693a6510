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
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer, of static files too."""
    headers = {
        "Content-Security-Policy": content_security_policy(settings),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), payment=(), geolocation=(self)",
    }
    if settings.cookie_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def let_index(app: Flask, *endpoints: str) -> None:
    """Let search engines index these pages. Every other answer tells them not to."""
    app.extensions.setdefault("indexed_endpoints", set()).update(endpoints)


def init_security(app: Flask, settings: Settings) -> None:
    """Put protection against forged requests and security headers on the application."""
    init_csrf(app, settings)
    always = security_headers(settings)

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html":
            # A page must not come back from the browser's memory when somebody else uses the computer.
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cache-Control", "no-store")
        if request.endpoint not in app.extensions.get("indexed_endpoints", ()):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
