"""What page checks ask of an application: its routes and the council's number."""

from hashlib import sha256
from weakref import WeakKeyDictionary

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

_DECIDES: WeakKeyDictionary[Flask, str] = WeakKeyDictionary()


def decides(app: Flask) -> str:
    """Return a digest of all that the checks ask of an application."""
    if app not in _DECIDES:
        routes = sorted(f"{rule.rule} {sorted(rule.methods or ())}" for rule in app.url_map.iter_rules())
        asked = "\n".join([app.extensions["settings"].council_phone, *routes])
        _DECIDES[app] = sha256(asked.encode()).hexdigest()
    return _DECIDES[app]


_NO_ROUTE: dict[tuple[str, str, str], bool] = {}
"""Whether a path with a method matches no route, by what the application decides: the menu is on each page."""


def matches_no_route(app: Flask, path: str, method: str) -> bool:
    """Return whether the application has no route for a path, with this method or another."""
    asked = decides(app), path, method
    if asked not in _NO_ROUTE:
        _NO_ROUTE[asked] = _matches_no_route(app, path, method)
    return _NO_ROUTE[asked]


def _matches_no_route(app: Flask, path: str, method: str) -> bool:
    try:
        app.url_map.bind("localhost").match(path, method=method)
    except (RequestRedirect, MethodNotAllowed):
        return False
    except NotFound:
        return True
    return False
