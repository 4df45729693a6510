"""Puts the upkeep of listings on the application. Only app.py imports this module."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from core.requests import allow_larger
from directory.photos.images import MOST_BYTES
from upkeep.blueprint import blueprint
from upkeep.desk.contacts import views as contacts_views  # noqa: F401
from upkeep.desk.home import views as home_views  # noqa: F401
from upkeep.desk.listings import preview_views  # noqa: F401
from upkeep.desk.listings import views as listings_views  # noqa: F401
from upkeep.desk.photos import views as photos_views  # noqa: F401
from upkeep.freshness.commands import upkeep_group
from upkeep.moderation import views as moderation_views  # noqa: F401


def register(app: Flask) -> None:
    """Add the pages and the commands of upkeep to the application."""
    app.register_blueprint(blueprint)
    add_menu_link(app, "upkeep.moderation", _l("Moderation"))
    allow_larger(app, "upkeep.set_photo", MOST_BYTES + 64 * 1024)
    app.cli.add_command(upkeep_group)
