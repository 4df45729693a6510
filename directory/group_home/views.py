"""The page of a group for its own people."""

from flask import abort, render_template, request

from accounts.current import signed_in
from accounts.organizations import organization_name
from core.paging import page_number, pages_of
from directory.blueprint import blueprint
from directory.corrections.queries import waiting_for_group
from directory.group_home.queries import services_of
from directory.visibility import is_public

PER_PAGE = 20


@blueprint.get("/group/<organization_id>")
def group(organization_id: str) -> str:
    """Show the listings of a group to its own people."""
    person, page = signed_in(), page_number(request.args)
    found = organization_name(organization_id) if person.may_edit(organization_id) else None
    if found is None:
        abort(404)
    services, total = services_of(organization_id, page, PER_PAGE)
    return render_template(
        "directory/group_home/group.html",
        person=person,
        group=found,
        services=[(service, is_public(service)) for service in services],
        total=total,
        reports=waiting_for_group(organization_id),
        pages=pages_of(page, total, PER_PAGE, "directory.group", organization_id=organization_id),
    )
