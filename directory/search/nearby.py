"""How far the places of a listing are from the place of the search that it was opened from."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.distance import metres_between
from core.stores import optional
from directory.listing.places import PlaceView
from directory.listing.wording import miles
from directory.schedules.wording.times import sentence
from directory.search.asked_place import asked_place
from directory.search.back_link import search_behind
from directory.search.context import open_context
from directory.search.map_pins import Label, here, towns
from directory.search.my_place import known_place
from directory.search.results import Place

_BEYOND = float("inf")


@dataclass(frozen=True, slots=True)
class NearSearch:
    """The place that somebody searched near, and how far each place of a listing is from there.

    `places`: the nearest first, each with its distance in words, which is empty for a place without a point.
    `towns`: names for the map.
    """

    label: str
    here: Label
    places: tuple[tuple[PlaceView, str], ...]
    towns: list[Label]


def near_search(back: str, places: Sequence[PlaceView]) -> NearSearch | None:
    """Return how far places are from the place of a search (`back`, a query of /find), or from the own place.

    None where no place is known, where no place of the listing has a point, and while the
    index is out of order: the listing is then shown without distances.
    """
    asked = search_behind(back)
    where = asked.where if asked and asked.where else known_place()
    if not where:
        return None
    return optional("distances of a listing", lambda: _near(where, places), None)


def _near(where: str, places: Sequence[PlaceView]) -> NearSearch | None:
    context = open_context()
    place = asked_place(context, where).place
    if place is None:
        return None
    far = {n: metres for n, one in enumerate(places) if (metres := _metres(place, one)) is not None}
    if not far:
        return None
    nearest_first = sorted(range(len(places)), key=lambda n: far.get(n, _BEYOND))
    rows = tuple((places[n], sentence(miles(far[n])) if n in far else "") for n in nearest_first)
    points = [(place.latitude, place.longitude), *((p.latitude, p.longitude) for p in places)]
    known = [(lat, lon) for lat, lon in points if lat is not None and lon is not None]
    return NearSearch(place.label, here(place), rows, towns(context.gazetteer.towns.values(), known))


def _metres(asker: Place, one: PlaceView) -> float | None:
    if one.latitude is None or one.longitude is None:
        return None
    return metres_between(asker.latitude, asker.longitude, one.latitude, one.longitude)
