"""Reading what the policy needs to know of every live listing, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.types import Date

from core import clock
from core.clock import LONDON
from core.db import db
from core.settings import Settings
from directory import visibility
from directory.models.organizations import Organization
from directory.models.services import Service
from upkeep.freshness.contacts import Contact, ContactBook
from upkeep.freshness.models import NEVER, CheckStep, HidingDecision
from upkeep.freshness.policy import Listing, Sent, Step


@dataclass(frozen=True, slots=True, repr=False)
class LiveListing:
    """A listing that runs, as the policy knows it, and who can be asked about it."""

    policy: Listing
    name: str
    organization_id: str
    contacts: tuple[Contact, ...]
    hidden: bool

    @property
    def round(self) -> date:
        """The round of asking: the day of the last check, or NEVER."""
        return self.policy.checked_on or NEVER


def live() -> ColumnElement[bool]:
    """Return the SQL condition for services that have to be checked: they have not ended or been taken down."""
    return and_(visibility.indexed(), ~visibility.ended(clock.today()))


def in_round() -> ColumnElement[bool]:
    """Return the SQL condition for steps of the present round of their service."""
    return CheckStep.round == func.coalesce(Service.assured_date, literal(NEVER, Date))


_OF_A_SERVICE = (
    Service.id,
    Service.name,
    Service.organization_id,
    Service.assured_date,
    Service.created_at,
    Service.last_modified,
    Service.hidden_on,
    Service.status,
    Service.email,
    Organization.email.label("organization_email"),
)


def live_listings(settings: Settings) -> list[LiveListing]:
    """Return all live listings. Four statements."""
    rows = db.session.execute(select(*_OF_A_SERVICE).join(Service.organization).where(live())).all()
    return _with_steps(settings, rows)


def listings_of(settings: Settings, organization_id: str) -> list[LiveListing]:
    """Return the live listings of an organization, by name. Four statements."""
    own = Service.organization_id == organization_id
    rows = db.session.execute(
        select(*_OF_A_SERVICE).join(Service.organization).where(live(), own).order_by(Service.name)
    ).all()
    return _with_steps(settings, rows, own)


def live_listing(settings: Settings, service_id: str) -> LiveListing | None:
    """Return one live listing; None where there is none with this id."""
    this = Service.id == service_id
    rows = db.session.execute(select(*_OF_A_SERVICE).join(Service.organization).where(live(), this)).all()
    return next(iter(_with_steps(settings, rows, this)), None)


def _with_steps(
    settings: Settings, rows: Sequence[Any], *conditions: ColumnElement[bool]
) -> list[LiveListing]:
    book, steps = ContactBook(settings), _steps(*conditions)
    found = []
    for row in rows:
        contacts = book.contacts(row.organization_id, (row.email, row.organization_email))
        policy = Listing(
            row.id,
            imported_on(row),
            row.assured_date,
            len(contacts),
            steps.get(row.id, ()),
            group=row.organization_id,
            paused=row.status == visibility.TEMPORARILY_CLOSED,
        )
        found.append(LiveListing(policy, row.name, row.organization_id, contacts, row.hidden_on is not None))
    return found


def imported_on(row: Any) -> date:
    """Return the day on which a service came into the directory.

    What older versions stored has no such day: then its last change counts.
    """
    moment = row.created_at or row.last_modified
    day: date = moment.astimezone(LONDON).date()
    return day


def _steps(*conditions: ColumnElement[bool]) -> dict[str, tuple[Sent, ...]]:
    """Return the steps of the present round of each service, in order of time."""
    rows = db.session.execute(
        select(CheckStep.service_id, CheckStep.step, CheckStep.taken_on)
        .join(Service, Service.id == CheckStep.service_id)
        .where(in_round(), *conditions)
        .order_by(CheckStep.taken_on)
    )
    known = {step.value for step in Step}
    found: dict[str, tuple[Sent, ...]] = {}
    for service_id, step, taken_on in rows:
        if step in known:
            found[service_id] = (*found.get(service_id, ()), Sent(Step(step), taken_on))
    return found


def decisions() -> dict[str, HidingDecision]:
    """Return what moderators decided about hiding in the present rounds, by the id of the service."""
    rows = db.session.scalars(
        select(HidingDecision)
        .join(Service, Service.id == HidingDecision.service_id)
        .where(HidingDecision.round == func.coalesce(Service.assured_date, literal(NEVER, Date)))
    )
    return {row.service_id: row for row in rows}
