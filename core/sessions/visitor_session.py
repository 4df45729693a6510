"""The session of one request.

A visitor's requests overlap: a second tab, or a script that saves while a page still loads. A request never
undoes what another one wrote after it began, and never restores what was cleared:

- a POST that looks at the session has it to itself until the POST is answered (a lease);
- any other request writes only the keys that it changed, onto the session as stored by then (an optimistic
  lock with a version). Most change nothing and write nothing.
"""

import logging
from collections.abc import Iterator
from typing import Any

from flask.sessions import SessionMixin

from core.sessions.sealed_sessions import SealedSessions, as_text
from core.sessions.store import StoredContent
from core.stores import StoreUnavailable

log = logging.getLogger("signpost.sessions")

_MOST_RACES = 10


class VisitorSession(SessionMixin):
    """A mapping that is read from the store when it is first looked at, and written by `save`."""

    def __init__(self, sessions: SealedSessions, session_id: str, *, exclusive: bool) -> None:
        """`session_id` comes from the cookie, empty for none. `exclusive`: a look at the session waits for
        a lease.
        """
        self._sessions, self._id, self._exclusive = sessions, session_id, exclusive
        self._content: dict[str, Any] | None = None
        self._stored: StoredContent | None = None
        self._before: dict[str, str] = {}
        self._forgotten: list[str] = []
        self._leased_id, self._lease = "", ""
        self._failure: StoreUnavailable | None = None
        self.leaves = False

    @property
    def content(self) -> dict[str, Any]:
        """What the session holds. Raises StoreUnavailable, for each look of a request after the first too."""
        if self._failure is not None:
            raise self._failure
        if self._content is None:
            try:
                self._content = self._read()
            except StoreUnavailable as error:
                self._failure = error
                raise
            self._before = _texts(self._content)
        return self._content

    def _read(self) -> dict[str, Any]:
        if not self._id:
            return {}
        if self._exclusive:
            self._lease, self._leased_id = self._sessions.take_lease(self._id), self._id
        found = self._sessions.read(self._id)
        if found is None:
            return {}
        self._stored = found.stored
        return found.content

    @property
    def asks_store(self) -> bool:
        """Whether a look at the session asks the store."""
        return bool(self._id) and self._content is None and self._failure is None

    @property
    def needs_save(self) -> bool:
        """Whether `save` has something to write: a change, a session to delete, or a click."""
        if self._content is None:
            return False
        return bool(self._forgotten) or _texts(self._content) != self._before or self._is_click_due

    @property
    def has_to_be_written(self) -> bool:
        """Whether the answer is untrue if `save` fails.

        True for a POST, and for a GET that gave the session a new value; a GET that only removed a value,
        such as a message that was shown, can remove it later.
        """
        after = _texts(self._content or {})
        return self._exclusive or any(self._before.get(key) != text for key, text in after.items())

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.content[key] = value

    def __delitem__(self, key: str) -> None:
        del self.content[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def clear(self) -> None:
        """Empty the session, as `forget` does."""
        self.forget()

    def forget(self, *, leaves: bool = False) -> None:
        """Empty the session and delete it in the store; what is stored from now on gets a new id.

        It needs no store until `save`. `leaves`: the visitor leaves the site, so that the answer must not
        change where the store cannot delete.
        """
        if self._id:
            self._forgotten.append(self._id)
        self._id, self._stored, self._failure = "", None, None
        self._content, self._before = {}, {}
        self.leaves = leaves

    def save(self) -> str | None:
        """Write what changed, and return the id for the cookie: empty to remove the cookie, None to leave it.

        Raises StoreUnavailable.
        """
        for session_id in self._forgotten:
            self._sessions.delete(session_id)
        if self._content is None:
            return None
        after = _texts(self._content)
        if after == self._before:
            self._count_click()
            return "" if self._forgotten else None
        if self._stored is None:
            # The store does not know the cookie's id, so a new one is made (session fixation).
            return self._sessions.add(self._content)
        self._merge(after, self._stored)
        return None

    @property
    def _is_click_due(self) -> bool:
        return self._stored is not None and self._sessions.is_click_due(self._stored)

    def _count_click(self) -> None:
        """Let the session live longer. A failure is logged and breaks no page."""
        if self._stored is None or not self._is_click_due:
            return
        try:
            self._sessions.count_click(self._id, self._stored)
        except StoreUnavailable:
            log.warning("a click could not be counted")

    def _merge(self, after: dict[str, str], stored: StoredContent) -> None:
        """Write this request's changes onto the session as stored by now.

        Nothing is written where the session was cleared meanwhile.
        """
        mine, removed = self.content, self._before.keys() - after.keys()
        changed = [key for key, text in after.items() if self._before.get(key) != text]
        merged = mine
        for _race in range(_MOST_RACES):
            if self._sessions.replace(self._id, merged, stored):
                return
            found = self._sessions.read(self._id)
            if found is None:
                return
            stored = found.stored
            merged = {key: value for key, value in found.content.items() if key not in removed}
            merged |= {key: mine[key] for key in changed}
        raise StoreUnavailable("the session was changed too often at the same time")

    def release(self) -> None:
        """End the lease, if there is one."""
        if self._lease:
            self._sessions.release(self._leased_id, self._lease)
            self._lease = ""


def _texts(content: dict[str, Any]) -> dict[str, str]:
    return {key: as_text(value) for key, value in content.items()}
