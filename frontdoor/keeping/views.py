"""What is kept and how long; a copy of what is held about one person; and erasure. For supervisors alone."""

import json

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.audit.services import note_view
from core.db import Base
from core.forms import Form, Required, YesField
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.keeping import copy_of_all, erasure
from frontdoor.keeping.register import REASONS
from frontdoor.keeping.register import kept as register_of
from frontdoor.keeping.retention import left_open_lately
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import may_look, person_with_id, record_of

PageResponse = str | Response | tuple[str, int]


class EraseForm(Form):
    """That the supervisor is sure."""

    sure = YesField(
        _l("I have checked that this person asked for it"), [Required(_l("Tick the box if you are sure"))]
    )


@blueprint.get("/people/kept")
def kept() -> str:
    """Show what is held, why and how long."""
    known = Base.metadata.tables
    entries = [entry for entry in register_of(settings()) if entry.place in known]
    return render_template(
        "frontdoor/keeping/kept.html",
        person=signed_in(),
        groups=[(why, [entry for entry in entries if entry.why is why]) for why in REASONS],
        settings_days=settings(),
        left_open=left_open_lately(),
    )


def _known(person_id: str) -> KnownPerson:
    """Return a person about whom this account may read; others lead to the page that says that they exist."""
    found = person_with_id(person_id) or abort(404)
    if not may_look(found, signed_in().id):
        abort(redirect(url_for(".person", person_id=found.id), 303))
    return found


@blueprint.get("/people/<person_id>/export")
def export_person(person_id: str) -> str:
    """Show everything that is held about a person, to read or to print."""
    known = _known(person_id)
    note_view(settings(), signed_in().id, "person_export", known.id)
    copy = copy_of_all.export(settings(), copy_of_all.held_about(settings(), known))
    return render_template(
        "frontdoor/keeping/export.html",
        person=signed_in(),
        known=known,
        name=record_of(settings(), known).person.name,
        parts=[
            (name.replace("_", " "), copy_of_all.lines_of(value))
            for name, value in copy.items()
            if name != copy_of_all.NOT_COMPARED
        ],
        not_compared=copy[copy_of_all.NOT_COMPARED],
    )


@blueprint.get("/people/<person_id>/export.json")
def export_person_json(person_id: str) -> Response:
    """Download the same as JSON."""
    known = _known(person_id)
    note_view(settings(), signed_in().id, "person_export", known.id, form="json")
    found = copy_of_all.export(settings(), copy_of_all.held_about(settings(), known))
    response = make_response(json.dumps(found, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f"attachment; filename={known.reference}.json"
    return response


@blueprint.get("/people/<person_id>/erase")
def erase_person(person_id: str) -> str:
    """Show what an erasure deletes, and what is kept and why."""
    return _erase_page(_known(person_id), EraseForm())


def _erase_page(known: KnownPerson, form: EraseForm) -> str:
    note_view(settings(), signed_in().id, "person", known.id, page="erase")
    held = copy_of_all.held_about(settings(), known)
    return render_template(
        "frontdoor/keeping/erase.html",
        person=signed_in(),
        known=known,
        name=record_of(settings(), known).person.name,
        plan=erasure.plan_of(held),
        elsewhere=held.elsewhere,
        not_compared=held.not_compared,
        reasons=erasure.REASONS,
        form=form,
    )


@blueprint.post("/people/<person_id>/erase")
def erase_person_now(person_id: str) -> PageResponse:
    """Erase what may be erased. A second press finds nobody, and says the same."""
    if person_with_id(person_id) is None:
        return done("person-erased", ".people")
    known, form = _known(person_id), EraseForm(request.form)
    if not form.validate():
        return _erase_page(known, form), 422
    erasure.erase(settings(), copy_of_all.held_about(settings(), known), actor=signed_in().id)
    return done("person-erased", ".people")
