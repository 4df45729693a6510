"""Deleting everything that has expired, in all packages: a command, and a job of every hour."""

from datetime import timedelta

from flask import Flask

from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.outbox.services import remove_expired
from core.sessions.current_session import delete_expired_sessions
from directory.corrections.services import wipe_addresses
from selfassess.saving import services as saving_services

_EVERY = timedelta(hours=1)


def init_purging(app: Flask) -> None:
    """Add the job "purge" to the application."""

    def run(_stop: Stop) -> str:
        return purge(app)

    add_job(app, Job("purge", _EVERY, run))


def purge(app: Flask) -> str:
    """Delete what has expired, commit, and return how much of each kind was deleted, in words."""
    messages = remove_expired(db.session)
    addresses = wipe_addresses()
    saved = saving_services.purge()
    sessions = delete_expired_sessions(app, saved.upto)
    return (
        f"{saved.saved} saved assessments, {saved.links} links, {messages} messages, "
        f"{addresses} addresses, {saved.attempts} counts, {sessions} sessions"
    )
