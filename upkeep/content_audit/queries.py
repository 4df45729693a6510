"""What the last audit found and still holds."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true

from core.db import db
from directory.content_audit.rules import errors_of, warnings_of
from directory.content_audit.services import NEAR_DUPLICATE, listing_facts
from directory.models.content_audit import AuditFinding
from directory.models.services import Service

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with the name and the group of its listing, and whether it was mended since."""

    finding: AuditFinding
    name: str
    organization_id: str
    is_mended: bool


def waiting_count() -> int:
    """Return how many errors and warnings the last audit found, without pairs, which have a list of their
    own.
    """
    return db.session.scalar(select(func.count()).where(AuditFinding.kind != NEAR_DUPLICATE)) or 0


def page_of_findings(page: int, organization_id: str = "") -> tuple[list[FindingRow], int]:
    """Return one page of findings, errors first, and how many there are in all; of one group where it is given.

    What was mended since the audit is marked. A fixed number of statements.
    """
    own: ColumnElement[bool] = Service.organization_id == organization_id if organization_id else true()
    joined = select(AuditFinding, Service.name, Service.organization_id).join(
        Service, Service.id == AuditFinding.service_id
    )
    total = db.session.scalar(select(func.count()).select_from(joined.where(own).subquery())) or 0
    order = (AuditFinding.level, Service.name, AuditFinding.id)
    wanted = joined.where(own).order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    found = [(finding, name, group) for finding, name, group in db.session.execute(wanted)]
    db.session.expunge_all()
    ids = {finding.service_id for finding, _name, _group in found}
    facts = list(listing_facts(Service.id.in_(ids)))
    still = {(each.listing_id, each.kind) for one in facts for each in (*errors_of(one), *warnings_of(one))}
    rows = [FindingRow(finding, name, group, _is_mended(finding, still)) for finding, name, group in found]
    return rows, total


def _is_mended(finding: AuditFinding, still: set[tuple[str, str]]) -> bool:
    return finding.kind != NEAR_DUPLICATE and (finding.service_id, finding.kind) not in still


def own_listing(service_id: str, organization_id: str) -> str | None:
    """Return the name of a listing of a group; None where it is not the group's."""
    own = (Service.id == service_id) & (Service.organization_id == organization_id)
    return db.session.scalar(select(Service.name).where(own))
