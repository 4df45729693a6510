"""Signing in as staff: by password and second factor, by passkey, and through the identity provider."""

import hmac

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from accounts import current, steps
from accounts.blueprint import blueprint
from accounts.identity_provider.client import (
    Attempt,
    IdentityRefused,
    ProviderUnavailable,
    identity_provider,
)
from accounts.identity_provider.services import account_of_identity
from accounts.models import Account
from accounts.passkeys import services as passkeys
from accounts.passkeys.services import PasskeyRefused
from accounts.passkeys.site import RelyingParty, relying_party
from accounts.passwords.forms import PasswordSignInForm
from accounts.queries import email_key
from accounts.sessions.services import SECOND_FACTOR
from accounts.sign_in import browser, staff
from accounts.sign_in.forms import SecondFactorForm
from accounts.sign_in.staff import WrongPassword
from accounts.sign_in.views import PageResponse, cannot_try, to_wanted_page, wanted_path
from core import rate_limits
from core.db import db
from core.logs import security_event
from core.web import public_url, settings

_PROVIDER = "provider"


@blueprint.get("/sign-in/staff")
def staff_sign_in() -> PageResponse:
    """Show the ways in which staff sign in."""
    if current.current_account() is not None and not current.signed_in().waits_for_stronger_sign_in:
        return to_wanted_page(request.args.get("next", ""))
    return _staff_page(PasswordSignInForm(), request.args.get("next", ""))


def _staff_page(form: PasswordSignInForm, next_path: str) -> str:
    return render_template(
        "accounts/sign_in/staff.html",
        form=form,
        next=wanted_path(next_path),
        passwords=not settings().oidc_only,
        provider=identity_provider(settings()) is not None,
        passkeys=relying_party(settings()) is not None,
    )


@blueprint.post("/sign-in/staff")
def use_password() -> PageResponse:
    """Take e-mail address and password; what comes next is the second factor."""
    if settings().oidc_only:
        abort(404)
    form, next_path = PasswordSignInForm(request.form), wanted_path(request.form.get("next", ""))
    if not form.validate():
        return _staff_page(form, next_path), 422
    try:
        rate_limits.use("sign_in")
        rate_limits.guess(email_key(form.email.data), "sign_in")
        token, waits_for = staff.use_password(
            settings(), form.email.data, form.password.data, device=current.device(), next_path=next_path
        )
    except WrongPassword:
        security_event("account", "failed", kind="password")
        form.refuse()
        return _staff_page(form, next_path), 422
    except (rate_limits.TooMany, rate_limits.CannotCount) as error:
        form.password.errors = [cannot_try(error)]
        return _staff_page(form, next_path), rate_limits.answer_too_many(error)
    security_event("account", "succeeded", kind="password")
    rate_limits.know_network(email_key(form.email.data), "sign_in")
    current.set_session(token)
    return redirect(url_for(".second_factor" if waits_for == SECOND_FACTOR else ".security"), 303)


@blueprint.get("/sign-in/second")
def second_factor() -> PageResponse:
    """Ask for the second factor."""
    return _second_page(SecondFactorForm())


def _second_page(form: SecondFactorForm) -> str:
    return render_template(
        "accounts/sign_in/second.html", form=form, passkeys=relying_party(settings()) is not None
    )


@blueprint.post("/sign-in/second")
def use_second_factor() -> PageResponse:
    """Take a code of the app or a recovery code."""
    form, session = SecondFactorForm(request.form), current.current_session()
    if session is None:
        return redirect(url_for(".staff_sign_in"), 303)
    if not form.validate():
        return _second_page(form), 422
    try:
        rate_limits.use("sign_in")
        rate_limits.guess(f"second {session.account_id}", "sign_in")
        token = staff.use_second_factor(settings(), session, form.code.data, device=current.device())
    except (rate_limits.TooMany, rate_limits.CannotCount) as error:
        form.code.errors = [cannot_try(error)]
        return _second_page(form), rate_limits.answer_too_many(error)
    if not token:
        security_event("account", "failed", kind="second factor")
        form.code.errors = [
            _("This code is wrong or was used already. Wait for the next code, or use a recovery code")
        ]
        return _second_page(form), 422
    security_event("account", "succeeded", kind="second factor")
    rate_limits.know_network(f"second {session.account_id}", "sign_in")
    current.set_session(token)
    return to_wanted_page(session.next_path)


# Passkeys


