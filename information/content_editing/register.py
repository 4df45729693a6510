"""Puts the pages for content editors on the application."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from accounts.menu import add_menu_link
from information.content_editing import (  # noqa: F401
    commands,
    draft_views,
    merge_views,
    review_views,
    search_views,
    views,
)
from information.content_editing.blueprint import blueprint
from information.content_editing.live import init_live


def register(app: Flask) -> None:
    """Add the pages and the commands, and lay edits over the content from now on."""
    init_live(app)
    app.register_blueprint(blueprint)
    add_menu_link(app, "content.home", _l("Words and pages"), seldom=True)
