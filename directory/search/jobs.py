"""The job that keeps the search index up to date where no request did so."""

from datetime import timedelta

from flask import Flask

from core.jobs.registry import Job, Stop, add_job
from directory.search import indexing
from directory.search.engine import EngineBusyError

_EVERY = timedelta(minutes=5)


def init_index_job(app: Flask) -> None:
    """Add the job "index" to the application."""
    add_job(app, Job("index", _EVERY, _update_index))


def _update_index(_stop: Stop) -> str:
    """Build the index again where the thesaurus changed; else write the changes that are not in it yet."""
    try:
        if indexing.is_outdated():
            return f"built again: {indexing.reindex()} services"
        written = indexing.catch_up()
    except EngineBusyError:
        written = False
    return "up to date" if written else "another process is writing"
