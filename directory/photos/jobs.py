"""The job that deletes photos that no listing has any more."""

from datetime import timedelta

from flask import Flask

from core.jobs.registry import Job, Stop, add_job
from core.web import settings
from directory.photos.services import purge

_EVERY = timedelta(hours=24)


def init_photo_job(app: Flask) -> None:
    """Add the job "photos" to the application."""
    add_job(app, Job("photos", _EVERY, _purge))


def _purge(_stop: Stop) -> str:
    return f"{purge(settings())} photos deleted"
