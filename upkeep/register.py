"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from directory.duplicates.queries import open_count
from upkeep.blueprint import blueprint
from upkeep.duplicates import views as duplicates_views  # noqa: F401
from upkeep.freshness.commands import upkeep_group
from upkeep.moderation import views as moderation_views  # noqa: F401
from upkeep.worklists import Worklist, add_worklist


def register(app: Flask) -> None:
    """Add the pages and the commands of upkeep to the application."""
    app.register_blueprint(blueprint)
    add_menu_link(app, "upkeep.moderation", _l("Moderation"))
    add_worklist(
        app,
        Worklist(
            "upkeep.duplicates",
            _l("Listings that may be the same"),
            _l("Compare two listings, and put them into one or say that they are not the same."),
            open_count,
        ),
    )
    app.cli.add_command(upkeep_group)
