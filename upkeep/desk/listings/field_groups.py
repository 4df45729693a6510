"""The fields of a section in the order of its page, those of one part of the listing together."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from core.forms import Form

_ROW_FIELD = re.compile(r"(phone|cost|time|event)-(.+)-([a-z_]+)")
_LEGENDS: Mapping[str, Callable[[int], str]] = {
    "phone": lambda number: _("Phone number %(number)s", number=number),
    "cost": lambda number: _("Price %(number)s", number=number),
    "time": lambda number: _("Times %(number)s", number=number),
    "event": lambda number: _("Single date %(number)s", number=number),
}


@dataclass(slots=True)
class FieldGroup:
    """Fields under one legend; a field alone has none."""

    legend: str
    row: str
    fields: list[Any] = field(default_factory=list)


def field_groups(form: Form) -> list[FieldGroup]:
    """Return the fields of a form, those of one row of boxes as one group."""
    groups: list[FieldGroup] = []
    numbers: dict[str, int] = {}
    for each in form:
        found = _ROW_FIELD.fullmatch(each.name)
        row = f"{found[1]}-{found[2]}" if found else ""
        if found and (not groups or groups[-1].row != row):
            numbers[found[1]] = numbers.get(found[1], 0) + 1
            groups.append(FieldGroup(_LEGENDS[found[1]](numbers[found[1]]), row))
        elif not found:
            groups.append(FieldGroup("", ""))
        groups[-1].fields.append(each)
    return groups
