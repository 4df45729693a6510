"""The visitor's session as views use it, beside `flask.session`.

`flask.session` raises StoreUnavailable where the store cannot be read, and core.errors answers with a page
that says so. A page that needs no session, such as urgent help, reads what it can do without by `peek`.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Flask, current_app, request, session

from core.sessions.interface import StoredSessions
from core.sessions.visitor_session import VisitorSession
from core.stores import StoreUnavailable, answers_without_stores, optional


def _visitor_session() -> VisitorSession:
    opened = session._get_current_object()  # type: ignore[attr-defined]
    assert isinstance(opened, VisitorSession)
    return opened


def peek(key: str, default: Any = None) -> Any:
    """Return a value of the session; the default also where the session cannot be read.

    A page that needs no store does not ask the store itself, and waits for the answer a short time only.
    """
    opened = _visitor_session()
    if opened.asks_store and answers_without_stores(current_app, request.endpoint):
        return optional("the session of a page", lambda: opened.get(key, default), default)
    with suppress(StoreUnavailable):
        return session.get(key, default)
    return default


def count_click() -> None:
    """Read the session, so that it lives longer although the page shows nothing of it."""
    len(session)


def forget_visitor(*, leaves: bool = False) -> None:
    """Empty the visitor's session and give it a new id, so that a request which still runs cannot write into
    it.

    Where the store cannot delete the old one, the answer says so; `leaves`: the answer stays as it is,
    because the visitor has to get away, and the browser loses the cookie.
    """
    _visitor_session().forget(leaves=leaves)


def delete_expired_sessions(app: Flask, before: datetime) -> int:
    """Delete sessions that ended before a moment, and return their number."""
    interface = app.session_interface
    assert isinstance(interface, StoredSessions)
    return interface.sessions.store.delete_expired(before)
