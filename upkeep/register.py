"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from core.key_rotation import add_sealer
from directory.corrections.queries import waiting_reports
from directory.duplicates.queries import open_count as open_pairs
from upkeep.blueprint import blueprint
from upkeep.duplicates import views as duplicates_views  # noqa: F401
from upkeep.freshness.commands import upkeep_group
from upkeep.joining import moderation_views as joining_moderation_views  # noqa: F401
from upkeep.joining import views as joining_views  # noqa: F401
from upkeep.joining.jobs import init_joining
from upkeep.joining.queries import waiting_count
from upkeep.joining.services import seal_again
from upkeep.merges import views as merges_views  # noqa: F401
from upkeep.merges.jobs import init_merges_job
from upkeep.moderation import views as moderation_views  # noqa: F401
from upkeep.reports import group_views as group_reports_views  # noqa: F401
from upkeep.reports import views as reports_views  # noqa: F401
from upkeep.similar import views as similar_views  # noqa: F401
from upkeep.worklists import Worklist, add_worklist


def register(app: Flask) -> None:
    """Add the pages, the jobs and the commands of upkeep to the application."""
    app.register_blueprint(blueprint)
    add_menu_link(app, "upkeep.moderation", _l("Moderation"))
    add_worklist(
        app,
        Worklist(
            "upkeep.duplicates",
            _l("Listings that may be the same"),
            _l("Compare two listings, and put them into one or say that they are not the same."),
            open_pairs,
        ),
    )
    add_worklist(
        app,
        Worklist(
            "upkeep.merges",
            _l("Merged listings"),
            _l(
                "Which listings became one, and how to undo it. You can also compare two listings that you choose."
            ),
        ),
    )
    init_merges_job(app)
    add_worklist(
        app,
        Worklist(
            "upkeep.group_requests",
            _l("Groups that want to join"),
            _l("Groups that ask to be listed, and people who claim a listing."),
            waiting_count,
        ),
    )
    init_joining(app)
    add_sealer(app, lambda: seal_again(app.extensions["settings"]))
    app.cli.add_command(upkeep_group)
    add_worklist(
        app,
        Worklist(
            "upkeep.reports",
            _l("Reports of mistakes"),
            _l("What people say is wrong in a listing, and worries about how people are treated."),
            waiting_reports,
        ),
    )
