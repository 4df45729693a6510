"""Beginning, prolonging and ending sessions of accounts."""

import logging
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import SQLAlchemyError

from accounts.models import Account, AccountSession
from accounts.sessions.queries import hash_of
from core import clock
from core.audit.services import note
from core.db import db
from core.settings import Settings

log = logging.getLogger("signpost.accounts")

TOUCH_AFTER = timedelta(seconds=60)
"""A click is written only so long after the last one that was."""

WAITING_LIFE = timedelta(minutes=15)
"""How long somebody has for the second step of signing in."""

SECOND_FACTOR, SETTING_UP = "second_factor", "set_up"
"""What a session can wait for: a code or passkey after the password; a password, app or passkey to be made.
"""

_TOKEN_BYTES = 32
_NO_SYNC = {"synchronize_session": False}


def begin(
    settings: Settings,
    account: Account,
    *,
    way: str,
    device: str,
    waits_for: str = "",
    next_path: str = "",
    replaces: str = "",
) -> str:
    """Add a session in the caller's transaction, and return the token for its cookie, which is not stored.

    `way`: how the person proved who they are. `waits_for`: what is still missing; empty for nothing.
    `replaces`: the id of a session of the same browser that ends, so that each step has a new token.
    """
    if replaces:
        db.session.execute(delete(AccountSession).where(AccountSession.id == replaces))
    token, now = secrets.token_urlsafe(_TOKEN_BYTES), clock.now()
    ends_at = now + (WAITING_LIFE if waits_for else timedelta(hours=settings.account_hours))
    db.session.add(
        AccountSession(
            account_id=account.id,
            id_hash=hash_of(token),
            epoch=account.epoch,
            way=way,
            waits_for=waits_for,
            next_path=next_path,
            device=device,
            created_at=now,
            seen_at=now,
            expires_at=expiry(settings, ends_at),
            ends_at=ends_at,
        )
    )
    if not waits_for:
        account.signed_in_at = now
        note(settings, account.id, "account.signed_in", "account", account.id, way=way)
    return token


def expiry(settings: Settings, ends_at: datetime) -> datetime:
    """Return when a session that is used at this moment expires."""
    return min(clock.now() + timedelta(minutes=settings.account_idle_minutes), ends_at)


def touch(settings: Settings, session_id: str, expires_at: datetime, ends_at: datetime) -> None:
    """Let a session live longer, in a short transaction of its own; a failure breaks no page.

    Nothing is written where the last click that was written is younger than TOUCH_AFTER.
    """
    later = expiry(settings, ends_at)
    if later - expires_at <= TOUCH_AFTER:
        return
    values = {"expires_at": later, "seen_at": clock.now()}
    try:
        with db.engine.begin() as connection:
            connection.execute(update(AccountSession).where(AccountSession.id == session_id).values(**values))
    except SQLAlchemyError:
        log.warning("a click of an account could not be counted")


def end(settings: Settings, account_id: str, session_id: str) -> bool:
    """End one session of an account, and commit. Return False where there is no such session."""
    is_own = AccountSession.id == session_id, AccountSession.account_id == account_id
    found = db.session.execute(delete(AccountSession).where(*is_own), execution_options=_NO_SYNC)
    if not found.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return False
    note(settings, account_id, "account.signed_out", "account", account_id)
    db.session.commit()
    return True


def end_everywhere(settings: Settings, account_id: str, *, actor: str) -> None:
    """End all sessions of an account in the caller's transaction, also those in a copy of the database."""
    db.session.execute(
        update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1),
        execution_options={"synchronize_session": "fetch"},
    )
    db.session.execute(
        delete(AccountSession).where(AccountSession.account_id == account_id), execution_options=_NO_SYNC
    )
    note(settings, actor, "account.signed_out_everywhere", "account", account_id)


def end_others(settings: Settings, account_id: str, *, keep: str) -> None:
    """End all sessions of an account but one, in the caller's transaction."""
    others = AccountSession.account_id == account_id, AccountSession.id != keep
    db.session.execute(delete(AccountSession).where(*others), execution_options=_NO_SYNC)


def sign_out_everywhere(settings: Settings, account_id: str) -> None:
    """End all sessions of the person who asks for that, and commit."""
    end_everywhere(settings, account_id, actor=account_id)
    db.session.commit()


def delete_expired(upto: datetime) -> int:
    """Delete sessions that ended before a moment, in the caller's transaction; return how many."""
    is_over = or_(AccountSession.expires_at <= upto, AccountSession.ends_at <= upto)
    found = db.session.execute(delete(AccountSession).where(is_over), execution_options=_NO_SYNC)
    return int(found.rowcount)  # type: ignore[attr-defined]
