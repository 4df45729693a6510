"""Setting up and changing how somebody of the staff signs in."""

from datetime import timedelta

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from accounts import current
from accounts.blueprint import blueprint
from accounts.models import Passkey
from accounts.notices import done
from accounts.passkeys import services as passkeys
from accounts.passkeys.services import PasskeyRefused
from accounts.passkeys.site import RelyingParty, relying_party
from accounts.passwords.forms import ChangePasswordForm, NewPasswordForm
from accounts.passwords.queries import password_fits
from accounts.second_factors import totp
from accounts.second_factors.queries import factors_of
from accounts.security import services
from accounts.security.forms import AppForm, PasskeyForm
from accounts.security.services import NotEnough
from accounts.sessions.queries import FoundSession
from core import clock, rate_limits
from core.db import db
from core.web import settings

PageResponse = str | AnyResponse | tuple[str, int]

FRESH = timedelta(minutes=15)
"""How long after signing in somebody may change how they sign in, without signing in once more."""


def _session() -> FoundSession:
    return current.current_session() or abort(404)


def _is_fresh() -> bool:
    return _session().created_at > clock.now() - FRESH


def _sign_in_again() -> tuple[str, int]:
    """Return the page that asks to sign in again, because somebody else may be at the computer."""
    return render_template("accounts/security/sign_in_again.html", person=current.current_account()), 403


@blueprint.get("/account/security")
def security() -> PageResponse:
    """Show how the person signs in, and what is still missing."""
    return _page(_password_form(), PasskeyForm())


def _password_form() -> NewPasswordForm:
    has_password = factors_of(_session().account_id).password
    return (ChangePasswordForm if has_password else NewPasswordForm)(request.form or None)


def _page(password_form: NewPasswordForm, passkey_form: PasskeyForm, *, problem: str = "") -> str:
    session = _session()
    wanted = select(Passkey).where(Passkey.account_id == session.account_id).order_by(Passkey.created_at)
    return render_template(
        "accounts/security/security.html",
        person=current.current_account(),
        email=session.email,
        waits=bool(session.waits_for),
        factors=factors_of(session.account_id),
        passkeys=db.session.scalars(wanted).all(),
        passwords=not settings().oidc_only,
        can_make_passkeys=relying_party(settings()) is not None,
        password_form=password_form,
        passkey_form=passkey_form,
        problem=problem,
    )


@blueprint.post("/account/password")
def set_password() -> PageResponse:
    """Store a new password; a present one has to be typed too."""
    session, form = _session(), _password_form()
    if settings().oidc_only:
        abort(404)
    if not form.validate() or not form.is_strong(session.name, session.email, settings().council_name):
        return _page(form, PasskeyForm()), 422
    if isinstance(form, ChangePasswordForm):
        rate_limits.guess(f"present {session.account_id}", "sign_in")
        if not password_fits(session.account_id, form.present.data):
            form.refuse()
            return _page(form, PasskeyForm()), 422
    services.change_password(settings(), session, form.password.data)
    return done("password-set", ".security")


# The app


@blueprint.post("/account/app/begin")
def begin_app() -> PageResponse:
    """Make a new secret for an app."""
    if not _is_fresh():
        return _sign_in_again()
    services.begin_app(settings(), _session())
    return redirect(url_for(".app"), 303)


@blueprint.get("/account/app")
def app() -> PageResponse:
    """Show the QR code and the key, and ask for a code."""
    return _app_page(AppForm())


def _app_page(form: AppForm) -> PageResponse:
    session = _session()
    secret = services.secret_of_new_app(settings(), session)
    if not secret:
        return redirect(url_for(".security"), 303)
    address = totp.app_address(secret, account=session.email, site=settings().council_name)
    return render_template(
        "accounts/security/app.html",
        person=current.current_account(),
        form=form,
        picture=totp.qr_picture(address),
        key=totp.spaced(secret),
    )


