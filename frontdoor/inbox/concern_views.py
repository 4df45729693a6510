"""A worry about somebody's safety, sent by a handler as part of a contact. Who sends it does not read the queue."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core.audit.services import note_view
from core.field_values import whole_number
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.inbox import caller_services
from frontdoor.inbox.caller_concern import ConcernForm, from_sheet
from selfassess.referrals.consents import consent_for
from selfassess.referrals.services import NotComplete
from selfassess.values.request import FOR_CHILDREN, RequestKind

PageResponse = str | Response | tuple[str, int]
_FIELD_OF = {"own_words": "own_words", "concern.where": "where"}


def _contact(contact_id: str) -> ContactRecord:
    contact = contact_or_404(contact_id)
    return contact if may_read(contact, signed_in()) else abort(404)


@blueprint.get("/calls/<contact_id>/concern")
def concern_of_caller(contact_id: str) -> PageResponse:
    """Show the form, filled with what the handler wrote already."""
    contact = _contact(contact_id)
    note_view(settings(), signed_in().id, "contact", contact.id, page="concern")
    sheet = {name: field.text for name, field in sheet_of(settings(), contact.id).items()}
    number = str(caller_services.next_concern(contact.id))
    return _page(contact, ConcernForm(data=from_sheet(sheet) | {"number": number}))


def _page(contact: ContactRecord, form: ConcernForm) -> str:
    told = consent_for(RequestKind.SAFEGUARDING_CONCERN, settings().council_name, False, contact.opened_at)
    return render_template(
        "frontdoor/inbox/caller_concern.html",
        person=signed_in(),
        contact=contact,
        form=form,
        told=told.text,
    )


@blueprint.post("/calls/<contact_id>/concern")
def send_concern(contact_id: str) -> PageResponse:
    """Send the worry, once, and say what happens now."""
    contact, form = _contact(contact_id), ConcernForm(request.form)
    if not form.is_whole():
        return _page(contact, form), 422
    number = whole_number(form.number.data, 1)
    try:
        caller_services.send_concern(settings(), contact.id, number, form.request(), actor=signed_in().id)
    except NotComplete as error:
        for path in error.missing:
            form[_FIELD_OF.get(path, "own_words")].errors = [_("This is needed to send it")]
        return _page(contact, form), 422
    return redirect(url_for(".concern_sent", contact_id=contact.id, number=number), 303)


@blueprint.get("/calls/<contact_id>/concern/<int:number>")
def concern_sent(contact_id: str, number: int) -> PageResponse:
    """Say that the worry is with the team, by when they look at it, and whom to ring meanwhile."""
    contact = _contact(contact_id)
    receipt = caller_services.concern_receipt(settings(), contact.id, number) or abort(404)
    note_view(settings(), signed_in().id, "contact", contact.id, page="receipt")
    return render_template(
        "frontdoor/inbox/concern_sent.html",
        person=signed_in(),
        contact=contact,
        receipt=receipt,
        for_children=receipt.kind in FOR_CHILDREN,
    )
