"""The queues of requests: which request goes where, and who may see which queue. Pure but for labels."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.roles import Role
from selfassess.values.request import CONCERNS, FOR_CHILDREN, RequestKind, RequestValue, Stay


class Queue(StrEnum):
    """Where a request waits for somebody. The values are in the database and in content."""

    ASSESSMENT = "assessment"
    CARERS = "carers"
    EQUIPMENT = "equipment"
    REABLEMENT = "reablement"
    DISCHARGE = "discharge"
    MENTAL_HEALTH = "mental_health"
    REVIEWS = "reviews"
    HUB = "hub"
    CALL_BACKS = "call_backs"
    SAFEGUARDING = "safeguarding"
    CHILDREN = "children"


QUEUE_LABELS: Mapping[Queue, Any] = {
    Queue.ASSESSMENT: _l("Care and support assessments"),
    Queue.CARERS: _l("Carers"),
    Queue.EQUIPMENT: _l("Equipment and home (occupational therapy)"),
    Queue.REABLEMENT: _l("Short-term help at home (re-ablement)"),
    Queue.DISCHARGE: _l("Coming home from hospital"),
    Queue.MENTAL_HEALTH: _l("Mental health team"),
    Queue.REVIEWS: _l("Reviews"),
    Queue.HUB: _l("Hub appointments"),
    Queue.CALL_BACKS: _l("Call backs"),
    Queue.SAFEGUARDING: _l("Safeguarding adults"),
    Queue.CHILDREN: _l("Children and young people"),
}

OWN_ACCESS: Mapping[Queue, Role] = {
    Queue.SAFEGUARDING: Role.SAFEGUARDING,
    Queue.CHILDREN: Role.CHILDREN,
}
"""Queues that one role alone sees. Nobody else sees their lists, their counts or that a request is there."""

GENERAL = tuple(queue for queue in Queue if queue not in OWN_ACCESS)
"""Queues of triage workers and supervisors."""

_GENERAL_ROLES = frozenset({Role.TRIAGE, Role.SUPERVISOR})

_BY_KIND = {
    RequestKind.NEEDS_ASSESSMENT: Queue.ASSESSMENT,
    RequestKind.CARERS_ASSESSMENT: Queue.CARERS,
    RequestKind.OCCUPATIONAL_THERAPY: Queue.EQUIPMENT,
    RequestKind.HUB_APPOINTMENT: Queue.HUB,
    RequestKind.REVIEW: Queue.REVIEWS,
    RequestKind.CALL_BACK: Queue.CALL_BACKS,
    RequestKind.SAFEGUARDING_CONCERN: Queue.SAFEGUARDING,
    RequestKind.CHILD_CONCERN: Queue.CHILDREN,
    RequestKind.CHILDREN_HELP: Queue.CHILDREN,
    RequestKind.REABLEMENT: Queue.REABLEMENT,
    RequestKind.HOSPITAL_DISCHARGE: Queue.DISCHARGE,
    RequestKind.MENTAL_HEALTH: Queue.MENTAL_HEALTH,
}
_FROM_HOSPITAL = frozenset({RequestKind.NEEDS_ASSESSMENT, RequestKind.OCCUPATIONAL_THERAPY})
_SHORT_TERM = ("signal.short_term", "yes")
_EQUIPMENT = frozenset({("signal.equipment", "yes"), ("signal.wants_equipment", "yes")})
_MIND = "mental-health"


def queue_of(request: RequestValue) -> Queue:
    """Return the queue in which a new request waits. A worker may move it."""
    usual = _BY_KIND[request.kind]
    if request.kind in CONCERNS or request.kind in FOR_CHILDREN:
        return usual
    whereabouts = request.whereabouts
    if request.kind in _FROM_HOSPITAL and whereabouts is not None and whereabouts.now is Stay.HOSPITAL:
        return Queue.DISCHARGE
    facts = facts_of(request)
    if usual is Queue.EQUIPMENT and _SHORT_TERM in facts and not facts & _EQUIPMENT:
        return Queue.REABLEMENT
    needs = request.assessment.needs if request.assessment else ()
    if usual is Queue.ASSESSMENT and needs[:1] == (_MIND,):
        return Queue.MENTAL_HEALTH
    return usual


def facts_of(request: RequestValue) -> frozenset[tuple[str, str]]:
    """Return the facts of the self-assessment that came along, as pairs; none without one."""
    if request.assessment is None:
        return frozenset()
    pairs: set[tuple[str, str]] = set()
    for fact, value in request.assessment.facts.items():
        pairs.update((fact, str(one)) for one in (value if isinstance(value, list) else [value]))
    return frozenset(pairs)


def queues_of(roles: Iterable[Role]) -> tuple[Queue, ...]:
    """Return the queues that somebody with these roles sees, in their order."""
    held = frozenset(roles)
    general = bool(held & _GENERAL_ROLES)
    return tuple(queue for queue in Queue if (OWN_ACCESS[queue] in held if queue in OWN_ACCESS else general))


def roles_of(queue: Queue) -> frozenset[Role]:
    """Return the roles with which somebody works on the requests of a queue."""
    return frozenset({OWN_ACCESS[queue]}) if queue in OWN_ACCESS else _GENERAL_ROLES


def may_move(kind: RequestKind, queue: Queue, to: Queue) -> bool:
    """Return whether a request may go from a queue to another.

    A worry, and a request about children, never comes to a queue that others see.
    """
    stays_apart = kind in CONCERNS or kind in FOR_CHILDREN
    return to is not queue and (to in OWN_ACCESS or not stays_apart)
