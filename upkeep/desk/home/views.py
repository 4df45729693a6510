"""The first page of a group."""

from flask import render_template, request

from accounts.group_links import group_links
from core.paging import page_number, pages_of
from core.web import settings
from directory.corrections.queries import waiting_for_group
from upkeep.blueprint import blueprint
from upkeep.completeness.queries import completeness_of_listings
from upkeep.desk.editors import editor_of
from upkeep.desk.home.queries import new_listings, own_listings

PER_PAGE = 20


@blueprint.get("/group/<organization_id>")
def group(organization_id: str) -> str:
    """Show the listings of a group to its own people."""
    person, found = editor_of(organization_id)
    page = page_number(request.args)
    listings, total = own_listings(organization_id, page, PER_PAGE, settings().stale_days)
    return render_template(
        "upkeep/desk/home/group.html",
        person=person,
        group=found,
        new=new_listings(organization_id) if page == 1 else [],
        listings=listings,
        total=total,
        completeness=completeness_of_listings([each.id for each in listings]),
        links=group_links(organization_id) if person.may_edit(organization_id) else [],
        reports=waiting_for_group(organization_id),
        pages=pages_of(page, total, PER_PAGE, "upkeep.group", organization_id=organization_id),
    )
