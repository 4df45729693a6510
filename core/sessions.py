"""Sessions on the server's side: the cookie holds a random id and nothing else."""

from datetime import timedelta

from cachelib.file import FileSystemCache
from flask import Flask
from flask_session import Session

from core.settings import Settings

_MOST_SESSION_FILES = 50_000


def init_sessions(app: Flask, settings: Settings) -> None:
    """Keep sessions in files inside the data folder, or in Redis where the settings name one."""
    app.config.update(
        SESSION_COOKIE_NAME="signpost",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_PERMANENT=False,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.session_minutes),
    )
    if settings.session_url:
        from redis import Redis

        app.config.update(SESSION_TYPE="redis", SESSION_REDIS=Redis.from_url(settings.session_url))
    else:
        folder = settings.data_dir / "sessions"
        folder.mkdir(parents=True, exist_ok=True)
        cache = FileSystemCache(str(folder), threshold=_MOST_SESSION_FILES, mode=0o600)
        app.config.update(SESSION_TYPE="cachelib", SESSION_CACHELIB=cache)
    Session(app)
