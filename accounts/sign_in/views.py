"""Signing in by an e-mailed link, and signing out."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from accounts import current
from accounts.blueprint import blueprint
from accounts.demonstration import services as demonstration
from accounts.sign_in import browser, links
from accounts.sign_in.forms import AskLinkForm, CodeForm
from accounts.sign_in.links import LinkIsOver, WrongCode
from core import rate_limits
from core.logs import security_event
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.web import links_are_sent, local_path, public_url, settings

PageResponse = str | AnyResponse | tuple[str, int]


def wanted_path(path: str) -> str:
    """Return the page of this site that somebody wanted before signing in; empty for none."""
    return local_path(path, "")


def to_wanted_page(path: str) -> AnyResponse:
    """Return a redirect to the page that somebody wanted, or to their account."""
    return redirect(local_path(path, url_for("accounts.account")), 303)


@blueprint.get("/sign-in")
def sign_in() -> PageResponse:
    """Show how groups and staff sign in. Whoever is signed in goes on to their account."""
    if current.current_account() is not None:
        return to_wanted_page(request.args.get("next", ""))
    return sign_in_page(AskLinkForm(), request.args.get("next", ""))


def sign_in_page(form: AskLinkForm, next_path: str) -> str:
    """Return the page with its forms. `next_path`: where somebody goes afterwards."""
    people = demonstration.offered_people(settings())
    return render_template(
        "accounts/sign_in/sign_in.html", form=form, next=wanted_path(next_path), people=people
    )


@blueprint.post("/sign-in/demonstration")
def sign_in_as_demonstration() -> AnyResponse:
    """Sign in as a made-up person, on the machine of a demonstration alone."""
    token = demonstration.enter(settings(), request.form.get("person", ""), device=current.device())
    if not token:
        abort(404)
    current.set_session(token)
    return to_wanted_page(request.form.get("next", ""))


@blueprint.post("/sign-in")
def ask_link() -> PageResponse:
    """Send a link. The answer is the same whether or not somebody has an account with this address."""
    form, next_path = AskLinkForm(request.form), wanted_path(request.form.get("next", ""))
    if not form.validate() or not links_are_sent(form) or not rate_limits.within(form, "sign_in_link"):
        return sign_in_page(form, next_path), 422
    token = browser.new_token()
    link_url = public_url("accounts.link", token=links.PLACE)
    try:
        links.ask(settings(), form.email.data, browser=token, next_path=next_path, link_url=link_url)
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return sign_in_page(form, next_path), error.status
    security_event("account", "tried", kind="link")
    answer = redirect(url_for(".link_sent"), 303)
    assert isinstance(answer, Response)
    return browser.remember(answer, settings(), token)


@blueprint.get("/sign-in/sent")
def link_sent() -> PageResponse:
    """Say what to do with the e-mail, with a field for its code."""
    if not browser.browser_token(settings()):
        return redirect(url_for(".sign_in"), 303)
    return _code_page(CodeForm())


def _code_page(form: CodeForm) -> str:
    return render_template("accounts/sign_in/link_sent.html", form=form)


@blueprint.post("/sign-in/code")
def use_code() -> PageResponse:
    """Sign in with the code of the e-mail, in the browser that asked for it."""
    form = CodeForm(request.form)
    if not form.validate():
        return _code_page(form), 422
    try:
        rate_limits.use("sign_in")
        token = browser.browser_token(settings())
        entered = links.use_code(settings(), token, form.digits, device=current.device())
    except LinkIsOver:
        security_event("account", "failed", kind="code", reason="over")
        return _over_page(), 422
    except WrongCode as error:
        security_event("account", "failed", kind="code", reason="wrong")
        form.code.errors = [_wrong_code(error.left)]
        return _code_page(form), 422
    except (rate_limits.TooMany, rate_limits.CannotCount) as error:
        form.code.errors = [cannot_try(error)]
        return _code_page(form), rate_limits.answer_too_many(error)
    return _entered(entered)


def _wrong_code(left: int) -> str:
    if not left:
        return _("This code is wrong, and it was tried too often. Ask for a new email")
    return ngettext(
        "This code is wrong. Check it and try again. You can try once more",
        "This code is wrong. Check it and try again. You can try %(num)d more times",
        left,
    )


def cannot_try(error: rate_limits.TooMany | rate_limits.CannotCount) -> str:
    """Return why nobody can sign in at this moment."""
    if isinstance(error, rate_limits.TooMany):
        return _(
            "That was tried too often. Try again %(wait)s, or call us", wait=rate_limits.wait(error.seconds)
        )
    return _("You can’t sign in just now. Try again in a few minutes, or call us")


@blueprint.get("/sign-in/link/<token>")
def link(token: str) -> PageResponse:
    """Show the button of an e-mailed link. The address itself signs nobody in, because mail programs open it."""
    if not links.is_alive(token):
        return _over_page()
    return render_template("accounts/sign_in/link.html", token=token)


def _over_page() -> str:
    return render_template("accounts/sign_in/link_over.html")


@blueprint.post("/sign-in/link/<token>")
def claim_link(token: str) -> PageResponse:
    """Sign in with an e-mailed link, which works once."""
    try:
        rate_limits.use("sign_in")
        entered = links.claim(settings(), token, device=current.device())
    except LinkIsOver:
        security_event("account", "failed", kind="link", reason="over")
        return _over_page(), 422
    return _entered(entered)


def _entered(entered: links.Entered) -> AnyResponse:
    """Begin the session, and go where the person wanted."""
    security_event("account", "succeeded", kind="link")
    current.set_session(entered.token)
    answer = to_wanted_page(entered.next_path)
    assert isinstance(answer, Response)
    return browser.forget(answer, settings())


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session of this browser."""
    current.sign_out()
    return redirect(url_for(".signed_out"), 303)


@blueprint.get("/signed-out")
def signed_out() -> str:
    """Confirm that nobody is signed in in this browser."""
    return render_template("accounts/sign_in/signed_out.html")
