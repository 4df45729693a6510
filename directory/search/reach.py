"""How a service reaches somebody at a place: near, at home, by phone, online, or because it covers the area.

Services without a place stay in a postcode search, judged by their service area. An area that is not known
excludes nobody. Pure.
"""

import numpy as np

from directory.search.columns import Bools, Floats, IndexColumns
from directory.search.gazetteer import Gazetteer
from directory.search.results import Place

_NEAR_METRES = 16_000.0
_TOO_FAR_METRES = 60_000.0
_WAYS = ("home", "phone", "online")
_WHOLE = ("borough", "national", "england", "uk", "nationwide")


def area_mask(columns: IndexColumns, gazetteer: Gazetteer, place: Place, council_area: str) -> Bools:
    """Return which documents do not say that they work elsewhere.

    `council_area`: the name of the council's whole area. Areas that the gazetteer does not know count as
    covering.
    """
    names = gazetteer.names_of(place) | {council_area.lower(), *_WHOLE}
    judged, covering, unjudged = (np.zeros(columns.size, np.bool_) for _ in range(3))
    for value in columns.values.rows:
        if not value.startswith("area:"):
            continue
        name = value.removeprefix("area:")
        mask = columns.mask(value)
        if name in names or _sector_within(name, place):
            covering |= mask
        elif gazetteer.knows(name):
            judged |= mask
        else:
            unjudged |= mask
    return covering | unjudged | ~judged


def _sector_within(name: str, place: Place) -> bool:
    """Return True for a sector ('s73 8') of the outward code that the asker gave: they may live in it."""
    return (
        " " in name
        and bool(place.code)
        and " " not in place.code
        and name.split(" ")[0] == place.code.lower()
    )


def comes_to_people(columns: IndexColumns) -> Bools:
    """Return which documents reach people where they are: at home, by phone or online."""
    return np.logical_or.reduce([columns.mask(f"delivery:{way}") for way in _WAYS])


_EVERYWHERE = ("national", "england", "uk", "nationwide")
_FROM_ANYWHERE = ("phone", "online")


def beyond_area(
    columns: IndexColumns, gazetteer: Gazetteer, council_area: str, distances: Floats | None
) -> Bools:
    """Return which documents reach somebody who lives outside the council's area.

    These work by phone or online and name no area of ours, or work all over the country, or have a place near
    the asker and name no area of ours. `distances`: metres from the asker; None where the point is not known.
    """
    local, everywhere = (np.zeros(columns.size, np.bool_) for _ in range(2))
    for value in columns.values.rows:
        name = value.removeprefix("area:")
        if name == value:
            continue
        if name in _EVERYWHERE:
            everywhere |= columns.mask(value)
        elif name in ("borough", council_area.lower()) or gazetteer.knows(name):
            local |= columns.mask(value)
    from_anywhere = np.logical_or.reduce([columns.mask(f"delivery:{way}") for way in _FROM_ANYWHERE])
    reached = (from_anywhere & ~local) | (comes_to_people(columns) & everywhere)
    if distances is not None:
        reached |= (distances <= _NEAR_METRES) & ~local
    return reached


def reachable(columns: IndexColumns, covers: Bools, distances: Floats) -> Bools:
    """Return which documents can be of use: a place within 60 km, or help that comes to people whose area
    it covers."""
    placed = np.isfinite(distances)
    return np.where(placed, (distances <= _TOO_FAR_METRES) | (comes_to_people(columns) & covers), covers)


def way_of_reaching(columns: IndexColumns, number: int, distance: float) -> str:
    """Return how one service reaches the asker: 'near', 'home', 'phone', 'online' or 'area'; '' when that is
    not known.

    `distance`: metres to its nearest place, infinite without one.
    """
    if distance <= _NEAR_METRES:
        return "near"
    way = next((way for way in _WAYS if columns.mask(f"delivery:{way}")[number]), "")
    if way or np.isfinite(distance):
        return way
    return (
        "area" if any(columns.mask(v)[number] for v in columns.values.rows if v.startswith("area:")) else ""
    )
