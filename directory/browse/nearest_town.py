"""The town of ours that is nearest to a place."""

from collections.abc import Sequence

from core.distance import metres_between
from directory.browse.queries import Town
from directory.search.context import open_context

_MOST_METRES = 8000.0


def nearest_town(where: str, towns: Sequence[Town]) -> Town | None:
    """Return the nearest of the towns to a place as typed; None for an unknown place or one far from all."""
    context = open_context()
    place = context.find_place(where)
    if place is None:
        return None
    far: list[tuple[float, int]] = []
    for number, town in enumerate(towns):
        middle = context.find_place(town.name)
        if middle is not None:
            metres = metres_between(place.latitude, place.longitude, middle.latitude, middle.longitude)
            far.append((metres, number))
    metres, number = min(far, default=(_MOST_METRES + 1, -1))
    return towns[number] if metres <= _MOST_METRES else None
