"""The inbox: the list of requests, one request with everything that was said, and the steps on it."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts.current import current_account, signed_in
from accounts.notices import done
from accounts.queries import names_of
from core import clock
from core.audit.services import note_view
from core.crypt import BadKeys, Unreadable
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.inbox import queries, services
from frontdoor.inbox.emails import step_message
from frontdoor.inbox.forms import ReasonForm, StepForm
from frontdoor.inbox.outcomes import request_outcomes
from frontdoor.inbox.priorities import PRIORITY_LABELS, Priority
from frontdoor.inbox.queries import STATES, FoundRequest
from frontdoor.inbox.queues import QUEUE_LABELS, Queue, queues_of
from frontdoor.inbox.readers import may_read, seen_queues, seen_request
from frontdoor.inbox.services import CannotJoin, CannotMove, Worker
from frontdoor.inbox.steps import LEADING, STEPS, StepKind, possible_steps, title_of
from frontdoor.inbox.wording import DueClock, due_clock
from frontdoor.people.wishes import NeedsAndWishes
from selfassess.documents import group_neighbours, local_time
from selfassess.referrals import labels
from selfassess.referrals.queries import record_of
from selfassess.referrals.services import ChangedMeanwhile, UpdateRefused
from selfassess.values.referral import OPEN, EventKind, ReferralRecord, Status
from selfassess.values.request import CONCERNS, RequestKind
from selfassess.values.saved import BadRecord

log = logging.getLogger("signpost.inbox")

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 20

STATE_LABELS = {
    "open": _l("Open"),
    "mine": _l("Mine"),
    "nobodys": _l("Nobody has it yet"),
    "late": _l("Late"),
    "news": _l("New since my last visit"),
    "asked": _l("Waiting for the person"),
    "ring": _l("Ring the person"),
}


def waiting_requests() -> int:
    """Return how many open requests whoever is signed in can see, for the link in the bar."""
    account = current_account()
    return queries.open_count(queues_of(account.roles)) if account else 0


@blueprint.get("/requests")
def requests() -> PageResponse:
    """List requests, those due first at the top, or open the one whose reference was typed."""
    queues, person = seen_queues(), signed_in()
    if typed := request.args.get("reference", "").strip():
        return _to_reference(queues, typed)
    queue, state = _queue(queues), request.args.get("state", "open")
    state = state if state in STATES else "open"
    who, page, now = queries.reader(person.id, queues), page_number(request.args), clock.now()
    rows, total = queries.page_of_requests(who, queue, state, page=page, per_page=PER_PAGE)
    chosen = {"queue": queue.value if queue else None, "state": state if state != "open" else None}
    return render_template(
        "frontdoor/inbox/requests.html",
        person=person,
        rows=[(row, due_clock(settings(), row.queue, row.priority, row.due_at, now)) for row in rows],
        names=names_of([row.assigned_to for row in rows]),
        total=total,
        counts=queries.open_counts(queues),
        news=queries.news_of(who),
        seen_at=who.seen_at,
        now=now,
        queue=queue,
        state=state,
        states=[(one, _state_label(one)) for one in STATES],
        queue_labels=QUEUE_LABELS,
        priority_labels=PRIORITY_LABELS,
        label=labels.label,
        open_states=OPEN,
        unknown=request.args.get("unknown", ""),
        pages=pages_of(page, total, PER_PAGE, ".requests", **chosen),
    )


def _to_reference(queues: tuple[Queue, ...], typed: str) -> Response:
    found = queries.request_in(queues, typed)
    if found is None:
        return redirect(url_for(".requests", unknown="yes"), 303)
    return redirect(url_for(".open_request", reference=found.row.reference), 303)


def _queue(queues: tuple[Queue, ...]) -> Queue | None:
    wanted = request.args.get("queue", "")
    return next((queue for queue in queues if queue.value == wanted), None)


def _state_label(state: str) -> str:
    return str(STATE_LABELS[state]) if state in STATE_LABELS else labels.label(Status(state))


@blueprint.post("/requests/seen")
def seen_requests() -> Response:
    """Store that the reader has seen what was new up to the moment of the page."""
    text = request.form.get("moment", "")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        abort(400)
    if moment.tzinfo is None:
        abort(400)
    services.mark_seen(settings(), signed_in().id, moment.astimezone(UTC))
    return done("inbox-seen", ".requests")


@blueprint.get("/requests/<reference>")
def open_request(reference: str) -> PageResponse:
    """Show one request with everything that was said, and the steps on it."""
    found = seen_request(reference)
    return _request_page(found) if may_read(found) else _reason_page(found, ReasonForm())


def _reason_page(found: FoundRequest, form: ReasonForm) -> str:
    return render_template(
        "frontdoor/inbox/reason.html",
        person=signed_in(),
        reference=found.row.reference,
        queue=QUEUE_LABELS[Queue(found.work.queue)],
        form=form,
    )


@blueprint.post("/requests/<reference>/reason")
def give_reason(reference: str) -> PageResponse:
    """Store why somebody reads a restricted request, and open it to them for a while."""
    found, form = seen_request(reference), ReasonForm(request.form)
    if not form.validate():
        return _reason_page(found, form), 422
    services.open_restricted(settings(), found, form.reason.data, _worker())
    return done("request-reason", ".open_request", reference=found.row.reference)


def _worker() -> Worker:
    person = signed_in()
    return Worker(person.id, person.name)


def _clock(found: FoundRequest) -> DueClock:
    queue, priority = Queue(found.work.queue), Priority(found.work.priority)
    return due_clock(settings(), queue, priority, found.work.due_at, clock.now())


def _request_page(found: FoundRequest) -> str:
    person, work = signed_in(), found.work
    # Before anything is read: nothing is shown where the entry cannot be written.
    note_view(settings(), person.id, "request", found.row.id, queue=work.queue)
    joined = queries.joined_with(found.row.id)
    names, record = names_of([work.assigned_to]), _record(found)
    steps = possible_steps(found)
    return render_template(
        "frontdoor/inbox/request.html",
        person=person,
        found=found,
        record=record,
        needs=_needs(record),
        joined=[(one, _record(one)) for one in joined],
        joined_to=queries.reference_of(work.joined_to) if work.joined_to else "",
        same=queries.maybe_same(found),
        clock=_clock(found),
        queue=Queue(work.queue),
        queue_labels=QUEUE_LABELS,
        priority=PRIORITY_LABELS[Priority(work.priority)],
        assigned_to=names.get(work.assigned_to, ""),
        seen=len(found.row.events),
        leading={name: steps[name] for name in LEADING if name in steps},
        others={name: step for name, step in steps.items() if name not in LEADING},
        outcomes=request_outcomes(settings().content_dir),
        label=labels.label,
        local_time=local_time,
        grouped=group_neighbours,
        all_labels=_all_labels,
        is_open=Status(found.row.status) in OPEN,
    )


def _record(found: FoundRequest) -> ReferralRecord | None:
    """Return everything that was said; None where it cannot be read, which is logged."""
    try:
        return record_of(settings(), found.row)
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a request cannot be read")
        return None


def _needs(record: ReferralRecord | None) -> NeedsAndWishes:
    """Return what to obey with the person, for the flag above the page."""
    if record is None:
        return NeedsAndWishes()
    said = record.request.communication
    return NeedsAndWishes(said, record.request.contact, said.language, other=said.other)


def _all_labels(choices: Sequence[StrEnum], separator: str = ", ") -> str:
    return separator.join(labels.label(choice) for choice in choices)


@blueprint.get("/requests/<reference>/steps/<step>")
def step_page(reference: str, step: str) -> PageResponse:
    """Show the form of a step that asks for something."""
    found, kind = seen_request(reference), _step(step)
    if not may_read(found):
        return _reason_page(found, ReasonForm())
    if not kind.asks or not kind.may(found):
        return redirect(url_for(".open_request", reference=found.row.reference), 303)
    data = {"seen": str(len(found.row.events)), "queue": found.work.queue, "priority": found.work.priority}
    form = kind.form(settings(), found)
    return _form_page(found, step, form(data={name: data[name] for name in data if hasattr(form, name)}))


def _step(name: str) -> StepKind:
    return STEPS.get(name) or abort(404)


def _form_page(found: FoundRequest, name: str, form: StepForm) -> str:
    kind = STEPS[name]
    return render_template(
        "frontdoor/inbox/step.html",
        person=signed_in(),
        found=found,
        name=name,
        step=kind,
        title=title_of(kind, found.row.reference),
        form=form,
        told_by=_told_by(found, kind),
    )


def _told_by(found: FoundRequest, kind: StepKind) -> str:
    """Return how the person hears of a step, in words; empty where they do not hear of it."""
    if not kind.tells or RequestKind(found.row.kind) in CONCERNS:
        return ""
    record = _record(found)
    message = (
        step_message(settings(), found.row.reference, record.request, EventKind.STEP) if record else None
    )
    if message is None:
        return _(
            "No message goes to the person: ring them. The request is in the list “Ring the person” then."
        )
    return _("The person gets a text message.") if message.by_text else _("The person gets an email.")


@blueprint.post("/requests/<reference>/steps/<step>")
def take_step(reference: str, step: str) -> PageResponse:
    """Take a step. Where somebody else came first, nothing that was typed is lost."""
    found, kind = seen_request(reference), _step(step)
    if not may_read(found):
        return _reason_page(found, ReasonForm()), 403
    form = kind.form(settings(), found)(request.form)
    if not form.validate():
        return _form_page(found, step, form), 422
    try:
        kind.take(settings(), found, form, _worker())
    except ChangedMeanwhile:
        return _refused(
            reference,
            step,
            form,
            _(
                "Somebody changed this request while you worked on it. Look at what is new, then send it again"
            ),
        )
    except (CannotJoin, CannotMove):
        return _refused(reference, step, form, _("This is not possible any more. Look at the request again"))
    except UpdateRefused as error:
        return _refused(reference, step, form, str(error))
    if queries.request_in(seen_queues(), reference) is None:
        return done("request-moved-away", ".requests")
    return done(kind.done, ".open_request", reference=found.row.reference)


def _refused(reference: str, step: str, form: StepForm, why: str) -> PageResponse:
    """Return the form again with the reason, and with the number of entries as it is now."""
    found = seen_request(reference)
    form.form_errors.append(why)
    form.seen.data = str(len(found.row.events))
    return _form_page(found, step, form), 409
