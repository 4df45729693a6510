"""Reads of the results page and of the suggestions, beside the search itself."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from directory.listing.card import Card
from directory.listing.card_queries import FoundService, cards
from directory.models.services import Service
from directory.search.results import Hit
from directory.visibility import public


def cards_of_hits(hits: Sequence[Hit]) -> list[Card]:
    """Return the cards of what a search found, in the order of the hits.

    What is no longer public is left out.
    """
    found = []
    for hit in hits:
        reasons = tuple(reason.text for reason in hit.reasons)
        found.append(FoundService(hit.service_id, hit.distance_m, reasons))
    return cards(found)


def slugs(service_ids: Sequence[str]) -> dict[str, str]:
    """Return the slugs of public services by id; other ids are left out. One statement."""
    if not service_ids:
        return {}
    rows = db.session.execute(select(Service.id, Service.slug).where(Service.id.in_(service_ids), public()))
    return dict(rows.all())
