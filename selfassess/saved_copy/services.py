"""Changes of a saved copy.

Each change is made only where the copy still has the revision that was read (optimistic locking), so that two
browsers never overwrite each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Executable, delete, update

from core import clock
from core.crypt import BadKeys, Unreadable, vault
from core.db import db
from core.settings import Settings
from selfassess.models import SavedAssessment
from selfassess.saved_copy import queries
from selfassess.saved_copy.queries import SavedCopy
from selfassess.values.saved import BadRecord, FieldChange, Merged, SavedBody, merged, to_json

MOST_BYTES = 512 * 1024
MOST_RACES = 10
"""How often a change is tried again when another process was quicker."""
UNREADABLE = (BadKeys, BadRecord, Unreadable)
"""Exceptions for a saved copy that exists and cannot be read."""


class Gone(Exception):
    """The saved copy was deleted, or has expired."""


class TooLarge(Exception):
    """The answers and the plan are larger than MOST_BYTES."""


def write(settings: Settings, saved_id: str, seen: int, changes: Sequence[FieldChange]) -> Merged:
    """Merge the changes of a page that was made at revision `seen` into a saved copy, and commit.

    A key that was changed elsewhere after that revision is not overwritten: the change is returned in
    `refused`, and `body` holds the newer state. Raises Gone, TooLarge, and what `queries.read` raises.
    """
    for _race in range(MOST_RACES):
        stored = queries.read(settings, saved_id)
        if stored is None:
            raise Gone
        result = merged(stored.body, stored.revision, seen, tuple(changes))
        if result.revision == stored.revision or _replaced(settings, stored, result.body, stored.version):
            return result
    raise RuntimeError("a saved assessment was changed too often at the same time")


def migrate(settings: Settings, copy: SavedCopy, version: str, body: SavedBody) -> SavedCopy:
    """Replace a copy's body by one for a newer version of its questionnaire, commit, and return the copy.

    Where another page changed the copy meanwhile, nothing is replaced, and the newer state is returned to be
    migrated again. Raises Gone, TooLarge.
    """
    _replaced(settings, copy, body, version)
    stored = queries.read(settings, copy.id)
    if stored is None:
        raise Gone
    return stored


def delete_now(saved_id: str) -> None:
    """Delete a saved copy with its links, and commit. An unknown id is no error."""
    db.session.execute(delete(SavedAssessment).where(SavedAssessment.id == saved_id))
    db.session.commit()


def _replaced(settings: Settings, old: SavedCopy, body: SavedBody, version: str) -> bool:
    """Return True when the body was changed; False when another process was quicker."""
    values = {
        "body": sealed(settings, old.id, body),
        "version": version,
        "revision": old.revision + 1,
        **used_now(settings),
    }
    changed = rows_changed(
        update(SavedAssessment)
        .where(*is_alive(old.id), SavedAssessment.revision == old.revision)
        .values(**values)
    )
    db.session.commit()
    return changed == 1


def sealed(settings: Settings, saved_id: str, body: SavedBody) -> bytes:
    """Return a body encrypted for the database. Raises TooLarge."""
    stored = vault(settings).seal(saved_id, to_json(body))
    if len(stored) > MOST_BYTES:
        raise TooLarge
    return stored


def expiry(settings: Settings) -> datetime:
    """Return when a copy that is used at this moment expires."""
    return clock.now() + timedelta(days=settings.assessment_days)


def used_now(settings: Settings) -> dict[str, Any]:
    """Return the column values of a copy that is used at this moment, so that it expires later."""
    return {"touched_at": clock.now(), "expires_at": expiry(settings)}


def is_alive(saved_id: str) -> tuple[Any, Any]:
    """Return the SQL conditions of one saved copy that has not expired."""
    return SavedAssessment.id == saved_id, SavedAssessment.expires_at > clock.now()


def rows_changed(statement: Executable) -> int:
    """Execute an UPDATE or DELETE and return how many rows it changed or deleted.

    Mapped objects in the session are not refreshed.
    """
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
