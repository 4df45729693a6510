"""Reads records as people edit them, in the form in which they are published."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import db
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.versions.queries import version_record
from directory.versions.record_json import Record
from directory.versions.records import stored_records
from directory.versions.rows import table


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A stored record and its version, for an edit: both are sent back together."""

    record: Record
    version: int


def record_of(service_id: str) -> Service | None:
    """Return the stored service without loss, also what is not for the public; None when there is none."""
    found = stored_records(db.session, "service", [service_id]).get(service_id)
    return found if isinstance(found, Service) else None


def organization_record_of(organization_id: str) -> Organization | None:
    """Return the stored organization without loss; None when there is none."""
    found = stored_records(db.session, "organization", [organization_id]).get(organization_id)
    return found if isinstance(found, Organization) else None


def stored_version(record_id: str, kind: str = "service") -> int:
    """Return the version of a stored record; 0 when there is none."""
    of = table(kind)
    return db.session.scalar(select(of.c.version).where(of.c.id == record_id)) or 0


def record_as_of(session: Session, kind: str, record_id: str, number: int) -> Record | None:
    """Return what a record was, or is, as one of its versions; None where that is not known."""
    stored = version_record(session, kind, record_id, number)
    if stored is not None or number != stored_version(record_id, kind):
        return stored
    return stored_records(session, kind, [record_id]).get(record_id)
