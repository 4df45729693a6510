"""What administrators do to accounts. Each function commits."""

from accounts import services as accounts
from accounts.invitations.sending import send_reset
from accounts.models import Account
from accounts.queries import administrators
from accounts.roles import Role
from accounts.second_factors.services import forget_all_factors
from accounts.sessions import services as sessions
from accounts.sessions.queries import ACTIVE
from core.db import db
from core.dialect import in_order
from core.settings import Settings

LOCKED, CLOSED = "locked", "closed"


class LastAdministrator(Exception):
    """The site would have no administrator left."""


def grant_role(settings: Settings, account: Account, role: Role, organization_id: str, *, actor: str) -> bool:
    """Give a role; return False where the account has it."""
    given = accounts.grant(settings, account, role, actor=actor, organization_id=organization_id)
    db.session.commit()
    return given


def take_role(settings: Settings, account: Account, role: Role, organization_id: str, *, actor: str) -> bool:
    """Take a role away; return False where the account does not have it. Raises LastAdministrator."""
    in_order(db.session, "administrators")
    taken = accounts.take(settings, account, role, actor=actor, organization_id=organization_id)
    _commit_with_administrator()
    return taken


def lock(settings: Settings, account: Account, *, actor: str) -> None:
    """Let nobody sign in with the account, and sign it out everywhere. Raises LastAdministrator."""
    in_order(db.session, "administrators")
    account.state = LOCKED
    accounts.note(settings, actor, "account.locked", account.id)
    sessions.end_everywhere(settings, account.id, actor=actor)
    _commit_with_administrator()


def unlock(settings: Settings, account: Account, *, actor: str) -> None:
    """Let the account be used again."""
    account.state = ACTIVE
    accounts.note(settings, actor, "account.unlocked", account.id)
    db.session.commit()


def close(settings: Settings, account: Account, *, actor: str) -> None:
    """End an account for good: roles, factors, name and address go, the id stays for the audit trail.

    Raises LastAdministrator.
    """
    in_order(db.session, "administrators")
    account.state, account.name, account.email = CLOSED, "", ""
    account.email_key, account.oidc_issuer, account.oidc_subject = f"closed {account.id}", None, None
    account.grants.clear()
    forget_all_factors(settings, account.id, actor=actor)
    accounts.note(settings, actor, "account.closed", account.id)
    sessions.end_everywhere(settings, account.id, actor=actor)
    _commit_with_administrator()


def reset_factors(settings: Settings, account: Account, *, actor: str) -> None:
    """Remove how somebody signs in, sign them out, and send a link to set it up anew. Raises EmailRefused."""
    # First: the locks of the outbox and of the audit trail are taken in this order everywhere.
    send_reset(settings, actor=actor, email=account.email)
    forget_all_factors(settings, account.id, actor=actor)
    sessions.end_everywhere(settings, account.id, actor=actor)
    db.session.commit()


def _commit_with_administrator() -> None:
    """Commit unless no administrator is left. The writes come first, so that SQLite counts after others'."""
    db.session.flush()
    if not administrators():
        db.session.rollback()
        raise LastAdministrator
    db.session.commit()
