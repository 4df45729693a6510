"""Professionals refer people: who may, the form of an organisation, the receipt; and the list for supervisors."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core import clock, rate_limits
from core.paging import page_number, pages_of
from core.web import public_url, settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from frontdoor.blueprint import blueprint
from frontdoor.professionals import queries, services
from frontdoor.professionals.forms import KINDS, OrganizationForm, ReferForm
from frontdoor.professionals.models import ReferringOrganization
from frontdoor.professionals.request import request_of, sooner
from selfassess.referrals import response_times
from selfassess.referrals.labels import label
from selfassess.referrals.services import Receipt, submit
from selfassess.values.professional import Urgency
from selfassess.values.request import Promise, RequestKind

PER_PAGE = 20
_RECEIPT = "professional_receipt"
PageResponse = str | Response | tuple[str, int]


@blueprint.get("/refer")
def refer() -> str:
    """Say who may refer somebody, and where others ask."""
    return render_template("frontdoor/professionals/refer.html")


@blueprint.get("/refer/<token>")
def refer_by_form(token: str) -> str:
    """Show the form of an organisation, and the services for professionals alone."""
    return _form_page(_organization(token), token, ReferForm(data={"key": clock.new_id()}))


def _organization(token: str) -> ReferringOrganization:
    return queries.organization_of(token) or abort(404)


def _form_page(organization: ReferringOrganization, token: str, form: ReferForm) -> str:
    return render_template(
        "frontdoor/professionals/form.html",
        organization=organization,
        token=token,
        form=form,
        workers=queries.services_for_workers(),
    )


@blueprint.post("/refer/<token>")
def send_professional_referral(token: str) -> PageResponse:
    """Send the request, once, and lead to its receipt."""
    organization, form = _organization(token), ReferForm(request.form)
    if not form.validate() or not form.key.data or not rate_limits.within(form, "send_request"):
        form.key.data = form.key.data or clock.new_id()
        return _form_page(organization, token, form), 422
    promise = _promise(RequestKind(form.team.data), Urgency(form.urgency.data))
    wanted = request_of(form, organization.id, organization.name, clock.now(), promise)
    _store(submit(settings(), wanted, f"{organization.id} {form.key.data}"))
    return redirect(url_for(".referral_sent"), 303)


def _promise(kind: RequestKind, urgency: Urgency) -> Promise:
    calendar = year(settings().content_dir)
    usual = response_times.promise(kind, clock.now(), teams_of(settings()), calendar)
    return sooner(usual, urgency, clock.today(), calendar.is_holiday)


def _store(receipt: Receipt) -> None:
    """Put a receipt into the visitor's session, so that no address holds the three words."""
    session[_RECEIPT] = {
        "reference": receipt.reference,
        "kind": receipt.kind.value,
        "by": receipt.respond_by.isoformat() if receipt.respond_by else "",
        "words": receipt.words,
    }


@blueprint.get("/refer/sent")
def referral_sent() -> PageResponse:
    """Show the newest receipt of this visitor; without one the answer is the first page."""
    stored: dict[str, Any] = session.get(_RECEIPT) or {}
    if not stored:
        return redirect(url_for(".refer"), 303)
    return render_template(
        "frontdoor/professionals/sent.html",
        reference=stored["reference"],
        words=stored["words"],
        asked=label(RequestKind(stored["kind"])),
        by=date.fromisoformat(stored["by"]) if stored["by"] else None,
    )


@blueprint.get("/requests/organisations")
def referring_organizations() -> str:
    """Show supervisors the organisations with a form, each with its address."""
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
    """Switch the form of an organisation off or on."""
    version, active = request.form.get("version", ""), request.form.get("active") == "yes"
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    notice = "organisation-on" if active else "organisation-off"
    try:
        services.switch(settings(), organization_id, number, active=active, actor=signed_in().id)
    except services.ChangedMeanwhile:
        notice = "referral-changed"
    return done(notice, "frontdoor.referring_organizations")
