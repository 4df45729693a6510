"""Reading the listings of a group, those that are not public too."""

from collections.abc import Sequence

from sqlalchemy import func, select

from core.db import db
from directory.models import Service


def services_of(organization_id: str, page: int, per_page: int) -> tuple[Sequence[Service], int]:
    """Return one page of an organization's services by name, and how many there are in all."""
    own = Service.organization_id == organization_id
    total = db.session.scalar(select(func.count()).select_from(Service).where(own)) or 0
    wanted = select(Service).where(own).order_by(Service.name, Service.id)
    return db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all(), total
