"""Addresses that differ from those of the site by a slash."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def address_without_slash(error: HTTPException) -> str:
    """Return the address of the page that was asked for with a slash too many at its end; empty where there is
    none."""
    path = request.path.rstrip("/")
    if error.code != 404 or path in ("", request.path) or request.method not in ("GET", "HEAD"):
        return ""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(path, method="GET"):
        return ""
    query = request.query_string.decode("latin-1")
    return f"{request.script_root}/{path.lstrip('/')}" + (f"?{query}" if query else "")
