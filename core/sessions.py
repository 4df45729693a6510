"""Sessions on the server's side: the cookie holds a random id and nothing else.

A visitor's requests overlap: a second tab, a script that saves while a page still loads. What one of them wrote is never undone by
another that began earlier, and what was cleared is never brought back:

- a POST has its visitor's session to itself until it is answered;
- any other request writes only what it changed itself, onto what is there by then. Most change nothing, and so write nothing.
"""

import fcntl
import time
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cachelib.file import FileSystemCache
from flask import Flask, Request, Response, current_app, request, session
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from flask_session.cachelib import CacheLibSessionInterface
from flask_session.redis import RedisSessionInterface

from core.settings import Settings

_MOST_SESSION_FILES = 50_000
_KEPT_AT = "kept_at"
_KEPT_FOR_SECONDS = 60
"""After how long reading counts as a click, so that a session is kept for longer. It lives by so much longer than the settings say."""

_LOCK_SECONDS = 60
"""A lock in Redis that nobody gives back, because its process was killed, ends by itself."""

_OPENED = "signpost.session"


@dataclass(frozen=True)
class _Opened:
    """How a request found its session. `known`: it was there before; `alone`: nobody else writes it until this request is answered."""

    before: dict[str, Any]
    known: bool
    alone: bool
    held: ExitStack = field(default_factory=ExitStack)


class _Careful(ServerSideSessionInterface):  # type: ignore[misc]
    """What every store needs: who may write what, and when."""

    @abstractmethod
    def _lock(self, store_id: str) -> AbstractContextManager[None]:
        """Nobody else writes this session meanwhile."""

    @abstractmethod
    def forget_expired(self) -> None:
        """Take away what is left of sessions whose time is over."""

    def open_session(self, app: Flask, request: Request) -> ServerSideSession:
        """The visitor's session, or a new one."""
        sid = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        with ExitStack() as held:
            alone = bool(sid) and request.method == "POST"
            if sid and alone:
                held.enter_context(self._lock(self._get_store_id(sid)))
            session = super().open_session(app, request)
            request.environ[_OPENED] = _Opened(
                deepcopy(dict(session)), session.sid == sid, alone, held.pop_all()
            )
        return session

    def save_session(self, app: Flask, session: ServerSideSession, response: Response) -> None:
        """Write what this request changed, if anything."""
        opened: _Opened = request.environ[_OPENED]
        with opened.held:
            if (
                session
                and request.endpoint != "static"
                and time.time() - dict(session).get(_KEPT_AT, 0) > _KEPT_FOR_SECONDS
            ):
                session[_KEPT_AT] = int(time.time())
            if dict(session) == opened.before:
                if session.accessed:
                    response.vary.add("Cookie")
            elif self._brought_up_to_date(session, opened):
                super().save_session(app, session, response)

    def _brought_up_to_date(self, session: ServerSideSession, opened: _Opened) -> bool:
        """Put this request's changes onto what is there now; False where the session was cleared since it was opened."""
        if opened.alone or not opened.known or not session:
            return True
        store_id = self._get_store_id(session.sid)
        opened.held.enter_context(self._lock(store_id))
        there = self._retrieve_session_data(store_id)
        if there is None:
            return False
        changed = {
            key: value
            for key, value in session.items()
            if key not in opened.before or opened.before[key] != value
        }
        taken_out = opened.before.keys() - session.keys()
        for key in [key for key in session if key not in there and key not in changed]:
            del session[key]
        session.update(
            {key: value for key, value in there.items() if key not in changed and key not in taken_out}
        )
        return True


class _InFiles(_Careful, CacheLibSessionInterface):  # type: ignore[misc]
    """Sessions in files inside the data folder."""

    def __init__(self, app: Flask, data_dir: Path) -> None:
        folder, self._locks = data_dir / "sessions", data_dir / "session-locks"
        for needed in (folder, self._locks):
            needed.mkdir(parents=True, exist_ok=True)
        super().__init__(
            app, FileSystemCache(str(folder), threshold=_MOST_SESSION_FILES, mode=0o600), permanent=False
        )

    def forget_expired(self) -> None:
        # Nobody can open them any more, but what was answered still lies in them.
        self.cache._remove_expired(time.time())

    @contextmanager
    def _lock(self, store_id: str) -> Iterator[None]:
        # One of 256 files, chosen by the id: few visitors wait for another, and no file is left over for each of them.
        name = sha256(store_id.encode()).hexdigest()[:2]
        with (self._locks / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class _InRedis(_Careful, RedisSessionInterface):  # type: ignore[misc]
    """Sessions in Redis, for a site on several machines."""

    def __init__(self, app: Flask, url: str) -> None:
        from redis import Redis

        super().__init__(app, Redis.from_url(url), permanent=False)

    def forget_expired(self) -> None:
        # Redis does so by itself.
        pass

    @contextmanager
    def _lock(self, store_id: str) -> Iterator[None]:
        from redis.exceptions import LockError

        lock = self.client.lock(f"lock:{store_id}", timeout=_LOCK_SECONDS)
        lock.acquire()
        try:
            yield
        finally:
            with suppress(LockError):
                lock.release()


def forget_visitor() -> None:
    """Empty the visitor's session and take its id away, so that a request which is still running cannot write into the new one."""
    store = current_app.session_interface
    assert isinstance(store, _Careful)
    store.regenerate(session)
    session.clear()


def forget_expired(app: Flask) -> None:
    """Take away what is left of sessions whose time is over. To be run now and then."""
    store = app.session_interface
    assert isinstance(store, _Careful)
    store.forget_expired()


def init_sessions(app: Flask, settings: Settings) -> None:
    """Keep sessions in files inside the data folder, or in Redis where the settings name one."""
    app.config.update(
        SESSION_COOKIE_NAME="signpost",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes, seconds=_KEPT_FOR_SECONDS),
    )
    app.session_interface = (
        _InRedis(app, settings.session_url) if settings.session_url else _InFiles(app, settings.data_dir)
    )

    @app.teardown_request
    def let_go(_error: BaseException | None) -> None:
        """A request that failed before its session was written gives it free as well."""
        if _OPENED in request.environ:
            request.environ[_OPENED].held.close()
