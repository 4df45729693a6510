"""Pages on which somebody registers a group or claims a listing."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import current_account
from core import rate_limits
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.web import links_are_sent, public_url, settings
from directory.corrections.references import is_reference
from upkeep.blueprint import blueprint
from upkeep.joining import services
from upkeep.joining.forms import ClaimForm, RegisterForm
from upkeep.joining.models import GroupRequest, Proof
from upkeep.joining.queries import Claimed, claimed_listing, unproved_request, wish_of
from upkeep.joining.services import LinkIsOver, NoAccount
from upkeep.joining.wishes import Wish, masked
from upkeep.similar.queries import SimilarListing, similar_listings
from upkeep.similar.rules import TypedListing

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/groups/register")
def register_group() -> str:
    """Show the form that registers a group. Who is signed in finds their name in it."""
    person = current_account()
    known = {"name": person.name, "email": person.email} if person else {}
    return _register_page(RegisterForm(data=known), [])


def _register_page(form: RegisterForm, similar: list[SimilarListing]) -> str:
    person = current_account()
    return render_template(
        "upkeep/joining/register.html",
        form=form,
        similar=similar,
        own=person.organizations() if person else [],
    )


@blueprint.post("/groups/register")
def ask_to_register() -> PageResponse:
    """Send the link that proves the address; first show what seems to be listed already, once."""
    form = RegisterForm(request.form)
    if not form.validate():
        return _register_page(form, []), 422
    typed = TypedListing(
        name=form.group.data, place=form.area.data, phone=form.phone.data, website=form.website.data
    )
    similar = [] if form.looked.data else similar_listings(typed)
    if similar:
        form.looked.data = "yes"
        return _register_page(form, similar)
    if not links_are_sent(form) or not rate_limits.within(form, "join_group"):
        return _register_page(form, []), 422
    wish = Wish(
        group=form.group.data,
        what=form.what.data,
        area=form.area.data,
        website=form.website.data,
        phone=form.phone.data,
        name=form.name.data,
        email=form.email.data,
        role=form.role.data,
    )
    try:
        services.ask_to_register(settings(), wish, _link_url())
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return _register_page(form, []), error.status
    return redirect(url_for(".join_sent"), 303)


def _link_url() -> str:
    return public_url("upkeep.confirm_join", token=services.PLACE)


@blueprint.get("/groups/sent")
def join_sent() -> str:
    """Say that an e-mail is on its way, the same whoever the address belongs to."""
    return render_template("upkeep/joining/sent.html", to_listing=request.args.get("to") == "listing")


@blueprint.get("/service/<slug>/claim")
def claim(slug: str) -> str:
    """Show the form in which somebody claims a listing."""
    listing, person = claimed_listing(slug) or abort(404), current_account()
    known = {"name": person.name, "email": person.email} if person else {}
    return _claim_page(listing, _claim_form(listing, ClaimForm(data=known)))


def _claim_form(listing: Claimed, form: ClaimForm) -> ClaimForm:
    """Return the form without the way by the listing's mailbox where no mailbox can say yes."""
    if not listing.mailbox:
        form.proof.choices = [one for one in form.proof.choices if one.value != Proof.LISTING]
        form.proof.data = Proof.OWN.value
    return form


def _claim_page(listing: Claimed, form: ClaimForm) -> str:
    person = current_account()
    return render_template(
        "upkeep/joining/claim.html",
        form=form,
        listing=listing,
        mailbox=masked(listing.mailbox) if listing.mailbox else "",
        is_mine=bool(person and person.may_edit(listing.organization_id)),
    )


@blueprint.post("/service/<slug>/claim")
def ask_to_claim(slug: str) -> PageResponse:
    """Send the link that proves a claim."""
    listing = claimed_listing(slug) or abort(404)
    form = _claim_form(listing, ClaimForm(request.form))
    if not form.validate() or not links_are_sent(form) or not rate_limits.within(form, "join_group"):
        return _claim_page(listing, form), 422
    wish = Wish(
        group=listing.organization,
        what=form.what.data,
        name=form.name.data,
        email=form.email.data,
        role=form.role.data,
    )
    proof = Proof(form.proof.data)
    try:
        services.ask_to_claim(settings(), wish, _link_url(), proof, listing)
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return _claim_page(listing, form), error.status
    return redirect(url_for(".join_sent", to="listing" if proof is Proof.LISTING else None), 303)


@blueprint.get("/groups/confirm/<token>")
def confirm_join(token: str) -> str:
    """Show what an e-mailed link asks, with its buttons. The address itself does nothing."""
    found = unproved_request(token)
    return _confirm_page(found, token) if found else _over_page()


def _confirm_page(found: GroupRequest, token: str, problem: str = "") -> str:
    by_listing = found.proof == Proof.LISTING
    wish = wish_of(settings(), found)
    return render_template(
        "upkeep/joining/confirm.html", wish=wish, token=token, by_listing=by_listing, problem=problem
    )


def _over_page() -> str:
    return render_template("upkeep/joining/over.html")


@blueprint.post("/groups/confirm/<token>")
def confirm_join_now(token: str) -> PageResponse:
    """Do what the button of an e-mailed link says, once."""
    rate_limits.use("claim_link")
    found = unproved_request(token)
    if found is None:
        return _over_page(), 422
    try:
        reference, outcome = _answered(found, token, request.form.get("answer", ""))
    except LinkIsOver:
        return _over_page(), 422
    except NoAccount:
        return _confirm_page(found, token, _("This email address can’t be used. Call us")), 422
    except EmailRefused as error:
        return _confirm_page(found, token, refusal(error)), error.status
    return redirect(url_for(".join_done", reference=reference, outcome=outcome), 303)


def _answered(found: GroupRequest, token: str, answer: str) -> tuple[str, str]:
    if found.proof == Proof.OWN:
        return services.confirm_address(settings(), token), "waiting"
    if answer == "yes":
        sign_in = public_url("accounts.sign_in")
        return services.say_yes(settings(), token, sign_in), "yes"
    if answer != "no":
        abort(400)
    reason = _("The people who read the mailbox of the listing said no.")
    return services.say_no(settings(), token, reason), "no"


@blueprint.get("/groups/done/<reference>")
def join_done(reference: str) -> str:
    """Say what comes next. The page reads nothing from the database."""
    outcome = request.args.get("outcome", "waiting")
    if not is_reference(reference) or outcome not in ("waiting", "yes", "no"):
        abort(404)
    return render_template("upkeep/joining/done.html", reference=reference, outcome=outcome)
