"""The job and the worklist of freshness: asking groups, and taking what nobody checks out of the results."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit
from core.settings import Settings
from upkeep.freshness import phone_round
from upkeep.freshness.answers import delete_expired
from upkeep.freshness.hiding import update_hidden
from upkeep.freshness.prompts import ask_groups
from upkeep.worklists import Worklist, add_worklist

_EVERY = timedelta(hours=1)


def init_freshness(app: Flask, settings: Settings) -> None:
    """Add the job "freshness" and the worklist of the phone round to the application."""

    def run(stop: Stop) -> str:
        # url_for needs a request; public_url takes the address of the site from the settings.
        with app.test_request_context():
            return daily(settings, stop)

    add_job(app, Job("freshness", _EVERY, run))
    add_worklist(
        app,
        Worklist(
            "upkeep.to_ring",
            _l("Phone round"),
            _l("Listings for which nobody answered our emails, or that have changed."),
            phone_round.waiting,
        ),
    )


def daily(settings: Settings, stop: Stop) -> str:
    """Do what is due today; a second run on the same day finds nothing left. Needs a request context."""
    asked = ask_groups(settings, stop)
    hidden = update_hidden(settings)
    delete_expired(deletion_limit(db.session, "check requests"))
    db.session.commit()
    return f"{asked}; {hidden}"
