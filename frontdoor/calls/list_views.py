"""The list of open contacts: begin one, find one, take one over, give one to somebody else."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.queries import names_of
from accounts.roles import Role
from core import clock
from core.field_values import whole_number
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls import resident
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.calls.forms import ReferenceForm
from frontdoor.calls.labels import CHANNELS
from frontdoor.calls.queries import call_takers, contact_by_reference, page_of_open
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.contacts.services import ChangedMeanwhile

PageResponse = str | Response | tuple[str, int]
PER_PAGE = 20
ALL = "all"


@blueprint.get("/calls")
def calls() -> str:
    """List the open contacts of who is signed in, or of everybody."""
    return _list(ReferenceForm())


def _list(form: ReferenceForm) -> str:
    person, page = signed_in(), page_number(request.args)
    whose = ALL if request.args.get("whose") == ALL else ""
    rows, total = page_of_open("" if whose else person.id, page, PER_PAGE)
    return render_template(
        "frontdoor/calls/calls.html",
        person=person,
        contacts=rows,
        total=total,
        whose=whose,
        names=names_of([one.handler_id for one in rows]),
        channels=CHANNELS,
        key=clock.new_id(),
        form=form,
        pages=pages_of(page, total, PER_PAGE, ".calls", whose=whose or None),
    )


@blueprint.post("/calls")
def start_call() -> Response:
    """Begin a contact; a second press of the same button leads to the same one."""
    channel, key = request.form.get("channel", ""), request.form.get("key", "")[:100]
    if channel not in CHANNELS or not key:
        abort(400)
    begun = contacts.start(settings(), channel=Channel(channel), handler_id=signed_in().id, key=key)
    resident.begin_afresh()
    return redirect(url_for(".call", contact_id=begun.id), 303)


@blueprint.post("/calls/find")
def find_contact() -> PageResponse:
    """Go to the contact with a reference. It is posted, so that no reference stands in a log."""
    form = ReferenceForm(request.form)
    if not form.validate():
        return _list(form), 422
    found = contact_by_reference(form.reference.data)
    if found is None:
        form.reference.errors = [_("We have no contact with this reference. Check the letters and numbers")]
        return _list(form), 422
    return redirect(url_for(".call", contact_id=found.id), 303)


def taken_page(contact_id: str, person: SignedIn, problem: str = "") -> str:
    """Return the page of a contact on which somebody else works: who it is, and a button to take it over."""
    contact = contact_or_404(contact_id)
    return render_template(
        "frontdoor/calls/taken.html",
        person=person,
        contact=contact,
        handler=names_of([contact.handler_id]).get(contact.handler_id, ""),
        channels=CHANNELS,
        problem=problem,
    )


@blueprint.post("/calls/<contact_id>/take-over")
def take_over(contact_id: str) -> PageResponse:
    """Become the one who works on a contact."""
    person, contact = signed_in(), contact_or_404(contact_id)
    try:
        contacts.assign(
            settings(), contact.id, person.id, whole_number(request.form.get("version", "")), actor=person.id
        )
    except ChangedMeanwhile:
        problem = _("Somebody else has taken or ended this contact meanwhile. Look at it again.")
        return taken_page(contact.id, person, problem), 409
    resident.begin_afresh()
    return done("contact-mine", ".call", contact_id=contact.id)


@blueprint.post("/calls/<contact_id>/give")
def give_contact(contact_id: str) -> PageResponse:
    """Give a contact to a colleague. Who works on it and supervisors may do that."""
    person, contact = signed_in(), contact_or_404(contact_id)
    to = request.form.get("to", "")
    if not may_read(contact, person):
        return taken_page(contact.id, person), 403
    if to not in {id for id, _name in call_takers()}:
        abort(400)
    try:
        contacts.assign(
            settings(), contact.id, to, whole_number(request.form.get("version", "")), actor=person.id
        )
    except ChangedMeanwhile:
        problem = _("Somebody else has taken or ended this contact meanwhile. Look at it again.")
        return taken_page(contact.id, person, problem), 409
    if person.has(Role.SUPERVISOR):
        return done("contact-given", ".call", contact_id=contact.id)
    return done("contact-given", ".calls")
