"""The distance between two points of the country. Pure."""

from math import cos, hypot, radians

_METRES_PER_DEGREE = 111_195.0
"""One degree of latitude on a sphere of the Earth's mean radius, 6,371 km."""


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance in metres of two points in degrees, on a plane: right to 0.1% within 100 km."""
    north = (other_latitude - latitude) * _METRES_PER_DEGREE
    middle = radians((latitude + other_latitude) / 2)
    east = (other_longitude - longitude) * _METRES_PER_DEGREE * cos(middle)
    return hypot(north, east)
