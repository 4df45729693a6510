"""Reading referrals to groups. Views record the look at what was passed on first (note_view)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Account, RoleGrant
from accounts.roles import GROUP_ROLES
from accounts.sessions.queries import ACTIVE
from core import clock
from core.crypt import vault
from core.db import db
from core.field_values import is_email
from core.settings import Settings
from directory import visibility
from directory.models import Service
from frontdoor.group_referrals.models import GroupReferral, Progress, ReferralState
from frontdoor.group_referrals.shared import GroupAnswer, SharedRecord
from frontdoor.group_referrals.taking import why_not
from selfassess.values.saved import from_json


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """A service to which somebody can be passed on.

    `why_not`: in words, where the service takes no such referral. `accounts`: addresses of the group's people.
    `mailbox`: the group's own address; empty for none.
    """

    service_id: str
    service: str
    slug: str
    organization_id: str
    group: str
    accounts: tuple[str, ...]
    mailbox: str
    phones: tuple[str, ...]
    why_not: Any = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses that are told of a referral: those of accounts, or else the group's own."""
        return self.accounts or ((self.mailbox,) if self.mailbox else ())


def targets(service_ids: Sequence[str], *, by_professional: bool) -> list[Target]:
    """Return the services with these ids in this order, in a fixed number of statements."""
    wanted = (
        select(Service)
        .where(Service.id.in_(set(service_ids)))
        .options(joinedload(Service.organization), selectinload(Service.phones))
    )
    services = {service.id: service for service in db.session.scalars(wanted).unique()}
    people = _addresses({service.organization_id for service in services.values()})
    found = [services[one] for one in dict.fromkeys(service_ids) if one in services]
    return [_target(service, people, by_professional=by_professional) for service in found]


def _target(service: Service, people: Mapping[str, tuple[str, ...]], *, by_professional: bool) -> Target:
    runs = service.status != visibility.TAKEN_DOWN and not visibility.has_ended(service, clock.today())
    addresses = (service.email.strip(), service.organization.email.strip())
    return Target(
        service.id,
        service.name,
        service.slug,
        service.organization_id,
        service.organization.name,
        people.get(service.organization_id, ()),
        next((address for address in addresses if is_email(address)), ""),
        tuple(phone.number for phone in service.phones if phone.type == "voice"),
        why_not(
            service.route_in,
            professionals_only=service.professionals_only,
            by_professional=by_professional,
            runs=runs,
        ),
    )


def _addresses(organization_ids: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the active accounts of groups, by the id of the group."""
    wanted = (
        select(RoleGrant.organization_id, Account.email)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.organization_id.in_(organization_ids),
            RoleGrant.role.in_([role.value for role in GROUP_ROLES]),
            Account.state == ACTIVE,
        )
        .order_by(Account.email)
    )
    found: dict[str, dict[str, None]] = {}
    for row in db.session.execute(wanted):
        found.setdefault(row.organization_id, {})[row.email] = None
    return {organization_id: tuple(addresses) for organization_id, addresses in found.items()}


def referral_by_id(referral_id: str) -> GroupReferral | None:
    """Return one referral as it is now; None for an unknown id."""
    return db.session.get(GroupReferral, referral_id, populate_existing=True)


def referral_of_group(organization_id: str, referral_id: str) -> GroupReferral | None:
    """Return one referral of a group; None for an unknown one, and for one of another group."""
    found = referral_by_id(referral_id)
    return found if found is not None and found.organization_id == organization_id else None


def shared_with(settings: Settings, referral: GroupReferral) -> SharedRecord | None:
    """Return what was passed on; None where its time is over. Raises Unreadable."""
    if referral.sealed is None:
        return None
    return from_json(SharedRecord, vault(settings).open(referral.id, referral.sealed))


def answer_of(settings: Settings, referral: GroupReferral) -> GroupAnswer:
    """Return what the group wrote; empty words where it wrote nothing, or their time is over. Raises
    Unreadable.
    """
    if referral.sealed_answer is None:
        return GroupAnswer()
    return from_json(GroupAnswer, vault(settings).open(f"{referral.id} answer", referral.sealed_answer))


def referrals_of_group(organization_id: str, page: int, per_page: int) -> tuple[Sequence[GroupReferral], int]:
    """Return one page of a group's referrals, those that wait first, then the newest; and how many there are."""
    wanted = select(GroupReferral).where(GroupReferral.organization_id == organization_id)
    waits = GroupReferral.state == ReferralState.WAITING
    order = (waits.desc(), GroupReferral.made_at.desc(), GroupReferral.id)
    return _page(wanted.order_by(*order), page, per_page)


def waiting_for_group(organization_id: str) -> int:
    """Return how many referrals wait for the answer of a group."""
    waits = (
        GroupReferral.organization_id == organization_id,
        GroupReferral.state == ReferralState.WAITING,
    )
    return db.session.scalar(select(func.count()).select_from(GroupReferral).where(*waits)) or 0


def came_back(page: int, per_page: int) -> tuple[Sequence[GroupReferral], int]:
    """Return one page of the referrals about which a call handler has to decide, the oldest first."""
    wanted = select(GroupReferral).where(_came_back(clock.today()))
    return _page(wanted.order_by(GroupReferral.made_at, GroupReferral.id), page, per_page)


def came_back_count() -> int:
    """Return how many referrals wait for the decision of a call handler."""
    wanted = select(func.count()).select_from(GroupReferral).where(_came_back(clock.today()))
    return db.session.scalar(wanted) or 0


def with_groups(page: int, per_page: int) -> tuple[Sequence[GroupReferral], int]:
    """Return one page of the referrals that are with a group now, the oldest first."""
    waits = GroupReferral.state == ReferralState.WAITING
    wanted = select(GroupReferral).where(waits, ~_came_back(clock.today()))
    return _page(wanted.order_by(GroupReferral.made_at, GroupReferral.id), page, per_page)


def has_come_back(referral: GroupReferral) -> bool:
    """Return True where a call handler has to decide what happens next; the same rule as `_came_back`."""
    if referral.settled_at is not None:
        return False
    if referral.state == ReferralState.WAITING:
        return referral.due_on < clock.today() or referral.told_at is None
    failed = referral.progress in _FAILED
    return referral.state == ReferralState.DECLINED or (referral.state == ReferralState.ACCEPTED and failed)


_FAILED = (Progress.NOT_REACHED.value, Progress.COULD_NOT_HELP.value)


def _came_back(today: date) -> ColumnElement[bool]:
    return and_(
        GroupReferral.settled_at.is_(None),
        or_(
            and_(
                GroupReferral.state == ReferralState.WAITING,
                or_(GroupReferral.due_on < today, GroupReferral.told_at.is_(None)),
            ),
            GroupReferral.state == ReferralState.DECLINED,
            and_(GroupReferral.state == ReferralState.ACCEPTED, GroupReferral.progress.in_(_FAILED)),
        ),
    )


def _page(wanted: Any, page: int, per_page: int) -> tuple[Sequence[GroupReferral], int]:
    counted = select(func.count()).select_from(wanted.order_by(None).subquery())
    rows = db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all()
    return rows, db.session.scalar(counted) or 0
