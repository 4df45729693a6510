"""Reading sessions of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from accounts.models import Account, AccountSession, RoleGrant
from core import clock
from core.db import db

ACTIVE = "active"


@dataclass(frozen=True, slots=True, repr=False)
class FoundSession:
    """A living session with its account and the roles that the account holds."""

    id: str
    account_id: str
    name: str
    email: str
    demonstration: bool
    way: str
    waits_for: str
    next_path: str
    created_at: datetime
    expires_at: datetime
    ends_at: datetime
    grants: tuple[tuple[str, str], ...]


def hash_of(token: str) -> str:
    """Return the hash under which a random token of a cookie is stored."""
    return sha256(token.encode()).hexdigest()


def found_session(token: str) -> FoundSession | None:
    """Return the session of a cookie; None where it is over, or where the account is not active."""
    now = clock.now()
    wanted = (
        select(AccountSession, Account)
        .join(Account, Account.id == AccountSession.account_id)
        .where(
            AccountSession.id_hash == hash_of(token),
            AccountSession.epoch == Account.epoch,
            AccountSession.expires_at > now,
            AccountSession.ends_at > now,
            Account.state == ACTIVE,
        )
    )
    found = db.session.execute(wanted).first()
    if found is None:
        return None
    row, account = found
    return FoundSession(
        id=row.id,
        account_id=account.id,
        name=account.name,
        email=account.email,
        demonstration=account.demonstration,
        way=row.way,
        waits_for=row.waits_for,
        next_path=row.next_path,
        created_at=row.created_at,
        expires_at=row.expires_at,
        ends_at=row.ends_at,
        grants=grants_of(account.id),
    )


def grants_of(account_id: str) -> tuple[tuple[str, str], ...]:
    """Return role and organization of each grant."""
    wanted = select(RoleGrant.role, RoleGrant.organization_id).where(RoleGrant.account_id == account_id)
    ordered = wanted.order_by(RoleGrant.role, RoleGrant.organization_id)
    return tuple((role, organization) for role, organization in db.session.execute(ordered))


def living_sessions(account_id: str) -> Sequence[AccountSession]:
    """Return the sessions in which the account is signed in, the last used first."""
    now = clock.now()
    wanted = (
        select(AccountSession)
        .join(Account, Account.id == AccountSession.account_id)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.epoch == Account.epoch,
            AccountSession.waits_for == "",
            AccountSession.expires_at > now,
            AccountSession.ends_at > now,
        )
    )
    return db.session.scalars(wanted.order_by(AccountSession.seen_at.desc())).all()
