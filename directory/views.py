"""The directory's pages, one module a noun, gathered under one blueprint."""

from flask import Blueprint, Flask

blueprint = Blueprint("directory", __name__)


def register(app: Flask) -> None:
    """Put the directory's pages on the application."""
    # Each module puts its routes on the blueprint above, so they can only be imported now.
    from directory import views_corrections, views_find, views_listing, views_my_list, views_ways_in  # noqa: F401

    app.register_blueprint(blueprint)
