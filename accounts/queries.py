"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from accounts.models import Account, RoleGrant
from accounts.roles import Role
from accounts.sessions.queries import ACTIVE
from core.db import db


def email_key(address: str) -> str:
    """Return the form of an e-mail address by which accounts are found."""
    return address.strip().lower()


def account_by_email(address: str) -> Account | None:
    """Return the active account with an e-mail address; None where there is none."""
    wanted = select(Account).where(Account.email_key == email_key(address), Account.state == ACTIVE)
    return db.session.scalar(wanted)


def any_account_by_email(address: str) -> Account | None:
    """Return the account with an e-mail address, also a locked one; None where there is none."""
    return db.session.scalar(select(Account).where(Account.email_key == email_key(address)))


def account_for_link(address: str) -> tuple[Account | None, bool]:
    """Return the active account with an e-mail address, and whether it belongs to a group.

    One statement whatever the answer, so that its time tells nothing.
    """
    of_group = select(RoleGrant.id).where(RoleGrant.account_id == Account.id, RoleGrant.organization_id != "")
    wanted = select(Account, of_group.exists()).where(
        Account.email_key == email_key(address), Account.state == ACTIVE
    )
    found = db.session.execute(wanted).first()
    return (found[0], bool(found[1])) if found else (None, False)


def page_of_accounts(words: str, role: str, *, page: int, per_page: int) -> tuple[Sequence[Account], int]:
    """Return one page of accounts by name, and how many there are in all.

    `words`: a part of the name or of the e-mail address. `role`: a role that they hold. Empty: all.
    """
    wanted = select(Account).where(Account.state != "closed")
    if words:
        like = f"%{_escaped(words.lower())}%"
        in_name = func.lower(Account.name).like(like, escape="\\")
        wanted = wanted.where(or_(in_name, Account.email_key.like(like, escape="\\")))
    if role:
        wanted = wanted.where(Account.grants.any(RoleGrant.role == role))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = wanted.order_by(Account.name, Account.id).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(rows).all(), total


def members(organization_id: str) -> list[tuple[Account, Role]]:
    """Return the accounts of an organization with the higher of their roles there, by name."""
    wanted = (
        select(Account, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.organization_id == organization_id, Account.state != "closed")
        .order_by(Account.name, Account.id, RoleGrant.role)
    )
    found: dict[str, tuple[Account, Role]] = {}
    for account, role in db.session.execute(wanted):
        # "group_owner" sorts after "group_editor", so the owner's role stays.
        found[account.id] = (account, Role(role))
    return list(found.values())


def names_of(account_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of accounts by their ids; one that is closed has an empty name."""
    wanted = select(Account.id, Account.name).where(Account.id.in_(set(account_ids)))
    return {row.id: row.name for row in db.session.execute(wanted)}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def administrators() -> Sequence[str]:
    """Return the ids of the active administrators."""
    wanted = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Account.state == ACTIVE)
    )
    return db.session.scalars(wanted).all()
