"""The difference between two records, unit by unit, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.messages import gettext as _
from directory.editing.units import Unit, units_of
from directory.editing.value_lines import lines_of
from directory.open_referral.schema.base import OpenReferralObject
from directory.versions.record_json import Record


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What one unit said before and says now. Lines are plain text; none where it said nothing."""

    field: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences(
    before: Record | None, after: Record, names: Mapping[str, str] | None = None
) -> list[FieldDifference]:
    """Return the units in which two records differ, in order; every filled unit where there was no record.

    `names`: names of other records by id, such as of a group or of a successor.
    """
    found = []
    for unit in units_of(after):
        if before is None:
            old, new = (), _words(unit, after, names)
            if new:
                found.append(FieldDifference(unit.name, _(unit.label), old, new))
        elif _plain(unit.values(before)) != _plain(unit.values(after)):
            found.append(_difference(unit, before, after, names))
    return found


def _difference(
    unit: Unit, before: Record, after: Record, names: Mapping[str, str] | None
) -> FieldDifference:
    old, new = _words(unit, before, names), _words(unit, after, names)
    if old == new:
        new = (*new, _("A detail that is not shown here changed"))
    return FieldDifference(unit.name, _(unit.label), old, new)


def _words(unit: Unit, record: Record, names: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple((names or {}).get(line, line) for line in lines_of(unit.name, record))


def _plain(value: Any) -> Any:
    """Return a value without the ids of its parts: a part that was typed again is the same."""
    if isinstance(value, OpenReferralObject):
        kind = type(value)
        names = (name for name in kind.model_fields if name not in ("id", "location_id", "held_back"))
        return kind.__name__, *(_plain(getattr(value, name)) for name in names)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
