"""How similar what somebody types is to a listing, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz, utils

from core.messages import N_
from directory.content_audit.duplicates import similarity
from directory.content_audit.listing_facts import ListingFacts

LEAST = 0.5
"""From this similarity on, a listing is shown. One name alone reaches it where the other is nearly the same.
"""
_SAME_SITE = 0.2
_SHORTEST_NAME = 5
_SHARED_SITES = frozenset({"facebook.com", "instagram.com", "sites.google.com", "twitter.com", "x.com"})
_SAME_NAME, _LIKE_NAME = 0.95, 0.75

SAME_NAME = N_("It has the same name.")
LIKE_NAME = N_("The name is nearly the same.")
SAME_PHONE = N_("It has the same phone number.")
SAME_PLACE = N_("It is at the same place.")
SAME_SITE = N_("It has the same website.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedListing:
    """What somebody has typed so far. Everything may be empty."""

    name: str = ""
    place: str = ""
    phone: str = ""
    website: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether there is too little to compare."""
        return len(self.name) < _SHORTEST_NAME and not self.phone and not site_of(self.website)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownListing:
    """What of a listing is compared: its names, numbers, postcodes and sites."""

    id: str
    names: tuple[str, ...]
    phones: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    websites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A listing that may be the same. `reasons`: marked for translation, the strongest first."""

    id: str
    score: float
    reasons: tuple[str, ...]


def matches(typed: TypedListing, listings: Iterable[KnownListing], most: int = 5) -> list[Match]:
    """Return the listings that may be the one that is typed, the most similar first."""
    if typed.says_nothing:
        return []
    place = squeezed(typed.place)
    found = (_match(typed, place, each) for each in listings)
    likely = [match for match in found if match.score >= LEAST and match.reasons]
    return sorted(likely, key=lambda match: (-match.score, match.id))[:most]


def _match(typed: TypedListing, place: str, known: KnownListing) -> Match:
    places = frozenset({place} if place else ())
    name = typed.name if len(typed.name) >= _SHORTEST_NAME else ""
    mine = ListingFacts("", name, "", phones=(typed.phone,) if typed.phone else (), places=places)
    best = max(
        similarity(mine, ListingFacts(known.id, each, "", phones=known.phones, places=known.places))
        for each in known.names
    )
    same_site = bool(site_of(typed.website)) and site_of(typed.website) in map(site_of, known.websites)
    likeness = max(_likeness(name, each) for each in known.names)
    signs = (
        (SAME_NAME, likeness >= _SAME_NAME),
        (LIKE_NAME, _LIKE_NAME <= likeness < _SAME_NAME),
        (SAME_PHONE, digits_of(typed.phone) in {digits_of(each) for each in known.phones} - {""}),
        (SAME_PLACE, bool(places & known.places)),
        (SAME_SITE, same_site),
    )
    score = 1 - (1 - best) * (1 - _SAME_SITE * same_site)
    # A name of one common word, such as "Coffee", is a part of many; the whole names decide their order.
    score = min(1.0, score) * (0.8 + 0.2 * likeness) if name else score
    reasons = tuple(words for words, holds in signs if holds)
    strong = {SAME_PHONE, SAME_PLACE, SAME_SITE} & set(reasons)
    # Nearly the same name is enough; so are two of number, place and site, because names change.
    is_enough = likeness >= _LIKE_NAME or len(strong) > 1
    return Match(known.id, max(score, LEAST) if is_enough else score, reasons)


def _likeness(one: str, other: str) -> float:
    tidy = utils.default_process
    return float(fuzz.token_sort_ratio(tidy(one), tidy(other))) / 100 if one and other else 0.0


def digits_of(phone: str) -> str:
    """Return the last ten digits of a number; empty for fewer than seven."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-10:] if len(digits) >= 7 else ""


def site_of(url: str) -> str:
    """Return the host of a web address without "www.", with its path where many groups share the host; empty
    for none."""
    url = url.strip().lower()
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    path = parts.path.strip("/")
    if host in _SHARED_SITES:
        return f"{host}/{path}" if path else ""
    return host if "." in host else ""


def squeezed(place: str) -> str:
    """Return a postcode or a town in small letters without spaces."""
    return "".join(place.lower().split())
