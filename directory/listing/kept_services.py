"""Services and their cards kept in memory, for lists that change with every key, such as the call screen's search.

What changes a listing writes a row of the outbox in the same transaction. So what was read at one row of the
outbox holds until there is a newer one. A card says what is open, so it holds for the minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import get_locale
from sqlalchemy.orm import Session

from core.db import db
from directory.listing.card import Card, make_card
from directory.listing.card_queries import load
from directory.listing.context import ListingContext
from directory.models.services import Service

MOST = 1000
"""So many services are kept in one worker, and so many cards."""

_CardKey = tuple[str, int | None, str]


@dataclass
class _Kept:
    upto: int
    services: dict[str, Service] = field(default_factory=dict)
    cards: tuple[datetime | None, dict[_CardKey, Card]] = (None, {})

    def cards_of(self, moment: datetime) -> dict[_CardKey, Card]:
        """Return the cards of this minute."""
        minute = moment.replace(second=0, microsecond=0)
        kept, cards = self.cards
        if kept != minute or len(cards) > MOST:
            self.cards = minute, (cards := {})
        return cards


class KeptServices:
    """Services as workers see them, each read once until any listing changes. Threads share one object."""

    def __init__(self) -> None:
        self._kept = _Kept(-1)

    def of_workers(self, ids: Sequence[str], upto: int) -> dict[str, Service]:
        """Return services by id, with the parts that a card needs; what is taken down is left out.

        They belong to no session. `upto`: the newest row of the outbox when this request began to read.
        """
        kept = self._at(upto)
        if unknown := [id for id in ids if id not in kept.services]:
            kept.services.update(_read(unknown))
        return {id: kept.services[id] for id in ids if id in kept.services}

    def card(self, service: Service, context: ListingContext, distance_m: int | None, upto: int) -> Card:
        """Return the card of a service from `of_workers`, without reasons."""
        cards = self._at(upto).cards_of(context.now)
        key = (service.id, distance_m, str(get_locale()))
        if key not in cards:
            cards[key] = make_card(service, context, distance_m)
        return cards[key]

    def _at(self, upto: int) -> _Kept:
        kept = self._kept
        if kept.upto != upto or len(kept.services) > MOST:
            # Threads that began before a change go on with what they have, and never write into the new one.
            kept = self._kept = _Kept(upto)
        return kept


def _read(ids: Sequence[str]) -> dict[str, Service]:
    """Return services in a session of their own, so that no commit of this request makes them stale."""
    with Session(db.session.connection(), expire_on_commit=False) as session:
        return load(ids, workers=True, session=session)
