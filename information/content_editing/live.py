"""Keeps the edits of the database over the content files of this process.

Each request compares one short text in the database with what the process has. Pages that need no store look at most
once a second. While the database does not answer, every page has the last edits that this process
knows, or the files as shipped.
"""

import logging
import os
import time
from dataclasses import dataclass

from flask import Flask, appcontext_pushed, current_app, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from core.content import overlay_over, set_overlay
from core.content_overlay import NO_OVERLAY, Overlay
from core.db import db
from core.settings import Settings
from core.stores import RETRY_SECONDS, answers_without_stores, is_store_failure, optional, stores_are_beside
from information.content_editing import queries
from information.content_editing.overlay import EditOverlay

log = logging.getLogger("signpost.content")

_EXTENSION = "content_edits"
_SECONDS = 1.0
_NO_CONTENT = frozenset({"static", "theme.css", "theme.logo", "health.live", "health.ready", "health.status"})


@dataclass
class _Live:
    """The overlay of an application.

    `looked`: when a page without a store last looked for a newer one. `failed`: when the database last gave no answer.
    """

    token: str = ""
    overlay: Overlay = NO_OVERLAY
    looked: float = float("-inf")
    failed: float = float("-inf")


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
    live: _Live = current_app.extensions[_EXTENSION]
    if not stores_are_beside(current_app, request.endpoint):
        _refresh_if_possible(live)
    elif not answers_without_stores(current_app, request.endpoint):
        optional("edits of the content", refresh, None)
    elif time.monotonic() - live.looked >= _SECONDS:
        optional("edits of the content", refresh, None)
        live.looked = time.monotonic()


def _refresh_if_possible(live: _Live) -> None:
    """Look for new edits, unless the database gave no answer a moment ago."""
    if time.monotonic() - live.failed < RETRY_SECONDS:
        return
    try:
        refresh()
    except Exception as error:
        if not is_store_failure(error):
            raise
        live.failed = time.monotonic()
        log.warning("content is shown with the last edits that are known: %s", type(error).__name__)
        db.session.rollback()


def _in_command(app: Flask, **_more: object) -> None:
    """Look for edits when a command or a job begins; the database may not be there yet."""
    if has_request_context() or os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        return
    try:
        refresh()
    except SQLAlchemyError:
        db.session.rollback()
