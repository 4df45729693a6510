"""Passing a caller on to a group: choose, read back, send."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from core import clock
from core.audit.services import note_view
from core.forms import Form
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of, ticked_services
from frontdoor.group_referrals import services
from frontdoor.group_referrals.acting import PageResponse
from frontdoor.group_referrals.forms import SendForm, choose_form
from frontdoor.group_referrals.queries import Target, targets
from frontdoor.group_referrals.shared import (
    CONSENT_VERSION,
    SHAREABLE,
    Agreed,
    SharedRecord,
    can_reach,
    chosen,
    consent_words,
    offered,
)
from frontdoor.people.queries import needs_of_contact

_NO_WAY = _l("Choose a phone number, an email address or an address, so that they can reach the person")


def _contact(contact_id: str) -> tuple[ContactRecord, SignedIn]:
    """Return a contact and who works on it; answer 404 for all others, but for supervisors."""
    person, contact = signed_in(), contact_or_404(contact_id)
    return (contact, person) if may_read(contact, person) else abort(404)


def _read(contact: ContactRecord, person: SignedIn) -> dict[str, str]:
    """Return the texts of a contact's sheet, after the look was recorded."""
    note_view(settings(), person.id, "contact", contact.id, page="refer")
    return {name: field.text for name, field in sheet_of(settings(), contact.id).items()}


def _targets(contact: ContactRecord, sheet: dict[str, str], more: str = "") -> list[Target]:
    """Return the services that are ticked for the caller, and one that was found."""
    ids = [service.service_id for service in ticked_services(settings(), contact.id)]
    return targets([*ids, more], by_professional=sheet.get("who") == "professional")


@blueprint.get("/calls/<contact_id>/refer")
def refer_to_group(contact_id: str) -> str:
    """Show the ticked services, and what may be passed on."""
    contact, person = _contact(contact_id)
    sheet = _read(contact, person)
    found = request.args.get("service", "")
    offers = _targets(contact, sheet, found)
    form = choose_form(offers, offered(sheet))(MultiDict(request.args) or None)
    return _choose_page(contact, form, offers, sheet)


def _choose_page(contact: ContactRecord, form: Form, offers: list[Target], sheet: dict[str, str]) -> str:
    return render_template(
        "frontdoor/group_referrals/choose.html",
        person=signed_in(),
        contact=contact,
        form=form,
        offers=[target for target in offers if not target.why_not],
        refused=[target for target in offers if target.why_not],
        boxes=offered(sheet),
        can_reach=can_reach(offered(sheet)),
        needs=needs_of_contact(settings(), contact.id),
    )


@blueprint.post("/calls/<contact_id>/refer")
def choose_for_group(contact_id: str) -> PageResponse:
    """Lead on to the page that is read back."""
    contact, person = _contact(contact_id)
    sheet = _read(contact, person)
    offers = _targets(contact, sheet, request.form.get("service", ""))
    form = choose_form(offers, offered(sheet))(request.form)
    is_valid = form.validate()
    if is_valid and not can_reach(chosen(sheet, form.share.data)):
        form.share.errors = [_NO_WAY]
        is_valid = False
    if not is_valid:
        return _choose_page(contact, form, offers, sheet), 422
    where = {"contact_id": contact.id, "service": form.service.data, "share": form.share.data}
    return redirect(url_for(".read_back", **where), 303)


@blueprint.get("/calls/<contact_id>/refer/check")
def read_back(contact_id: str) -> PageResponse:
    """Show the words that are read to the person, whole, and what they agree to."""
    contact, person = _contact(contact_id)
    sheet = _read(contact, person)
    names = request.args.getlist("share")
    form = SendForm(data={"key": clock.new_id(), "service": request.args.get("service", "")})
    return _read_back_page(contact, form, sheet, names)


def _read_back_page(
    contact: ContactRecord, form: SendForm, sheet: dict[str, str], names: list[str]
) -> PageResponse:
    target, boxes = _target(contact, sheet, form.service.data), chosen(sheet, names)
    if target is None or not can_reach(boxes):
        return redirect(url_for(".refer_to_group", contact_id=contact.id), 303)
    needs = needs_of_contact(settings(), contact.id)
    return render_template(
        "frontdoor/group_referrals/read_back.html",
        person=signed_in(),
        contact=contact,
        form=form,
        target=target,
        boxes=boxes,
        labels=SHAREABLE,
        needs=needs,
        consent=consent_words(target.group, boxes, has_needs=not needs.is_empty),
    )


def _target(contact: ContactRecord, sheet: dict[str, str], service_id: str) -> Target | None:
    """Return a service that takes the referral; None where there is none."""
    found = [one for one in _targets(contact, sheet, service_id) if one.service_id == service_id]
    return found[0] if found and not found[0].why_not else None


@blueprint.post("/calls/<contact_id>/refer/send")
def send_to_group(contact_id: str) -> PageResponse:
    """Pass the caller on, once."""
    contact, person = _contact(contact_id)
    sheet, form, names = _read(contact, person), SendForm(request.form), request.form.getlist("share")
    target, boxes = _target(contact, sheet, form.service.data), chosen(sheet, names)
    if not form.validate() or target is None or not can_reach(boxes) or not form.key.data:
        page = _read_back_page(contact, form, sheet, names)
        return (page, 422) if isinstance(page, str) else page
    needs = needs_of_contact(settings(), contact.id)
    words = consent_words(target.group, boxes, has_needs=not needs.is_empty)
    agreed = Agreed(words, CONSENT_VERSION, clock.now())
    shared = SharedRecord(boxes, agreed, needs, form.ask.data.strip())
    sent = services.refer(settings(), contact.id, target, shared, form.key.data, actor=person.id)
    return done("referred-to-group", "frontdoor.referral", referral_id=sent.id)
