"""The jobs that send messages and ask what became of them, and the step of `init` that seals older ones."""

import time
from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.outbox.queries import state_counts
from core.outbox.receipt_services import ask_due
from core.outbox.sender import send_due
from core.outbox.services import seal_plain_messages
from core.settings import Settings
from core.upgrades import add_step

_EVERY = timedelta(seconds=5)
_RECEIPTS_EVERY = timedelta(minutes=5)
_LONGEST_RUN = 60.0
"""Seconds after which a run ends between two messages, so that its record stays fresh. The next follows."""


def init_outbox(app: Flask, settings: Settings) -> None:
    """Add the job and the step to the application."""

    def send(stop: Stop) -> str:
        until = time.monotonic() + _LONGEST_RUN
        sent = send_due(db.session, settings, lambda: stop() or time.monotonic() > until)
        counts = state_counts(db.session)
        in_all = ", ".join(f"{counts[state]} {state}" for state in sorted(counts))
        return f"{sent} sent; in all {in_all or 'none'}"

    def ask(stop: Stop) -> str:
        return f"{ask_due(db.session, settings, stop)} asked about"

    add_job(app, Job("messages", _EVERY, send))
    add_job(app, Job("receipts", _RECEIPTS_EVERY, ask))
    add_step(app, lambda: seal_plain_messages(db.session, settings))
