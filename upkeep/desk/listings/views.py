"""The pages of changing one listing, and of adding one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn
from accounts.notices import done
from accounts.organizations import OrganizationName
from core.forms import Form
from core.web import settings
from directory.editing.differences import differences
from directory.editing.queries import APPROVED
from directory.editing.services import ConflictingEdit, StaleChange
from directory.open_referral.schema.services import Service
from upkeep.blueprint import blueprint
from upkeep.completeness.parts import parts_of_record
from upkeep.completeness.rules import Completeness, completeness_of
from upkeep.desk.editors import editor_of
from upkeep.desk.listings import queries, services
from upkeep.desk.listings.field_groups import field_groups
from upkeep.desk.listings.overview import Overview, overview_of
from upkeep.desk.listings.queries import EditedListing, edited_listing, surroundings
from upkeep.desk.sections.all_sections import NEW_PLACE, next_section, section_of
from upkeep.desk.sections.concurrent import read_shown, sent_changes, shown_text
from upkeep.desk.sections.place import unknown_postcode, without_place
from upkeep.desk.sections.section import Section, Surroundings, Values
from upkeep.similar.queries import SimilarListing, similar_listings
from upkeep.similar.rules import TypedListing

PageResponse = str | Response | tuple[str, int]


def _listing(organization_id: str, listing_id: str) -> EditedListing:
    return edited_listing(organization_id, listing_id) or abort(404)


def _section(record: Service, section_id: str) -> Section:
    site, boxes = request.args.get("site", ""), "boxes" in request.args
    return section_of(record, section_id, site_id=site, boxes=boxes) or abort(404)


@blueprint.get("/group/<organization_id>/listings/new")
def new_listing(organization_id: str) -> str:
    """Show the first section of a listing to be added. Nothing is stored yet."""
    person, group = editor_of(organization_id)
    record, around = services.new_record(organization_id), surroundings(settings(), organization_id)
    section = _section(record, "what")
    form = section.form_kind(record, around)()
    return _section_page(person, group, None, record, section, form, around)


@blueprint.post("/group/<organization_id>/listings/new")
def add_listing(organization_id: str) -> PageResponse:
    """Store the first section of a new listing as a draft, and go on to the next one."""
    person, group = editor_of(organization_id)
    record, around = services.new_record(organization_id), surroundings(settings(), organization_id)
    section = _section(record, "what")
    kind = section.form_kind(record, around)
    form = kind(request.form)
    if not form.validate():
        return _section_page(person, group, None, record, section, form, around), 422
    if not request.form.get("looked") and (like := similar_listings(TypedListing(name=form.name.data))):
        return _section_page(person, group, None, record, section, form, around, like)
    changed = sent_changes(kind, section.values(record, around), form.data, {}).changed
    record = section.with_changes(record, changed, around)
    change = services.add(settings(), record, actor=person.id)
    return _next_step(organization_id, change.id, "what")


def _next_step(organization_id: str, listing_id: str, section_id: str) -> Response:
    where: dict[str, Any] = {"organization_id": organization_id, "listing_id": listing_id}
    following = next_section(section_id)
    if not following:
        return redirect(url_for(".listing", **where), 303)
    return redirect(url_for(".listing_section", **where, section_id=following, steps="yes"), 303)


@blueprint.get("/group/<organization_id>/listings/<listing_id>")
def listing(organization_id: str, listing_id: str) -> str:
    """Show a listing section by section, with what was changed and is not live."""
    person, group = editor_of(organization_id)
    return _overview(person, group, _listing(organization_id, listing_id))


def _overview(
    person: SignedIn, group: OrganizationName, edited: EditedListing, problem: str = "", conflicts: Any = ()
) -> str:
    organization = queries.organization(group.id)
    assert organization is not None
    overview = overview_of(edited, organization, settings())
    return render_template(
        "upkeep/desk/listings/overview.html",
        person=person,
        group=group,
        listing=edited,
        overview=overview,
        completeness=_completeness(edited.record, overview),
        section_url=partial(_section_url, group.id, edited.id),
        differences=differences(edited.live, edited.record) if edited.live and edited.change else [],
        rejected=None if edited.change or edited.is_new else queries.rejected_lately(edited.id),
        problem=problem,
        conflicts=conflicts,
    )


def _completeness(record: Service, overview: Overview) -> Completeness:
    """Return how complete a listing is; the page shows the group's number where the listing has none."""
    parts = parts_of_record(record, photo=overview.page.photo is not None)
    return completeness_of(replace(parts, phone=parts.phone or bool(overview.page.phones)))


def _section_url(organization_id: str, listing_id: str, section_id: str) -> str:
    where: dict[str, Any] = {"organization_id": organization_id, "listing_id": listing_id}
    if section_id == "photo":
        return url_for(".listing_photo", **where)
    return url_for(".listing_section", **where, section_id=section_id)


@blueprint.get("/group/<organization_id>/listings/<listing_id>/<section_id>")
def listing_section(organization_id: str, listing_id: str, section_id: str) -> str:
    """Show the form of one section."""
    person, group = editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    around = _around(organization_id, edited)
    section = _section(edited.record, section_id)
    kind, values = section.form_kind(edited.record, around), section.values(edited.record, around)
    return _section_page(person, group, edited, edited.record, section, kind(data=values), around)


def _around(organization_id: str, edited: EditedListing) -> Surroundings:
    return replace(surroundings(settings(), organization_id), needs_reason=queries.needs_reason(edited))


