"""Sessions in the site's database."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, Executable, delete, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.sessions.models import StoredSession
from core.sessions.store import StoredContent
from core.stores import StoreUnavailable

_table = StoredSession.__table__.c
_LONGEST_LEASE = timedelta(minutes=5)
"""A lease that ends later was given while the clock was wrong, and counts as ended."""


class TableStore:
    """Sessions in a table.

    Each method uses a short transaction of its own, so that a view's transaction never commits with it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, id_hash: str) -> StoredContent | None:
        """Return a session that has not expired; None for any other."""
        columns = select(_table.sealed, _table.version, _table.expires_at, _table.ends_at)
        try:
            with self._engine.connect() as connection:
                found = connection.execute(columns.where(*_is_alive(id_hash))).first()
        except SQLAlchemyError as error:
            raise StoreUnavailable(type(error).__name__) from error
        return StoredContent(*found) if found else None

    def add(self, id_hash: str, content: StoredContent) -> None:
        """Store a new session."""
        self._changed(insert(StoredSession).values(id_hash=id_hash, lease="", **_columns(content)))

    def replace(self, id_hash: str, content: StoredContent) -> bool:
        """Replace the content where the stored version is the one before. Return whether it was."""
        is_older = _table.version == content.version - 1
        return self._changed(_update(*_is_alive(id_hash), is_older).values(**_columns(content))) == 1

    def touch(self, id_hash: str, expires_at: datetime) -> None:
        """Set the end of the idle lifetime, and change nothing else."""
        self._changed(_update(*_is_alive(id_hash)).values(expires_at=expires_at))

    def delete(self, id_hash: str) -> None:
        """Delete a session. An unknown one is no error."""
        self._changed(delete(StoredSession).where(_table.id_hash == id_hash))

    def lease(self, id_hash: str, lease: str, until: datetime) -> bool:
        """Give one request the session to itself. Return False while another request has it."""
        now = clock.now()
        end = _table.leased_until
        is_free = or_(end.is_(None), end <= now, end > now + _LONGEST_LEASE)
        taken = _update(_table.id_hash == id_hash, is_free).values(lease=lease, leased_until=until)
        return self._changed(taken) == 1 or self.read(id_hash) is None

    def release(self, id_hash: str, lease: str) -> None:
        """End a lease. A lease that another request has by now is left alone."""
        is_mine = _table.id_hash == id_hash, _table.lease == lease
        self._changed(_update(*is_mine).values(lease="", leased_until=None))

    def delete_expired(self, before: datetime) -> int:
        """Delete sessions that ended before a moment, and return their number."""
        is_over = or_(_table.expires_at <= before, _table.ends_at <= before)
        return self._changed(delete(StoredSession).where(is_over))

    def _changed(self, statement: Executable) -> int:
        """Run a statement in a transaction of its own; return the number of rows that it changed."""
        try:
            with self._engine.begin() as connection:
                result = connection.execute(statement)
                return result.rowcount if isinstance(result, CursorResult) else 0
        except SQLAlchemyError as error:
            raise StoreUnavailable(type(error).__name__) from error


def _update(*conditions: Any) -> Any:
    return update(StoredSession).where(*conditions)


def _is_alive(id_hash: str) -> tuple[Any, ...]:
    now = clock.now()
    return _table.id_hash == id_hash, _table.expires_at > now, _table.ends_at > now


def _columns(content: StoredContent) -> dict[str, Any]:
    return {
        "sealed": content.sealed,
        "version": content.version,
        "expires_at": content.expires_at,
        "ends_at": content.ends_at,
    }
