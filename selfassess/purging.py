"""Deleting everything that has expired, in all packages: a command, and a job of every hour.

selfassess.typed_data lists what is stored and for how long.
"""

from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import rate_limits
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.logs import security_event
from core.outbox.services import remove_expired
from core.sessions.current_session import delete_expired_sessions
from directory.corrections.services import delete_old_reports, wipe_addresses
from directory.search.miss_services import expire_misses, move_misses
from directory.search.outcome_services import expire_outcomes, move_outcomes
from directory.versions.services import delete_old_versions
from selfassess.referrals import services as referral_services
from selfassess.saving import services as saving_services

_EVERY = timedelta(hours=1)


def init_purging(app: Flask) -> None:
    """Add the job "purge" and the command of the same name to the application."""

    def run(_stop: Stop) -> str:
        return purge(app)

    add_job(app, Job("purge", _EVERY, run))
    app.cli.add_command(purge_command)


def purge(app: Flask) -> str:
    """Delete what has expired, commit, and return how much of each kind was deleted, in words.

    Everything is deleted only as far as core.retention allows, because the clock may be wrong.
    """
    settings = app.extensions["settings"]
    saved = saving_services.purge()
    messages = remove_expired(db.session, saved.upto)
    addresses = wipe_addresses(saved.upto)
    sessions = delete_expired_sessions(app, saved.upto)
    requests = referral_services.delete_finished(settings, saved.upto)
    reports = delete_old_reports(saved.upto)
    versions = delete_old_versions(db.session, saved.upto - timedelta(days=settings.version_days))
    rate_limits.forget_expired()
    move_misses(settings.data_dir)
    move_outcomes(settings.data_dir)
    searches = expire_misses(saved.upto.date()) + expire_outcomes(saved.upto.date())
    return (
        f"{saved.saved} saved assessments, {saved.links} links, {messages} messages, "
        f"{addresses} addresses, {saved.attempts} counts, {sessions} sessions, {requests} finished requests, "
        f"{reports} reports, {versions} earlier versions of listings, {searches} rows of searches that found nothing"
    )


@click.command("purge")
@with_appcontext
def purge_command() -> None:
    """Delete everything whose time is over: saved assessments, links, messages, sessions, old reports.

    The job "purge" does the same every hour. Open requests to the council stay.
    """
    told = purge(current_app)
    security_event("purge", "succeeded")
    click.echo(f"Deleted: {told}.")
