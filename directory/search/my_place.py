"""The place that a visitor gave once: a town or postcode as typed, kept for the visit, so that it is not asked again."""

from contextlib import suppress

from flask import session

from core.sessions.current_session import peek
from core.stores import StoreUnavailable
from directory.search.context import SearchContext
from directory.search.service import elsewhere_of

SESSION_KEY = "place"


def known_place() -> str:
    """Return the place as typed; empty where none was given, and where the session cannot be read."""
    place = peek(SESSION_KEY, "")
    return place if isinstance(place, str) else ""


def remember(where: str) -> None:
    """Keep a place; forget it where it is empty.

    With "" in the session, saved answers do not bring it back. A visitor without a session gets none for that.
    """
    with suppress(StoreUnavailable):
        if where or session:
            session[SESSION_KEY] = where


def remember_of_search(where: str, context: SearchContext) -> None:
    """Keep the place of a search where it is one of our area. A search for somebody elsewhere changes nothing."""
    if not where or (context.find_place(where) and elsewhere_of(context, where) is None):
        remember(where)
