"""The job that looks for records that seem to be one."""

from datetime import timedelta

from flask import Flask

from core.jobs.registry import Job, Stop, add_job
from directory.duplicates.services import find_duplicates

_EVERY = timedelta(days=1)


def init_duplicates_job(app: Flask) -> None:
    """Add the job "near-duplicates" to the application."""
    add_job(app, Job("near-duplicates", _EVERY, _find))


def _find(stop: Stop) -> str:
    found = find_duplicates(stop)
    return f"{found.new} new pairs, {found.known} known, {found.gone} gone"
