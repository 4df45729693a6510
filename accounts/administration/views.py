"""The pages of administrators for accounts."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import current
from accounts.administration import services
from accounts.administration.forms import FindPersonForm, InviteStaffForm, RoleForm
from accounts.administration.services import CLOSED, LastAdministrator
from accounts.blueprint import blueprint
from accounts.invitations import services as invitations
from accounts.invitations.asking import invite
from accounts.invitations.queries import invitations_of
from accounts.models import Account
from accounts.notices import done
from accounts.organizations import organization_names
from accounts.queries import page_of_accounts
from accounts.roles import role_of
from accounts.second_factors.queries import factors_of
from accounts.sessions.queries import living_sessions
from core.audit.services import note_view
from core.db import db
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.paging import page_number, pages_of
from core.web import can_send_links, links_are_sent, settings

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 50


@blueprint.get("/administration")
def administration() -> str:
    """List the accounts, all or those with a role."""
    return _list(FindPersonForm(request.args), InviteStaffForm(), page=page_number(request.args))


@blueprint.post("/administration")
def find_person() -> str:
    """List the accounts with a name or address. It is posted, so that no name stands in an address."""
    return _list(FindPersonForm(request.form), InviteStaffForm())


def _list(find: FindPersonForm, invite: InviteStaffForm, *, page: int = 1) -> str:
    words, role = find.words.data[:100], find.role.data
    person = current.signed_in()
    note_view(settings(), person.id, "accounts", role=role)
    people, total = page_of_accounts(words, role, page=page, per_page=PER_PAGE)
    groups = organization_names(
        [grant.organization_id for one in people for grant in one.grants if grant.organization_id]
    )
    return render_template(
        "accounts/administration/people.html",
        person=person,
        find=find,
        form=invite,
        people=people,
        total=total,
        groups=groups,
        role_of=role_of,
        invitations=invitations_of(""),
        pagination=None if words else pages_of(page, total, PER_PAGE, ".administration", role=role or None),
    )


@blueprint.post("/administration/invite")
def invite_staff() -> PageResponse:
    """Send an invitation for any role."""
    person, form = current.signed_in(), InviteStaffForm(request.form)
    if not form.is_whole() or not links_are_sent(form):
        return _list(FindPersonForm(), form), 422
    if status := invite(form, person, form.chosen_role, form.organization_id):
        return _list(FindPersonForm(), form), status
    return done("invited", ".administration")


@blueprint.post("/administration/invitations/<invitation_id>/withdraw")
def withdraw_staff_invitation(invitation_id: str) -> Response:
    """Withdraw an invitation of staff that nobody has accepted yet."""
    actor = current.signed_in().id
    if not invitations.withdraw(settings(), invitation_id, actor=actor, organization_id=""):
        abort(404)
    return done("invitation-withdrawn", ".administration")


@blueprint.get("/administration/people/<account_id>")
def administer(account_id: str) -> str:
    """Show one account with its roles, and what can be done to it."""
    return _person_page(_account(account_id), RoleForm())


def _account(account_id: str) -> Account:
    account = db.session.get(Account, account_id)
    return account if account is not None and account.state != CLOSED else abort(404)


def _person_page(account: Account, form: RoleForm, problem: str = "") -> str:
    groups = organization_names([one.organization_id for one in account.grants if one.organization_id])
    person = current.signed_in()
    note_view(settings(), person.id, "account", account.id)
    return render_template(
        "accounts/administration/person.html",
        person=person,
        account=account,
        form=form,
        problem=problem,
        groups=groups,
        role_of=role_of,
        factors=factors_of(account.id),
        devices=living_sessions(account.id),
        can_send=can_send_links(),
    )


@blueprint.post("/administration/people/<account_id>/grant")
def grant_role(account_id: str) -> PageResponse:
    """Give an account a role."""
    account, form = _account(account_id), RoleForm(request.form)
    if not form.is_whole():
        return _person_page(account, form), 422
    actor = current.signed_in().id
    services.grant_role(settings(), account, form.chosen_role, form.organization_id, actor=actor)
    return done("role-granted", ".administer", account_id=account_id)


@blueprint.post("/administration/people/<account_id>/take")
def take_role(account_id: str) -> PageResponse:
    """Take a role from an account."""
    text, _separator, organization_id = request.form.get("grant", "").partition(" ")
    role = role_of(text) or abort(400)
    return _with_administrator(
        account_id,
        "role-taken",
        lambda account, actor: services.take_role(settings(), account, role, organization_id, actor=actor),
    )


def _with_administrator(account_id: str, code: str, change: Callable[[Account, str], object]) -> PageResponse:
    """Change an account, unless no administrator would be left."""
    account = _account(account_id)
    try:
        change(account, current.signed_in().id)
    except LastAdministrator:
        problem = _("The site needs an administrator. Give somebody else that role first.")
        return _person_page(_account(account_id), RoleForm(), problem), 422
    if code == "closed":
        return done(code, ".administration")
    return done(code, ".administer", account_id=account_id)


@blueprint.post("/administration/people/<account_id>/lock")
def lock(account_id: str) -> PageResponse:
    """Lock an account."""
    return _with_administrator(
        account_id, "locked", lambda account, actor: services.lock(settings(), account, actor=actor)
    )


@blueprint.post("/administration/people/<account_id>/unlock")
def unlock(account_id: str) -> PageResponse:
    """Open a locked account again."""
    services.unlock(settings(), _account(account_id), actor=current.signed_in().id)
    return done("unlocked", ".administer", account_id=account_id)


@blueprint.post("/administration/people/<account_id>/close")
def close(account_id: str) -> PageResponse:
    """End an account for good. The box has to be ticked."""
    if request.form.get("sure") != "yes":
        problem = _("Tick the box if you are sure.")
        return _person_page(_account(account_id), RoleForm(), problem), 422
    return _with_administrator(
        account_id, "closed", lambda account, actor: services.close(settings(), account, actor=actor)
    )


@blueprint.post("/administration/people/<account_id>/reset")
def reset_factors(account_id: str) -> PageResponse:
    """Let somebody who lost phone or password set up anew how they sign in."""
    account = _account(account_id)
    if not can_send_links():
        problem = _("This site sends no emails yet. Use the command: flask --app app accounts reset-sign-in")
        return _person_page(account, RoleForm(), problem), 422
    try:
        services.reset_factors(settings(), account, actor=current.signed_in().id)
    except EmailRefused as error:
        db.session.rollback()
        return _person_page(_account(account_id), RoleForm(), refusal(error)), error.status
    return done("reset", ".administer", account_id=account_id)
