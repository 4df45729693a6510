"""What the results page and the suggestions read beside the search itself."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from core.db import db
from directory.listing.card import Card
from directory.listing.card_queries import FoundService, cards
from directory.models.services import Service
from directory.search import gazetteer_queries
from directory.search.gazetteer import Gazetteer
from directory.search.index import Snapshot, index_of
from directory.search.results import Hit
from directory.visibility import public


def snapshot() -> Snapshot:
    """What search works with at this moment."""
    return index_of(current_app).current(db.session)


def gazetteer(of: Snapshot) -> Gazetteer:
    """The places that are known by name, kept by the worker."""
    return gazetteer_queries.load_gazetteer(db.session, of.facts)


def cards_of_hits(hits: Sequence[Hit]) -> list[Card]:
    """Return the cards of what a search found, in the order of the hits. What is no longer public is left out."""
    found = [
        FoundService(hit.service_id, hit.distance_m, tuple(reason.text for reason in hit.reasons))
        for hit in hits
    ]
    return cards(found)


def slugs(service_ids: Sequence[str]) -> dict[str, str]:
    """The addresses' words of public services, by id; ids of others are left out. One statement."""
    if not service_ids:
        return {}
    rows = db.session.execute(select(Service.id, Service.slug).where(Service.id.in_(service_ids), public()))
    return dict(rows.all())
