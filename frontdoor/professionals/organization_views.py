"""Supervisors and administrators look after the organisations that refer people, and their professionals."""

from collections.abc import Callable

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.invitations import services as invitations
from accounts.invitations.asking import invite
from accounts.invitations.queries import invitations_of
from accounts.notices import done
from accounts.queries import members
from accounts.roles import Role
from core.audit.services import note_view
from core.field_values import whole_number
from core.paging import page_number, pages_of
from core.web import links_are_sent, public_url, settings
from frontdoor.blueprint import blueprint
from frontdoor.professionals import queries, services
from frontdoor.professionals.forms import KINDS, InviteProfessionalForm, OrganizationForm
from frontdoor.professionals.models import ReferringOrganization
from frontdoor.professionals.step_pages import PageResponse

PER_PAGE = 20
_PEOPLE = "frontdoor.organization_people"


@blueprint.get("/requests/organisations")
def referring_organizations() -> str:
    """Show the organisations with a form, each with its address."""
    return _list_page(OrganizationForm())


def _list_page(form: OrganizationForm) -> str:
    page = page_number(request.args)
    rows, total = queries.page_of_organizations(page, PER_PAGE)
    links = {
        row.id: public_url("frontdoor.refer_by_form", token=queries.token_of(settings(), row))
        for row in rows
        if row.active
    }
    return render_template(
        "frontdoor/professionals/organizations.html",
        person=signed_in(),
        form=form,
        rows=rows,
        links=links,
        kinds=KINDS,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.referring_organizations"),
    )


@blueprint.post("/requests/organisations")
def add_referring_organization() -> PageResponse:
    """Give an organisation a form."""
    form = OrganizationForm(request.form)
    if not form.validate():
        return _list_page(form), 422
    services.add(settings(), form.name.data, form.kind.data, actor=signed_in().id)
    return done("organisation-added", "frontdoor.referring_organizations")


@blueprint.post("/requests/organisations/<organization_id>/switch")
def switch_referring_organization(organization_id: str) -> Response:
    """Switch an organisation off or on."""
    active = request.form.get("active") == "yes"
    notice = "organisation-on" if active else "organisation-off"
    return _changed(
        notice,
        lambda: services.switch(settings(), organization_id, _version(), active=active, actor=signed_in().id),
        "frontdoor.referring_organizations",
    )


def _version() -> int:
    return whole_number(request.form.get("version", ""))


def _changed(notice: str, change: Callable[[], None], endpoint: str, **values: str) -> Response:
    """Make a change and lead to a page, which says that it is done, or that somebody else was first."""
    try:
        change()
    except services.ChangedMeanwhile:
        notice = "referral-changed"
    return done(notice, endpoint, **values)


@blueprint.get("/requests/organisations/<organization_id>/people")
def organization_people(organization_id: str) -> str:
    """Show who refers people for an organisation."""
    return _people_page(_organization(organization_id), InviteProfessionalForm())


def _organization(organization_id: str) -> ReferringOrganization:
    return queries.organization_with_id(organization_id) or abort(404)


def _people_page(organization: ReferringOrganization, form: InviteProfessionalForm) -> str:
    person = signed_in()
    note_view(settings(), person.id, "members", organization.id)
    return render_template(
        "frontdoor/professionals/people.html",
        person=person,
        organization=organization,
        people=[account for account, _role in members(organization.id)],
        invitations=invitations_of(organization.id),
        form=form,
    )


@blueprint.post("/requests/organisations/<organization_id>/people")
def invite_professional(organization_id: str) -> PageResponse:
    """Invite somebody who then refers people for the organisation."""
    organization, form = _organization(organization_id), InviteProfessionalForm(request.form)
    if not form.validate() or not links_are_sent(form):
        return _people_page(organization, form), 422
    if status := invite(form, signed_in(), Role.PROFESSIONAL, organization_id):
        return _people_page(organization, form), status
    return done("invited", _PEOPLE, organization_id=organization_id)


@blueprint.post("/requests/organisations/<organization_id>/people/<account_id>/remove")
def remove_professional(organization_id: str, account_id: str) -> Response:
    """Let somebody no longer refer people for the organisation."""
    _organization(organization_id)
    if not services.remove_professional(settings(), organization_id, account_id, actor=signed_in().id):
        abort(404)
    return done("professional-removed", _PEOPLE, organization_id=organization_id)


@blueprint.post("/requests/organisations/<organization_id>/invitations/<invitation_id>/withdraw")
def withdraw_professional_invitation(organization_id: str, invitation_id: str) -> Response:
    """Withdraw an invitation that nobody has accepted yet."""
    _organization(organization_id)
    actor = signed_in().id
    if not invitations.withdraw(settings(), invitation_id, actor=actor, organization_id=organization_id):
        abort(404)
    return done("invitation-withdrawn", _PEOPLE, organization_id=organization_id)


@blueprint.post("/requests/organisations/<organization_id>/share")
def share_referrals(organization_id: str) -> Response:
    """Let the professionals of an organisation see what colleagues sent, or no more."""
    _organization(organization_id)
    shares = request.form.get("shares") == "yes"
    return _changed(
        "organisation-shares" if shares else "organisation-shares-not",
        lambda: services.share(settings(), organization_id, _version(), shares=shares, actor=signed_in().id),
        _PEOPLE,
        organization_id=organization_id,
    )
