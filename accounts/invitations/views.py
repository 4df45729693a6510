"""Accepting an invitation."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import current
from accounts.blueprint import blueprint
from accounts.invitations import services
from accounts.invitations.forms import AcceptForm
from accounts.invitations.queries import open_invitation
from accounts.invitations.services import InvitationIsOver
from accounts.models import Invitation
from accounts.organizations import organization_names
from accounts.queries import any_account_by_email
from accounts.roles import ROLE_LABELS, Role, role_of
from accounts.sessions.services import SETTING_UP
from core import rate_limits
from core.logs import security_event
from core.web import settings

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> PageResponse:
    """Show an invitation with its button. The address itself accepts nothing, because mail programs open it."""
    found = open_invitation(token)
    return _page(found, token, AcceptForm()) if found else _over_page()


def _page(found: Invitation, token: str, form: AcceptForm) -> str:
    organization_id = found.organization_id
    group = organization_names([organization_id])[organization_id] if organization_id else None
    role = role_of(found.role)
    return render_template(
        "accounts/invitations/invitation.html",
        form=form,
        token=token,
        group=group,
        refers=role is Role.PROFESSIONAL,
        role=ROLE_LABELS[role] if role else "",
        is_new=any_account_by_email(found.email) is None,
    )


def _over_page() -> str:
    return render_template("accounts/invitations/over.html")


@blueprint.post("/invitation/<token>")
def accept_invitation(token: str) -> PageResponse:
    """Accept an invitation: the person gets the role and is signed in, or sets up how to sign in."""
    rate_limits.use("sign_in")
    found, form = open_invitation(token), AcceptForm(request.form)
    if found is None:
        return _over_page(), 422
    if any_account_by_email(found.email) is None and not form.validate():
        return _page(found, token, form), 422
    try:
        accepted = services.accept(settings(), token, name=form.name.data, device=current.device())
    except InvitationIsOver:
        return _over_page(), 422
    security_event("account", "succeeded", kind="invitation")
    if not accepted.token:
        return redirect(url_for(".staff_sign_in"), 303)
    current.set_session(accepted.token)
    if accepted.waits_for == SETTING_UP:
        return redirect(url_for(".staff_sign_in" if settings().oidc_only else ".security"), 303)
    return redirect(url_for(".account"), 303)
