"""The search request as a typed value: words, place, filters, order and page. Pure."""

from dataclasses import dataclass, field, replace
from typing import Self

from werkzeug.datastructures import MultiDict

from core.messages import N_
from directory.urgent.lines import kinds_of_letters, letters_of_kinds

PER_PAGE = 20
MOST_CHARACTERS = 1000
"""The longest query that is read: a whole story. Of a longer one the page says that its end was not read."""
MOST_OFF = 20
MOST_ID_CHARACTERS = 60
MOST_LANGUAGE_CHARACTERS = 8
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
    dangers: tuple[str, ...] = ()
    """Kinds of danger whose services are asked for, in place of words; in an address their letters alone."""
    off: tuple[str, ...] = ()
    """Ids of conditions read from the words (`ReadFilter.id`) that were taken off."""
    meant: str = ""
    """The chosen answer to a question back (`QuestionBack.answers`); empty before one is chosen."""
    exact: bool = False
    """True after "search instead for": the words are taken as typed, and their spelling is not corrected."""

    spoken: str = ""
    """The code of the language in which danger was written, where its words do not stand in the address."""
    is_cut: bool = False
    """Whether more was written than `query` holds."""

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """Return the request of a query string. Unknown names and values are dropped; nothing is raised."""
        chosen = {name: tuple(dict.fromkeys(v for v in args.getlist(name) if v))[:40] for name in FACETS}
        written = " ".join(args.get("q", "").split())
        query = written[:MOST_CHARACTERS]
        return cls(
            query=query,
            is_cut=len(written) > MOST_CHARACTERS,
            where=" ".join(args.get("where", "").split())[:60],
            facets={name: values for name, values in chosen.items() if values},
            sort=args.get("sort", "best") if args.get("sort") in SORTS else "best",
            page=max(1, min(500, args.get("page", 1, type=int) or 1)),
            dangers=() if query else kinds_of_letters(args.get("help", "")),
            exact=args.get("exact") == "1",
            off=tuple(dict.fromkeys(id for id in args.get("off", "").split(",") if id))[:MOST_OFF],
            meant=args.get("meant", "")[:MOST_ID_CHARACTERS],
            spoken="" if query else args.get("spoken", "")[:MOST_LANGUAGE_CHARACTERS],
        )

    def to_args(self) -> dict[str, str | list[str]]:
        """Return the query string of this request, as keyword arguments for url_for.

        Defaults are left out.
        """
        args: dict[str, str | list[str]] = {name: list(values) for name, values in self.facets.items()}
        texts = {"q": self.query, "where": self.where, "sort": self.sort if self.sort != "best" else ""}
        texts |= {"help": letters_of_kinds(self.dangers)}
        texts |= {
            "page": str(self.page) if self.page > 1 else "",
            "exact": "1" if self.exact else "",
            "meant": self.meant,
            "spoken": self.spoken,
            "off": ",".join(self.off),
        }
        return args | {name: value for name, value in texts.items() if value}

    def without_facet(self, name: str, value: str | None = None) -> "SearchRequest":
        """Return the same request from page 1, without one value of a facet, or without the whole facet."""
        others = tuple(v for v in self.facets.get(name, ()) if value is not None and v != value)
        facets = {n: v for n, v in self.facets.items() if n != name}
        return replace(self, page=1, facets={**facets, **({name: others} if others else {})})

    def without_condition(self, id: str) -> "SearchRequest":
        """Return the same request from page 1, with one condition that its words state taken off."""
        return replace(self, page=1, off=tuple(dict.fromkeys((*self.off, id))))

    def with_condition(self, id: str) -> "SearchRequest":
        """Return the same request from page 1, with one condition of its words put back."""
        return replace(self, page=1, off=tuple(other for other in self.off if other != id))
