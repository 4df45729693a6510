"""Whom a moderator rings: the listings for which everybody was asked in vain, or something has changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from core import clock
from core.clock import LONDON
from core.db import db
from core.settings import Settings
from directory.facts.kinds import Fact, How, Outcome
from directory.models.checks import FactCheck
from directory.models.services import Service
from directory.models.usage import ListingUse
from directory.usage.kinds import Use
from directory.visibility import TEMPORARILY_CLOSED
from upkeep.freshness.models import CheckStep
from upkeep.freshness.periods import periods_of
from upkeep.freshness.policy import Listing, RingKey, Step, due_on, ring_again_on, ring_order
from upkeep.freshness.queries import imported_on, in_round, live

_USE_DAYS = 90
_NOT_REACHED = (Outcome.NO_ANSWER.value, Outcome.COULD_NOT_TELL.value)


@dataclass(frozen=True, slots=True)
class ToRing:
    """A listing to ring about. `attempts`: calls of this round that settled nothing, the last on `rung_on`."""

    service_id: str
    name: str
    due_on: date
    attempts: int
    rung_on: date | None
    again_on: date | None
    said_wrong: bool
    hidden: bool

    @property
    def is_due(self) -> bool:
        """Whether the day on which it falls due is past."""
        return self.due_on < clock.today()


def _waits() -> ColumnElement[bool]:
    """Return the SQL condition for live listings that moderators have to ring about, but none on a break."""
    step = CheckStep.step == Step.MODERATOR.value
    handed = select(CheckStep.id).where(CheckStep.service_id == Service.id, step, in_round())
    return and_(live(), Service.status != TEMPORARILY_CLOSED, handed.correlate(Service).exists())


def waiting() -> int:
    """Return about how many listings a moderator has to ring. One statement."""
    return db.session.scalar(select(func.count(Service.id)).where(_waits())) or 0


def to_ring(settings: Settings, page: int, per_page: int) -> tuple[list[ToRing], int]:
    """Return one page of the listings to ring about, in the order of the policy, and how many there are.

    Those that were rung in the last days come last. Five statements.
    """
    rows = _rows(settings)
    return rows[(page - 1) * per_page : page * per_page], len(rows)


def one_to_ring(settings: Settings, service_id: str) -> ToRing | None:
    """Return a listing on the list; None for one that is not on it."""
    return next((row for row in _rows(settings, Service.id == service_id)), None)


def next_to_ring(settings: Settings) -> str | None:
    """Return the id of the listing to ring about next; None where nothing waits today."""
    today = clock.today()
    return next(
        (row.service_id for row in _rows(settings) if not row.again_on or row.again_on <= today), None
    )


def _rows(settings: Settings, *conditions: ColumnElement[bool]) -> list[ToRing]:
    periods, today = periods_of(settings), clock.today()
    columns = (
        Service.id,
        Service.name,
        Service.assured_date,
        Service.created_at,
        Service.last_modified,
        Service.hidden_on,
    )
    services = db.session.execute(select(*columns).where(_waits(), *conditions)).all()
    attempts, uses, wrong = _attempts(*conditions), _uses(), _said_wrong(*conditions)
    found: list[tuple[RingKey, ToRing]] = []
    for row in services:
        due = due_on(Listing(row.id, imported_on(row), row.assured_date), periods)
        number, last = attempts.get(row.id, (0, None))
        again = ring_again_on(last) if last else None
        key = ring_order(row.id, uses.get(row.id, 0), due, waits=bool(again and again > today))
        entry = ToRing(row.id, row.name, due, number, last, again, row.id in wrong, row.hidden_on is not None)
        found.append((key, entry))
    return [entry for _key, entry in sorted(found, key=lambda each: each[0])]


def _of_round(*conditions: ColumnElement[bool]) -> Any:
    """Return a query of checks since their listing was handed to the moderators."""
    step = CheckStep.step == Step.MODERATOR.value
    return (
        select(FactCheck.service_id, func.count(FactCheck.id), func.max(FactCheck.at))
        .join(Service, Service.id == FactCheck.service_id)
        .join(CheckStep, and_(CheckStep.service_id == Service.id, step, in_round()))
        .where(FactCheck.at >= CheckStep.taken_on, FactCheck.fact == Fact.RECORD.value, *conditions)
        .group_by(FactCheck.service_id)
    )


def _attempts(*conditions: ColumnElement[bool]) -> Mapping[str, tuple[int, date | None]]:
    calls = FactCheck.how == How.CALL.value, FactCheck.outcome.in_(_NOT_REACHED)
    rows = db.session.execute(_of_round(*conditions).where(*calls))
    return {service_id: (number, last.astimezone(LONDON).date()) for service_id, number, last in rows}


def _said_wrong(*conditions: ColumnElement[bool]) -> set[str]:
    wrong = FactCheck.outcome == Outcome.WRONG.value
    rows: Sequence[Any] = db.session.execute(_of_round(*conditions).where(wrong)).all()
    return {row[0] for row in rows}


def _uses() -> Mapping[str, int]:
    """Return how often each service was looked at lately, and used as far as the ledger knows. Two
    statements.
    """
    since = clock.now() - timedelta(days=_USE_DAYS)
    looks = db.session.execute(
        select(ListingUse.service_id, func.sum(ListingUse.times))
        .where(ListingUse.what == Use.VIEW.value, ListingUse.made_on >= since.date())
        .group_by(ListingUse.service_id)
    )
    proofs = db.session.execute(
        select(FactCheck.service_id, func.count(FactCheck.id))
        .where(FactCheck.how == How.USE.value, FactCheck.at >= since)
        .group_by(FactCheck.service_id)
    )
    found: Counter[str] = Counter()
    for service_id, number in (*looks, *proofs):
        found[service_id] += int(number)
    return found
