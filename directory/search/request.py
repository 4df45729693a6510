"""What a person asks for, as a typed value: words, where, filters, order and page."""

from dataclasses import dataclass, field, replace
from typing import Self

from werkzeug.datastructures import MultiDict

from core.messages import N_

PER_PAGE = 20
MOST_CHARACTERS = 300
DISTANCES = (1, 2, 5, 10, 20)
SORTS = {
    "best": N_("Best match"),
    "near": N_("Nearest first"),
    "name": N_("Name, A to Z"),
    "checked": N_("Last checked"),
}

# The facets in the order in which a page shows them. OR within one, AND across.
FACETS = {
    "need": N_("What you need"),
    "who": N_("Who it is for"),
    "cost": N_("Cost"),
    "route": N_("How to get it"),
    "delivery": N_("Where it happens"),
    "distance": N_("How far away"),
    "day": N_("Days"),
    "open": N_("Open now"),
    "access": N_("Access"),
    "language": N_("Language"),
    "culture": N_("Faith, diet and culture"),
    "taking": N_("Taking people"),
    "payment": N_("Direct payment"),
}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `where` is a postcode or town as typed; `facets` maps a facet's id to the chosen values."""

    query: str = ""
    where: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "best"
    page: int = 1
    per_page: int = PER_PAGE
    exact: bool = False
    """True after 'search instead for': the words are taken as typed, without mending their spelling."""

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """Read a request from a query string. What it does not know it drops; nothing raises."""
        chosen = {name: tuple(dict.fromkeys(v for v in args.getlist(name) if v))[:40] for name in FACETS}
        return cls(
            query=" ".join(args.get("q", "").split())[:MOST_CHARACTERS],
            where=" ".join(args.get("where", "").split())[:60],
            facets={name: values for name, values in chosen.items() if values},
            sort=args.get("sort", "best") if args.get("sort") in SORTS else "best",
            page=max(1, min(500, args.get("page", 1, type=int) or 1)),
            exact=args.get("exact") == "1",
        )

    def to_args(self) -> dict[str, str | list[str]]:
        """The query string that leads back here, as keyword arguments for url_for; defaults are left out."""
        args: dict[str, str | list[str]] = {name: list(values) for name, values in self.facets.items()}
        plain = {"q": self.query, "where": self.where, "sort": self.sort if self.sort != "best" else ""}
        plain |= {"page": str(self.page) if self.page > 1 else "", "exact": "1" if self.exact else ""}
        return args | {name: value for name, value in plain.items() if value}

    def without_facet(self, name: str, value: str | None = None) -> "SearchRequest":
        """The same search with one value, or the whole facet, let go, from page 1."""
        kept = tuple(v for v in self.facets.get(name, ()) if value is not None and v != value)
        facets = {n: v for n, v in self.facets.items() if n != name}
        return replace(self, page=1, facets={**facets, **({name: kept} if kept else {})})
