"""Reads for the search index, in batches with a fixed number of statements each."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, raiseload, selectinload

from directory.models.locations import Location
from directory.models.search import SearchDocument, SearchOutbox
from directory.models.services import Attribute, Service, ServiceAtLocation, TaxonomyTerm
from directory.search.document import text_document
from directory.search.engine import TextDocument

BATCH = 500
_MOST_BODIES = 10_000


def services_whole(session: Session, ids: Sequence[str]) -> list[Service]:
    """Return services with everything that a search document is made from."""
    site = selectinload(Service.sites)
    place = site.joinedload(ServiceAtLocation.location)
    options = (
        joinedload(Service.organization).raiseload("*"),
        selectinload(Service.schedules),
        selectinload(Service.cost_options),
        selectinload(Service.languages),
        selectinload(Service.phones),
        selectinload(Service.service_areas),
        selectinload(Service.attributes).joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy),
        site.selectinload(ServiceAtLocation.schedules),
        place.selectinload(Location.addresses),
        place.selectinload(Location.accessibility),
        raiseload("*"),
    )
    return list(
        session.scalars(
            select(Service)
            .where(Service.id.in_(ids))
            .options(*options)
            .execution_options(populate_existing=True)
        )
    )


def service_ids(session: Session) -> list[str]:
    """Return the ids of all services."""
    return list(session.scalars(select(Service.id).order_by(Service.id)))


def last_change(session: Session) -> int:
    """Return the id of the newest outbox row; 0 when nothing was ever listed."""
    return session.scalar(select(func.max(SearchOutbox.id))) or 0


def count_changes(session: Session, after: int, upto: int) -> int:
    """Return the number of outbox rows after one row and up to another."""
    within = SearchOutbox.id > after, SearchOutbox.id <= upto
    return session.scalar(select(func.count(SearchOutbox.id)).where(*within)) or 0


def changed_bodies(session: Session, after: int, upto: int) -> Iterator[dict[int, dict[str, Any]]]:
    """Yield the bodies of the documents that changed after one outbox row and up to another, by number, in
    batches."""
    rows = session.execute(_changed(SearchDocument.body, after, upto).execution_options(yield_per=BATCH))
    while batch := list(islice(rows, _MOST_BODIES)):
        yield dict(map(tuple, batch))


def changed_words(session: Session, after: int, upto: int) -> list[TextDocument]:
    """Return the text of the same documents, for the engine."""
    return [
        text_document(number, words)
        for number, words in session.execute(_changed(SearchDocument.words, after, upto))
    ]


def _changed(
    column: InstrumentedAttribute[dict[str, Any]], after: int, upto: int
) -> Select[tuple[int, dict[str, Any]]]:
    changed = select(SearchOutbox.number).where(SearchOutbox.id > after, SearchOutbox.id <= upto)
    return select(SearchDocument.number, column).where(SearchDocument.number.in_(changed))


def all_words(session: Session) -> Iterator[TextDocument]:
    """Yield every document's text."""
    query = select(SearchDocument.number, SearchDocument.words).execution_options(yield_per=BATCH)
    for number, words in session.execute(query):
        if words:
            yield text_document(number, words)
