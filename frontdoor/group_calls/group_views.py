"""What a group sees of the people who ask it for a call, and which of its services offer that."""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.notices import done
from core import clock
from core.audit.services import note_view
from core.field_values import whole_number
from core.paging import page_number, pages_of
from core.web import settings
from directory.schedules.wording.times import time_words
from frontdoor.blueprint import blueprint
from frontdoor.callbacks.details import safe_times
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.queries import details_of
from frontdoor.callbacks.services import Changed
from frontdoor.group_calls import queries, services
from frontdoor.group_calls.labels import STATES
from frontdoor.group_referrals.acting import member_of

PER_PAGE = 20


@blueprint.get("/group/<organization_id>/call-backs")
def group_calls(organization_id: str) -> str:
    """Show who asked a group for a call, without anything about the people."""
    person, group = member_of(organization_id)
    page = page_number(request.args)
    rows, total = queries.requests_of_group(organization_id, page, PER_PAGE)
    return render_template(
        "frontdoor/group_calls/group_list.html",
        person=person,
        group=group,
        rows=rows,
        names=queries.service_names([row.service_id for row in rows]),
        reference_of=queries.reference_of,
        states=STATES,
        most=settings().call_back_attempts,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.group_calls", organization_id=organization_id),
    )


@blueprint.get("/group/<organization_id>/call-backs/<request_id>")
def group_call(organization_id: str, request_id: str) -> str:
    """Show one request: when it is safe to call, the number, and the buttons for what came of it.

    After its end nothing about the person is shown.
    """
    person, group = member_of(organization_id)
    row = _row(organization_id, request_id)
    details = None
    if row.state == CallBackState.BOOKED:
        note_view(settings(), person.id, "call_back", row.id, organization=group.id)
        details = details_of(settings(), row)
    safe = safe_times(details.wishes) if details else None
    return render_template(
        "frontdoor/group_calls/group_call.html",
        person=person,
        group=group,
        row=row,
        details=details,
        safe=safe,
        is_safe_now=safe is None or safe.allows_moment(clock.now()),
        service=queries.service_names([row.service_id]).get(row.service_id, ""),
        reference=queries.reference_of(row.id),
        states=STATES,
        most=settings().call_back_attempts,
        time_words=time_words,
    )


def _row(organization_id: str, request_id: str) -> CallBack:
    member_of(organization_id)
    return queries.request_of_group(organization_id, request_id) or abort(404)


def _changed(organization_id: str, request_id: str, notice: str, change: Callable[..., Any]) -> Response:
    """Make a change to a request, and lead to the list, which says what was done."""
    row, attempts = _row(organization_id, request_id), whole_number(request.form.get("attempts", ""), -1)
    actor = member_of(organization_id)[0].id
    try:
        change(settings(), row, attempts, actor=actor)
    except Changed:
        notice = "group-call-changed"
    return done(notice, "frontdoor.group_calls", organization_id=organization_id)


@blueprint.post("/group/<organization_id>/call-backs/<request_id>/reached")
def group_reached(organization_id: str, request_id: str) -> Response:
    """Store that the group reached the person."""
    return _changed(organization_id, request_id, "group-call-reached", services.reached)


@blueprint.post("/group/<organization_id>/call-backs/<request_id>/not-reached")
def group_not_reached(organization_id: str, request_id: str) -> Response:
    """Store that a call reached nobody."""
    return _changed(organization_id, request_id, "group-call-not-reached", services.not_reached)


@blueprint.post("/group/<organization_id>/call-backs/<request_id>/cannot")
def group_cannot_call(organization_id: str, request_id: str) -> Response:
    """Store that the group cannot call."""
    return _changed(organization_id, request_id, "group-call-cannot", services.cannot_call)


@blueprint.post("/group/<organization_id>/call-backs/<request_id>/erase")
def erase_group_call(organization_id: str, request_id: str) -> Response:
    """Delete a request. A second press finds none, and says the same."""
    person, _group = member_of(organization_id)
    row = queries.request_of_group(organization_id, request_id)
    if row is not None:
        services.erase(settings(), row, actor=person.id)
    elif queries.is_there(request_id):
        abort(404)
    return done("group-call-erased", "frontdoor.group_calls", organization_id=organization_id)


@blueprint.get("/group/<organization_id>/call-backs/services")
def call_me_services(organization_id: str) -> str:
    """Show the services of a group, each with a button that lets people ask for a call."""
    person, group = member_of(organization_id)
    page = page_number(request.args)
    rows, total = queries.services_of_group(organization_id, page, PER_PAGE)
    return render_template(
        "frontdoor/group_calls/services.html",
        person=person,
        group=group,
        rows=rows,
        most=settings().call_back_attempts,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.call_me_services", organization_id=organization_id),
    )


@blueprint.post("/group/<organization_id>/call-backs/services/<service_id>")
def switch_call_me(organization_id: str, service_id: str) -> Response:
    """Let people ask for a call on the page of a service, or no longer."""
    person, _group = member_of(organization_id)
    if not queries.is_of_group(organization_id, service_id):
        abort(404)
    on = request.form.get("on") == "yes"
    services.switch(settings(), service_id, on=on, actor=person.id)
    return done(
        "call-me-on" if on else "call-me-off", "frontdoor.call_me_services", organization_id=organization_id
    )
