"""The job that closes services when their break begins, and opens them on the day after it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import and_, or_, select

from core import clock
from core.audit.services import SYSTEM
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.settings import Settings
from directory.editing.records import record_of, stored_version
from directory.editing.services import publish
from directory.editing.writing import StaleEdit
from directory.models.services import Service
from directory.visibility import OPERATING, TEMPORARILY_CLOSED

_EVERY = timedelta(minutes=30)


def init_break_job(app: Flask) -> None:
    """Add the job "breaks" to the application."""
    settings: Settings = app.extensions["settings"]

    def run(stop: Stop) -> str:
        return f"followed: {follow_breaks(settings, stop)}"

    add_job(app, Job("breaks", _EVERY, run))


def follow_breaks(settings: Settings, stop: Stop = lambda: False) -> int:
    """Close the services whose break has begun, open those whose break is over, each in a transaction.

    Returns how many. A service that somebody changes at the same moment is left for the next run.
    """
    followed = 0
    for service_id in _due():
        if stop():
            break
        record, version = record_of(service_id), stored_version(service_id)
        if record is None or record.status not in (OPERATING, TEMPORARILY_CLOSED):
            continue
        if record.paused_until and record.paused_until < clock.today():
            record.status, record.paused_from, record.paused_until = OPERATING, None, None
        else:
            record.status = TEMPORARILY_CLOSED
        try:
            publish(settings, record, base_version=version, actor=SYSTEM, origin="job")
        except StaleEdit:
            continue
        followed += 1
    return followed


def _due() -> list[str]:
    today = clock.today()
    is_over = and_(Service.paused_until < today, Service.status.in_((OPERATING, TEMPORARILY_CLOSED)))
    begins = and_(
        Service.paused_from <= today,
        Service.status == OPERATING,
        or_(Service.paused_until.is_(None), Service.paused_until >= today),
    )
    return list(db.session.scalars(select(Service.id).where(or_(is_over, begins)).order_by(Service.id)))
