"""The job that reads the feeds that are due."""

from datetime import timedelta

from flask import Flask

from core import clock
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.settings import Settings
from directory.pulling.queries import due
from directory.pulling.reading import pull

_EVERY = timedelta(minutes=1)


def init_pulling(app: Flask, settings: Settings) -> None:
    """Add the job to the application."""

    def run(stop: Stop) -> str:
        outcomes = []
        for source in due(clock.now()):
            if stop():
                break
            outcomes.append(pull(settings, source).outcome)
            db.session.expunge_all()
        return ", ".join(f"{outcomes.count(each)} {each}" for each in sorted(set(outcomes))) or "none due"

    add_job(app, Job("feeds", _EVERY, run))
