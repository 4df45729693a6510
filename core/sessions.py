"""Sessions on the server's side: the cookie holds a random id and nothing else.

A visitor's requests overlap: a second tab, or a script that saves while a page still loads. A request never
undoes what another one wrote after it began, and never restores what was cleared:

- a POST holds the lock of its visitor's session until it is answered;
- any other request writes only the keys that it changed, onto the session as stored by then.
  Most change nothing and write nothing.
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
_USED_AT = "kept_at"
"""The key under which a session holds the time of its last use, in seconds."""

_RENEWED_AFTER_SECONDS = 60
"""Reading renews a session at most once in this time.

A session lives longer than the settings say by as much.
"""

_LOCK_SECONDS = 60
"""A lock in Redis ends by itself after this time, because a process that was killed cannot release it."""

_OPENED = "signpost.session"


@dataclass(frozen=True)
class _Opened:
    """The session as a request found it.

    `known`: the session was stored before. `locked`: no other request writes it until this one is answered.
    """

    before: dict[str, Any]
    known: bool
    locked: bool
    locks: ExitStack = field(default_factory=ExitStack)


class LockingSessionInterface(ServerSideSessionInterface):  # type: ignore[misc]
    """A session store that lets one request at a time write a session."""

    @abstractmethod
    def _lock(self, store_id: str) -> AbstractContextManager[None]:
        """Hold the lock of a session."""

    @abstractmethod
    def forget_expired(self) -> None:
        """Delete the files of sessions whose time is over."""

    def open_session(self, app: Flask, request: Request) -> ServerSideSession:
        """Return the visitor's session, or a new one. A POST waits until no other request holds its lock."""
        sid = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        with ExitStack() as locks:
            locked = bool(sid) and request.method == "POST"
            if sid and locked:
                locks.enter_context(self._lock(self._get_store_id(sid)))
            session = super().open_session(app, request)
            request.environ[_OPENED] = _Opened(
                deepcopy(dict(session)), session.sid == sid, locked, locks.pop_all()
            )
        return session

    def save_session(self, app: Flask, session: ServerSideSession, response: Response) -> None:
        """Write what this request changed, if anything, and release the lock."""
        opened: _Opened = request.environ[_OPENED]
        with opened.locks:
            if (
                session
                and request.endpoint != "static"
                and time.time() - dict(session).get(_USED_AT, 0) > _RENEWED_AFTER_SECONDS
            ):
                session[_USED_AT] = int(time.time())
            if dict(session) == opened.before:
                if session.accessed:
                    response.vary.add("Cookie")
            elif self._merge_stored(session, opened):
                super().save_session(app, session, response)

    def _merge_stored(self, session: ServerSideSession, opened: _Opened) -> bool:
        """Put this request's changes onto the session as stored now.

        Return False where the session was cleared since this request opened it: then nothing is to be
        written.
        """
        if opened.locked or not opened.known or not session:
            return True
        store_id = self._get_store_id(session.sid)
        opened.locks.enter_context(self._lock(store_id))
        stored = self._retrieve_session_data(store_id)
        if stored is None:
            return False
        changed = {
            key: value
            for key, value in session.items()
            if key not in opened.before or opened.before[key] != value
        }
        removed = opened.before.keys() - session.keys()
        for key in [key for key in session if key not in stored and key not in changed]:
            del session[key]
        session.update(
            {key: value for key, value in stored.items() if key not in changed and key not in removed}
        )
        return True


class FileSessionInterface(LockingSessionInterface, CacheLibSessionInterface):  # type: ignore[misc]
    """Sessions in files inside the data folder."""

    def __init__(self, app: Flask, data_dir: Path) -> None:
        folder, self._locks = data_dir / "sessions", data_dir / "session-locks"
        for needed in (folder, self._locks):
            needed.mkdir(parents=True, exist_ok=True)
        super().__init__(
            app, FileSystemCache(str(folder), threshold=_MOST_SESSION_FILES, mode=0o600), permanent=False
        )

    def forget_expired(self) -> None:
        # Nobody can open these sessions any more, but their files still hold answers.
        self.cache._remove_expired(time.time())

    @contextmanager
    def _lock(self, store_id: str) -> Iterator[None]:
        # One of 256 lock files, chosen by the id: few visitors wait for each other, and few files are needed.
        name = sha256(store_id.encode()).hexdigest()[:2]
        with (self._locks / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class RedisSessionStore(LockingSessionInterface, RedisSessionInterface):  # type: ignore[misc]
    """Sessions in Redis, for a site on several machines."""

    def __init__(self, app: Flask, url: str) -> None:
        from redis import Redis

        super().__init__(app, Redis.from_url(url), permanent=False)

    def forget_expired(self) -> None:
        """Do nothing: Redis deletes sessions by itself."""

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
    """Empty the visitor's session and give it a new id, so that a request which still runs cannot write into
    it.
    """
    store = current_app.session_interface
    assert isinstance(store, LockingSessionInterface)
    store.regenerate(session)
    session.clear()


def forget_expired(app: Flask) -> None:
    """Delete what is left of sessions whose time is over. For a command that runs every hour."""
    store = app.session_interface
    assert isinstance(store, LockingSessionInterface)
    store.forget_expired()


def init_sessions(app: Flask, settings: Settings) -> None:
    """Keep sessions in files inside the data folder, or in Redis where the settings name one."""
    app.config.update(
        SESSION_COOKIE_NAME="signpost",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(
            minutes=settings.session_minutes, seconds=_RENEWED_AFTER_SECONDS
        ),
    )
    app.session_interface = (
        RedisSessionStore(app, settings.session_url)
        if settings.session_url
        else FileSessionInterface(app, settings.data_dir)
    )

    @app.teardown_request
    def release_lock(_error: BaseException | None) -> None:
        """Release the lock of a request that failed before its session was written."""
        if _OPENED in request.environ:
            request.environ[_OPENED].locks.close()
