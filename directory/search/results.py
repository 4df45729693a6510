"""What a search answers with: typed values that a template, the command line and the tests read alike."""

from dataclasses import dataclass, field

from directory.search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is there. `kind`: words, need, name, place, area, audience, culture, nearest; `text` is plain English."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One found service. `distance_m`: metres as the crow flies to its nearest place, None without a place or a postcode.

    `reached` tells how it comes to a person who gave a place: 'near' (at a place), 'home', 'phone', 'online', 'area' or ''.
    """

    number: int
    service_id: str
    score: float
    distance_m: int | None = None
    reached: str = ""
    name: str = ""
    organization: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, how many results choosing it would leave or add, and whether it is chosen."""

    id: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that lead somewhere; values without results are left out unless chosen."""

    id: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was understood: what to call it, and its middle in degrees (WGS84)."""

    label: str
    latitude: float
    longitude: float
    code: str = ""
    """The postcode or outward code, where that is how it was given."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search: the page's hits, all facets, and what was understood."""

    request: SearchRequest
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    place: Place | None = None
    place_problem: str = ""
    """Plain words about a postcode or town that was not understood; empty when all is well."""
    needs: tuple[str, ...] = ()
    """Ids of the needs that the words were understood as, strongest first."""
    corrected: str = ""
    """The words searched for instead, when the spelling was mended; empty when not."""
    distress: tuple[str, ...] = ()
    """Any of 'emergency', 'crisis', 'domestic-abuse', 'abuse-neglect': a calm banner stands above the results."""
    fallback: bool = False
    """True when nothing matched and the hits are the nearest things instead."""
    pins: tuple[tuple[str, float, float], ...] = field(default=())
    """Service id, latitude and longitude of the places on this page for the map; never a secret one."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.request.per_page))