def _site() -> RelyingParty:
    return relying_party(settings()) or abort(404)


@blueprint.post("/sign-in/passkey/options")
def passkey_options() -> Response:
    """Give the browser's script a challenge for a passkey."""
    rate_limits.use("sign_in")
    token = browser.browser_token(settings()) or browser.new_token()
    options = passkeys.use_options(settings(), _site(), owner=token)
    return browser.remember(Response(options, mimetype="application/json"), settings(), token)


@blueprint.post("/sign-in/passkey")
def use_passkey() -> PageResponse:
    """Sign in with a passkey, which is password and second factor in one."""
    next_path = wanted_path(request.form.get("next", ""))
    waiting = current.current_session()
    try:
        rate_limits.use("sign_in")
        owner = browser.browser_token(settings())
        account = passkeys.account_of_passkey(
            settings(), _site(), request.form.get("credential", ""), owner=owner
        )
        return _enter(account, "passkey", next_path or (waiting.next_path if waiting else ""))
    except (PasskeyRefused, staff.NotActive):
        db.session.commit()
        security_event("account", "failed", kind="passkey")
        form = PasswordSignInForm()
        form.form_errors.append(
            _("This passkey does not open an account here. Try again, or sign in another way")
        )
        return _staff_page(form, next_path), 422


def _enter(account: Account, way: str, next_path: str) -> AnyResponse:
    """Begin a session, commit, and go where the person wanted. Raises NotActive."""
    waiting = current.current_session()
    token = staff.enter(
        settings(), account, way=way, device=current.device(), replaces=waiting.id if waiting else ""
    )
    security_event("account", "succeeded", kind=way)
    current.set_session(token)
    answer = to_wanted_page(next_path)
    assert isinstance(answer, Response)
    return browser.forget(answer, settings())


# The identity provider


@blueprint.post("/sign-in/provider")
def begin_provider() -> PageResponse:
    """Go to the identity provider, by a page that leads on: a form may not lead to another site (CSP)."""
    provider = identity_provider(settings()) or abort(404)
    next_path = wanted_path(request.form.get("next", ""))
    rate_limits.use("sign_in")
    try:
        address, attempt = provider.begin(public_url("accounts.provider_back"))
    except ProviderUnavailable:
        return _provider_failed(
            _("The sign-in of your organisation does not answer. Try again in a few minutes."), 503
        )
    token = browser.new_token()
    value = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier, "next": next_path}
    steps.store(settings(), _PROVIDER, token, value)
    db.session.commit()
    page = render_template("accounts/sign_in/to_provider.html", address=address)
    return browser.remember(Response(page), settings(), token)


@blueprint.get("/sign-in/provider/back")
def provider_back() -> PageResponse:
    """Show the button that ends the sign-in. The address itself signs nobody in: GET changes nothing."""
    identity_provider(settings()) or abort(404)
    code, state = request.args.get("code", ""), request.args.get("state", "")
    if not code or not state:
        return _provider_failed(_("Your organisation did not sign you in."), 422)
    return render_template("accounts/sign_in/from_provider.html", code=code, state=state)


@blueprint.post("/sign-in/provider/back")
def use_provider() -> PageResponse:
    """Sign in with what the identity provider sent."""
    provider = identity_provider(settings()) or abort(404)
    rate_limits.use("sign_in")
    step = steps.take(settings(), _PROVIDER, browser.browser_token(settings()))
    db.session.commit()
    if step is None or not hmac.compare_digest(
        str(step["state"]).encode(), request.form.get("state", "").encode()
    ):
        security_event("account", "failed", kind="provider", reason="state")
        return _provider_failed(_("This sign-in took too long, or was begun in another browser."), 422)
    attempt = Attempt(str(step["state"]), str(step["nonce"]), str(step["verifier"]))
    try:
        code = request.form.get("code", "")
        identity = provider.finish(public_url("accounts.provider_back"), code, attempt)
        return _enter(account_of_identity(settings(), identity), "provider", str(step["next"]))
    except ProviderUnavailable:
        return _provider_failed(
            _("The sign-in of your organisation does not answer. Try again in a few minutes."), 503
        )
    except (IdentityRefused, staff.NotActive) as error:
        db.session.rollback()
        security_event("account", "failed", kind="provider", reason=getattr(error, "reason", "state"))
        return _provider_failed(_("You have no account here yet. Ask an administrator to invite you."), 422)


def _provider_failed(why: str, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in/provider_failed.html", why=why), status
