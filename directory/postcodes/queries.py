"""Reads the coordinates of postcodes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models.locations import Postcode

E5 = 100_000
"""Coordinates are stored as whole hundred-thousandths of a degree."""


def postcode_points(session: Session, codes: set[str]) -> dict[str, tuple[float, float]]:
    """Return latitude and longitude (WGS84) by postcode without its space; unknown postcodes are left out."""
    columns = select(Postcode.postcode, Postcode.latitude_e5, Postcode.longitude_e5)
    rows = session.execute(columns.where(Postcode.postcode.in_(codes)))
    return {postcode: (latitude / E5, longitude / E5) for postcode, latitude, longitude in rows}
