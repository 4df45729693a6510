"""What a group answered, as a file for call handlers, and what becomes of it in the case system."""

import json

from flask import abort, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from core.audit.services import note_view
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.group_referrals import queries
from frontdoor.group_referrals.acting import PageResponse
from frontdoor.group_referrals.forms import SettleForm
from frontdoor.group_referrals.handler_views import referral_page
from frontdoor.group_referrals.message_back import has_answered
from frontdoor.group_referrals.telling import answer_message
from frontdoor.handover.decision_views import decide_by_form
from frontdoor.handover.forms import HandOverDecisionForm
from frontdoor.handover.queries import of_group_referral


@blueprint.get("/calls/referrals/<referral_id>/message-back.json")
def group_message_back(referral_id: str) -> Response:
    """Download what the group answered; a referral without an answer has no such file."""
    row = queries.referral_by_id(referral_id)
    if row is None or not has_answered(row):
        abort(404)
    note_view(settings(), signed_in().id, "group_referral", row.id, form="message_back")
    text = json.dumps(answer_message(settings(), row), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{row.reference}-message-back.json"'}
    return Response(text, content_type="application/json", headers=headers)


@blueprint.post("/calls/referrals/<referral_id>/message-back/<hand_over_id>")
def decide_answer(referral_id: str, hand_over_id: str) -> PageResponse:
    """Do what a person decides about an answer that does not get into the case system by itself."""
    row, form = queries.referral_by_id(referral_id) or abort(404), HandOverDecisionForm(request.form)
    found = next((one for one in of_group_referral(row.id) if one.id == hand_over_id), None) or abort(404)
    return decide_by_form(
        found, None, form, lambda: referral_page(row, SettleForm(), form), ".referral", referral_id=row.id
    )
