"""Deleting everything that has expired, in all packages: a command, and a job of every hour."""

from datetime import timedelta

from flask import Flask

from core import clock
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.outbox.services import remove_expired
from core.sessions import forget_expired
from directory.corrections.services import delete_old_reports, wipe_addresses
from directory.search.miss_services import expire_misses, move_misses
from selfassess.referrals import services as referral_services
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
    requests = referral_services.delete_finished(app.extensions["settings"])
    reports = delete_old_reports()
    move_misses(app.extensions["settings"].data_dir)
    searches = expire_misses(clock.today())
    forget_expired(app)
    return (
        f"{saved.saved} saved assessments, {saved.links} links, {messages} messages, "
        f"{addresses} addresses, {saved.attempts} counts, {requests} finished requests, {reports} reports, "
        f"{searches} rows of searches that found nothing"
    )