def _section_page(
    person: SignedIn,
    group: OrganizationName,
    edited: EditedListing | None,
    record: Service,
    section: Section,
    form: Form,
    around: Surroundings,
    similar: Sequence[SimilarListing] = (),
) -> str:
    kind, values = section.form_kind(record, around), section.values(record, around)
    return render_template(
        "upkeep/desk/listings/section.html",
        person=person,
        group=group,
        listing=edited,
        record=record,
        section=section,
        form=form,
        groups=field_groups(form),
        shown=shown_text(kind, values),
        themes=around.themes,
        site=request.args.get("site", ""),
        new_place=NEW_PLACE,
        boxes="boxes" in request.args,
        steps="steps" in request.args,
        similar=similar,
        own=person.organizations(),
    )


@blueprint.post("/group/<organization_id>/listings/<listing_id>/<section_id>")
def change_listing(organization_id: str, listing_id: str, section_id: str) -> PageResponse:
    """Store what somebody changed in one section as a draft.

    What others changed meanwhile stays; where both changed the same field, the page asks.
    """
    person, group = editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    around = _around(organization_id, edited)
    section = _section(edited.record, section_id)
    kind, values = section.form_kind(edited.record, around), section.values(edited.record, around)
    form = kind(request.form)
    is_valid = form.validate()
    sent = sent_changes(kind, values, form.data, read_shown(request.form.get("shown", "")))
    _note_conflicts(form, sent.conflicts)
    if section.id == "place" and is_valid and unknown_postcode(form, sent.changed, around):
        form["postal_code"].errors = [
            _("We do not know this postcode. Is it right? If so, tick the box below it")
        ]
    if not is_valid or form.messages():
        return _section_page(person, group, edited, edited.record, section, form, around), 422
    record = section.with_changes(edited.record, sent.changed, around)
    reason = sent.changed.get("needs_reason")
    if record != edited.record or reason is not None:
        try:
            services.save(settings(), organization_id, edited, record, actor=person.id, needs_reason=reason)
        except StaleChange:
            return _changed_meanwhile(organization_id, listing_id)
    return _after_section(organization_id, listing_id, section_id)


def _note_conflicts(form: Form, conflicts: Values) -> None:
    for name, theirs in conflicts.items():
        words = ", ".join(theirs) if isinstance(theirs, list) else str(theirs or "")
        form[name].errors = [
            _(
                "Somebody else changed this too, to “%(theirs)s”. Yours is in the box. "
                "Save again to use what the box says",
                theirs=words[:200],
            )
        ]


def _after_section(organization_id: str, listing_id: str, section_id: str) -> Response:
    if section_id == "place":
        return _to_section(organization_id, listing_id, "where")
    if "steps" in request.args:
        return _next_step(organization_id, listing_id, section_id)
    return redirect(url_for(".listing", organization_id=organization_id, listing_id=listing_id), 303)


def _to_section(organization_id: str, listing_id: str, section_id: str) -> Response:
    steps: dict[str, Any] = {"steps": "yes"} if "steps" in request.args else {}
    return redirect(
        url_for(
            ".listing_section",
            organization_id=organization_id,
            listing_id=listing_id,
            section_id=section_id,
            **steps,
        ),
        303,
    )


def _changed_meanwhile(organization_id: str, listing_id: str) -> PageResponse:
    """Answer somebody whose change met another one at the same moment: the form again, with what they typed."""
    person, group = editor_of(organization_id)
    edited = edited_listing(organization_id, listing_id)
    if edited is None:
        return done("listing-changed", ".group", organization_id=organization_id)
    problem = _("Somebody saved a change at the same moment. Look at it, and save yours again.")
    return _overview(person, group, edited, problem), 409


@blueprint.post("/group/<organization_id>/listings/<listing_id>/remove-place")
def remove_place(organization_id: str, listing_id: str) -> PageResponse:
    """Take a place out of a listing, as a draft."""
    person, _group = editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    record = without_place(edited.record, request.form.get("site", ""))
    if record != edited.record:
        try:
            services.save(settings(), organization_id, edited, record, actor=person.id)
        except StaleChange:
            return _changed_meanwhile(organization_id, listing_id)
    return _to_section(organization_id, listing_id, "where")


@blueprint.post("/group/<organization_id>/listings/<listing_id>/send")
def send_listing(organization_id: str, listing_id: str) -> PageResponse:
    """Send what was changed: to a moderator, or live at once for a trusted group."""
    person, group = editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    chosen = {
        name.removeprefix("use-"): value for name, value in request.form.items() if name.startswith("use-")
    }
    try:
        change = services.send(settings(), edited, actor=person.id, choices=chosen or None)
    except StaleChange:
        return _changed_meanwhile(organization_id, listing_id)
    except ConflictingEdit as conflict:
        problem = _("Somebody else changed the same thing, and it is live. Choose which to use.")
        edited = _listing(organization_id, listing_id)
        return _overview(person, group, edited, problem, conflict.units), 409
    code = "change-live" if change is not None and change.state == APPROVED else "change-sent"
    return done(code, ".group", organization_id=organization_id)


@blueprint.post("/group/<organization_id>/listings/<listing_id>/drop")
def drop_changes(organization_id: str, listing_id: str) -> PageResponse:
    """Take back what was changed and is not live."""
    person, _group = editor_of(organization_id)
    try:
        services.drop(settings(), _listing(organization_id, listing_id), actor=person.id)
    except StaleChange:
        return _changed_meanwhile(organization_id, listing_id)
    return done("change-dropped", ".group", organization_id=organization_id)
