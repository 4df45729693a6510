"""The link back to the search that a listing was opened from."""

from typing import Any
from urllib.parse import parse_qsl

from flask import url_for
from werkzeug.datastructures import MultiDict

from directory.search.miss_log import without_persons
from directory.search.request import SearchRequest

_MOST_CHARACTERS = 2000
_MOST_FIELDS = 100


def search_behind(back: str) -> SearchRequest | None:
    """Return the search that `back`, a query string of /find, asks for; None where it cannot be read."""
    if not back or len(back) > _MOST_CHARACTERS:
        return None
    try:
        pairs = parse_qsl(back.lstrip("?"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return SearchRequest.from_args(MultiDict(pairs))


def search_url(back: str) -> str:
    """Return the address of the search that `back`, a query string of /find, asks for; empty where it asks
    for nothing.

    The address is built from the parsed search, never copied, so that it cannot lead to another site.
    """
    asked = search_behind(back)
    args: dict[str, Any] = asked.to_args() if asked else {}
    return url_for("directory.find", **args) if args else ""


def words_behind(back: str) -> str | None:
    """Return the words of the search that `back` asks for, without persons; None where it asks for nothing."""
    asked = search_behind(back)
    return without_persons(asked.query) if asked and asked.to_args() else None
