"""The answer to a search, as typed values that a template, the command line and the tests read alike."""

from dataclasses import dataclass

from directory.councils.answer import CouncilAnswer
from directory.search.outside import Outside
from directory.search.reading.filters import ReadFilter
from directory.search.reading.question import QuestionBack
from directory.search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class ResultReason:
    """Why a result is there, for the reader.

    `kind`: words, need, name, place, audience, chosen or nearest.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One found service. `distance_m`: metres in a straight line to its nearest place; None where either
    place is missing.

    `reached` says how the service reaches a person who gave a place: 'near', 'home', 'phone', 'online',
    'area' or ''.
    """

    number: int
    service_id: str
    score: float
    distance_m: int | None = None
    reached: str = ""
    name: str = ""
    organization: str = ""
    reasons: tuple[ResultReason, ...] = ()
    beside: bool = False
    """True for what meets nothing that was asked for, and may help all the same."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, the number of results that it would leave or add, and whether it is chosen."""

    id: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values. Values without results are left out unless chosen."""

    id: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is known: its name, and its middle in degrees (WGS84)."""

    label: str
    latitude: float
    longitude: float
    code: str = ""
    """The postcode, sector or outward code, where the place was given as one; otherwise empty."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to one search: one page of hits, all facets, and what the query was understood as."""

    request: SearchRequest
    """The request as it was answered: filters that are not known here are left out."""
    hits: tuple[Hit, ...]
    total: int
    beside: int = 0
    """How many of the total may also help: they come after all others."""
    facets: tuple[Facet, ...] = ()
    place: Place | None = None
    unknown_place: str = ""
    """The postcode or town as typed, where it is not known; empty when all is well."""
    mended_place: str = ""
    """The place as typed, where only one with another spelling was found; empty when none was mended."""
    elsewhere: CouncilAnswer | None = None
    """Whose area the place is in, where it is outside ours: the hits are then what reaches a person there."""
    tokens: tuple[str, ...] = ()
    """The words of the query as typed, folded."""
    needs: tuple[str, ...] = ()
    """Ids of the needs that the words ask for, strongest first."""
    corrected: str = ""
    """The words searched for instead, when the spelling was corrected; empty when not."""
    dangers: tuple[str, ...] = ()
    """Kinds of danger, the one that is helped first in front: the page answers them before anything else."""
    ordinary_below: bool = False
    """True when the hits are ordinary results below what is said of a danger, and not help of that kind
    alone.
    """
    filters: tuple[ReadFilter, ...] = ()
    """Conditions read from the words that hold: each is a chip that can be taken off."""
    taken_off: tuple[ReadFilter, ...] = ()
    """Conditions read from the words that the reader took off."""
    gave_way: tuple[ReadFilter, ...] = ()
    """Conditions read from the words under which nothing would be left: they do not hold."""
    language: str = "en"
    """The language of the words (BCP 47)."""
    question_back: QuestionBack | None = None
    nearest_only: bool = False
    """True when nothing really fits: the hits are the nearest things, and the search counts as missed."""
    open_tonight: int | None = None
    """How many of the results meet a need that cannot wait and are open now; None by day, and for other
    needs.
    """
    outside: Outside | None = None
    """Whom to ask about what the words ask for, where others deal with it."""
    fallback: bool = False
    """True when nothing matched and the hits are the nearest things instead."""
    pins: tuple[tuple[str, float, float], ...] = ()
    """Service id, latitude and longitude of the places on this page for the map; never a secret one."""

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.total // self.request.per_page))
