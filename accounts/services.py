"""Making accounts, and giving and taking roles. The functions write in the caller's transaction."""

from accounts.models import Account, RoleGrant
from accounts.queries import any_account_by_email, email_key
from accounts.roles import ORGANIZATION_ROLES, Role
from core import clock
from core.audit import services as audit
from core.db import db
from core.settings import Settings


class AddressTaken(Exception):
    """There is an account with this e-mail address."""


def add_account(
    settings: Settings, *, email: str, name: str, actor: str, demonstration: bool = False
) -> Account:
    """Add an account without roles, and return it. Raises AddressTaken."""
    if any_account_by_email(email) is not None:
        raise AddressTaken
    account = Account(
        id=clock.new_id(),
        name=name,
        email=email.strip(),
        email_key=email_key(email),
        demonstration=demonstration,
    )
    db.session.add(account)
    db.session.flush()
    note(settings, actor, "account.added", account.id)
    return account


def grant(settings: Settings, account: Account, role: Role, *, actor: str, organization_id: str = "") -> bool:
    """Give a role; return False where the account has it. Raises ValueError for a role of the wrong kind."""
    needs_organization = role in ORGANIZATION_ROLES
    if needs_organization != bool(organization_id):
        raise ValueError(
            f"the role {role} is held {'for' if needs_organization else 'without'} an organization"
        )
    if any((one.role, one.organization_id) == (role, organization_id) for one in account.grants):
        return False
    account.grants.append(
        RoleGrant(role=role.value, organization_id=organization_id, granted_at=clock.now(), granted_by=actor)
    )
    note(settings, actor, "role.granted", account.id, role=role.value, organization=organization_id)
    return True


def take(settings: Settings, account: Account, role: Role, *, actor: str, organization_id: str = "") -> bool:
    """Take a role away; return False where the account does not have it."""
    held = [one for one in account.grants if (one.role, one.organization_id) == (role, organization_id)]
    for one in held:
        account.grants.remove(one)
    if held:
        note(settings, actor, "role.taken", account.id, role=role.value, organization=organization_id)
    return bool(held)


def note(settings: Settings, actor: str, action: str, account_id: str, **detail: str) -> None:
    """Record something that was done to an account."""
    audit.note(settings, actor, action, "account", account_id, **detail)
