"""The moderators' phone round: the list, and the sheet of one call."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.paging import page_number, pages_of
from core.web import settings
from upkeep.blueprint import blueprint
from upkeep.freshness import hiding, phone_round
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
    return _sheet(service_id, CallForm())


def _sheet(service_id: str, form: CallForm) -> str:
    row = phone_round.one_to_ring(settings(), service_id) or abort(404)
    sheet = sheets(settings(), [service_id])[0]
    return render_template("upkeep/freshness/call.html", person=signed_in(), row=row, sheet=sheet, form=form)


@blueprint.post("/moderation/to-ring/<service_id>")
def note_call_now(service_id: str) -> PageResponse:
    """Note what came of a call, and go on to the next listing."""
    form = CallForm(request.form)
    if phone_round.one_to_ring(settings(), service_id) is None:
        # Sent twice, or somebody checked it meanwhile.
        return redirect(url_for(".to_ring"), 303)
    if not form.validate():
        return _sheet(service_id, form), 422
    note_call(settings(), service_id, form.outcome.data, actor=signed_in().id)
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
