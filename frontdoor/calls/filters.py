"""The filters of the call screen: each is one value of a facet, and most have a key of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class CallFilter:
    """A filter. `value`: facet and value, such as "cost:free". `key`: the letter that sets and clears it."""

    value: str
    key: str
    label: Any


FILTERS = (
    CallFilter("cost:free", "f", _l("Free")),
    CallFilter("open:now", "o", _l("Open now")),
    CallFilter("delivery:home", "h", _l("Comes to their home")),
    CallFilter("delivery:phone", "p", _l("By phone")),
    CallFilter("access:wheelchair", "w", _l("Wheelchair access")),
    CallFilter("taking:taking", "k", _l("Taking people now")),
)
_BY_VALUE = {one.value for one in FILTERS}
LANGUAGE = "language:"
MOST = 20


def chosen(values: Iterable[str]) -> tuple[str, ...]:
    """Return the filters that there are, without repetition; unknown ones are dropped."""
    known = (one.strip() for one in values)
    found = [one for one in known if one in _BY_VALUE or (one.startswith(LANGUAGE) and len(one) < 60)]
    return tuple(dict.fromkeys(found))[:MOST]


def to_text(values: Iterable[str]) -> str:
    """Return filters as the text of a box. A language may hold spaces, so lines keep them apart."""
    return "\n".join(values)


def from_text(text: str) -> tuple[str, ...]:
    """Return the filters in the text of a box."""
    return chosen(text.splitlines())


def facets_of(values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return filters as the search takes them: a facet with its values."""
    facets: dict[str, tuple[str, ...]] = {}
    for one in values:
        facet, _separator, value = one.partition(":")
        facets[facet] = (*facets.get(facet, ()), value)
    return facets
