"""The job and the worklist of web addresses."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from core.jobs.registry import Job, add_job
from core.settings import Settings
from upkeep.links.queries import waiting
from upkeep.links.services import open_links
from upkeep.worklists import Worklist, add_worklist

_EVERY = timedelta(hours=1)


def init_links(app: Flask, settings: Settings) -> None:
    """Add the job "links", unless the settings say no, and the worklist."""
    if settings.check_links:
        add_job(app, Job("links", _EVERY, lambda stop: open_links(settings, stop)))
    add_worklist(
        app,
        Worklist(
            "upkeep.links",
            _l("Websites that do not open"),
            _l("Web addresses in listings that failed at least twice, some days apart."),
            waiting,
        ),
    )
