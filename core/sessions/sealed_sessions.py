"""Sessions by the id of their cookie: encrypted, with their lifetimes, in any store."""

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask.json.tag import TaggedJSONSerializer

from core import clock
from core.crypt import Unreadable, vault
from core.sessions.store import SessionStore, StoredContent
from core.settings import Settings
from core.stores import StoreUnavailable

log = logging.getLogger("signpost.sessions")

TOUCH_AFTER = timedelta(seconds=60)
"""A click is written only so long after the last one that was.

A session therefore lives by so much longer than the settings say.
"""

LEASE_LIFE = timedelta(seconds=10)
"""A lease ends by itself after this time, because a process that was killed cannot release it.

A request that takes longer still loses nothing: its changes are merged.
"""

_LEASE_WAIT_SECONDS = 20.0
_FIRST_POLL_SECONDS = 0.01
_LONGEST_POLL_SECONDS = 0.2
_ID_BYTES = 32
_serializer = TaggedJSONSerializer()


@dataclass(frozen=True, slots=True, repr=False)
class FoundSession:
    """A stored session, decrypted."""

    content: dict[str, Any]
    stored: StoredContent


def as_text(value: Any) -> str:
    """Return a value of a session as JSON, in which Flask's tags mark tuples, bytes and dates."""
    text: str = _serializer.dumps(value)
    return text


class SealedSessions:
    """Sessions that are encrypted before they reach the store. Each method may raise StoreUnavailable."""

    def __init__(self, settings: Settings, store: SessionStore) -> None:
        self.store = store
        self._vault = vault(settings)
        self._idle = timedelta(minutes=settings.session_minutes) + TOUCH_AFTER
        self._longest = timedelta(hours=settings.session_hours)

    def read(self, session_id: str) -> FoundSession | None:
        """Return a session; None where it is unknown, has expired, or no key opens it."""
        id_hash = _hash(session_id)
        stored = self.store.read(id_hash)
        if stored is None:
            return None
        try:
            opened = self._vault.open(_place(id_hash), stored.sealed)
            return FoundSession(_serializer.loads(opened["content"]), stored)
        except (Unreadable, KeyError, ValueError):
            log.exception("a stored session cannot be read; its visitor begins a new one")
            return None

    def add(self, content: dict[str, Any]) -> str:
        """Store a new session and return its id."""
        session_id = secrets.token_urlsafe(_ID_BYTES)
        ends_at = clock.now() + self._longest
        self.store.add(_hash(session_id), self._sealed(session_id, content, 1, ends_at))
        return session_id

    def replace(self, session_id: str, content: dict[str, Any], older: StoredContent) -> bool:
        """Replace what `older` was read from. Return False where another request was quicker."""
        newer = self._sealed(session_id, content, older.version + 1, older.ends_at)
        return self.store.replace(_hash(session_id), newer)

    def delete(self, session_id: str) -> None:
        """Delete a session."""
        self.store.delete(_hash(session_id))

    def is_click_due(self, stored: StoredContent) -> bool:
        """Return True where the last click that was written is longer ago than TOUCH_AFTER."""
        return self._expiry(stored.ends_at) - stored.expires_at > TOUCH_AFTER

    def count_click(self, session_id: str, stored: StoredContent) -> None:
        """Let the session live longer."""
        self.store.touch(_hash(session_id), self._expiry(stored.ends_at))

    def take_lease(self, session_id: str) -> str:
        """Wait until no other request has the session to itself, and return the lease.

        Raises StoreUnavailable after 20 seconds.
        """
        lease, deadline = clock.new_id(), time.monotonic() + _LEASE_WAIT_SECONDS
        pause = _FIRST_POLL_SECONDS
        while not self.store.lease(_hash(session_id), lease, clock.now() + LEASE_LIFE):
            if time.monotonic() > deadline:
                raise StoreUnavailable("another request has the session")
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_POLL_SECONDS)
        return lease

    def release(self, session_id: str, lease: str) -> None:
        """End a lease. A failure is only logged, because leases end by themselves."""
        try:
            self.store.release(_hash(session_id), lease)
        except StoreUnavailable:
            log.warning("a lease could not be released")

    def _sealed(
        self, session_id: str, content: dict[str, Any], version: int, ends_at: datetime
    ) -> StoredContent:
        sealed = self._vault.seal(_place(_hash(session_id)), {"content": as_text(content)})
        return StoredContent(sealed, version, self._expiry(ends_at), ends_at)

    def _expiry(self, ends_at: datetime) -> datetime:
        """Return when a session that is used at this moment expires."""
        return min(clock.now() + self._idle, ends_at)


def _hash(session_id: str) -> str:
    return sha256(session_id.encode()).hexdigest()


def _place(id_hash: str) -> str:
    """Return the associated data of the encryption: content that is moved to another session opens nowhere."""
    return f"session {id_hash}"
