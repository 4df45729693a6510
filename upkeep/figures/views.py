"""The figures of a group for its own people, and of all listings for moderators."""

from datetime import timedelta

from flask import abort, render_template, request

from accounts.current import signed_in
from accounts.organizations import organization_name
from core import clock
from core.db import db
from core.paging import page_number, pages_of
from directory.models import Service
from directory.usage.kinds import LEAST_SHOWN
from directory.usage.queries import listings_with_figures, months_of, searches_of
from upkeep.blueprint import blueprint

PER_PAGE = 20
DAYS = 90
_DAYS_OF_WORDS = 365


@blueprint.get("/moderation/figures")
def figures() -> str:
    """Show how often all listings are used."""
    return _list_page("", "")


@blueprint.get("/group/<organization_id>/figures")
def group_figures(organization_id: str) -> str:
    """Show how often the listings of a group are used."""
    found = organization_name(organization_id) if signed_in().may_edit(organization_id) else None
    if found is None:
        abort(404)
    return _list_page(organization_id, found.name)


def _list_page(organization_id: str, name: str) -> str:
    page = page_number(request.args)
    since = clock.today() - timedelta(days=DAYS)
    rows, total = listings_with_figures(since, page, PER_PAGE, organization_id)
    endpoint, values = ".figures", {}
    if organization_id:
        endpoint, values = ".group_figures", {"organization_id": organization_id}
    return render_template(
        "upkeep/figures/figures.html",
        person=signed_in(),
        organization_id=organization_id,
        name=name,
        rows=rows,
        days=DAYS,
        least=LEAST_SHOWN,
        pages=pages_of(page, total, PER_PAGE, endpoint, **values),
    )


@blueprint.get("/group/<organization_id>/figures/<service_id>")
def listing_figures(organization_id: str, service_id: str) -> str:
    """Show the figures of one listing by month, and the searches that led to it."""
    service = db.session.get(Service, service_id) if signed_in().may_edit(organization_id) else None
    if service is None or service.organization_id != organization_id:
        abort(404)
    today = clock.today()
    return render_template(
        "upkeep/figures/listing.html",
        person=signed_in(),
        organization_id=organization_id,
        service=service,
        months=months_of(service_id, today),
        searches=searches_of(service_id, today - timedelta(days=_DAYS_OF_WORDS)),
        least=LEAST_SHOWN,
    )
