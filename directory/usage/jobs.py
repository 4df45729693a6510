"""The job that moves counts of use into the database."""

from datetime import timedelta

from flask import Flask, current_app

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit
from directory.usage.services import expire_uses, move_uses

_EVERY = timedelta(minutes=1)


def init_usage_job(app: Flask) -> None:
    """Add the job "usage" to the application."""
    add_job(app, Job("usage", _EVERY, _run))


def _run(_stop: Stop) -> str:
    moved = move_uses(current_app.extensions["settings"].data_dir)
    expire_uses(deletion_limit(db.session, "uses of listings").date())
    return f"{moved} uses of listings"
