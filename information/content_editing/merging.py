"""Three-way merge of an entry: shipped before, shipped now, and edited here. Pure."""

from dataclasses import dataclass
from typing import Any

from information.content_editing.entries import Value

Optional = Value | None
"""An entry; None where it is not there."""


@dataclass(frozen=True)
class Merged:
    """The entry that counts, and the names of the fields that were changed on both sides in different
    ways.
    """

    value: Optional
    conflicts: tuple[str, ...] = ()


def merge(before: Optional, shipped: Optional, edited: Optional) -> Merged:
    """Return the entry with the changes of both sides. Where they differ, the edit counts.

    An edit that takes an entry away, or one of an entry that is no longer shipped, counts as a whole.
    """
    if shipped in (before, edited):
        return Merged(edited)
    if edited == before:
        return Merged(shipped)
    if edited is None or shipped is None:
        return Merged(edited, ("",))
    base = before or {}
    merged: Value = {}
    conflicts = []
    for name in [*edited, *(name for name in shipped if name not in edited)]:
        value, differs = _field(base.get(name), shipped.get(name), edited.get(name))
        if value is not None:
            merged[name] = value
        if differs:
            conflicts.append(name)
    return Merged(merged, tuple(conflicts))


def _field(before: Any, shipped: Any, edited: Any) -> tuple[Any, bool]:
    if shipped in (before, edited):
        return edited, False
    if edited == before:
        return shipped, False
    if isinstance(shipped, list) and isinstance(edited, list):
        return _lists(before if isinstance(before, list) else [], shipped, edited), False
    if isinstance(shipped, dict) and isinstance(edited, dict):
        inner = merge(before if isinstance(before, dict) else {}, shipped, edited)
        return inner.value, bool(inner.conflicts)
    return edited, True


def _lists(before: list[Any], shipped: list[Any], edited: list[Any]) -> list[Any]:
    """Return the edited list with what was added to the shipped one, and without what was taken from it."""
    gone = [item for item in before if item not in shipped]
    added = [item for item in shipped if item not in before and item not in edited]
    return [item for item in edited if item not in gone] + added


@dataclass(frozen=True)
class Difference:
    """What changed in one field: texts taken out and put in."""

    name: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def differences(before: Optional, after: Optional) -> list[Difference]:
    """Return what changed between two states of an entry, field by field; lists item by item."""
    old, new = before or {}, after or {}
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            had, has = _items(old.get(name)), _items(new.get(name))
            removed = tuple(item for item in had if item not in has)
            added = tuple(item for item in has if item not in had)
            if not removed and not added:
                removed, added = (", ".join(had),), (", ".join(has),)
            found.append(Difference(name, removed, added))
    return found


def _items(value: Any) -> list[str]:
    """Return the items of a field as texts; a long text by its lines."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return [f"{name}: {what}" for name, what in value.items()]
    if isinstance(value, list):
        return [_words(item) for item in value]
    return [line for line in str(value).splitlines() if line.strip()]


def _words(item: Any) -> str:
    return ", ".join(str(what) for what in item.values()) if isinstance(item, dict) else str(item)
