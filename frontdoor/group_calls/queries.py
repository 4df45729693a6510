"""Reading which services offer a call, and who asked for one. Views record the look first (note_view)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from accounts.models import Account, RoleGrant
from accounts.roles import GROUP_ROLES
from accounts.sessions.queries import ACTIVE
from core import clock
from core.db import db
from directory import visibility
from directory.models import Service
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.group_calls.models import CallMeService
from frontdoor.group_referrals.queries import Target, targets
from selfassess.saving.references import LETTERS, REFERRAL_LENGTH


@dataclass(frozen=True, slots=True)
class CallOffer:
    """A service of a group, as its list of services shows it. `on`: people can ask for a call."""

    service_id: str
    name: str
    slug: str
    on: bool


def is_offered(service_id: str) -> bool:
    """Return True where people can ask for a call now.

    The group switched it on, the service runs, and somebody of the group has an account.
    """
    return db.session.scalar(_offering().where(Service.id == service_id).limit(1)) is not None


def offered_service(slug: str) -> Target | None:
    """Return the service with this slug whose group calls people; None where it does not."""
    service_id = db.session.scalar(_offering().where(Service.slug == slug).limit(1))
    found = targets([service_id], by_professional=True) if service_id else []
    return found[0] if found else None


def _offering() -> Select[str]:
    """Return the statement for the ids of services whose group calls people."""
    return (
        select(Service.id)
        .join(CallMeService, CallMeService.service_id == Service.id)
        .join(RoleGrant, RoleGrant.organization_id == Service.organization_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role.in_([role.value for role in GROUP_ROLES]),
            Account.state == ACTIVE,
            visibility.running(clock.today()),
        )
    )


def services_of_group(organization_id: str, page: int, per_page: int) -> tuple[list[CallOffer], int]:
    """Return one page of the services of a group that run, by name, and how many there are."""
    of_group = (Service.organization_id == organization_id, visibility.running(clock.today()))
    wanted = (
        select(Service.id, Service.name, Service.slug, CallMeService.service_id.label("offered"))
        .outerjoin(CallMeService, CallMeService.service_id == Service.id)
        .where(*of_group)
        .order_by(Service.name, Service.id)
    )
    rows = db.session.execute(wanted.limit(per_page).offset((page - 1) * per_page))
    total = db.session.scalar(select(func.count()).select_from(Service).where(*of_group)) or 0
    return [CallOffer(row.id, row.name, row.slug, on=row.offered is not None) for row in rows], total


def requests_of_group(organization_id: str, page: int, per_page: int) -> tuple[Sequence[CallBack], int]:
    """Return one page of those who asked a group for a call, and how many there are.

    Those who wait come first, the longest wait before the others; then the newest.
    """
    of_group = CallBack.organization_id == organization_id
    order = ((CallBack.state == CallBackState.BOOKED).desc(), CallBack.ended_at.desc(), CallBack.created_at)
    wanted: Select[Any] = select(CallBack).where(of_group).order_by(*order, CallBack.id)
    rows = db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all()
    return rows, db.session.scalar(select(func.count()).select_from(CallBack).where(of_group)) or 0


def waiting_calls(organization_id: str) -> int:
    """Return how many people wait for a call of a group."""
    waits = (CallBack.organization_id == organization_id, CallBack.state == CallBackState.BOOKED)
    return db.session.scalar(select(func.count()).select_from(CallBack).where(*waits)) or 0


def request_of_group(organization_id: str, request_id: str) -> CallBack | None:
    """Return one request to a group; None for an unknown one, and for one of another group."""
    found = db.session.get(CallBack, request_id, populate_existing=True)
    is_theirs = found is not None and organization_id and found.organization_id == organization_id
    return found if is_theirs else None


def is_there(request_id: str) -> bool:
    """Return True where a call-back with this id is stored, whoever it is for."""
    return db.session.get(CallBack, request_id) is not None


def service_names(ids: Sequence[str]) -> dict[str, str]:
    """Return the names of services by their ids; one that is gone is missing."""
    rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def reference_of(request_id: str) -> str:
    """Return the reference of a request, such as `K7MX-4RTP`: always the same one for the same id."""
    number, letters = int.from_bytes(hashlib.sha256(request_id.encode()).digest()), ""
    for _place in range(REFERRAL_LENGTH):
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return f"{letters[: REFERRAL_LENGTH // 2]}-{letters[REFERRAL_LENGTH // 2 :]}"


def is_of_group(organization_id: str, service_id: str) -> bool:
    """Return True where a service that runs is one of this group."""
    found = select(Service.id).where(
        Service.id == service_id,
        Service.organization_id == organization_id,
        visibility.running(clock.today()),
    )
    return db.session.scalar(found) is not None
