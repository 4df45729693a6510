"""The merges that were made."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from core.db import db
from directory.models.merges import Merge


def page_of_merges(page: int, per_page: int) -> tuple[Sequence[Merge], int]:
    """Return one page of the merges, the newest first, and how many there are in all."""
    wanted = select(Merge).options(defer(Merge.before)).order_by(Merge.merged_at.desc(), Merge.id)
    total = db.session.scalar(select(func.count()).select_from(Merge)) or 0
    return db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all(), total
