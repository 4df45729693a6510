"""Reading referring organisations, what professionals sent, and what they alone are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from accounts.current import SignedIn
from accounts.organizations import OrganizationName
from accounts.roles import Role
from accounts.sessions.queries import hash_of
from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory import visibility
from directory.models import Service
from frontdoor.inbox.models import RequestWork
from frontdoor.professionals.models import (
    ProfessionalDetails,
    ProfessionalReferral,
    ReferringOrganization,
)
from selfassess.models import Referral
from selfassess.referrals.queries import request_in
from selfassess.values.referral import OPEN, Status
from selfassess.values.request import RequestKind, RequestValue


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


class ReferringOrganizations:
    """Answers the questions of `accounts.organizations` about referring organisations."""

    def by_ids(self, ids: Sequence[str]) -> Mapping[str, OrganizationName]:
        """Return the organisations by their ids."""
        wanted = select(ReferringOrganization).where(ReferringOrganization.id.in_(ids))
        return {row.id: _named(row) for row in db.session.scalars(wanted)}

    def matching(self, words: str, most: int) -> Sequence[OrganizationName]:
        """Return active organisations with these words in their name, by name."""
        name = func.lower(ReferringOrganization.name)
        wanted = select(ReferringOrganization).where(
            ReferringOrganization.active,
            *(name.contains(word, autoescape=True) for word in words.lower().split()),
        )
        found = wanted.order_by(ReferringOrganization.name, ReferringOrganization.id).limit(most)
        return [_named(row) for row in db.session.scalars(found)]


def _named(row: ReferringOrganization) -> OrganizationName:
    return OrganizationName(row.id, row.name, is_listed=False)


def organization_with_id(organization_id: str) -> ReferringOrganization | None:
    """Return an organisation, also one that is switched off; None where there is none."""
    return db.session.get(ReferringOrganization, organization_id, populate_existing=True)


def organizations_of(person: SignedIn) -> Sequence[ReferringOrganization]:
    """Return the organisations for which somebody may refer people now, by name."""
    wanted = select(ReferringOrganization).where(
        ReferringOrganization.id.in_(person.organizations(Role.PROFESSIONAL)), ReferringOrganization.active
    )
    return db.session.scalars(wanted.order_by(ReferringOrganization.name, ReferringOrganization.id)).all()


def details_of(account_id: str) -> ProfessionalDetails | None:
    """Return role and phone number that somebody gave with their last referral; None before the first."""
    return db.session.get(ProfessionalDetails, account_id)


@dataclass(frozen=True, slots=True, repr=False)
class SentReferral:
    """A request that a professional sent. `name`: whom it is about; empty where only its state is shown.

    `asks`: the team waits for an answer. `is_mine`: False where a colleague sent it.
    """

    id: str
    reference: str
    name: str
    kind: RequestKind
    status: Status
    sent_at: datetime
    asks: bool
    is_mine: bool


def page_of_sent(
    settings: Settings, person: SignedIn, page: int, per_page: int
) -> tuple[list[SentReferral], int]:
    """Return one page of what somebody may follow, the newest first, and how many there are in all."""
    wanted = _visible_to(person)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(Referral.created_at.desc(), Referral.id)
    rows = db.session.execute(ordered.limit(per_page).offset((page - 1) * per_page))
    return [_sent(settings, person, row[0], row[1], row[2]) for row in rows], total


def sent_referral(settings: Settings, person: SignedIn, referral_id: str) -> SentReferral | None:
    """Return a request that somebody may follow; None for any other."""
    row = db.session.execute(_visible_to(person).where(Referral.id == referral_id)).first()
    return _sent(settings, person, row[0], row[1], row[2]) if row else None


def what_was_sent(settings: Settings, referral_id: str) -> RequestValue:
    """Return the content of a request. Raises what `referrals.queries.find` raises."""
    return request_in(settings, db.session.get_one(Referral, referral_id))


def _visible_to(person: SignedIn) -> Select[Referral, ProfessionalReferral, RequestWork]:
    """Return the statement for what somebody sent, and what colleagues sent where their organisation shares."""
    mine: ColumnElement[bool] = ProfessionalReferral.account_id == person.id
    shared = and_(ReferringOrganization.shares, ReferringOrganization.active)
    return (
        select(Referral, ProfessionalReferral, RequestWork)
        .join(ProfessionalReferral, ProfessionalReferral.referral_id == Referral.id)
        .join(RequestWork, RequestWork.referral_id == Referral.id)
        .join(ReferringOrganization, ReferringOrganization.id == ProfessionalReferral.organization_id)
        .where(
            ProfessionalReferral.organization_id.in_(person.organizations(Role.PROFESSIONAL)),
            or_(mine, shared),
        )
    )


def _sent(
    settings: Settings, person: SignedIn, row: Referral, sent: ProfessionalReferral, work: RequestWork
) -> SentReferral:
    status = Status(row.status)
    return SentReferral(
        id=row.id,
        reference=row.reference,
        name="" if work.is_restricted else request_in(settings, row).about.name,
        kind=RequestKind(row.kind),
        status=status,
        sent_at=row.created_at,
        asks=status in OPEN and work.asked_at is not None,
        is_mine=sent.account_id == person.id,
    )
