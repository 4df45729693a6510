"""The map of the results: pins for the places of one page, and names of towns for orientation. Pure."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from directory.listing.card import Card
from directory.search.results import Place

_MOST_TOWNS = 30
_MARGIN_DEGREES = 0.02


class Pin(TypedDict):
    """One place of one service, in degrees (WGS84). `number` is the card's place in the list, from 1."""

    id: str
    number: int
    name: str
    about: str
    lat: float
    lon: float


class Label(TypedDict):
    """The name of a town or another place, and its middle."""

    name: str
    lat: float
    lon: float


def pins(places: Iterable[tuple[str, float, float]], cards: Sequence[Card]) -> list[Pin]:
    """Return pins for the shown cards, in their order. A service without a card has no pin."""
    numbered = {card.service_id: (number, card) for number, card in enumerate(cards, 1)}
    found = [_pin(*numbered[id], lat, lon) for id, lat, lon in places if id in numbered]
    return sorted(found, key=lambda pin: pin["number"])


def _pin(number: int, card: Card, latitude: float, longitude: float) -> Pin:
    about = " · ".join(card.details)
    return Pin(
        id=card.service_id,
        number=number,
        name=card.name,
        about=about,
        lat=round(latitude, 5),
        lon=round(longitude, 5),
    )


def here(place: Place) -> Label:
    """Return the place that somebody searched near, as a label of the map."""
    return Label(name=place.label, lat=round(place.latitude, 4), lon=round(place.longitude, 4))


def towns(known: Iterable[Place], around: Sequence[tuple[float, float]]) -> list[Label]:
    """Return the names of at most thirty towns around points, latitude and longitude, those with most points
    near them first.

    The map shows as many of them as fit.
    """
    if not around:
        return []
    latitudes, longitudes = [lat for lat, _ in around], [lon for _, lon in around]
    south, north = min(latitudes) - _MARGIN_DEGREES, max(latitudes) + _MARGIN_DEGREES
    west, east = min(longitudes) - _MARGIN_DEGREES, max(longitudes) + _MARGIN_DEGREES
    inside = [p for p in known if south <= p.latitude <= north and west <= p.longitude <= east]
    inside.sort(key=lambda p: (-_points_near(p, around), p.label))
    return [
        Label(name=p.label, lat=round(p.latitude, 4), lon=round(p.longitude, 4)) for p in inside[:_MOST_TOWNS]
    ]


def _points_near(town: Place, around: Sequence[tuple[float, float]]) -> int:
    return sum(
        abs(lat - town.latitude) < _MARGIN_DEGREES and abs(lon - town.longitude) < _MARGIN_DEGREES
        for lat, lon in around
    )
