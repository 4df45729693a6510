"""Pages about summaries that somebody makes by hand, in braille or as a recording."""

from flask import render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.roles import Role
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.sending import queries, services
from frontdoor.sending.opened import opened_contact, opened_summary

PageResponse = str | Response | tuple[str, int]
_PER_PAGE = 25


@blueprint.post("/calls/<contact_id>/summary/<summary_id>/made")
def summary_made(contact_id: str, summary_id: str) -> PageResponse:
    """Note that braille or a recording was made and passed on."""
    contact, person = opened_contact(contact_id)
    services.note_made(settings(), opened_summary(contact, summary_id), actor=person.id)
    return done("summary-made", "frontdoor.summaries_to_make")


@blueprint.get("/calls/to-make")
def summaries_to_make() -> str:
    """Show which summaries are to be made in braille or as a recording, the oldest first.

    Supervisors see all, others those of their own contacts.
    """
    person = signed_in()
    whose = "" if person.has(Role.SUPERVISOR) else person.id
    page, total = page_number(request.args), queries.count_to_make(whose)
    return render_template(
        "frontdoor/sending/to_make.html",
        person=person,
        rows=queries.to_make(whose, _PER_PAGE, (page - 1) * _PER_PAGE),
        total=total,
        pages=pages_of(page, total, _PER_PAGE, "frontdoor.summaries_to_make"),
        makers=settings().other_formats_by,
    )
