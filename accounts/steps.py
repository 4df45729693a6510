"""What the site remembers between two steps of one browser or session: encrypted, for some minutes, used
once.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from accounts.models import SignInStep
from accounts.sessions.queries import hash_of
from core import clock
from core.crypt import Unreadable, vault
from core.db import db
from core.settings import Settings

LIFE = timedelta(minutes=15)
_NO_SYNC = {"synchronize_session": False}


def store(settings: Settings, kind: str, owner: str, value: Mapping[str, Any]) -> None:
    """Remember a value in the caller's transaction, in place of an earlier one of this kind.

    `owner`: the token of the browser, or the id of the session, to which the step belongs.
    """
    key = _key(kind, owner)
    db.session.execute(delete(SignInStep).where(SignInStep.id_hash == key), execution_options=_NO_SYNC)
    sealed = vault(settings).seal(key, value)
    db.session.add(SignInStep(id_hash=key, sealed=sealed, expires_at=clock.now() + LIFE))
    db.session.flush()


def look(settings: Settings, kind: str, owner: str) -> dict[str, Any] | None:
    """Return the value of a step; None where there is none or it is too old."""
    key = _key(kind, owner)
    wanted = select(SignInStep.sealed).where(SignInStep.id_hash == key, SignInStep.expires_at > clock.now())
    return _opened(settings, key, db.session.scalar(wanted) if owner else None)


def take(settings: Settings, kind: str, owner: str) -> dict[str, Any] | None:
    """Return the value of a step and forget it, in the caller's transaction; None where there is none."""
    key = _key(kind, owner)
    taken = (
        delete(SignInStep)
        .where(SignInStep.id_hash == key, SignInStep.expires_at > clock.now())
        .returning(SignInStep.sealed)
    )
    return _opened(settings, key, db.session.scalar(taken, execution_options=_NO_SYNC) if owner else None)


def _opened(settings: Settings, key: str, sealed: bytes | None) -> dict[str, Any] | None:
    if sealed is None:
        return None
    try:
        return vault(settings).open(key, sealed)
    except Unreadable:
        return None


def _key(kind: str, owner: str) -> str:
    return hash_of(f"{kind} {owner}")
