"""Reading referring organisations, and what professionals alone are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accounts.sessions.queries import hash_of
from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory import visibility
from directory.models import Service
from frontdoor.professionals.models import ReferringOrganization


@dataclass(frozen=True, slots=True)
class WorkersService:
    """A service for professionals alone, such as a rapid response team."""

    name: str
    summary: str
    phones: tuple[str, ...]


def organization_of(token: str) -> ReferringOrganization | None:
    """Return the organisation whose form has this secret; None where the address works no more."""
    found = select(ReferringOrganization).where(
        ReferringOrganization.token_hash == hash_of(token), ReferringOrganization.active
    )
    return db.session.scalar(found)


def page_of_organizations(page: int, per_page: int) -> tuple[Sequence[ReferringOrganization], int]:
    """Return one page of all referring organisations by name, and how many there are."""
    wanted = select(ReferringOrganization).order_by(ReferringOrganization.name, ReferringOrganization.id)
    total = db.session.scalar(select(func.count()).select_from(ReferringOrganization)) or 0
    return db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all(), total


def token_of(settings: Settings, organization: ReferringOrganization) -> str:
    """Return the secret of an organisation's form. Raises Unreadable."""
    return str(vault(settings).open(organization.id, organization.sealed)["token"])


def services_for_workers(most: int = 12) -> list[WorkersService]:
    """Return the running services that professionals alone may see, by name. Two statements."""
    wanted = (
        select(Service)
        .where(
            visibility.professional_only(),
            visibility.indexed(),
            ~visibility.hidden(),
            ~visibility.ended(clock.today()),
        )
        .options(selectinload(Service.phones))
        .order_by(Service.name, Service.id)
        .limit(most)
    )
    return [
        WorkersService(
            service.name,
            service.summary,
            tuple(phone.number for phone in service.phones if phone.type == "voice"),
        )
        for service in db.session.scalars(wanted)
    ]
