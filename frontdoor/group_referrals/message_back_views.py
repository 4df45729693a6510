"""The download of a group's answer as a PRSB message back, for call handlers."""

import json

from flask import Response, abort

from accounts.current import signed_in
from accounts.organizations import organization_names
from accounts.queries import names_of
from core import clock
from core.audit.services import note_view
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.group_referrals import queries
from frontdoor.group_referrals.message_back import BackFrom, has_answered, message_back


@blueprint.get("/calls/referrals/<referral_id>/message-back.json")
def group_message_back(referral_id: str) -> Response:
    """Download what the group answered; a referral without an answer has no such file."""
    row = queries.referral_by_id(referral_id)
    if row is None or not has_answered(row):
        abort(404)
    note_view(settings(), signed_in().id, "group_referral", row.id, form="message_back")
    names = names_of([row.made_by, row.decided_by])
    back = BackFrom(
        group=organization_names([row.organization_id])[row.organization_id].name,
        decided_by=names.get(row.decided_by, ""),
        to=names.get(row.made_by, ""),
        council=settings().council_name,
        made_at=clock.now(),
    )
    shared, answer = queries.shared_with(settings(), row), queries.answer_of(settings(), row)
    text = json.dumps(message_back(row, shared, answer, back), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{row.reference}-message-back.json"'}
    return Response(text, content_type="application/json", headers=headers)
