"""Several people in one form: which fields somebody changed, and which of them somebody else changed meanwhile.

A page carries a short digest of each value that it showed. A field counts as changed where it comes back with
another value than it was shown with, whatever the listing says by then. Pure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from core.forms import Form
from upkeep.desk.sections.section import Values, untouched

Digests = dict[str, str]
_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class SentChanges:
    """What a form brought back. `changed`: values that the person changed. `conflicts`: those of them that
    somebody else changed to something different meanwhile, with the value that the listing has now.
    """

    changed: Values
    conflicts: Values


def digests(values: Values) -> Digests:
    """Return a digest of each value by its name."""
    return {name: _digest(value) for name, value in values.items()}


def shown_text(kind: type[Form], values: Values) -> str:
    """Return the digests of what a form shows, as the page carries them."""
    return json.dumps(digests(untouched(kind, values)), separators=(",", ":"))


def read_shown(text: str) -> Digests:
    """Return the digests that a page carried; empty for a text that is none."""
    try:
        given = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(given, dict):
        return {}
    return {str(name): digest for name, digest in given.items() if isinstance(digest, str)}


def sent_changes(kind: type[Form], now: Values, posted: Values, shown: Mapping[str, str]) -> SentChanges:
    """Return what somebody changed since the page was shown.

    `now`: the values of the listing as it is now. A field that the page did not show counts as shown with them.
    """
    current = untouched(kind, now)
    changed: Values = {}
    conflicts: Values = {}
    for name, value in posted.items():
        own, there = _digest(value), _digest(current.get(name))
        before = shown.get(name, there)
        if own in (before, there):
            continue
        changed[name] = value
        if there != before:
            conflicts[name] = current.get(name)
    return SentChanges(changed, conflicts)


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_CHARACTERS]
