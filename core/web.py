"""The ways back: to a page of ours, or to the search somebody came from. Nothing here can lead to another site."""

from typing import Any
from urllib.parse import parse_qsl

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from directory.search.request import SearchRequest

_MOST_CHARACTERS = 2000


def search_url(back: str) -> str:
    """The address of the search in `back` (the query string of /find), written anew from what we understand of it; '' for none."""
    if not back or len(back) > _MOST_CHARACTERS:
        return ""
    try:
        pairs = parse_qsl(back.lstrip("?"), max_num_fields=100)
    except ValueError:
        return ""
    args: dict[str, Any] = SearchRequest.from_args(MultiDict(pairs)).to_args()
    return url_for("directory.find", **args) if args else ""


def local_path(path: str, fallback: str) -> str:
    """`path` if it is the address of one of our own pages, with its query string; otherwise the fallback."""
    plain = (
        path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and len(path) <= _MOST_CHARACTERS
    )
    if not plain or any(ord(c) < 33 or ord(c) == 127 for c in path):
        return fallback
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        endpoint, _values = adapter.match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return fallback
    return fallback if endpoint == "static" else path
