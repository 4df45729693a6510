"""What search engines, browsers and people who report a weakness look for at fixed addresses, and what a page says
of itself to search engines and to programs that show a link.

RFC 9309 (robots.txt), RFC 9116 (security.txt), the W3C's Web Application Manifest.
"""

from datetime import timedelta
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from core import clock
from core.assets import asset
from core.paging import page_number
from core.settings import Settings
from core.stores import needs_no_store
from core.web import public_url, settings

_DAY = "public, max-age=86400"
_SECURITY_TEXT_DAYS = 180
_NOT_CRAWLED = ("/find", "/my-list", "/list/", "/my-plan", "/come-back", "/track", "/ask/", "/leave")
"""Beginnings of addresses of what somebody searched for, saved or asked."""

_IMAGES = Path("static", "images")

findable = Blueprint("findable", __name__)


def _text(lines: list[str]) -> Response:
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = _DAY
    return response


@findable.get("/robots.txt")
@needs_no_store
def robots() -> Response:
    """Answer with what search engines may read, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {request.script_root}{begins}" for begins in _NOT_CRAWLED)]
    return _text([*lines, "", f"Sitemap: {public_url('sitemap.pages')}"])


@findable.get("/.well-known/security.txt")
@needs_no_store
def security_text() -> Response:
    """Answer with how to report a weakness of the site."""
    expires = clock.now() + timedelta(days=_SECURITY_TEXT_DAYS)
    return _text(
        [
            f"Contact: mailto:{settings().security_email or settings().council_email}",
            f"Expires: {expires.strftime('%Y-%m-%dT00:00:00Z')}",
            "Preferred-Languages: en",
            f"Canonical: {public_url('findable.security_text')}",
        ]
    )


@findable.get("/security.txt")
@needs_no_store
def security_text_before() -> WerkzeugResponse:
    """Redirect from the address that came before RFC 9116."""
    return redirect(url_for(".security_text"), 308)


@findable.get("/site.webmanifest")
@needs_no_store
def manifest() -> Response:
    """Answer with the name, colours and icons for a site that is put on the first screen of a phone."""
    response = jsonify(
        name=settings().council_name,
        short_name=settings().council_area,
        lang="en-GB",
        start_url=url_for("information.home"),
        scope=url_for("information.home"),
        display="browser",
        theme_color=settings().colour_primary,
        background_color="#ffffff",
        icons=[
            {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": asset("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = _DAY
    return response


@findable.get("/favicon.ico")
@needs_no_store
def favicon() -> Response:
    """Answer with the icon for programs that ask for it without reading a page."""
    folder = Path(current_app.root_path) / _IMAGES
    response = send_from_directory(folder, "favicon.ico", mimetype="image/x-icon")
    response.headers["Cache-Control"] = _DAY
    return response


def is_indexed() -> bool:
    """Return True where search engines may index the page that answers the request."""
    return request.endpoint in current_app.extensions.get("indexed_endpoints", ())


def canonical_url() -> str:
    """Return the one full address of the page, without the search that it was opened from."""
    page = page_number(request.args)
    further = {"page": page} if page > 1 else {}
    return public_url(request.endpoint or "", **(request.view_args or {}), **further)


def init_findable(app: Flask, _settings: Settings) -> None:
    """Add the fixed addresses, and what the head of a page needs."""
    app.register_blueprint(findable)
    app.jinja_env.globals.update(is_indexed=is_indexed, canonical_url=canonical_url)
