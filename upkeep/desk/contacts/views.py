"""The pages of a group's own contacts."""

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.notices import done
from core.web import settings
from upkeep.blueprint import blueprint
from upkeep.desk.contacts import services
from upkeep.desk.contacts.forms import GroupContactForm
from upkeep.desk.contacts.models import GroupContact
from upkeep.desk.contacts.own_contact import OwnContact
from upkeep.desk.contacts.queries import group_contact, own_contacts, services_with
from upkeep.desk.contacts.services import ContactInUse, StaleContact
from upkeep.desk.editors import editor_of

PageResponse = str | Response | tuple[str, int]


@blueprint.get("/group/<organization_id>/contacts")
def group_contacts(organization_id: str) -> str:
    """List the contacts of a group, with a form for a new one."""
    return _list(organization_id, GroupContactForm())


def _list(organization_id: str, form: GroupContactForm) -> str:
    person, group = editor_of(organization_id)
    return render_template(
        "upkeep/desk/contacts/contacts.html",
        person=person,
        group=group,
        contacts=own_contacts(organization_id),
        form=form,
    )


@blueprint.post("/group/<organization_id>/contacts")
def add_contact(organization_id: str) -> PageResponse:
    """Store a new contact."""
    person, _group = editor_of(organization_id)
    form = GroupContactForm(request.form)
    if not form.validate():
        return _list(organization_id, form), 422
    services.add(settings(), organization_id, _own("", form), actor=person.id)
    return done("contact-added", ".group_contacts", organization_id=organization_id)


def _own(contact_id: str, form: GroupContactForm) -> OwnContact:
    names = ("name", "title", "email", "phone", "phone_note")
    return OwnContact(contact_id, **{name: form[name].data for name in names})


def _contact(organization_id: str, contact_id: str) -> GroupContact:
    return group_contact(organization_id, contact_id) or abort(404)


@blueprint.get("/group/<organization_id>/contacts/<contact_id>")
def show_contact(organization_id: str, contact_id: str) -> str:
    """Show one contact, and the listings that have it."""
    editor_of(organization_id)
    row = _contact(organization_id, contact_id)
    return _page(organization_id, row, GroupContactForm(obj=row))


def _page(organization_id: str, row: GroupContact, form: GroupContactForm, problem: str = "") -> str:
    person, group = editor_of(organization_id)
    return render_template(
        "upkeep/desk/contacts/contact.html",
        person=person,
        group=group,
        contact=row,
        form=form,
        problem=problem,
        listings=services_with(organization_id, row.id),
    )


@blueprint.post("/group/<organization_id>/contacts/<contact_id>")
def change_contact(organization_id: str, contact_id: str) -> PageResponse:
    """Change a contact here and in all listings that have it."""
    person, _group = editor_of(organization_id)
    row, form = _contact(organization_id, contact_id), GroupContactForm(request.form)
    if not form.validate():
        return _page(organization_id, row, form), 422
    version = int(form.version.data) if form.version.data.isdigit() else 0
    try:
        services.change(settings(), row, _own(contact_id, form), version, actor=person.id)
    except StaleContact:
        row = _contact(organization_id, contact_id)
        form.version.data = str(row.version)
        problem = _(
            "Somebody else changed this contact too: %(theirs)s. Yours is in the boxes. Save again to use them.",
            theirs=", ".join(part for part in (row.name, row.phone, row.email) if part),
        )
        return _page(organization_id, row, form, problem), 409
    found = services.spread(settings(), organization_id, contact_id, actor=person.id)
    code = "contact-waits" if found.waiting else "contact-unsent" if found.unsent else "contact-changed"
    return done(code, ".group_contacts", organization_id=organization_id)


@blueprint.post("/group/<organization_id>/contacts/<contact_id>/remove")
def remove_contact(organization_id: str, contact_id: str) -> PageResponse:
    """Remove a contact that no listing has."""
    person, _group = editor_of(organization_id)
    row = _contact(organization_id, contact_id)
    try:
        services.remove(settings(), row, actor=person.id)
    except ContactInUse:
        problem = _("Listings still use this contact. Take it out of them first.")
        return _page(organization_id, row, GroupContactForm(obj=row), problem), 422
    return done("contact-removed", ".group_contacts", organization_id=organization_id)
