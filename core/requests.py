"""What enters the application by its addresses and forms: text that a database can hold.

An address with a NUL matches no route and is answered with 404. From the values of queries and forms, such
characters are removed, so that nothing else of what was typed is lost.
"""

from typing import Any

from flask import Flask, Request, current_app
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import PathConverter, UnicodeConverter, ValidationError

from core.text import is_storable, storable

_LARGER = "larger_bodies"


class StorableValues(ImmutableMultiDict[str, Any]):
    """Names and values of a query or a form, without characters that no database can hold."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = ImmutableMultiDict(mapping).items(multi=True)
        super().__init__([(storable(name), _storable_value(value)) for name, value in pairs])


def _storable_value(value: Any) -> Any:
    """Return a text as a database can hold it, and a file as it is."""
    return storable(value) if isinstance(value, str) else value


class StorableRequest(Request):
    """A request whose query and form hold storable text only."""

    parameter_storage_class = StorableValues

    @property
    def max_content_length(self) -> int | None:
        """The most bytes of a body: the application's limit, or the larger one of this endpoint."""
        larger: dict[str, int] = current_app.extensions.get(_LARGER, {})
        return larger.get(self.endpoint or "") or super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


class _StorableText(UnicodeConverter):
    def to_python(self, value: str) -> str:
        return _checked(value)


class _StorablePath(PathConverter):
    def to_python(self, value: str) -> str:
        return _checked(value)


def _checked(value: str) -> str:
    """Return a part of an address. Raises ValidationError, which means that the route does not match."""
    if not is_storable(value):
        raise ValidationError
    return value


def allow_larger(app: Flask, endpoint: str, most_bytes: int) -> None:
    """Let an endpoint take larger bodies than all others, such as photos."""
    app.extensions.setdefault(_LARGER, {})[endpoint] = most_bytes


def init_requests(app: Flask) -> None:
    """Let the application take storable text only. Call before any route is added."""
    app.request_class = StorableRequest
    app.url_map.converters |= {
        "default": _StorableText,
        "string": _StorableText,
        "path": _StorablePath,
    }
