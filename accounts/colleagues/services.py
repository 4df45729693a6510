"""Changing who belongs to a group."""

from accounts import services as accounts
from accounts.models import Account
from accounts.queries import members
from accounts.roles import GROUP_ROLES, Role
from core.db import db
from core.dialect import in_order
from core.settings import Settings


class NotAMember(Exception):
    """The account does not belong to the group."""


class LastOwner(Exception):
    """The group would have nobody left who can invite people."""


def change_role(settings: Settings, organization_id: str, account_id: str, role: Role, *, actor: str) -> None:
    """Give a colleague this role of the group and no other, and commit. Raises NotAMember and LastOwner."""
    account = _member(organization_id, account_id)
    accounts.grant(settings, account, role, actor=actor, organization_id=organization_id)
    for other in GROUP_ROLES - {role}:
        accounts.take(settings, account, other, actor=actor, organization_id=organization_id)
    _commit_with_owner(organization_id)


def remove(settings: Settings, organization_id: str, account_id: str, *, actor: str) -> None:
    """Take all roles of the group from a colleague, and commit. Raises NotAMember and LastOwner."""
    account = _member(organization_id, account_id)
    for role in sorted(GROUP_ROLES):
        accounts.take(settings, account, role, actor=actor, organization_id=organization_id)
    _commit_with_owner(organization_id)


def _member(organization_id: str, account_id: str) -> Account:
    """Return a colleague, after all others who change this group at the same time."""
    in_order(db.session, f"people of {organization_id}")
    account = db.session.get(Account, account_id, populate_existing=True)
    if account is None or all(grant.organization_id != organization_id for grant in account.grants):
        raise NotAMember
    return account


def _commit_with_owner(organization_id: str) -> None:
    """Commit unless no owner is left. The writes come first, so that SQLite counts after others' changes."""
    db.session.flush()
    if all(role is not Role.GROUP_OWNER for _account, role in members(organization_id)):
        db.session.rollback()
        raise LastOwner
    db.session.commit()
