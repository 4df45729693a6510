"""Pages of call-backs: whom to ring now, one call, and how many fit into half an hour."""

from itertools import groupby

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.queries import names_of
from accounts.roles import Role
from core import clock
from core.audit.services import note_view
from core.field_values import whole_number
from core.forms import Form
from core.paging import page_number, pages_of
from core.stores import bounded_elsewhere
from core.web import settings
from directory.schedules.wording.times import time_words
from frontdoor.blueprint import blueprint
from frontdoor.callbacks import outcomes, places, queries, services
from frontdoor.callbacks.details import safe_times
from frontdoor.callbacks.forms import PlacesForm, window_form
from frontdoor.callbacks.last_message import Ending, ending
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.queries import ToRing
from frontdoor.callbacks.services import Changed, NotSafe
from frontdoor.callbacks.windows import read_code, window_words
from frontdoor.contacts.queries import contact_of
from selfassess.referrals import labels

PageResponse = str | Response | tuple[str, int]
PER_PAGE = 25
_AFTER = {CallBackState.BOOKED: "call-back-again", CallBackState.TO_TELL: "call-back-to-tell"}


@blueprint.get("/call-backs")
def call_backs() -> str:
    """Show whom to ring: those who are late, those whose half hour it is, and those who come."""
    person, page = signed_in(), page_number(request.args)
    note_view(settings(), person.id, "call_backs")
    rows, total = queries.to_ring(settings(), page, PER_PAGE)
    return render_template(
        "frontdoor/callbacks/call_backs.html",
        person=person,
        groups=[(turn, list(group)) for turn, group in groupby(rows, lambda found: found.turn)],
        total=total,
        to_tell=queries.to_tell(settings()),
        names=names_of([row.claimed_by for row in rows if row.claimed_by]),
        pages=pages_of(page, total, PER_PAGE, "frontdoor.call_backs"),
        window_words=window_words,
        now=clock.now(),
        is_supervisor=person.has(Role.SUPERVISOR),
    )


def _row(call_back_id: str) -> CallBack:
    return queries.call_back(call_back_id) or abort(404)


@blueprint.get("/call-backs/<call_back_id>")
def call_back(call_back_id: str) -> PageResponse:
    """Show one call-back: before the call when it is safe, during the call the number and what came of it."""
    row = _row(call_back_id)
    if row.state == CallBackState.TO_TELL:
        return _to_tell_page(row)
    return _page(row) if row.state == CallBackState.BOOKED else _over(row)


def _to_tell_page(row: CallBack) -> str:
    person = signed_in()
    note_view(settings(), person.id, "call_back", row.id)
    details = queries.details_of(settings(), row)
    safe = safe_times(details.wishes)
    return render_template(
        "frontdoor/callbacks/to_tell.html",
        person=person,
        row=row,
        details=details,
        safe=safe,
        ways=", ".join(str(labels.label(way)) for way in details.wishes.ways),
        need_label=labels.label,
        time_words=time_words,
        is_safe_now=safe.allows_moment(clock.now()),
    )


@blueprint.post("/call-backs/<call_back_id>/told")
def told_after_call_back(call_back_id: str) -> Response:
    """Note that somebody decided how the person is told after the last try."""
    services.told(settings(), _row(call_back_id).id, actor=signed_in().id)
    return done("call-back-told", ".call_backs")


def _over(row: CallBack) -> Response:
    """Lead on from a call-back that has ended: to the contact of who reached the person, or to the list."""
    contact = contact_of(row.opened_contact_id) if row.opened_contact_id else None
    if contact is not None and contact.handler_id == signed_in().id:
        return redirect(url_for(".call", contact_id=contact.id), 303)
    return done("call-back-over", ".call_backs")


def _page(row: CallBack, form: Form | None = None, problem: str = "") -> str:
    person = signed_in()
    note_view(settings(), person.id, "call_back", row.id)
    found = queries.to_ring_one(settings(), row)
    then = ending(settings(), row, found.details)
    return render_template(
        "frontdoor/callbacks/call_back.html",
        person=person,
        found=found,
        form=form or _window_form(found)(),
        problem=problem,
        then=then,
        Ending=Ending,
        need_label=labels.label,
        time_words=time_words,
        most=settings().call_back_attempts,
        rings=found.claimed_by == person.id,
        names=names_of([found.claimed_by] if found.claimed_by else []),
        is_safe_now=found.safe.allows_moment(clock.now()),
        window=window_words(found.window, clock.now()),
    )


def _window_form(found: ToRing) -> type[Form]:
    free = queries.free_windows(settings(), found.row.team, found.safe)
    return window_form(free, found.safe, _l("When do we ring next?"))


