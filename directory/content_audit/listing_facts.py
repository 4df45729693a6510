"""What the audit reads of a listing. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """The texts and numbers of one public listing; several addresses and numbers in the order of the record.

    `slots`: days and starting times, as "TU 10:00". `places`: ids of locations. `points`: their latitudes and
    longitudes. `needs`: codes of terms. `marks`: what only one group has, such as a number in a register.
    """

    id: str
    name: str
    organization: str
    summary: str = ""
    description: str = ""
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    has_address: bool = False
    slots: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    says_why_many_needs: bool = False

    @property
    def words(self) -> str:
        """Summary and description together."""
        return f"{self.summary} {self.description}".strip()
