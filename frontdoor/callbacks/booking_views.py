"""Booking a call-back for somebody on the line."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.roles import Role
from core import clock
from core.audit.services import note_view
from core.forms import Form
from core.web import settings
from directory.schedules.wording.times import time_words
from frontdoor.blueprint import blueprint
from frontdoor.callbacks import queries, services
from frontdoor.callbacks.details import CallBackDetails, SafeTimes, safe_times
from frontdoor.callbacks.forms import booking_form
from frontdoor.callbacks.last_message import Ending, last_way
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.services import Booking, NotSafe
from frontdoor.callbacks.windows import read_code, window_words
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import contact_of, sheet_of
from frontdoor.people.queries import needs_of_contact
from frontdoor.sending.postal import postal_address
from selfassess.referrals import labels
from selfassess.values.people import Answered

PageResponse = str | Response | tuple[str, int]
_TEAM = "adult"


def _contact(contact_id: str) -> ContactRecord:
    """Return the contact of this handler, or of any for a supervisor; answer 404 for others."""
    contact, person = contact_of(contact_id), signed_in()
    if contact is None or (contact.handler_id != person.id and not person.has(Role.SUPERVISOR)):
        abort(404)
    return contact


@blueprint.get("/calls/<contact_id>/call-back")
def book_call_back(contact_id: str) -> PageResponse:
    """Show the form that books a call-back; where one is booked, lead to it."""
    contact = _contact(contact_id)
    booked = queries.booked_for_contact(contact.id)
    if booked is not None:
        return redirect(url_for(".call_back", call_back_id=booked.id), 303)
    known = _known(contact.id)
    data = {"key": clock.new_id(), "name": known.name, "phone": known.phone, "why": known.why}
    data["voicemail"] = known.wishes.voicemail_is_safe.value
    return _page(contact, known, _form(safe_times(known.wishes))(data=data))


def _known(contact_id: str) -> CallBackDetails:
    """Return what the caller's sheet says, as far as a call-back needs it. Records the look."""
    note_view(settings(), signed_in().id, "contact", contact_id)
    sheet = {name: field.text for name, field in sheet_of(settings(), contact_id).items()}
    obeyed = needs_of_contact(settings(), contact_id)
    return CallBackDetails(
        name=sheet.get("name", ""),
        called=sheet.get("called", ""),
        phone=sheet.get("phone", ""),
        email=sheet.get("email", ""),
        address=postal_address(sheet.get("name", ""), sheet.get("address", ""), sheet.get("postcode", "")),
        why=sheet.get("matters", ""),
        language=obeyed.language,
        wishes=obeyed.wishes,
        communication=obeyed.communication,
    )


def _form(safe: SafeTimes) -> type[Form]:
    return booking_form(queries.free_windows(settings(), _TEAM, safe), safe)


def _page(contact: ContactRecord, known: CallBackDetails, form: Form) -> str:
    return render_template(
        "frontdoor/callbacks/book.html",
        person=signed_in(),
        contact=contact,
        known=known,
        safe=safe_times(known.wishes),
        form=form,
        times=settings().call_back_attempts,
        need_label=labels.label,
        time_words=time_words,
    )


@blueprint.post("/calls/<contact_id>/call-back")
def book_call_back_now(contact_id: str) -> PageResponse:
    """Book a call-back, once however often the button is pressed."""
    contact = _contact(contact_id)
    known = _known(contact.id)
    form = _form(safe_times(known.wishes))(request.form)
    window = read_code(form["window"].data)
    key = f"{contact.id} {form['key'].data}"
    if form["key"].data and (sent := services.booked_with(key)) is not None:
        return _booked(sent.id)
    if not form.validate() or window is None or not form["key"].data:
        return _page(contact, known, form), 422
    details = _details(known, form)
    booking = Booking(_TEAM, window, details, booked_by=signed_in().id, contact_id=contact.id)
    try:
        row = services.book(settings(), booking, key)
    except (WindowFull, NotSafe):
        form["window"].errors = [_("This time is full by now. Choose another one")]
        return _page(contact, known, form), 422
    return _booked(row.id)


def _booked(call_back_id: str) -> Response:
    return redirect(url_for(".call_back_booked", call_back_id=call_back_id), 303)


def _details(known: CallBackDetails, form: Form) -> CallBackDetails:
    voicemail = Answered(form["voicemail"].data or known.wishes.voicemail_is_safe)
    return CallBackDetails(
        name=form["name"].data,
        called=known.called,
        phone=form["phone"].data,
        email=known.email,
        address=known.address,
        why=form["why"].data,
        language=known.language,
        wishes=replace(known.wishes, voicemail_is_safe=voicemail),
        communication=known.communication,
    )


@blueprint.get("/call-backs/<call_back_id>/booked")
def call_back_booked(call_back_id: str) -> PageResponse:
    """Show what to read out to the caller: when we ring, and what happens if nobody is reached."""
    row = queries.call_back(call_back_id) or abort(404)
    window = read_code(row.window_code)
    assert window is not None, "a call-back of a team has a window"
    note_view(settings(), signed_in().id, "call_back", row.id)
    return render_template(
        "frontdoor/callbacks/booked.html",
        person=signed_in(),
        row=row,
        window=window_words(window, clock.now()),
        times=settings().call_back_attempts,
        then=last_way(settings(), queries.details_of(settings(), row), clock.now()),
        Ending=Ending,
    )
