"""Who is in touch: recognising somebody, and letting them agree to be known."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from core import clock, rate_limits
from core.audit.services import note_view
from core.web import public_url, settings
from frontdoor.blueprint import blueprint
from frontdoor.calls.contact_access import writable
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.people import needs, queries, services
from frontdoor.people.agreement import AGREEMENT_VERSION, AGREEMENT_WORDS
from frontdoor.people.forms import FindForm, PersonForm, person_form
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import Recognised, needs_of_contact, person_with_id, record_of
from frontdoor.people.record import Agreed
from frontdoor.people.services import AlreadyKnown
from frontdoor.people.workers import account_of, worker_account

PageResponse = str | Response | tuple[str, int]
_HOW = frozenset({"reference", "phone", "email"})


@blueprint.get("/calls/<contact_id>/person")
def caller(contact_id: str) -> PageResponse:
    """Show who is in touch, where they are known; otherwise the forms to recognise them and to be known."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    if contact.id != contact_id:
        return redirect(url_for(".caller", contact_id=contact.id), 303)
    note_view(settings(), person.id, "contact", contact.id, page="person")
    known = person_with_id(contact.known_person_id)
    if known is not None:
        return _known_page(contact, known, person)
    return _page(contact, person, FindForm(), _new_form(contact))


def _known_page(contact: ContactRecord, known: KnownPerson, person: SignedIn) -> str:
    may_look = queries.may_look(known, person.id)
    if may_look:
        note_view(settings(), person.id, "person", known.id)
    record = record_of(settings(), known) if may_look else None
    return render_template(
        "frontdoor/people/known_caller.html",
        person=person,
        contact=contact,
        known=known,
        record=record,
        needs=needs_of_contact(settings(), contact.id),
        told=queries.told_workers(contact.id),
    )


def _new_form(contact: ContactRecord) -> PersonForm:
    """Return the form with what the caller's sheet has already, so that nobody is asked twice."""
    written = {name: field.text.strip() for name, field in sheet_of(settings(), contact.id).items()}
    taken = ("name", "called", "phone", "email", "address", "postcode", "language", "safe_time")
    lists = {name: written.get(name, "").split() for name in ("needs", "ways")}
    made = person_form(needs.load(settings().content_dir).offered(clock.today()), agrees=True)
    return made(data={name: written.get(name, "") for name in taken} | lists | {"voicemail": "not_said"})


def _page(
    contact: ContactRecord,
    person: SignedIn,
    find: FindForm,
    form: PersonForm,
    found: list[Recognised] | None = None,
) -> str:
    return render_template(
        "frontdoor/people/caller.html",
        person=person,
        contact=contact,
        find=find,
        form=form,
        found=found,
        words=AGREEMENT_WORDS,
        needs=needs_of_contact(settings(), contact.id),
    )


@blueprint.post("/calls/<contact_id>/person")
def agree_to_be_known(contact_id: str) -> PageResponse:
    """Store that who is in touch agreed to be known."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    listed = needs.load(settings().content_dir)
    form = person_form(listed.offered(clock.today()), agrees=True)(request.form)
    worker = worker_account(form.worker_email.data)
    if not form.is_whole(listed, worker):
        return _page(contact, person, FindForm(), form), 422
    agreed = Agreed(
        " ".join(str(words) for words in AGREEMENT_WORDS),
        AGREEMENT_VERSION,
        clock.now(),
        to_share_needs=form.shares_needs,
    )
    record = form.record(agreed, listed, worker)
    services.agree(settings(), contact.id, record, form.recognised_by(), actor=person.id)
    return done("person-known", ".caller", contact_id=contact.id)


@blueprint.post("/calls/<contact_id>/person/find")
def find_caller(contact_id: str) -> PageResponse:
    """Show who agreed to be recognised by what was typed. The words are posted, so that no address has them."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    find = FindForm(request.form)
    if not find.validate() or not rate_limits.within(find, "recognise"):
        return _page(contact, person, find, _new_form(contact)), 422
    note_view(settings(), person.id, "contact", contact.id, page="recognise")
    found = queries.recognised(settings(), find.known_by.data)
    for one in found:
        note_view(settings(), person.id, "person", one.id, page="recognise")
    if not found:
        find.known_by.errors = [
            _("Nobody agreed to be known by this. Check it, or ask if they want to be known")
        ]
        return _page(contact, person, find, _new_form(contact)), 422
    return _page(contact, person, find, _new_form(contact), found)


@blueprint.post("/calls/<contact_id>/person/link")
def link_caller(contact_id: str) -> PageResponse:
    """Put the contact to the person who was recognised."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    how = request.form.get("how", "")
    try:
        services.link(
            settings(),
            contact.id,
            request.form.get("known", ""),
            how if how in _HOW else "",
            actor=person.id,
        )
    except (AlreadyKnown, LookupError):
        return done("person-not-linked", ".caller", contact_id=contact.id)
    return done("person-linked", ".caller", contact_id=contact.id)


@blueprint.post("/calls/<contact_id>/person/unlink")
def unlink_caller(contact_id: str) -> PageResponse:
    """Take the contact from a person to whom it was put by mistake."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    services.unlink(settings(), contact.id, actor=person.id)
    return done("person-unlinked", ".caller", contact_id=contact.id)


@blueprint.post("/calls/<contact_id>/person/tell")
def tell_worker(contact_id: str) -> PageResponse:
    """Tell who works with the person that they got in touch."""
    person, contact = signed_in(), writable(contact_id, signed_in())
    known = person_with_id(contact.known_person_id)
    if known is None or not queries.may_look(known, person.id):
        return done("person-not-linked", ".caller", contact_id=contact.id)
    worker = next((one for one in record_of(settings(), known).works_with if one.account_id), None)
    account = account_of(worker.account_id) if worker else None
    if account is None:
        return done("worker-not-told", ".caller", contact_id=contact.id)
    url = public_url("frontdoor.person", person_id=known.id)
    services.tell_worker(settings(), contact.id, account, url, actor=person.id)
    return done("worker-told", ".caller", contact_id=contact.id)