@blueprint.post("/account/app")
def add_app() -> PageResponse:
    """Store the app where the code is right."""
    session, form = _session(), AppForm(request.form)
    secret = services.secret_of_new_app(settings(), session)
    if not secret:
        return redirect(url_for(".security"), 303)
    if not form.validate():
        return _with_status(_app_page(form), 422)
    digits = "".join(filter(str.isdigit, form.code.data))
    step = totp.step_of_code(secret, digits)
    if step is None:
        form.code.errors = [
            _("This is not the code that the app shows now. Check the time on your phone, and try again")
        ]
        return _with_status(_app_page(form), 422)
    services.finish_app(settings(), session, secret, step)
    return redirect(url_for(".recovery_codes"), 303)


def _with_status(page: PageResponse, status: int) -> PageResponse:
    return (page, status) if isinstance(page, str) else page


@blueprint.post("/account/app/remove")
def remove_app() -> PageResponse:
    """Remove the app, where a passkey is left."""
    if not _is_fresh():
        return _sign_in_again()
    try:
        services.drop_app(settings(), _session())
    except NotEnough:
        problem = _("Make a passkey first. Without the app and without a passkey you could not sign in.")
        return _page(_password_form(), PasskeyForm(), problem=problem), 422
    return done("app-removed", ".security")


@blueprint.post("/account/recovery-codes/new")
def renew_codes() -> PageResponse:
    """Replace the recovery codes."""
    if not factors_of(_session().account_id).app:
        abort(404)
    if not _is_fresh():
        return _sign_in_again()
    services.new_codes(settings(), _session())
    return redirect(url_for(".recovery_codes"), 303)


@blueprint.get("/account/recovery-codes")
def recovery_codes() -> PageResponse:
    """Show the recovery codes, until they are stored or 15 minutes are over."""
    codes = services.codes_to_show(settings(), _session())
    if not codes:
        return redirect(url_for(".security"), 303)
    return render_template(
        "accounts/security/recovery_codes.html", person=current.current_account(), codes=codes
    )


@blueprint.post("/account/recovery-codes")
def codes_stored() -> AnyResponse:
    """Show the codes no more."""
    services.forget_codes(settings(), _session())
    return redirect(url_for(".security"), 303)


# Passkeys


def _site() -> RelyingParty:
    return relying_party(settings()) or abort(404)


@blueprint.post("/account/passkeys/options")
def new_passkey_options() -> PageResponse:
    """Give the browser's script what it needs to make a passkey."""
    session = _session()
    if not _is_fresh():
        return _sign_in_again()
    options = passkeys.new_passkey_options(settings(), _site(), session.account_id, owner=session.id)
    return Response(options, mimetype="application/json")


@blueprint.post("/account/passkeys")
def add_passkey() -> PageResponse:
    """Store the passkey that the browser made."""
    session, form = _session(), PasskeyForm(request.form)
    if not _is_fresh():
        return _sign_in_again()
    if not form.validate():
        return _page(_password_form(), form), 422
    name = form.name.data or current.device() or _("Passkey")
    try:
        passkeys.add_passkey(
            settings(), _site(), session.account_id, form.credential.data, name, owner=session.id
        )
    except PasskeyRefused:
        problem = _("The passkey was not made. Try again, or use an app instead.")
        return _page(_password_form(), form, problem=problem), 422
    return done("passkey-added", ".security")


@blueprint.post("/account/passkeys/<passkey_id>/remove")
def remove_passkey(passkey_id: str) -> PageResponse:
    """Remove a passkey, where something else is left to sign in with."""
    if not _is_fresh():
        return _sign_in_again()
    factors = factors_of(_session().account_id)
    if factors.passkeys == 1 and not (factors.password and factors.app):
        problem = _("This is your only way to sign in. Set up another one first.")
        return _page(_password_form(), PasskeyForm(), problem=problem), 422
    if not passkeys.remove_passkey(settings(), _session().account_id, passkey_id):
        abort(404)
    return done("passkey-removed", ".security")


@blueprint.post("/account/security/finish")
def finish_setting_up() -> PageResponse:
    """End the setting up: from now on the person is signed in."""
    session = _session()
    try:
        token = services.finish(settings(), session, device=current.device())
    except NotEnough:
        problem = _("Something is still missing: make a password and set up an app, or make a passkey.")
        return _page(_password_form(), PasskeyForm(), problem=problem), 422
    current.set_session(token)
    return redirect(url_for(".account"), 303)
