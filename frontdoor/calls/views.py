"""The call screen: the sheet of one contact, and a search beside it."""

from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.queries import names_of
from core import clock
from core.audit.services import note_view
from core.field_values import whole_number
from core.paging import page_number
from core.text import clean
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls import filters, resident
from frontdoor.calls.contact_access import contact_or_404, may_read, writable
from frontdoor.calls.danger import may_be_danger
from frontdoor.calls.forms import (
    SHEET_BOXES,
    ReferenceForm,
    SheetForm,
    digest,
    problem_of,
    sheet_form,
)
from frontdoor.calls.labels import CHANNELS, WHY_BESIDE
from frontdoor.calls.list_views import taken_page
from frontdoor.calls.prompts import load_prompts
from frontdoor.calls.queries import additions_with_writers, call_takers, contact_by_reference
from frontdoor.calls.results import languages, names_of_services, results_for, shown_to_workers
from frontdoor.calls.services import put, save_all
from frontdoor.contacts import services as contacts
from frontdoor.contacts.merging import merge
from frontdoor.contacts.models import ContactRecord, ContactState
from frontdoor.contacts.queries import WrittenField, sheet_of, ticked_services
from frontdoor.contacts.services import ChangedMeanwhile, NoSuchField, TooLong, Typed
from frontdoor.contacts.sheet import MOST_LINE, most_of

PageResponse = str | Response | tuple[str, int]
_MOST_WORDS, _MOST_PLACE = 300, 60


@blueprint.get("/calls/<contact_id>")
def call(contact_id: str) -> PageResponse:
    """Show the call screen; of a contact on which somebody else works, who that is."""
    contact, person = contact_or_404(contact_id), signed_in()
    if contact.id != contact_id:
        return redirect(url_for(".call", contact_id=contact.id), 303)
    if not may_read(contact, person):
        return taken_page(contact.id, person)
    return _screen(contact, person)


def _screen(
    contact: ContactRecord,
    person: SignedIn,
    form: SheetForm | None = None,
    join: ReferenceForm | None = None,
) -> str:
    prompts = load_prompts(settings().content_dir)
    note_view(settings(), person.id, "contact", contact.id)
    sheet = sheet_of(settings(), contact.id)
    takers = call_takers()
    return render_template(
        "frontdoor/calls/call.html",
        person=person,
        contact=contact,
        is_open=contact.state == ContactState.OPEN,
        handler=names_of([contact.handler_id]).get(contact.handler_id, ""),
        channels=CHANNELS,
        form=form or sheet_form(prompts.by_box, sheet=sheet, tab=clock.new_id()),
        boxes=SHEET_BOXES,
        prompts=prompts,
        join=join or ReferenceForm(),
        other_answers=resident.holds_another(contact.id),
        danger=any(may_be_danger(settings(), name, one.text) for name, one in sheet.items()),
        written=sheet,
        additions=additions_with_writers(settings(), contact.id),
        why_beside=WHY_BESIDE,
        takers=takers,
        **_search_values(contact, sheet),
        **_ticked_values(contact.id),
    )


def _ticked_values(contact_id: str) -> dict[str, Any]:
    ticked = ticked_services(settings(), contact_id)
    return {"ticked": ticked, "cards": names_of_services([one.service_id for one in ticked])}


def _search_values(contact: ContactRecord, sheet: dict[str, WrittenField]) -> dict[str, Any]:
    texts = {name: sheet[name].text if name in sheet else "" for name in ("search", "place", "filters")}
    chosen = filters.from_text(texts["filters"])
    page = page_number(request.args)
    return {
        "search": texts["search"],
        "place": texts["place"],
        "chosen": chosen,
        "filters": filters.FILTERS,
        "languages": languages(),
        **_results(contact, texts["search"], texts["place"], chosen, page),
    }


def _results(
    contact: ContactRecord, words: str, place: str, chosen: tuple[str, ...], page: int
) -> dict[str, Any]:
    if not words and not chosen:
        return {"found": None}
    ticked = {one.service_id for one in ticked_services(settings(), contact.id)}
    return {"found": results_for(settings(), words, place, chosen, page, ticked)}


@blueprint.post("/calls/<contact_id>/search")
def search_for_caller(contact_id: str) -> PageResponse:
    """Search. The words are posted, so that they stand in no address.

    With `part` only the results come back and nothing is stored. Without it the search becomes part of the
    contact, and the call screen shows its results.
    """
    person = signed_in()
    contact = writable(contact_id, person)
    words, place = _line("q", _MOST_WORDS), _line("where", _MOST_PLACE)
    chosen = filters.chosen(request.form.getlist("filter"))
    if "part" in request.form:
        page = max(1, whole_number(request.form.get("page", "")))
        values = _results(contact, words, place, chosen, page)
        return _part("frontdoor/calls/_results.html", contact, values)
    texts = {"search": words, "place": place, "filters": filters.to_text(chosen)}
    put(settings(), contact.id, texts, actor=person.id)
    return redirect(url_for(".call", contact_id=contact.id, _anchor="results"), 303)


