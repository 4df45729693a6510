"""Writes search documents and brings the search index up to date.

A change writes the service's search document and an outbox row in the *same transaction*. After the commit,
the process that holds the writer's lock updates the index on disk. A process without the lock need not wait:
readers lay the outbox rows that are not on disk yet over the index.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import db
from core.dialect import in_order
from core.settings import Settings
from directory.models.search import SearchDocument, SearchOutbox
from directory.models.services import Service
from directory.search import index_queries
from directory.search.document import FORMAT, document_of
from directory.search.engine import EngineBusyError, EngineDamagedError, TextEngine
from directory.search.index import engine_of
from directory.search.thesaurus import load_thesaurus
from directory.search.vectors.table import word_vectors
from directory.visibility import is_indexed

Progress = Callable[[int], object]
_NO_SYNC = {"synchronize_session": False}


def services_changed(session: Session, service_ids: Iterable[str]) -> None:
    """Write search documents and outbox rows for these services, in the caller's transaction.

    A service that was deleted or taken down gets an empty document.
    """
    ids = list(dict.fromkeys(service_ids))
    for start in range(0, len(ids), index_queries.BATCH):
        session.execute(
            insert(SearchOutbox),
            _write_documents(session, ids[start : start + index_queries.BATCH], only_new=False),
        )


def _write_documents(session: Session, ids: Sequence[str], *, only_new: bool) -> list[dict[str, int]]:
    """Write the documents of these services.

    Returns outbox rows for them; with `only_new`, for documents that are new.
    """
    settings: Settings = current_app.extensions["settings"]
    # Before the lock is taken: the first load takes a second, in which nobody else could write.
    thesaurus = load_thesaurus(settings.content_dir)
    table = word_vectors(settings)
    session.flush()
    _lock_documents(session, ids)
    found = {
        s.id: document_of(s, thesaurus, table, settings.stale_days)
        for s in index_queries.services_whole(session, ids)
        if is_indexed(s)
    }
    known = dict(
        session.execute(
            select(SearchDocument.service_id, SearchDocument.number).where(SearchDocument.service_id.in_(ids))
        ).all()
    )
    fresh = [SearchDocument(service_id=id, **_columns(found.get(id))) for id in ids if id not in known]
    session.add_all(fresh)
    session.flush()
    for id, number in known.items():
        session.execute(
            update(SearchDocument).where(SearchDocument.number == number).values(**_columns(found.get(id)))
        )
    numbers = [*([] if only_new else known.values()), *(document.number for document in fresh)]
    return [{"number": number} for number in numbers]


def _lock_documents(session: Session, ids: Sequence[str]) -> None:
    """Take the writer's lock on these documents before the services are read.

    Otherwise a slower writer could replace a newer state by an older one. Outbox rows are committed in the
    order of their ids: a reader that has seen one has seen all before it.
    """
    in_order(session, "search outbox")
    mine = SearchDocument.service_id.in_(ids)
    session.execute(
        update(SearchDocument).where(mine).values(service_id=SearchDocument.service_id),
        execution_options=_NO_SYNC,
    )


def _columns(found: tuple[dict[str, Any], dict[str, Any]] | None) -> dict[str, Any]:
    body, words = found or ({}, {})
    return {"body": body, "words": words}


def catch_up(engine: TextEngine | None = None) -> bool:
    """Bring the index on disk up to the outbox; build a damaged one again.

    Returns False when another process is writing: it, or a later call, will do so.
    """
    engine = engine or engine_of(current_app)
    session = db.session
    try:
        while _is_behind(engine, upto := index_queries.last_change(session)):
            with engine.writing():
                _write_changes(engine, session, upto)
    except EngineBusyError:
        return False
    return True


def _is_behind(engine: TextEngine, upto: int) -> bool:
    try:
        return engine.written_upto() < upto
    except EngineDamagedError:
        return True


def _write_changes(engine: TextEngine, session: Session, upto: int) -> None:
    try:
        after = engine.written_upto()
        engine.write(index_queries.changed_words(session, after, upto), upto)
    except EngineDamagedError:
        _build_from_documents(engine, session)


def mend_index() -> bool:
    """Build the index from the stored search documents where it is damaged or missing; write what is behind.

    Returns True where it was built. Raises EngineBusyError while another process writes.
    """
    engine, session = engine_of(current_app), db.session
    with engine.writing():
        to_build = engine.is_damaged() or not engine.written_upto()
        if to_build:
            _build_from_documents(engine, session)
    # End the snapshot of the database that the documents were read from.
    session.rollback()
    catch_up(engine)
    return to_build


def _build_from_documents(engine: TextEngine, session: Session) -> None:
    """Build the index from the documents as they are, much faster than `reindex` makes them.

    The version says that, so that `reindex --if-needed` makes the documents too.
    """
    upto = index_queries.last_change(session)
    engine.rebuild(index_queries.all_words(session), upto, f"mended.{clock.new_id()}")


def reindex(progress: Progress | None = None) -> int:
    """Write all search documents and build the index, as after a change to the thesaurus. Commits. Returns
    the number of documents.

    Raises EngineBusyError when another process is writing the index.
    """
    session, engine = db.session, engine_of(current_app)
    settings: Settings = current_app.extensions["settings"]
    with engine.writing():
        count = _all_documents(session, progress)
        upto = index_queries.last_change(session)
        engine.rebuild(index_queries.all_words(session), upto, f"{_version(settings)}.{clock.new_id()}")
    return count


def _all_documents(session: Session, progress: Progress | None) -> int:
    ids = index_queries.service_ids(session)
    gone = session.scalars(
        select(SearchDocument.service_id).where(SearchDocument.service_id.not_in(select(Service.id)))
    ).all()
    services_changed(session, gone)
    for start in range(0, len(ids), index_queries.BATCH):
        _write_batch(session, ids[start : start + index_queries.BATCH])
        if progress:
            progress(min(index_queries.BATCH, len(ids) - start))
    _delete_superseded(session)
    return len(ids)


def _write_batch(session: Session, ids: Sequence[str]) -> None:
    """Write documents and commit, with outbox rows for the new ones only: readers take all others with the
    new build.

    With rows for everything, each reader would lay thousands of documents over the index until the build is
    done.
    """
    rows = _write_documents(session, ids, only_new=True)
    if rows:
        session.execute(insert(SearchOutbox), rows)
    session.commit()


def _delete_superseded(session: Session) -> None:
    """Delete all outbox rows of a document but the newest, which stands for them. Commits."""
    newest = select(func.max(SearchOutbox.id)).group_by(SearchOutbox.number)
    session.execute(delete(SearchOutbox).where(SearchOutbox.id.not_in(newest)))
    session.commit()


def _version(settings: Settings) -> str:
    vectors = "-vectors1" if word_vectors(settings) else ""
    return f"{FORMAT}-{load_thesaurus(settings.content_dir).version}{vectors}"


def is_outdated() -> bool:
    """Return True when no index was built yet, or the thesaurus or the form of the documents changed
    since."""
    settings: Settings = current_app.extensions["settings"]
    try:
        return engine_of(current_app).version().partition(".")[0] != _version(settings)
    except EngineDamagedError:
        return True