@blueprint.post("/call-backs/<call_back_id>/claim")
def claim_call_back(call_back_id: str) -> PageResponse:
    """Say that this person rings now."""
    row = _row(call_back_id)
    checked = request.form.get("checked") == "yes"
    try:
        services.claim(settings(), call_back_id, actor=signed_in().id, checked=checked)
    except NotSafe:
        row = _row(call_back_id)
        if queries.to_ring_one(settings(), row).safe.allows_moment(clock.now()):
            problem = _("Read when it is safe to ring, and tick the box if it is safe now.")
        else:
            problem = _("It is not safe to ring now. Book another time.")
        return _page(row, problem=problem), 422
    except Changed:
        return done("call-back-changed", ".call_backs")
    return redirect(url_for(".call_back", call_back_id=call_back_id), 303)


@blueprint.post("/call-backs/<call_back_id>/release")
def release_call_back(call_back_id: str) -> Response:
    """Say that this person does not ring after all."""
    row = _row(call_back_id)
    services.release(settings(), row.id, actor=signed_in().id)
    return done("call-back-released", ".call_backs")


@blueprint.post("/call-backs/<call_back_id>/reached")
def reached_call_back(call_back_id: str) -> PageResponse:
    """Record that the person was reached, and go on to their contact."""
    row, person = _row(call_back_id), signed_in()
    try:
        contact_id = outcomes.reached(
            settings(),
            row.id,
            whole_number(request.form.get("attempts", ""), -1),
            actor=person.id,
            name=person.name,
        )
    except Changed:
        return done("call-back-changed", ".call_backs")
    return redirect(url_for(".call", contact_id=contact_id), 303)


@blueprint.post("/call-backs/<call_back_id>/not-reached")
@bounded_elsewhere
def not_reached_call_back(call_back_id: str) -> PageResponse:
    """Record that nobody was reached, with the half hour of the next try."""
    row, person = _row(call_back_id), signed_in()
    attempts = whole_number(request.form.get("attempts", ""), -1)
    if row.state != CallBackState.BOOKED:
        return _over(row)
    if row.attempts != attempts:
        return done("call-back-changed", ".call_backs")
    found = queries.to_ring_one(settings(), row)
    form, window = _window_form(found)(request.form), None
    if ending(settings(), row, found.details) is Ending.NEXT:
        window = read_code(form["window"].data)
        if not form.validate() or window is None:
            return _page(row, form), 422
    try:
        state = outcomes.not_reached(settings(), row.id, attempts, window, actor=person.id, name=person.name)
    except (WindowFull, NotSafe):
        return _refused(call_back_id, form)
    except Changed:
        return done("call-back-changed", ".call_backs")
    code = _AFTER.get(state, "call-back-given-up")
    return done(code, ".call_backs")


def _refused(call_back_id: str, form: Form) -> PageResponse:
    form["window"].errors = [_("This time is full by now. Choose another one")]
    return _page(_row(call_back_id), form), 422


@blueprint.post("/call-backs/<call_back_id>/move")
def move_call_back(call_back_id: str) -> PageResponse:
    """Book another half hour instead."""
    row = _row(call_back_id)
    if row.state != CallBackState.BOOKED:
        return _over(row)
    form = _window_form(queries.to_ring_one(settings(), row))(request.form)
    window = read_code(form["window"].data)
    if not form.validate() or window is None:
        return _page(row, form), 422
    try:
        services.move(settings(), row.id, window, actor=signed_in().id)
    except (WindowFull, NotSafe):
        return _refused(call_back_id, form)
    except Changed:
        return done("call-back-changed", ".call_backs")
    return done("call-back-moved", ".call_backs")


@blueprint.post("/call-backs/<call_back_id>/cancel")
def cancel_call_back(call_back_id: str) -> Response:
    """Cancel a call-back that nobody needs any more."""
    row = _row(call_back_id)
    try:
        services.cancel(settings(), row.id, actor=signed_in().id)
    except Changed:
        return done("call-back-over", ".call_backs")
    return done("call-back-cancelled", ".call_backs")


@blueprint.get("/call-backs/places")
def call_back_places() -> str:
    """Show how many call-backs each team takes in half an hour."""
    return _places_page(
        PlacesForm(data={team: str(queries.places_of(settings(), team)) for team in queries.TEAMS})
    )


def _places_page(form: PlacesForm) -> str:
    return render_template("frontdoor/callbacks/places.html", person=signed_in(), form=form)


@blueprint.post("/call-backs/places")
def set_call_back_places() -> PageResponse:
    """Say how many call-backs each team takes in half an hour."""
    form = PlacesForm(request.form)
    if not form.validate():
        return _places_page(form), 422
    for team in queries.TEAMS:
        places.set_places(settings(), team, whole_number(form[team].data), actor=signed_in().id)
    return done("call-back-places", ".call_backs")
