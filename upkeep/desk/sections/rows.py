"""Fields of a form that repeat for each of several parts, such as telephone numbers.

The name of a field holds the id of its part, so that two people who change different numbers do not meet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from directory.open_referral.schema.base import OpenReferralObject
from upkeep.desk.sections.section import Values

Part = TypeVar("Part", bound=OpenReferralObject)
NEW = "new"


def row_field(prefix: str, row_id: str, name: str) -> str:
    """Return the name of a field of one part: "phone-new1-number"."""
    return f"{prefix}-{row_id}-{name}"


@dataclass(frozen=True)
class Rows:
    """The fields of the parts of one kind. `spare`: how many empty rows a form has for new parts."""

    prefix: str
    names: Sequence[str]
    spare: int

    def ids(self, parts: Iterable[OpenReferralObject]) -> list[str]:
        """Return the ids of the rows: those of the parts, and of the empty rows after them."""
        return [*(part.id for part in parts), *(f"{NEW}{number}" for number in range(1, self.spare + 1))]

    def values(self, parts: Iterable[Part], read: Callable[[Part], Values]) -> Values:
        """Return the values of all rows by the names of their fields."""
        return {
            row_field(self.prefix, part.id, name): value
            for part in parts
            for name, value in read(part).items()
        }

    def applied(
        self,
        parts: Sequence[Part],
        changed: Values,
        with_values: Callable[[Part, Values], Part | None],
        new: Callable[[], Part],
    ) -> list[Part]:
        """Return the parts with the changed values of their rows, and new ones for empty rows that were filled.

        `with_values` returns a part with some changed values by the plain names, or None for one that is gone.
        """
        found: list[Part] = []
        for part in parts:
            own = self._of_row(part.id, changed)
            made = with_values(part, own) if own else part
            if made is not None:
                found.append(made)
        for number in range(1, self.spare + 1):
            own = self._of_row(f"{NEW}{number}", changed)
            made = with_values(new(), own) if own else None
            if made is not None:
                found.append(made)
        return found

    def _of_row(self, row_id: str, changed: Values) -> Values:
        names = {name: row_field(self.prefix, row_id, name) for name in self.names}
        return {name: changed[field] for name, field in names.items() if field in changed}
