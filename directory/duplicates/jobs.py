"""The jobs that look through the whole directory: for records that seem to be one, and for other faults."""

from datetime import timedelta

from flask import Flask

from core.jobs.registry import Job, Stop, add_job
from directory.content_audit.services import store_findings
from directory.duplicates.services import find_duplicates

_EVERY = timedelta(days=1)


def init_duplicates_job(app: Flask) -> None:
    """Add the jobs "near-duplicates" and "content-audit" to the application."""
    add_job(app, Job("near-duplicates", _EVERY, _find))
    add_job(app, Job("content-audit", _EVERY, _audit))


def _audit(_stop: Stop) -> str:
    errors, warnings = store_findings()
    return f"{errors} errors, {warnings} warnings"


def _find(stop: Stop) -> str:
    found = find_duplicates(stop)
    return f"{found.new} new pairs, {found.known} known, {found.gone} gone"
