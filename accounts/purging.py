"""Deleting what has expired: sessions, links, steps of signing in, and invitations."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import delete

from accounts.models import Invitation, SignInStep
from accounts.sessions import services as sessions
from accounts.sign_in import links
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit

_EVERY = timedelta(hours=1)


def init_purging(app: Flask) -> None:
    """Add the job "accounts" to the application."""
    add_job(app, Job("accounts", _EVERY, purge))


def purge(_stop: Stop) -> str:
    """Delete what has expired, commit, and return how much, in words."""
    upto = deletion_limit(db.session, "accounts")
    ended = sessions.delete_expired(upto)
    ended += links.delete_expired(upto)
    for table in (SignInStep, Invitation):
        found = db.session.execute(
            delete(table).where(table.expires_at <= upto), execution_options={"synchronize_session": False}
        )
        ended += found.rowcount  # type: ignore[attr-defined]
    db.session.commit()
    return f"{ended} sessions, links and invitations"
