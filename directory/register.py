"""The directory's pages, one module a noun, gathered under one blueprint."""

from flask import Blueprint, Flask

blueprint = Blueprint("directory", __name__)


def register(app: Flask) -> None:
    """Put the directory's pages on the application."""
    # Each module puts its routes on the blueprint above, so they can only be imported now.
    from directory.browse import views as browse_views  # noqa: F401
    from directory.corrections import views as corrections_views  # noqa: F401
    from directory.listing import views as listing_views  # noqa: F401
    from directory.my_list import views as my_list_views  # noqa: F401
    from directory.search import views as search_views  # noqa: F401

    app.register_blueprint(blueprint)
