"""The page on which a call handler writes the summary of a contact."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core import clock
from core.web import links_are_sent, settings
from directory.my_list.items import Entry
from directory.my_list.saved import SavedService, saved_services
from frontdoor.blueprint import blueprint
from frontdoor.calls.labels import WHY_BESIDE
from frontdoor.calls.queries import additions_with_writers
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of, ticked_services
from frontdoor.people.queries import needs_of_contact
from frontdoor.people.wishes import NeedsAndWishes
from frontdoor.sending import queries, services
from frontdoor.sending.forms import SummaryForm, summary_form, why_name
from frontdoor.sending.kinds import LEAVING, LetterForm, SummaryChannel
from frontdoor.sending.known_values import known_values
from frontdoor.sending.labels import CHANNELS, STATES
from frontdoor.sending.opened import opened_contact
from frontdoor.sending.services import Draft
from frontdoor.sending.typed import boxes_of, keep_typed, names_of_boxes, typed_in

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/calls/<contact_id>/summary")
def summary(contact_id: str) -> PageResponse:
    """Show the words of the summary, to be changed, and what was sent."""
    contact, _person = opened_contact(contact_id)
    needs = needs_of_contact(settings(), contact.id)
    items, left_out = _ticked(contact.id)
    form = summary_form(settings(), items)(data=known_values(contact, needs, items))
    return _form_page(contact, form, items, left_out, needs)


def _ticked(contact_id: str) -> tuple[list[SavedService], int]:
    """Return the ticked services that the public sees, and how many were left out."""
    ticked = ticked_services(settings(), contact_id)
    items = saved_services([Entry(id=one.service_id, note="", why=one.why) for one in ticked])
    return items, len(ticked) - sum(item.stands_for for item in items)


def _form_page(
    contact: ContactRecord,
    form: SummaryForm,
    items: Sequence[SavedService],
    left_out: int,
    needs: NeedsAndWishes,
) -> str:
    names = names_of_boxes(item.card.service_id for item in items)
    return render_template(
        "frontdoor/sending/summary.html",
        person=signed_in(),
        contact=contact,
        form=form,
        items=items,
        left_out=left_out,
        needs=needs,
        why_name=why_name,
        boxes=boxes_of(sheet_of(settings(), contact.id), form, names),
        tab=clock.new_id(),
        additions=additions_with_writers(settings(), contact.id),
        why_beside=WHY_BESIDE,
        sent=queries.sent_of(contact.id),
        undecided_states=services.UNDECIDED,
        channels=CHANNELS,
        states=STATES,
        makers=settings().other_formats_by,
    )


@blueprint.post("/calls/<contact_id>/summary")
def write_summary(contact_id: str) -> PageResponse:
    """Store the words as a draft, and go on to its preview. What was typed is stored in any case."""
    contact, person = opened_contact(contact_id)
    items, left_out = _ticked(contact.id)
    form = summary_form(settings(), items)(request.form)
    names = names_of_boxes(item.card.service_id for item in items)
    keep_typed(contact.id, typed_in(form, request.form, names), actor=person.id)
    whole = form.is_whole() and (form.channel.data not in LEAVING or links_are_sent(form))
    if whole and not items:
        form.form_errors.append(_("Tick a service first. There is nothing to send yet"))
        whole = False
    if not whole or not form.key.data:
        return _form_page(contact, form, items, left_out, needs_of_contact(settings(), contact.id)), 422
    row = services.write(
        settings(),
        contact.id,
        form.key.data,
        Draft(
            SummaryChannel(form.channel.data),
            LetterForm(form.form.data or LetterForm.NORMAL),
            form.content([item.card.service_id for item in items]),
        ),
        actor=person.id,
    )
    # The keyboard goes on from whom it is for, not from the top of the page.
    return redirect(url_for(".look_at_summary", contact_id=contact.id, summary_id=row.id, _anchor="to"), 303)
