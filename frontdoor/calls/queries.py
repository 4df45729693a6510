"""Reads of the call screen beside the contact itself."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from accounts.models import Account, RoleGrant
from accounts.queries import names_of
from accounts.roles import Role
from accounts.sessions.queries import ACTIVE
from core.db import db
from core.settings import Settings
from frontdoor.contacts.models import ContactEvent, ContactRecord, ContactState
from frontdoor.contacts.queries import Addition, additions_of
from selfassess.saving.references import read_reference


def additions_with_writers(settings: Settings, contact_id: str) -> list[tuple[Addition, str]]:
    """Return the texts that stand beside others, each with the name of who wrote it. Raises Unreadable."""
    found = additions_of(settings, contact_id)
    names = names_of([one.typed_by for one in found])
    return [(one, names.get(one.typed_by, "")) for one in found]


def page_of_open(handler_id: str, page: int, per_page: int) -> tuple[Sequence[ContactRecord], int]:
    """Return one page of the open contacts of a handler, the newest first, and how many there are.

    An empty `handler_id` means the contacts of everybody.
    """
    wanted = select(ContactRecord).where(ContactRecord.state == ContactState.OPEN)
    if handler_id:
        wanted = wanted.where(ContactRecord.handler_id == handler_id)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    newest = wanted.order_by(ContactRecord.opened_at.desc(), ContactRecord.id)
    return db.session.scalars(newest.limit(per_page).offset((page - 1) * per_page)).all(), total


def contact_by_reference(typed: str) -> ContactRecord | None:
    """Return the contact with this reference, however it was typed; None where there is none."""
    reference = read_reference(typed)
    if not reference:
        return None
    return db.session.scalar(select(ContactRecord).where(ContactRecord.reference == reference))


def has_worked_on(contact_id: str, account_id: str) -> bool:
    """Return True for who began a contact or was given it once: what they typed there is never refused."""
    theirs = or_(ContactEvent.subject_id == account_id, ContactEvent.by == account_id)
    found = select(ContactEvent.id).where(
        ContactEvent.contact_id == contact_id, ContactEvent.kind.in_(("opened", "assigned", "merged")), theirs
    )
    return db.session.scalar(found.limit(1)) is not None


def call_takers() -> list[tuple[str, str]]:
    """Return ids and names of the accounts that take calls and are not locked, by name."""
    roles = (Role.CALL_HANDLER.value, Role.SUPERVISOR.value)
    takes_calls = select(RoleGrant.id).where(RoleGrant.account_id == Account.id, RoleGrant.role.in_(roles))
    wanted = select(Account.id, Account.name).where(Account.state == ACTIVE, takes_calls.exists())
    return [(row.id, row.name) for row in db.session.execute(wanted.order_by(Account.name, Account.id))]
