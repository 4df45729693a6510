"""Reading fixes: how many somebody made today, and those that wait for a moderator."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core import clock
from core.clock import LONDON
from core.db import db
from directory.models import Service
from directory.models.call_fixes import CallFix
from directory.visibility import public


def made_today(actor: str) -> int:
    """Return how many fixes somebody made since midnight in England."""
    midnight = datetime.combine(clock.today(), time(), LONDON)
    wanted = select(func.count()).select_from(CallFix).where(CallFix.actor == actor, CallFix.at >= midnight)
    return db.session.scalar(wanted) or 0


def waiting_fixes() -> int:
    """Return how many fixes no moderator has looked at."""
    return db.session.scalar(select(func.count()).select_from(CallFix).where(CallFix.outcome == "")) or 0


def page_of_fixes(page: int, per_page: int) -> tuple[Sequence[CallFix], int]:
    """Return one page of the fixes that wait, the oldest first, and how many there are."""
    wanted = select(CallFix).where(CallFix.outcome == "").options(joinedload(CallFix.service))
    rows = wanted.order_by(CallFix.at, CallFix.id).limit(per_page).offset((page - 1) * per_page)
    return db.session.scalars(rows).all(), waiting_fixes()


def public_listing(service_id: str) -> Service | None:
    """Return a service that everybody may see; None for every other."""
    return db.session.scalar(select(Service).where(Service.id == service_id, public()))
