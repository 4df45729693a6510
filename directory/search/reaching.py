"""How a service reaches somebody at a place: near, at home, by phone, online, or because it covers the area.

Services without a place stay in a postcode search, judged by their service area. An area that cannot be judged excludes nobody.
"""

import numpy as np

from directory.search.facts import Bools, Facts, Floats
from directory.search.gazetteer import Gazetteer
from directory.search.results import Place

_TOO_FAR_METRES = 60_000.0
_WHOLE = ("borough", "national", "england", "uk", "nationwide")


def area_mask(facts: Facts, gazetteer: Gazetteer, place: Place, council_area: str) -> Bools:
    """Which documents do not say that they work elsewhere."""
    names = gazetteer.names_of(place) | {council_area.lower(), *_WHOLE}
    judged, covering, unjudged = (np.zeros(facts.size, np.bool_) for _ in range(3))
    for value in facts.values.rows:
        if not value.startswith("area:"):
            continue
        name = value.removeprefix("area:")
        mask = facts.mask(value)
        if name in names:
            covering |= mask
        elif gazetteer.knows(name):
            judged |= mask
        else:
            unjudged |= mask
    return covering | unjudged | ~judged


def reachable(facts: Facts, covers: Bools, distances: Floats) -> Bools:
    """Which documents can be of use: a place not absurdly far, or no place and an area that covers the asker."""
    placed = np.isfinite(distances)
    return np.where(placed, distances <= _TOO_FAR_METRES, covers)


def how(facts: Facts, number: int, distance: float) -> str:
    """In which way one service reaches the asker: 'near', 'home', 'phone', 'online' or 'area'; '' when it cannot be told."""
    for way in ("home", "phone", "online"):
        if not np.isfinite(distance) and facts.mask(f"delivery:{way}")[number]:
            return way
    if np.isfinite(distance):
        return "near"
    return "area" if any(facts.mask(v)[number] for v in facts.values.rows if v.startswith("area:")) else ""
