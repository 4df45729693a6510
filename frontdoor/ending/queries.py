"""Reading how contacts ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory.models.organizations import Organization
from directory.models.services import Service
from frontdoor.contacts.models import ContactEvent, ContactRecord
from frontdoor.ending.models import CarerInstance, ContactEnding, UnmetNeed
from frontdoor.ending.outcomes import Ending, Outcome, Unmet, WhyNot, WhyUnmet
from selfassess.values.people import Way


def living_ending(contact_id: str) -> ContactEnding | None:
    """Return the end of a contact that counts; None while the contact is open."""
    return db.session.scalar(
        select(ContactEnding).where(
            ContactEnding.contact_id == contact_id, ContactEnding.reopened_at.is_(None)
        )
    )


def endings_count(contact_id: str) -> int:
    """Return how often a contact was ended."""
    counted = select(func.count()).select_from(ContactEnding).where(ContactEnding.contact_id == contact_id)
    return db.session.scalar(counted) or 0


def stored_ending(settings: Settings, row: ContactEnding) -> Ending:
    """Return what was stored at the end of a contact. Raises Unreadable."""
    words = vault(settings).open(row.id, row.sealed) if row.sealed else {}
    unmet = select(UnmetNeed).where(UnmetNeed.ending_id == row.id).order_by(UnmetNeed.need_id)
    advised = select(CarerInstance.organization_id).where(CarerInstance.ending_id == row.id)
    return Ending(
        outcome=Outcome(row.outcome),
        why_not=WhyNot(row.why_not) if row.why_not else None,
        more=words.get("more", ""),
        is_carer=row.is_carer,
        advised=tuple(db.session.scalars(advised.order_by(CarerInstance.organization_id))),
        follow_up=row.follow_up,
        follow_up_by=Way(row.follow_up_by) if row.follow_up_by else None,
        follow_up_on=row.follow_up_on,
        unmet=tuple(Unmet(one.need_id, WhyUnmet(one.why), one.area) for one in db.session.scalars(unmet)),
        is_dissatisfied=row.is_dissatisfied,
        dissatisfied_words=words.get("unhappy", ""),
    )


def event_kinds(contact_id: str) -> set[str]:
    """Return the kinds of what happened with a contact."""
    kinds = select(ContactEvent.kind).where(ContactEvent.contact_id == contact_id).distinct()
    return set(db.session.scalars(kinds))


def earliest_end(contact: ContactRecord, moment: datetime) -> datetime:
    """Return when a contact ends at the earliest: now, or its latest entry where a clock was put back."""
    last = db.session.scalar(select(func.max(ContactEvent.at)).where(ContactEvent.contact_id == contact.id))
    return max(moment, contact.opened_at, last or moment)


def organizations_of(service_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return ids and names of the organisations of services, by name."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(select(Service.organization_id).where(Service.id.in_(service_ids))))
        .order_by(func.lower(Organization.name), Organization.id)
    )
    return [(row.id, row.name) for row in rows]
