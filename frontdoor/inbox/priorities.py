"""How soon a request must be decided about: its priority, and the moment. Pure but for reading the content."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ConfigDict, NonNegativeFloat, ValidationError, model_validator

from core.content import content_loader, read_yaml
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import Hours
from directory.teams.working_time import due_at
from frontdoor.inbox.queues import Queue, facts_of
from selfassess.engine.legal_facts import CANNOT_WAIT
from selfassess.values.people import Answered
from selfassess.values.professional import Urgency
from selfassess.values.request import RequestKind, RequestValue


class Priority(StrEnum):
    """How soon somebody must decide."""

    URGENT = "urgent"
    SOON = "soon"
    USUAL = "usual"


PRIORITY_LABELS: Mapping[Priority, Any] = {
    Priority.URGENT: _l("Urgent"),
    Priority.SOON: _l("Soon"),
    Priority.USUAL: _l("Usual"),
}


class DueTime(BaseModel):
    """Hours until a request is due: either working hours, or hours of the clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    working: NonNegativeFloat | None = None
    any: NonNegativeFloat | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "DueTime":
        if (self.working is None) == (self.any is None):
            raise ValueError("give hours either as working or as any")
        return self

    def after(self, moment: datetime, hours: Hours, calendar: Calendar) -> datetime:
        """Return when a request of `moment` is due at a team with these hours."""
        if self.any is not None:
            return moment + timedelta(hours=self.any)
        return due_at(moment, hours, calendar, timedelta(hours=self.working or 0))


class DueTimes(BaseModel):
    """content/request_priorities.yaml: a time for each queue and priority, with who approved it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approved_by: str
    approved_on: date
    look_again: date
    queues: Mapping[Queue, Mapping[Priority, DueTime]]

    @model_validator(mode="after")
    def _is_whole(self) -> "DueTimes":
        for queue in Queue:
            if missing := set(Priority) - set(self.queues.get(queue, {})):
                raise ValueError(f"{queue.value} has no time for {', '.join(sorted(missing))}")
        return self


@content_loader
def due_times(content_dir: Path) -> DueTimes:
    """Return the times. Raises ValueError, which names the row and what is wrong."""
    path = content_dir / "request_priorities.yaml"
    try:
        return DueTimes.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ", ".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {place}: {first['msg']}") from error


_SOON = frozenset({("signal.home_soon", "yes"), ("signal.helper_stops", "yes")})


def priority_of(request: RequestValue) -> Priority:
    """Return the priority of a new request, from what was said. A worker may change it.

    A worry is soon at least, and urgent where somebody may be in danger now or not safe today.
    """
    concern = request.concern
    if concern is not None:
        in_danger = concern.in_danger_now in (Answered.YES, Answered.NOT_SURE)
        return Priority.URGENT if in_danger or concern.safe_today is Answered.NO else Priority.SOON
    if request.professional is not None and request.professional.urgency is not Urgency.ROUTINE:
        in_a_day = request.professional.urgency is Urgency.ONE_DAY
        return Priority.URGENT if in_a_day else Priority.SOON
    facts = facts_of(request)
    if facts & CANNOT_WAIT:
        return Priority.URGENT
    if facts & _SOON or request.kind is RequestKind.CHILDREN_HELP:
        return Priority.SOON
    home_on = request.whereabouts.home_on if request.whereabouts else None
    return Priority.SOON if home_on else Priority.USUAL
