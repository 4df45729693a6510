"""The place that a visitor gave once, as typed: kept for the visit, so that it is not asked again."""

from contextlib import suppress

from flask import session

from core.sessions.current_session import peek
from core.stores import StoreUnavailable
from directory.search.asked_place import asked_place
from directory.search.context import SearchContext

SESSION_KEY = "place"


def known_place() -> str:
    """Return the place as typed; empty where none was given, and where the session cannot be read."""
    place = peek(SESSION_KEY, "")
    return place if isinstance(place, str) else ""


def remember(where: str) -> None:
    """Keep a place; forget it where it is empty.

    With "" in the session, saved answers do not bring it back. A visitor without a session gets none.
    """
    with suppress(StoreUnavailable):
        if where or session:
            session[SESSION_KEY] = where


def remember_of_search(where: str, context: SearchContext) -> None:
    """Keep the place of a search in our area. A search for somebody elsewhere changes nothing."""
    if not where:
        remember("")
        return
    asked = asked_place(context, where)
    if asked.place is not None and asked.elsewhere is None:
        remember(where if context.find_place(where) else asked.place.label)
