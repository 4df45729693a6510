"""What every store of sessions can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class StoredContent:
    """A session as a store holds it: encrypted content, with its version and the ends of its two lifetimes.

    `expires_at`: end of the session if nobody clicks until then. `ends_at`: end of the session in any case.
    """

    sealed: bytes
    version: int
    expires_at: datetime
    ends_at: datetime


class SessionStore(Protocol):
    """A store of sessions by the hash of their id. Each method may raise StoreUnavailable."""

    def read(self, id_hash: str) -> StoredContent | None:
        """Return a session that has not expired; None for any other."""

    def add(self, id_hash: str, content: StoredContent) -> None:
        """Store a new session."""

    def replace(self, id_hash: str, content: StoredContent) -> bool:
        """Replace the content where the stored version is `content.version` - 1. Return whether it was."""

    def touch(self, id_hash: str, expires_at: datetime) -> None:
        """Set the end of the idle lifetime, and change nothing else."""

    def delete(self, id_hash: str) -> None:
        """Delete a session. An unknown one is no error."""

    def lease(self, id_hash: str, lease: str, until: datetime) -> bool:
        """Give one request the session to itself. Return False while another request has it.

        Return True also for an unknown session, because there is nothing to wait for.
        """

    def release(self, id_hash: str, lease: str) -> None:
        """End a lease. A lease that another request has by now is left alone."""

    def delete_expired(self, before: datetime) -> int:
        """Delete sessions that ended before a moment, and return their number.

        Return 0 for a store that deletes them by itself.
        """
