"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from upkeep.blueprint import blueprint
from upkeep.freshness.commands import upkeep_group
from upkeep.moderation import views as moderation_views  # noqa: F401


def register(app: Flask) -> None:
    """Add the pages and the commands of upkeep to the application."""
    app.register_blueprint(blueprint)
    add_menu_link(app, "upkeep.moderation", _l("Moderation"))
    app.cli.add_command(upkeep_group)
