"""Which services at locations lie near a postcode, and work for people who live there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.distance import metres_between
from directory import visibility
from directory.models.locations import Location
from directory.models.services import Service, ServiceAtLocation
from directory.publishing.parameters import ParameterError
from directory.search.context import open_context
from directory.search.found import ids_working_elsewhere


def sites_within(session: Session, postcode: str, metres: int | None) -> set[str]:
    """Return the ids of the services at visible places within `metres` of a postcode; None sets no limit.

    A service whose known service area does not cover the postcode is left out.
    Raises ParameterError for a postcode that is not in the tables.
    """
    context = open_context()
    place = context.find_place(postcode)
    if place is None:
        raise ParameterError([("postcode", "is not a postcode that we know")])
    elsewhere = set(ids_working_elsewhere(place, context))
    rows = session.execute(
        select(ServiceAtLocation.id, ServiceAtLocation.service_id, Location.latitude, Location.longitude)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .where(visibility.public(), visibility.location_visible())
    ).all()
    covering = [row for row in rows if row[1] not in elsewhere]
    if metres is None:
        return {row[0] for row in covering}
    here = place.latitude, place.longitude
    placed = [(row[0], (row[2], row[3])) for row in covering if row[2] is not None and row[3] is not None]
    return {site_id for site_id, spot in placed if metres_between(*here, *spot) <= metres}
