"""Reading reports: the moderator's queue, those of a group, and one by its reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from core import clock
from core.db import db
from directory.corrections.outcomes import SAFETY, STRANDED, WARNS_FROM
from directory.models import Service
from directory.models.corrections import Correction, ReportState

SHOWN_TO_GROUP = timedelta(days=90)
"""How long a group sees a report after it was closed."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of reports, and how many there are in all."""

    reports: Sequence[Correction]
    total: int


def _first() -> ColumnElement[bool]:
    return Correction.joined_id.is_(None)


def _waiting() -> ColumnElement[bool]:
    return and_(_first(), Correction.status != ReportState.CLOSED)


def waiting_reports() -> int:
    """Return how many reports wait for a moderator; those that joined another are not counted."""
    return db.session.scalar(select(func.count()).select_from(Correction).where(_waiting())) or 0


def queue(*, closed: bool, page: int, per_page: int) -> ReportPage:
    """Return reports for moderators: worries about safety first, then warnings, then the oldest.

    `closed`: those that are closed, the newest first.
    """
    wanted = and_(_first(), Correction.status == ReportState.CLOSED) if closed else _waiting()
    rank = case(
        (Correction.what == SAFETY, 0),
        (and_(Correction.what.in_(STRANDED), Correction.reports >= WARNS_FROM), 1),
        else_=2,
    )
    order = (Correction.decided_at.desc(),) if closed else (rank, Correction.created_at)
    return _page(wanted, (*order, Correction.id), page, per_page)


def reports_for_group(organization_id: str, *, page: int, per_page: int) -> ReportPage:
    """Return the reports that a group may read: those that wait for it first, then the newest."""
    return _page(
        _readable_by(organization_id),
        (
            case((Correction.status == ReportState.NEW, 0), else_=1),
            Correction.created_at.desc(),
            Correction.id,
        ),
        page,
        per_page,
    )


def _readable_by(organization_id: str) -> ColumnElement[bool]:
    lately = Correction.decided_at > clock.now() - SHOWN_TO_GROUP
    return and_(
        _first(),
        Correction.for_group,
        Service.organization_id == organization_id,
        or_(Correction.status != ReportState.CLOSED, lately),
    )


def waiting_for_group(organization_id: str) -> int:
    """Return how many reports a group has not answered yet."""
    wanted = and_(_readable_by(organization_id), Correction.status == ReportState.NEW)
    joined = select(func.count()).select_from(Correction).join(Correction.service)
    return db.session.scalar(joined.where(wanted)) or 0


def report_for_group(organization_id: str, report_id: str) -> Correction | None:
    """Return one report that a group may read; None for every other."""
    wanted = and_(_readable_by(organization_id), Correction.id == report_id)
    return db.session.scalar(_with_service().where(wanted))


def report_by_id(report_id: str) -> Correction | None:
    """Return a report with its listing and group; None where there is none, and for one that joined another."""
    return db.session.scalar(_with_service().where(_first(), Correction.id == report_id))


def joined_to(report_id: str) -> Sequence[Correction]:
    """Return the reports that joined one, the oldest first."""
    wanted = select(Correction).where(Correction.joined_id == report_id)
    return db.session.scalars(wanted.order_by(Correction.created_at, Correction.id)).all()


def report_by_reference(reference: str) -> Correction | None:
    """Return the report with this reference; None where there is none."""
    return db.session.scalar(select(Correction).where(Correction.reference == reference))


def _with_service() -> Select[Correction]:
    return (
        select(Correction)
        .join(Correction.service)
        .options(contains_eager(Correction.service).joinedload(Service.organization))
    )


def _page(wanted: ColumnElement[bool], order: Sequence[Any], page: int, per_page: int) -> ReportPage:
    counted = select(func.count()).select_from(Correction).join(Correction.service).where(wanted)
    rows = _with_service().where(wanted).order_by(*order).limit(per_page).offset((page - 1) * per_page)
    return ReportPage(db.session.scalars(rows).all(), db.session.scalar(counted) or 0)
