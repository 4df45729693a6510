"""What a moderator sees of two records side by side, beside what there is to choose."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages import gettext
from directory.editing.units import units_of
from directory.editing.value_lines import lines_of
from upkeep.merges.services import Two
from upkeep.merges.uniting import choices_between


@dataclass(frozen=True, slots=True)
class Compared:
    """What both records say in one unit, as lines."""

    label: str
    first: list[str]
    second: list[str]


def united_units(two: Two, names: Mapping[str, str]) -> list[Compared]:
    """Return the units about which nobody is asked, because both are kept: where the records differ in them."""
    asked = {unit.name for unit in choices_between(two.kept, two.other)}
    rows = [
        Compared(
            gettext(unit.label),
            *(
                [names.get(line, line) for line in lines_of(unit.name, each)]
                for each in (two.kept, two.other)
            ),
        )
        for unit in units_of(two.kept)
        if unit.name not in asked
    ]
    return [row for row in rows if row.first != row.second]
