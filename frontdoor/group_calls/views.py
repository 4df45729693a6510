"""Asking a group for a call on the page of its service: the form and the receipt."""

from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock, rate_limits
from core.forms import Form
from core.web import settings
from directory.listing.moved import to_replacement
from directory.listing.offers import Offer
from directory.listing.queries import public_service_name
from directory.merges.queries import new_service_slug
from directory.models.services import Service
from frontdoor.blueprint import blueprint
from frontdoor.group_calls import queries, services
from frontdoor.group_calls.forms import call_me_form, details_of_form
from frontdoor.group_referrals.queries import Target

_RECEIPT = "call_me_receipt"
PageResponse = str | Response | tuple[str, int]


def offer_of(service: Service) -> Offer | None:
    """Return the link on the page of a service; None where its group does not call people."""
    if not queries.is_offered(service.id):
        return None
    return Offer(_("Ask them to call me"), url_for("frontdoor.call_me", slug=service.slug))


def _offered(slug: str) -> tuple[Target, bool]:
    """Return the service, and whether it is sensitive; answer 404 where its group does not call people."""
    target, found = queries.offered_service(slug), public_service_name(slug)
    if target is None or found is None:
        to_replacement(new_service_slug(slug))
        abort(404)
    return target, found[2]


@blueprint.get("/service/<slug>/call-me")
def call_me(slug: str) -> str:
    """Show the form in which somebody asks for a call."""
    target, sensitive = _offered(slug)
    return _page(target, call_me_form(target.group)(data={"key": clock.new_id()}), sensitive=sensitive)


def _page(target: Target, form: Form, *, sensitive: bool) -> str:
    return render_template(
        "frontdoor/group_calls/call_me.html", target=target, form=form, sensitive=sensitive
    )


@blueprint.post("/service/<slug>/call-me")
def ask_for_call(slug: str) -> PageResponse:
    """Ask for a call, once however often the button is pressed, and lead to the receipt."""
    target, sensitive = _offered(slug)
    form = call_me_form(target.group)(request.form)
    if not form.validate() or not form["key"].data or not rate_limits.within(form, "ask_for_call"):
        form["key"].data = form["key"].data or clock.new_id()
        return _page(target, form, sensitive=sensitive), 422
    row = services.ask(settings(), target, details_of_form(form, target.group), form["key"].data)
    session[_RECEIPT] = {"slug": target.slug, "id": row.id}
    return redirect(url_for(".call_asked", slug=target.slug), 303)


@blueprint.get("/service/<slug>/call-me/sent")
def call_asked(slug: str) -> PageResponse:
    """Show the newest receipt of this visitor, or that it was taken back; without one, lead to the form."""
    stored: dict[str, Any] = session.get(_RECEIPT) or {}
    if stored.get("slug") != slug:
        return redirect(url_for(".call_me", slug=slug), 303)
    target, sensitive = _offered(slug)
    return render_template(
        "frontdoor/group_calls/sent.html",
        target=target,
        reference=queries.reference_of(stored["id"]) if stored["id"] else "",
        times=settings().call_back_attempts,
        sensitive=sensitive,
    )


@blueprint.post("/service/<slug>/call-me/withdraw")
def withdraw_call(slug: str) -> Response:
    """Delete the newest request of this visitor. A second press finds none, and says the same."""
    stored: dict[str, Any] = session.get(_RECEIPT) or {}
    if stored.get("slug") == slug:
        services.withdraw(settings(), stored["id"])
        session[_RECEIPT] = {"slug": slug, "id": ""}
    return redirect(url_for(".call_asked", slug=slug), 303)
