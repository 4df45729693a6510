"""Merges two edits of one record that began from the same version. Pure.

Edits of different units merge. Two people who edited the same unit in different ways are asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from directory.editing.units import Unit, units_of
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.open_referral.schema.taxonomies import Attribute

Kind = TypeVar("Kind", Service, Organization)
OURS, THEIRS = "ours", "theirs"
_WHOLE = frozenset({"hours"})
"""Units of parts that mean something only together: two sets of times are not one."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged record, and the units in which the edits contradict each other: there it has `theirs`."""

    record: Any
    conflicts: tuple[Unit, ...]


def merge(base: Kind, theirs: Kind, ours: Kind, choices: Mapping[str, str] | None = None) -> Merged:
    """Return `theirs`, which is stored, with what `ours` changed since `base`.

    `choices`: OURS or THEIRS by the name of a unit, for those about which somebody was asked.
    """
    changes: dict[str, Any] = {}
    conflicts = []
    for unit in units_of(base):
        before, stored, wanted = unit.values(base), unit.values(theirs), unit.values(ours)
        if wanted in (before, stored):
            continue
        merged = wanted if stored == before else _merged_unit(unit, before, stored, wanted)
        if merged is None:
            choice = (choices or {}).get(unit.name)
            if choice is None:
                conflicts.append(unit)
            merged = wanted if choice == OURS else stored
        changes |= dict(zip(unit.fields, merged, strict=True))
    return Merged(theirs.model_copy(update=changes, deep=True), tuple(conflicts))


def _merged_unit(
    unit: Unit, before: tuple[Any, ...], stored: tuple[Any, ...], wanted: tuple[Any, ...]
) -> tuple[Any, ...] | None:
    """Return the merged values of a unit that both changed; None where they contradict each other."""
    if unit.name in _WHOLE or len(unit.fields) > 1 or not isinstance(before[0], list):
        return None
    merged = _merged_parts(before[0], stored[0], wanted[0])
    return None if merged is None else (merged,)


def _merged_parts(before: Sequence[Any], stored: Sequence[Any], wanted: Sequence[Any]) -> list[Any] | None:
    """Return a list with the changes of both; None where both changed one part, or replaced it by others."""
    base, theirs, ours = _by_key(before), _by_key(stored), _by_key(wanted)
    removed_by_both = base.keys() - theirs.keys() - ours.keys()
    added_by_us, added_by_them = ours.keys() - base.keys(), theirs.keys() - base.keys()
    if removed_by_both and added_by_us and added_by_them:
        return None
    merged: dict[Any, Any] = {}
    for key in dict.fromkeys([*theirs, *ours]):
        was, here, there = base.get(key), theirs.get(key), ours.get(key)
        if here != was and there != was and here != there:
            return None
        kept = there if here == was else here
        if kept is not None:
            merged[key] = kept
    return list(merged.values())


def _by_key(parts: Sequence[Any]) -> dict[Any, Any]:
    return {_key(part): part for part in parts}


def _key(part: Any) -> Any:
    """Return by what a part is the same in two edits: the term of an attribute, a text, else the id."""
    if isinstance(part, Attribute):
        term = part.taxonomy_term
        return (term.own_taxonomy, term.code) if term.own_taxonomy else term.id or term.name
    return part.id if isinstance(part, OpenReferralObject) else part
