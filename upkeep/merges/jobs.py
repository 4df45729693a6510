"""The job that deletes what old merges keep."""

from datetime import timedelta

from flask import Flask

from core.jobs.registry import Job, Stop, add_job
from upkeep.merges.services import forget_old_merges

_EVERY = timedelta(days=1)


def init_merges_job(app: Flask) -> None:
    """Add the job "old-merges" to the application."""
    add_job(app, Job("old-merges", _EVERY, _forget))


def _forget(_stop: Stop) -> str:
    return f"{forget_old_merges()} merges can no longer be undone"
