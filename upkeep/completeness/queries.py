"""Reading how complete several listings are, in a fixed number of statements."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from directory.models import Service
from directory.publishing.queries import any_services
from upkeep.completeness.parts import parts_of_stored
from upkeep.completeness.rules import Completeness, completeness_of


def completeness_of_listings(ids: Sequence[str]) -> dict[str, Completeness]:
    """Return how complete published listings are, by id. Ids without one, such as of drafts, are left out."""
    if not ids:
        return {}
    photos = dict(db.session.execute(select(Service.id, Service.photo_id).where(Service.id.in_(ids))).all())
    return {
        service.id: completeness_of(parts_of_stored(service, photo=bool(photos[service.id])))
        for service in any_services(list(photos))
    }
