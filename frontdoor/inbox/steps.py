"""The steps that a worker can take on a request: which are possible, and how each goes from its form to a service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.settings import Settings
from frontdoor.inbox import queries, services
from frontdoor.inbox.forms import (
    AskForm,
    DeclineForm,
    NoteForm,
    RangForm,
    StepForm,
    assign_form,
    close_form,
    move_form,
    same_form,
)
from frontdoor.inbox.outcomes import request_outcomes
from frontdoor.inbox.priorities import Priority
from frontdoor.inbox.queries import FoundRequest
from frontdoor.inbox.queues import Queue, may_move
from frontdoor.inbox.services import CannotJoin, Worker, WorkStep
from selfassess.referrals.services import NEXT_STATUSES
from selfassess.values.referral import FINISHED, OPEN, EventKind, Status
from selfassess.values.request import CONCERNS, RequestKind

Take = Callable[[Settings, FoundRequest, Any, Worker], None]


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of step.

    `label`: of its button. `done`: the code of the notice afterwards. `form`: makes the class of its form.
    `asks`: whether it has a page of its own; else one press is enough. `tells`: whether the person hears of it.
    """

    label: Any
    done: str
    take: Take
    may: Callable[[FoundRequest], bool]
    form: Callable[[Settings, FoundRequest], type[StepForm]] = lambda _settings, _found: StepForm
    asks: bool = True
    tells: bool = False


def _status(found: FoundRequest) -> Status:
    return Status(found.row.status)


def _is_open(found: FoundRequest) -> bool:
    return _status(found) in OPEN and not found.work.joined_to


def _may_become(status: Status) -> Callable[[FoundRequest], bool]:
    return lambda found: _is_open(found) and status in NEXT_STATUSES[_status(found)]


def _become(status: Status) -> Take:
    def take(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
        services.take_step(settings, found, WorkStep(form.seen_number, status=status), worker)

    return take


def _take_it(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    services.assign(settings, found, form.seen_number, worker, worker)


def _decline(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    step = WorkStep(form.seen_number, status=Status.DECLINED, note=form.note.data, told=form.told.data)
    services.take_step(settings, found, step, worker)


def _close(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    step = WorkStep(form.seen_number, status=Status.CLOSED, outcome=form.outcome.data, told=form.told.data)
    services.take_step(settings, found, step, worker)


def _ask(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    step = WorkStep(form.seen_number, EventKind.ASKED, note=form.note.data)
    services.take_step(settings, found, step, worker)


def _add_note(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    step = WorkStep(form.seen_number, EventKind.NOTED, note=form.note.data)
    services.take_step(settings, found, step, worker)


def _rang(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    services.rang(settings, found, form.seen_number, form.note.data, worker)


def _assign(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    names = dict(queries.workers_of(Queue(found.work.queue)))
    chosen: str = form.to.data
    to = Worker(chosen, names[chosen]) if chosen in names else None
    services.assign(settings, found, form.seen_number, to, worker)


def _move(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    queue, priority = Queue(form.queue.data), Priority(form.priority.data)
    services.move(settings, found, form.seen_number, queue, priority, worker)


def _join(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    other = queries.request_in((Queue(found.work.queue),), form.other.data)
    if other is None:
        raise CannotJoin(form.other.data)
    services.join(settings, found, form.seen_number, other, worker)


def _part(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    services.part(settings, found, form.seen_number, worker)


def _restrict(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    services.restrict(settings, found, form.seen_number, worker, restricted=True)


def _free(settings: Settings, found: FoundRequest, form: Any, worker: Worker) -> None:
    services.restrict(settings, found, form.seen_number, worker, restricted=False)


def _move_form(settings: Settings, found: FoundRequest) -> type[StepForm]:
    old, kind = Queue(found.work.queue), RequestKind(found.row.kind)
    return move_form([queue for queue in Queue if queue is old or may_move(kind, old, queue)])


def _may_ask(found: FoundRequest) -> bool:
    """Return whether the site can ask the person: nobody follows a worry on the site."""
    return _is_open(found) and RequestKind(found.row.kind) not in CONCERNS


STEPS: Mapping[str, StepKind] = {
    "take": StepKind(_l("I take it"), "request-taken", _take_it, lambda found: _is_open(found), asks=False),
    "look": StepKind(
        _l("I am looking at it"),
        "request-looked-at",
        _become(Status.LOOKED_AT),
        lambda found: _is_open(found) and _status(found) is Status.NEW,
        asks=False,
        tells=True,
    ),
    "accept": StepKind(
        _l("Accept"),
        "request-accepted",
        _become(Status.ACCEPTED),
        _may_become(Status.ACCEPTED),
        asks=False,
        tells=True,
    ),
    "ask": StepKind(
        _l("Ask the person"),
        "request-asked",
        _ask,
        _may_ask,
        lambda _settings, _found: AskForm,
        tells=True,
    ),
    "decline": StepKind(
        _l("Decline"),
        "request-declined",
        _decline,
        _may_become(Status.DECLINED),
        lambda _settings, _found: DeclineForm,
        tells=True,
    ),
    "close": StepKind(
        _l("Close with an outcome"),
        "request-closed",
        _close,
        _may_become(Status.CLOSED),
        lambda settings, _found: close_form(request_outcomes(settings.content_dir)),
        tells=True,
    ),
    "rang": StepKind(
        _l("I rang them"),
        "request-rang",
        _rang,
        lambda found: found.work.to_ring,
        lambda _settings, _found: RangForm,
    ),
    "note": StepKind(
        _l("Write a note"),
        "request-noted",
        _add_note,
        lambda _found: True,
        lambda _settings, _found: NoteForm,
    ),
    "assign": StepKind(
        _l("Give it to a colleague"),
        "request-assigned",
        _assign,
        _is_open,
        lambda _settings, found: assign_form(queries.workers_of(Queue(found.work.queue))),
    ),
    "move": StepKind(_l("Change queue or priority"), "request-moved", _move, _is_open, _move_form),
    "same": StepKind(
        _l("It is the same as another"),
        "request-joined",
        _join,
        lambda found: _is_open(found) and bool(queries.maybe_same(found)),
        lambda _settings, found: same_form([one[0] for one in queries.maybe_same(found)]),
    ),
    "part": StepKind(
        _l("It is not the same"),
        "request-parted",
        _part,
        lambda found: bool(found.work.joined_to),
        asks=False,
    ),
    "restrict": StepKind(
        _l("Restrict who reads it"),
        "request-restricted",
        _restrict,
        lambda found: not found.work.is_restricted,
        asks=False,
    ),
    "free": StepKind(
        _l("End the restriction"),
        "request-free",
        _free,
        lambda found: found.work.is_restricted,
        asks=False,
    ),
    "reopen": StepKind(
        _l("Open it again"),
        "request-reopened",
        _become(Status.NEW),
        lambda found: _status(found) in FINISHED and not found.work.joined_to,
        asks=False,
        tells=True,
    ),
}
"""All steps by their name in addresses, in the order of the page."""

LEADING = ("take", "look", "accept", "ask", "decline", "close", "rang")
"""The steps that stand first on the page; the others lie below "More"."""


def possible_steps(found: FoundRequest) -> dict[str, StepKind]:
    """Return the steps that a request allows now, by name."""
    return {name: step for name, step in STEPS.items() if step.may(found)}


def title_of(step: StepKind, reference: str) -> str:
    """Return the heading of a step's page."""
    return _("%(step)s: %(reference)s", step=step.label, reference=reference)
