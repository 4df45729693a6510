"""The job that deletes requests whose time is over."""

from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit
from upkeep.joining.services import delete_old

_EVERY = timedelta(hours=6)


def init_joining(app: Flask) -> None:
    """Add the job "group requests" to the application."""
    add_job(app, Job("group requests", _EVERY, _run))


def _run(_stop: Stop) -> str:
    return f"{delete_old(deletion_limit(db.session, 'group requests'))} requests of groups"
