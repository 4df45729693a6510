"""What a group answered, as a file for call handlers, and what becomes of it in the case system."""

import json

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.audit.services import note_view
from core.forms.versions import version_in
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.group_referrals import queries
from frontdoor.group_referrals.acting import PageResponse
from frontdoor.group_referrals.forms import SettleForm
from frontdoor.group_referrals.handler_views import referral_page
from frontdoor.group_referrals.message_back import has_answered
from frontdoor.group_referrals.telling import answer_message
from frontdoor.handover import services as hand_overs
from frontdoor.handover.forms import HandOverDecisionForm
from frontdoor.handover.models import FOR_PEOPLE
from frontdoor.handover.queries import of_group_referral
from frontdoor.handover.services import CannotHandOver, HandOverChanged
from frontdoor.handover.targets import target_of
from frontdoor.handover.wording import NOTICE_OF


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
    if not form.validate():
        return referral_page(row, SettleForm(), form), 422
    try:
        hand_overs.decide(
            settings(),
            target_of(settings()),
            found,
            None,
            form.chosen(),
            version=version_in(form),
            reference=form.reference.data,
            actor=signed_in().id,
        )
    except CannotHandOver:
        form.form_errors.append(_("The case system does not take this answer. Download it and pass it on."))
        return referral_page(row, SettleForm(), form), 422
    except HandOverChanged:
        if found.status not in FOR_PEOPLE:
            # The same form came twice, or somebody else was quicker: the page shows what counts.
            return redirect(url_for(".referral", referral_id=row.id), 303)
        form.form_errors.append(_("Somebody else has changed this meanwhile. Look at it again."))
        return referral_page(row, SettleForm(), form), 409
    return done(NOTICE_OF[form.chosen()], ".referral", referral_id=row.id)
