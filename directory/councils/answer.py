"""The answer to "which council?" for one place. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from directory.councils.library import Council


class CouncilArea(StrEnum):
    """Whose area a place lies in, seen from our own council."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    """The place is not recognised, or nothing says where our own area ends."""


@dataclass(frozen=True, slots=True)
class CouncilAnswer:
    """The answer for one place, as people typed it.

    `label`: the place as it is written, such as "LS6 2AB" or "Leeds"; empty where it is not recognised.
    `councils`: those with duties of social care there, the likeliest first; for a place in another nation, that
    nation. Empty where the place is in our area, or where nothing says whose area it is.
    """

    area: CouncilArea
    label: str = ""
    councils: tuple[Council, ...] = ()

    @property
    def is_ours(self) -> bool:
        """True where the place lies in our council's area, or partly in it."""
        return self.area is CouncilArea.OURS

    @property
    def is_elsewhere(self) -> bool:
        """True where the place is certainly outside our council's area."""
        return self.area is CouncilArea.ELSEWHERE

    @property
    def council(self) -> Council | None:
        """Return the only council with duties there; None where several share it or none is known."""
        return self.councils[0] if len(self.councils) == 1 else None

    @property
    def nation(self) -> Council | None:
        """Return Wales, Scotland or Northern Ireland, where the place lies in one of them; else None."""
        return self.council if self.council is not None and self.council.is_nation else None


UNKNOWN = CouncilAnswer(CouncilArea.UNKNOWN)
