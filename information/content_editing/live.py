"""Keeps the edits of the database over the content files of this process.

Each request compares one short text in the database with what the process has. Pages that need no store look at
most once a second, and are answered without a look where the database does not answer.
"""

import os
import time
from dataclasses import dataclass

from flask import Flask, appcontext_pushed, current_app, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from core.content import overlay_over, set_overlay
from core.content_overlay import NO_OVERLAY, Overlay
from core.db import db
from core.settings import Settings
from core.stores import answers_without_stores, optional
from information.content_editing import queries
from information.content_editing.overlay import EditOverlay

_EXTENSION = "content_edits"
_SECONDS = 1.0
_NO_CONTENT = frozenset({"static", "theme.css", "theme.logo", "health.live", "health.ready", "health.status"})


@dataclass
class _Live:
    """The overlay of an application, and when a page without a store last looked for a newer one."""

    token: str = ""
    overlay: Overlay = NO_OVERLAY
    looked: float = float("-inf")


def init_live(app: Flask) -> None:
    """Look for new edits before requests, and in commands and jobs."""
    app.extensions[_EXTENSION] = _Live()
    app.before_request(_before_request)
    appcontext_pushed.connect(_in_command, app)


def refresh() -> None:
    """Lay the edits of the database over the content files, where this process does not have them yet."""
    settings: Settings = current_app.extensions["settings"]
    live: _Live = current_app.extensions[_EXTENSION]
    token = queries.newest_token()
    if token != live.token:
        live.overlay = EditOverlay(settings.content_dir, queries.edits(), token)
        live.token = token
    if overlay_over(settings.content_dir) is not live.overlay:
        set_overlay(settings.content_dir, live.overlay)


def _before_request() -> None:
    if request.endpoint is None or request.endpoint in _NO_CONTENT:
        return
    if not answers_without_stores(current_app, request.endpoint):
        refresh()
        return
    live: _Live = current_app.extensions[_EXTENSION]
    if time.monotonic() - live.looked >= _SECONDS:
        optional("edits of the content", refresh, None)
        live.looked = time.monotonic()


def _in_command(app: Flask, **_more: object) -> None:
    """Look for edits when a command or a job begins; the database may not be there yet."""
    if has_request_context() or os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        return
    try:
        refresh()
    except SQLAlchemyError:
        db.session.rollback()
