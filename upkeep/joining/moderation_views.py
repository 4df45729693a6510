"""Pages on which moderators decide who looks after a group."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.queries import members
from core.audit.services import note_view
from core.db import db
from core.forms import Choice
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.paging import page_number, pages_of
from core.web import public_url, settings
from directory.models import Organization
from upkeep.blueprint import blueprint
from upkeep.joining import services
from upkeep.joining.forms import NEW_GROUP, AcceptForm, DeclineForm
from upkeep.joining.models import GroupRequest, RequestKind, RequestState
from upkeep.joining.queries import alike_organizations, waiting_requests, wish_of
from upkeep.joining.services import AlreadyDecided, NoAccount

PER_PAGE = 20
PageResponse = str | Response | tuple[str, int]


@blueprint.get("/moderation/groups")
def group_requests() -> str:
    """Show who waits for a yes, by group, without names of persons."""
    page = page_number(request.args)
    rows, total = waiting_requests(page, PER_PAGE)
    return render_template(
        "upkeep/joining/requests.html",
        person=signed_in(),
        rows=[(row, wish_of(settings(), row)) for row in rows],
        total=total,
        done=request.args.get("outcome", ""),
        pages=pages_of(page, total, PER_PAGE, ".group_requests"),
    )


@blueprint.get("/moderation/groups/<request_id>")
def group_request(request_id: str) -> str:
    """Show a request and who asks."""
    found = _request(request_id)
    return _page(found, _accept_form(found), DeclineForm())


def _request(request_id: str) -> GroupRequest:
    return db.session.get(GroupRequest, request_id) or abort(404)


def _accept_form(found: GroupRequest, typed: object = None) -> AcceptForm:
    form = AcceptForm(typed, data={}) if typed is not None else AcceptForm()
    own = [db.session.get(Organization, found.organization_id)] if found.organization_id else []
    claimed = [each for each in own if each is not None]
    alike = claimed or alike_organizations(wish_of(settings(), found).group)
    form.organization.choices = [Choice(each.id, each.name, _(_listed_hint(each))) for each in alike]
    if found.kind == RequestKind.NEW:
        form.organization.choices.append(Choice(NEW_GROUP, _("A new group")))
    if typed is not None:
        form.organization.process_formdata(request.form.getlist("organization"))
    elif len(form.organization.choices) == 1:
        form.organization.data = form.organization.choices[0].value
    return form


def _listed_hint(organization: Organization) -> str:
    people = len(members(organization.id))
    return _("Nobody looks after it yet") if not people else _("Somebody looks after it already")


def _page(
    found: GroupRequest,
    accept: AcceptForm,
    decline: DeclineForm,
    *,
    problem: str = "",
) -> str:
    person = signed_in()
    note_view(settings(), person.id, "group_request", found.id)
    return render_template(
        "upkeep/joining/request.html",
        person=person,
        found=found,
        wish=wish_of(settings(), found),
        waits=found.state == RequestState.WAITING,
        is_claim=found.kind == RequestKind.CLAIM,
        accept=accept,
        decline=decline,
        problem=problem,
    )


@blueprint.post("/moderation/groups/<request_id>/accept")
def accept_group(request_id: str) -> PageResponse:
    """Accept a request for the chosen group."""
    found = _request(request_id)
    form = _accept_form(found, request.form)
    if not form.validate():
        return _page(found, form, DeclineForm()), 422
    chosen = "" if form.organization.data == NEW_GROUP else form.organization.data
    try:
        services.accept(
            settings(),
            request_id,
            organization_id=chosen,
            actor=signed_in().id,
            sign_in_url=public_url("accounts.sign_in"),
        )
    except AlreadyDecided:
        return _page(_request(request_id), form, DeclineForm(), problem=_decided()), 409
    except NoAccount:
        problem = _("The account of this person is locked. Ask an administrator.")
        return _page(_request(request_id), form, DeclineForm(), problem=problem), 422
    except EmailRefused as error:
        return _page(_request(request_id), form, DeclineForm(), problem=refusal(error)), error.status
    return redirect(url_for(".group_requests", outcome="accepted"), 303)


@blueprint.post("/moderation/groups/<request_id>/decline")
def decline_group(request_id: str) -> PageResponse:
    """Decline a request, with a reason that the person reads."""
    found, form = _request(request_id), DeclineForm(request.form)
    if not form.validate():
        return _page(found, _accept_form(found), form), 422
    try:
        services.decline(settings(), request_id, form.reason.data, actor=signed_in().id)
    except AlreadyDecided:
        return _page(_request(request_id), _accept_form(found), form, problem=_decided()), 409
    except EmailRefused as error:
        problem = refusal(error)
        return _page(_request(request_id), _accept_form(found), form, problem=problem), error.status
    return redirect(url_for(".group_requests", outcome="declined"), 303)


def _decided() -> str:
    return _("Somebody else has decided about this already.")
