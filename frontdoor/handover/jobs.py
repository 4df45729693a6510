"""The job that sends hand-overs to the case system."""

import time
from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.web import settings
from frontdoor.handover.queries import state_counts
from frontdoor.handover.sender import send_due

_EVERY = timedelta(seconds=10)
_LONGEST_RUN = 60.0
"""Seconds after which a run ends between two hand-overs, so that its record stays fresh. The next follows."""


def add_hand_over_job(app: Flask) -> None:
    """Add the job to the application."""

    def send(stop: Stop) -> str:
        until = time.monotonic() + _LONGEST_RUN
        sent = send_due(db.session, settings(), lambda: stop() or time.monotonic() > until)
        counts = state_counts()
        in_all = ", ".join(f"{counts[state]} {state}" for state in sorted(counts))
        return f"{sent} sent; in all {in_all or 'none'}"

    add_job(app, Job("hand-overs", _EVERY, send))
