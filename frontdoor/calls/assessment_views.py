"""From a call to the self-assessment and to the form for a worry about safety, in a session of this caller alone."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core.audit.services import note_view
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls import resident
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.calls.list_views import taken_page
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.contacts.services import note_event
from selfassess.loading.library import load

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/calls/<contact_id>/assessment")
def assess_caller(contact_id: str) -> PageResponse:
    """Offer the questionnaires, and what the caller saved before."""
    contact, person = contact_or_404(contact_id), signed_in()
    if not may_read(contact, person):
        return taken_page(contact.id, person)
    return _page(contact)


def _page(contact: ContactRecord, problem: str = "") -> str:
    return render_template(
        "frontdoor/calls/assessment.html",
        person=signed_in(),
        contact=contact,
        questionnaires=list(load(settings().content_dir).values()),
        problem=problem,
    )


def _mine(contact_id: str) -> ContactRecord:
    contact = contact_or_404(contact_id)
    return contact if may_read(contact, signed_in()) else abort(404)


def _noted(contact: ContactRecord, kind: str, detail: str = "") -> None:
    """Write an event of each press into the history of the contact. Commits."""
    note_event(settings(), contact.id, kind, actor=signed_in().id, detail=detail)


@blueprint.post("/calls/<contact_id>/assessment")
def begin_assessment(contact_id: str) -> PageResponse:
    """Open a questionnaire for the caller, with what is known already."""
    contact = _mine(contact_id)
    questionnaire = load(settings().content_dir).get(request.form.get("questionnaire", "")) or abort(400)
    resident.begin_questions(contact.id, questionnaire, sheet_of(settings(), contact.id))
    _noted(contact, "assessment-begun", questionnaire.id)
    return redirect(url_for("selfassess.start", questionnaire=questionnaire.id), 303)


@blueprint.post("/calls/<contact_id>/saved")
def open_saved_answers(contact_id: str) -> PageResponse:
    """Go to the page on which saved answers are opened, where the caller agrees to that."""
    contact = _mine(contact_id)
    if request.form.get("agreed") != "yes":
        return _page(contact, _("Ask the caller first, and tick that they agree")), 422
    resident.open_saved(contact.id)
    _noted(contact, "saved-opened", "agreed")
    return redirect(url_for("selfassess.come_back"), 303)


@blueprint.post("/calls/<contact_id>/worry")
def worry_of_caller(contact_id: str) -> PageResponse:
    """Go to the form for a worry about safety, with what is written in the sheet."""
    contact = _mine(contact_id)
    note_view(settings(), signed_in().id, "contact", contact.id)
    resident.begin_worry(contact.id, sheet_of(settings(), contact.id))
    _noted(contact, "worry-begun")
    return redirect(url_for("selfassess.worry", _anchor="danger"), 303)


@blueprint.post("/calls/<contact_id>/close-answers")
def close_answers(contact_id: str) -> PageResponse:
    """Close what the caller before has answered in this browser."""
    contact = _mine(contact_id)
    resident.begin_afresh(contact.id)
    return redirect(url_for(".call", contact_id=contact.id), 303)
