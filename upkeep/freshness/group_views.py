"""The page on which people of a group say that their listings are still right."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.organizations import organization_name
from core import clock
from core.paging import page_number, pages_of
from core.web import settings
from upkeep.blueprint import blueprint
from upkeep.freshness import answers
from upkeep.freshness.periods import periods_of
from upkeep.freshness.policy import due_on
from upkeep.freshness.queries import listings_of
from upkeep.freshness.sheets import sheets

PER_PAGE = 10


def _member(organization_id: str) -> SignedIn:
    person = signed_in()
    return person if person.may_edit(organization_id) else abort(404)


@blueprint.get("/group/<organization_id>/checks")
def group_checks(organization_id: str) -> str:
    """Show the listings of a group with their facts, those that are due first."""
    person, page = _member(organization_id), page_number(request.args)
    group = organization_name(organization_id) or abort(404)
    periods = periods_of(settings())
    due = {each.policy.id: due_on(each.policy, periods) for each in listings_of(settings(), organization_id)}
    ids = sorted(due, key=lambda service_id: (due[service_id], service_id))
    return render_template(
        "upkeep/freshness/group_checks.html",
        person=person,
        group=group,
        due=due,
        today=clock.today(),
        sheets=sheets(settings(), ids[(page - 1) * PER_PAGE : page * PER_PAGE]),
        pages=pages_of(page, len(ids), PER_PAGE, "upkeep.group_checks", organization_id=organization_id),
    )


@blueprint.post("/group/<organization_id>/checks/<service_id>")
def group_confirms(organization_id: str, service_id: str) -> Response:
    """Note that a listing is still right."""
    person = _member(organization_id)
    if not answers.confirm(settings(), organization_id, service_id, actor=person.id):
        abort(404)
    return done("still-right", ".group_checks", organization_id=organization_id)
