"""Which alerts are shown where. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

INFORMATION, WARNING, DANGER = "information", "warning", "danger"

SEVERITIES: Mapping[str, Any] = {
    DANGER: _l("Danger"),
    WARNING: _l("Warning"),
    INFORMATION: _l("Information"),
}
"""In the order in which alerts are shown."""

KINDS: Mapping[str, Any] = {
    "snow": _l("Snow or ice"),
    "flood": _l("Flood"),
    "strike": _l("Strike"),
    "closed": _l("Office closed"),
    "warm": _l("Warm places open"),
    "other": _l("Something else"),
}

MOST_SHOWN = 3
"""The most alerts on one page besides the page of all alerts."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A published alert. Without areas it is for the whole area of the council."""

    id: str
    kind: str
    severity: str
    title: str
    words: str
    area_names: tuple[str, ...]
    areas: frozenset[str]
    """The folded forms of `area_names`."""
    needs: frozenset[str]
    service_ids: frozenset[str]
    link: str
    starts_at: datetime
    ends_at: datetime
    updated_at: datetime

    @property
    def is_everywhere(self) -> bool:
        """True where the alert is limited neither to places nor to services."""
        return not (self.areas or self.service_ids)

    def is_live(self, now: datetime) -> bool:
        """Return True from the beginning until just before the end."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Concern:
    """What a page is about. `places`: the folded names of its place, empty where no place is known."""

    places: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    service_id: str = ""


def folded(name: str) -> str:
    """Return the name of a place in small letters, with one space between words and without other signs."""
    return " ".join(re.findall(r"[^\W_]+", name.lower()))


def live(alerts: Iterable[Alert], now: datetime) -> tuple[Alert, ...]:
    """Return the alerts that hold now: danger first, then warnings, each with the newest first."""
    order = list(SEVERITIES)
    held = sorted((one for one in alerts if one.is_live(now)), key=lambda one: one.starts_at, reverse=True)
    return tuple(sorted(held, key=lambda one: order.index(one.severity)))


def for_home(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return, of live alerts, those for everybody and those of danger, `MOST_SHOWN` at most."""
    shown = (one for one in alerts if one.is_everywhere or one.severity == DANGER)
    return tuple(shown)[:MOST_SHOWN]


def concerning(alerts: Iterable[Alert], about: Concern) -> tuple[Alert, ...]:
    """Return, of live alerts, those that concern what a page is about, `MOST_SHOWN` at most."""
    return tuple(one for one in alerts if concerns(one, about))[:MOST_SHOWN]


def concerns(alert: Alert, about: Concern) -> bool:
    """Return True where an alert is about a service, or about a place and a kind of need.

    Where no place is known, an alert for some places is shown to those with its need: it names the places.
    Information for everybody, without a need, stands on the home page alone.
    """
    if about.service_id and about.service_id in alert.service_ids:
        return True
    if alert.service_ids and not (alert.areas or alert.needs):
        return False
    has_need = bool(alert.needs & about.needs)
    if alert.needs and not has_need:
        return False
    if alert.areas:
        return bool(alert.areas & about.places) if about.places else has_need
    return has_need or alert.severity != INFORMATION
