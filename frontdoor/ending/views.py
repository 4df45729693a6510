"""The screen that ends a contact, and opening it again."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.organizations import organization_names
from accounts.queries import names_of
from accounts.roles import Role
from core import clock
from core.audit.services import note_view
from core.field_values import whole_number
from core.web import settings
from directory.browse.nearest_town import nearest_town
from directory.browse.queries import towns
from directory.taxonomy import needs as taxonomy
from frontdoor.blueprint import blueprint
from frontdoor.calls import resident
from frontdoor.calls.contact_access import writable
from frontdoor.contacts.models import ContactRecord, ContactState
from frontdoor.contacts.queries import sheet_of, ticked_services
from frontdoor.contacts.services import ChangedMeanwhile
from frontdoor.ending import queries, services
from frontdoor.ending.forms import NOT_ASKED, UNMET_SUFFIXES, YES, EndForm, end_form
from frontdoor.ending.outcomes import OWN_ADVICE, Ending, likely_outcome
from frontdoor.ending.services import AlreadyEnded, CannotReopen
from frontdoor.ending.wording import Row, stored_rows
from frontdoor.people.queries import needs_of_contact
from frontdoor.people.wishes import NeedsAndWishes

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/calls/<contact_id>/end")
def end_call(contact_id: str) -> PageResponse:
    """Show the form that ends a contact; for one that has ended, what was stored."""
    person, contact = signed_in(), _contact(contact_id)
    if contact.id != contact_id:
        return redirect(url_for(".end_call", contact_id=contact.id), 303)
    note_view(settings(), person.id, "contact", contact.id, page="end")
    if contact.state == ContactState.ENDED:
        return _ended_page(contact, person)
    return _page(contact, person, _new_form(contact), needs_of_contact(settings(), contact.id))


@blueprint.post("/calls/<contact_id>/end")
def end_call_now(contact_id: str) -> PageResponse:
    """End a contact, and go back to the list of calls."""
    person, contact = signed_in(), _contact(contact_id)
    form, needs = _form_class(contact)(request.form), needs_of_contact(settings(), contact.id)
    if not form.is_whole(needs):
        return _page(contact, person, form, needs), 422
    version = whole_number(form.version.data)
    try:
        if request.form.get("replace") == YES:
            services.reopen(settings(), contact_id, version, actor=person.id, leads=_leads(person))
            version += 1
        services.end(settings(), contact_id, form.ending(clock.today()), version, actor=person.id)
    except (AlreadyEnded, ChangedMeanwhile, CannotReopen):
        return _changed_page(contact_id, person, form), 409
    # The next caller sees nothing of what this one answered.
    resident.begin_afresh()
    return done("contact-ended", ".calls")


@blueprint.post("/calls/<contact_id>/reopen")
def reopen_call(contact_id: str) -> PageResponse:
    """Open a contact again that ended today."""
    person, contact = signed_in(), _contact(contact_id)
    version = whole_number(request.form.get("version", ""))
    try:
        services.reopen(settings(), contact.id, version, actor=person.id, leads=_leads(person))
    except (CannotReopen, ChangedMeanwhile):
        return done("contact-not-reopened", ".end_call", contact_id=contact.id)
    return done("contact-reopened", ".call", contact_id=contact.id)


def _contact(contact_id: str) -> ContactRecord:
    return writable(contact_id, signed_in())


def _leads(person: SignedIn) -> bool:
    return person.has(Role.SUPERVISOR)


def _form_class(contact: ContactRecord) -> type[EndForm]:
    ticked = [one.service_id for one in ticked_services(settings(), contact.id)]
    return end_form(
        taxonomy.load(settings().content_dir),
        [town.name for town in towns()],
        queries.organizations_of(ticked),
    )


def _new_form(contact: ContactRecord) -> EndForm:
    """Return the form with what follows from what happened."""
    made, sheet = _form_class(contact), sheet_of(settings(), contact.id)
    ticked = [one.service_id for one in ticked_services(settings(), contact.id)]
    outcome = likely_outcome(queries.event_kinds(contact.id), has_ticked=bool(ticked))
    written = {name: field.text.strip() for name, field in sheet.items()}
    where = written.get("postcode") or written.get("place") or ""
    town = nearest_town(where, towns()) if where else None
    organizations = [one for one, _name in queries.organizations_of(ticked)]
    return made(
        data={
            "outcome": outcome.value if outcome else "",
            "carer": YES if written.get("who") == "carer" else NOT_ASKED,
            "advised": [OWN_ADVICE, *organizations],
            "follow_up": NOT_ASKED,
            "follow_up_when": "weeks_3",
            **{f"unmet_area{suffix}": town.name if town else "" for suffix in UNMET_SUFFIXES},
            "version": str(contact.version),
        }
    )


def _page(
    contact: ContactRecord,
    person: SignedIn,
    form: EndForm,
    needs: NeedsAndWishes,
    stored: Ending | None = None,
) -> str:
    return render_template(
        "frontdoor/ending/end.html",
        person=person,
        contact=contact,
        form=form,
        needs=needs,
        may_replace=stored is not None and services.may_reopen(contact, person.id, leads=_leads(person)),
        stored=_rows(contact, stored),
    )


def _ended_page(contact: ContactRecord, person: SignedIn) -> str:
    row = queries.living_ending(contact.id) or abort(404)
    stored = queries.stored_ending(settings(), row)
    return render_template(
        "frontdoor/ending/ended.html",
        person=person,
        contact=contact,
        may_reopen=services.may_reopen(contact, person.id, leads=_leads(person)),
        stored=_rows(contact, stored),
    )


def _rows(contact: ContactRecord, stored: Ending | None) -> list[Row]:
    """Return what was stored, in words; empty for a contact that has not ended."""
    if stored is None:
        return []
    found = organization_names([one for one in stored.advised if one != OWN_ADVICE])
    return stored_rows(
        contact,
        stored,
        taxonomy.load(settings().content_dir),
        ended_by=names_of([contact.ended_by]).get(contact.ended_by, ""),
        organizations={one: name.name for one, name in found.items()},
    )


def _changed_page(contact_id: str, person: SignedIn, form: EndForm) -> str:
    """Show the form again with what was typed, and what somebody else did meanwhile."""
    contact = _contact(contact_id)
    row = queries.living_ending(contact.id)
    stored = queries.stored_ending(settings(), row) if row else None
    form.version.data = str(contact.version)
    if stored:
        form.form_errors.append(
            _("Somebody has ended this contact already. Compare what is stored with yours.")
        )
    else:
        form.form_errors.append(
            _("Somebody else changed this contact meanwhile. Look at it again, then press the button again.")
        )
    return _page(contact, person, form, needs_of_contact(settings(), contact.id), stored)