def _part(template: str, contact: ContactRecord, values: dict[str, Any]) -> Response:
    """Return a part of the call screen, which takes the place of the one before."""
    answer = jsonify(html=render_template(template, contact=contact, **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _line(name: str, most: int) -> str:
    return " ".join(clean(request.form.get(name, "")).split())[: min(most, MOST_LINE)]


@blueprint.post("/calls/<contact_id>/sheet")
def save_sheet(contact_id: str) -> PageResponse:
    """Store what was changed on a page without JavaScript."""
    person = signed_in()
    contact = writable(contact_id, person)
    prompts = load_prompts(settings().content_dir).by_box
    form = sheet_form(prompts, request.form)
    if not form.validate():
        return _screen(contact, person, form), 422
    save_all(settings(), contact_id, _typed(form, (*SHEET_BOXES, *prompts)), actor=person.id)
    return done("sheet-saved", ".call", contact_id=contact.id)


def _typed(form: SheetForm, names: tuple[str, ...]) -> list[Typed]:
    """Return the texts of the boxes that somebody has changed since the page was shown."""
    tab = form.tab.data[:36] or clock.new_id()
    number = max(1, whole_number(form.number.data))
    return [
        Typed(name, form[name].data, whole_number(form[f"{name}-revision"].data), tab, number)
        for name in names
        if digest(form[name].data) != form[f"{name}-was"].data
    ]


@blueprint.post("/calls/<contact_id>/field")
def save_box(contact_id: str) -> tuple[dict[str, Any], int]:
    """Store the text of one box as it is typed, and say where it stands and who has the contact now."""
    person = signed_in()
    contact = writable(contact_id, person)
    sent = request.form
    typed = Typed(
        name=sent.get("name", ""),
        text=clean(sent.get("text", "")),
        revision=whole_number(sent.get("revision", "")),
        tab=sent.get("tab", "")[:36],
        number=whole_number(sent.get("number", "")),
    )
    if not typed.tab or not typed.number:
        abort(400)
    try:
        stored = contacts.save_field(settings(), contact_id, typed, actor=person.id)
    except NoSuchField:
        abort(400)
    except TooLong:
        return {"most": most_of(typed.name)}, 422
    handler = (
        "" if contact.handler_id == person.id else names_of([contact.handler_id]).get(contact.handler_id)
    )
    return {
        "revision": stored.revision,
        "beside": stored.beside,
        "other": _text_in(contact.id, typed.name) if stored.beside else "",
        "handler": handler,
        "state": contact.state,
        "problem": problem_of(typed.name, typed.text),
        "danger": may_be_danger(settings(), typed.name, typed.text),
    }, 200


def _text_in(contact_id: str, name: str) -> str:
    written = sheet_of(settings(), contact_id).get(name)
    return written.text if written else ""


@blueprint.post("/calls/<contact_id>/join")
def join_contact(contact_id: str) -> PageResponse:
    """Join another contact of the same caller to this one. Nothing that was written is lost."""
    person, contact = signed_in(), contact_or_404(contact_id)
    if not may_read(contact, person):
        return taken_page(contact.id, person), 403
    form = ReferenceForm(request.form)
    problem = "" if not form.validate() else _join(contact, form, person)
    if form.errors or problem:
        form.reference.errors = list(form.reference.errors) or [problem]
        return _screen(contact, person, join=form), 422
    return done("contacts-joined", ".call", contact_id=contact.id)


def _join(contact: ContactRecord, form: ReferenceForm, person: SignedIn) -> str:
    """Join the contact with the reference of a form to another, and return why not; empty where it is done."""
    found = contact_by_reference(form.reference.data)
    if found is None:
        return _("We have no contact with this reference. Check the letters and numbers")
    other = contact_or_404(found.id)
    if other.id == contact.id:
        return "" if found.id != contact.id else _("This is the reference of this contact")
    if not may_read(other, person):
        return _("Somebody else works on that contact. Take it over first, or ask a supervisor")
    try:
        merge(settings(), other.id, contact.id, actor=person.id)
    except ChangedMeanwhile:
        return _("One of the two contacts has ended. They can’t be joined any more")
    return ""


@blueprint.post("/calls/<contact_id>/tick")
def tick_service(contact_id: str) -> PageResponse:
    """Put a service into the caller's summary."""
    person = signed_in()
    contact = writable(contact_id, person)
    service = shown_to_workers(request.form.get("service", "")) or abort(404)
    why = clean(request.form.get("why", ""))[:MOST_LINE]
    contacts.tick(settings(), contact.id, service.id, actor=person.id, why=why)
    return _ticked_part(contact)


@blueprint.post("/calls/<contact_id>/untick")
def untick_service(contact_id: str) -> PageResponse:
    """Take a service out of the caller's summary."""
    contact = writable(contact_id, signed_in())
    contacts.untick(contact.id, request.form.get("service", ""))
    return _ticked_part(contact)


def _ticked_part(contact: ContactRecord) -> PageResponse:
    if "part" in request.form:
        return _part("frontdoor/calls/_ticked.html", contact, _ticked_values(contact.id))
    return redirect(url_for(".call", contact_id=contact.id, _anchor="ticked"), 303)
