"""The moderators' phone round: the list, and the sheet of one call."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.field_values import whole_number
from core.paging import page_number, pages_of
from core.web import settings
from directory.editing.records import record_of, stored_version
from directory.editing.writing import StaleEdit
from directory.open_referral.schema.services import Service
from upkeep.blueprint import blueprint
from upkeep.freshness import hiding, phone_round
from upkeep.freshness.call_changes import Editable, editable
from upkeep.freshness.calls import note_call
from upkeep.freshness.forms import REACHED, CallForm
from upkeep.freshness.queries import live_listing
from upkeep.freshness.sheets import sheets

PER_PAGE = 25
PageResponse = str | Response | tuple[str, int]


@blueprint.get("/moderation/to-ring")
def to_ring() -> str:
    """Show the listings that a moderator rings about."""
    page = page_number(request.args)
    rows, total = phone_round.to_ring(settings(), page, PER_PAGE)
    return render_template(
        "upkeep/freshness/to_ring.html",
        person=signed_in(),
        rows=rows,
        total=total,
        pages=pages_of(page, total, PER_PAGE, "upkeep.to_ring"),
    )


@blueprint.get("/moderation/to-ring/<service_id>")
def call_sheet(service_id: str) -> str:
    """Show what to read out in a call about a listing, and the form for its outcome."""
    record = record_of(service_id) or abort(404)
    known = editable(record)
    data = {"phone": known.phone, "email": known.email, "version": str(stored_version(service_id))}
    return _sheet(record, known, CallForm(data=data))


def _sheet(record: Service, known: Editable, form: CallForm) -> str:
    row = phone_round.one_to_ring(settings(), record.id) or abort(404)
    return render_template(
        "upkeep/freshness/call.html",
        person=signed_in(),
        row=row,
        sheet=sheets(settings(), [record.id])[0],
        known=known,
        form=form,
    )


@blueprint.post("/moderation/to-ring/<service_id>")
def note_call_now(service_id: str) -> PageResponse:
    """Note what came of a call, and go on to the next listing."""
    form, record = CallForm(request.form), record_of(service_id)
    if record is None or phone_round.one_to_ring(settings(), service_id) is None:
        # Sent twice, or somebody checked it meanwhile.
        return redirect(url_for(".to_ring"), 303)
    known = editable(record)
    if not form.is_whole(known):
        return _sheet(record, known, form), 422
    try:
        note_call(
            settings(),
            record,
            form.outcome.data,
            form.changes(known),
            base_version=whole_number(form.version.data),
            actor=signed_in().id,
        )
    except StaleEdit as error:
        form.version.data = str(error.version)
        form.form_errors.append(
            _("Somebody changed this listing meanwhile. Look at it again below, then save again.")
        )
        return _sheet(record, known, form), 409
    code = "call-checked" if form.outcome.data == REACHED else "call-noted"
    following = phone_round.next_to_ring(settings())
    if following and following != service_id:
        return done(code, ".call_sheet", service_id=following)
    return done(code, ".to_ring")


@blueprint.post("/moderation/to-ring/<service_id>/results")
def decide_hiding(service_id: str) -> Response:
    """Take a listing out of the results, or keep it in them, until its next check."""
    hide = request.form.get("hide")
    if hide not in ("yes", "no"):
        abort(400)
    listing = live_listing(settings(), service_id) or abort(404)
    hiding.decide(settings(), listing, hide=hide == "yes", actor=signed_in().id)
    return done("hidden" if hide == "yes" else "shown", ".to_ring")
