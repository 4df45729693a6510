"""The page "Your account"."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import current
from accounts.account import services
from accounts.account.forms import NameForm
from accounts.blueprint import blueprint
from accounts.notices import done
from accounts.organizations import organization_names
from accounts.sessions import services as sessions
from accounts.sessions.queries import living_sessions
from core.web import settings


@blueprint.get("/account")
def account() -> str:
    """Show who is signed in: name, roles, groups and devices."""
    return _page(NameForm(data={"name": current.signed_in().name}))


def _page(form: NameForm) -> str:
    person = current.signed_in()
    return render_template(
        "accounts/account/account.html",
        person=person,
        form=form,
        groups=organization_names([one for _role, one in person.grants if one]),
        devices=living_sessions(person.id),
    )


@blueprint.post("/account/name")
def change_name() -> str | Response | tuple[str, int]:
    """Store another name."""
    form = NameForm(request.form)
    if not form.validate():
        return _page(form), 422
    services.change_name(settings(), current.signed_in().id, form.name.data)
    return done("renamed", ".account")


@blueprint.post("/account/devices/<session_id>/end")
def end_device(session_id: str) -> Response:
    """Sign the account out in one browser."""
    person = current.signed_in()
    if not sessions.end(settings(), person.id, session_id):
        abort(404)
    if session_id == person.session_id:
        current.set_session("")
        return redirect(url_for(".signed_out"), 303)
    return done("device-ended", ".account")


@blueprint.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    """Sign the account out in every browser, this one included."""
    sessions.sign_out_everywhere(settings(), current.signed_in().id)
    current.set_session("")
    return redirect(url_for(".signed_out"), 303)
