"""Reading the ledger of checks."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from core.clock import LONDON
from core.db import db
from directory.facts.kinds import PROVED, Fact
from directory.models.checks import FactCheck

Days = dict[Fact, date]
"""The last day on which each fact was found right, or was put right."""


def checked_on(service_id: str) -> Days:
    """Return the last day on which each kind of fact of a service was proved. One statement."""
    return checked_days([service_id]).get(service_id, {})


def checked_days(service_ids: Sequence[str]) -> dict[str, Days]:
    """Return the same for several services, by their ids. One statement; none without ids."""
    if not service_ids:
        return {}
    rows = db.session.execute(
        select(FactCheck.service_id, FactCheck.fact, func.max(FactCheck.at))
        .where(FactCheck.service_id.in_(service_ids), FactCheck.outcome.in_(PROVED))
        .group_by(FactCheck.service_id, FactCheck.fact)
    )
    found: dict[str, Days] = {}
    known = set(Fact)
    for service_id, fact, at in rows:
        if fact in known:
            found.setdefault(service_id, {})[Fact(fact)] = at.astimezone(LONDON).date()
    return found
