"""A request to the council for somebody on the phone: the form, filled from the caller's sheet, and the receipt."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core.audit.services import note_view
from core.field_values import whole_number
from core.forms import Form
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.inbox import caller_services
from frontdoor.inbox.caller_request import (
    FIELD_OF,
    KINDS,
    CallerRequest,
    from_sheet,
    request_of,
)
from frontdoor.inbox.forms import caller_form
from frontdoor.people.queries import communication_for, needs_of_contact
from selfassess.referrals import labels
from selfassess.referrals.consents import consent_for
from selfassess.referrals.services import NotComplete
from selfassess.values.people import ChildAge, Way
from selfassess.values.request import RequestKind

PageResponse = str | Response | tuple[str, int]


def _contact(contact_id: str) -> ContactRecord:
    contact, person = contact_or_404(contact_id), signed_in()
    return contact if may_read(contact, person) else abort(404)


def _sheet(contact: ContactRecord) -> dict[str, str]:
    """Return the texts of the sheet, after the look was recorded."""
    note_view(settings(), signed_in().id, "contact", contact.id, page="request")
    return {name: field.text for name, field in sheet_of(settings(), contact.id).items()}


@blueprint.get("/calls/<contact_id>/request")
def request_for_caller(contact_id: str) -> PageResponse:
    """Show the form, filled with what the handler wrote already."""
    contact = _contact(contact_id)
    data = from_sheet(_sheet(contact)) | {"number": str(caller_services.next_number(contact.id))}
    return _page(contact, caller_form()(data=data))


def _page(contact: ContactRecord, form: Form) -> str:
    kind = RequestKind(form.kind.data) if form.kind.data else KINDS[0]
    now = contact.opened_at
    return render_template(
        "frontdoor/inbox/caller_request.html",
        person=signed_in(),
        contact=contact,
        form=form,
        needs=needs_of_contact(settings(), contact.id),
        consent=consent_for(kind, settings().council_name, True, now).text,
    )


@blueprint.post("/calls/<contact_id>/request")
def send_for_caller(contact_id: str) -> PageResponse:
    """Send the request, once, and show its receipt."""
    contact, form = _contact(contact_id), caller_form()(request.form)
    if not form.validate():
        return _page(contact, form), 422
    asked = CallerRequest(
        kind=RequestKind(form.kind.data),
        own_words=form.own_words.data,
        for_whom=form.for_whom.data,
        name=form.name.data,
        postcode=form.postcode.data,
        asker_name=form.asker_name.data,
        phone=form.phone.data,
        email=form.email.data,
        ways=tuple(Way(way) for way in form.ways.data),
        safe_time=form.safe_time.data,
        looks_after=form.looks_after.data,
        age=ChildAge(form.age.data or ChildAge.NOT_SAID),
    )
    value = request_of(asked, _sheet(contact).get("who", ""), communication_for(settings(), contact.id))
    number = whole_number(form.number.data, 1)
    try:
        caller_services.send_for_caller(settings(), contact.id, number, value, actor=signed_in().id)
    except NotComplete as error:
        for path in error.missing:
            form[FIELD_OF.get(path, "name")].errors = [_("This is needed to send the request")]
        return _page(contact, form), 422
    return redirect(url_for(".request_sent", contact_id=contact.id, number=number), 303)


@blueprint.get("/calls/<contact_id>/request/<int:number>")
def request_sent(contact_id: str, number: int) -> PageResponse:
    """Show the reference and the three words, to be read to the person."""
    contact = _contact(contact_id)
    found = caller_services.receipt_of(settings(), contact.id, number) or abort(404)
    note_view(settings(), signed_in().id, "contact", contact.id, page="receipt")
    return render_template(
        "frontdoor/inbox/caller_sent.html",
        person=signed_in(),
        contact=contact,
        receipt=found,
        asked=labels.label(found.kind),
    )
