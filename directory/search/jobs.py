"""The job that keeps the search index up to date where no request did so."""

from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.jobs.services import note
from directory.search import index_queries, indexing
from directory.search.engine import EngineBusyError

INDEX_JOB = "index"
_EVERY = timedelta(minutes=5)


def init_index_job(app: Flask) -> None:
    """Add the job "index" to the application."""
    add_job(app, Job(INDEX_JOB, _EVERY, _update_index))


def _update_index(_stop: Stop) -> str:
    """Build the index again where the thesaurus changed; else write the changes that are not in it yet."""
    try:
        if indexing.is_outdated():
            return f"built again: {_reindex()} services"
        written = indexing.catch_up()
    except EngineBusyError:
        written = False
    return "up to date" if written else "another process is writing"


def _reindex() -> int:
    """Build the index again, and note how far that has come. Return the number of services."""
    total, done = len(index_queries.service_ids(db.session)), 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        note(INDEX_JOB, f"{done} of {total}")

    return indexing.reindex(progress)
