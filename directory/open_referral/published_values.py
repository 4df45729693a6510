"""Values as a published object holds them. A value that the standard's format forbids is left out."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

URI_FIELDS = frozenset({"url", "website", "uri", "schedule_link", "term_uri", "logo"})
"""Fields with the format "uri"."""
EMAIL_FIELDS = frozenset({"email", "assurer_email"})
"""Fields with the format "email"."""
_URI = re.compile(r"[a-z][a-z0-9+.-]*:(?://[^/?#\s]+)?[^\s]*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
# The characters of RFC 3986, section 2, and the sign of a percent-encoded one.
_URI_CHARACTERS = "%:/?#[]@!$&'()*+,;=-._~"


def published_value(name: str, value: Any) -> Any:
    """Return the JSON value of a field; None for an absent one and for one that has the wrong format."""
    if isinstance(value, str):
        return _text(name, value.strip())
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, BaseModel):
        return value.published()  # type: ignore[attr-defined]
    if isinstance(value, Sequence):
        return [each for each in (published_value("", one) for one in value) if each is not None]
    return value


def _text(name: str, text: str) -> str | None:
    if name in URI_FIELDS:
        return published_uri(text)
    if name in EMAIL_FIELDS and not (_EMAIL.fullmatch(text) and text.isascii()):
        return None
    return text or None


def published_uri(text: str) -> str | None:
    """Return an address with letters beyond ASCII percent-encoded (RFC 3987, section 3.1); None where it is no
    URI.
    """
    if not _URI.fullmatch(text):
        return None
    host, slash, rest = text.partition("://")[2].partition("/")
    if not host.isascii():
        return None
    return text[: len(text) - len(slash + rest)] + quote(slash + rest, safe=_URI_CHARACTERS)
