"""The job that opens paused services again on the day after their pause."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

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


def init_pause_job(app: Flask) -> None:
    """Add the job "pauses" to the application."""
    settings: Settings = app.extensions["settings"]

    def run(stop: Stop) -> str:
        return f"opened again: {open_again(settings, stop)}"

    add_job(app, Job("pauses", _EVERY, run))


def open_again(settings: Settings, stop: Stop = lambda: False) -> int:
    """Open the services whose last day of pause is past, each in a transaction, and return how many.

    A service that somebody changes at the same moment is left for the next run.
    """
    opened = 0
    for service_id in _due():
        if stop():
            break
        record, version = record_of(service_id), stored_version(service_id)
        if record is None or record.status != TEMPORARILY_CLOSED:
            continue
        record.status = OPERATING
        try:
            publish(settings, record, base_version=version, actor=SYSTEM, origin="job")
        except StaleEdit:
            continue
        opened += 1
    return opened


def _due() -> list[str]:
    over = Service.status == TEMPORARILY_CLOSED, Service.paused_until < clock.today()
    return list(db.session.scalars(select(Service.id).where(*over).order_by(Service.id)))
