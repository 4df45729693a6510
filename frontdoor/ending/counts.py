"""Counts of how contacts ended: codes alone, nothing about single people. A fixed number of statements."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select

from core.clock import LONDON
from core.db import db
from frontdoor.ending.models import CarerInstance, ContactEnding, UnmetNeed
from frontdoor.ending.outcomes import AT_FIRST_CONTACT, Outcome, WhyUnmet

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class UnmetCount:
    """How often a need stayed unmet for one reason in one area."""

    need_id: str
    why: WhyUnmet
    area: str
    times: int


@dataclass(frozen=True)
class Counts:
    """How the contacts of a period ended. `first` and `last` belong to it.

    `carers`, `follow_ups`: by True, False, and None for not asked. `instances`: of information and advice for
    carers, by organisation, and all in all. Lists have the MOST_ROWS highest rows. `left_open`: how many the site
    ended because nobody had, which are in no other count.
    """

    first: date
    last: date
    outcomes: Counter[Outcome]
    carers: Counter[bool | None]
    follow_ups: Counter[bool | None]
    dissatisfied: int
    instances: list[tuple[str, int]]
    instances_in_all: int
    unmet: list[UnmetCount]
    unmet_in_all: int
    left_open: int = 0

    @property
    def ended(self) -> int:
        """Return how many contacts ended."""
        return self.outcomes.total()

    @property
    def answered(self) -> int:
        """Return how many ended, without those where the line was lost."""
        return self.ended - self.outcomes[Outcome.ABANDONED]

    @property
    def at_first_contact(self) -> int:
        """Return after how many nobody at the council has to do anything more."""
        return sum(self.outcomes[outcome] for outcome in AT_FIRST_CONTACT)

    @property
    def resolved_percent(self) -> int | None:
        """Return the share of those; None where nobody was answered."""
        return round(100 * self.at_first_contact / self.answered) if self.answered else None


def counts(first: date, last: date) -> Counts:
    """Return the counts of a period. A contact that was opened again counts by its last end."""
    outcomes: Counter[Outcome] = Counter()
    carers: Counter[bool | None] = Counter()
    follow_ups: Counter[bool | None] = Counter()
    dissatisfied = left_open = 0
    columns = (
        ContactEnding.outcome,
        ContactEnding.is_carer,
        ContactEnding.follow_up,
        ContactEnding.is_dissatisfied,
    )
    counted = select(*columns, func.count()).where(*_in_period(first, last)).group_by(*columns)
    for outcome, is_carer, follow_up, is_dissatisfied, times in db.session.execute(counted):
        if outcome == Outcome.LEFT_OPEN:
            left_open += times
            continue
        outcomes[Outcome(outcome)] += times
        carers[is_carer] += times
        follow_ups[follow_up] += times
        dissatisfied += times if is_dissatisfied else 0
    instances = _instances(first, last)
    unmet = _unmet(first, last)
    return Counts(
        first=first,
        last=last,
        outcomes=outcomes,
        carers=carers,
        follow_ups=follow_ups,
        dissatisfied=dissatisfied,
        instances=instances[:MOST_ROWS],
        instances_in_all=sum(times for _organization, times in instances),
        unmet=unmet[:MOST_ROWS],
        unmet_in_all=sum(row.times for row in unmet),
        left_open=left_open,
    )


def _in_period(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for ends that count, from the first day until the last."""
    start = datetime.combine(first, time.min, LONDON)
    end = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    return (ContactEnding.at >= start, ContactEnding.at < end, ContactEnding.reopened_at.is_(None))


def _instances(first: date, last: date) -> list[tuple[str, int]]:
    times = func.count()
    found = select(CarerInstance.organization_id, times).join(
        ContactEnding, CarerInstance.ending_id == ContactEnding.id
    )
    grouped = found.where(*_in_period(first, last)).group_by(CarerInstance.organization_id)
    rows = db.session.execute(grouped.order_by(times.desc(), CarerInstance.organization_id))
    return [(row[0], row[1]) for row in rows]


def _unmet(first: date, last: date) -> list[UnmetCount]:
    times = func.count()
    columns = (UnmetNeed.need_id, UnmetNeed.why, UnmetNeed.area)
    found = select(*columns, times).join(ContactEnding, UnmetNeed.ending_id == ContactEnding.id)
    grouped = found.where(*_in_period(first, last)).group_by(*columns)
    rows = db.session.execute(grouped.order_by(times.desc(), *columns))
    return [UnmetCount(row[0], WhyUnmet(row[1]), row[2], row[3]) for row in rows]
