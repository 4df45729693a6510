"""The jobs of freshness: asking groups, and taking what nobody checks out of the results."""

from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit
from core.settings import Settings
from upkeep.freshness.answers import delete_expired
from upkeep.freshness.hiding import update_hidden
from upkeep.freshness.prompts import ask_groups

_EVERY = timedelta(hours=1)


def init_freshness(app: Flask, settings: Settings) -> None:
    """Add the job "freshness" to the application."""

    def run(stop: Stop) -> str:
        # url_for needs a request; public_url takes the address of the site from the settings.
        with app.test_request_context():
            return daily(settings, stop)

    add_job(app, Job("freshness", _EVERY, run))


def daily(settings: Settings, stop: Stop) -> str:
    """Do what is due today; a second run on the same day finds nothing left. Needs a request context."""
    asked = ask_groups(settings, stop)
    hidden = update_hidden(settings)
    delete_expired(deletion_limit(db.session, "check requests"))
    db.session.commit()
    return f"{asked}; {hidden}"
