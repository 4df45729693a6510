"""Accounts of those who already work with a person."""

from accounts.models import Account
from accounts.queries import account_by_email
from accounts.roles import Role
from accounts.sessions.queries import ACTIVE
from core.db import db

_MAY_READ = frozenset({Role.CALL_HANDLER, Role.SUPERVISOR, Role.TRIAGE})
"""Roles that may open the page of a person, to which the e-mail leads."""


def worker_account(address: str) -> Account | None:
    """Return the account with this e-mail address that may open the pages of people; None for any other."""
    account = account_by_email(address) if address else None
    return account if account is not None and _may_read(account) else None


def account_of(account_id: str) -> Account | None:
    """Return the account with this id, as long as it may open the pages of people; otherwise None."""
    account = db.session.get(Account, account_id)
    if account is None or account.state != ACTIVE or not _may_read(account):
        return None
    return account


def _may_read(account: Account) -> bool:
    return any(grant.role in _MAY_READ for grant in account.grants)
