"""Storing passwords, in the caller's transaction."""

from accounts.models import PasswordCredential
from accounts.services import note
from core import clock
from core.db import db
from core.settings import Settings
from core.slow_hash import slow_hash


def set_password(settings: Settings, account_id: str, password: str, *, actor: str) -> None:
    """Store the hash of a password in place of an earlier one."""
    credential = db.session.get(PasswordCredential, account_id)
    if credential is None:
        credential = PasswordCredential(account_id=account_id)
        db.session.add(credential)
    credential.password_hash, credential.changed_at = slow_hash(password), clock.now()
    note(settings, actor, "password.set", account_id)


def forget_password(account_id: str) -> None:
    """Delete the password, if there is one."""
    credential = db.session.get(PasswordCredential, account_id)
    if credential is not None:
        db.session.delete(credential)
