"""Reading password hashes."""

from accounts.models import PasswordCredential
from core.db import db
from core.slow_hash import NOBODYS_HASH, fits


def has_password(account_id: str) -> bool:
    """Return True where the account has a password."""
    return db.session.get(PasswordCredential, account_id) is not None


def password_fits(account_id: str, password: str) -> bool:
    """Return True where this is the password. Without an account or a password the work is the same."""
    credential = db.session.get(PasswordCredential, account_id) if account_id else None
    return fits(credential.password_hash if credential else NOBODYS_HASH, password)
