"""The page of a group's people."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import current
from accounts.blueprint import blueprint
from accounts.colleagues import services
from accounts.colleagues.services import LastOwner, NotAMember
from accounts.current import SignedIn
from accounts.invitations import services as invitations
from accounts.invitations.asking import invite
from accounts.invitations.forms import InviteColleagueForm
from accounts.invitations.queries import invitations_of
from accounts.notices import done
from accounts.organizations import organization_names
from accounts.queries import email_key, members
from accounts.roles import GROUP_ROLES, role_of
from core import rate_limits
from core.audit.services import note_view
from core.web import links_are_sent, settings

PageResponse = str | Response | tuple[str, int]


def _member(organization_id: str) -> SignedIn:
    """Return who is signed in, where they belong to the group; otherwise there is no such page."""
    person = current.signed_in()
    return person if person.may_edit(organization_id) else abort(404)


def _owner(organization_id: str) -> SignedIn:
    person = _member(organization_id)
    return person if person.owns(organization_id) else abort(404)


@blueprint.get("/group/<organization_id>/people")
def colleagues(organization_id: str) -> str:
    """Show who looks after the group's listings."""
    return _page(organization_id, _member(organization_id), InviteColleagueForm())


def _page(organization_id: str, person: SignedIn, form: InviteColleagueForm, problem: str = "") -> str:
    owns = person.owns(organization_id)
    note_view(settings(), person.id, "members", organization_id)
    return render_template(
        "accounts/colleagues/colleagues.html",
        person=person,
        group=organization_names([organization_id])[organization_id],
        owns=owns,
        people=members(organization_id),
        invitations=invitations_of(organization_id) if owns else [],
        role_of=role_of,
        form=form,
        problem=problem,
    )


@blueprint.post("/group/<organization_id>/people/invite")
def invite_colleague(organization_id: str) -> PageResponse:
    """Send an invitation to a colleague."""
    person, form = _owner(organization_id), InviteColleagueForm(request.form)
    role = role_of(form.role.data)
    if not form.validate() or not links_are_sent(form) or not rate_limits.within(form, "invite"):
        return _page(organization_id, person, form), 422
    if role not in GROUP_ROLES:
        abort(400)
    if any(account.email_key == email_key(form.email.data) for account, _role in members(organization_id)):
        form.email.errors = [_("This person belongs to the group already")]
        return _page(organization_id, person, form), 422
    if status := invite(form, person, role, organization_id):
        return _page(organization_id, person, form), status
    return done("invited", ".colleagues", organization_id=organization_id)


@blueprint.post("/group/<organization_id>/people/<account_id>/role")
def change_colleague(organization_id: str, account_id: str) -> PageResponse:
    """Make a colleague an owner or an editor."""
    person, role = _owner(organization_id), role_of(request.form.get("role", ""))
    if role not in GROUP_ROLES:
        abort(400)
    try:
        services.change_role(settings(), organization_id, account_id, role, actor=person.id)
    except NotAMember:
        abort(404)
    except LastOwner:
        return _page(organization_id, person, InviteColleagueForm(), _last_owner()), 422
    return done("colleague-changed", ".colleagues", organization_id=organization_id)


@blueprint.post("/group/<organization_id>/people/<account_id>/remove")
def remove_colleague(organization_id: str, account_id: str) -> PageResponse:
    """Remove a colleague; everybody may leave by themselves."""
    person = _member(organization_id) if account_id == current.signed_in().id else _owner(organization_id)
    try:
        services.remove(settings(), organization_id, account_id, actor=person.id)
    except NotAMember:
        abort(404)
    except LastOwner:
        return _page(organization_id, person, InviteColleagueForm(), _last_owner()), 422
    if account_id == person.id:
        return redirect(url_for(".account"), 303)
    return done("colleague-removed", ".colleagues", organization_id=organization_id)


def _last_owner() -> str:
    return _("A group needs an owner. Make somebody else an owner first.")


@blueprint.post("/group/<organization_id>/invitations/<invitation_id>/withdraw")
def withdraw_invitation(organization_id: str, invitation_id: str) -> PageResponse:
    """Withdraw an invitation that nobody has accepted yet."""
    person = _owner(organization_id)
    if not invitations.withdraw(settings(), invitation_id, actor=person.id, organization_id=organization_id):
        abort(404)
    return done("invitation-withdrawn", ".colleagues", organization_id=organization_id)
