"""Sessions as Flask opens and saves them."""

import logging
import shutil
from functools import partial
from pathlib import Path

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin

from core.csrf import SAFE_METHODS
from core.db import db
from core.errors import say_not_kept
from core.health import add_check
from core.sessions.redis_store import RedisStore
from core.sessions.sealed_sessions import SealedSessions
from core.sessions.store import SessionStore
from core.sessions.table_store import TableStore
from core.sessions.visitor_session import VisitorSession
from core.settings import Settings
from core.stores import StoreUnavailable, answers_without_stores, optional
from core.upgrades import add_step

log = logging.getLogger("signpost.sessions")


class StoredSessions(SessionInterface):
    """Opens sessions lazily, and writes at the end of a request what it changed."""

    def __init__(self, settings: Settings, store: SessionStore) -> None:
        self._secure = settings.cookie_secure
        self.sessions = SealedSessions(settings, store)

    def open_session(self, app: Flask, request: Request) -> VisitorSession:
        """Return the visitor's session, which asks the store for nothing before it is looked at."""
        session_id = request.cookies.get(self.get_cookie_name(app), "")
        return VisitorSession(self.sessions, session_id, exclusive=request.method not in SAFE_METHODS)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what the request changed. Where that fails and the answer would be untrue, change the answer."""
        assert isinstance(session, VisitorSession)
        if session.accessed:
            response.vary.add("Cookie")
        if not session.needs_save:
            session.release()
            return
        _end_transaction_of_view()
        try:
            self._set_cookie(app, response, _saved(app, session))
        except StoreUnavailable as error:
            log.error("a session could not be written: %s", error)
            if session.leaves:
                self._set_cookie(app, response, "")
            elif session.has_to_be_written:
                say_not_kept(response)
        finally:
            session.release()

    def _set_cookie(self, app: Flask, response: Response, session_id: str | None) -> None:
        """Set the cookie; remove it where the id is empty, and leave it where the id is None."""
        name = self.get_cookie_name(app)
        if session_id:
            response.set_cookie(name, session_id, secure=self._secure, httponly=True, samesite="Lax")
        elif session_id is not None:
            response.delete_cookie(name, secure=self._secure, httponly=True, samesite="Lax")


def _saved(app: Flask, session: VisitorSession) -> str | None:
    """Write what the request changed, and return the id for the cookie, as VisitorSession.save does.

    Where the answer is true without that, and on a page that needs no store, the answer does not wait long:
    the writing goes on in the background.
    """
    if session.has_to_be_written and not answers_without_stores(app, request.endpoint):
        return session.save()
    without = "" if session.leaves else None
    return optional("the session at the end of a page", session.save, without, insist=session.leaves)


def _end_transaction_of_view() -> None:
    """Roll back what the view did not commit.

    SQLite lets one connection write at a time: an open transaction of the view would block the session.
    """
    if db.session.in_transaction():
        db.session.rollback()


def init_sessions(app: Flask, settings: Settings) -> None:
    """Store sessions in the site's database, or in Redis where the settings name one."""
    app.config["SESSION_COOKIE_NAME"] = "__Host-signpost" if settings.cookie_secure else "signpost"
    interface = app.session_interface = StoredSessions(settings, _store(app, settings))
    add_step(app, partial(_delete_session_files, settings.data_dir))
    add_check(app, "sessions", partial(_check, interface))

    @app.teardown_request
    def release_lease(_error: BaseException | None) -> None:
        """End the lease of a request that failed before its session was saved."""
        opened = session._get_current_object()  # type: ignore[attr-defined]
        if isinstance(opened, VisitorSession):
            opened.release()


def _check(interface: StoredSessions) -> None:
    """Read a session that does not exist. Raises StoreUnavailable."""
    interface.sessions.store.read("0" * 64)


def _store(app: Flask, settings: Settings) -> SessionStore:
    if settings.session_url:
        return RedisStore(settings.session_url)
    with app.app_context():
        return TableStore(db.engine)


def _delete_session_files(data_dir: Path) -> None:
    """Delete the folders of version 0.1, in which sessions were stored unencrypted."""
    for folder in ("sessions", "session-locks"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)
