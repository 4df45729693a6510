"""What stopped because the case system let nothing in, by reason: numbers alone, and one button for each reason."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.handover import queries
from frontdoor.handover.models import HandOverState
from frontdoor.handover.stopped_services import try_all_again
from frontdoor.handover.targets import target_of
from frontdoor.handover.wording import STATE_LABELS, WHAT_TO_DO


@blueprint.get("/requests/hand-overs/stopped")
def stopped_hand_overs() -> str:
    """Show how many hand-overs stopped for which reason."""
    return render_template(
        "frontdoor/handover/stopped.html",
        person=signed_in(),
        reasons=queries.stopped(),
        target=target_of(settings()),
        states=STATE_LABELS,
        what_to_do=WHAT_TO_DO,
    )


@blueprint.post("/requests/hand-overs/stopped")
def try_hand_overs_again() -> Response:
    """Let all that stopped for one reason wait again. A second press finds none."""
    target, text = target_of(settings()), request.form.get("state", "")
    if target is None or text not in list(queries.STOPPED):
        abort(404)
    code = request.form.get("code", "")[:80]
    try_all_again(settings(), target, HandOverState(text), code, actor=signed_in().id)
    return done("hand-over-all-again", "frontdoor.stopped_hand_overs")
